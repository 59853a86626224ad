"""Rays through a picture, and what they hit: depth, normal and surface of every sample."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from ganstudio.worlds.faces.solids import Distance, Points, Triple
from ganstudio.worlds.noise import Array

FAR = -9.0
_STEPS = 32
_BLOCK = 4  # rays a side that approach a shape together
_APPROACH = 12  # steps that a block takes at most; the rays go on from there
_PATIENCE = 12  # steps after which a ray that grazes a shape counts as a hit sooner


@dataclass(frozen=True)
class Frame:
    """Where a part lies: view = rotation @ local + origin."""

    rotation: Array  # (3, 3)
    origin: Array  # (3,)

    def to_view(self, point: Triple) -> Array:
        seen: Array = self.rotation @ np.asarray(point) + self.origin
        return seen


@dataclass(frozen=True)
class Surface:
    """What points of a solid look like; colours are linear light (3, n), the rest (n,) or numbers."""

    albedo: Array
    gloss: Array | float = 0.1  # strength of the highlight
    sharpness: float = 16.0  # exponent of the highlight
    soft: Array | float = 0.0  # how much light goes round under the surface, as in skin
    glow: Array | None = None  # light of its own


Paint = Callable[[Points, Points], Surface]


@dataclass(frozen=True)
class Solid:
    """A part of the picture: its shape, a box that holds it, and its surface.

    `detail` is the shape for the normals alone, with grooves too fine to be worth tracing.
    """

    shape: Distance
    low: Triple
    high: Triple
    paint: Paint
    detail: Distance | None = None


@dataclass
class Canvas:
    """Square of `side` x `side` samples, flattened; `scale` samples a unit, `centre` in view units."""

    side: int
    scale: float
    centre: tuple[float, float]
    depth: Array = field(init=False)
    normal: Array = field(init=False)
    albedo: Array = field(init=False)
    glow: Array = field(init=False)
    gloss: Array = field(init=False)
    sharpness: Array = field(init=False)
    soft: Array = field(init=False)
    veil: Array = field(init=False)  # colour (3, n) and opacity (1, n) of glass in front

    def __post_init__(self) -> None:
        n = self.side * self.side
        self.depth = np.full(n, FAR, np.float32)
        self.normal, self.albedo, self.glow = (np.zeros((3, n), np.float32) for _ in range(3))
        self.gloss, self.soft = (np.zeros(n, np.float32) for _ in range(2))
        self.sharpness = np.ones(n, np.float32)
        self.veil = np.zeros((4, n), np.float32)

    @property
    def pixel(self) -> float:
        """The width of a sample in units."""
        return 1.0 / self.scale

    def place(self, x: float, y: float) -> tuple[float, float]:
        """Column and row, in samples, of a point of the view."""
        half = self.side / 2
        return (x - self.centre[0]) * self.scale + half, half - (y - self.centre[1]) * self.scale

    def rays(self, frame: Frame, low: Triple, high: Triple) -> Rays | None:
        """The rays that meet a box of a frame, or None where it is out of the picture."""
        corners = np.array([[(low, high)[i >> k & 1][k] for k in range(3)] for i in range(8)])
        seen = corners @ frame.rotation.T + frame.origin
        left, top = self.place(seen[:, 0].min(), seen[:, 1].max())
        right, bottom = self.place(seen[:, 0].max(), seen[:, 1].min())
        columns = np.arange(max(0, int(left)), min(self.side, int(right) + 1))
        rows = np.arange(max(0, int(top)), min(self.side, int(bottom) + 1))
        if not len(columns) or not len(rows):
            return None
        index = (rows[:, None] * self.side + columns).ravel()
        half = self.side / 2
        x = ((columns + 0.5 - half) / self.scale + self.centre[0] - frame.origin[0]).astype(np.float32)
        y = ((half - rows - 0.5) / self.scale + self.centre[1] - frame.origin[1]).astype(np.float32)
        near, far = float(seen[:, 2].max()), float(seen[:, 2].min())
        grid_x, grid_y = np.broadcast_arrays(x, y[:, None])
        return Rays(frame, index, grid_x.ravel(), grid_y.ravel(), near, far, (len(rows), len(columns)))

    def trace(self, frame: Frame, solid: Solid) -> None:
        """Draw a solid where it is in front of what there is."""
        rays = self.rays(frame, solid.low, solid.high)
        if rays is None:
            return
        rays, start = rays.approach(solid.shape, self.pixel)
        rays, depth = rays.march(solid.shape, start, self.depth, 0.35 * self.pixel)
        if not len(depth):
            return
        points = rays.points(depth)
        normal = _normal(solid.detail or solid.shape, points, np.float32(0.7 * self.pixel))
        self.put(rays, depth, normal, solid.paint(points, normal))

    def put(self, rays: Rays, depth: Array, normal: Points, surface: Surface) -> None:
        """Write samples, which are known to be in front; the normal is in the rays' frame."""
        at = rays.index
        self.depth[at] = depth
        rotation = rays.frame.rotation.astype(np.float32)
        for axis in range(3):
            self.normal[axis, at] = sum(rotation[axis, k] * normal[k] for k in range(3))
            self.albedo[axis, at] = surface.albedo[axis]
            self.glow[axis, at] = 0.0 if surface.glow is None else surface.glow[axis]
        self.gloss[at], self.sharpness[at], self.soft[at] = surface.gloss, surface.sharpness, surface.soft


@dataclass(frozen=True)
class Rays:
    """Parallel rays into the picture: sample indices, view x and y from the frame's origin (n,)."""

    frame: Frame
    index: NDArray[np.int64]
    x: Array
    y: Array
    near: float
    far: float
    grid: tuple[int, int] = (0, 0)  # rows and columns, where all rays of a rectangle are there

    def some(self, which: Array) -> Rays:
        return Rays(self.frame, self.index[which], self.x[which], self.y[which], self.near, self.far)

    def points(self, depth: Array) -> Points:
        """The points of the frame at depths (view z) on the rays."""
        r = self.frame.rotation.astype(np.float32)
        z = depth - np.float32(self.frame.origin[2])
        x, y, z = (self.x * r[0, k] + self.y * r[1, k] + z * r[2, k] for k in range(3))
        return x, y, z

    def approach(self, shape: Distance, pixel: float) -> tuple[Rays, Array]:
        """The rays that come near the shape, and the depths from where they must look closely.

        Blocks of rays go together, as thick as the block: the cone marching of Fulcrum (2012).
        """
        rows, columns = self.grid
        across, down = -(-columns // _BLOCK), -(-rows // _BLOCK)
        middle, reach = np.float32(0.5 * (_BLOCK - 1) * pixel), np.float32(0.75 * _BLOCK * pixel)
        x, y = np.broadcast_arrays(
            self.x[:columns:_BLOCK] + middle, self.y[:: columns * _BLOCK, None] - middle
        )
        blocks = Rays(self.frame, self.index[: across * down], x.ravel(), y.ravel(), self.near, self.far)
        depth = np.full(across * down, self.near, np.float32)
        live = np.arange(len(depth))
        for _ in range(_APPROACH):
            distance = shape(blocks.points(depth[live])) - reach
            depth[live] -= np.maximum(distance, 0.0) * np.float32(0.92)
            going = (distance > reach) & (depth[live] > self.far)
            live = live[going]
            if not len(live):
                break
            blocks = blocks.some(going)
        block = (np.arange(rows) // _BLOCK)[:, None] * across + np.arange(columns) // _BLOCK
        start = depth[block.ravel()]
        met = np.flatnonzero(start > self.far)
        return self.some(met), start[met]

    def march(self, shape: Distance, start: Array, behind: Array, tolerance: float) -> tuple[Rays, Array]:
        """The rays that hit the shape between `start` and `behind`, and at which depth."""
        depth = start.copy()
        limit = np.maximum(behind[self.index], np.float32(self.far))
        live = np.arange(len(depth))
        hit = np.zeros(len(depth), bool)
        rays = self
        for step in range(_STEPS):
            distance = shape(rays.points(depth[live]))
            loose = 1.0 if step < _PATIENCE else 2.5 if step < _STEPS - 1 else 12.0
            close = distance < np.float32(loose * tolerance)
            hit[live[close]] = True
            depth[live] -= np.where(close, distance, np.maximum(distance, 0.5 * tolerance)) * np.float32(0.92)
            going = ~close & (depth[live] > limit[live])
            live = live[going]
            if not len(live):
                break
            rays = rays.some(going)
        seen = np.flatnonzero(hit & (depth > limit))
        return self.some(seen), depth[seen]


def _normal(shape: Distance, p: Points, step: np.float32) -> Points:
    """Unit normals by differences at the corners of a tetrahedron."""
    total = [np.zeros_like(p[0]) for _ in range(3)]
    for signs in ((1, -1, -1), (-1, -1, 1), (-1, 1, -1), (1, 1, 1)):
        x, y, z = (value + step * np.float32(sign) for value, sign in zip(p, signs, strict=True))
        distance = shape((x, y, z))
        for axis, sign in enumerate(signs):
            total[axis] += distance if sign > 0 else -distance
    length = 1.0 / np.sqrt(sum(t * t for t in total) + np.float32(1e-12))
    return total[0] * length, total[1] * length, total[2] * length
