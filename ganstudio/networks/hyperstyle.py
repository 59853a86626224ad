"""HyperStyle: "StyleGAN Inversion with HyperNetworks for Real Image Editing".

Alaluf, Tov, Mokady, Gal and Bermano, CVPR 2022, arXiv:2111.15666. An encoder finds the style, then the
hypernetwork changes the generator's weights, step by step, until its picture is the photo.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.func import functional_call
from torch.nn import functional as F

from ganstudio.networks.hyperstyle_hypernet import Hypernet, HypernetConfig, KernelShape
from ganstudio.networks.stylegan2 import StyleGan2Config, StyleGan2Generator

Offsets = Mapping[int, Tensor]
ITERATIONS = 5


@dataclass(frozen=True)
class HyperStyleConfig:
    """Generator and hypernetwork.

    `wide`: photos have the format 4 : 3 of the authors' cars, and the generator draws them between two bars,
    an eighth of the height each. `iterations` is how many steps the authors take to fit a photo.
    """

    decoder: StyleGan2Config
    hypernet: HypernetConfig
    wide: bool = False
    iterations: int = ITERATIONS

    @property
    def input_size(self) -> tuple[int, int]:
        """Rows and columns of what encoder and hypernetwork take."""
        return (192, 256) if self.wide else (256, 256)


class HyperStyle(nn.Module):
    """A generator and the network that fits its weights to a photo.

    The photo's style comes from an encoder in a file of its own (`psp` with the encoder "w").
    """

    latent_avg: Tensor

    def __init__(self, config: HyperStyleConfig) -> None:
        super().__init__()
        self.config = config
        self.decoder = StyleGan2Generator(config.decoder)
        kernels = {}
        for layer, stage in enumerate(self.decoder.synthesis.stages):
            shape = self.decoder.synthesis.get_parameter(f"{stage.name}.weight").shape
            kernels[layer] = KernelShape(*shape[:3])
        self.hypernet = Hypernet(config.hypernet, kernels)
        self.register_buffer("latent_avg", torch.zeros(config.decoder.num_ws, config.decoder.w_dim))

    def codes(self, style: Tensor) -> Tensor:
        """What the encoder alone gives, (N, w_dim) -> style vectors (N, num_ws, w_dim) around the average."""
        return style[:, None] + self.latent_avg

    def forward(self, image: Tensor, reconstruction: Tensor) -> dict[int, Tensor]:
        """One step of the hypernetwork: what is to be added to the offsets of each refined layer.

        Photo and its present reconstruction, (N, 3, 256, 256) in [-1, 1] (`config.input_size` for cars)
        -> by layer (N, outputs, inputs, k, k).
        """
        offsets: dict[int, Tensor] = self.hypernet(image, reconstruction)
        return offsets

    def decode(self, ws: Tensor, offsets: Offsets | None = None) -> Tensor:
        """Style vectors (N, num_ws, w_dim) -> images (N, 3, resolution, resolution), about [-1, 1].

        `offsets`, by layer (N, outputs, inputs, k, k), change the weights in proportion: w (1 + offset).
        """
        synthesis = self.decoder.synthesis
        if not offsets:
            images: Tensor = synthesis(ws)
            return images
        rows = []
        for i in range(len(ws)):
            row = functional_call(synthesis, self.weights(offsets, i), (ws[i : i + 1],))
            rows.append(row)
        return torch.cat(rows)

    def weights(self, offsets: Offsets, sample: int) -> dict[str, Tensor]:
        """The weights that the synthesis network has for one photo of the batch, by their names there.

        With these it is a generator for this photo, whose styles can be edited.
        """
        changed = {}
        for layer, offset in offsets.items():
            name = f"{self.decoder.synthesis.stages[layer].name}.weight"
            changed[name] = self.decoder.synthesis.get_parameter(name) * (1 + offset[sample])
        return changed

    def refine(
        self, image: Tensor, ws: Tensor, iterations: int | None = None
    ) -> Iterator[tuple[Tensor, dict[int, Tensor]]]:
        """The reconstruction of a photo before and after each step, with the offsets that belong to it.

        image as in `forward`, ws its style vectors. Yields one pair more than there are `iterations` (None:
        as many as the authors take): pictures as `decode` gives them, and offsets, none for the first. Each
        step looks at the picture of the last and adds to its offsets.
        """
        offsets: dict[int, Tensor] = {}
        picture = self.decode(ws)
        yield picture, offsets
        for _ in range(self.config.iterations if iterations is None else iterations):
            more = self(image, self.as_input(picture))
            offsets = {layer: offsets.get(layer, 0) + offset for layer, offset in more.items()}
            picture = self.decode(ws, offsets)
            yield picture, offsets

    def as_input(self, picture: Tensor) -> Tensor:
        """The generator's pictures (N, 3, H, H) as the hypernetwork sees them: smaller, without bars."""
        if self.config.wide:
            bar = picture.shape[-2] // 8
            picture = picture[..., bar : picture.shape[-2] - bar, :]
        return F.adaptive_avg_pool2d(picture, self.config.input_size)
