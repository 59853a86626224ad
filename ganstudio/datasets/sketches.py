"""Line drawings made from photos, for sketch pairs where only photos exist.

"edges" are thin outlines (Canny, PAMI 1986); "lines" is ink line art by extended differences of Gaussians
(Winnemöller, Kyprianidis and Olsen, Computers & Graphics 2012) of a flattened picture, without its specks.
Where a label map is known, `outlines` draws its contours, as a person with a pen would.
"""

from __future__ import annotations

from statistics import NormalDist
from typing import Literal

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageFilter

Bytes = npt.NDArray[np.uint8]
SketchStyle = Literal["edges", "lines"]
STYLES: tuple[SketchStyle, ...] = ("edges", "lines")
_STRONG, _WEAK = 0.93, 0.82
_SHARPNESS, _SOFTNESS = 18.0, 12.0
_FINER = 4
_AWAY = np.linspace(-3, 3, 61)
_SLOPE = np.array([NormalDist().cdf(x) for x in _AWAY])


def sketch(picture: Bytes, style: SketchStyle) -> Bytes:
    """Dark lines on white, (H, W, 3), of a picture (H, W, 3); the same lines each time."""
    ink = _edges(picture) if style == "edges" else _lines(picture)
    return np.repeat((255 - ink)[..., None], 3, axis=2)


def outlines(labels: Bytes, width: float = 1.5) -> Bytes:
    """Dark lines on white, (H, W, 3), `width` pixels wide, where the classes of a label map (H, W) meet."""
    height, across = labels.shape
    fine = np.repeat(np.repeat(labels, _FINER, axis=0), _FINER, axis=1)
    ink = np.zeros(fine.shape, np.float32)
    softness = 0.8 * _FINER
    for index in np.unique(labels):
        # Softened, the staircase of pixels becomes a slope that is crossed half way along a smooth line; how
        # high up the slope a pixel lies says how far from the line it is.
        inside = _gaussian(Image.fromarray((fine == index).astype(np.uint8) * 255), softness) / 255
        away = np.abs(np.interp(inside, _SLOPE, _AWAY)) * softness
        ink = np.maximum(ink, np.clip(width * _FINER / 2 - away + 0.5, 0, 1))
    small = ink.reshape(height, _FINER, across, _FINER).mean((1, 3))
    return np.repeat((255 - 255 * small).astype(np.uint8)[..., None], 3, axis=2)


def _edges(picture: Bytes) -> Bytes:
    """Ink 0 or 255 where brightness changes fastest, along lines that are strong somewhere."""
    side = min(picture.shape[:2])
    grey = _blurred(picture, max(0.8, side / 180))
    down, right = (np.asarray(slope, np.float32) for slope in np.gradient(grey))
    strength = np.hypot(down, right)
    ridge = strength * _is_ridge(strength, down, right)
    crests = ridge[ridge > 2.0]  # of 255: fainter steps are noise
    if not crests.size:
        return np.zeros(grey.shape, np.uint8)
    high, low = np.quantile(crests, [_STRONG - 0.13, _WEAK - 0.32])
    return _connected(ridge >= high, ridge >= max(low, 2.0)).astype(np.uint8) * 255


def _is_ridge(strength: npt.NDArray[np.float32], down: npt.NDArray[np.float32],
              right: npt.NDArray[np.float32]) -> npt.NDArray[np.bool_]:  # fmt: skip
    """Whether a pixel is at least as strong as its two neighbours across the edge."""
    angle = np.round(np.arctan2(down, right) / (np.pi / 4)).astype(int) % 4
    padded = np.pad(strength, 1)
    height, width = strength.shape
    crest = np.zeros(strength.shape, bool)
    for direction, (dy, dx) in enumerate(((0, 1), (1, 1), (1, 0), (1, -1))):
        ahead = padded[1 + dy : 1 + dy + height, 1 + dx : 1 + dx + width]
        behind = padded[1 - dy : 1 - dy + height, 1 - dx : 1 - dx + width]
        crest |= (angle == direction) & (strength >= ahead) & (strength > behind)
    return crest


def _lines(picture: Bytes) -> Bytes:
    """Ink of soft dark strokes; textures are flattened first and specks go."""
    side = min(picture.shape[:2])
    flat = Image.fromarray(picture).convert("L").filter(ImageFilter.MedianFilter(5 if side >= 128 else 3))
    sigma = max(0.7, side / 220)
    fine, coarse = (_gaussian(flat, sigma * factor) for factor in (1.0, 1.6))
    sharpened = fine + _SHARPNESS * (fine - coarse)
    # Relative to its surroundings, so that what is merely dark stays white.
    darkness = (_gaussian(flat, 6 * sigma) * 0.92 - sharpened) / 255
    ink = np.clip(np.tanh(np.maximum(darkness, 0) * _SOFTNESS), 0, 1)
    kept = _connected(ink > 0.9, ink > 0.35) & _crowded(ink > 0.35, max(2, round(side / 40)))
    return (ink * kept * 255).astype(np.uint8)


def _crowded(marks: npt.NDArray[np.bool_], reach: int) -> npt.NDArray[np.bool_]:
    """Whether there are as many marks around as a stroke through the neighbourhood has."""
    share = np.asarray(
        Image.fromarray(marks.astype(np.uint8) * 255).filter(ImageFilter.BoxBlur(reach)), np.float32
    )
    return share / 255 * (2 * reach + 1) ** 2 >= 2 * reach


def _connected(seeds: npt.NDArray[np.bool_], allowed: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """What is allowed and touches a seed through what is allowed, within 48 pixels of it."""
    grown = seeds & allowed
    for _ in range(48):
        wide = np.pad(grown, 1)
        tall = wide[:-2] | wide[1:-1] | wide[2:]
        further = (tall[:, :-2] | tall[:, 1:-1] | tall[:, 2:]) & allowed
        if np.array_equal(further, grown):
            break
        grown = further
    return grown


def _blurred(picture: Bytes, sigma: float) -> npt.NDArray[np.float32]:
    return _gaussian(Image.fromarray(picture).convert("L"), sigma)


def _gaussian(grey: Image.Image, sigma: float) -> npt.NDArray[np.float32]:
    """Blurred brightness 0-255 in floating point: eight bits would show steps in skies."""
    values = np.asarray(grey, np.float32)
    reach = max(1, int(3 * sigma + 0.5))
    weights = np.exp(-0.5 * (np.arange(-reach, reach + 1) / sigma) ** 2).astype(np.float32)
    weights /= weights.sum()
    for axis in (0, 1):
        padded = np.pad(values, [(reach, reach) if a == axis else (0, 0) for a in (0, 1)], mode="edge")
        length = values.shape[axis]
        values = np.zeros_like(values)
        for place, weight in enumerate(weights):
            values += weight * np.take(padded, range(place, place + length), axis)
    return values
