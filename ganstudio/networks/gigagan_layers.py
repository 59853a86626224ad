"""Layers of GigaGAN: convolutions that choose their kernel, noise, upsampling, the style network.

Kang et al. 2023, arXiv:2303.05511, in the form and with the tensor names of lucidrains/gigagan-pytorch.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F

_SLOPE = 0.2
_SMALLEST_NORM = 1e-8
_REDUCTION, _FEWEST = 4, 32


class AdaptiveConv2d(nn.Module):
    """A convolution whose kernel is mixed from several, then modulated and demodulated, for each image.

    The mixture is Kang et al.'s, equation 2; modulation by 1 + m and demodulation are those of StyleGAN2
    (Karras et al. 2020, arXiv:1912.04958). Demodulation never divides by less than 1e-4.
    """

    def __init__(
        self, in_channels: int, out_channels: int, size: int, *, kernels: int = 1, demodulate: bool = True
    ) -> None:
        super().__init__()
        self.weights = nn.Parameter(torch.empty(kernels, out_channels, in_channels, size, size))
        self.demodulate = demodulate
        if not self.weights.is_meta:
            for kernel in self.weights.data:
                nn.init.kaiming_normal_(kernel)

    def forward(self, x: Tensor, modulation: Tensor, choice: Tensor | None = None) -> Tensor:
        """x (N, in_channels, h, w) -> (N, out_channels, h, w), by modulation (M, in_channels).

        `choice` (M, kernels) are the logits of the mixture, needed if there are several kernels. N may be a
        multiple of M: x then holds one batch of M after the other.
        """
        repeats = len(x) // len(modulation)
        if len(self.weights) > 1:
            if choice is None:
                raise ValueError(f"a mixture of {len(self.weights)} kernels needs the logits of their shares")
            weights = torch.einsum("bn,noikl->boikl", choice.softmax(dim=1), self.weights)
        else:
            weights = self.weights
        weights = weights * (1 + modulation[:, None, :, None, None])
        if self.demodulate:
            norms = weights.square().sum(dim=(2, 3, 4), keepdim=True)
            weights = weights * norms.clamp(min=_SMALLEST_NORM).rsqrt()
        weights = weights.repeat(repeats, 1, 1, 1, 1).flatten(0, 1)
        size = self.weights.shape[-1]
        mixed = F.conv2d(x.flatten(0, 1)[None], weights, padding=size // 2, groups=len(x))
        separate: Tensor = mixed.unflatten(1, (len(x), -1))[0]
        return separate


class Noise(nn.Module):
    """Adds the same noise to every channel, weighed."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(channels, 1, 1))

    def forward(self, x: Tensor, noise: Tensor | None) -> Tensor:
        """x (N, channels, h, w), noise (N, 1, h, w) or None for none."""
        return x if noise is None else torch.addcmul(x, self.weight, noise)


class Blur(nn.Module):
    """A binomial filter of three pixels both ways, reflecting at the border."""

    f: Tensor

    def __init__(self) -> None:
        super().__init__()
        self.register_buffer("f", torch.tensor([1.0, 2.0, 1.0]))

    def forward(self, x: Tensor) -> Tensor:
        channels = x.shape[1]
        taps = self.f / self.f.sum()
        kernel = torch.outer(taps, taps).to(x.dtype).expand(channels, 1, -1, -1)
        return F.conv2d(F.pad(x, (1, 1, 1, 1), mode="reflect"), kernel, groups=channels)


class PixelShuffleUpsample(nn.Module):
    """Doubles the size by a convolution that makes the four pixels of each."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.net = nn.Sequential(nn.Conv2d(channels, 4 * channels, 1), nn.SiLU(), nn.PixelShuffle(2))

    def forward(self, x: Tensor) -> Tensor:
        doubled: Tensor = self.net(x)
        return doubled


def upsample(channels: int, *, pixel_shuffle: bool) -> nn.Module:
    """Doubles the size: a learned pixel shuffle, or bilinear interpolation and a blur."""
    if pixel_shuffle:
        return PixelShuffleUpsample(channels)
    return nn.Sequential(nn.Upsample(scale_factor=2, mode="bilinear", align_corners=False), Blur())


class SkipLayerExcitation(nn.Sequential):
    """From a coarse feature map, a factor in 0..1 for each channel of a finer one.

    Liu et al. 2021, "Towards Faster and Stabilized GAN Training", arXiv:2101.04775, section 3.1.
    """

    def __init__(self, in_channels: int, out_channels: int) -> None:
        hidden = max(out_channels // _REDUCTION, _FEWEST)
        super().__init__(
            nn.Identity(),
            nn.Linear(in_channels, hidden),
            nn.SiLU(),
            nn.Linear(hidden, out_channels),
            nn.Sigmoid(),
        )

    def forward(self, x: Tensor) -> Tensor:
        """(N, in_channels, h, w) -> (N, out_channels, 1, 1)."""
        factors: Tensor = super().forward(x.mean(dim=(2, 3)))  # type: ignore[no-untyped-call]
        return factors[..., None, None]


class EqualLinear(nn.Module):
    """A linear layer whose weight and bias are scaled at run time."""

    def __init__(self, in_features: int, out_features: int, scale: float) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.randn(out_features, in_features))
        self.bias = nn.Parameter(torch.zeros(out_features))
        self.scale = scale

    def forward(self, x: Tensor) -> Tensor:
        return F.linear(x, self.weight * self.scale, self.bias * self.scale)


class StyleNetwork(nn.Module):
    """A latent vector and the summary of a text to a style."""

    def __init__(self, dim: int, depth: int, text_dim: int, scale: float) -> None:
        super().__init__()
        layers: list[nn.Module] = []
        for index in range(depth):
            layers.append(EqualLinear(dim + text_dim if index == 0 else dim, dim, scale))
            layers.append(nn.LeakyReLU(_SLOPE))
        self.net = nn.Sequential(*layers)

    def forward(self, z: Tensor, summary: Tensor | None) -> Tensor:
        """z (N, dim), of which only the direction matters, summary (N, text_dim) -> (N, dim)."""
        x = F.normalize(z, dim=1)
        style: Tensor = self.net(x if summary is None else torch.cat([x, summary], dim=1))
        return style
