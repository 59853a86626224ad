"""The files behind the name of a model: one, the parts that an index names, or a link to one elsewhere.

Imports no torch, so that lists and digests come without it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from ganstudio import paths
from ganstudio.errors import CheckpointError
from ganstudio.events import Progress

INDEX_SUFFIX = ".safetensors.index.json"
LINK_SUFFIX = ".link.json"
_BLOCK = 1 << 20


@dataclass(frozen=True)
class Link:
    """A weight file that stays where it is: how it was when it was linked, and how it is to be read.

    `part` is its network's name in the file, `told` what the tensors do not show.
    """

    path: Path
    size: int
    modified_ns: int
    part: str = ""
    told: Mapping[str, Any] = field(default_factory=dict)

    @property
    def problem(self) -> str:
        """What has happened to the file since; empty if nothing."""
        try:
            status = self.path.stat()
        except OSError:
            return f"the linked file {self.path} is not there any more"
        if (status.st_size, status.st_mtime_ns) != (self.size, self.modified_ns):
            return f"the linked file {self.path} has changed since it was imported"
        return ""


def link_to(file: Path, part: str, told: Mapping[str, Any]) -> Link:
    file = file.resolve()
    status = file.stat()
    return Link(file, status.st_size, status.st_mtime_ns, part, told)


def read_link(path: Path) -> Link | None:
    """The link that a file of the library is; None for weights. CheckpointError if it is damaged."""
    if not path.name.endswith(LINK_SUFFIX):
        return None
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
        return Link(**{**record, "path": Path(record["path"])})
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CheckpointError(f"The link {path} is damaged.", detail=str(error)) from error


def write_link(path: Path, link: Link) -> None:
    """SaveError if it cannot be written."""
    with paths.atomic_write(path) as file:
        file.write(json.dumps({**asdict(link), "path": str(link.path)}, indent=2).encode())


def follow(path: Path) -> Path:
    """Where the tensors of `path` are; CheckpointError if it is a link and they are gone."""
    link = read_link(path)
    if link is None:
        return path
    if not link.path.exists():
        raise CheckpointError(
            f"{path.parent.name} is a link to {link.path}, which is not there any more.",
            hint="Bring the file back, or remove the model and import it again.",
        )
    return link.path


def read_index(path: Path) -> dict[str, Any]:
    """Which tensor lies in which part file (`weight_map`); CheckpointError if it is no such index."""
    try:
        index = json.loads(path.read_text(encoding="utf-8"))
        names = set(index["weight_map"].values())
        if not names or any(Path(name).name != name for name in names):
            raise ValueError("file names expected")
        return dict(index)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise CheckpointError(f"{path} is no index of weight files.", detail=str(error)) from error


def part_files(path: Path) -> tuple[Path, ...]:
    """The files that hold the tensors of `path`, in order: itself, or those that an index or a link names."""
    path = follow(path)
    if not path.name.endswith(INDEX_SUFFIX):
        return (path,)
    return tuple(path.parent / name for name in sorted(set(read_index(path)["weight_map"].values())))


def size_of(path: Path) -> int:
    """Bytes of all part files that are there."""
    return sum(part.stat().st_size for part in part_files(path) if part.is_file())


def sha256_weights(path: Path, progress: Progress | None = None) -> str:
    """Hex digest of the bytes of all part files, one after the other."""
    progress = progress or Progress()
    digest, done, total = hashlib.sha256(), 0, size_of(path)
    for part in part_files(path):
        with part.open("rb") as file:
            while block := file.read(_BLOCK):
                digest.update(block)
                done += len(block)
                progress.set(done / total if total else 1.0, "reading")
    return digest.hexdigest()
