"""SPADE: "Semantic Image Synthesis with Spatially-Adaptive Normalization".

Park, Liu, Wang and Zhu, CVPR 2019, arXiv:1903.07291. Tensor names are those of the authors' release
(NVlabs/SPADE), so that their `latest_net_{G,D,E}.pth` load strictly.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from ganstudio.networks.blocks import conv2d

Norm = Literal["batch", "syncbatch", "instance"]
Upsampling = Literal["normal", "more", "most"]
DONT_CARE = 255
_SLOPE = 0.2
_ENCODER_SIZE = 256
_UPSAMPLINGS: dict[Upsampling, int] = {"normal": 5, "more": 6, "most": 7}


@dataclass(frozen=True)
class SpadeConfig:
    """The generator.

    Of the `semantic_nc` planes the last are the don't-care plane and the instance-edge plane, if it has them.
    `latent_grid` (rows, columns) fixes the output size whatever the label map's. None follows the label map,
    whose sides must then be multiples of `stride`.
    """

    semantic_nc: int
    ngf: int = 64
    norm: Norm = "syncbatch"
    spectral: bool = True
    kernel_size: int = 3
    hidden: int = 128
    upsampling: Upsampling = "normal"
    use_vae: bool = False
    z_dim: int = 256
    latent_grid: tuple[int, int] | None = None
    dont_care: bool = False
    instance_edges: bool = False

    def __post_init__(self) -> None:
        if self.use_vae and self.latent_grid is None:
            raise ValueError(
                "A generator with a latent vector has a fixed latent grid; latent_grid is missing."
            )

    @property
    def label_nc(self) -> int:
        """Number of classes."""
        return self.semantic_nc - self.dont_care - self.instance_edges

    @property
    def stride(self) -> int:
        """Output pixels per latent cell."""
        return 1 << _UPSAMPLINGS[self.upsampling]


def latent_grid(
    crop_size: int, aspect_ratio: float = 1.0, upsampling: Upsampling = "normal"
) -> tuple[int, int]:
    """(rows, columns) of the first feature map, from the options the authors' training script takes."""
    columns = crop_size >> _UPSAMPLINGS[upsampling]
    return round(columns / aspect_ratio), columns


@dataclass(frozen=True)
class DiscriminatorConfig:
    """PatchGANs on an image pyramid; `in_channels` counts the semantics and the three colours."""

    in_channels: int
    ndf: int = 64
    n_layers: int = 4
    num_d: int = 2
    spectral: bool = True
    norm: Literal["instance", "batch", "none"] = "instance"


@dataclass(frozen=True)
class EncoderConfig:
    """The image encoder of the VAE variant; its latent has 256 numbers and its input 256 x 256 pixels."""

    ngf: int = 64
    spectral: bool = True
    norm: Literal["instance", "batch", "none"] = "instance"


def prepare_semantics(
    labels: Tensor, label_nc: int, *, dont_care: bool = False, instances: Tensor | None = None
) -> Tensor:
    """What the networks are fed: one plane per class, [the don't-care plane,] [the instance-edge plane].

    labels: (N, 1, H, W) integers; 255 means don't care. instances: (N, 1, H, W) integers of which only the
    changes between neighbours matter. Returns float (N, C, H, W) of 0 and 1. A pixel of no known class is 0
    in every class plane, unless `dont_care` gives it a plane.
    """
    classes = torch.arange(label_nc, device=labels.device).view(1, -1, 1, 1)
    ids = labels.long()
    planes = [ids == classes]
    if dont_care:
        planes.append((ids == DONT_CARE) | (ids == label_nc))
    if instances is not None:
        planes.append(instance_edges(instances))
    return torch.cat(planes, dim=1).float()


def instance_edges(instances: Tensor) -> Tensor:
    """Bool (N, 1, H, W): the pixel differs from one of its four neighbours."""
    edge = torch.zeros_like(instances, dtype=torch.bool)
    vertical = instances[..., 1:, :] != instances[..., :-1, :]
    horizontal = instances[..., 1:] != instances[..., :-1]
    edge[..., 1:, :] |= vertical
    edge[..., :-1, :] |= vertical
    edge[..., 1:] |= horizontal
    edge[..., :-1] |= horizontal
    return edge


class Spade(nn.Module):
    """Normalise without parameters, then scale and shift each pixel by its label's will (equation 1)."""

    def __init__(self, channels: int, config: SpadeConfig) -> None:
        super().__init__()
        size, pad = config.kernel_size, config.kernel_size // 2
        # "syncbatch" is batch norm over all devices: the trainer's business, and the same in eval mode.
        norm = nn.InstanceNorm2d if config.norm == "instance" else nn.BatchNorm2d
        self.param_free_norm = norm(channels, affine=False)
        self.mlp_shared = nn.Sequential(
            nn.Conv2d(config.semantic_nc, config.hidden, size, padding=pad), nn.ReLU()
        )
        self.mlp_gamma = nn.Conv2d(config.hidden, channels, size, padding=pad)
        self.mlp_beta = nn.Conv2d(config.hidden, channels, size, padding=pad)

    def forward(self, x: Tensor, semantics: Tensor) -> Tensor:
        """x (N, channels, h, w), semantics (N, semantic_nc, H, W) of any size; returns the shape of x."""
        shared = self.mlp_shared(F.interpolate(semantics, size=x.shape[-2:], mode="nearest"))
        gamma, beta = self.mlp_gamma(shared), self.mlp_beta(shared)
        return torch.addcmul(beta, self.param_free_norm(x), 1 + gamma)


class SpadeResnetBlock(nn.Module):
    """Two SPADE-activation-convolution steps and a shortcut, learned where the width changes (fig. 4)."""

    def __init__(self, in_channels: int, out_channels: int, config: SpadeConfig) -> None:
        super().__init__()
        middle, spectral = min(in_channels, out_channels), config.spectral
        self.conv_0 = conv2d(in_channels, middle, 3, padding=1, spectral=spectral)
        self.conv_1 = conv2d(middle, out_channels, 3, padding=1, spectral=spectral)
        self.norm_0 = Spade(in_channels, config)
        self.norm_1 = Spade(middle, config)
        self.learned_shortcut = in_channels != out_channels
        if self.learned_shortcut:
            self.conv_s = conv2d(in_channels, out_channels, 1, bias=False, spectral=spectral)
            self.norm_s = Spade(in_channels, config)

    def forward(self, x: Tensor, semantics: Tensor) -> Tensor:
        """(N, in_channels, h, w) -> (N, out_channels, h, w)."""
        shortcut = self.conv_s(self.norm_s(x, semantics)) if self.learned_shortcut else x
        dx = self.conv_0(F.leaky_relu(self.norm_0(x, semantics), _SLOPE))
        dx = self.conv_1(F.leaky_relu(self.norm_1(dx, semantics), _SLOPE))
        return torch.add(shortcut, dx)


class SpadeGenerator(nn.Module):
    """Label map (and latent vector) to image."""

    def __init__(self, config: SpadeConfig) -> None:
        super().__init__()
        self.config = config
        nf = config.ngf
        if config.use_vae:
            rows, columns = config.latent_grid or (1, 1)
            self.fc: nn.Module = nn.Linear(config.z_dim, 16 * nf * rows * columns)
        else:
            self.fc = nn.Conv2d(config.semantic_nc, 16 * nf, 3, padding=1)
        self.head_0 = SpadeResnetBlock(16 * nf, 16 * nf, config)
        self.G_middle_0 = SpadeResnetBlock(16 * nf, 16 * nf, config)
        self.G_middle_1 = SpadeResnetBlock(16 * nf, 16 * nf, config)
        self.up_0 = SpadeResnetBlock(16 * nf, 8 * nf, config)
        self.up_1 = SpadeResnetBlock(8 * nf, 4 * nf, config)
        self.up_2 = SpadeResnetBlock(4 * nf, 2 * nf, config)
        self.up_3 = SpadeResnetBlock(2 * nf, nf, config)
        final = nf
        if config.upsampling == "most":
            self.up_4 = SpadeResnetBlock(nf, nf // 2, config)
            final = nf // 2
        self.conv_img = nn.Conv2d(final, 3, 3, padding=1)

    def forward(self, semantics: Tensor, z: Tensor | None = None) -> Tensor:
        """semantics (N, semantic_nc, H, W) of 0 and 1, z (N, z_dim) -> image (N, 3, h, w) in [-1, 1].

        (h, w) is the latent grid times `config.stride`. z is drawn from the global generator if it is
        needed and not given.
        """
        x = self._first(semantics, z)
        x = self.head_0(x, semantics)
        x = self.G_middle_0(_double(x), semantics)
        if self.config.upsampling != "normal":
            x = _double(x)
        x = self.G_middle_1(x, semantics)
        for block in (self.up_0, self.up_1, self.up_2, self.up_3):
            x = block(_double(x), semantics)
        if self.config.upsampling == "most":
            x = self.up_4(_double(x), semantics)
        return torch.tanh(self.conv_img(F.leaky_relu(x, _SLOPE)))

    def _first(self, semantics: Tensor, z: Tensor | None) -> Tensor:
        config = self.config
        height, width = semantics.shape[-2:]
        rows, columns = config.latent_grid or (height // config.stride, width // config.stride)
        if config.use_vae:
            if z is None:
                z = torch.randn(len(semantics), config.z_dim, dtype=semantics.dtype, device=semantics.device)
            return torch.unflatten(self.fc(z), 1, (16 * config.ngf, rows, columns))
        first: Tensor = self.fc(F.interpolate(semantics, size=(rows, columns), mode="nearest"))
        return first


def _double(x: Tensor) -> Tensor:
    return F.interpolate(x, scale_factor=2.0, mode="nearest")


def _normalised_conv(
    in_channels: int, out_channels: int, size: int, *, stride: int, padding: int, spectral: bool, norm: str
) -> nn.Module:
    """The authors' "non-SPADE norm layer": the convolution loses its bias where a norm follows."""
    conv = conv2d(
        in_channels,
        out_channels,
        size,
        stride=stride,
        padding=padding,
        bias=norm == "none",
        spectral=spectral,
    )
    if norm == "none":
        return conv
    follower = nn.InstanceNorm2d(out_channels) if norm == "instance" else nn.BatchNorm2d(out_channels)
    return nn.Sequential(conv, follower)


class PatchDiscriminator(nn.Module):
    """Scores overlapping patches; keeps every block's output for the feature-matching loss."""

    def __init__(self, config: DiscriminatorConfig) -> None:
        super().__init__()
        self.blocks = tuple(f"model{i}" for i in range(config.n_layers + 1))
        channels = config.ndf
        first = nn.Conv2d(config.in_channels, channels, 4, stride=2, padding=2)
        self.model0 = nn.Sequential(first, nn.LeakyReLU(_SLOPE))
        for i in range(1, config.n_layers):
            previous, channels = channels, min(channels * 2, 512)
            stride = 1 if i == config.n_layers - 1 else 2
            conv = _normalised_conv(
                previous, channels, 4, stride=stride, padding=2, spectral=config.spectral, norm=config.norm
            )
            self.add_module(f"model{i}", nn.Sequential(conv, nn.LeakyReLU(_SLOPE)))
        self.add_module(self.blocks[-1], nn.Sequential(nn.Conv2d(channels, 1, 4, padding=2)))

    def forward(self, x: Tensor) -> list[Tensor]:
        """(N, in_channels, H, W) -> the outputs of all blocks; the last is the patch scores (N, 1, h, w)."""
        outputs = []
        for name in self.blocks:
            x = self.get_submodule(name)(x)
            outputs.append(x)
        return outputs


class MultiscaleDiscriminator(nn.Module):
    """The same discriminator, with own weights, on the image and on its halvings."""

    def __init__(self, config: DiscriminatorConfig) -> None:
        super().__init__()
        self.config = config
        for i in range(config.num_d):
            self.add_module(f"discriminator_{i}", PatchDiscriminator(config))

    def forward(self, x: Tensor) -> list[list[Tensor]]:
        """Semantics and image (N, in_channels, H, W) -> per scale, finest first, all blocks' outputs."""
        outputs = []
        for i in range(self.config.num_d):
            if i:
                x = F.avg_pool2d(x, 3, stride=2, padding=1, count_include_pad=False)
            outputs.append(self.get_submodule(f"discriminator_{i}")(x))
        return outputs


class ConvEncoder(nn.Module):
    """A style image to the mean and log variance of the generator's latent."""

    def __init__(self, config: EncoderConfig) -> None:
        super().__init__()
        self.config = config
        nf = config.ngf
        widths = (3, nf, 2 * nf, 4 * nf, 8 * nf, 8 * nf, 8 * nf)
        for i, (before, after) in enumerate(pairwise(widths), start=1):
            layer = _normalised_conv(
                before, after, 3, stride=2, padding=1, spectral=config.spectral, norm=config.norm
            )
            self.add_module(f"layer{i}", layer)
        self.fc_mu = nn.Linear(8 * nf * 16, 256)
        self.fc_var = nn.Linear(8 * nf * 16, 256)

    def forward(self, image: Tensor) -> tuple[Tensor, Tensor]:
        """image (N, 3, H, W) in [-1, 1], resized to 256 x 256 -> mean and log variance, (N, 256) each."""
        x = image
        if x.shape[-2:] != (_ENCODER_SIZE, _ENCODER_SIZE):
            x = F.interpolate(x, size=(_ENCODER_SIZE, _ENCODER_SIZE), mode="bilinear", align_corners=False)
        for i in range(1, 7):
            x = F.leaky_relu(self.get_submodule(f"layer{i}")(x), _SLOPE)
        flat = x.flatten(1)
        return self.fc_mu(flat), self.fc_var(flat)
