"""What things are made of, season by season: the colour of each visible surface."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from ganstudio.worlds import houses
from ganstudio.worlds.geometry import (
    FOREST,
    GRASS,
    HILL,
    HOUSE,
    MOUNTAIN,
    PATH,
    SAND,
    SNOW,
    TRUNK,
    Geometry,
)  # fmt: skip
from ganstudio.worlds.light import linear
from ganstudio.worlds.noise import Array, smoothstep

Index = NDArray[np.int64]
_SNOW = "#f4f7fc"


@dataclass(frozen=True)
class Season:
    """Colours of one season; pairs are blended by noise, foliage by one number per tree."""

    grass: tuple[str, str, str]
    flowers: tuple[str, float]
    hill: tuple[str, str, str]
    conifer: tuple[str, str]
    leaves: tuple[str, ...]
    floor: tuple[str, str]
    sand: tuple[str, str]
    rock: tuple[str, str]
    path: tuple[str, str]
    water: tuple[str, str]  # deep, shallow
    snow: float  # how much of the open ground it covers


SEASONS = {
    "spring": Season(
        ("#7fae3c", "#5c9636", "#a9c95a"), ("#f3e06a", 0.6), ("#8f9a55", "#75824b", "#a5a067"),
        ("#2b5634", "#3d6b3a"),
        ("#9cc24c", "#7eb03f", "#b4cf62", "#efb6ca", "#86b648", "#95bd50", "#74a83c", "#a8c85a"),
        ("#42652f", "#527a38"), ("#e2d1a3", "#c9b384"), ("#877f79", "#a39a90"), ("#b3936a", "#97784f"),
        ("#1f5c86", "#5ba6a6"), 0.0,
    ),
    "summer": Season(
        ("#557f2c", "#3f6c29", "#7f9a41"), ("#efe9c8", 0.16), ("#7d7d45", "#66703c", "#947b6b"),
        ("#1f4429", "#2e5730"), ("#3f7a2e", "#2f6628", "#528a36", "#47802f", "#366e30"),
        ("#2c4a25", "#365a2a"), ("#e6d3a0", "#cdb682"), ("#837a72", "#a0968b"), ("#b8986c", "#9c7d52"),
        ("#175a8c", "#4fa6ae"), 0.0,
    ),
    "autumn": Season(
        ("#b39a4a", "#8e8a3e", "#cbb065"), ("#c9702c", 0.3), ("#94743f", "#7a5f3c", "#8a5550"),
        ("#2c4a2c", "#475a30"), ("#d9802a", "#c2502a", "#e0ac3a", "#a83a28", "#cf9a36", "#8d7a34"),
        ("#6d4f2a", "#8a5f2e"), ("#d9c496", "#bfa678"), ("#7e746c", "#9b8f84"), ("#a5855a", "#866644"),
        ("#1f5273", "#548f92"), 0.0,
    ),
    "winter": Season(
        ("#b9ac83", "#98926f", "#a89a72"), ("#ffffff", 0.0), ("#8b8168", "#736b58", "#857165"),
        ("#24412f", "#33503a"), ("#8d8078", "#7c7370", "#a1968d", "#6f6660"),
        ("#8c8a84", "#a3a19c"), ("#d6cdb8", "#bcb29c"), ("#7b7a7e", "#95949a"), ("#a99a86", "#8d7e6c"),
        ("#5d8fae", "#a9cfdd"), 0.93,
    ),
}  # fmt: skip

_ROOFS = ("#a4483a", "#8a4a38", "#6d5348", "#5d6470", "#b0603c")
_WALLS = ("#efe6d2", "#f4efe4", "#dcc7a0", "#c98f6a", "#e9ddc6")


@cache
def _ramp(colours: tuple[str, ...]) -> Array:
    return np.stack([linear(c) for c in colours])


def _blend(first: str, second: str, share: Array) -> Array:
    a, b = _ramp((first, second))
    blended: Array = a + (b - a) * share[:, None]
    return blended


def _cover(colour: Array, over: str, share: Array) -> Array:
    covered: Array = colour + (linear(over) - colour) * share[:, None]
    return covered


def albedo(g: Geometry, season: str) -> Array:
    """Surface colour of all ground, tree and house pixels, linear (H, W, 3); sky and water stay 0."""
    palette = SEASONS[season]
    out = np.zeros((*g.labels.shape, 3), np.float32)
    flat, labels, part = out.reshape(-1, 3), g.labels.ravel(), g.part.ravel()
    for label, paint in _GROUND.items():
        index = np.flatnonzero((labels == label) & (part == 0))
        if len(index):
            flat[index] = paint(g, palette, index)
    trees = np.flatnonzero((labels == FOREST) & (part != 0))
    if len(trees):
        flat[trees] = _trees(g, palette, trees)
    built = np.flatnonzero(labels == HOUSE)
    if len(built):
        flat[built] = _houses(g, palette, built)
    return out


def _tone(g: Geometry, index: Index) -> tuple[Array, Array]:
    return g.grain.ravel()[index], g.patch.ravel()[index]


def _snowed(g: Geometry, palette: Season, index: Index, colour: Array, slope: float, bare: float) -> Array:
    """Winter's snow on open ground: less on steep faces, and some grass or stone showing through."""
    if not palette.snow:
        return colour
    grain, patch = _tone(g, index)
    lying = smoothstep(slope - 0.25, slope + 0.1, g.up.ravel()[index])
    thin = smoothstep(-0.9, 0.1, -bare - 0.5 * patch - 0.7 * grain + 0.75)
    return _cover(colour, _SNOW, palette.snow * lying * thin)


def _grass(g: Geometry, palette: Season, index: Index) -> Array:
    grain, patch = _tone(g, index)
    colour = _blend(palette.grass[0], palette.grass[1], smoothstep(-1.2, 1.2, patch + grain))
    colour = _cover(colour, palette.grass[2], 0.65 * smoothstep(0.3, 1.6, -patch + 0.8 * grain))
    colour *= (1.0 + 0.42 * grain)[:, None]
    flower, amount = palette.flowers
    if amount:
        meadow = smoothstep(0.1, 1.0, patch) * smoothstep(0.55, 0.8, grain)
        colour = _cover(colour, flower, amount * meadow)
    return _snowed(g, palette, index, colour, 0.5, 0.0)


def _hill(g: Geometry, palette: Season, index: Index) -> Array:
    grain, patch = _tone(g, index)
    contour = np.sin(g.height.ravel()[index] * 0.55 + 2.0 * patch)
    colour = _blend(palette.hill[0], palette.hill[1], smoothstep(-1.0, 1.0, contour * 0.6 + grain))
    colour = _cover(colour, palette.hill[2], 0.8 * smoothstep(0.2, 1.2, patch + 0.5 * grain))
    return _snowed(g, palette, index, colour * (1.0 + 0.3 * grain)[:, None], 0.55, 0.1)


def _floor(g: Geometry, palette: Season, index: Index) -> Array:
    grain, patch = _tone(g, index)
    colour = _blend(palette.floor[0], palette.floor[1], smoothstep(-1.0, 1.0, patch + 1.5 * grain))
    colour *= (1.0 + 0.5 * grain)[:, None]
    return _snowed(g, palette, index, colour, 0.4, 0.35)


def _sand(g: Geometry, palette: Season, index: Index) -> Array:
    grain, patch = _tone(g, index)
    colour = _blend(palette.sand[0], palette.sand[1], smoothstep(-1.2, 1.2, patch + grain))
    wet = 1.0 - smoothstep(0.02, 0.35, g.height.ravel()[index])
    colour *= (1.0 + 0.16 * grain - 0.45 * wet)[:, None]
    if palette.snow:
        colour = _cover(colour, _SNOW, (1.0 - wet) * 0.6 * smoothstep(-0.3, 0.5, patch + grain))
    return colour


def _rock(g: Geometry, palette: Season, index: Index) -> Array:
    grain, patch = _tone(g, index)
    strata = np.sin(g.height.ravel()[index] * 0.045 + 2.5 * patch + 2.0 * grain)
    colour = _blend(palette.rock[0], palette.rock[1], smoothstep(-1.2, 1.2, 0.5 * strata + grain))
    turf = smoothstep(0.62, 0.86, g.up.ravel()[index] + 0.14 * grain)
    colour = _cover(colour, palette.hill[1], 0.55 * turf)
    return _snowed(g, palette, index, colour * (1.0 + 0.4 * grain)[:, None], 0.66, 0.25)


def _snow(g: Geometry, palette: Season, index: Index) -> Array:
    grain, _ = _tone(g, index)
    colour = np.repeat(linear(_SNOW)[None], len(index), axis=0)
    bare = smoothstep(0.3, 0.75, 0.9 - g.up.ravel()[index] + 0.5 * grain)
    return _cover(colour, palette.rock[1], 0.5 * bare) * (1.0 + 0.1 * grain)[:, None]


def _path(g: Geometry, palette: Season, index: Index) -> Array:
    grain, patch = _tone(g, index)
    colour = _blend(palette.path[0], palette.path[1], smoothstep(-1.0, 1.0, grain + 0.4 * patch))
    colour *= (1.0 + 0.3 * grain)[:, None]
    return _cover(colour, "#d9dde3", 0.55 * smoothstep(-0.8, 0.6, grain)) if palette.snow else colour


_GROUND = {
    GRASS: _grass, HILL: _hill, FOREST: _floor, SAND: _sand, MOUNTAIN: _rock, SNOW: _snow, PATH: _path,
}  # fmt: skip


def _trees(g: Geometry, palette: Season, index: Index) -> Array:
    hue, up, shade = g.hue.ravel()[index], g.up.ravel()[index], g.open.ravel()[index]
    conifer = g.conifer.ravel()[index] > 0.5
    leaves = _ramp(palette.leaves)
    spot = hue * np.float32(len(leaves) - 1e-3)
    colour = leaves[spot.astype(np.int64)] * (0.82 + 0.36 * (spot % 1.0))[:, None]
    needles = _blend(palette.conifer[0], palette.conifer[1], hue)
    colour = np.where(conifer[:, None], needles, colour)
    trunk = g.part.ravel()[index] == TRUNK
    colour[trunk] = linear("#5b4636")
    if palette.snow:
        load = smoothstep(0.42, 0.85, up + 0.35 * (shade - 0.7)) * np.where(conifer, 0.8, 0.62)
        colour = _cover(colour, _SNOW, np.where(trunk, 0.0, load).astype(np.float32))
    return colour


def _houses(g: Geometry, palette: Season, index: Index) -> Array:
    part, hue = g.part.ravel()[index], g.hue.ravel()[index]
    pick = (hue * 4.999).astype(np.int64)
    colour = _ramp(_WALLS)[pick]
    roof = _ramp(_ROOFS)[pick]
    if palette.snow:
        roof = roof + (linear(_SNOW) - roof) * np.float32(0.88)
    colour = np.where((part == houses.ROOF)[:, None], roof, colour)
    for kind, dark in ((houses.WINDOW, "#3a4656"), (houses.DOOR, "#6a4630"), (houses.CHIMNEY, "#8a5a48")):
        colour[part == kind] = linear(dark)
    return colour
