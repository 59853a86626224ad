"""From a path, or the name of a world, to a data set: the one call of command line and trainer panel."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from ganstudio.datasets.kinds import READERS, list_data
from ganstudio.datasets.source import Dataset, Kind
from ganstudio.errors import InputError
from ganstudio.events import Progress

World = Callable[..., Dataset]
"""Makes a data set: world(name, kind, size=, cache=, progress=, workers=, **options)."""
_SETTINGS = ("crops", "mirror")


def open_dataset(
    source: str | Path,
    kind: Kind | None = None,
    *,
    size: int = 256,
    cache: Path | None = None,
    progress: Progress | None = None,
    workers: int | None = None,
    worlds: Mapping[str, World] | None = None,
    **options: Any,
) -> Dataset:
    """The data at a path, with pictures kept at `size`; or what a world draws, named `landscape[:variant]`.

    `worlds` are the worlds that a name may mean; a path that exists comes first. `crops` and `mirror` are
    settings of `PictureSet`, the other `options` those of the kind's `scan`, or of the world. Arrays are kept
    in `cache`, or without it in memory. The data set's `findings` tell what was left out, and why.
    InputError, SaveError or OutOfMemoryError if it cannot be had.
    """
    if not 8 <= size <= 4096:
        raise InputError(f"Pictures are kept at 8 to 4096 pixels, not {size}.")
    name = str(source)
    world = (worlds or {}).get(name.partition(":")[0])
    if world is not None and not Path(source).exists():
        return world(name, kind, size=size, cache=cache, progress=progress, workers=workers, **options)
    progress = progress or Progress()
    settings = {key: options.pop(key) for key in _SETTINGS if key in options}
    listing = list_data(Path(source), kind, progress=progress, **options)
    reader = READERS[listing.kind]
    return reader.prepare(listing, size, cache, progress=progress, workers=workers, **settings)
