"""CUT: "Contrastive Learning for Unpaired Image-to-Image Translation".

Park, Efros, Zhang and Zhu, ECCV 2020, arXiv:2007.15651. Tensor names are those of the authors' release
(taesungp/contrastive-unpaired-translation), so that their `latest_net_{G,F}.pth` load strictly. Its generator
is CycleGAN's with blurred resampling; its discriminator is in `patchgan`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from torch import Tensor, nn

from ganstudio.networks.antialias import BlurDown, BlurUp
from ganstudio.networks.cyclegan import ResnetConfig, ResnetGenerator, activated, strided, transposed
from ganstudio.networks.pix2pix import Norm, has_bias

_EPS = 1e-7


@dataclass(frozen=True)
class CutConfig(ResnetConfig):
    """The generator; where neither way is anti-aliased, it is CycleGAN's."""

    antialias: bool = True
    antialias_up: bool = True


@dataclass(frozen=True)
class PatchSamplerConfig:
    """The network F; `in_channels` are those of the generator's layers that it compares."""

    in_channels: tuple[int, ...] = (3, 128, 256, 256, 256)
    out_channels: int = 256


def blurred_down(before: int, after: int, norm: Norm) -> list[nn.Module]:
    """Half the size, anti-aliased."""
    conv = nn.Conv2d(before, after, 3, padding=1, bias=has_bias(norm))
    return [conv, *activated(norm, after), BlurDown(after)]


def blurred_up(before: int, after: int, norm: Norm) -> list[nn.Module]:
    """Twice the size, anti-aliased."""
    conv = nn.Conv2d(before, after, 3, padding=1, bias=has_bias(norm))
    return [BlurUp(before), conv, *activated(norm, after)]


class CutGenerator(ResnetGenerator):
    """CycleGAN's ResNet with blurred resampling."""

    config: CutConfig

    def __init__(self, config: CutConfig) -> None:
        super().__init__(
            config,
            down=blurred_down if config.antialias else strided,
            up=blurred_up if config.antialias_up else transposed,
        )

    def features(self, image: Tensor, layers: Sequence[int]) -> list[Tensor]:
        """The outputs of the layers with these numbers, ascending; what lies behind the last is not computed.

        image: (N, in_channels, H, W) in [-1, 1]. The authors compare the layers 0, 4, 8, 12 and 16.
        """
        found = []
        for number, layer in enumerate(self.model[: layers[-1] + 1]):
            image = layer(image)
            if number in layers:
                found.append(image)
        return found


class PatchSampler(nn.Module):
    """The network F: two linear layers for each of the generator's layers, and vectors of length 1."""

    def __init__(self, config: PatchSamplerConfig) -> None:
        super().__init__()
        self.config = config
        width = config.out_channels
        for number, channels in enumerate(config.in_channels):
            head = nn.Sequential(nn.Linear(channels, width), nn.ReLU(), nn.Linear(width, width))
            self.add_module(f"mlp_{number}", head)

    def forward(self, features: Sequence[Tensor], places: Sequence[Tensor] | None = None) -> list[Tensor]:
        """Features (N, C, H, W) of every layer -> vectors (N * P, out_channels), image by image.

        places: for every layer P numbers of pixels, row by row; None takes all.
        """
        vectors = []
        for number, feature in enumerate(features):
            pixels = feature.flatten(2).transpose(1, 2)
            if places is not None:
                pixels = pixels[:, places[number]]
            projected = self.get_submodule(f"mlp_{number}")(pixels.flatten(0, 1))
            vectors.append(projected / (projected.norm(dim=1, keepdim=True) + _EPS))
        return vectors
