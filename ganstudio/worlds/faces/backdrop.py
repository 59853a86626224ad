"""What is behind the head, out of focus."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ganstudio.worlds.faces.paints import hue
from ganstudio.worlds.faces.record import Attributes
from ganstudio.worlds.noise import Array, smoothstep

_Backdrop = Callable[[Attributes, Array, Array], Array]


def backdrop(a: Attributes, side: int) -> Array:
    """Linear light (3, side, side)."""
    at = (np.arange(side, dtype=np.float32) + 0.5) / side
    made = _BACKDROPS[a.background](a, at[None, :], at[:, None])
    return np.broadcast_to(made, (3, side, side)).astype(np.float32)


def _fade(first: Array, second: Array, share: Array) -> Array:
    faded: Array = first[:, None, None] + (second - first)[:, None, None] * share
    return faded


def _studio(a: Attributes, x: Array, y: Array) -> Array:
    """A seamless paper that the light falls on."""
    middle = 0.5 + 0.25 * np.float32(np.sin(np.radians(a.light_azimuth)))
    far = np.sqrt((x - middle) ** 2 + (y - 0.42) ** 2)
    return _fade(
        hue(a.background_hue, 0.26, 0.96), hue(a.background_hue, 0.48, 0.60), smoothstep(0.05, 0.95, far)
    )


def _lights(a: Attributes, x: Array, y: Array) -> Array:
    """A street at night: discs of light, out of focus."""
    made = _fade(
        hue(a.background_hue + 0.6, 0.6, 0.32),
        hue(a.background_hue + 0.7, 0.6, 0.14),
        smoothstep(0.0, 1.0, y),
    )
    made = np.broadcast_to(made, (3, y.size, x.size)).copy()
    rng = np.random.Generator(np.random.PCG64(round(a.background_hue * 1e4)))
    for _ in range(16):
        cx, cy, radius = rng.uniform(0, 1), rng.uniform(0, 0.85), rng.uniform(0.03, 0.085)
        colour = hue(a.background_hue + rng.uniform(-0.12, 0.12), 0.5, 1.0)
        far = np.sqrt((x - np.float32(cx)) ** 2 + (y - np.float32(cy)) ** 2)
        made += (
            colour[:, None, None]
            * smoothstep(radius, radius - 0.014, far)
            * np.float32(rng.uniform(0.15, 0.5))
        )
    return made


def _outdoors(a: Attributes, x: Array, y: Array) -> Array:
    """Sky over meadows and hills."""
    made = _fade(hue(0.57, 0.50, 0.90), hue(0.56, 0.12, 0.98), smoothstep(0.0, 0.62, y))
    phase = np.float32(6.28 * a.background_hue)
    for k, (height, value) in enumerate(((0.50, 0.66), (0.60, 0.58), (0.72, 0.50))):
        ridge = height + 0.05 * np.sin(x * np.float32(5.0 + 2 * k) + phase * (k + 1))
        land = hue(0.22 + 0.10 * a.background_hue + 0.03 * k, 0.40 + 0.06 * k, value + 0.12)
        made = made + (land[:, None, None] - made) * smoothstep(-0.02, 0.03, y - ridge)
    return made


def _wall(a: Attributes, x: Array, y: Array) -> Array:
    """Papered in broad, soft stripes or spots."""
    first, second = hue(a.background_hue, 0.34, 0.88), hue(a.background_hue + 0.03, 0.42, 0.74)
    k = np.float32(2 * np.pi * 7)
    if round(a.background_hue * 1e4) % 2:
        pattern = np.sin(x * k) + 0.0 * y
    else:
        pattern = np.sin(x * k) * np.sin(y * k) * 1.6 - 0.5
    made = _fade(first, second, smoothstep(-0.35, 0.35, pattern))
    return made * (1.06 - 0.3 * y)


_BACKDROPS: dict[str, _Backdrop] = {
    "studio": _studio, "lights": _lights, "outdoors": _outdoors, "wall": _wall,
}  # fmt: skip
