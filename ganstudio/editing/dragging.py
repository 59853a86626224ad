"""DragGAN: points of a picture are dragged to where they shall be, and the styles follow.

Pan, Tewari, Leimkühler, Liu, Meka and Theobalt, "Drag Your GAN: Interactive Point-based Manipulation on the
Generative Image Manifold", SIGGRAPH 2023, arXiv:2305.10973.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional as F

from ganstudio.editing.generator import LatentGenerator
from ganstudio.errors import InputError
from ganstudio.events import Progress
from ganstudio.networks.staged import Noise, run_stages

MOST_HANDLES = 32
_WIDTH = 512
"""The side of the pictures for which the paper gives its radii (section 4)."""
_MOVED_RADIUS, _TRACKED_RADIUS = 3.0, 12.0
_LARGEST_MAPS = 256
_MASK_WEIGHT = 20.0
_RATE = 2e-3
_THERE = 1.0
"""At how many pixels from its target a point counts as arrived."""


@dataclass(frozen=True)
class Handle:
    """A point and where it shall be, in shares of the picture's width and height, from the upper left."""

    x: float
    y: float
    to_x: float
    to_y: float

    def __post_init__(self) -> None:
        if not all(0 <= value <= 1 for value in (self.x, self.y, self.to_x, self.to_y)):
            raise InputError("A handle or its target lies outside the picture.")


@dataclass(frozen=True)
class Dragged:
    """Styles (1, num_ws, w_dim) after some steps, and where the handles are now."""

    ws: Tensor
    handles: tuple[Handle, ...]
    steps: int
    arrived: bool


def drag(
    generator: LatentGenerator,
    ws: Tensor,
    handles: Sequence[Handle],
    *,
    mask: Tensor | None = None,
    noise: Noise = (),
    steps: int = 200,
    progress: Progress | None = None,
    seen: Callable[[Dragged], None] | None = None,
) -> Dragged:
    """Move what is under the handles until it arrives, or for `steps` steps.

    mask (h, w): 1 where the picture may change, 0 where it shall stay. Only the rows of ws that act before
    the maps in which points are compared are changed (section 3.2). `seen` hears of every step. InputError
    for no handles, too many, or a generator without stages; CancelledError comes from `progress`.
    """
    if not handles:
        raise InputError("There is no handle to drag.", hint="Put one on the picture, and its target.")
    if len(handles) > MOST_HANDLES:
        raise InputError(f"At most {MOST_HANDLES} handles can be dragged at once.")
    progress = progress or Progress()
    # Tensors made in inference mode cannot be differentiated; copies made outside it can.
    with torch.inference_mode(False), torch.enable_grad():
        return _Drag(generator, ws.clone(), noise, mask).run(handles, steps, progress, seen)


class _Drag:
    """One drag: what does not change from step to step."""

    def __init__(self, generator: LatentGenerator, ws: Tensor, noise: Noise, mask: Tensor | None) -> None:
        self._network = generator.synthesis
        self._noise = [None if each is None else each.clone() for each in noise]
        self._side = generator.resolution
        last = _stage_of_points(generator)
        self._stage = last
        rows = max(stage.first_w + stage.num_ws for stage in generator.stages[: last + 1])
        self._moving = ws[:, :rows].detach().clone().requires_grad_()
        self._still = ws[:, rows:].detach().clone()
        self._optimiser = torch.optim.Adam([self._moving], lr=_RATE)
        scale = self._side / _WIDTH
        self._disc = _offsets(max(_MOVED_RADIUS * scale, 1.0), round_=True)
        self._square = _offsets(max(_TRACKED_RADIUS * scale, 3.0), round_=False)
        with torch.no_grad():
            self._first = self._maps()
        self._stays = None
        if mask is not None:
            size = self._first.shape[-2:]
            self._stays = 1 - F.interpolate(mask[None, None].float(), size=size, mode="area").to(ws)

    def run(
        self,
        handles: Sequence[Handle],
        steps: int,
        progress: Progress,
        seen: Callable[[Dragged], None] | None,
    ) -> Dragged:
        points = self._pixels([(handle.x, handle.y) for handle in handles])
        targets = self._pixels([(handle.to_x, handle.to_y) for handle in handles])
        wanted = self._at(self._first, points)
        for step in range(steps):
            progress.set(step / steps, "moving")
            left = targets - points
            if bool((left.norm(dim=1) <= _THERE).all()):
                return self._now(handles, points, step, arrived=True)
            self._move(points, left)
            points = self._track(points, wanted)
            if seen is not None:
                seen(self._now(handles, points, step + 1))
        arrived = bool(((targets - points).norm(dim=1) <= _THERE).all())
        return self._now(handles, points, steps, arrived=arrived)

    def _move(self, points: Tensor, left: Tensor) -> None:
        """Motion supervision, equation 1: what is around a point shall be found a step nearer its target."""
        maps = self._maps()
        lengths = left.norm(dim=1, keepdim=True)
        active = lengths[:, 0] > _THERE
        step = left / lengths.clamp(min=1e-6)
        around = points[active, None] + self._disc.to(points)
        there = self._at(maps, around + step[active, None])
        loss = (self._at(maps, around).detach() - there).abs().mean(dim=(0, 1)).sum()
        if self._stays is not None:
            loss = loss + _MASK_WEIGHT * ((maps - self._first).abs() * self._stays).mean()
        # For the styles alone: gradients of the generator's own weights would cost as much again.
        (self._moving.grad,) = torch.autograd.grad(loss, [self._moving])
        self._optimiser.step()

    @torch.no_grad()
    def _track(self, points: Tensor, wanted: Tensor) -> Tensor:
        """Point tracking, equation 2: each point is where the maps are most like those of its beginning."""
        nearby = points[:, None] + self._square.to(points)
        nearby = nearby.clamp(0, self._side - 1)
        distances = (self._at(self._maps(), nearby) - wanted[:, None]).abs().sum(dim=2)
        return nearby[torch.arange(len(points)), distances.argmin(dim=1)]

    def _ws(self) -> Tensor:
        return torch.cat([self._moving, self._still], dim=1)

    def _maps(self) -> Tensor:
        """Feature maps (1, C, h, w) in which points are compared."""
        for index, state in enumerate(run_stages(self._network, self._ws(), self._noise)):
            if index == self._stage:
                assert state[0] is not None
                return state[0].float()
        raise AssertionError("the stage is one of the network's")

    def _at(self, maps: Tensor, points: Tensor) -> Tensor:
        """Features (..., C) at points (..., 2), pixels of the picture, between the pixels of the maps."""
        grid = (points + 0.5) * (2 / self._side) - 1
        found = F.grid_sample(
            maps, grid.reshape(1, -1, 1, 2), mode="bilinear", padding_mode="border", align_corners=False
        )
        features: Tensor = found[0, :, :, 0].T.reshape(*points.shape[:-1], -1)
        return features

    def _pixels(self, shares: Any) -> Tensor:
        found: Tensor = torch.tensor(shares, device=self._moving.device) * self._side - 0.5
        return found.clamp(0, self._side - 1)

    def _now(self, handles: Sequence[Handle], points: Tensor, steps: int, arrived: bool = False) -> Dragged:
        places = ((points + 0.5) / self._side).tolist()
        moved = tuple(replace(old, x=x, y=y) for old, (x, y) in zip(handles, places, strict=True))
        return Dragged(self._ws().detach().clone(), moved, steps, arrived)


def _stage_of_points(generator: LatentGenerator) -> int:
    """The last layer at half the picture's size, at most 256 pixels; StyleGAN2's sixth block at 512."""
    side = min(_LARGEST_MAPS, max(generator.resolution // 2, 4))
    stages = generator.stages
    if not stages:
        raise InputError("Points can be dragged in pictures of StyleGAN only.")
    fits = [i for i, stage in enumerate(stages) if stage.resolution <= side and "torgb" not in stage.name]
    # StyleGAN3 has a margin around its maps and may have no such small ones.
    return fits[-1] if fits else len(stages) // 2


def _offsets(radius: float, *, round_: bool) -> Tensor:
    """Whole steps (K, 2) in a disc, or in a square, the middle first."""
    reach = math.ceil(radius)
    line = torch.arange(-reach, reach + 1, dtype=torch.float32)
    both = torch.cartesian_prod(line, line)
    both = both[both.norm(dim=1) <= radius] if round_ else both
    return both[both.norm(dim=1).argsort(stable=True)]


def handles_of(text: str) -> tuple[Handle, ...]:
    """From "0.4,0.5>0.6,0.5; …", in shares of the picture. InputError for anything else."""
    found = []
    for part in (piece.strip() for piece in text.split(";")):
        if not part:
            continue
        try:
            start, end = part.split(">")
            (x, y), (to_x, to_y) = (tuple(map(float, point.split(","))) for point in (start, end))
        except ValueError:
            raise InputError(
                f"“{part}” is no handle.", hint="A handle is written like 0.4,0.5>0.6,0.5: from, and to."
            ) from None
        found.append(Handle(x, y, to_x, to_y))
    return tuple(found)


def handles_text(handles: Sequence[Handle]) -> str:
    """The text that `handles_of` reads."""
    return "; ".join(f"{h.x:.4g},{h.y:.4g}>{h.to_x:.4g},{h.to_y:.4g}" for h in handles)
