"""The landscape world: an endless supply of landscapes with label maps, words and boxes.

A seed fixes the land, the camera, the clouds and the place of the sun; the season and the hour only
change the picture. So every style of a seed shares one label map, and the pictures are aligned pairs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ganstudio.errors import InputError
from ganstudio.worlds.describe import Attributes, Box, find_attributes, find_boxes, write_caption
from ganstudio.worlds.geometry import HOUSE, SUN, build_geometry
from ganstudio.worlds.labels import halve, remove_specks
from ganstudio.worlds.shading import develop, shade

SEASONS = ("spring", "summer", "autumn", "winter")
HOURS = ("dawn", "day", "sunset", "night")
STYLES = tuple((season, hour) for season in SEASONS for hour in HOURS)
CLASSES = (
    "sky", "cloud", "sun_or_moon", "mountain", "snow", "hill",
    "forest", "grass", "sand", "water", "path", "house",
)  # fmt: skip
SIZES = range(64, 513)
PALETTE = "landscape"  # id of the palette whose classes these are
_OVERSAMPLING = 2

__all__ = [
    "CLASSES", "HOURS", "PALETTE", "SEASONS", "SIZES", "STYLES", "Box", "Scene", "check_request", "render",
    "render_batch", "render_styles",
]  # fmt: skip


@dataclass(frozen=True)
class Scene:
    """One picture with everything known about it."""

    image: NDArray[np.uint8]  # (size, size, 3) sRGB
    labels: NDArray[np.uint8]  # (size, size), indices into CLASSES
    season: str
    hour: str
    seed: int
    attributes: Attributes
    caption: str
    boxes: list[Box]


def render(seed: int, size: int = 128, season: str = "summer", hour: str = "day") -> Scene:
    """Draw one scene; the same arguments give the same pixels everywhere.

    Raises InputError for a size outside 64-512, a negative seed, an unknown season or hour.
    """
    return render_styles(seed, size, [(season, hour)])[0]


def render_styles(seed: int, size: int, styles: Sequence[tuple[str, str]]) -> list[Scene]:
    """Draw one seed in several (season, hour) styles; labels and boxes are the same in all of them."""
    check_request(seed, size, styles)
    return list(_draw(seed, size, styles))


def render_batch(
    seeds: Sequence[int], size: int, styles: Sequence[tuple[str, str]], workers: int | None = None
) -> Iterator[Scene]:
    """Draw every seed in every style, in that order, on several processes (default: one a core)."""
    from ganstudio.worlds.batch import render_jobs

    for seed in seeds:
        check_request(seed, size, styles)
    return render_jobs([(seed, tuple(styles)) for seed in seeds], size, workers)


def _draw(seed: int, size: int, styles: Sequence[tuple[str, str]]) -> Iterator[Scene]:
    geometry = build_geometry(seed, size * _OVERSAMPLING)
    smallest = max(2, round(12 * (size / 128) ** 2))
    labels = remove_specks(halve(geometry.labels), smallest, keep=(SUN, HOUSE))
    attributes = find_attributes(geometry, labels, CLASSES)
    boxes = find_boxes(labels, CLASSES)
    for season, hour in styles:
        image = develop(shade(geometry, season, hour), seed, size)
        caption = write_caption(geometry, attributes, season, hour)
        told: Attributes = {"season": season, "hour": hour, **attributes}
        yield Scene(image, labels.copy(), season, hour, seed, told, caption, list(boxes))


def check_request(seed: int, size: int, styles: Sequence[tuple[str, str]]) -> None:
    """Raise InputError for what cannot be drawn."""
    if seed < 0:
        raise InputError(f"A seed is a whole number from 0, not {seed}.")
    if size not in SIZES:
        raise InputError(f"Landscapes are drawn at {SIZES[0]} to {SIZES[-1]} pixels, not {size}.")
    for style in styles:
        if style not in STYLES:
            raise InputError(f"There is no style {' '.join(style)}: seasons {SEASONS}, hours {HOURS}.")
