"""Several runs that differ in one parameter alone, compared: what changed, and what it was worth.

Each run has a folder of its own below that of the comparison and goes on like any run, so a comparison that
was cut short goes on as well. Data that a world draws is kept once for all.
"""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from ganstudio import paths
from ganstudio.errors import InputError
from ganstudio.params import build
from ganstudio.training.launch import recipe_named
from ganstudio.training.options import RunOptions
from ganstudio.training.run_folder import RunFile, read_events, read_run_file, read_status
from ganstudio.training.world_evaluation.tables import Table

JSON, PAGE = "comparison.json", "comparison.md"
_DATA = "data"
_BETTER = {
    **dict.fromkeys(("fid", "fid_style", "kid", "kid_style", "l1", "contrastive"), "lower"),
    **dict.fromkeys(("psnr", "ssim", "miou", "clip_score", "r_precision", "diversity", "accuracy"), "higher"),
}
_TITLES = {
    "fid_style": "FID-style", "kid_style": "KID-style", "fid": "FID", "kid": "KID", "psnr": "PSNR",
    "ssim": "SSIM", "miou": "mIoU", "clip_score": "CLIP score", "r_precision": "R-precision",
    "r_precision_of_real_pictures": "R-precision, real",
    "clip_score_of_real_pictures": "CLIP score, real",
}  # fmt: skip


@dataclass(frozen=True)
class Variation:
    """One of the runs: its value, the name of its folder, and all that it is made of."""

    value: str
    folder: str
    run_file: RunFile


@dataclass(frozen=True)
class Outcome:
    """What became of a run: figures by name, and the last of its sheets, counted from the comparison."""

    value: str
    folder: str
    steps: int
    minutes: float
    figures: dict[str, float]
    sheet: str = ""


@dataclass(frozen=True)
class Comparison:
    """The outcomes of runs by `recipe` that differ in `parameter`."""

    recipe: str
    parameter: str
    outcomes: tuple[Outcome, ...]
    notes: tuple[str, ...] = field(default=())

    def table(self) -> Table:
        """A row for each value; figures that any run has, the best of each marked by a star."""
        names = list(dict.fromkeys(name for each in self.outcomes for name in each.figures))
        best = {name: self._best(name) for name in names}
        head = (self.parameter, "steps", "minutes", *(_title(name) for name in names))
        rows = tuple(
            (
                each.value,
                str(each.steps),
                f"{each.minutes:.1f}",
                *(_shown(each.figures.get(name), best[name]) for name in names),
            )
            for each in self.outcomes
        )
        return Table(head, rows)

    def _best(self, name: str) -> float | None:
        found = [each.figures[name] for each in self.outcomes if name in each.figures]
        if name not in _BETTER or len(found) < 2:
            return None
        return min(found) if _BETTER[name] == "lower" else max(found)

    def as_dict(self) -> dict[str, Any]:
        return {
            "recipe": self.recipe,
            "parameter": self.parameter,
            "runs": [
                {
                    "value": each.value,
                    "folder": each.folder,
                    "steps": each.steps,
                    "minutes": round(each.minutes, 2),
                    "figures": each.figures,
                    "sheet": each.sheet,
                }
                for each in self.outcomes
            ],
            "notes": list(self.notes),
        }

    def markdown(self) -> str:
        sheets = [f"{each.value}:\n\n![{each.value}]({each.sheet})" for each in self.outcomes if each.sheet]
        head = f"# {self.recipe}, by {self.parameter}"
        return "\n\n".join([head, self.table().markdown(), *self.notes, *sheets]) + "\n"

    def write(self, folder: Path) -> None:
        """`comparison.json` and `comparison.md`; SaveError."""
        for name, text in ((JSON, json.dumps(self.as_dict(), indent=2) + "\n"), (PAGE, self.markdown())):
            with paths.atomic_write(folder / name) as file:
                file.write(text.encode())


def variations(run_file: RunFile, words: str) -> tuple[str, tuple[Variation, ...]]:
    """The parameter, and a run for each of its values, of `NAME=VALUE,VALUE,…`.

    It may be one of the recipe or of the run's options. InputError in one sentence for a parameter that is
    not there or has a value already, for less than two values, and for values that cannot be.
    """
    name, equals, listed = words.partition("=")
    name = name.strip().replace("-", "_")
    values = [value.strip() for value in listed.split(",") if value.strip()]
    if not equals or not name or not values:
        raise InputError(f"“{words}” says not what to vary.", hint="Write --vary name=value,value.")
    entry = recipe_named(run_file.recipe)
    known = entry.params_class().model_fields
    if name not in known and name not in RunOptions.model_fields:
        near = difflib.get_close_matches(name, [*known, *RunOptions.model_fields], 1)
        hint = f"Did you mean {near[0]}?" if near else f"`ganstudio train {entry.name} --help` lists them."
        raise InputError(f"{entry.title} has no parameter “{name}”.", hint=hint)
    if name in {**run_file.params, **run_file.options}:
        raise InputError(f"{name} is to be varied and has one value as well.", hint="Leave one of both out.")
    made = tuple(_variation(run_file, name, value, of_recipe=name in known) for value in values)
    distinct = {each.value for each in made}
    if len(made) < 2 or len(distinct) < len(made):
        raise InputError(f"{name} needs at least two values that differ.", hint=f"--vary {name}=A,B")
    return name, made


def _variation(run_file: RunFile, name: str, value: str, *, of_recipe: bool) -> Variation:
    table = {**(run_file.params if of_recipe else run_file.options), name: value}
    cls: Any = recipe_named(run_file.recipe).params_class() if of_recipe else RunOptions
    built = getattr(build(cls, table), name)
    plain = f"{built:g}" if isinstance(built, float) else str(built)
    part = re.sub(r"[^\w.+-]+", "-", plain)
    table = {**table, name: built}
    made = replace(run_file, params=table) if of_recipe else replace(run_file, options=table)
    return Variation(plain, f"{name.replace('_', '-')}-{part}", made)


def shared_data(out: Path, folder: Path) -> None:
    """Let a run find the data of all; where links cannot be made it keeps its own."""
    (out / _DATA).mkdir(parents=True, exist_ok=True)
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / _DATA).exists():
        with suppress(OSError):
            (folder / _DATA).symlink_to(Path("..") / _DATA, target_is_directory=True)


def is_done(folder: Path, asked: Mapping[str, Any]) -> bool:
    """Whether the run in a folder came to the end that these options set."""
    status = read_status(folder)
    if status is None or status.state != "finished":
        return False
    before = build(RunOptions, read_run_file(folder).options).model_dump()
    now = build(RunOptions, dict(asked)).model_dump()
    return all(before[name] == now[name] for name in ("max_steps", "max_minutes"))


def outcome(out: Path, variation: Variation, more: Mapping[str, float]) -> Outcome:
    """What the run says of itself, measured at its end on what was held out, and `more` figures."""
    folder = out / variation.folder
    status = read_status(folder)
    if status is None:
        raise InputError(f"There is no run in {folder}.")
    sheets = sorted((folder / "samples").glob("*.png"))
    sheet = sheets[-1].relative_to(out).as_posix() if sheets else ""
    figures = {**_last_figures(folder), **more}
    return Outcome(
        variation.value, variation.folder, status.step, status.seconds / 60, _rounded(figures), sheet
    )


def _last_figures(folder: Path) -> dict[str, float]:
    events, _ = read_events(folder)
    found: Iterator[dict[str, float]] = (
        event["values"] for event in reversed(events) if event.get("event") == "metric"
    )
    return next(found, {})


def _rounded(figures: Mapping[str, float]) -> dict[str, float]:
    return {name: float(f"{value:.5g}") for name, value in figures.items()}


def _title(name: str) -> str:
    return _TITLES.get(name, name.replace("_", " "))


def _shown(value: float | None, best: float | None) -> str:
    if value is None:
        return "–"
    return f"{value:.4g}{' *' if value == best else ''}"


def of_outcomes(recipe: str, parameter: str, outcomes: Sequence[Outcome], notes: Sequence[str]) -> Comparison:
    starred = any(name in _BETTER for each in outcomes for name in each.figures)
    told = ("A star marks the best of a column.",) if starred else ()
    return Comparison(recipe, parameter, tuple(outcomes), (*told, *notes))
