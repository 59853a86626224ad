"""The colours of the light: sky, sun or moon, haze and clouds for each hour, tinted by the season."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

import numpy as np

from ganstudio.worlds.noise import Array
from ganstudio.worlds.sky import Sky


def linear(colour: str) -> Array:
    """Linear light of an sRGB hex colour (gamma 2), float32 (3,)."""
    value = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)], np.float32) / 255.0
    return (value * value).astype(np.float32)


@dataclass(frozen=True)
class Light:
    """One hour of one season; colours in linear light."""

    zenith: Array
    middle: Array
    horizon: Array
    glow: Array  # added around the sun or moon
    band: Array  # added along the horizon below it
    disc: Array
    direct: Array
    ambient: Array
    cloud_lit: Array
    cloud_shade: Array
    mist: float  # strength of mist in low ground
    haze: float  # kilometres in which the air takes two thirds of the contrast
    night: bool = False


def _light(
    sky: tuple[str, str, str], glow: tuple[str, float], band: tuple[str, float], disc: tuple[str, float],
    direct: tuple[str, float], ambient: tuple[str, float], cloud: tuple[str, str], mist: float, haze: float,
    night: bool = False,
) -> Light:  # fmt: skip
    def scaled(pair: tuple[str, float]) -> Array:
        return linear(pair[0]) * np.float32(pair[1])

    return Light(
        zenith=linear(sky[0]), middle=linear(sky[1]), horizon=linear(sky[2]),
        glow=scaled(glow), band=scaled(band), disc=scaled(disc),
        direct=scaled(direct), ambient=scaled(ambient),
        cloud_lit=linear(cloud[0]), cloud_shade=linear(cloud[1]), mist=mist, haze=haze, night=night,
    )  # fmt: skip


_HOURS = {
    "dawn": _light(
        ("#6a95d2", "#c9bcd9", "#ffd9b4"), ("#ffdca8", 0.3), ("#ffb07a", 0.35), ("#fff3d0", 1.6),
        ("#ffdcba", 1.3), ("#a2a8d0", 0.72), ("#fff0e2", "#ad9fc2"), 2.0, 8.5,
    ),
    "day": _light(
        ("#2e6fc6", "#74aee8", "#cfe4f2"), ("#fff6dc", 0.26), ("#ffffff", 0.04), ("#fffbe8", 2.0),
        ("#fff3dc", 1.55), ("#9fbfe6", 0.78), ("#ffffff", "#98a6bd"), 0.7, 13.0,
    ),
    "sunset": _light(
        ("#34448e", "#8f6f9e", "#f2a066"), ("#ffa648", 0.42), ("#ff7a26", 0.5), ("#fff0b8", 1.8),
        ("#ffb272", 1.4), ("#8583b4", 0.78), ("#ffb080", "#66587f"), 0.8, 9.0,
    ),
    "night": _light(
        ("#131f4a", "#223769", "#41588f"), ("#8ea6e0", 0.16), ("#3d5590", 0.1), ("#f6f6ea", 1.05),
        ("#a9c0ff", 0.42), ("#5f78bb", 0.52), ("#7c8fc0", "#26345f"), 1.0, 11.0, True,
    ),
}  # fmt: skip

# What a season does to the sky: a colour the sky leans to, and how much by day and otherwise.
_SEASON_SKY = {
    "spring": ("#d6ecf6", 0.06, 0.03),
    "summer": ("#3f86dc", 0.10, 0.02),
    "autumn": ("#e8d3b0", 0.14, 0.05),
    "winter": ("#d5dfea", 0.42, 0.14),
}
_SEASON_DIRECT = {"spring": 1.0, "summer": 1.08, "autumn": 0.98, "winter": 0.85}


@cache
def light_of(season: str, hour: str) -> Light:
    """The light of a season and hour."""
    base = _HOURS[hour]
    colour, by_day, otherwise = _SEASON_SKY[season]
    share = np.float32(by_day if hour == "day" else otherwise * (0.5 if hour == "night" else 1.0))
    tint = linear(colour) * np.float32(base.middle.mean() / linear(colour).mean()) ** np.float32(0.6)

    def lean(c: Array) -> Array:
        leant: Array = c + (tint - c) * share
        return leant

    return replace(
        base,
        zenith=lean(base.zenith),
        middle=lean(base.middle),
        horizon=lean(base.horizon),
        direct=base.direct * np.float32(_SEASON_DIRECT[season]),
    )


def sky_colour(light: Light, sky: Sky, cover: float) -> Array:
    """The clear sky for every pixel of the sky's rows, linear (H, W, 3)."""
    rise = np.maximum(sky.rise, 0.0)
    low = np.exp(-rise * 9.0)
    high = 1.0 - np.exp(-rise * 2.6)
    vertical = light.middle + (light.zenith - light.middle) * high[..., None]
    vertical = vertical + (light.horizon - vertical) * low[..., None]
    du, dv = sky.across - np.float32(sky.sun.across), sky.rise - np.float32(sky.sun.rise)
    square = du * du + dv * dv
    halo = 0.75 * np.exp(-square * 14.0) + 0.9 * np.exp(-square * 90.0)
    halo += 0.5 * np.exp(-np.sqrt(square) / np.float32(sky.sun.radius * 1.1))
    band = np.exp(-rise * 6.5) * np.exp(-du * du * 2.2)
    colour: Array = vertical + halo[..., None] * light.glow + band[..., None] * light.band
    grey = np.float32(0.35 * max(cover - 0.45, 0.0) / 0.45)
    colour += (light.cloud_shade * 1.3 - colour) * grey
    return colour


def haze_colour(light: Light, sky: Sky) -> Array:
    """What distant land fades into, for every column: linear (1, W, 3)."""
    du = sky.across - np.float32(sky.sun.across)
    towards = np.exp(-du * du * 2.2)[..., None]
    haze: Array = 0.55 * light.horizon + 0.4 * light.middle + 0.55 * towards * light.band
    return haze
