"""`ganstudio train RECIPE --vary NAME=A,B,…`: several runs that differ in one parameter, and one table."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from ganstudio.cli import console
from ganstudio.errors import GanStudioError, InputError

if TYPE_CHECKING:
    from ganstudio.training.comparison import Outcome, Variation
    from ganstudio.training.run_folder import RunFile

Train = Callable[["RunFile", Path], None]
"""Trains, or goes on with, the run in a folder until it has come to its end."""


def compare(run_file: RunFile, words: str, out: Path, train: Train) -> None:
    """Train each value one after the other, then measure and show them; what is done is not done again.

    InputError, before anything is trained, for values that cannot be compared.
    """
    from ganstudio.training import comparison

    parameter, chosen = comparison.variations(run_file, words)
    _check_limits(run_file, parameter)
    for place, variation in enumerate(chosen):
        folder = out / variation.folder
        console.say(f"{parameter} = {variation.value} ({place + 1} of {len(chosen)})")
        if comparison.is_done(folder, variation.run_file.options):
            continue
        comparison.shared_data(out, folder)
        train(variation.run_file, folder)
    outcomes, notes = _measured(out, chosen)
    found = comparison.of_outcomes(run_file.recipe, parameter, outcomes, notes)
    found.write(out)
    for line in (*found.table().lines(), *found.notes, str(out / comparison.PAGE)):
        console.show(line)


def _check_limits(run_file: RunFile, parameter: str) -> None:
    limits = ("max_steps", "max_minutes")
    if parameter not in limits and not any(float(run_file.options.get(name, 0)) for name in limits):
        raise InputError(
            "Each of the runs must end for the next to begin.", hint="Say --max-steps or --max-minutes."
        )


def _measured(out: Path, chosen: tuple[Variation, ...]) -> tuple[list[Outcome], list[str]]:
    """What became of each, and what could not be measured."""
    from ganstudio.training import comparison
    from ganstudio.training.comparison_text import WITHOUT_CLIP, text_figures

    outcomes, notes = [], []
    with console.progress_bar("Comparing") as progress:
        for place, variation in enumerate(chosen):
            part = progress.sub(place / len(chosen), (place + 1) / len(chosen))
            more: dict[str, float] = {}
            try:
                if _draws_from_sentences(variation):
                    more = text_figures(out / variation.folder, progress=part)
                    if "clip_score" not in more and WITHOUT_CLIP not in notes:
                        notes.append(WITHOUT_CLIP)
            except GanStudioError as error:
                notes.append(f"{variation.value}: {error.message}")
            outcomes.append(comparison.outcome(out, variation, more))
    return outcomes, notes


def _draws_from_sentences(variation: Variation) -> bool:
    return variation.run_file.recipe in ("gan_cls", "gigagan")
