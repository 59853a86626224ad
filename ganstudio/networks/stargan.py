"""StarGAN: "Unified Generative Adversarial Networks for Multi-Domain Image-to-Image Translation".

Choi, Choi, Kim, Ha, Kim and Choo, CVPR 2018, arXiv:1711.09020. Tensor names are those of the authors' release
(yunjey/stargan), so that their `200000-G.ckpt` and `200000-D.ckpt` load strictly.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F

_SLOPE = 0.01


@dataclass(frozen=True)
class StarGanConfig:
    """The generator; `c_dim` counts all its label planes and `domains` names those that stand for a domain.

    Trained on two data sets together, it has the labels of the first, `c2_dim` labels of the second and two
    planes that say whose labels are meant: (1, 0) or (0, 1), as the authors train CelebA with RaFD.
    """

    c_dim: int = 5
    conv_dim: int = 64
    repeat_num: int = 6
    c2_dim: int = 0
    domains: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.c2_dim < 0 or self.domain_count <= self.c2_dim:
            raise ValueError(
                f"{self.c_dim} label planes have no room for {self.c2_dim} of a second data set."
            )
        if self.domains and len(self.domains) != self.domain_count:
            raise ValueError(f"{self.domain_count} domains have {len(self.domains)} names.")

    @property
    def domain_count(self) -> int:
        """How many planes stand for a domain, over both data sets."""
        return self.c_dim - 2 if self.c2_dim else self.c_dim


@dataclass(frozen=True)
class StarGanDiscriminatorConfig:
    """The discriminator; its domain head sees a whole image of `image_size` at once."""

    c_dim: int = 5
    conv_dim: int = 64
    repeat_num: int = 6
    image_size: int = 128


def domain_labels(config: StarGanConfig, domains: Iterable[int]) -> Tensor:
    """Float (1, c_dim): 1 for each of these domains, which are counted from 0 and of one data set.

    With two data sets the planes that say which one follow from the domains. ValueError if they are mixed.
    """
    chosen = sorted(domains)
    labels = torch.zeros(1, config.c_dim)
    labels[:, chosen] = 1
    if config.c2_dim:
        second = {domain >= config.domain_count - config.c2_dim for domain in chosen}
        if len(second) > 1:
            raise ValueError("These domains are of two data sets.")
        labels[:, config.c_dim - 2 + (True in second)] = 1
    return labels


class InstanceNorm(nn.InstanceNorm2d):
    """Instance norm that keeps running statistics, which only training moves, and uses them when told."""

    def __init__(self, channels: int) -> None:
        super().__init__(channels, affine=True, track_running_stats=True)

    def forward(self, input: Tensor, running: bool = False) -> Tensor:
        """(N, channels, H, W) -> the same, normalised by the image itself or by the running statistics."""
        if self.training and not running:
            return super().forward(input)
        mean, var = (self.running_mean, self.running_var) if running else (None, None)
        return F.instance_norm(input, mean, var, self.weight, self.bias, not running, eps=self.eps)


class ResidualBlock(nn.Module):
    """Two 3 x 3 convolutions with instance norm, added to what came in."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.main = nn.Sequential(
            nn.Conv2d(channels, channels, 3, padding=1, bias=False),
            InstanceNorm(channels),
            nn.ReLU(),
            nn.Conv2d(channels, channels, 3, padding=1, bias=False),
            InstanceNorm(channels),
        )

    def forward(self, x: Tensor, running: bool = False) -> Tensor:
        """(N, channels, H, W) -> the same shape."""
        return torch.add(x, _through(self.main, x, running))


class StarGanGenerator(nn.Module):
    """Image and wished-for domains to image."""

    def __init__(self, config: StarGanConfig) -> None:
        super().__init__()
        self.config = config
        width = config.conv_dim
        layers: list[nn.Module] = [
            nn.Conv2d(3 + config.c_dim, width, 7, padding=3, bias=False),
            *_normalised(width),
            nn.Conv2d(width, 2 * width, 4, 2, 1, bias=False),
            *_normalised(2 * width),
            nn.Conv2d(2 * width, 4 * width, 4, 2, 1, bias=False),
            *_normalised(4 * width),
            *(ResidualBlock(4 * width) for _ in range(config.repeat_num)),
            nn.ConvTranspose2d(4 * width, 2 * width, 4, 2, 1, bias=False),
            *_normalised(2 * width),
            nn.ConvTranspose2d(2 * width, width, 4, 2, 1, bias=False),
            *_normalised(width),
            nn.Conv2d(width, 3, 7, padding=3, bias=False),
            nn.Tanh(),
        ]
        self.main = nn.Sequential(*layers)

    def forward(self, image: Tensor, labels: Tensor, *, running_statistics: bool = False) -> Tensor:
        """image (N, 3, H, W) in [-1, 1], labels (N, c_dim) of 0 and 1 -> image (N, 3, H, W) in [-1, 1].

        H and W are multiples of 4. The authors never call `eval()`, so their images are normalised by their
        own statistics, and so it is here in either mode. `running_statistics` normalises by the running
        ones that their files hold, as their code does in eval mode: that gives other images.
        """
        planes = labels.to(image)[:, :, None, None].expand(-1, -1, *image.shape[-2:])
        return _through(self.main, torch.cat((image, planes), dim=1), running_statistics)


class StarGanDiscriminator(nn.Module):
    """Scores patches as real, and whole images by domain."""

    def __init__(self, config: StarGanDiscriminatorConfig) -> None:
        super().__init__()
        self.config = config
        layers: list[nn.Module] = []
        before, width = 3, config.conv_dim
        for _ in range(config.repeat_num):
            layers += [nn.Conv2d(before, width, 4, 2, 1), nn.LeakyReLU(_SLOPE)]
            before, width = width, 2 * width
        self.main = nn.Sequential(*layers)
        self.conv1 = nn.Conv2d(before, 1, 3, padding=1, bias=False)
        self.conv2 = nn.Conv2d(before, config.c_dim, config.image_size >> config.repeat_num, bias=False)

    def forward(self, image: Tensor) -> tuple[Tensor, Tensor]:
        """image (N, 3, image_size, image_size) in [-1, 1] -> patch scores (N, 1, h, w), logits (N, c_dim)."""
        features = self.main(image)
        return self.conv1(features), self.conv2(features).flatten(1)


def _normalised(channels: int) -> tuple[nn.Module, ...]:
    return InstanceNorm(channels), nn.ReLU()


def _through(layers: Iterable[nn.Module], x: Tensor, running: bool) -> Tensor:
    for layer in layers:
        x = layer(x, running) if isinstance(layer, InstanceNorm | ResidualBlock) else layer(x)
    return x
