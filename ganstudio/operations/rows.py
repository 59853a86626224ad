"""Tables of values: each row of a CSV or JSON Lines file makes one picture, or some.

Columns are parameters and inputs of an operation, and `output`, the name of the file that is made.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ganstudio.errors import GanStudioError, InputError
from ganstudio.operations.archives import is_there
from ganstudio.operations.contract import InputSpec, Operation
from ganstudio.operations.naming import is_inside, not_portable
from ganstudio.operations.recipe import Recipe
from ganstudio.operations.suggest import did_you_mean
from ganstudio.operations.tables import Record, read_table
from ganstudio.params import ParameterSpec, specs

OUTPUT = "output"
_NUMBERS = {"int": "a whole number", "seed": "a whole number", "float": "a number"}


@dataclass(frozen=True)
class Row:
    """One row, counted from 1 without the line of titles; `problem` says why nothing can be made of it.

    `values` are of parameters, checked; `output` is a name below the output folder, or empty.
    """

    number: int
    values: Mapping[str, Any] = field(default_factory=dict)
    inputs: Mapping[str, Path] = field(default_factory=dict)
    output: str = ""
    problem: str = ""


@dataclass(frozen=True)
class Rows:
    """What a table says: `names` are the parameters and inputs that have a column.

    `plain` are parameters with which an operation can be built whose needed ones stand in the table.
    """

    rows: tuple[Row, ...]
    names: frozenset[str]
    plain: Mapping[str, Any]


def read_rows(
    path: Path, work: Operation | Recipe, values: Mapping[str, Any], swept: Collection[str] = ()
) -> Rows:
    """Read a table for an operation or a recipe, whose parameters are frozen: only its inputs are columns.

    `values` are given for all rows; an empty cell leaves to them, and to the defaults, what it does not say.
    Paths count from the folder of the table. A row that cannot be used has its problem in one sentence.
    InputError for what is wrong with the table as a whole: a column that is unknown or missing, one that is
    `swept` besides, no row that can be used.
    """
    records = read_table(path)
    columns = list(dict.fromkeys(name for record in records for name in record.cells))
    known = {} if isinstance(work, Recipe) else {spec.name: spec for spec in specs(work.params)}
    inputs = {spec.name: spec for spec in work.inputs}
    _check_columns(path, columns, [*known, *inputs], work)
    for name in columns:
        if name in swept:
            raise InputError(f"“{name}” is a column of {path.name} and has several values besides.")
    for name, spec in known.items():
        if spec.required and name not in columns and name not in values:
            raise InputError(f"{path.name} has no column “{name}”, which is needed.")
    reader = _Reader(path, work, known, inputs, values, [name for name in columns if name in known])
    rows = tuple(reader.row(number, record) for number, record in enumerate(records, 1))
    good = next((row for row in rows if not row.problem), None)
    if good is None:
        raise InputError(f"No row of {path.name} can be used. {rows[0].problem}")
    names = frozenset(columns) - {OUTPUT}
    return Rows(rows, names, {**values, **good.values})


def _check_columns(
    path: Path, columns: Sequence[str], known: Sequence[str], work: Operation | Recipe
) -> None:
    for name in columns:
        if name not in known and name != OUTPUT:
            who = work.name if isinstance(work, Recipe) else work.id
            raise InputError(
                f"{path.name} has a column “{name}”, which {who} does not know.",
                hint=did_you_mean(name, [*known, OUTPUT]),
            )
    if set(columns) <= {OUTPUT}:
        raise InputError(
            f"{path.name} has no column that says what is to be made.", hint=did_you_mean("", known)
        )


@dataclass(frozen=True)
class _Reader:
    path: Path
    work: Operation | Recipe
    known: Mapping[str, ParameterSpec]
    inputs: Mapping[str, InputSpec]
    given: Mapping[str, Any]
    columns: Sequence[str]
    """Of parameters."""

    def row(self, number: int, record: Record) -> Row:
        try:
            if record.problem:
                raise InputError(record.problem)
            cells = {name: value for name, value in record.cells.items() if value is not None}
            return Row(number, self._values(cells), self._inputs(cells), _output(cells.get(OUTPUT)))
        except GanStudioError as error:
            return Row(number, problem=f"Row {number}: {error}")

    def _values(self, cells: Mapping[str, Any]) -> dict[str, Any]:
        """Of all parameters with a column, also where the cell is empty: rows do not inherit each other's."""
        if isinstance(self.work, Recipe):
            return {}
        said = {name: cells[name] for name in self.columns if name in cells}
        for name, value in said.items():
            _check(self.known[name], value)
        built = self.work.build({**self.given, **said}).model_dump(mode="json")
        return {name: built[name] for name in self.columns}

    def _inputs(self, cells: Mapping[str, Any]) -> dict[str, Path]:
        return {name: self._file(cells[name], name) for name in self.inputs if name in cells}

    def _file(self, value: Any, name: str) -> Path:
        if not isinstance(value, str) or "\0" in value:
            raise InputError(f"“{value}” is no name of a file for “{name}”.")
        try:
            path = self.path.parent / Path(value).expanduser()
            there = is_there(path)
        except (OSError, RuntimeError):  # a name that is too long, a person who is not known
            there = False
        if not there:
            raise InputError(f"There is no file {value}.")
        return path


def _check(spec: ParameterSpec, value: Any) -> None:
    """What the column's own name says better than the parameter class."""
    if spec.choices and str(value) not in spec.choices:
        raise InputError(f"There is no {spec.name} “{value}”.", hint=did_you_mean(str(value), spec.choices))
    if spec.kind in _NUMBERS:
        try:
            float(value)
        except (TypeError, ValueError):
            raise InputError(f"{spec.name} needs {_NUMBERS[spec.kind]}, not “{value}”.") from None


def _output(value: Any) -> str:
    if value is None:
        return ""
    name = str(value).strip().replace("\\", "/")
    if not is_inside(name):
        raise InputError(f"“{value}” is no name inside the output folder.")
    reason = not_portable(name)
    if reason:
        raise InputError(f"“{value}” cannot be the name of an output: {reason}.")
    return name
