"""Tables as they come: CSV of any spreadsheet, and JSON Lines."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ganstudio.errors import InputError

SUFFIXES = (".csv", ".tsv", ".jsonl", ".ndjson")
MOST = 100_000
_MOST_BYTES = 256 << 20
_DELIMITERS = ",;\t"


@dataclass(frozen=True)
class Record:
    """One row: cells by column, None where empty; `problem` says why it cannot be read."""

    cells: Mapping[str, Any] = field(default_factory=dict)
    problem: str = ""


def is_table(path: Path) -> bool:
    """By its name."""
    return path.suffix.lower() in SUFFIXES


def read_table(path: Path) -> list[Record]:
    """All rows of a CSV with a line of titles, separated by comma, semicolon or tab, or of JSON Lines.

    Columns are named in small letters with _ for blanks and strokes. InputError for a file that cannot be
    read, is not UTF-8 (a byte order mark is no harm), has no rows, no titles, or two columns of one name.
    """
    text = _text(path)
    if path.suffix.lower() in (".jsonl", ".ndjson"):
        records = list(_of_lines(text))
    elif is_table(path):
        records = _of_csv(path, text)
    else:
        raise InputError(f"{path.name} is no table.", hint=f"There are {', '.join(SUFFIXES)}.")
    if not records:
        raise InputError(f"{path.name} has no rows.")
    if len(records) > MOST:
        raise InputError(f"{path.name} has {len(records)} rows; a batch makes at most {MOST}.")
    return records


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise InputError(f"{path.name} is larger than {_MOST_BYTES >> 20} MB, too much for a table.")
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise InputError(
            f"{path.name} is not text in UTF-8.", hint="Save it as “CSV UTF-8” or “Unicode text (UTF-8)”."
        ) from None
    except OSError as error:
        raise InputError(f"{path} cannot be read: {(error.strerror or str(error)).lower()}.") from error


def _of_csv(path: Path, text: str) -> list[Record]:
    first = text.lstrip("\r\n").partition("\n")[0]
    delimiter = max(_DELIMITERS, key=first.count)
    try:
        lines = [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter) if any(row)]
    except csv.Error as error:
        raise InputError(f"{path.name} cannot be read as a table.", detail=str(error)) from error
    if not lines:
        return []
    columns = _columns(path, lines[0])
    return [_record(columns, row) for row in lines[1:] if any(cell.strip() for cell in row)]


def _columns(path: Path, titles: Sequence[str]) -> list[str]:
    columns = [column_name(title) for title in titles]
    while columns and not columns[-1]:
        columns.pop()
    if "" in columns:
        raise InputError(f"Column {columns.index('') + 1} of {path.name} has no title.")
    twice = next((name for name in columns if columns.count(name) > 1), "")
    if twice:
        raise InputError(f"{path.name} has two columns “{twice}”.")
    return columns


def column_name(title: str) -> str:
    """As parameters are called: `Noise-Seed` is noise_seed."""
    return "_".join(title.strip().lower().replace("-", " ").split())


def _record(columns: Sequence[str], row: Sequence[str]) -> Record:
    cells: dict[str, Any] = {name: cell.strip() or None for name, cell in zip(columns, row, strict=False)}
    full = dict.fromkeys(columns) | cells
    if len(row) < len(columns):
        return Record(full, f"it has {_cells(len(row))}, but there are {len(columns)} columns.")
    if any(cell.strip() for cell in row[len(columns) :]):
        return Record(full, f"it has {_cells(len(row))}, but there are only {len(columns)} columns.")
    return Record(full)


def _cells(count: int) -> str:
    return "one cell" if count == 1 else f"{count} cells"


def _of_lines(text: str) -> Iterator[Record]:
    # Not splitlines: a text may hold other separators, which JSON leaves as they are.
    for line in text.split("\n"):
        if not line.strip():
            continue
        try:
            found = json.loads(line)
        except (ValueError, RecursionError):
            yield Record(problem="it is no JSON.")
            continue
        if not isinstance(found, dict):
            yield Record(problem="it is no JSON object, such as {“seed”: 1}.")
            continue
        yield Record({column_name(str(name)): value for name, value in found.items()})
