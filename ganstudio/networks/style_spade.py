"""SPADE made small, fully convolutional and steerable, for the models that this program trains itself.

SPADE (arXiv:1903.07291) with four changes. The label map is read once per resolution, and the SPADE layers
there share what was read. A style vector (classes such as season and hour, and a latent) modulates that
reading, so that "grass" may look different in each style. Noise and the row enter beside the label map, as in
OASIS (Sushko et al. 2021, arXiv:2012.04781), so that a large uniform region does not repeat itself. A block
normalises its second half after up-sampling, which moves half of its cost to a quarter of the pixels.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from ganstudio.networks.blocks import conv2d

_SLOPE = 0.2


@dataclass(frozen=True)
class StyleEncoderConfig:
    """The encoder that finds the style of a picture; z_dim and style_nc are the generator's."""

    z_dim: int = 16
    style_nc: int = 0
    width: int = 32


@dataclass(frozen=True)
class StyleSpadeConfig:
    """The generator; `channels` go from the coarsest feature map to the finest, each twice as large.

    `style_nc` counts the style classes of all groups together (4 seasons + 4 hours = 8).
    """

    semantic_nc: int
    style_nc: int = 0
    z_dim: int = 16
    style_dim: int = 64
    noise_dim: int = 8
    position: bool = True
    channels: tuple[int, ...] = (256, 256, 192, 128, 64, 32)
    hidden: int = 96
    kernel_size: int = 1
    upsample: Literal["nearest", "bilinear"] = "bilinear"
    spectral: bool = True

    def __post_init__(self) -> None:
        if self.style_nc + self.z_dim < 1:
            raise ValueError("A generator without style classes needs a latent: z_dim must be positive.")

    @property
    def halo(self) -> int:
        """How far, in pixels, a label can change the picture."""
        # In cells of each level: a SPADE layer, a convolution, doubling, and again; the coarsest also reads
        # its maps and has the first convolution.
        spade = self.kernel_size // 2
        cells = [3 + 2 * spade] * len(self.channels)
        cells[0] += 1
        cells[-1] -= 1
        levels = reversed(range(len(cells)))
        return sum(count << level for count, level in zip(cells, levels, strict=True))

    @property
    def stride(self) -> int:
        """The sides of a label map must be multiples of this."""
        return 1 << (len(self.channels) - 1)

    def hidden_at(self, channels: int) -> int:
        """Width of the conditioning at the resolution that has so many channels."""
        return min(self.hidden, channels)


class Conditioning(nn.Module):
    """Reads the maps (labels, noise, row) at one resolution, in the light of the style."""

    def __init__(self, hidden: int, config: StyleSpadeConfig) -> None:
        super().__init__()
        maps = config.semantic_nc + config.noise_dim + int(config.position)
        self.conv = nn.Conv2d(maps, hidden, 3, padding=1)
        self.style = nn.Linear(config.style_dim, hidden, bias=False)

    def forward(self, maps: Tensor, style: Tensor) -> Tensor:
        """maps (N, C, h, w), style (N, style_dim) -> (N, hidden, h, w)."""
        return F.relu(self.conv(maps) + self.style(style)[..., None, None])


class StyleSpade(nn.Module):
    """SPADE, its scale and shift read off a shared conditioning, and the activation."""

    def __init__(self, channels: int, config: StyleSpadeConfig) -> None:
        super().__init__()
        hidden, size, pad = config.hidden_at(channels), config.kernel_size, config.kernel_size // 2
        self.norm = nn.BatchNorm2d(channels, affine=False)
        self.scale = nn.Conv2d(hidden, channels, size, padding=pad)
        self.shift = nn.Conv2d(hidden, channels, size, padding=pad)
        if self.scale.bias is not None:
            nn.init.ones_(self.scale.bias)

    def forward(self, x: Tensor, conditioning: Tensor) -> Tensor:
        """x (N, channels, h, w), conditioning (N, hidden, h, w) -> (N, channels, h, w)."""
        scaled = torch.addcmul(self.shift(conditioning), self.norm(x), self.scale(conditioning))
        return F.leaky_relu(scaled, _SLOPE)


class StyleSpadeBlock(nn.Module):
    """Doubles the resolution: SPADE and convolution on the coarse grid, then again on the fine one."""

    def __init__(self, in_channels: int, out_channels: int, config: StyleSpadeConfig) -> None:
        super().__init__()
        self.mode = config.upsample
        self.coarse = StyleSpade(in_channels, config)
        self.conv_0 = conv2d(in_channels, out_channels, 3, padding=1, spectral=config.spectral)
        self.fine = StyleSpade(out_channels, config)
        self.conv_1 = conv2d(out_channels, out_channels, 3, padding=1, spectral=config.spectral)
        self.conv_s = conv2d(in_channels, out_channels, 1, bias=False, spectral=config.spectral)

    def forward(self, x: Tensor, coarse: Tensor, fine: Tensor) -> Tensor:
        """x (N, in_channels, h, w) and the conditionings of both grids -> (N, out_channels, 2h, 2w)."""
        dx = self._double(self.conv_0(self.coarse(x, coarse)))
        dx = self.conv_1(self.fine(dx, fine))
        return torch.add(self._double(self.conv_s(x)), dx)

    def _double(self, x: Tensor) -> Tensor:
        return F.interpolate(x, scale_factor=2.0, mode=self.mode)


class StyleSpadeGenerator(nn.Module):
    """Label map, style and noise to image; nothing in it is random."""

    def __init__(self, config: StyleSpadeConfig) -> None:
        super().__init__()
        self.config = config
        self.mapping = nn.Sequential(
            nn.Linear(config.style_nc + config.z_dim, config.style_dim),
            nn.LeakyReLU(_SLOPE),
            nn.Linear(config.style_dim, config.style_dim),
            nn.LeakyReLU(_SLOPE),
        )
        self.conditionings = nn.ModuleList(Conditioning(config.hidden_at(c), config) for c in config.channels)
        self.first = nn.Conv2d(config.hidden_at(config.channels[0]), config.channels[0], 3, padding=1)
        self.blocks = nn.ModuleList(StyleSpadeBlock(a, b, config) for a, b in pairwise(config.channels))
        self.last = StyleSpade(config.channels[-1], config)
        self.to_rgb = nn.Conv2d(config.channels[-1], 3, 3, padding=1)

    def forward(
        self,
        semantics: Tensor,
        z: Tensor | None = None,
        style: Tensor | None = None,
        noise: Tensor | None = None,
        rows: Tensor | None = None,
    ) -> Tensor:
        """semantics (N, semantic_nc, H, W) of 0 and 1 -> image (N, 3, H, W) in [-1, 1].

        style: (N, style_nc) weights of the style classes, one-hot or mixed in each group. z: (N, z_dim),
        standard normal. noise: (N, noise_dim, H, W), standard normal and different in each pixel. Each counts
        as 0 if not given. rows: (N, 2), where the top and bottom edge of a crop lie in its whole picture, by
        default -1 and 1. H and W are multiples of `config.stride`, else ValueError.
        """
        config = self.config
        n, _, height, width = semantics.shape
        if height % config.stride or width % config.stride:
            raise ValueError(
                f"The sides of a {width} x {height} label map are no multiples of {config.stride}."
            )
        style = semantics.new_zeros(n, config.style_nc) if style is None else style
        z = semantics.new_zeros(n, config.z_dim) if z is None else z
        noise = semantics.new_zeros(n, config.noise_dim, height, width) if noise is None else noise

        if rows is None:
            rows = semantics.new_tensor([[-1.0, 1.0]]).expand(n, 2)

        w = self.mapping(torch.cat([style, z], dim=1))
        levels = self._maps(semantics, noise, rows)
        grids = [read(maps, w) for read, maps in zip(self.conditionings, levels, strict=True)]
        x = self.first(grids[0])
        for block, (coarse, fine) in zip(self.blocks, pairwise(grids), strict=True):
            x = block(x, coarse, fine)
        return torch.tanh(self.to_rgb(self.last(x, grids[-1])))

    def _maps(self, semantics: Tensor, noise: Tensor, rows: Tensor) -> Iterator[Tensor]:
        """The input of each resolution, coarsest first."""
        for level in reversed(range(len(self.config.channels))):
            step = 1 << level
            # Averaged labels keep thin things; noise is sampled, because averaging would take its variance.
            planes = [F.avg_pool2d(semantics, step) if level else semantics, noise[..., ::step, ::step]]
            if self.config.position:
                planes.append(_rows(planes[0], rows))
            yield torch.cat(planes, dim=1)


class StyleEncoder(nn.Module):
    """A picture of any size to its style classes and to the latent that makes its look."""

    def __init__(self, config: StyleEncoderConfig) -> None:
        super().__init__()
        self.config = config
        w = config.width
        widths = (3, w, 2 * w, 4 * w, 4 * w)
        # Batch norm, not instance norm, which would wash out the very brightness and hue looked for.
        self.layers = nn.Sequential(
            *(
                nn.Sequential(
                    nn.Conv2d(before, after, 3, stride=2, padding=1, bias=False),
                    nn.BatchNorm2d(after),
                    nn.LeakyReLU(_SLOPE),
                )
                for before, after in pairwise(widths)
            )
        )
        self.mean = _head(4 * w, config.z_dim)
        self.log_variance = _head(4 * w, config.z_dim)
        self.style = _head(4 * w, config.style_nc)

    def forward(self, image: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """image (N, 3, H, W) in [-1, 1] -> mean and log variance, (N, z_dim), style scores (N, style_nc)."""
        features = self.layers(image).mean(dim=(2, 3))
        return self.mean(features), self.log_variance(features), self.style(features)


class _NoOutputs(nn.Module):
    """The head for a latent or style that the generator does not have."""

    def forward(self, x: Tensor) -> Tensor:
        return x[:, :0]


def _head(inputs: int, outputs: int) -> nn.Module:
    return nn.Linear(inputs, outputs) if outputs else _NoOutputs()


def _rows(like: Tensor, rows: Tensor) -> Tensor:
    """(N, 1, h, w): the height of each row's centre between the edges that `rows` (N, 2) gives."""
    n, _, height, width = like.shape
    centres = (torch.arange(height, device=like.device, dtype=like.dtype) + 0.5) / height
    top, bottom = rows.to(like)[:, :, None].unbind(1)
    return torch.lerp(top, bottom, centres[None]).view(n, 1, height, 1).expand(n, 1, height, width)
