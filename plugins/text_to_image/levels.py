"""Sentences for single sizes of what is drawn, as a short text: `4-8=a lake; 16-64=a snowy forest`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ganstudio.api import InputError

FORM = "Words by layer are written like 4-8=a lake; 16-64=a snowy forest."
_PART = re.compile(r"(\d+)\s*(-\s*(\d*))?\s*=\s*(.*)", re.DOTALL)


def sentences_by_level(text: str, sides: Sequence[int]) -> dict[int, str]:
    """The place in `sides`, in pixels, to the sentence; of two for one size the later counts.

    `16-` is from there on. InputError, in one sentence, for what cannot be read or sizes that are not there.
    """
    found = dict[int, str]()
    for part in (part.strip() for part in re.split(r"[;\n]", text)):
        if not part:
            continue
        match = _PART.fullmatch(part)
        if match is None or not match[4].strip():
            raise InputError(f"“{_short(part)}” is no sentence for a layer.", hint=FORM)
        if not sides:
            raise InputError(
                "This generator takes in its sentence as a whole: its layers cannot be told others.",
                hint="This works with GigaGAN.",
            )
        first = int(match[1])
        last = (int(match[3]) if match[3] else sides[-1]) if match[2] else first
        levels = [level for level, side in enumerate(sides) if first <= side <= last]
        if not levels:
            raise InputError(
                f"There is no layer of {match[0].partition('=')[0].strip()} pixels.",
                hint=f"There are {', '.join(map(str, sides))}.",
            )
        found |= dict.fromkeys(levels, match[4].strip())
    return found


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"
