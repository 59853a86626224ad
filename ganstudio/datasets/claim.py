"""One process at a time prepares a cache; the others wait for it, and take over if it dies."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from ganstudio.errors import SaveError
from ganstudio.events import Progress

_STALE_SECONDS = 90.0
_GLANCE_SECONDS = 0.2


@contextlib.contextmanager
def claimed(folder: Path, progress: Progress) -> Iterator[Callable[[], None]]:
    """Hold the folder; yields what to call now and then to show that work goes on.

    A holder who shows nothing for a minute and a half is taken for dead. SaveError if nothing can be written.
    """
    mark = folder / "in-use"
    while not _taken(mark):
        progress.check()
        if _age(mark) > _STALE_SECONDS:
            mark.unlink(missing_ok=True)
            continue
        progress.set(0.0, "waiting for another process that reads the same pictures")
        time.sleep(_GLANCE_SECONDS)
    last = time.monotonic()

    def alive() -> None:
        nonlocal last
        if time.monotonic() - last > 5:
            last = time.monotonic()
            with contextlib.suppress(OSError):
                mark.touch()

    try:
        yield alive
    finally:
        mark.unlink(missing_ok=True)


def _taken(mark: Path) -> bool:
    try:
        mark.open("x").close()
    except FileExistsError:
        return False
    except OSError as error:
        raise SaveError(f"{mark.parent} cannot be written: {error.strerror or error}.") from error
    return True


def _age(mark: Path) -> float:
    try:
        return time.time() - mark.stat().st_mtime
    except OSError:  # just given back
        return 0.0
