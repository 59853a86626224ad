"""StyleGAN2: "Analyzing and Improving the Image Quality of StyleGAN".

Karras, Laine, Aittala, Hellsten, Lehtinen and Aila, CVPR 2020, arXiv:1912.04958, as their PyTorch code has it
("Training Generative Adversarial Networks with Limited Data", NeurIPS 2020, arXiv:2006.06676). Tensor names
are those of NVlabs/stylegan2-ada-pytorch, whose networks NVlabs/stylegan3 has as well.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

import torch
from torch import Tensor, nn

from ganstudio.networks.staged import Noise, Stage, State, run_stages
from ganstudio.networks.stylegan2_layers import (
    STANDARD_TAPS,
    Conv2dLayer,
    MappingConfig,
    MappingNetwork,
    SynthesisLayer,
    Taps,
    ToRgbLayer,
)
from ganstudio.networks.upfirdn import fir_filter, upsample2d

Architecture = Literal["skip", "resnet", "orig"]
NoiseMode = Literal["const", "random", "none"]
_ROOT_HALF = 0.5**0.5


@dataclass(frozen=True)
class StyleGan2Config:
    """The generator; `channels` are the widths at 4, 8, ..., `resolution` pixels.

    `architecture`: "skip" adds up the colours of all resolutions (the paper's choice), "resnet" has residual
    blocks, "orig" neither. `clamp` clips the output of every layer. `w_avg`: the average style vector is
    known, so that styles can be truncated. `taps` is the filter that resamples, `image_taps` that of the
    colours where it is another one.
    """

    resolution: int
    channels: tuple[int, ...]
    mapping: MappingConfig = field(default_factory=MappingConfig)
    img_channels: int = 3
    architecture: Architecture = "skip"
    use_noise: bool = True
    w_avg: bool = True
    activation: str = "lrelu"
    clamp: float | None = None
    taps: Taps = STANDARD_TAPS
    image_taps: Taps | None = None
    kernel_size: int = 3

    def __post_init__(self) -> None:
        if self.resolution != 2 << len(self.channels):
            raise ValueError(f"{len(self.channels)} widths for a resolution of {self.resolution}")

    @property
    def z_dim(self) -> int:
        return self.mapping.z_dim

    @property
    def c_dim(self) -> int:
        """Number of classes; 0 without."""
        return self.mapping.c_dim

    @property
    def w_dim(self) -> int:
        return self.mapping.w_dim

    @property
    def num_ws(self) -> int:
        """Rows of style vectors: one for each convolution, and one for the last colours."""
        return 2 * len(self.channels)


def paper_channels(resolution: int, base: int = 32768, most: int = 512) -> tuple[int, ...]:
    """The widths that the authors' `channel_base` and `channel_max` give."""
    return tuple(min(base // (4 << i), most) for i in range(resolution.bit_length() - 2))


class SynthesisBlock(nn.Module):
    """The layers of one resolution: conv0 (which doubles the size; not in the first block), conv1, torgb."""

    resample_filter: Tensor

    def __init__(self, config: StyleGan2Config, in_channels: int, out_channels: int, resolution: int) -> None:
        super().__init__()
        self.resolution = resolution
        if not in_channels:
            self.const = nn.Parameter(torch.randn(out_channels, resolution, resolution))
        else:
            self.conv0 = _synthesis_layer(config, in_channels, out_channels, resolution, config.taps, up=2)
        self.conv1 = _synthesis_layer(config, out_channels, out_channels, resolution, STANDARD_TAPS)
        if config.architecture == "skip" or resolution == config.resolution:
            self.torgb = ToRgbLayer(out_channels, config.img_channels, config.w_dim, clamp=config.clamp)
        self.has_shortcut = config.architecture == "resnet" and bool(in_channels)
        if self.has_shortcut:
            self.skip = Conv2dLayer(in_channels, out_channels, 1, bias=False, up=2, taps=config.taps)
        self.register_buffer("resample_filter", fir_filter(config.image_taps or config.taps))

    def layers(self) -> list[str]:
        """The names of its layers, in the order in which they run."""
        return [name for name in ("conv0", "conv1", "torgb") if hasattr(self, name)]

    def run(self, layer: str, state: State, w: Tensor, noise: Tensor | None) -> State:
        """One layer on (feature maps, colours so far, shortcut around the block)."""
        x, image, shortcut = state
        assert x is not None
        if layer == "conv0":
            shortcut = self.skip(x, gain=_ROOT_HALF) if self.has_shortcut else None
            return self.conv0(x, w, noise), image, shortcut
        if layer == "conv1":
            if shortcut is None:
                return self.conv1(x, w, noise), image, None
            return shortcut + self.conv1(x, w, noise, gain=_ROOT_HALF), image, None
        colours = self.torgb(x, w)
        if image is not None:
            colours = colours.add_(upsample2d(image, self.resample_filter))
        return x, colours, None


def _synthesis_layer(
    config: StyleGan2Config, in_channels: int, out_channels: int, resolution: int, taps: Taps, up: int = 1
) -> SynthesisLayer:
    return SynthesisLayer(
        in_channels,
        out_channels,
        config.w_dim,
        resolution,
        kernel_size=config.kernel_size,
        up=up,
        use_noise=config.use_noise,
        activation=config.activation,
        taps=taps,
        clamp=config.clamp,
    )


class SynthesisNetwork(nn.Module):
    """Style vectors to images, one stage for each layer (`staged.StagedSynthesis`).

    A stage's name is the path of its layer: `b8.conv0`. The colours of one block and the first convolution
    of the next read the same row of the style vectors.
    """

    def __init__(self, config: StyleGan2Config) -> None:
        super().__init__()
        self.config = config
        self.num_ws = config.num_ws
        stages: list[Stage] = []
        row = 0
        for i, (before, width) in enumerate(pairwise((0, *config.channels))):
            block = SynthesisBlock(config, before, width, 4 << i)
            self.add_module(f"b{block.resolution}", block)
            for layer in block.layers():
                name, colours = f"b{block.resolution}.{layer}", layer == "torgb"
                noises = int(config.use_noise and not colours)
                stages.append(Stage(name, row, 1, block.resolution, noises, shows=colours))
                row += not colours
        self.stages = tuple(stages)

    def start(self, ws: Tensor) -> State:
        """The learned constant (N, C, 4, 4), the same for all."""
        first = self.get_submodule("b4")
        assert isinstance(first, SynthesisBlock)
        constant, device = first.const.expand(len(ws), -1, -1, -1), first.const.device.type
        half = torch.is_autocast_enabled(device) and not torch.is_grad_enabled()
        if half:
            constant = constant.to(torch.get_autocast_dtype(device))
        # On the CPU all that follows is a quarter faster in this order, which convolutions pass on.
        order = torch.channels_last if half or device == "cpu" else torch.contiguous_format
        return constant.contiguous(memory_format=order), None, None

    def run_stage(self, index: int, state: State, ws: Tensor, noise: list[Tensor | None]) -> State:
        """(feature maps, colours so far, shortcut) -> the same after one layer."""
        stage = self.stages[index]
        path, _, layer = stage.name.rpartition(".")
        block = self.get_submodule(path)
        assert isinstance(block, SynthesisBlock)
        return block.run(layer, state, ws[:, stage.first_w], noise[0] if noise else None)

    def image(self, state: State) -> Tensor:
        """Images (N, img_channels, resolution, resolution), about [-1, 1]."""
        image = state[1]
        assert image is not None
        return image

    def noise(
        self, mode: NoiseMode = "const", batch: int = 1, generator: torch.Generator | None = None
    ) -> list[Tensor | None]:
        """One noise map for each layer that takes noise, in the order of the stages.

        "const" is the network's own, (1, 1, h, w); "random" draws (batch, 1, h, w); "none" is None for each.
        """
        layers = [self.get_submodule(stage.name) for stage in self.stages if stage.num_noise]
        maps: list[Tensor | None] = []
        for layer in layers:
            assert isinstance(layer, SynthesisLayer)
            const, size = layer.noise_const, layer.resolution
            drawn = torch.randn(batch, 1, size, size, generator=generator) if mode == "random" else None
            fixed = const[None, None] if mode == "const" else None
            maps.append(fixed if drawn is None else drawn.to(const))
        return maps

    def forward(
        self,
        ws: Tensor,
        noise_mode: NoiseMode = "const",
        *,
        noise: Sequence[Tensor | None] | None = None,
        generator: torch.Generator | None = None,
    ) -> Tensor:
        """ws (N, num_ws, w_dim) -> images (N, img_channels, resolution, resolution), about [-1, 1].

        `noise` gives the maps themselves (see the method `noise`), `generator` (on the CPU) is where random
        ones come from. Rows of ws from different latents mix their styles.
        """
        maps: Noise = self.noise(noise_mode, len(ws), generator) if noise is None else noise
        (last,) = deque(run_stages(self, ws, maps), maxlen=1)
        return self.image(last)

    def features(self, ws: Tensor, resolution: int, noise: Sequence[Tensor | None] = ()) -> Tensor:
        """The feature maps (N, C, resolution, resolution) behind the last convolution of that size."""
        for stage, (features, *_) in zip(self.stages, run_stages(self, ws, noise), strict=True):
            if stage.name == f"b{resolution}.conv1":
                assert features is not None
                return features
        raise ValueError(f"this network has no feature maps of {resolution} pixels")


class StyleGan2Generator(nn.Module):
    """`mapping` from latent and label to style vectors, `synthesis` from those to an image."""

    def __init__(self, config: StyleGan2Config) -> None:
        super().__init__()
        self.config = config
        self.synthesis = SynthesisNetwork(config)
        self.mapping = MappingNetwork(config.mapping, config.num_ws, w_avg=config.w_avg)

    def forward(
        self,
        z: Tensor,
        c: Tensor | None = None,
        truncation_psi: float = 1.0,
        truncation_cutoff: int | None = None,
        noise_mode: NoiseMode = "const",
        generator: torch.Generator | None = None,
    ) -> Tensor:
        """z (N, z_dim), c (N, c_dim) one-hot labels -> images (N, img_channels, H, W), about [-1, 1]."""
        ws = self.mapping(z, c, truncation_psi, truncation_cutoff)
        image: Tensor = self.synthesis(ws, noise_mode, generator=generator)
        return image
