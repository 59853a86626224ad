"""What a run's numbers say about it, in words a person can act on: pure functions of the rows of the log.

They read the names that `Recipe.step` documents; a recipe that logs none of them gets no such warnings.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from statistics import fmean

Row = Mapping[str, float]

_WINDOW = 10
"""Rows over which something must last."""
_FALLEN = 0.3
_OVERPOWERED = 0.05
_OVERFITTED = 0.6


@dataclass(frozen=True)
class Warning:
    """One thing that goes wrong, and what to try. `kind` stays the same as long as it lasts."""

    kind: str
    message: str
    advice: str

    def __str__(self) -> str:
        return f"{self.message} {self.advice}"


def check(rows: Sequence[Row]) -> tuple[Warning, ...]:
    """All that the rows so far (oldest first) give reason for."""
    rules: tuple[Callable[[Sequence[Row]], Warning | None], ...] = (collapse, overpowering, overfitting)
    return tuple(found for rule in rules if (found := rule(rows)) is not None)


def collapse(rows: Sequence[Row]) -> Warning | None:
    """Diversity of generated pictures (mean distance of their features) far below the best it has been."""
    values = [row["diversity"] for row in rows if "diversity" in row]
    if len(values) < 2 or max(values) <= 0 or values[-1] > _FALLEN * max(values):
        return None
    share = values[-1] / max(values)
    return Warning(
        "collapse",
        f"The generated pictures become alike: their diversity is {share:.0%} of what it was.",
        "Go back to an earlier state, and try a lower learning rate of the generator, a gradient penalty or "
        "R1, or more different pictures.",
    )


def overpowering(rows: Sequence[Row]) -> Warning | None:
    """The discriminator's losses near 0 for ten rows: it tells all pictures apart, and teaches nothing.

    Not for losses without a lower bound (Wasserstein), which are negative when it does well.
    """
    found = [row["d_real"] + row["d_fake"] for row in rows if {"d_real", "d_fake"} <= row.keys()]
    last = found[-_WINDOW:]
    if len(last) < _WINDOW or min(found) < 0 or fmean(last) > _OVERPOWERED:
        return None
    return Warning(
        "overpowering",
        f"The discriminator is never wrong: its loss has stayed near {fmean(last):.2g}.",
        "Try a lower learning rate of the discriminator, R1 or a gradient penalty, DiffAugment or ADA, or a "
        "narrower discriminator.",
    )


def overfitting(rows: Sequence[Row]) -> Warning | None:
    """Pictures never trained on are judged like generated ones, while known ones are not.

    The measure is r_v of Karras et al. 2020, "Training Generative Adversarial Networks with Limited Data",
    arXiv:2006.06676, equation 1: 0 for none, 1 for complete overfitting; they aim at 0.6 at most.
    """
    names = ("score_real", "score_fake", "score_held_out")
    last = [row for row in rows if all(name in row for name in names)][-_WINDOW:]
    if len(last) < _WINDOW:
        return None
    real, fake, held_out = (fmean(row[name] for row in last) for name in names)
    if real <= fake or (real - held_out) / (real - fake) <= _OVERFITTED:
        return None
    return Warning(
        "overfitting",
        "The discriminator knows the training pictures by heart: new ones look generated to it.",
        "Try ADA or DiffAugment, mirrored pictures, a narrower discriminator, or more pictures.",
    )


def idle(learning_rates: Mapping[str, float]) -> Warning | None:
    """A learning rate of 0: that player will never change."""
    names = sorted(name for name, rate in learning_rates.items() if rate == 0)
    if not names:
        return None
    return Warning(
        "idle",
        f"The learning rate of {' and '.join(names)} is 0: nothing is learned there.",
        "Set one above 0, unless this is meant.",
    )


def not_finite(values: Row) -> str | None:
    """The name of a value that is infinite or not a number."""
    return next((name for name, value in values.items() if not isfinite(value)), None)
