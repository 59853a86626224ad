"""ADA's changes of pictures.

Karras et al. 2020, "Training Generative Adversarial Networks with Limited Data", arXiv:2006.06676, appendix B
and its table 3. Each change happens to each picture with a probability p, which `ada_control` moves. What is
drawn lies on the CPU, so that nothing waits for a GPU; pictures are changed where they are, all at once, and
let gradients through, also gradients of gradients.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import pi

import torch
from torch import Tensor
from torch.nn import functional as F

from ganstudio.engine.randomness import Randomness
from ganstudio.training.augment.filter_bank import BANDS, filtered
from ganstudio.training.augment.warp import warp

_EXPECTED_POWER = (10 / 13, 1 / 13, 1 / 13, 1 / 13)


@dataclass(frozen=True)
class AdaConfig:
    """Which groups of changes are made; as a default those that the paper found best (its "bgc")."""

    blit: bool = True
    geometry: bool = True
    colour: bool = True
    filter: bool = False
    noise: bool = False
    cutout: bool = False


def ada(images: Tensor, p: Tensor, random: Randomness, config: AdaConfig | None = None) -> Tensor:
    """Pictures (N, 3, S, S) in about [-1, 1], changed; p () is the probability, 0 to 1. Gives float32.

    Filters need a side of at least 22 pixels.
    """
    config = config or AdaConfig()
    draw = _Draw(len(images), p.detach().float().cpu(), random)
    with torch.autocast(images.device.type, enabled=False):
        images = images.float()
        places = _places(draw, config, images.shape[-1])
        if not torch.equal(places, torch.eye(3).expand_as(places)):
            images = warp(images, places)
        if config.colour:
            images = _recoloured(images, _colours(draw))
        if config.filter:
            images = filtered(images, _gains(draw))
        if config.noise:
            amount = draw.spread(0.1).abs().view(-1, 1, 1, 1).to(images)
            images = images + amount * random.randn(*images.shape, device=True).to(images)
        return _cut(images, draw) if config.cutout else images


class _Draw:
    """Values for each picture, (N,), which do nothing but with the probability p."""

    def __init__(self, n: int, p: Tensor, random: Randomness) -> None:
        self.n, self.p, self.random = n, p, random

    def happens(self, p: Tensor | None = None) -> Tensor:
        return self.random.rand(self.n) < (self.p if p is None else p)

    def spread(self, deviation: float) -> Tensor:
        """Normal around 0, else 0."""
        return torch.where(self.happens(), self.random.randn(self.n) * deviation, 0.0)

    def factor(self, deviation: float) -> Tensor:
        """2 to the power of a normal number, else 1."""
        return torch.exp2(self.spread(deviation))

    def between(self, bound: float, p: Tensor | None = None) -> Tensor:
        """Uniform from -bound to bound, else 0."""
        return torch.where(self.happens(p), (self.random.rand(self.n) * 2 - 1) * bound, 0.0)

    def one_of(self, count: int) -> Tensor:
        """A whole number from 0 to count - 1, else 0."""
        return torch.where(self.happens(), self.random.randint(count, self.n), 0)


def _places(draw: _Draw, config: AdaConfig, side: int) -> Tensor:
    """Matrices (N, 3, 3) as `warp` takes them: the inverse of all changes one after the other."""
    places = torch.eye(3).expand(draw.n, 3, 3)
    if config.blit:
        places = places @ _scaling(1.0 - 2 * draw.one_of(2), torch.ones(draw.n))
        places = places @ _turning(draw.one_of(4) * (pi / 2))
        moved = draw.happens()
        shift = (draw.random.rand(draw.n, 2) * 2 - 1) * 0.125
        places = places @ _shifting(torch.where(moved[:, None], shift * side, 0.0).round())
    if config.geometry:
        # Two turns shall together have the probability p.
        once = 1 - (1 - draw.p).clamp(0, 1).sqrt()
        size = 1 / draw.factor(0.2)
        places = places @ _scaling(size, size) @ _turning(draw.between(pi, once))
        ratio = draw.factor(0.2)
        places = places @ _scaling(1 / ratio, ratio) @ _turning(draw.between(pi, once))
        moved = draw.happens()
        shift = draw.random.randn(draw.n, 2) * 0.125
        places = places @ _shifting(torch.where(moved[:, None], shift * side, 0.0))
    return places


def _scaling(x: Tensor, y: Tensor) -> Tensor:
    return torch.diag_embed(torch.stack([x, y, torch.ones_like(x)], dim=1))


def _turning(angle: Tensor) -> Tensor:
    made = torch.eye(3).repeat(len(angle), 1, 1)
    # Quarters are exact, and no turn is none.
    cos, sin = (torch.where(value.abs() < 1e-6, 0.0, value) for value in (angle.cos(), angle.sin()))
    made[:, 0, 0], made[:, 0, 1], made[:, 1, 0], made[:, 1, 1] = cos, -sin, sin, cos
    return made


def _shifting(by: Tensor) -> Tensor:
    made = torch.eye(3).repeat(len(by), 1, 1)
    made[:, :2, 2] = by
    return made


def _colours(draw: _Draw) -> Tensor:
    """Matrices (N, 4, 4) for colours (r, g, b, 1)."""
    n, grey = draw.n, torch.tensor([1.0, 1, 1, 0]) / 3**0.5
    along = torch.outer(grey, grey)
    one = torch.eye(4)
    bright = one.repeat(n, 1, 1)
    bright[:, :3, 3] = draw.spread(0.2)[:, None]
    contrast = draw.factor(0.5)
    scaled = torch.diag_embed(F.pad(contrast[:, None].expand(-1, 3), (0, 1), value=1.0))
    flipped = one - 2 * along * draw.one_of(2)[:, None, None]
    hue = _about_grey(draw.between(pi))
    coloured = torch.diag(torch.tensor([1.0, 1, 1, 0])) - along
    saturated = one + coloured * (draw.factor(1.0) - 1)[:, None, None]
    return saturated @ hue @ flipped @ scaled @ bright


def _about_grey(angle: Tensor) -> Tensor:
    """Rotations (N, 4, 4) of colours about the grey axis, by Rodrigues' formula."""
    cross = torch.tensor([[0.0, -1, 1], [1, 0, -1], [-1, 1, 0]]) / 3**0.5
    cos, sin = angle.cos()[:, None, None], angle.sin()[:, None, None]
    turn = cos * torch.eye(3) + sin * cross + (1 - cos) * torch.full((3, 3), 1 / 3)
    made = torch.eye(4).repeat(len(angle), 1, 1)
    made[:, :3, :3] = torch.where(cos == 1, torch.eye(3), turn)
    return made


def _recoloured(images: Tensor, matrices: Tensor) -> Tensor:
    if torch.equal(matrices, torch.eye(4).expand_as(matrices)):
        return images
    matrices = matrices.to(images)
    flat = matrices[:, :3, :3] @ images.flatten(2) + matrices[:, :3, 3:]
    return flat.view_as(images)


def _gains(draw: _Draw) -> Tensor:
    """How much each band of frequencies is amplified, (N, 4), at constant power of natural pictures."""
    power = torch.tensor(_EXPECTED_POWER)
    gains = torch.ones(draw.n, BANDS)
    for band in range(BANDS):
        changed = torch.ones(draw.n, BANDS)
        changed[:, band] = draw.factor(1.0)
        gains = gains * changed / (power * changed.square()).sum(dim=1, keepdim=True).sqrt()
    return gains


def _cut(images: Tensor, draw: _Draw) -> Tensor:
    """A square of half the side set to 0."""
    side = images.shape[-1]
    happens = draw.happens()[:, None]
    centres = draw.random.rand(draw.n, 2)
    places = (torch.arange(side) + 0.5) / side
    x, y = ((places - centres[:, i, None]).abs() < 0.25 for i in range(2))
    hole = (y & happens)[:, None, :, None] & x[:, None, None, :]
    return images * (~hole).to(images)
