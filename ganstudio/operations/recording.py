"""What a file that leaves the program tells of how it was made, and where it tells it."""

from __future__ import annotations

import secrets
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from ganstudio import paths
from ganstudio.errors import InputError, SaveError
from ganstudio.operations.contract import OperationParams
from ganstudio.operations.signing import Signature
from ganstudio.params import specs
from ganstudio.provenance import Provenance

RecordMode = Literal["full", "private", "none"]
_KEY_BYTES = 32


@dataclass(frozen=True)
class Recording:
    """How the files of one run are recorded.

    "private" leaves out paths, embedded inputs and what a person typed; "none" everything. With `sidecar`
    the record also lies beside the file. `signature` signs the file (C2PA). `key` seals the texts that a
    private record leaves out, so that a batch sees whether they changed; by default it is this machine's own.
    """

    mode: RecordMode = "full"
    sidecar: bool = False
    signature: Signature | None = None
    key: bytes = field(default=b"", repr=False)

    @property
    def sealing(self) -> bytes:
        return self.key or own_key()


FULL = Recording()


def typed_texts(params: OperationParams) -> Iterator[str]:
    """Parameters that hold what a person wrote: no choice, default or suggestion, or the path of a model."""
    for spec in specs(type(params)):
        value = getattr(params, spec.name)
        if not value or value == spec.default:
            continue
        if (spec.kind == "model" and Path(value).is_file()) or (
            spec.kind == "text" and value not in spec.suggestions
        ):
            yield spec.name


def sidecar_of(path: Path) -> Path:
    """Where the record of a file lies beside it."""
    return path.with_name(f"{path.name}.json")


def write_sidecar(path: Path, record: Provenance) -> None:
    """Put the record beside a file; SaveError when that cannot be."""
    with paths.atomic_write(sidecar_of(path)) as file:
        file.write(f"{record.to_json()}\n".encode())


def remove_sidecar(path: Path) -> None:
    """Take away what tells of a file that is about to be replaced; SaveError when that cannot be."""
    try:
        sidecar_of(path).unlink(missing_ok=True)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise SaveError(f"{sidecar_of(path)} could not be replaced: {reason}.") from error


def write_signed(
    path: Path, write: Callable[[Path], None], signature: Signature | None, text: Mapping[str, str]
) -> None:
    """Have a file written, and signed where that is wanted; it gets its name when all of it is done."""
    if signature is None:
        write(path)
        return
    with tempfile.TemporaryDirectory(prefix="ganstudio-", ignore_cleanup_errors=True) as folder:
        plain = Path(folder) / path.name
        write(plain)
        with paths.atomic_write(path) as file:
            signature.sign(plain, file, text)


def read_sidecar(path: Path) -> Provenance:
    """The record in such a file; InputError when it is none."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise InputError(f"{path} does not exist.") from None
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path.name} cannot be read.", detail=str(error)) from error
    return Provenance.from_json(text)


def own_key() -> bytes:
    """This machine's secret, made when it is first wanted."""
    path = paths.data_dir() / "private.key"
    with suppress(OSError):
        if len(found := path.read_bytes()) == _KEY_BYTES:
            return found
    path.parent.mkdir(parents=True, exist_ok=True)
    key = secrets.token_bytes(_KEY_BYTES)
    with paths.atomic_write(path) as file:
        file.write(key)
    path.chmod(0o600)
    return path.read_bytes()
