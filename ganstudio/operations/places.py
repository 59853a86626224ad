"""Outputs that lie elsewhere: wherever fsspec reaches, such as `s3://bucket/folder` or `memory://folder`.

What is made is written on this machine first and moved when all of it is there, so that nobody sees half a
file. What is there already is fetched, to see whether it was made from the same.
"""

from __future__ import annotations

import re
import secrets
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from ganstudio.errors import SaveError
from ganstudio.operations.batch import Outcome
from ganstudio.operations.planning import Item
from ganstudio.operations.recording import sidecar_of

# A drive of Windows has one letter.
_URL = re.compile(r"[a-z][a-z0-9+.-]+://", re.IGNORECASE)
_AT_ONCE = 32
_HANDS = 4


def is_url(place: str | Path) -> bool:
    """Whether it names a place by its protocol, and not a path."""
    return bool(_URL.match(str(place)))


def place_of(output: str | Path) -> tuple[Path, Place | None]:
    """The folder to plan for, and the place of a URL, whose outputs lie in no folder of this machine."""
    return (Path("elsewhere"), Place(str(output).rstrip("/"))) if is_url(output) else (Path(output), None)


@dataclass(frozen=True)
class Place:
    """A folder anywhere, by its URL; SaveError when it cannot be reached."""

    url: str

    @cached_property
    def _there(self) -> tuple[Any, str]:
        import fsspec

        try:
            return fsspec.core.url_to_fs(self.url)  # type: ignore[no-any-return]
        # Each protocol is a library of its own, which may be missing, and raises what it likes.
        except Exception as error:
            raise SaveError(f"{self.url} cannot be reached: {_said(error)}.") from error

    def check(self) -> None:
        """Reach it once, before the work."""
        system, root = self._there
        try:
            system.makedirs(root, exist_ok=True)
        except Exception as error:
            raise SaveError(f"{self.url} cannot be written: {_said(error)}.") from error

    def fetch(self, name: str, target: Path) -> None:
        """Put what is there under this name at `target`, if there is something that can be read."""
        system, root = self._there
        with suppress(Exception):
            if system.isfile(f"{root}/{name}"):
                target.parent.mkdir(parents=True, exist_ok=True)
                system.get_file(f"{root}/{name}", str(target))

    def store(self, source: Path, name: str) -> None:
        """Put a file there under this name, as a whole."""
        system, root = self._there
        target = f"{root}/{name}"
        folder, _, last = target.rpartition("/")
        partial = f"{folder}/.{last}.{secrets.token_hex(4)}.part"
        try:
            system.makedirs(folder, exist_ok=True)
            system.put_file(str(source), partial)
            system.mv(partial, target)
        except Exception as error:
            raise SaveError(f"{self.url}/{name} could not be saved: {_said(error)}.") from error


def run_at(
    place: Place, items: Sequence[Item], run: Callable[[Sequence[Item]], Iterable[Outcome]]
) -> Iterator[Outcome]:
    """Make items by `run`, with their outputs at a place instead of where they were planned.

    Each is told of when it has arrived. A few dozen at a time lie on this machine.
    """
    with (
        tempfile.TemporaryDirectory(prefix="ganstudio-", ignore_cleanup_errors=True) as room,
        ThreadPoolExecutor(_HANDS, thread_name_prefix="place") as hands,
    ):
        for start in range(0, len(items), _AT_ONCE):
            local = [
                replace(item, output=Path(room) / f"{start + index}" / item.output.name)
                for index, item in enumerate(items[start : start + _AT_ONCE])
            ]
            for item in local:
                item.output.parent.mkdir()
            list(hands.map(lambda item: _fetch(place, item), local))
            moving = [hands.submit(_move, place, *made) for made in zip(local, run(local), strict=True)]
            yield from (moved.result() for moved in moving)


def _fetch(place: Place, item: Item) -> None:
    for path, name in _files(item):
        place.fetch(name, path)


def _move(place: Place, item: Item, outcome: Outcome) -> Outcome:
    for path, name in _files(item):
        if path.is_file():
            if outcome.status == "done":
                place.store(path, name)
            path.unlink()
    return outcome


def _files(item: Item) -> Iterator[tuple[Path, str]]:
    """The output and its record beside it: where they lie here, and their names there."""
    yield item.output, item.name
    yield sidecar_of(item.output), f"{item.name}.json"


def _said(error: BaseException) -> str:
    lines = str(error).strip().splitlines()
    return (lines[0] if lines else type(error).__name__).rstrip(".")
