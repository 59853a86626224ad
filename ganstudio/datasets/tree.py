"""The files of a folder, a zip or a tar, under one roof: listed once, read in place."""

from __future__ import annotations

import io
import os
import tarfile
import threading
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import IO

from ganstudio.errors import InputError
from ganstudio.events import Progress

PICTURES = (
    ".png", ".jpg", ".jpeg", ".jfif", ".webp", ".tif", ".tiff", ".bmp", ".gif", ".ppm", ".pgm", ".avif",
)  # fmt: skip
MOST_FILES = 5_000_000
_LARGEST_MEMBER = 2 << 30
_IGNORED = ("__macosx", "thumbs.db", "desktop.ini")


class _Zip:
    """An archive that is opened when its first member is read; members may be read from several threads."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.Lock()

    @cached_property
    def _file(self) -> zipfile.ZipFile:
        return zipfile.ZipFile(self.path)

    def read(self, member: str) -> bytes:
        with self._lock:
            archive = self._file
        return archive.read(member)


@dataclass(frozen=True)
class DataFile:
    """One file: `name` is its path below the root. It lies on disk, or inside the archive `path`."""

    name: str
    path: Path
    size: int
    stamp: int
    member: str = ""
    archive: _Zip | None = field(default=None, compare=False, repr=False)
    offset: int = -1

    @property
    def stem(self) -> str:
        return PurePosixPath(self.name).stem

    @property
    def suffix(self) -> str:
        return PurePosixPath(self.name).suffix.lower()

    @property
    def shown(self) -> Path:
        """What to tell a person: the file, or the archive with the member behind it."""
        return self.path / self.member if self.member else self.path

    def open(self) -> IO[bytes]:
        """The bytes from the beginning; InputError if they cannot be had."""
        try:
            if self.archive is not None:
                if self.size > _LARGEST_MEMBER:
                    raise InputError(f"{self.name} would unpack to {self.size / 1e9:.1f} GB and is not read.")
                return io.BytesIO(self.archive.read(self.member))
            if self.offset < 0:
                return self.path.open("rb")
            with self.path.open("rb") as file:
                file.seek(self.offset)
                return io.BytesIO(file.read(self.size))
        except OSError as error:
            raise InputError(f"{self.name} cannot be read: {error.strerror or error}.") from error
        # A damaged or encrypted member, in whatever way the archive reader meets it.
        except (RuntimeError, ValueError, NotImplementedError, EOFError, zipfile.BadZipFile) as error:
            raise InputError(f"{self.name} cannot be read from the archive.", detail=str(error)) from error
        except Exception as error:
            raise _damaged(self.name, error) from error

    def read_text(self) -> str:
        """The file as text, UTF-8 if it is that; InputError if it cannot be read."""
        with self.open() as file:
            try:
                data = file.read()
            except OSError as error:
                raise InputError(f"{self.name} cannot be read: {error.strerror or error}.") from error
        try:
            return data.decode("utf-8-sig")
        except UnicodeDecodeError:
            return data.decode("latin-1")


def _damaged(name: str, error: Exception) -> Exception:
    """zlib and lzma have errors of their own; what the caller has said already stays as it is."""
    if isinstance(error, InputError | MemoryError):
        return error
    return InputError(f"{name} is damaged inside the archive.", detail=str(error))


@dataclass(frozen=True)
class Tree:
    """All files below `root` by their path there, sorted; hidden files and rubbish are left out.

    `refused` names members that an archive must not have (absolute paths, paths that leave it).
    """

    root: Path
    files: dict[str, DataFile]
    refused: tuple[str, ...] = ()

    @cached_property
    def pictures(self) -> tuple[DataFile, ...]:
        return tuple(file for file in self.files.values() if file.suffix in PICTURES)

    @cached_property
    def picture_set(self) -> frozenset[DataFile]:
        return frozenset(self.pictures)

    @cached_property
    def name_of(self) -> dict[DataFile, str]:
        """The path of each file below this tree's own folder."""
        return {file: name for name, file in self.files.items()}

    @cached_property
    def folders(self) -> tuple[str, ...]:
        """Names of the folders directly inside."""
        return tuple(dict.fromkeys(name.split("/", 1)[0] for name in self.files if "/" in name))

    def inside(self, *parts: str) -> Tree:
        """The files below a folder, whatever the case of its name; empty if there is none."""
        prefix = "".join(f"{part.strip('/')}/" for part in parts if part).lower()
        found = {
            name[len(prefix) :]: file for name, file in self.files.items() if name.lower().startswith(prefix)
        }
        return Tree(self.root.joinpath(*parts), found)

    def has(self, *parts: str) -> bool:
        prefix = "".join(f"{part.strip('/')}/" for part in parts).lower()
        return any(name.lower().startswith(prefix) for name in self.files)

    def split(self, name: str) -> Tree:
        """Where the set is divided into train, val and test, one of them; else all of it."""
        part = self.inside(name)
        return part if part.pictures else self

    def named(self, *names: str) -> DataFile | None:
        """The first file of one of these names, at any depth, those nearer the root first."""
        wanted = [name.lower() for name in names]
        found = [file for file in self.files.values() if PurePosixPath(file.name).name.lower() in wanted]
        key = {name: place for place, name in enumerate(wanted)}
        return min(
            found,
            key=lambda f: (f.name.count("/"), key[PurePosixPath(f.name).name.lower()]),
            default=None,
        )


def open_tree(path: Path, progress: Progress | None = None) -> Tree:
    """List a folder, zip or tar. InputError if there is no such thing, or it cannot be read.

    An archive that holds nothing but one folder is that folder.
    """
    path = Path(path)
    progress = progress or Progress()
    try:
        if path.is_dir():
            return Tree(path, dict(sorted(_walk(path, progress))))
        if not path.exists():
            raise InputError(f"{path} does not exist.")
        if zipfile.is_zipfile(path):
            return _descended(_zip_tree(path))
        if tarfile.is_tarfile(path):
            return _descended(tar_tree(path))
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror or error}.") from error
    except (zipfile.BadZipFile, tarfile.TarError, EOFError) as error:
        raise InputError(f"{path} is damaged.", detail=str(error)) from error
    raise InputError(f"{path} is neither a folder nor a zip or tar.")


def _walk(root: Path, progress: Progress) -> Iterator[tuple[str, DataFile]]:
    """Files below a folder; links are followed, but no folder is entered twice."""
    seen: set[str] = set()
    count = 0
    for folder, folders, names in os.walk(root, followlinks=True):
        progress.check()
        real = os.path.realpath(folder)
        if real in seen:
            folders.clear()
            continue
        seen.add(real)
        folders[:] = sorted(name for name in folders if not _ignored(name))
        for name in names:
            path = Path(folder, name)
            if _ignored(name):
                continue
            try:
                facts = path.stat()
            except OSError:  # a link to nowhere
                continue
            count += 1
            if count > MOST_FILES:
                raise InputError(
                    f"{root} holds more than {MOST_FILES:,} files.", hint="Choose a folder in it."
                )
            relative = path.relative_to(root).as_posix()
            yield relative, DataFile(relative, path, facts.st_size, facts.st_mtime_ns)


def _ignored(name: str) -> bool:
    return name.startswith(".") or name.lower() in _IGNORED


def _zip_tree(path: Path) -> Tree:
    archive = _Zip(path)
    stamp = path.stat().st_mtime_ns
    files: dict[str, DataFile] = {}
    refused: list[str] = []
    with zipfile.ZipFile(path) as opened:
        for info in opened.infolist():
            if info.is_dir():
                continue
            name = _safe_name(info.filename)
            if name is None:
                refused.append(info.filename)
            elif name:
                files[name] = DataFile(name, path, info.file_size, stamp, info.filename, archive)
    return Tree(path, dict(sorted(files.items())), tuple(refused))


def tar_tree(path: Path) -> Tree:
    """The members of an uncompressed tar in their order; InputError for a compressed one."""
    stamp = path.stat().st_mtime_ns
    files: dict[str, DataFile] = {}
    refused: list[str] = []
    try:
        with tarfile.open(path, "r:") as opened:
            for info in opened:
                name = _safe_name(info.name)
                if name is None:
                    refused.append(info.name)
                elif info.isreg() and name:
                    files[name] = DataFile(name, path, info.size, stamp, info.name, None, info.offset_data)
    except tarfile.ReadError as error:
        raise InputError(
            f"{path.name} is damaged, or compressed.", hint="Unpack compressed tars first.", detail=str(error)
        ) from error
    return Tree(path, files, tuple(refused))


def _safe_name(name: str) -> str | None:
    """The member's path; "" for what is ignored, None for what would lie outside the archive."""
    parts = name.replace("\\", "/").split("/")
    if name.startswith(("/", "\\")) or ".." in parts or ":" in parts[0]:
        return None
    kept = [part for part in parts if part not in ("", ".")]
    return "" if any(_ignored(part) for part in kept) else "/".join(kept)


def _descended(tree: Tree) -> Tree:
    while tree.folders and all("/" in name for name in tree.files) and len(tree.folders) == 1:
        inner = tree.inside(tree.folders[0])
        tree = Tree(tree.root, inner.files, tree.refused)
    return tree
