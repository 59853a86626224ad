"""A chain on whole folders: goes on after bad files, and after an interruption where it was."""

from __future__ import annotations

import csv
import io
import json
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Literal

from ganstudio import paths
from ganstudio.document.files import readable_suffixes
from ganstudio.engine.device import Compute
from ganstudio.errors import CancelledError, CheckpointError, GanStudioError, InputError, SaveError
from ganstudio.events import Progress
from ganstudio.operations.chain import Chain, Memos
from ganstudio.operations.contract import ModelSource
from ganstudio.operations.run import check_suffix, read_record, save_result
from ganstudio.operations.sources import Source, read_source
from ganstudio.operations.suggest import did_you_mean
from ganstudio.provenance import InputRecord, sha256_file

Status = Literal["done", "skipped", "failed"]


@dataclass(frozen=True)
class Item:
    """The files that make one output; `name` tells people of it, `problem` why it cannot be made."""

    name: str
    output: Path
    inputs: Mapping[str, Path]
    problem: str = ""


@dataclass(frozen=True)
class Outcome:
    """What became of one item; `message` tells why it failed."""

    output: str
    status: Status
    seconds: float
    message: str = ""


@dataclass
class Batch:
    """All that the items of one batch have in common."""

    chain: Chain
    compute: Compute
    models: ModelSource
    embed: bool = True
    palette: str | None = None
    quality: int = 95
    _memos: Memos = field(default_factory=dict)
    _read: dict[str, Source] = field(default_factory=dict)

    def run(self, items: Sequence[Item], progress: Progress | None = None) -> Iterator[Outcome]:
        """Make the items one after another and tell of each; what is done stays when the caller stops.

        An output whose record says that it was made from the same inputs, parameters, plugin and models is
        skipped. A bad input or a failing plugin spoils one item; what would spoil all of them raises: a
        model that cannot be loaded (CheckpointError), a folder that cannot be written (SaveError).
        """
        progress = progress or Progress()
        for index, item in enumerate(items):
            part = progress.sub(index / len(items), (index + 1) / len(items))
            part.set(0.0, item.name)
            started = time.monotonic()
            status, message = self._try(item, part)
            yield Outcome(item.name, status, round(time.monotonic() - started, 3), message)
        progress.set(1.0)

    def _try(self, item: Item, progress: Progress) -> tuple[Status, str]:
        try:
            if item.problem:
                raise InputError(item.problem)
            if self._is_made(item):
                return "skipped", ""
            self._make(item, progress)
        except (CancelledError, CheckpointError, SaveError):
            raise
        except GanStudioError as error:
            return "failed", str(error)
        return "done", ""

    def _make(self, item: Item, progress: Progress) -> None:
        sources = {name: self._source(name, path) for name, path in item.inputs.items()}
        result = self.chain.run(
            sources, compute=self.compute, models=self.models, progress=progress, memos=self._memos
        )
        _make_parent(item)
        save_result(result, item.output, embed=self.embed, quality=self.quality)

    def _source(self, name: str, path: Path) -> Source:
        """Read an input, unless it is the same file as for the item before."""
        known = self._read.get(name)
        if known is None or known.path != path:
            kind = next(spec.kind for spec in self.chain.inputs if spec.name == name)
            known = self._read[name] = read_source(kind, path, self.palette)
        return known

    def _is_made(self, item: Item) -> bool:
        if not item.output.is_file():
            return False
        try:
            record = read_record(item.output)
            return (
                self.chain.made(record)
                and record.inputs.keys() == item.inputs.keys() | self.chain.constants.keys()
                and all(self._is_same(old, name, item) for name, old in record.inputs.items())
                and all(self.models.sha256(model.name) == model.sha256 for model in record.models)
            )
        # Whatever cannot be read or compared is made again, which tells what is wrong with it.
        except (GanStudioError, OSError):
            return False

    def _is_same(self, old: InputRecord, name: str, item: Item) -> bool:
        """Whether an input is what it was when the output was made."""
        constant = self.chain.constants.get(name)
        if constant is not None:
            return old.sha256 == constant.record.sha256
        same_palette = not old.palette or self.palette in (None, old.palette)
        return same_palette and old.sha256 == sha256_file(item.inputs[name])


def plan(
    chain: Chain,
    inputs: Mapping[str, Path],
    out: Path,
    suffix: str = ".png",
    *,
    recursive: bool = False,
) -> list[Item]:
    """Pair the files of folders by their stems; a single file serves for all.

    The first folder, in the order of the chain's inputs, says which outputs there are; with `recursive`
    their sub-folders are kept. InputError when there is no folder, it holds no pictures, or two of them
    would become the same output; SaveError when the suffix does not suit the result.
    """
    check_suffix(chain.output, out / f"x{suffix}")
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
        elif path.is_dir():
            if path.resolve() == out.resolve():
                raise InputError(f"{path} is an input; the output needs a folder of its own.")
            folders[spec.name] = _by_stem(path, out, recursive)
        elif path.exists():
            singles[spec.name] = path
        else:
            raise InputError(f"{path} does not exist.")
    if not folders:
        raise InputError("A batch needs at least one folder as input.")
    return [_item(out, stem, suffix, folders, singles) for stem in next(iter(folders.values()))]


def write_report(outcomes: Sequence[Outcome], path: Path) -> None:
    """All outcomes as .csv, or as one JSON object per line for any other suffix."""
    text = io.StringIO(newline="")
    if path.suffix.lower() == ".csv":
        writer = csv.DictWriter(text, [field.name for field in fields(Outcome)])
        writer.writeheader()
        writer.writerows(asdict(outcome) for outcome in outcomes)
    else:
        text.writelines(json.dumps(asdict(outcome), ensure_ascii=False) + "\n" for outcome in outcomes)
    with paths.atomic_write(path) as file:
        file.write(text.getvalue().encode())


def _by_stem(folder: Path, out: Path, recursive: bool) -> dict[str, Path]:
    """Pictures by their path below the folder, without suffix; what lies in the output folder is none."""
    found: dict[str, Path] = {}
    for path in _pictures(folder, out, recursive):
        stem = path.relative_to(folder).with_suffix("").as_posix()
        if stem in found:
            raise InputError(f"{found[stem].name} and {path.name} would become the same output.")
        found[stem] = path
    if not found:
        raise InputError(f"{folder} holds no pictures.")
    return found


def _pictures(folder: Path, out: Path, recursive: bool) -> list[Path]:
    known = set(readable_suffixes())
    try:
        paths = folder.rglob("*") if recursive else folder.iterdir()
        found = sorted(path for path in paths if path.suffix.lower() in known and path.is_file())
    except OSError as error:
        raise InputError(f"{folder} cannot be read: {(error.strerror or str(error)).lower()}.") from error
    made = out.resolve()
    return [path for path in found if made not in path.resolve().parents] if recursive else found


def _item(
    out: Path, stem: str, suffix: str, folders: Mapping[str, Mapping[str, Path]], singles: Mapping[str, Path]
) -> Item:
    paired = {name: files[stem] for name, files in folders.items() if stem in files}
    lacking = [name for name in folders if name not in paired]
    problem = f"There is no file “{stem}” among those for “{lacking[0]}”." if lacking else ""
    name = f"{stem}{suffix}"
    return Item(name, out / name, {**paired, **singles}, problem)


def _make_parent(item: Item) -> None:
    """Make the sub-folders of an output; the output folder itself is the caller's to make."""
    depth = item.name.count("/")
    if not depth or not item.output.parents[depth].is_dir():
        return
    try:
        item.output.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise SaveError(f"{item.output.parent} cannot be made: {reason}.") from error
