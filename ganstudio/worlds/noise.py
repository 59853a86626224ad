"""Tileable noise textures made once per process, and cheap ways to read them.

Every scene reads the same textures through its own rotations and offsets, so that a new seed costs
no FFT, and the same seed gives the same land on every machine.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

# float32 unless said otherwise; numpy's stubs widen most float32 expressions, so the type does not insist.
Array = NDArray[Any]
Ints = NDArray[Any]

SIZE = 512  # texels along one side; a power of two so that wrapping is a mask
_MASK = SIZE - 1
_BAND_CYCLES = 24.0
BAND_WAVELENGTH = SIZE / _BAND_CYCLES  # texels


def _spectral(seed: int, shape: Array) -> Array:
    """White noise filtered by a radial amplitude, zero mean and unit deviation."""
    white = np.random.Generator(np.random.PCG64(seed)).standard_normal((SIZE, SIZE))
    noise = np.fft.ifft2(np.fft.fft2(white) * shape).real
    normal: Array = ((noise - noise.mean()) / noise.std()).astype(np.float32)
    return normal


def _radius() -> Array:
    k = np.fft.fftfreq(SIZE, 1.0 / SIZE)
    radius: Array = np.hypot(k[:, None], k[None, :])
    return radius


@cache
def band() -> Array:
    """Smooth noise of one wavelength (BAND_WAVELENGTH texels), float32 (SIZE, SIZE)."""
    return _spectral(11, np.exp(-(((_radius() - _BAND_CYCLES) / (0.35 * _BAND_CYCLES)) ** 2)))


@cache
def cloudy() -> Array:
    """Fractal noise with a 1/f^1.75 amplitude from 3 cycles a tile down to 4 texels."""
    r = np.maximum(_radius(), 1e-3)
    return _spectral(12, np.where(r < 2.5, 0.0, r**-1.75) * np.exp(-((r / 120.0) ** 2)))


@cache
def grainy() -> Array:
    """Rough fractal noise (1/f) for the fine structure of ground and foliage."""
    r = np.maximum(_radius(), 1e-3)
    return _spectral(13, np.where(r < 6.0, 0.0, r**-0.9) * np.exp(-((r / 170.0) ** 2)))


def lookup(texture: Array, x: Array, y: Array) -> Array:
    """Bilinear, wrapping read of a texture at texel coordinates; x and y broadcast."""
    x, y = np.broadcast_arrays(x, y)
    floor_x, floor_y = np.floor(x), np.floor(y)
    fx, fy = x - floor_x, y - floor_y
    left = floor_x.astype(np.int32) & _MASK
    right = (left + 1) & _MASK
    above = (floor_y.astype(np.int32) & _MASK) * SIZE
    below = (above + SIZE) & (SIZE * SIZE - 1)
    flat = texture.ravel()
    top = flat.take(above + left)
    top += (flat.take(above + right) - top) * fx
    bottom = flat.take(below + left)
    bottom += (flat.take(below + right) - bottom) * fx
    top += (bottom - top) * fy
    return top


@dataclass(frozen=True)
class Octave:
    """One reading of the band texture: a wavelength in world units, turned and shifted."""

    wavelength: float
    cos: float
    sin: float
    shift_x: float
    shift_y: float

    def __call__(self, x: Array, y: Array) -> Array:
        scale = BAND_WAVELENGTH / self.wavelength
        c, s = np.float32(self.cos * scale), np.float32(self.sin * scale)
        return lookup(
            band(), x * c - y * s + np.float32(self.shift_x), x * s + y * c + np.float32(self.shift_y)
        )


def octaves(rng: np.random.Generator, wavelengths: Sequence[float]) -> tuple[Octave, ...]:
    """Octaves with random rotation and shift."""
    angles = rng.uniform(0.0, 2.0 * np.pi, len(wavelengths))
    shifts = rng.uniform(0.0, SIZE, (len(wavelengths), 2))
    return tuple(
        Octave(float(w), float(np.cos(a)), float(np.sin(a)), float(sx), float(sy))
        for w, a, (sx, sy) in zip(wavelengths, angles, shifts, strict=True)
    )


def smoothstep(low: float, high: float, x: Array) -> Array:
    """0 below low, 1 above high, cubic between."""
    t: Array = np.clip((x - np.float32(low)) * np.float32(1.0 / (high - low)), 0.0, 1.0)
    t *= t * (3.0 - 2.0 * t)
    return t


def hash01(*keys: Ints) -> Array:
    """A repeatable random number in [0, 1) for each tuple of integers."""
    value: Ints = np.full((), 0x9E3779B9, np.uint32)
    for key in keys:
        value = (value ^ key.astype(np.uint32)) * np.uint32(0x85EBCA6B)
        value = value ^ (value >> np.uint32(13))
        value = value * np.uint32(0xC2B2AE35)
        value = value ^ (value >> np.uint32(16))
    unit: Array = (value >> np.uint32(8)).astype(np.float32) * np.float32(2.0**-24)
    return unit
