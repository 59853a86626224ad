"""Cutting a face out of a photo so that its eyes lie where a generator draws eyes, and putting it back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional as F

from ganstudio.errors import InputError

Point = tuple[float, float]
Eyes = tuple[Point, Point]

FACES_EYES: Eyes = ((0.388, 0.5), (0.612, 0.5))
"""Where the world of faces has them, in sides of the picture: the left one of the picture first."""
FFHQ_EYES: Eyes = ((0.375, 0.47), (0.625, 0.47))
"""Where FFHQ has them (Karras et al., CVPR 2019, arXiv:1812.04948, appendix C): the side is four times the
distance of the eyes, and the middle lies a tenth of the way to the mouth below them."""
_NEAREST = 2.0
"""Pixels that must lie between the eyes."""


@dataclass(frozen=True)
class Alignment:
    """A similarity from crop to photo: (u, v) of the crop, in pixels, lies at scale · R(u, v) + shift.

    `size` is the side of the crop, (a, b) the first column of scale · R, `shift` where its corner lies.
    """

    size: int
    a: float
    b: float
    shift: Point

    @property
    def scale(self) -> float:
        """Pixels of the photo for one of the crop."""
        return float(np.hypot(self.a, self.b))

    def to_photo(self, point: Point) -> Point:
        u, v = point
        return self.a * u - self.b * v + self.shift[0], self.b * u + self.a * v + self.shift[1]

    def to_crop(self, point: Point) -> Point:
        x, y = point[0] - self.shift[0], point[1] - self.shift[1]
        square = self.scale**2
        return (self.a * x + self.b * y) / square, (self.a * y - self.b * x) / square


def alignment(left_eye: Point, right_eye: Point, size: int, eyes: Eyes = FACES_EYES) -> Alignment:
    """The crop of `size` pixels in which eyes at these points of a photo come to lie at `eyes`.

    Points are (x, y) in pixels; the left eye is that on the left of the picture, and they are swapped if they
    were given the other way round. InputError if they lie on each other or are no numbers.
    """
    if not np.isfinite([*left_eye, *right_eye]).all():
        raise InputError("The places of the eyes are no numbers.")
    if right_eye[0] < left_eye[0]:
        left_eye, right_eye = right_eye, left_eye
    along = np.subtract(right_eye, left_eye)
    if np.hypot(*along) < _NEAREST:
        raise InputError("Both eyes lie on the same place.", hint="Put one point on each eye.")
    (u0, v0), (u1, v1) = ((u * size, v * size) for u, v in eyes)
    across = complex(u1 - u0, v1 - v0)
    turned = complex(*along) / across
    corner = complex(*left_eye) - turned * complex(u0, v0)
    return Alignment(size, turned.real, turned.imag, (corner.real, corner.imag))


def aligned(
    picture: NDArray[np.uint8], left_eye: Point, right_eye: Point, size: int, eyes: Eyes = FACES_EYES
) -> NDArray[np.uint8]:
    """The crop (size, size, C) of a picture (H, W, C); what lies outside of it is mirrored at its edges."""
    return cut_out(picture, alignment(left_eye, right_eye, size, eyes))


def cut_out(picture: NDArray[np.uint8], place: Alignment) -> NDArray[np.uint8]:
    """The crop (size, size, C) of a picture (H, W, C)."""
    height, width = picture.shape[:2]
    along = torch.arange(place.size) + 0.5
    v, u = torch.meshgrid(along, along, indexing="ij")
    x, y = place.a * u - place.b * v + place.shift[0], place.b * u + place.a * v + place.shift[1]
    planes = _reduced(_planes(picture), place.scale)
    return _pixels(_looked_up(planes, x / width, y / height, "reflection"))


def put_back(
    picture: NDArray[np.uint8],
    crop: NDArray[np.uint8] | NDArray[np.float32],
    place: Alignment,
    *,
    before: NDArray[np.uint8] | NDArray[np.float32] | None = None,
    keep: float = 0.0,
    soft: float = 0.12,
) -> NDArray[np.uint8]:
    """The picture (H, W, C) with the crop (S, S, C) where it was cut out; S may be another size.

    With `before`, the crop as it was before it was changed, a share `keep` of the picture's own detail stays:
    at 1 only the change is added to it. `soft` is the width of the edge over which one goes over into the
    other, in sides of the crop.
    """
    height, width = picture.shape[:2]
    y, x = torch.meshgrid(torch.arange(height) + 0.5, torch.arange(width) + 0.5, indexing="ij")
    x, y, square = x - place.shift[0], y - place.shift[1], place.scale**2 * place.size
    u, v = (place.a * x + place.b * y) / square, (place.a * y - place.b * x) / square
    inside = torch.minimum(torch.minimum(u, 1 - u), torch.minimum(v, 1 - v))
    share = (inside / max(soft, 1e-6)).clamp(0, 1)
    share = share * share * (3 - 2 * share)
    smaller = crop.shape[0] / (place.scale * place.size)

    def laid(pixels: NDArray[Any]) -> Tensor:
        return _looked_up(_reduced(_planes(pixels), smaller), u, v, "border")

    photo, drawn = _planes(picture), laid(crop)
    if before is not None and keep:
        drawn = torch.lerp(drawn, photo + drawn - laid(before), keep)
    return _pixels(torch.lerp(photo, drawn, share))


def _looked_up(planes: Tensor, u: Tensor, v: Tensor, beyond: str) -> Tensor:
    """planes (1, C, H, W) at places (h, w) in shares of their sides -> (1, C, h, w)."""
    grid = torch.stack([u, v], dim=-1).float()[None] * 2 - 1
    return F.grid_sample(planes, grid, mode="bilinear", padding_mode=beyond, align_corners=False)


def _reduced(planes: Tensor, factor: float) -> Tensor:
    """Smaller by a factor above 1: pixels are averaged first, or thin things would come and go."""
    if factor <= 1:
        return planes
    height, width = (max(1, round(side / factor)) for side in planes.shape[-2:])
    return F.interpolate(planes, size=(height, width), mode="bilinear", antialias=True, align_corners=False)


def _planes(picture: NDArray[Any]) -> Tensor:
    return torch.from_numpy(np.array(picture)).permute(2, 0, 1)[None].float()


def _pixels(planes: Tensor) -> NDArray[np.uint8]:
    found: NDArray[np.uint8] = planes[0].round().clamp(0, 255).byte().permute(1, 2, 0).numpy()
    return found
