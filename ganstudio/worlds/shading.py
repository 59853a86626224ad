"""Light on the geometry: from buffers to a picture for one season and hour."""

from __future__ import annotations

import numpy as np

from ganstudio.worlds import houses
from ganstudio.worlds.geometry import HOUSE, Geometry
from ganstudio.worlds.light import Light, haze_colour, light_of, linear, sky_colour
from ganstudio.worlds.materials import SEASONS, albedo
from ganstudio.worlds.noise import Array, smoothstep


def shade(g: Geometry, season: str, hour: str) -> Array:
    """The picture in linear light, float32 (H, W, 3)."""
    light = light_of(season, hour)
    picture = _lit(g, light, albedo(g, season))
    _emit(g, light, hour, picture)
    haze = haze_colour(light, g.sky)
    picture = _air(g, light, picture, haze)
    _paint_sky(g, light, picture)
    _paint_water(g, light, season, picture, haze)
    if light.night or hour == "sunset":
        _window_glow(g, picture, 0.5 if light.night else 0.2)
    return picture


def _lit(g: Geometry, light: Light, colour: Array) -> Array:
    """Direct light with soft terminators and shadows, light of the sky, and a rim against the light."""
    to_light = g.sky.sun.light
    cosine = (
        g.right * np.float32(to_light[0]) + g.up * np.float32(to_light[1]) + g.away * np.float32(to_light[2])
    )
    tree = (g.part == 1) | (g.part == 2)
    wrap = np.where(tree, np.float32(0.45), np.float32(0.08))
    lambert = np.maximum((cosine + wrap) / (1.0 + wrap), 0.0)
    veil = np.float32(1.0 - 0.55 * max(g.plan.cloud_cover - 0.3, 0.0))
    direct = lambert * g.shadow * np.minimum(g.open, 1.1) * veil
    ambient = (0.62 + 0.38 * g.up) * g.open
    return colour * (direct[..., None] * light.direct + ambient[..., None] * light.ambient)


def _emit(g: Geometry, light: Light, hour: str, picture: Array) -> None:
    """Lamps behind the windows when it is dark."""
    strength = {"night": 1.0, "sunset": 0.65, "dawn": 0.2}.get(hour, 0.0)
    if strength:
        lamps = (g.part == houses.WINDOW) & (g.labels == HOUSE)
        picture[lamps] += linear("#ffc869") * np.float32(strength)


def _window_glow(g: Geometry, picture: Array, strength: float) -> None:
    """Light that windows throw into the air around them: two box blurs make a soft halo."""
    lamps = (g.part == houses.WINDOW).astype(np.float32)
    if not lamps.any():
        return
    ys, xs = np.nonzero(lamps)
    reach = max(2, g.size // 40)
    top, bottom = max(ys.min() - 3 * reach, 0), min(ys.max() + 3 * reach, g.size)
    left, right = max(xs.min() - 3 * reach, 0), min(xs.max() + 3 * reach, g.size)
    halo = lamps[top:bottom, left:right]
    for _ in range(2):
        for axis in (0, 1):
            halo = _box(halo, reach, axis)
    picture[top:bottom, left:right] += halo[..., None] * linear("#ffb347") * np.float32(strength)


def _box(field: Array, reach: int, axis: int) -> Array:
    pad = [(0, 0), (0, 0)]
    pad[axis] = (reach + 1, reach)
    total = np.cumsum(np.pad(field, pad, mode="edge"), axis=axis)
    count = 2 * reach + 1
    high = total[count:] if axis == 0 else total[:, count:]
    low = total[:-count] if axis == 0 else total[:, :-count]
    mean: Array = ((high - low) / count).astype(np.float32)
    return mean


def _air(g: Geometry, light: Light, picture: Array, haze: Array) -> Array:
    """Aerial perspective, and mist lying on low ground."""
    depth = np.where(np.isfinite(g.depth), g.depth, np.float32(0.0))
    thickness = depth * np.float32(1.0 / (light.haze * 1000.0))
    mist = min(g.plan.mist * light.mist, 1.6)
    if mist > 0.02:
        layer = np.exp(-np.maximum(g.height, 0.0) / np.float32(9.0 + 20.0 * mist))
        far = np.clip((depth - 30.0) / 900.0, 0.0, 1.0)
        thickness += np.sqrt(far) * layer * np.float32(1.25 * mist) * (1.0 + 0.18 * g.patch)
    veil = 1.0 - np.exp(-np.maximum(thickness, 0.0))
    return picture + (haze - picture) * veil[..., None]


def _paint_sky(g: Geometry, light: Light, picture: Array) -> None:
    sky = g.sky
    rows = len(sky.cloud)
    colour = sky_colour(light, sky, g.plan.cloud_cover)
    if light.night:
        _stars(g, colour)
    near_sun = np.exp(-np.square((sky.across - np.float32(sky.sun.across)) * 1.3))
    lit = light.cloud_lit * (0.75 + 0.35 * near_sun[..., None]) + 0.25 * near_sun[..., None] * light.glow
    cloud = light.cloud_shade + (lit - light.cloud_shade) * sky.relief[..., None]
    low = np.exp(-np.maximum(sky.rise, 0.0) * 12.0)[..., None] * np.float32(0.55)
    cloud = cloud + (colour - cloud) * low
    colour += (cloud - colour) * sky.cloud[..., None]
    if sky.sun.visible:
        colour += (light.disc - colour) * sky.disc[..., None]
        if light.night:
            _moon_seas(g, colour)
    behind = ~np.isfinite(g.depth[:rows])
    picture[:rows][behind] = colour[behind]


def _moon_seas(g: Geometry, colour: Array) -> None:
    ys, xs = np.nonzero(g.sky.disc)
    stain = smoothstep(0.0, 1.2, np.sin(xs * 23.0 / g.size * 8) + np.sin(ys * 31.0 / g.size * 8 + 1.0))
    colour[ys, xs] *= (1.0 - 0.2 * stain.astype(np.float32))[:, None]


def _stars(g: Geometry, colour: Array) -> None:
    rng = g.plan.stream(7)
    count = 150
    rows, columns = len(colour), colour.shape[1]
    y = (rng.random(count) ** 1.3 * g.plan.horizon * g.size).astype(np.int64)
    x = (rng.random(count) * columns).astype(np.int64)
    strength = (0.12 + 0.9 * rng.random(count) ** 5).astype(np.float32)
    kept = y < rows
    y, x, strength = y[kept], x[kept], strength[kept]
    colour[y, x] += strength[:, None] * linear("#eef2ff") * 1.6
    bright = strength > 0.6
    for dy, dx in ((0, 1), (1, 0), (0, -1), (-1, 0)):
        ny, nx = np.clip(y[bright] + dy, 0, rows - 1), np.clip(x[bright] + dx, 0, columns - 1)
        colour[ny, nx] += strength[bright, None] * linear("#cfdcff") * 0.6


def _paint_water(g: Geometry, light: Light, season: str, picture: Array, haze: Array) -> None:
    """Fresnel mixture of what the water mirrors and what it is, with glitter below the light and foam."""
    if not len(g.water):
        return
    ys, xs = g.water // g.size, g.water % g.size
    depth, ripple = g.depth[ys, xs], g.ripple[ys, xs]
    deep, shallow = (linear(c) for c in SEASONS[season].water)
    sunk = -g.height[ys, xs]
    body = deep + (shallow - deep) * np.exp(-sunk * 0.9)[:, None]
    body = body * (light.ambient * 0.85 + light.direct * 0.32)
    slant = np.float32(g.eye_level) / np.hypot(depth, np.float32(g.eye_level))
    fresnel = 0.1 + 0.82 * np.power(1.0 - slant, 4.0) + 0.1 * ripple * np.minimum(slant * 6.0, 1.0)
    mirrored = picture.reshape(-1, 3)[g.mirror]
    colour = body + (mirrored - body) * np.clip(fresnel, 0.05, 0.93)[:, None]
    colour += _glitter(g, light, ys, xs, ripple, slant)
    if g.plan.water == "sea":
        foam = 1.0 - smoothstep(0.04, 0.3, sunk + 0.16 * ripple)
        colour += (light.direct * 0.45 + light.ambient * 0.7 - colour) * (0.75 * foam)[:, None]
    veil = 1.0 - np.exp(-depth / np.float32(light.haze * 1300.0))
    mist = min(g.plan.mist * light.mist, 1.4)
    veil = veil + (1.0 - veil) * np.sqrt(np.clip((depth - 30.0) / 900.0, 0.0, 1.0)) * np.float32(0.45 * mist)
    picture[ys, xs] = colour + (haze[0, xs] - colour) * np.minimum(veil, 1.0)[:, None]


def _glitter(g: Geometry, light: Light, ys: Array, xs: Array, ripple: Array, slant: Array) -> Array:
    """The glitter path: sparks of the sun or moon on the waves below it."""
    sun = g.sky.sun
    if not sun.visible:
        return np.zeros((len(ys), 3), np.float32)
    aside = (g.sky.across[0, xs] - np.float32(sun.across)) / np.float32(0.05 + sun.radius)
    width = 1.0 + 1.6 * slant
    path = np.exp(-np.square(aside / width))
    spark = smoothstep(0.15, 0.75, ripple + 0.55 * path)
    veil = np.float32(1.0 - 0.6 * g.plan.cloud_cover)
    shine: Array = (path * (0.25 + spark) * 0.6 * veil)[:, None] * (light.disc * 0.45 + light.direct * 0.25)
    return shine


def develop(picture: Array, seed: int, size: int) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    """Linear light to 8-bit sRGB at size x size: average, soft highlights, gamma, dither."""
    factor = len(picture) // size
    if factor > 1:
        picture = np.clip(picture, 0.0, 1.6).reshape(size, factor, size, factor, 3).mean(axis=(1, 3))
    over = np.maximum(picture - 0.7, 0.0)
    picture = np.minimum(picture, 0.7) + 0.3 * (1.0 - np.exp(-over / 0.3))
    noise = np.random.Generator(np.random.PCG64(seed)).random((size, size, 1), np.float32)
    return np.clip(np.sqrt(np.maximum(picture, 0.0)) * 255.0 + noise, 0.0, 255.0).astype(np.uint8)
