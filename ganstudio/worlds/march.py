"""The column renderer: which ground, tree or sky each pixel of a perspective view shows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ganstudio.worlds.noise import Array
from ganstudio.worlds.plan import Plan
from ganstudio.worlds.terrain import Ground, Terrain
from ganstudio.worlds.vegetation import Cards, plant_cards

_FARTHEST = 14000.0
_FIRST_CARD = 85.0
_LAST_CARD = 2600.0
# Tree rows stand at fixed depths, whatever the image size, so that every size shows the same trees.
CARD_DEPTHS = np.geomspace(_FIRST_CARD, _LAST_CARD, 84).astype(np.float32)


@dataclass(frozen=True)
class Grid:
    """The land sampled at depths x columns, with what the view needs of it."""

    x: Array  # (D, W)
    z: Array  # (D, 1)
    ground: Ground
    normal: tuple[Array, Array, Array]
    occlusion: Array  # 1 in the open, smaller in hollows
    shadow: Array  # 1 in the light, 0 in cast shadow
    cards: Cards


@dataclass(frozen=True)
class Hits:
    """Per pixel (H, W): the grid cells to blend, and whether a tree row or the sky is seen."""

    near: NDArray[np.int64]
    far: NDArray[np.int64]
    blend: Array
    sky: NDArray[np.bool_]
    tree: NDArray[np.bool_]
    share: Array  # of a tree's height at which the pixel lies

    def read(self, field: Array) -> Array:
        """A grid field at every pixel (sky pixels hold a meaningless value)."""
        flat = field.ravel()
        near = flat.take(self.near)
        near += (flat.take(self.far) - near) * self.blend
        return near


def columns(size: int) -> Array:
    """Horizontal position of pixel centres in [-0.5, 0.5], float32 (size,)."""
    return ((np.arange(size, dtype=np.float32) + 0.5) / size - 0.5).astype(np.float32)


def _depths(plan: Plan, size: int) -> Array:
    """Depths of the samples: geometric, a little denser in the far relief, and every tree row."""
    nearest = 0.4 * plan.focal * plan.eye / (1.0 - plan.horizon)
    near = np.geomspace(nearest, 700.0, int(0.62 * size))
    far = np.geomspace(700.0, _FARTHEST, int(0.5 * size))
    return np.unique(np.concatenate([near, far, CARD_DEPTHS]).astype(np.float32))


def _normals(height: Array, z: Array, across: Array) -> tuple[Array, Array, Array]:
    """Unit normals (right, up, away) of a height field on the perspective grid."""
    dx = np.empty_like(height)
    dx[:, 1:-1] = height[:, 2:] - height[:, :-2]
    dx[:, 0], dx[:, -1] = 2 * (height[:, 1] - height[:, 0]), 2 * (height[:, -1] - height[:, -2])
    dx /= z * np.float32(2.0 * (across[1] - across[0]))
    dz = np.empty_like(height)
    dz[1:-1] = (height[2:] - height[:-2]) / (z[2:] - z[:-2])
    dz[0], dz[-1] = dz[1], dz[-2]
    dz -= across * dx
    length = 1.0 / np.sqrt(dx * dx + dz * dz + 1.0)
    return -dx * length, length, -dz * length


def _shifted(height: Array, columns_: int) -> Array:
    """The field some columns to the right (negative: left), its border repeated."""
    out = np.empty_like(height)
    if columns_ > 0:
        out[:, :-columns_], out[:, -columns_:] = height[:, columns_:], height[:, -1:]
    else:
        out[:, -columns_:], out[:, :-columns_] = height[:, :columns_], height[:, :1]
    return out


def _cast_shadow(height: Array, step: Array, light_x: float, light_y: float) -> Array:
    """Shadow by land standing towards the light, seen along the same depth (cheap but convincing)."""
    side = 1 if light_x > 0 else -1
    slope = light_y / max(abs(light_x), 0.2)
    width = height.shape[1]
    worst = np.full_like(height, -1.0)
    for part in (0.008, 0.016, 0.032, 0.06, 0.11, 0.19):
        n = max(1, round(part * width))
        reach = step * np.float32(n)
        np.maximum(worst, (_shifted(height, side * n) - height) / reach - np.float32(slope), out=worst)
    return 1.0 - np.clip(worst * 6.0 + 0.3, 0.0, 1.0)


def _occlusion(height: Array, step: Array) -> Array:
    """Darkening of hollows: height against its neighbourhood at two scales."""
    width = height.shape[1]
    total = np.zeros_like(height)
    for part in (0.012, 0.05):
        n = max(1, round(part * width))
        around = 0.5 * (_shifted(height, n) + _shifted(height, -n))
        total += np.clip((around - height) / (step * np.float32(n)), -0.5, 1.0)
    return np.clip(1.0 - 0.9 * total, 0.35, 1.15)


def build_grid(terrain: Terrain, size: int, light: tuple[float, float, float]) -> Grid:
    """Sample the land for an image of size x size pixels."""
    plan = terrain.plan
    across = columns(size) / np.float32(plan.focal)
    z = _depths(plan, size)[:, None]
    x = z * across
    gap = np.gradient(z[:, 0])[:, None].astype(np.float32)
    step = z * np.float32(1.0 / (size * plan.focal))
    ground = terrain.sample(x, z, np.maximum(gap * 0.5, step))
    surface = np.maximum(ground.height, 0.0)
    return Grid(
        x,
        z,
        ground,
        _normals(surface, z, across),
        _occlusion(surface, step),
        _cast_shadow(surface, step, light[0], light[1]),
        plant_cards(plan, ground.forest, x, z, CARD_DEPTHS),
    )


def project(plan: Plan, eye_level: float, size: int, height: Array, z: Array) -> Array:
    """Screen row (pixels from the top) of a height at a depth."""
    return (plan.horizon - plan.focal * (height - np.float32(eye_level)) / z) * np.float32(size)


def first_hits(terrain: Terrain, grid: Grid, size: int) -> Hits:
    """March all columns at once: running top of the columns, then the first sample above each pixel."""
    plan = terrain.plan
    surface = np.maximum(grid.ground.height, 0.0)
    bare = project(plan, terrain.eye_level, size, surface, grid.z)
    top = bare.copy()
    rows = grid.cards.rows
    top[rows] = project(plan, terrain.eye_level, size, surface[rows] + grid.cards.height, grid.z[rows])
    running = np.minimum.accumulate(top, axis=0)
    depth_count = len(running)
    uncovered = np.clip(np.ceil(running - 0.5), 0, size).astype(np.int64)
    column = np.arange(size, dtype=np.int64)
    histogram = np.bincount((uncovered * size + column).ravel(), minlength=(size + 1) * size)
    above = np.cumsum(histogram.reshape(size + 1, size)[::-1], axis=0)[::-1]
    hit = above[1:]  # samples that lie entirely below pixel row r
    sky = hit == depth_count
    far_row = np.minimum(hit, depth_count - 1)
    far = far_row * size + column
    near = np.maximum(far_row - 1, 0) * size + column
    y = (np.arange(size, dtype=np.float32) + 0.5)[:, None]
    flat = bare.ravel()
    y_near, y_far = flat.take(near), flat.take(far)
    tree = (y < y_far) & ~sky
    blend = np.clip((y_near - y) / np.maximum(y_near - y_far, 1e-3), 0.0, 1.0)
    share = np.clip((y_far - y) / np.maximum(y_far - top.ravel().take(far), 1e-3), 0.0, 1.0)
    return Hits(near, far, np.where(tree, np.float32(1.0), blend), sky, tree, share)
