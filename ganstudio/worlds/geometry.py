"""Everything about a picture that neither season nor hour changes: one buffer per property."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ganstudio.worlds.houses import WALL, draw_houses
from ganstudio.worlds.march import Grid, Hits, build_grid, columns, first_hits
from ganstudio.worlds.noise import Array, cloudy, grainy, lookup, smoothstep
from ganstudio.worlds.plan import Plan, make_plan
from ganstudio.worlds.sky import Sky, build_sky, fit_sun, place_sun
from ganstudio.worlds.terrain import Ground, Terrain
from ganstudio.worlds.vegetation import SPRITE_H, SPRITE_W, Sprite, Tree, candidate_trees, sprites

SKY, CLOUD, SUN, MOUNTAIN, SNOW, HILL, FOREST, GRASS, SAND, WATER, PATH, HOUSE = range(12)
TREE, TRUNK = 1, 2  # parts; houses have their own

Labels = NDArray[np.uint8]
Flat = NDArray[Any]  # int64 indices into a flattened buffer


@dataclass
class Geometry:
    """Buffers of (H, W), float32 unless said otherwise. Depth is infinite in the sky."""

    plan: Plan
    eye_level: float
    sky: Sky = field(init=False)  # known once the skyline is
    labels: Labels
    part: Labels
    depth: Array
    height: Array
    shore: Array
    right: Array  # normal
    up: Array
    away: Array
    open: Array  # 1 in the open, less in hollows and under crowns
    shadow: Array  # 1 in direct light
    grain: Array  # fine variation of the ground, about -1..1
    patch: Array  # broad variation, about -1..1
    hue: Array  # 0..1, one number per tree or house
    conifer: Array
    ripple: Array
    shore_depth: Array  # of the first shore behind each water pixel
    water: Flat  # flat indices of the water pixels (N,)
    mirror: Flat  # flat indices of what they reflect (N,)

    @property
    def size(self) -> int:
        return len(self.labels)


def build_geometry(seed: int, size: int) -> Geometry:
    """Lay out and rasterise the scene of a seed at size x size pixels."""
    plan = make_plan(seed)
    terrain = Terrain(plan)
    sun = place_sun(plan)
    grid = build_grid(terrain, size, sun.light)
    hits = first_hits(terrain, grid, size)
    geometry = _surfaces(plan, terrain, grid, hits, size)
    _paint_houses(geometry, terrain)
    _paint_trees(geometry, terrain, sun.light)
    ground = np.isfinite(geometry.depth)
    skyline = np.where(ground.any(axis=0), ground.argmax(axis=0), size).astype(np.float32) / size
    rows = int(np.ceil(skyline.max() * size))
    geometry.sky = build_sky(plan, fit_sun(plan, sun, skyline), size, max(rows, 1))
    _label_sky(geometry)
    geometry.water = np.flatnonzero(geometry.labels == WATER)
    geometry.mirror = _reflections(geometry)
    return geometry


def _reflections(g: Geometry) -> Flat:
    """Where the ray mirrored at each water pixel meets the picture again.

    A mirrored thing at depth z appears at row h - (y - h) + 2 f e / z for a water pixel at row y, horizon h,
    focal length f and eye height e; what stands there gives a better depth, so a few rounds find it.
    Waves shake the row and column.
    """
    size, water = g.size, g.water
    row, column = water // size, water % size
    horizon = g.plan.horizon * size
    here = g.depth.ravel()[water]
    far = np.where(g.labels == WATER, np.float32(np.inf), g.depth).ravel()
    shake = g.ripple.ravel()[water] * (0.6 + 0.13 * np.maximum(row - horizon, 0.0))
    column = np.clip(np.rint(column + 0.25 * shake), 0, size - 1).astype(np.int64)
    flipped = 2.0 * horizon - (row + 0.5) + shake
    drop = 2.0 * g.plan.focal * g.eye_level * size
    thing = g.shore_depth.ravel()[water]
    for _ in range(3):
        target = np.clip(flipped + drop / thing, 0, size - 1).astype(np.int64)
        thing = far[target * size + column]
        thing = np.where(thing < here, np.float32(np.inf), thing)
    found: Flat = np.clip(flipped + drop / thing, 0, size - 1).astype(np.int64) * size + column
    # A ray that comes down on water again has met nothing: it shows the sky over the horizon.
    over = np.clip(flipped, 0, max(int(horizon) - 1, 0)).astype(np.int64) * size + column
    return np.where(g.labels.ravel()[found] == WATER, over, found)


def _surfaces(plan: Plan, terrain: Terrain, grid: Grid, hits: Hits, size: int) -> Geometry:
    """Read the grid at every pixel and name what is there."""
    ground = grid.ground
    depth = hits.read(np.broadcast_to(grid.z, grid.x.shape))
    x = depth * columns(size) / np.float32(plan.focal)
    height, shore = hits.read(ground.height), hits.read(ground.shore)
    right, up, away = (hits.read(n) for n in grid.normal)
    footprint = np.maximum(
        depth * np.float32(1.0 / (size * plan.focal)),
        np.square(depth) * np.float32(0.35 / (size * plan.focal * terrain.eye_level)),
    )
    grain = _grain(x, depth, height, footprint)
    patch = lookup(cloudy(), x * 0.8, depth * 0.8)
    labels = _ground_labels(plan, terrain, hits, ground, x, depth, height, shore, up, grain)
    card = _card_fields(grid, hits)
    part = np.where(hits.tree, np.uint8(TREE), np.uint8(0))
    labels[hits.tree] = FOREST
    labels[hits.sky] = SKY
    ripple = _ripple(x, depth, footprint)
    depth = np.where(hits.sky, np.float32(np.inf), depth)
    water = labels == WATER
    row = np.arange(size, dtype=np.int64)[:, None]
    shoreline = np.maximum(np.maximum.accumulate(np.where(water, -1, row), axis=0), 0)
    nothing = np.zeros(0, np.int64)
    return Geometry(
        plan=plan, eye_level=terrain.eye_level,
        labels=labels, part=part, depth=depth, height=height, shore=shore,
        right=np.where(hits.tree, card[0], right), up=np.where(hits.tree, 0.45 + 0.4 * card[1], up),
        away=np.where(hits.tree, np.float32(-0.5), away),
        open=np.where(hits.tree, 0.45 + 0.6 * card[1], hits.read(grid.occlusion)),
        shadow=hits.read(grid.shadow), grain=grain, patch=patch, hue=card[2], conifer=card[3],
        ripple=ripple,
        water=nothing, mirror=nothing, shore_depth=np.take_along_axis(depth, shoreline, axis=0),
    )  # fmt: skip


def _fade(wavelength: float, footprint: Array) -> Array:
    return np.clip(np.float32(wavelength) / footprint * 0.25 - 0.25, 0.0, 1.0)


def _grain(x: Array, z: Array, height: Array, footprint: Array) -> Array:
    """Texture of the ground at three scales, each fading where a pixel covers more than its grain."""
    fine = lookup(grainy(), x * 9.0, z * 9.0) * _fade(2.0, footprint)
    middle = lookup(grainy(), x * 1.3, z * 1.3 + height) * _fade(12.0, footprint)
    coarse = lookup(grainy(), x * 0.12 + height * 0.05, z * 0.12 - height * 0.21) * _fade(120.0, footprint)
    return np.clip(0.34 * fine + 0.3 * middle + 0.34 * coarse, -1.0, 1.0)


def _ripple(x: Array, z: Array, footprint: Array) -> Array:
    """Waves, long across the view and short along it."""
    long = lookup(grainy(), x * 0.5, z * 2.0) * _fade(14.0, footprint)
    short = lookup(grainy(), x * 2.1, z * 7.0) * _fade(4.0, footprint)
    return 0.6 * long + 0.5 * short


def _ground_labels(
    plan: Plan, terrain: Terrain, hits: Hits, ground: Ground, x: Array, z: Array,
    height: Array, shore: Array, up: Array, grain: Array,
) -> Labels:  # fmt: skip
    """Classes of the bare land, in order of precedence."""
    mountain, hill, forest = hits.read(ground.mountain), hits.read(ground.hill), hits.read(ground.forest)
    labels = np.full(x.shape, GRASS, np.uint8)
    labels[hill > 0.5] = HILL
    labels[mountain > 0.5] = MOUNTAIN
    snow = (height - plan.snow_line) / max(plan.mountain_height, 1.0) * 7.0 + (up - 0.56) * 1.7 + 0.3 * grain
    labels[(snow > 0.0) & (mountain > 0.3) & (height > 0.6 * plan.snow_line)] = SNOW
    labels[forest > 0.0] = FOREST
    labels[(shore < plan.beach * (1.0 + 0.15 * grain)) & (height < 0.35 * plan.beach + 2.0)] = SAND
    if plan.path:
        near = np.abs(terrain.path_offset(x, z)) < terrain.path_width * (1.0 + 0.12 * grain)
        labels[near & (mountain < 0.5) & (shore > plan.beach) & (z < 900.0)] = PATH
    labels[height < 0.0] = WATER
    return labels


def _card_fields(grid: Grid, hits: Hits) -> tuple[Array, Array, Array, Array]:
    """Side, share of the height, hue and kind of the row tree at each pixel."""
    depth_count, width = grid.x.shape
    index = np.zeros(depth_count, np.int64)
    index[grid.cards.rows] = np.arange(len(grid.cards.rows))
    column = np.arange(width, dtype=np.int64)
    flat = index[hits.far // width] * width + column
    across = grid.cards.across.ravel().take(flat)
    return across, hits.share, grid.cards.hue.ravel().take(flat), grid.cards.conifer.ravel().take(flat)


# --- things standing on the land -------------------------------------------------------------------


def _paint_houses(g: Geometry, terrain: Terrain) -> None:
    if not terrain.houses:
        return
    layer = draw_houses(g.plan, terrain.houses, terrain.eye_level, g.size)
    ys, xs = np.nonzero(layer.face)
    face = layer.face[ys, xs]
    seen = layer.depth[face] < g.depth[ys, xs]
    ys, xs, face = ys[seen], xs[seen], face[seen]
    g.labels[ys, xs] = HOUSE
    g.part[ys, xs] = layer.part[face]
    g.depth[ys, xs] = layer.depth[face]
    g.right[ys, xs], g.up[ys, xs], g.away[ys, xs] = layer.normal[face].T
    g.hue[ys, xs] = layer.hue[face]
    g.shadow[ys, xs] = 1.0
    g.open[ys, xs] = np.where(layer.part[face] == WALL, 0.9, 1.0)


def _screen(g: Geometry, x: float, y: float, z: float) -> tuple[float, float]:
    column = (0.5 + g.plan.focal * x / z) * g.size
    row = (g.plan.horizon - g.plan.focal * (y - g.eye_level) / z) * g.size
    return column, row


def _standing(g: Geometry, terrain: Terrain) -> list[tuple[Tree, float]]:
    """Trees that find a place, each with the height of its ground."""
    rng = g.plan.stream(6)
    trees = candidate_trees(g.plan, rng)
    dice = rng.random(len(trees))
    x = np.array([t.x for t in trees], np.float32)
    z = np.array([t.z for t in trees], np.float32)
    ground = terrain.sample(x, z, np.ones_like(x))
    dry = (ground.shore > g.plan.beach + 2.0) & (ground.height > 0.4) & (ground.mountain < 0.4)
    if g.plan.path:
        dry &= np.abs(terrain.path_offset(x, z)) > terrain.path_width + 1.6
    wooded = smoothstep(-0.12, 0.25, ground.forest)
    chosen = dry & (dice < 0.012 + 0.05 * g.plan.forest * (z > 22.0) + 0.55 * wooded)
    for house in terrain.houses:
        chosen &= np.hypot(x - house.x, z - house.z) > 9.5
        chosen &= (np.abs(x / z - house.x / house.z) * house.z > 10.0) | (z > house.z)
    picked = np.flatnonzero(chosen)[:120]
    return [(trees[i], float(ground.height[i])) for i in picked[::-1]]


def _paint_trees(g: Geometry, terrain: Terrain, light: tuple[float, float, float]) -> None:
    shapes = sprites()
    for tree, base in _standing(g, terrain):
        column, row = _screen(g, tree.x, base, tree.z)
        tall = min(g.plan.focal * tree.height / tree.z, 0.62) * g.size
        if tall >= 3.0:
            _shade_foot(g, column, row, tall, tree.z, light)
            _paint_tree(g, shapes[tree.sprite], tree, column, row, tall)


def _span(start: float, length: float, size: int) -> NDArray[np.int64]:
    first = max(int(np.floor(start)), 0)
    return np.arange(first, min(int(np.ceil(start + length)), size), dtype=np.int64)


def _shade_foot(
    g: Geometry, column: float, row: float, tall: float, z: float, light: tuple[float, float, float]
) -> None:
    """The tree's shadow: an ellipse on the ground beside its foot, away from the light."""
    wide = 0.42 * tall
    flat = max(wide * min(g.eye_level / z, 0.5), 1.0)
    middle = column - np.sign(light[0]) * 0.3 * tall
    xs, ys = _span(middle - wide, 2 * wide, g.size), _span(row - flat, 2 * flat, g.size)
    if not (len(xs) and len(ys)):
        return
    area = np.s_[ys[0] : ys[-1] + 1, xs[0] : xs[-1] + 1]
    distance = np.square((xs + 0.5 - middle) / wide) + np.square((ys[:, None] + 0.5 - row) / flat)
    ground = (g.part[area] == 0) & (np.abs(g.depth[area] / np.float32(z) - 1.0) < 0.5)
    dark = np.where(ground & (distance < 1.0), np.clip(1.3 - 1.3 * distance, 0.0, 0.75), 0.0)
    g.shadow[area] *= (1.0 - dark).astype(np.float32)
    g.open[area] *= (1.0 - 0.35 * dark).astype(np.float32)


def _paint_tree(g: Geometry, sprite: Sprite, tree: Tree, column: float, row: float, tall: float) -> None:
    wide = tall * SPRITE_W / SPRITE_H
    xs, ys = _span(column - wide / 2, wide, g.size), _span(row - tall, tall, g.size)
    if not (len(xs) and len(ys)):
        return
    tx = np.clip(((xs + 0.5 - (column - wide / 2)) / wide * SPRITE_W).astype(np.int64), 0, SPRITE_W - 1)
    ty = np.clip(((ys + 0.5 - (row - tall)) / tall * SPRITE_H).astype(np.int64), 0, SPRITE_H - 1)
    if tree.mirrored:
        tx = SPRITE_W - 1 - tx
    pick = np.ix_(ty, tx)
    area = np.s_[ys[0] : ys[-1] + 1, xs[0] : xs[-1] + 1]
    seen = (sprite.alpha[pick] > 0.5) & (g.depth[area] > tree.z)
    g.labels[area][seen] = FOREST
    g.part[area][seen] = np.where(sprite.trunk[pick][seen] > 0.5, TRUNK, TREE)
    g.depth[area][seen] = tree.z
    side = -sprite.right[pick][seen] if tree.mirrored else sprite.right[pick][seen]
    g.right[area][seen] = side
    g.up[area][seen] = sprite.up[pick][seen]
    g.away[area][seen] = -0.5
    g.open[area][seen] = sprite.shade[pick][seen]
    g.shadow[area][seen] = 1.0
    g.hue[area][seen] = tree.hue
    g.conifer[area][seen] = float(sprite.conifer)


def _label_sky(g: Geometry) -> None:
    """Clouds and the sun where nothing stands before them."""
    rows = len(g.sky.cloud)
    labels = g.labels[:rows]
    behind = ~np.isfinite(g.depth[:rows])
    labels[behind & (g.sky.cloud > 0.42)] = CLOUD
    labels[behind & (g.sky.disc > 0.0)] = SUN
