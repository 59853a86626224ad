"""Pictures inside ZIP files, named by a path that goes on behind the file: `photos.zip/alps/lake.jpg`.

A member is unpacked alone, for as long as it is read, so that an archive takes no room on the disk.
"""

from __future__ import annotations

import hashlib
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import IO, NoReturn

from ganstudio.errors import InputError

SUFFIX = ".zip"
_LARGEST = 4 << 30
_SURELY_FINE, _MOST_TIMES = 64 << 20, 200
"""A member may be this large, in bytes, whatever its share; larger ones may shrink to a 200th at most."""
_MOST_MEMBERS = 1_000_000
_SPECIAL = 0o170000
_LINK = 0o120000


def is_archive(path: Path) -> bool:
    """Whether it is a ZIP file by its name; whether it can be read `members` finds out."""
    return path.suffix.lower() == SUFFIX and path.is_file()


def members(archive: Path) -> list[PurePosixPath]:
    """Paths of all files inside, in order, without what systems add.

    InputError, in one sentence, for what is no ZIP file, is locked by a password, would lead out of a folder,
    or unpacks to far more than it is (a bomb).
    """
    found = []
    infos = _opened(archive).infolist()
    if len(infos) > _MOST_MEMBERS:
        raise InputError(f"{archive.name} holds more than {_MOST_MEMBERS:,} files.")
    for info in infos:
        if not info.is_dir():
            _check(archive, info)
            path = PurePosixPath(info.filename)
            if path.parts[0] != "__MACOSX" and not path.name.startswith("."):
                found.append(path)
    return sorted(found)


def is_there(path: Path) -> bool:
    """Whether there is a file, on the disk or inside an archive."""
    if path.is_file():
        return True
    split = _split(path)
    return split is not None and split[1] in _opened(split[0]).NameToInfo


@contextmanager
def on_disk(path: Path) -> Iterator[Path]:
    """A file of the same name and content that lies on the disk, for as long as this lasts."""
    split = None if path.is_file() else _split(path)
    if split is None:
        yield path
        return
    with tempfile.TemporaryDirectory(prefix="ganstudio-") as folder:
        copy = Path(folder) / path.name
        with _member(*split) as source, copy.open("wb") as target:
            try:
                shutil.copyfileobj(source, target)
            except (OSError, zipfile.BadZipFile, EOFError, ValueError) as error:
                raise InputError(f"{path.name} in {split[0].name} is damaged.", detail=str(error)) from error
        yield copy


def digest(path: Path) -> str:
    """SHA-256 of a file's bytes, wherever it is; OSError or InputError if it cannot be read."""
    split = None if path.is_file() else _split(path)
    if split is None:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    try:
        with _member(*split) as source:
            found = hashlib.sha256()
            while block := source.read(1 << 20):
                found.update(block)
            return found.hexdigest()
    except (zipfile.BadZipFile, EOFError, ValueError) as error:
        raise InputError(f"{path.name} in {split[0].name} is damaged.", detail=str(error)) from error


def _split(path: Path) -> tuple[Path, str] | None:
    """The archive and the name inside it."""
    for parent in path.parents:
        if is_archive(parent):
            return parent, path.relative_to(parent).as_posix()
    return None


def _member(archive: Path, name: str) -> IO[bytes]:
    opened = _opened(archive)
    info = opened.NameToInfo.get(name)
    if info is None:
        raise InputError(f"{archive.name} holds no “{name}”.")
    _check(archive, info)
    try:
        return opened.open(info)
    except (OSError, RuntimeError, NotImplementedError, zipfile.BadZipFile) as error:
        raise InputError(f"{name} in {archive.name} cannot be unpacked.", detail=str(error)) from error


def _opened(archive: Path) -> zipfile.ZipFile:
    try:
        status = archive.stat()
        return _kept(archive, status.st_mtime_ns, status.st_size)
    except (OSError, zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise InputError(f"{archive.name} is not a ZIP file that can be read.", detail=str(error)) from error


@lru_cache(maxsize=2)
def _kept(archive: Path, changed: int, size: int) -> zipfile.ZipFile:
    """Kept open, since its list of members may be longer than each of them."""
    return zipfile.ZipFile(archive)


def _check(archive: Path, info: zipfile.ZipInfo) -> None:
    name = info.filename
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or "\\" in name or ":" in path.parts[0]:
        _refuse(archive, f"“{name}” in it would lead out of a folder")
    if (info.external_attr >> 16) & _SPECIAL == _LINK:
        _refuse(archive, f"“{name}” in it is a link")
    if info.flag_bits & 1:
        _refuse(archive, "it is locked by a password")
    bomb = info.file_size > max(_SURELY_FINE, _MOST_TIMES * info.compress_size)
    if bomb or info.file_size > _LARGEST:
        _refuse(archive, f"“{name}” in it would unpack to {info.file_size / 1e9:.1f} GB")


def _refuse(archive: Path, reason: str) -> NoReturn:
    raise InputError(f"{archive.name} is refused: {reason}.")
