from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest

from ganstudio.app.canvas.backing import Backing
from ganstudio.app.canvas.pictures import Picture
from ganstudio.document.document import Document
from ganstudio.document.image import ImageData
from ganstudio.document.tiles import Rect


class CountedPicture(Picture):
    """Notes what is read of it."""

    def __init__(self, document: Document) -> None:
        super().__init__(document)
        object.__setattr__(self, "reads", [])

    def read(self, rect: Rect, level: int) -> npt.NDArray[np.uint8]:
        self.reads.append(rect)
        return super().read(rect, level)


def noise_document(width: int = 700, height: int = 500) -> Document:
    random = np.random.default_rng(1)
    return Document.from_image(ImageData(random.integers(0, 255, (height, width, 3), np.uint8)))


def shown(backing: Backing) -> npt.NDArray[np.uint8]:
    """(h, w, 3) RGB of what is cached."""
    return backing._pixels[..., 2::-1]


def test_full_size_is_the_composite_itself() -> None:
    document, backing = noise_document(), Backing()
    backing.show(Picture(document))
    backing.cover(document.rect, 0)
    assert backing.area == document.rect
    assert np.array_equal(shown(backing), document.composite(document.rect)[..., :3])
    assert backing.opaque


@pytest.mark.parametrize("size", [(300, 200), (301, 203)])
def test_smaller_is_the_mean_of_neighbours(size: tuple[int, int]) -> None:
    document, backing = noise_document(*size), Backing()
    backing.show(Picture(document))
    backing.cover(document.rect, 1)
    full = document.composite(document.rect)[..., :3].astype(float)
    mean = full[: size[1] // 2 * 2, : size[0] // 2 * 2]
    mean = mean.reshape(size[1] // 2, 2, size[0] // 2, 2, 3).mean((1, 3))
    here = shown(backing)[: mean.shape[0], : mean.shape[1]]
    assert np.abs(here - mean).max() <= 0.5
    assert backing.opaque


def test_only_what_changed_is_read_again() -> None:
    document, backing = noise_document(), Backing()
    picture = CountedPicture(document)
    backing.show(picture)
    backing.cover(document.rect, 0)
    picture.reads.clear()
    dab = Rect(100, 50, 20, 10)
    document.paint(document.layers[0].id, dab, np.zeros((10, 20, 4), np.uint8))
    backing.invalidate(dab)
    backing.cover(document.rect, 0)
    assert picture.reads == [dab]
    assert not backing.opaque


def test_panning_reads_only_what_comes_into_sight() -> None:
    document, backing = noise_document(3000, 300), Backing()
    picture = CountedPicture(document)
    backing.show(picture)
    backing.cover(Rect(1000, 0, 500, 300), 0)
    seen = backing.area
    picture.reads.clear()
    backing.cover(Rect(1300, 0, 500, 300), 0)
    assert sum(rect.w * rect.h for rect in picture.reads) == (backing.area.right - seen.right) * 300
    assert np.array_equal(shown(backing), document.composite(backing.area)[..., :3])


def test_large_areas_come_coarse_and_are_refined_to_the_same_picture() -> None:
    document = noise_document(1400, 1000)
    coarse, fine = Backing(), Backing()
    for backing in (coarse, fine):
        backing.show(Picture(document))
        backing.cover(document.rect, 1)
    assert coarse.needs_refining
    first = shown(coarse).copy()
    assert np.array_equal(first, document.composite(document.rect, zoom_level=1)[..., :3])
    while coarse.needs_refining:
        assert not coarse.refine().is_empty
    for y in range(0, 1000, 100):
        strip = Rect(0, y, 1400, 100)
        fine.invalidate(strip)
        fine.cover(document.rect, 1)
    assert np.array_equal(shown(coarse), shown(fine))
    assert not np.array_equal(shown(coarse), first)


def test_many_dabs_between_two_paintings_are_joined() -> None:
    document, backing = noise_document(), Backing()
    picture = CountedPicture(document)
    backing.show(picture)
    backing.cover(document.rect, 0)
    picture.reads.clear()
    for i in range(200):
        backing.invalidate(Rect(100 + i, 100, 40, 40))
    backing.cover(document.rect, 0)
    assert sum(rect.w * rect.h for rect in picture.reads) <= 1.5 * 240 * 40
