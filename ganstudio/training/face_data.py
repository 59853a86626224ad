"""Training data drawn by the world of faces: pictures alone, with captions, or with their traits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from ganstudio.datasets.domains import DomainDataset
from ganstudio.datasets.images import ImageDataset
from ganstudio.datasets.source import Dataset, Kind
from ganstudio.errors import InputError
from ganstudio.events import Progress
from ganstudio.training import world_store as store
from ganstudio.training.described import DescribedDataset, Lazily, sentences_about
from ganstudio.worlds.captions import face_facts
from ganstudio.worlds.faces import TRAITS, attributes, captions, render_batch, traits
from ganstudio.worlds.faces.scene import check_size

VIEWS: tuple[Kind, ...] = ("images", "captions", "attributes")
_SAVED_EVERY = 200


def kinds_of(view: str) -> tuple[Kind, ...]:
    """The kinds of data set that a view of the faces can be; all for no view. InputError if unknown."""
    if not view:
        return VIEWS
    if view == "words":
        return ("captions",)
    for known in VIEWS:
        if view == known:
            return (known,)
    raise InputError(f"The faces have no view “{view}”.", hint=f"There is {', '.join(VIEWS)}, words.")


def faces_dataset(
    view: str,
    kind: Kind | None,
    folder: Path,
    count: int,
    size: int = 128,
    seed: int = 0,
    *,
    workers: int | None = None,
    progress: Progress | None = None,
    **settings: Any,
) -> Dataset:
    """The faces of `count` seeds from `seed` on; all views share the pictures that `folder` keeps.

    `kind` is what to make of them where `view` is empty, and must fit it otherwise. `settings` are those
    of `PictureSet`. InputError for an unknown view, a kind that does not fit, a size not drawn.
    """
    fits = kinds_of(view)
    if kind is not None and kind not in fits:
        raise InputError(f"The view “{view or 'faces'}” is of the kind {' or '.join(fits)}, not {kind}.")
    check_size(size)
    images = _drawn(
        folder / f"faces-{count}x{size}-{seed}", range(seed, seed + count), size, workers, progress
    )
    faces = (attributes(number) for number in range(seed, seed + count))
    # Words and traits tell right from left, which a mirror would swap.
    told = {"mirror": False, **settings}
    match kind or fits[0]:
        case "captions":
            known = list(faces)
            facts = [face_facts(face) for face in known]
            write: Callable[[int], Sequence[str]] = lambda place: tuple(captions(known[place]))  # noqa: E731
            if view == "words":
                write = lambda place: sentences_about(facts[place], seed + place)  # noqa: E731
            return DescribedDataset(images, Lazily(count, write), facts, **told)
        case "attributes":
            labels = np.array([traits(face) for face in faces], np.float32)
            return DomainDataset(images, labels, TRAITS, False, **told)
        case _:
            return ImageDataset(images, **settings)


def _drawn(
    folder: Path, seeds: range, size: int, workers: int | None, progress: Progress | None
) -> np.ndarray:
    """The pictures (N, S, S, 3) of seeds; those that `folder` holds already are not drawn again."""
    folder.mkdir(parents=True, exist_ok=True)
    images = store.mapped(folder / "images.npy", (len(seeds), size, size, 3))
    key = {"faces": [seeds.start, seeds.stop], "size": size}
    records = store.records_of(folder, key)
    todo = range(len(records), len(seeds))
    faces = render_batch(list(seeds[len(records) :]), size, workers)
    for at, face in (progress or Progress()).steps(zip(todo, faces, strict=True), "drawing", total=len(todo)):
        images[at] = face.image
        records.append({"seed": seeds[at]})
        if len(records) % _SAVED_EVERY == 0 or len(records) == len(seeds):
            store.mark_done(folder, key, records)
    return images
