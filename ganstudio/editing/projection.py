"""A picture to the latent that draws it: by an encoder, by optimisation, or by both.

Abdal, Qin and Wonka, "Image2StyleGAN", ICCV 2019, arXiv:1904.03189 (W+); Karras et al., CVPR 2020,
arXiv:1912.04958, appendix D (schedules, ramped noise on the styles, regularised noise maps).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from ganstudio.document.image import ImageData
from ganstudio.editing.generator import LatentGenerator, Loaded
from ganstudio.errors import InputError
from ganstudio.events import Progress

Space = Literal["w", "w+"]
Perceptual = Callable[[Tensor, Tensor], Tensor]
"""Pictures and their targets, (N, 3, H, W) in [-1, 1], to a scalar: a `PerceptualLoss`."""
SMALLEST = 8
"""Pictures of smaller sides show nothing that could be found again."""
STEPS = 200

# Appendix D of StyleGAN2: shares of all steps, and the noise on the styles in standard deviations.
_RAMP_UP, _RAMP_DOWN, _NOISE_RAMP, _NOISE = 0.05, 0.25, 0.75, 0.05
_RATE, _RATE_OF_ENCODED = 0.1, 0.05
"""Learning rates in standard deviations of the styles; an encoder's answer wants smaller steps."""
_COARSEST = 8
_STYLES = 1000
_SHOWN_EVERY = 10


@dataclass(frozen=True, eq=False)
class Projection:
    """Styles ws (1, num_ws, w_dim), the picture (1, 3, R, R) that they and `noise` give, in about [-1, 1].

    `losses` has one number for each step; the styles are those of the lowest. `noise` is the network's own
    unless it was optimised.
    """

    ws: Tensor
    losses: tuple[float, ...]
    picture: Tensor
    noise: tuple[Tensor | None, ...]


def project(
    generator: LatentGenerator,
    image: ImageData | Tensor,
    *,
    encoder: nn.Module | None = None,
    steps: int = STEPS,
    space: Space = "w+",
    perceptual: Perceptual | None = None,
    perceptual_weight: float = 1.0,
    noise_weight: float = 0.0,
    seed: int = 0,
    progress: Progress | None = None,
    show: Callable[[Tensor], None] | None = None,
) -> Projection:
    """Find the styles with which a StyleGAN draws a picture.

    image: of any size, or (1, 3, R, R) in [-1, 1]. It begins with the encoder's answer (see `encoder_beside`)
    or with the average style; with `steps` 0 that is the result. In "w" one style stands for all layers, in
    "w+" each has its own. Without `perceptual` pixels alone are compared, at several scales. With a
    `noise_weight`, 1e5 in the paper, noise maps are optimised as well and kept free of the picture; at 0 they
    stay the network's own. `show` is given the picture of now and then, `progress` can cancel between steps.
    Raises InputError for a network without styles or a picture that is too small.
    """
    progress = progress or Progress()
    target = target_of(image, generator.resolution).to(generator.device)
    search = _Search.begun(generator, target, encoder, space, noise_weight > 0, seed)
    rate = _RATE if encoder is None else _RATE_OF_ENCODED
    optimiser = torch.optim.Adam(search.parameters, betas=(0.9, 0.999))
    losses: list[float] = []
    best: tuple[Tensor, list[Tensor | None]] | None = None
    with torch.inference_mode(False), torch.enable_grad():
        for step in range(steps):
            progress.set(step / steps, f"step {step + 1} of {steps}")
            for group in optimiser.param_groups:
                group["lr"] = rate * learning_rate(step / steps) * search.spread
            ws = search.styles(noise_strength(step / steps))
            picture = search.picture(ws)
            loss = pixel_distance(picture, target)
            if perceptual is not None:
                loss = loss + perceptual_weight * perceptual(picture, target)
            told = float(loss.detach())
            if not math.isfinite(told):
                raise InputError("The search for the latent ran into numbers that are infinite.")
            if best is None or told < min(losses):
                best = ws.detach().clone(), search.noise_now()
            losses.append(told)
            if noise_weight:
                loss = loss + noise_weight * noise_regularisation(search.trained_noise)
            optimiser.zero_grad(set_to_none=True)
            loss.backward(inputs=search.parameters)
            optimiser.step()
            search.normalise_noise()
            if show is not None and step % _SHOWN_EVERY == 0:
                show(picture.detach())
    progress.set(1.0)
    ws, noise = best if best is not None else (search.styles(0.0).detach(), search.noise_now())
    drawn = generator.draw(ws, noise)
    return Projection(ws, tuple(losses), drawn, tuple(noise))


def encoder_beside(loaded: Loaded, generator: LatentGenerator) -> nn.Module:
    """The encoder of a model, if it was trained for this generator; InputError if it was not."""
    if loaded.role != "encoder" or loaded.family != "latent_encoder":
        raise InputError(f"This model is a {loaded.role} of the family {loaded.family}, no latent encoder.")
    told = loaded.card.get("generator")
    facts: Mapping[str, Any] = told if isinstance(told, Mapping) else {}
    if facts.get("sha256") != generator.sha256:
        owner = facts.get("title") or "another generator"
        raise InputError(
            f"This encoder finds the styles of another generator ({owner}).",
            hint="Choose the one that lies beside the generator.",
        )
    return loaded.module


def target_of(image: ImageData | Tensor, side: int) -> Tensor:
    """The middle square of a picture, scaled to (1, 3, side, side) in [-1, 1].

    Tensors (1 or none, 3, H, W) are in [-1, 1] already. Transparent parts count as white. InputError for a
    picture that is too small or not finite.
    """
    picture = (
        _as_tensor(image) if isinstance(image, ImageData) else image.float().reshape(-1, *image.shape[-3:])
    )
    height, width = picture.shape[-2:]
    if min(height, width) < SMALLEST:
        raise InputError(
            f"A picture of {width} × {height} pixels is too small: there is nothing to find again.",
            hint=f"Each side must have {SMALLEST} pixels or more.",
        )
    if not bool(picture.isfinite().all()):
        raise InputError("This picture has numbers that are infinite.")
    square = min(height, width)
    top, left = (height - square) // 2, (width - square) // 2
    picture = picture[..., top : top + square, left : left + square]
    if square == side:
        return picture.clone()
    return F.interpolate(picture, size=(side, side), mode="bilinear", antialias=True, align_corners=False)


def _as_tensor(image: ImageData) -> Tensor:
    """(1, 3, H, W) in [-1, 1], with all of the 16 bits that there are."""
    most = np.iinfo(image.pixels.dtype).max
    planes = torch.from_numpy(image.pixels.astype(np.float32) / most).permute(2, 0, 1)[None]
    colours = planes[:, :3] if planes.shape[1] > 1 else planes.expand(-1, 3, -1, -1)
    if planes.shape[1] == 4:
        alpha = planes[:, 3:]
        colours = colours * alpha + (1 - alpha)
    return colours * 2 - 1


def learning_rate(t: float) -> float:
    """The factor at a share `t` of all steps, in [0, 1]: up in the first 5 %, down in the last quarter."""
    down = min(1.0, (1.0 - t) / _RAMP_DOWN)
    return (0.5 - 0.5 * math.cos(math.pi * down)) * min(1.0, t / _RAMP_UP + 0.1)


def noise_strength(t: float) -> float:
    """Standard deviation of the noise on the styles, in theirs: none from three quarters of the steps on."""
    return _NOISE * max(0.0, 1.0 - t / _NOISE_RAMP) ** 2


def pixel_distance(picture: Tensor, target: Tensor) -> Tensor:
    """Mean squared difference of (N, 3, R, R), averaged over halvings down to 8 pixels."""
    distances = [F.mse_loss(picture, target)]
    while picture.shape[-1] >= 2 * _COARSEST:
        picture, target = F.avg_pool2d(picture, 2), F.avg_pool2d(target, 2)
        distances.append(F.mse_loss(picture, target))
    return torch.stack(distances).mean()


def noise_regularisation(maps: list[Tensor]) -> Tensor:
    """How much neighbours in noise maps (1, 1, h, w) are alike, at all scales: appendix D of StyleGAN2."""
    total = maps[0].new_zeros(())
    for noise in maps:
        while True:
            for axis in (-1, -2):
                total = total + (noise * noise.roll(1, axis)).mean().square()
            if noise.shape[-1] <= _COARSEST:
                break
            # Averages of four keep unit variance when they are doubled.
            noise = F.avg_pool2d(noise, 2) * 2
    return total


@dataclass(eq=False)
class _Search:
    """What is being optimised: the offset of the styles from where they began, and perhaps noise maps."""

    generator: LatentGenerator
    start: Tensor
    offset: Tensor
    noise: list[Tensor | None]
    trained_noise: list[Tensor]
    spread: float
    random: torch.Generator

    @staticmethod
    def begun(
        generator: LatentGenerator,
        target: Tensor,
        encoder: nn.Module | None,
        space: Space,
        with_noise: bool,
        seed: int,
    ) -> _Search:
        generator.synthesis.requires_grad_(False)
        random = torch.Generator().manual_seed(seed)
        with torch.inference_mode(False), torch.no_grad():
            average = generator.average().detach().clone()
            z = torch.randn(_STYLES, generator.z_dim, generator=random).to(average)
            kind = 0 if generator.class_count else None
            spread = float((generator.styles(z, kind)[:, 0] - average).square().mean().sqrt())
            start = average.expand(1, generator.num_ws, -1) if encoder is None else encoder(target).float()
            rows = 1 if space == "w" else generator.num_ws
            start = start.mean(dim=1, keepdim=True) if space == "w" else start
            offset = torch.zeros(1, rows, generator.w_dim, device=average.device)
            maps = generator.noise("random", seed) if with_noise else generator.noise()
            noise = [None if each is None else each.clone() for each in maps]
        trained = [each for each in noise if each is not None] if with_noise else []
        for leaf in (offset, *trained):
            leaf.requires_grad_(True)
        return _Search(generator, start.clone(), offset, noise, trained, max(spread, 1e-6), random)

    @property
    def parameters(self) -> list[Tensor]:
        return [self.offset, *self.trained_noise]

    def styles(self, strength: float) -> Tensor:
        """(1, num_ws, w_dim), with some noise on them."""
        ws = self.start + self.offset
        if strength:
            drawn = torch.randn(ws.shape, generator=self.random).to(ws)
            ws = ws + strength * self.spread * drawn
        return ws.expand(-1, self.generator.num_ws, -1)

    def picture(self, ws: Tensor) -> Tensor:
        """(1, 3, R, R), which gradients go back from."""
        drawn: Tensor = self.generator.synthesis(ws, noise=self.noise)
        return drawn.float()

    def noise_now(self) -> list[Tensor | None]:
        return [None if each is None else each.detach().clone() for each in self.noise]

    @torch.no_grad()
    def normalise_noise(self) -> None:
        """Mean 0 and variance 1 after each step."""
        for noise in self.trained_noise:
            noise -= noise.mean()
            noise *= noise.square().mean().clamp(min=1e-8).rsqrt()
