"""What a batch is to make: which files are read, which values are tried, and what comes of each."""

from __future__ import annotations

import os
import sys
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from ganstudio.document.files import WRITABLE, readable_suffixes
from ganstudio.document.film_files import FILMS
from ganstudio.errors import GanStudioError, InputError
from ganstudio.operations.archives import is_archive, members
from ganstudio.operations.chain import Chain
from ganstudio.operations.naming import LONGEST, PLAIN, NamePattern, too_long
from ganstudio.operations.rows import Row, Rows
from ganstudio.operations.run import check_suffix
from ganstudio.operations.suggest import did_you_mean
from ganstudio.operations.sweep import Sweeps, check_count, combinations, extremes, name_pattern


@dataclass(frozen=True)
class Item:
    """The files that make one output; `name` tells people of it, `problem` why it cannot be made.

    `values` are of parameters that differ from one output to the next, `row` the number of a table's row.
    """

    name: str
    output: Path
    inputs: Mapping[str, Path]
    problem: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    row: int = 0


def plan(
    chain: Chain,
    inputs: Mapping[str, Path],
    out: Path,
    suffix: str = ".png",
    *,
    recursive: bool = False,
    names: str = PLAIN,
    sweeps: Sweeps | None = None,
    rows: Rows | None = None,
) -> list[Item]:
    """Pair the files of folders by their stems; a single file serves for all.

    In place of a folder, a pattern such as `photos/**/*.jpg` names files, and a ZIP file is a folder. The
    first folder, in the order of the chain's inputs, says which outputs there are; with `recursive`, `**` or
    a ZIP file sub-folders are kept. `names` is a `NamePattern`. With `sweeps` each file is done with each
    combination of their values, with `rows` with each row of a table, and none is needed where the operation
    needs none. InputError when there is no folder, it holds no pictures, or two of them would become the same
    output; SaveError when the suffix does not suit the result.
    """
    sweeps = sweeps or {}
    check_suffix(chain.output, out / f"x{suffix}")
    folders, singles = _sort(chain, inputs, out, recursive, bool(sweeps), rows)
    read = next(iter(folders.values()), None) or {path.stem: path for path in list(singles.values())[:1]}
    check_count(sweeps, (len(read) or 1) * (len(rows.rows) if rows else 1))
    for name, values in sweeps.items():
        for value in extremes(values):
            chain.varied({name: value})
    namer = _Namer(chain, suffix, names, sweeps, rows, stem=bool(read))
    items = list[Item]()
    for stem in read or [""]:
        for row in rows.rows if rows else (_NO_ROW,):
            for chosen in combinations({} if row.problem else sweeps):
                name, problem = _kept_short(*namer.name(stem, len(items) + 1, row, chosen))
                items.append(_item(out, stem, name, folders, {**singles, **row.inputs}, row, chosen, problem))
    _check_outputs(items)
    return [_with_all_inputs(item, chain) for item in items] if rows else items


_NO_ROW = Row(0)
_SUFFIXES = (*WRITABLE, *FILMS)


class _Namer:
    """Names outputs: by the pattern, or as the rows of a table want it."""

    def __init__(
        self, chain: Chain, suffix: str, names: str, sweeps: Sweeps, rows: Rows | None, *, stem: bool
    ) -> None:
        self._chain, self._suffix = chain, suffix
        more: dict[str, Any] = {name: values[0] for name, values in sweeps.items()}
        inputs = dict.fromkeys(rows.names & {spec.name for spec in chain.inputs} if rows else (), "x")
        if rows is not None:
            more = {**rows.plain, **inputs, "row": 1, **more}
        if names == PLAIN and (sweeps or rows):
            parts = ["{stem}"] if stem or (rows and inputs) else []
            parts += [f"{{row:0{max(4, len(str(len(rows.rows))))}}}"] if rows else []
            names = name_pattern(sweeps, first="_".join(parts))
        self._fallback = NamePattern("{row:04}", chain, {"row": 1})
        self._of_output = NamePattern(name_pattern(sweeps, first="{stem}"), chain, more)
        self._of_pattern = NamePattern(names, chain, more)

    def name(self, stem: str, index: int, row: Row, values: Mapping[str, Any]) -> tuple[str, str]:
        """The name, and the problem of a row: one that cannot be used has a name to be spoken of by."""
        if row.problem:
            return self._fallback.name(stem, index, {"row": row.number}) + self._suffix, row.problem
        inputs = {name: path.stem for name, path in row.inputs.items()}
        found = {**row.values, **inputs, "row": row.number, **values}
        if row.output:
            return self._of_row(row.output, index, found)
        first = stem or next(iter(inputs.values()), "")
        if not row.number:
            return self._of_pattern.name(first, index, found) + self._suffix, ""
        try:
            return self._of_pattern.name(first, index, found) + self._suffix, ""
        except InputError as error:
            bad = self._fallback.name(stem, index, {"row": row.number})
            return bad + self._suffix, f"Row {row.number}: {error}"

    def _of_row(self, output: str, index: int, found: Mapping[str, Any]) -> tuple[str, str]:
        """A suffix that the row names counts, if it is one of a format."""
        stem, suffix = output, self._suffix
        own = Path(output).suffix
        problem = ""
        if own.lower() in _SUFFIXES:
            stem, suffix = output[: -len(own)], own
            try:
                check_suffix(self._chain.output, Path(f"x{own}"))
            except GanStudioError as error:
                problem = f"Row {found['row']}: {error}"
        return self._of_output.name(stem, index, found) + suffix, problem


def _sort(
    chain: Chain, inputs: Mapping[str, Path], out: Path, recursive: bool, swept: bool, rows: Rows | None
) -> tuple[dict[str, dict[str, Path]], dict[str, Path]]:
    """Inputs of many files, by stem, and those of one."""
    known = {spec.name for spec in chain.inputs}
    for name in inputs:
        if name not in known:
            raise InputError(f"{chain.id} takes no input “{name}”.", hint=did_you_mean(name, known))
    named = rows.names & known if rows else frozenset()
    folders: dict[str, dict[str, Path]] = {}
    singles: dict[str, Path] = {}
    for spec in chain.inputs:
        path = inputs.get(spec.name)
        if path is None:
            if spec.required and spec.name not in named:
                raise InputError(f"{chain.id} needs {spec.flag} with a folder.")
        elif path.is_file() and not is_archive(path):
            singles[spec.name] = path
        else:
            folders[spec.name] = _by_stem(path, out, recursive)
    if folders and named:
        one, other = min(named), next(iter(folders))
        raise InputError(f"The table names the files of “{one}”: “{other}” must be one file for all rows.")
    if not folders and not swept and rows is None:
        if not any(spec.required for spec in chain.inputs):
            hint = "Give a parameter several whole numbers, such as --seed 1-100."
            raise InputError(f"There is only one picture to make: {chain.id} needs no folder.", hint=hint)
        raise InputError("A batch needs at least one folder as input.")
    return folders, singles


def _with_all_inputs(item: Item, chain: Chain) -> Item:
    """The item of a row; with a problem if a cell that is needed was left empty."""
    lacking = next((spec.name for spec in chain.inputs if spec.required and spec.name not in item.inputs), "")
    if item.problem or not lacking:
        return item
    return replace(item, problem=f"Row {item.row}: there is no file for “{lacking}”.")


def _by_stem(place: Path, out: Path, recursive: bool) -> dict[str, Path]:
    """Pictures by their path below the folder, without suffix; what lies in the output folder is none."""
    if is_archive(place):
        return _stems(place, _packed(place), "holds no pictures.")
    folder, pattern = _split(place)
    if not folder.is_dir():
        raise InputError(f"{place} does not exist.")
    if folder.resolve() == out.resolve():
        raise InputError(f"{folder} is an input; the output needs a folder of its own.")
    found = _pictures(folder, pattern or ("**/*" if recursive else "*"), out)
    return _stems(folder, found, "matches no pictures." if pattern else "holds no pictures.", place)


def _stems(folder: Path, paths: Sequence[Path], nothing: str, place: Path | None = None) -> dict[str, Path]:
    found: dict[str, Path] = {}
    for path in paths:
        stem = path.relative_to(folder).with_suffix("").as_posix()
        if stem in found:
            raise InputError(f"{found[stem].name} and {path.name} would become the same output.")
        found[stem] = path
    if not found:
        raise InputError(f"{place or folder} {nothing}")
    return found


def _packed(archive: Path) -> list[Path]:
    known = set(readable_suffixes())
    return [archive / member for member in members(archive) if member.suffix.lower() in known]


def _split(place: Path) -> tuple[Path, str]:
    """The folder before the first part with a wildcard, and the pattern that begins there, if any."""
    if not place.exists():
        for index, part in enumerate(place.parts):
            if any(mark in part for mark in "*?["):
                return Path(*place.parts[:index]), "/".join(place.parts[index:])
    return place, ""


def _pictures(folder: Path, pattern: str, out: Path) -> list[Path]:
    known, made = set(readable_suffixes()), out.resolve()
    try:
        found = [path for path in folder.glob(pattern) if path.suffix.lower() in known and path.is_file()]
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(f"{folder / pattern} cannot be read: {reason.lower()}.") from error
    found.sort()
    if folder.resolve() not in made.parents:
        return found
    return [path for path in found if made not in path.resolve().parents]


def _item(
    out: Path,
    stem: str,
    name: str,
    folders: Mapping[str, Mapping[str, Path]],
    singles: Mapping[str, Path],
    row: Row,
    values: Mapping[str, Any],
    problem: str,
) -> Item:
    paired = {input: files[stem] for input, files in folders.items() if stem in files}
    lacking = [input for input in folders if input not in paired]
    if lacking and not problem:
        problem = f"There is no file “{stem}” among those for “{lacking[0]}”."
    return Item(name, out / name, {**paired, **singles}, problem, {**row.values, **values}, row.number)


def _check_outputs(items: Sequence[Item]) -> None:
    """No output may replace another one, nor a file that is read."""
    read = {path.resolve() for path in {path for item in items for path in item.inputs.values()}}
    seen = dict[str, Item]()
    for item in items:
        if item.row and item.problem:
            continue
        other = seen.setdefault(_same_file(item.name), item)
        if other is not item:
            one, two = (_what(each) for each in (other, item))
            differing = ["row"] if item.row else [*(["stem"] if item.inputs else []), *item.values]
            raise InputError(
                f"{one} and {two} would become the same output, {item.name}.",
                hint=f"Put {' and '.join(f'{{{name}}}' for name in differing)}, or {{index}}, "
                "into the name pattern.",
            )
        if read and item.output.resolve() in read:
            raise InputError(f"{item.output} is an input and would be replaced.")


def _kept_short(name: str, problem: str) -> tuple[str, str]:
    """A name that no file can have is cut, only to be told of."""
    reason = too_long(name)
    if not reason:
        return name, problem
    folder, _, last = name.rpartition("/")
    short = f"{last[:LONGEST]}…{Path(last).suffix[-LONGEST:]}"
    if too_long(folder):
        folder = ""
    return f"{folder}/{short}" if folder else short, problem or f"{short} cannot be written: {reason}."


def _same_file(name: str) -> str:
    """What two names have in common that mean one file: most people's disks do not mind capitals."""
    if os.name == "nt" or sys.platform == "darwin":
        return unicodedata.normalize("NFC", name).casefold()
    return name


def _what(item: Item) -> str:
    """What an output is made from, in a word or two."""
    if item.row:
        return f"Row {item.row}"
    files = [path.name for path in list(item.inputs.values())[:1]]
    return ", ".join([*files, *(f"{name} {value}" for name, value in item.values.items())])
