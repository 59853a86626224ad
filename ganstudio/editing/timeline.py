"""Keyframes on a line of time, as a short text: what is shown when, and what lies between.

    a lake by day; a lake at night @1.5s; a forest at night | seed=3

Keyframes stand between semicolons: what is shown, behind `|` what is set for it alone, and with `@` and an
`s` when it is reached; without, so many seconds after the one before.
"""

from __future__ import annotations

import bisect
import re
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from ganstudio.errors import InputError

MOST_FRAMES = 100_000

_TIME = re.compile(r"@\s*(\d+(?:\.\d*)?|\.\d+)\s*s(?![\w-])")
Easing = Literal["none", "smooth"]


@dataclass(frozen=True)
class Keyframe:
    """`base` is what is shown, `edits` come on top of those of the film; `at` is in seconds."""

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


def keyframes(
    text: str, seconds: float, *, form: str, content: str, prefix: str = ""
) -> tuple[Keyframe, ...]:
    """InputError, in one sentence, for what is no timeline of at least two keyframes.

    For its words: `form` is an example, `content` what a keyframe must have. A word `prefix` before that may
    be left out.
    """
    hint = f"Keyframes are written like {form}."
    parts = [part.strip() for part in text.split(";") if part.strip()]
    if not parts:
        raise InputError("The timeline has no keyframes.", hint=hint)
    if len(parts) == 1:
        raise InputError(f"The timeline has only one keyframe, “{_short(parts[0])}”.", hint=hint)
    found = list[Keyframe]()
    for part in parts:
        told = _TIME.search(part)
        # Where it stands does not matter: rows of edits are written with @ too, but without an s.
        what, _, edits = (part[: told.start()] + part[told.end() :] if told else part).partition("|")
        base = re.sub(rf"^{prefix}\b", "", what.strip()).strip() if prefix else what.strip()
        if not base:
            raise InputError(f"The keyframe “{_short(part)}” has no {content}.", hint=hint)
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
