"""What a batch is to make: which files are read, which values are tried, and what comes of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ganstudio.document.files import readable_suffixes
from ganstudio.errors import InputError
from ganstudio.operations.chain import Chain
from ganstudio.operations.naming import PLAIN, NamePattern
from ganstudio.operations.run import check_suffix
from ganstudio.operations.suggest import did_you_mean
from ganstudio.operations.sweep import Sweeps, check_count, combinations, name_pattern


@dataclass(frozen=True)
class Item:
    """The files that make one output; `name` tells people of it, `problem` why it cannot be made.

    `values` are of parameters that differ from one output to the next.
    """

    name: str
    output: Path
    inputs: Mapping[str, Path]
    problem: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)


def plan(
    chain: Chain,
    inputs: Mapping[str, Path],
    out: Path,
    suffix: str = ".png",
    *,
    recursive: bool = False,
    names: str = PLAIN,
    sweeps: Sweeps | None = None,
) -> list[Item]:
    """Pair the files of folders by their stems; a single file serves for all.

    In place of a folder, a pattern such as `photos/**/*.jpg` names files. The first folder, in the order of
    the chain's inputs, says which outputs there are; with `recursive` or `**` sub-folders are kept. `names`
    is a `NamePattern`. With `sweeps` each file is done with each combination of their values, and none is
    needed where the operation needs none. InputError when there is no folder, it holds no pictures, or two of
    them would become the same output; SaveError when the suffix does not suit the result.
    """
    sweeps = sweeps or {}
    check_suffix(chain.output, out / f"x{suffix}")
    folders, singles = _sort(chain, inputs, out, recursive, bool(sweeps))
    read = next(iter(folders.values()), None) or {path.stem: path for path in list(singles.values())[:1]}
    check_count(sweeps, len(read) or 1)
    for name, values in sweeps.items():
        for extreme in (min(values), max(values)):
            chain.varied({name: extreme})
    if sweeps and names == PLAIN:
        names = name_pattern(sweeps, stem=bool(read))
    pattern = NamePattern(names, chain)
    each = [(stem, values) for stem in read or [""] for values in combinations(sweeps)]
    items = [
        _item(out, stem, pattern.name(stem, index, values) + suffix, folders, singles, values)
        for index, (stem, values) in enumerate(each, 1)
    ]
    _check_outputs(items)
    return items


def _sort(
    chain: Chain, inputs: Mapping[str, Path], out: Path, recursive: bool, swept: bool
) -> tuple[dict[str, dict[str, Path]], dict[str, Path]]:
    """Inputs of many files, by stem, and those of one."""
    known = {spec.name for spec in chain.inputs}
    for name in inputs:
        if name not in known:
            raise InputError(f"{chain.id} takes no input “{name}”.", hint=did_you_mean(name, known))
    folders: dict[str, dict[str, Path]] = {}
    singles: dict[str, Path] = {}
    for spec in chain.inputs:
        path = inputs.get(spec.name)
        if path is None:
            if spec.required:
                raise InputError(f"{chain.id} needs {spec.flag} with a folder.")
        elif path.is_file():
            singles[spec.name] = path
        else:
            folders[spec.name] = _by_stem(path, out, recursive)
    if not folders and not swept:
        if not any(spec.required for spec in chain.inputs):
            hint = "Give a parameter several whole numbers, such as --seed 1-100."
            raise InputError(f"There is only one picture to make: {chain.id} needs no folder.", hint=hint)
        raise InputError("A batch needs at least one folder as input.")
    return folders, singles


def _by_stem(place: Path, out: Path, recursive: bool) -> dict[str, Path]:
    """Pictures by their path below the folder, without suffix; what lies in the output folder is none."""
    folder, pattern = _split(place)
    if not folder.is_dir():
        raise InputError(f"{place} does not exist.")
    if folder.resolve() == out.resolve():
        raise InputError(f"{folder} is an input; the output needs a folder of its own.")
    found: dict[str, Path] = {}
    for path in _pictures(folder, pattern or ("**/*" if recursive else "*"), out):
        stem = path.relative_to(folder).with_suffix("").as_posix()
        if stem in found:
            raise InputError(f"{found[stem].name} and {path.name} would become the same output.")
        found[stem] = path
    if not found:
        raise InputError(f"{place} matches no pictures." if pattern else f"{folder} holds no pictures.")
    return found


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
    values: Mapping[str, Any],
) -> Item:
    paired = {input: files[stem] for input, files in folders.items() if stem in files}
    lacking = [input for input in folders if input not in paired]
    problem = f"There is no file “{stem}” among those for “{lacking[0]}”." if lacking else ""
    return Item(name, out / name, {**paired, **singles}, problem, values)


def _check_outputs(items: Sequence[Item]) -> None:
    """No output may replace another one, nor a file that is read."""
    read = {path.resolve() for path in {path for item in items for path in item.inputs.values()}}
    seen = dict[str, Item]()
    for item in items:
        other = seen.setdefault(item.name, item)
        if other is not item:
            one, two = (_what(each) for each in (other, item))
            differing = [*(["stem"] if item.inputs else []), *item.values]
            raise InputError(
                f"{one} and {two} would become the same output, {item.name}.",
                hint=f"Put {' and '.join(f'{{{name}}}' for name in differing)}, or {{index}}, "
                "into the name pattern.",
            )
        if read and item.output.resolve() in read:
            raise InputError(f"{item.output} is an input and would be replaced.")


def _what(item: Item) -> str:
    """What an output is made from, in a word or two."""
    files = [path.name for path in list(item.inputs.values())[:1]]
    return ", ".join([*files, *(f"{name} {value}" for name, value in item.values.items())])
