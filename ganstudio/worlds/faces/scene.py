"""Pictures of faces with everything known about them, one by one or from several processes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from ganstudio.errors import InputError
from ganstudio.worlds.batch import spread
from ganstudio.worlds.faces.describe import captions
from ganstudio.worlds.faces.picture import draw, find_eyes
from ganstudio.worlds.faces.record import Attributes, attributes

SIZES = range(64, 513)
_CHUNK = 16

Eyes = tuple[tuple[float, float], tuple[float, float]]


@dataclass(frozen=True)
class Face:
    """One picture with everything known about it."""

    image: NDArray[np.uint8]  # (size, size, 3) sRGB
    attributes: Attributes
    captions: list[str]
    eyes: Eyes  # (x, y) in pixels: that on the left of the picture first


def render(face: Attributes | int, size: int = 128) -> NDArray[np.uint8]:
    """The picture (size, size, 3), sRGB, of a face or of a seed; the same everywhere within 1/255.

    Raises InputError for a size outside 64-512 or a negative seed.
    """
    check_size(size)
    return draw(attributes(face) if isinstance(face, int) else face, size)


def eyes(face: Attributes | int, size: int = 128) -> Eyes:
    """Where the middles of the eyes are, (x, y) in pixels: that on the left of the picture first."""
    check_size(size)
    return find_eyes(attributes(face) if isinstance(face, int) else face, size)


def render_face(face: Attributes | int, size: int = 128) -> Face:
    """A picture with its attributes, captions and eyes."""
    known = attributes(face) if isinstance(face, int) else face
    return Face(render(known, size), known, captions(known), eyes(known, size))


def render_batch(
    faces: Sequence[Attributes | int], size: int = 128, workers: int | None = None
) -> Iterator[Face]:
    """Draw faces or seeds in their order, on several processes (default: one a core)."""
    check_size(size)
    known = [attributes(face) if isinstance(face, int) else face for face in faces]
    return spread(partial(_render_chunk, size=size), known, _CHUNK, workers)


def check_size(size: int) -> None:
    """Raise InputError for a size that faces are not drawn at."""
    if size not in SIZES:
        raise InputError(f"Faces are drawn at {SIZES[0]} to {SIZES[-1]} pixels, not {size}.")


def _render_chunk(faces: Sequence[Attributes], size: int) -> list[Face]:
    return [render_face(face, size) for face in faces]
