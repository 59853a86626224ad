"""The numbers of a run: always a CSV file, and TensorBoard where it is installed."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from ganstudio import paths
from ganstudio.errors import SaveError


class RunLog:
    """One row per report in `log.csv`; rows of steps after the one a run resumes from are dropped.

    A row that a full disk refuses is kept in memory and written with a later one.
    """

    def __init__(self, folder: Path, *, resume_step: int = 0, tensorboard: bool = True) -> None:
        self._path = folder / "log.csv"
        self._rows = self._kept(resume_step)
        self._columns = list(self._rows[0]) if self._rows else []
        self._whole = False
        self._write_all()
        self._board = _board(folder, resume_step) if tensorboard else None

    def report(self, step: int, values: Mapping[str, float]) -> None:
        row = {"step": step, **{name: f"{value:.6g}" for name, value in values.items()}}
        self._rows.append(row)
        new = [name for name in row if name not in self._columns]
        self._columns += new
        if new or not self._whole:
            self._write_all()
        else:
            self._append(row)
        if self._board is not None:
            try:
                for name, value in values.items():
                    self._board.add_scalar(name, value, step)
            except OSError:
                self._board = None

    def rows(self, count: int) -> list[dict[str, float]]:
        """The last rows as numbers, oldest first; empty places are left out."""
        return [
            {name: float(value) for name, value in row.items() if value not in ("", None)}
            for row in self._rows[-count:]
        ]

    def close(self) -> None:
        if not self._whole:
            self._write_all()
        if self._board is not None:
            with suppress(OSError):
                self._board.close()

    def _kept(self, resume_step: int) -> list[dict[str, Any]]:
        if not self._path.is_file():
            return []
        with self._path.open(newline="", encoding="utf-8") as file:
            # A process that was killed may leave half a row.
            rows = [row for row in csv.DictReader(file, restkey="") if (row.get("step") or "").isdigit()]
        for row in rows:
            row.pop("", None)
        return [row for row in rows if int(row["step"]) <= resume_step]

    def _append(self, row: Mapping[str, Any]) -> None:
        try:
            with self._path.open("a", newline="", encoding="utf-8") as file:
                csv.DictWriter(file, self._columns).writerow(row)
        except OSError:
            self._whole = False

    def _write_all(self) -> None:
        self._whole = False
        with suppress(SaveError):
            with paths.atomic_write(self._path) as file:
                file.write(_csv_text(self._columns, self._rows).encode())
            self._whole = True


def _csv_text(columns: list[str], rows: list[dict[str, Any]]) -> str:
    buffer = io.StringIO(newline="")
    if columns:
        writer = csv.DictWriter(buffer, columns, restval="")
        writer.writeheader()
        writer.writerows(rows)
    return buffer.getvalue()


def _board(folder: Path, resume_step: int) -> Any:
    if find_spec("tensorboard") is None:
        return None
    from torch.utils.tensorboard import SummaryWriter

    return SummaryWriter(str(folder / "tensorboard"), purge_step=resume_step + 1)
