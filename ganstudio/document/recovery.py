"""Autosaved copies, so that a crash costs a minute of work.

Every process has a folder of its own with a lock file, which the system lets go of when the process ends,
however it ends. What lies in a folder that nobody locks is offered again.
"""

from __future__ import annotations

import json
import os
import sys
import time
import zipfile
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from ganstudio import paths
from ganstudio.document.document import Document
from ganstudio.document.openraster import THUMBNAIL
from ganstudio.document.project import EXTRAS, load_project, write_project
from ganstudio.errors import SaveError
from ganstudio.events import Progress

_LOCK = "lock"
_OLD = 3600.0


@dataclass(frozen=True)
class RecoveredProject:
    """An autosaved copy whose program is gone: of the file `original`, None if it was never saved."""

    path: Path
    original: Path | None
    saved_at: datetime
    thumbnail: bytes | None


class Autosave:
    """Keeps copies of this process's documents, and finds those of processes that did not end well."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder or paths.recovery_dir()
        self._session: Path | None = None
        self._lock: IO[bytes] | None = None

    def write(self, document: Document, progress: Progress | None = None) -> None:
        """Save a copy; SaveError if that cannot be. Off the UI thread, give a `document.snapshot()`."""
        original = str(document.path) if document.path else ""
        write_project(document, self._copy_of(document), progress or Progress(), {"original": original})

    def discard(self, document: Document) -> None:
        """Forget the copy: the document was saved, or closed as the person wished."""
        if self._session is not None:
            self._copy_of(document).unlink(missing_ok=True)

    def recoverable(self) -> list[RecoveredProject]:
        """Copies left behind, the newest first."""
        found: list[RecoveredProject] = []
        for session in self._folder.glob("*/"):
            with suppress(OSError):
                found += _left_behind(session)
        return sorted(found, key=lambda project: project.saved_at, reverse=True)

    def recover(self, project: RecoveredProject) -> Document:
        """Open a copy. From now on it is this process's; it stays until it is discarded."""
        document = load_project(project.path)
        document.path = project.original
        document.mark_unsaved()
        project.path.replace(self._copy_of(document))
        return document

    def forget(self, project: RecoveredProject) -> None:
        """Delete a copy that the person does not want."""
        project.path.unlink(missing_ok=True)

    def close(self) -> None:
        """Give up this process's folder, in an orderly end; copies that were not discarded stay."""
        if self._lock is None or self._session is None:
            return
        self._lock.close()
        _remove_if_empty(self._session)
        self._lock = self._session = None

    def _copy_of(self, document: Document) -> Path:
        return self._open_session() / f"{document.id}.ora"

    def _open_session(self) -> Path:
        """This process's folder, made and locked when it is first needed."""
        if self._session is None:
            session = self._folder / f"{datetime.now(UTC):%Y%m%dT%H%M%S}-{os.getpid()}-{id(self):x}"
            try:
                session.mkdir(parents=True)
                self._lock = (session / _LOCK).open("wb")
            except OSError as error:
                raise SaveError(f"No copy could be kept in {self._folder}: {error.strerror}.") from error
            self._lock.write(str(os.getpid()).encode())
            self._lock.flush()
            _try_lock(self._lock)
            self._session = session
        return self._session


def _left_behind(session: Path) -> list[RecoveredProject]:
    """The readable copies in a folder that no living process holds; an empty folder is removed."""
    with (session / _LOCK).open("ab") as lock:
        if not _try_lock(lock):
            return []
        copies = list(session.glob("*.ora"))
        found = [project for copy in copies if (project := _describe(copy)) is not None]
    # A young one may belong to a process that is about to lock it.
    if not copies and time.time() - session.stat().st_mtime > _OLD:
        _remove_if_empty(session)
    return found


def _describe(path: Path) -> RecoveredProject | None:
    """What a copy says of itself; None when it cannot be read."""
    try:
        with zipfile.ZipFile(path) as archive:
            original = json.loads(archive.read(EXTRAS)).get("original")
            thumbnail = archive.read(THUMBNAIL)
    except (OSError, ValueError, KeyError, zipfile.BadZipFile):
        return None
    saved_at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    return RecoveredProject(path, Path(original) if original else None, saved_at, thumbnail)


def _remove_if_empty(session: Path) -> None:
    if not any(session.glob("*.ora")):
        with suppress(OSError):
            (session / _LOCK).unlink(missing_ok=True)
            session.rmdir()


def _try_lock(file: IO[bytes]) -> bool:
    """Lock an open file until it is closed; False when another one holds it."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
