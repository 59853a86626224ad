"""The records of a data set on disk, one a line, so that an interrupted run goes on where it stopped."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ganstudio.errors import InputError, SaveError
from ganstudio.paths import atomic_write

RECORDS = "metadata.jsonl"
_DESCRIPTION = "dataset.json"


def prepare_folder(out: Path, description: dict[str, Any], folders: tuple[str, ...]) -> None:
    """Make the folders; InputError for one that holds another data set, SaveError where it cannot write."""
    file = out / _DESCRIPTION
    try:
        for folder in folders:
            (out / folder).mkdir(parents=True, exist_ok=True)
        present = json.loads(file.read_text(encoding="utf-8")) if file.is_file() else description
    except ValueError:
        raise InputError(f"{file} cannot be read.", hint="Choose another folder.") from None
    except OSError as error:
        raise SaveError(f"{out} cannot be used: {error.strerror or error}.") from error
    if present != description:
        raise InputError(f"{out} holds a data set with other settings.", hint="Choose another folder.")
    with atomic_write(file) as stream:
        stream.write(json.dumps(description, indent=2).encode() + b"\n")


def _lines(file: Path) -> Iterator[dict[str, Any]]:
    for line in file.read_text(encoding="utf-8").splitlines():
        try:
            yield json.loads(line)
        except ValueError:  # the line that was being written when the run was killed
            continue


def read_records(file: Path) -> dict[int, dict[str, Any]]:
    """Records by their number; none where there is no file."""
    return {int(r["number"]): r for r in _lines(file)} if file.is_file() else {}


def write_records(file: Path, records: dict[int, dict[str, Any]]) -> None:
    """All records, in the order of their numbers."""
    with atomic_write(file) as stream:
        for number in sorted(records):
            stream.write(json.dumps(records[number]).encode() + b"\n")


def append_record(file: Path, record: dict[str, Any]) -> None:
    """One more record, at the end, so that an interrupted run loses none."""
    try:
        with file.open("ab") as stream:
            stream.write(json.dumps(record).encode() + b"\n")
    except OSError as error:
        raise SaveError(f"{file} could not be written: {error.strerror or error}.") from error
