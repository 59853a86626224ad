"""Keyframes on a line of time, as a short text: what is shown when, and what lies between.

    1; 12 @1.5s; 3 4 - 7 | smile=2, glasses=-1; w:…

Keyframes stand between semicolons: a seed, sums of seeds or a copied latent, behind `|` its own edits, and
with `@` and an `s` when it is reached; without, so many seconds after the one before.
"""

from __future__ import annotations

import bisect
import re
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from ganstudio.api import InputError

MOST_FRAMES = 100_000
FORM = "Keyframes are written like 1; 12 @1.5s; 7 | smile=2"

_TIME = re.compile(r"@\s*(\d+(?:\.\d*)?|\.\d+)\s*s(?![\w-])")
Easing = Literal["none", "smooth"]


@dataclass(frozen=True)
class Keyframe:
    """`base` is a latent as texts have it, `edits` come on top of those of the film; `at` is in seconds."""

    base: str
    edits: str
    at: float


@dataclass(frozen=True)
class Timeline:
    """Keyframes in order. In a loop the last goes over into the first, in `seconds`."""

    keys: tuple[Keyframe, ...]
    seconds: float
    loop: bool = False
    easing: Easing = "none"

    @property
    def duration(self) -> float:
        return self.keys[-1].at + (self.seconds if self.loop else 0.0)

    def count(self, fps: float) -> int:
        """How many frames; a loop leaves out the one that is the first again. InputError if too many."""
        steps = round(min(self.duration * fps, 10.0 * MOST_FRAMES))
        count = max(1, steps if self.loop else steps + 1)
        if count > MOST_FRAMES:
            raise InputError(
                f"This film would have more than {MOST_FRAMES} frames.",
                hint="Take fewer seconds, or fewer frames a second.",
            )
        return count

    def place(self, time: float) -> tuple[int, int, float]:
        """The keyframes before and after, and how far it is between them, in [0, 1]."""
        before = bisect.bisect_right(self._times, time) - 1
        if before < 0:
            return 0, 0, 0.0
        if before == len(self.keys) - 1:
            if not self.loop:
                return before, before, 0.0
            after, end = 0, self.duration
        else:
            after, end = before + 1, self._times[before + 1]
        share = min(1.0, (time - self._times[before]) / (end - self._times[before]))
        return before, after, share * share * (3 - 2 * share) if self.easing == "smooth" else share

    @cached_property
    def _times(self) -> list[float]:
        return [key.at for key in self.keys]


def keyframes(text: str, seconds: float) -> tuple[Keyframe, ...]:
    """InputError, in one sentence, for what is no timeline of at least two keyframes."""
    parts = [part.strip() for part in text.split(";") if part.strip()]
    if not parts:
        raise InputError("The timeline has no keyframes.", hint=f"{FORM}.")
    if len(parts) == 1:
        raise InputError(f"The timeline has only one keyframe, “{_short(parts[0])}”.", hint=f"{FORM}.")
    found = list[Keyframe]()
    for part in parts:
        told = _TIME.search(part)
        # Where it stands does not matter: rows of edits are written with @ too, but without an s.
        what, _, edits = (part[: told.start()] + part[told.end() :] if told else part).partition("|")
        base = re.sub(r"^seed\b", "", what.strip()).strip()
        if not base:
            raise InputError(f"The keyframe “{_short(part)}” has no seed and no latent.", hint=f"{FORM}.")
        at = float(told[1]) if told else found[-1].at + seconds if found else 0.0
        if found and at <= found[-1].at:
            raise InputError(
                f"The keyframe “{_short(part)}” comes at {at:g} s, not after the one before it, "
                f"at {found[-1].at:g} s."
            )
        found.append(Keyframe(base, edits.strip(), at))
    return tuple(found)


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:24]}…{text[-12:]}"
