"""Trees: rows of trees standing in far forests, and single trees drawn as sprites near the camera."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from ganstudio.worlds.noise import Array, grainy, hash01, smoothstep
from ganstudio.worlds.plan import Plan

SPRITE_H, SPRITE_W = 128, 96
CONIFERS, BROADLEAVES = 6, 6


@dataclass(frozen=True)
class Cards:
    """Tree rows of the far forest; arrays (R, W) for the R grid rows in `rows`."""

    rows: NDArray[np.int64]
    height: Array  # metres, 0 where no tree stands
    across: Array  # position across its crown, -1..1
    hue: Array  # one number in [0, 1) per tree
    conifer: Array  # 1 for conifers


def plant_cards(plan: Plan, forest: Array, x: Array, z: Array, depths: Array) -> Cards:
    """Stand trees on the grid rows at the given depths, wherever the forest field is positive."""
    rows = np.flatnonzero(np.isin(z[:, 0], depths))
    x, z, forest = x[rows], z[rows], forest[rows]
    row_key = np.round(np.log(z) * 1000.0).astype(np.int64)
    spacing = 6.0 + 0.006 * z
    shape = x.shape
    height, across = np.zeros(shape, np.float32), np.zeros(shape, np.float32)
    hue, conifer = np.zeros(shape, np.float32), np.zeros(shape, np.float32)
    for layer in range(2):  # two staggered stands, so that crowns overlap
        position: Array = x / spacing + hash01(row_key + 1009 * (layer + 1)) * 7.0
        cell = np.floor(position).astype(np.int64)
        key = cell * 2 + layer
        size, pick = hash01(key, row_key), hash01(row_key, key)
        middle = 0.35 + 0.3 * hash01(key + 77, row_key)
        local = (position - cell - middle) * 2.0 / np.float32(1.25)
        pine = (pick < plan.conifers).astype(np.float32)
        local = local * (1.0 + 0.35 * pine)
        top = _crown(local, pine) * (6.5 + 4.0 * size + pine * (3.5 + 3.0 * size))
        present = hash01(key, row_key + 5) < smoothstep(-0.05, 0.2, forest) * 0.9
        top = np.where(present & (forest > 0.0), top * (0.75 + 0.25 * smoothstep(0.0, 0.4, forest)), 0.0)
        taller = top > height
        height = np.where(taller, top, height)
        across = np.where(taller, local, across)
        hue = np.where(taller, hash01(key + 31, row_key), hue)
        conifer = np.where(taller, pine, conifer)
    return Cards(rows, height.astype(np.float32), across.astype(np.float32), hue, conifer)


def _crown(local: Array, pine: Array) -> Array:
    """Outline of a tree as a share of its height, over its width in [-1, 1]."""
    a = np.abs(local)
    spire = 1.0 - 1.05 * a + 0.05 * np.sin(a * 26.0)
    dome = 0.3 + 0.6 * np.sqrt(np.maximum(1.0 - a * a, 0.0)) + 0.04 * np.sin(local * 17.0)
    return np.where(a < 1.0, np.maximum(np.where(pine > 0.5, spire, dome), 0.0), 0.0)


@dataclass(frozen=True)
class Sprite:
    """One tree picture, (SPRITE_H, SPRITE_W): coverage and what shading needs."""

    alpha: Array
    right: Array  # normal to the right, -1..1
    up: Array  # normal upwards, 0..1
    shade: Array  # 1 outside the crown, smaller inside
    trunk: Array
    conifer: bool


def _raster() -> tuple[Array, Array]:
    y = 1.0 - (np.arange(SPRITE_H, dtype=np.float32) + 0.5) / SPRITE_H
    x = ((np.arange(SPRITE_W, dtype=np.float32) + 0.5) / SPRITE_W - 0.5) * (SPRITE_W / SPRITE_H)
    return np.broadcast_to(x, (SPRITE_H, SPRITE_W)), np.broadcast_to(y[:, None], (SPRITE_H, SPRITE_W))


def _clumps(index: int) -> Array:
    texture = grainy()
    top, left = (index * 97) % 380, (index * 151) % 400
    return texture[top : top + SPRITE_H, left : left + SPRITE_W]


def _conifer(index: int, rng: np.random.Generator) -> Sprite:
    x, y = _raster()
    noise = _clumps(index)
    width = rng.uniform(0.17, 0.25)
    tiers = rng.uniform(7.0, 10.0)
    v = np.clip((y - 0.07) / 0.92, 0.0, 1.0)
    droop = v + 0.55 * np.abs(x)
    tier = (droop * tiers + 0.25 * noise) % 1.0
    reach = width * np.power(1.0 - v, 0.85) * (1.08 - 0.42 * tier) + 0.006 + 0.008 * noise
    crown = (np.abs(x) < reach) & (y > 0.07) & (y < 0.995)
    trunk = (np.abs(x) < 0.014) & (y <= 0.1)
    right = np.clip(x / np.maximum(reach, 0.01), -1.0, 1.0)
    shade = np.clip(0.6 + 0.4 * (1.0 - tier) + 0.14 * noise - 0.18 * (1.0 - np.abs(right)), 0.25, 1.15)
    up = np.clip(0.3 + 0.6 * (1.0 - tier) + 0.15 * noise, 0.0, 1.0)
    return Sprite(
        (crown | trunk).astype(np.float32), right, up, shade, (trunk & ~crown).astype(np.float32), True
    )


def _broadleaf(index: int, rng: np.random.Generator) -> Sprite:
    x, y = _raster()
    noise = _clumps(index)
    slim = rng.uniform(0.75, 1.1)
    alpha = np.zeros_like(x)
    right, up, shade = np.zeros_like(x), np.zeros_like(x), np.zeros_like(x)
    blobs = [(0.0, 0.62, 0.25)]
    for ring, count, radius in ((0.21, 13, 0.09), (0.13, 10, 0.1)):
        turns = rng.uniform(0.0, 0.6) + np.linspace(0.0, 2.0 * np.pi, count, endpoint=False)
        x_ring, y_ring = ring * slim * np.cos(turns), 0.62 + 1.12 * ring * np.sin(turns)
        blobs += list(zip(x_ring, y_ring, radius * rng.uniform(0.75, 1.15, count), strict=True))
    blobs += [(rng.uniform(-0.13, 0.13), rng.uniform(0.48, 0.82), rng.uniform(0.05, 0.09)) for _ in range(16)]
    for cx, cy, radius in sorted(blobs, key=lambda b: -b[2]):
        dx, dy = (x - cx) / (radius * slim), (y - cy) / radius
        inside = np.hypot(dx, dy) + 0.16 * noise < 1.0
        alpha = np.where(inside, 1.0, alpha)
        right = np.where(inside, 0.4 * dx + 0.6 * np.clip(x / 0.28, -1, 1), right)
        up = np.where(inside, np.clip(0.4 + 0.3 * dy + 0.9 * (y - 0.6), 0.0, 1.0), up)
        shade = np.where(inside, 0.76 + 0.2 * dy + 0.6 * (y - 0.62) + 0.2 * noise, shade)
    trunk = (np.abs(x + 0.015 * np.sin(y * 9.0)) < 0.02 + 0.02 * np.maximum(0.15 - y, 0.0) * 5) & (y < 0.5)
    bare = trunk & (alpha < 0.5)
    shade = np.where(bare, 0.8, np.clip(shade, 0.3, 1.15))
    right = np.where(bare, np.clip(x / 0.03, -1, 1), right)
    return Sprite(np.maximum(alpha, trunk), right, up, shade, bare.astype(np.float32), False)


@cache
def sprites() -> tuple[Sprite, ...]:
    """The same trees for every scene: conifers first, then broad-leaved ones."""
    rng = np.random.Generator(np.random.PCG64(21))
    conifers = [_conifer(i, rng) for i in range(CONIFERS)]
    trees = conifers + [_broadleaf(i + CONIFERS, rng) for i in range(BROADLEAVES)]
    return tuple(trees)


@dataclass(frozen=True)
class Tree:
    """A single tree to draw."""

    x: float
    z: float
    height: float
    sprite: int
    mirrored: bool
    hue: float


def candidate_trees(plan: Plan, rng: np.random.Generator) -> list[Tree]:
    """Trees spread evenly over the near part of the view; the ground decides which of them stand."""
    count = 420
    nearest = max(14.0, 1.3 * plan.eye)
    z = np.exp(rng.uniform(np.log(nearest), np.log(max(150.0, 6 * nearest)), count))
    u = rng.uniform(-0.6, 0.6, count) / plan.focal
    pine = rng.random(count) < plan.conifers
    sprite = np.where(pine, rng.integers(0, CONIFERS, count), CONIFERS + rng.integers(0, BROADLEAVES, count))
    height = rng.uniform(7.0, 12.0, count) + 3.0 * pine
    return [
        Tree(
            float(u[i] * z[i]),
            float(z[i]),
            float(height[i]),
            int(sprite[i]),
            bool(rng.random() < 0.5),
            float(rng.random()),
        )
        for i in np.argsort(z)
    ]
