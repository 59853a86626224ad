"""BicycleGAN: "Toward Multimodal Image-to-Image Translation".

Zhu, Zhang, Pathak, Darrell, Efros, Wang and Shechtman, NeurIPS 2017, arXiv:1711.11586. Tensor names are those
of the authors' release (junyanz/BicycleGAN), so that their `latest_net_{G,E,D,D2}.pth` load strictly.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from ganstudio.networks.patchgan import patch_layers
from ganstudio.networks.pix2pix import SLOPE, Norm, UnetBlock, has_dropout, norm2d, unet_widths

Activation = Literal["relu", "lrelu", "elu"]
Upsampling = Literal["basic", "bilinear"]
_POOL = 8
_ENCODER_WIDEST = 4


@dataclass(frozen=True)
class BicycleConfig:
    """The generator: a U-Net that gets the latent with its input, or anew at every level (`where_add`).

    Image sides must be multiples of `multiple`: the authors' `unet_256` has a `depth` of 8 halvings.
    `activation` is the decoder's; `dropout` acts in training only, and the authors test in eval mode.
    """

    in_channels: int = 3
    out_channels: int = 3
    ngf: int = 64
    depth: int = 8
    z_dim: int = 8
    where_add: Literal["input", "all"] = "all"
    norm: Norm = "instance"
    activation: Activation = "relu"
    upsampling: Upsampling = "basic"
    dropout: bool = False

    @property
    def multiple(self) -> int:
        """What the sides of the image must be multiples of."""
        return 1 << self.depth


@dataclass(frozen=True)
class BicycleDiscriminatorConfig:
    """PatchGANs on an image pyramid; `ndf` is the width of each, finest first (the authors halve it)."""

    in_channels: int = 3
    ndf: tuple[int, ...] = (64, 32)
    n_layers: int = 3
    norm: Literal["batch", "instance"] = "instance"


@dataclass(frozen=True)
class BicycleEncoderConfig:
    """The image encoder; it takes squares of `size` pixels. Without `vae` it gives no variance."""

    kind: Literal["resnet", "conv"] = "resnet"
    in_channels: int = 3
    z_dim: int = 8
    nef: int = 64
    halvings: int = 5
    norm: Norm = "instance"
    vae: bool = True

    @property
    def size(self) -> int:
        """Width and height of the images."""
        return _POOL << self.halvings


def _activation(kind: Activation) -> nn.Module:
    if kind == "elu":
        return nn.ELU()
    return nn.ReLU() if kind == "relu" else nn.LeakyReLU(SLOPE)


def _norms(kind: Norm, channels: int) -> list[nn.Module]:
    """Other than in pix2pix, no norm leaves no gap in the numbers of the layers."""
    return [] if kind == "none" else [norm2d(kind, channels)]


def _with_latent(x: Tensor, z: Tensor) -> Tensor:
    """Append the latent's numbers (N, z_dim) as constant planes."""
    return torch.cat((x, z[:, :, None, None].expand(-1, -1, *x.shape[-2:])), dim=1)


class LatentUnetBlock(nn.Module):
    """Down, everything further inside, up, and the skip connection; the latent comes in at every level."""

    def __init__(
        self, down: list[nn.Module], inside: LatentUnetBlock | None, up: list[nn.Module], *, outermost: bool
    ) -> None:
        super().__init__()
        self.outermost = outermost
        self.down = nn.Sequential(*down)
        self.submodule = inside
        self.up = nn.Sequential(*up)

    def forward(self, x: Tensor, z: Tensor) -> Tensor:
        """x (N, outer, H, W), z (N, z_dim) -> (N, 2 * outer, H, W); the outermost block gives the image."""
        encoded = self.down(_with_latent(x, z))
        if self.submodule is not None:
            encoded = self.submodule(encoded, z)
        decoded: Tensor = self.up(encoded)
        return decoded if self.outermost else torch.cat((decoded, x), dim=1)


class BicycleGenerator(nn.Module):
    """Image and latent to image."""

    def __init__(self, config: BicycleConfig) -> None:
        super().__init__()
        self.config = config
        self.model: nn.Module = _unet_with_latent(config) if config.where_add == "all" else _unet(config)

    def forward(self, image: Tensor, z: Tensor) -> Tensor:
        """image (N, in_channels, H, W) in [-1, 1], z (N, z_dim), standard normal -> (N, out_channels, H, W).

        The result is in [-1, 1]; H and W are multiples of `config.multiple`.
        """
        if self.config.where_add == "all":
            result: Tensor = self.model(image, z)
        else:
            result = self.model(_with_latent(image, z))
        return result


def _unet_with_latent(config: BicycleConfig) -> LatentUnetBlock:
    block: LatentUnetBlock | None = None
    for level in reversed(range(1, config.depth)):
        block = LatentUnetBlock(_down(config, level), block, _up(config, level), outermost=False)
    return LatentUnetBlock(_down(config, 0), block, _up(config, 0), outermost=True)


def _unet(config: BicycleConfig) -> UnetBlock:
    block: UnetBlock | None = None
    for level in reversed(range(1, config.depth)):
        block = UnetBlock(_down(config, level), block, _up(config, level), decoder_first=True)
    return UnetBlock(_down(config, 0), block, _up(config, 0), outermost=True)


def _down(config: BicycleConfig, level: int) -> list[nn.Module]:
    """From a level's input to its features, half the size."""
    before, after = [config.in_channels, *unet_widths(config.ngf, config.depth)][level : level + 2]
    if level == 0 or config.where_add == "all":
        before += config.z_dim
    conv = nn.Conv2d(before, after, 4, 2, 1)
    if level == 0:
        return [conv]
    normed = level < config.depth - 1
    return [nn.LeakyReLU(SLOPE), conv, *(_norms(config.norm, after) if normed else [])]


def _up(config: BicycleConfig, level: int) -> list[nn.Module]:
    """From what comes out of the level below and of its skip, to twice the size."""
    after, before = [config.out_channels, *unet_widths(config.ngf, config.depth)][level : level + 2]
    if level < config.depth - 1:
        before *= 2
    layers = [_activation(config.activation), *_doubling_conv(before, after, config.upsampling)]
    if level == 0:
        return [*layers, nn.Tanh()]
    dropped = config.dropout and has_dropout(level, config.depth)
    return [*layers, *_norms(config.norm, after), *([nn.Dropout(0.5)] if dropped else [])]


def _doubling_conv(before: int, after: int, upsampling: Upsampling) -> list[nn.Module]:
    if upsampling == "basic":
        return [nn.ConvTranspose2d(before, after, 4, 2, 1)]
    double = nn.Upsample(scale_factor=2.0, mode="bilinear", align_corners=False)
    return [double, nn.ReflectionPad2d(1), nn.Conv2d(before, after, 3)]


class BicycleDiscriminator(nn.Module):
    """PatchGANs, with own weights, on the image and on its halvings."""

    def __init__(self, config: BicycleDiscriminatorConfig) -> None:
        super().__init__()
        self.config = config
        count = len(config.ndf)
        self.names = tuple(f"model_{scale}" for scale in range(count)) if count > 1 else ("model",)
        for name, ndf in zip(self.names, config.ndf, strict=True):
            layers = patch_layers(config.in_channels, ndf, config.n_layers, config.norm, bias=True)
            self.add_module(name, nn.Sequential(*layers))

    def forward(self, x: Tensor) -> list[Tensor]:
        """(N, in_channels, H, W) in [-1, 1] -> per scale, finest first, patch scores (N, 1, h, w)."""
        scores = []
        for scale, name in enumerate(self.names):
            if scale:
                x = F.avg_pool2d(x, 3, stride=2, padding=1, count_include_pad=False)
            scores.append(self.get_submodule(name)(x))
        return scores


class _HalvingBlock(nn.Module):
    """Two convolutions and half the size, with a shortcut that averages."""

    def __init__(self, before: int, after: int, norm: Norm) -> None:
        super().__init__()
        self.normed = norm != "none"
        self.conv = nn.Sequential(
            *_norms(norm, before),
            nn.LeakyReLU(SLOPE),
            nn.Conv2d(before, before, 3, padding=1),
            *_norms(norm, before),
            nn.LeakyReLU(SLOPE),
            nn.Sequential(nn.Conv2d(before, after, 3, padding=1), nn.AvgPool2d(2)),
        )
        self.shortcut = nn.Sequential(nn.AvgPool2d(2), nn.Conv2d(before, after, 1))

    def forward(self, x: Tensor) -> Tensor:
        """(N, before, H, W) -> (N, after, H / 2, W / 2)."""
        # The authors' activation works in place: without a norm before it, the shortcut gets what it made.
        direct = x if self.normed else F.leaky_relu(x, SLOPE)
        return torch.add(self.conv(x), self.shortcut(direct))


class BicycleEncoder(nn.Module):
    """An image to the mean and log variance of its latent."""

    def __init__(self, config: BicycleEncoderConfig) -> None:
        super().__init__()
        self.config = config
        nef = config.nef
        layers: list[nn.Module] = [nn.Conv2d(config.in_channels, nef, 4, 2, 1)]
        if config.kind == "resnet":
            widths = [nef * min(level, _ENCODER_WIDEST) for level in range(1, config.halvings + 1)]
            layers += [_HalvingBlock(before, after, config.norm) for before, after in pairwise(widths)]
            layers.append(nn.LeakyReLU(SLOPE))
        else:
            widths = [nef * min(1 << level, _ENCODER_WIDEST) for level in range(config.halvings)]
            layers.append(nn.LeakyReLU(SLOPE))
            for before, after in pairwise(widths):
                conv = nn.Conv2d(before, after, 4, 2, 1)
                layers += [conv, *_norms(config.norm, after), nn.LeakyReLU(SLOPE)]
        self.conv = nn.Sequential(*layers, nn.AvgPool2d(_POOL))
        self.fc = nn.Sequential(nn.Linear(widths[-1], config.z_dim))
        self.fcVar = nn.Sequential(nn.Linear(widths[-1], config.z_dim)) if config.vae else None

    def forward(self, image: Tensor) -> tuple[Tensor, Tensor | None]:
        """image (N, in_channels, size, size) in [-1, 1] -> mean and log variance (or None), (N, z_dim) each.

        The authors take the mean alone when they test. ValueError for another size.
        """
        size = self.config.size
        if image.shape[-2:] != (size, size):
            height, width = image.shape[-2:]
            raise ValueError(f"the encoder takes {size} x {size} pixels, not {width} x {height}")
        features = self.conv(image).flatten(1)
        return self.fc(features), None if self.fcVar is None else self.fcVar(features)
