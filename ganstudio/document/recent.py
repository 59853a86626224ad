"""The files that were opened last, with a small picture of each."""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from ganstudio import paths
from ganstudio.errors import SaveError

_LIMIT = 24


@dataclass(frozen=True)
class RecentFile:
    """A file that was opened or saved, and the PNG of its thumbnail, if there is one."""

    path: Path
    thumbnail: bytes | None


class RecentFiles:
    """The list, kept in a small JSON file; the newest first. Failing to keep it is no failure."""

    def __init__(self, file: Path | None = None, thumbnails: Path | None = None) -> None:
        self._file = file or paths.data_dir() / "recent.json"
        self._thumbnails = thumbnails or paths.cache_dir() / "recent"

    @property
    def entries(self) -> list[RecentFile]:
        """Those that still exist."""
        return [RecentFile(path, self._thumbnail(path)) for path in self._paths() if path.exists()]

    def add(self, path: Path, thumbnail: bytes | None = None) -> None:
        """Put a file first, with a PNG of what it shows."""
        path = Path(path).absolute()
        self._keep([path, *(other for other in self._paths() if other != path)])
        if thumbnail is not None:
            with suppress(OSError, SaveError):
                self._thumbnails.mkdir(parents=True, exist_ok=True)
                with paths.atomic_write(self._picture(path)) as file:
                    file.write(thumbnail)

    def remove(self, path: Path) -> None:
        path = Path(path).absolute()
        self._picture(path).unlink(missing_ok=True)
        self._keep([other for other in self._paths() if other != path])

    def clear(self) -> None:
        for path in self._paths():
            self.remove(path)

    def _keep(self, kept: list[Path]) -> None:
        with suppress(OSError, SaveError):
            self._file.parent.mkdir(parents=True, exist_ok=True)
            with paths.atomic_write(self._file) as file:
                file.write(json.dumps([str(path) for path in kept[:_LIMIT]], indent=1).encode())
        for path in kept[_LIMIT:]:
            self._picture(path).unlink(missing_ok=True)

    def _paths(self) -> list[Path]:
        try:
            found = json.loads(self._file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return []
        return [Path(item) for item in found if isinstance(item, str)] if isinstance(found, list) else []

    def _picture(self, path: Path) -> Path:
        return self._thumbnails / f"{hashlib.sha256(str(path).encode()).hexdigest()[:32]}.png"

    def _thumbnail(self, path: Path) -> bytes | None:
        try:
            return self._picture(path).read_bytes()
        except OSError:
            return None
