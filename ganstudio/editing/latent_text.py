"""Latents and what is done to them as short texts: what parameters hold, files keep and people copy.

    base     ""  the seed · "3 4 - 7 + 12"  averages of seeds, added and subtracted · "w:…"  a latent itself
    edits    "smile=2, hour=-1@4-9"  directions by name, how many steps, on which rows
    mix      "4-7=12, 8-=w:…"  rows that come from another seed or latent
    bend     "b16.conv1:3*2+0.5, L3:*0.5"  stages, their channels, a factor and an offset

Rows and channels are counted from 0; "4-9" includes both ends, "4-" goes to the last, "-3" from the first.
"""

from __future__ import annotations

import base64
import binascii
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from ganstudio.editing.bending import Bend
from ganstudio.errors import InputError

PREFIX = "w:"
MOST_TERMS = 64
Rows = tuple[int, int | None]
"""First and last row, both included; None is the last there is."""
ALL: Rows = (0, None)

_NUMBER = r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?"
_SPAN = re.compile(r"(\d*)(-?)(\d*)")
_EDIT = re.compile(rf"([^=@,]+)=\s*({_NUMBER})\s*(?:@\s*([\d-]+))?")
_BEND = re.compile(rf"([\w.]+)(?::([\d-]+))?\*({_NUMBER})?([+-](?:\d+\.?\d*|\.\d+))?")


@dataclass(frozen=True)
class Term:
    """A signed average of seeds in vector arithmetic."""

    sign: int
    seeds: tuple[int, ...]


@dataclass(frozen=True)
class Edit:
    """`steps` along the direction of that name, on `rows`, or where the direction says if None."""

    name: str
    steps: float
    rows: Rows | None = None


@dataclass(frozen=True)
class Mixed:
    """Rows whose styles come from a seed or from a latent's text."""

    rows: Rows
    source: int | str


def latent_text(ws: Tensor) -> str:
    """Style vectors (num_ws, w_dim), or (1, num_ws, w_dim), as text; in half precision, equal rows once."""
    rows = ws.detach().reshape(-1, ws.shape[-1]).cpu()
    if bool((rows == rows[:1]).all()):
        rows = rows[:1]
    numbers = rows.to(torch.float16).numpy().astype("<f2").tobytes()
    return f"{PREFIX}{len(rows)}:{base64.b64encode(numbers).decode()}"


def latent_of(text: str, num_ws: int, w_dim: int) -> Tensor:
    """(1, num_ws, w_dim) float32 from `latent_text`; InputError if it is none, or of another generator."""
    count, _, numbers = text.strip().removeprefix(PREFIX).partition(":")
    try:
        found = np.frombuffer(base64.b64decode(numbers, validate=True), "<f2").astype(np.float32)
        rows = found.reshape(int(count), -1)
    except (ValueError, binascii.Error):
        raise InputError("The text of this latent is damaged.", hint="Copy it again, as a whole.") from None
    if rows.shape[1] != w_dim or len(rows) not in (1, num_ws):
        raise InputError(
            f"This latent has {rows.shape[0]} × {rows.shape[1]} numbers, the model wants {num_ws} × {w_dim}.",
            hint="It was made with another model.",
        )
    if not np.isfinite(rows).all():
        raise InputError("This latent has numbers that are infinite.")
    return torch.from_numpy(rows).expand(num_ws, -1)[None].clone()


def is_latent(text: str) -> bool:
    return text.strip().startswith(PREFIX)


def terms_of(text: str) -> tuple[Term, ...]:
    """Vector arithmetic: "3 4 - 7 + 12". InputError for anything else."""
    terms: list[Term] = []
    sign, seeds, expects = 1, list[int](), True
    for word in re.findall(r"[+\-−]|[^\s+\-−,]+", text):
        if word in "+-−":
            if not seeds and (terms or expects is False):
                raise InputError(f"In “{text}” a seed is missing before “{word}”.")
            if seeds:
                terms.append(Term(sign, tuple(seeds)))
            sign, seeds, expects = (1 if word == "+" else -1), [], False
        elif word.isascii() and word.isdecimal() and len(word) <= 10:
            seeds.append(int(word))
        else:
            raise InputError(
                f"“{word}” is no seed.", hint="Vector arithmetic is written like 3 4 - 7 + 12, with seeds."
            )
    if not seeds:
        raise InputError(f"“{text}” ends without a seed.")
    terms.append(Term(sign, tuple(seeds)))
    if sum(len(term.seeds) for term in terms) > MOST_TERMS:
        raise InputError(f"Vector arithmetic takes at most {MOST_TERMS} seeds.")
    return tuple(terms)


def terms_text(terms: Sequence[Term]) -> str:
    """The text that `terms_of` reads."""
    parts = [f"{'+' if t.sign > 0 else '-'} {' '.join(map(str, t.seeds))}" for t in terms if t.seeds]
    return " ".join(parts).removeprefix("+ ")


def edits_of(text: str) -> tuple[Edit, ...]:
    """InputError for what is no list of edits."""
    found = []
    for part in _parts(text):
        match = _EDIT.fullmatch(part)
        if match is None:
            raise InputError(f"“{part}” is no edit.", hint="Edits are written like smile=2, hour=-1@4-9.")
        steps = float(match[2])
        if not math.isfinite(steps):
            raise InputError(f"In “{part}” the number of steps is infinite.")
        found.append(Edit(match[1].strip(), steps, rows_of(match[3]) if match[3] else None))
    return tuple(found)


def edits_text(edits: Sequence[Edit]) -> str:
    """The text that `edits_of` reads; edits of no step are left out."""
    return ", ".join(
        f"{edit.name}={edit.steps:g}" + ("" if edit.rows is None else f"@{rows_text(edit.rows)}")
        for edit in edits
        if edit.steps
    )


def mix_of(text: str) -> tuple[Mixed, ...]:
    """InputError for what is no list of rows and their sources."""
    found = []
    for part in _parts(text):
        span, _, source = (piece.strip() for piece in part.partition("="))
        if not source or not span:
            raise InputError(f"“{part}” mixes nothing.", hint="Mixing is written like 4-7=12, 8-=99.")
        if is_latent(source):
            found.append(Mixed(rows_of(span), source))
        elif source.isascii() and source.isdecimal() and len(source) <= 10:
            found.append(Mixed(rows_of(span), int(source)))
        else:
            raise InputError(f"“{source}” is neither a seed nor a latent.")
    return tuple(found)


def mix_text(mixed: Sequence[Mixed]) -> str:
    """The text that `mix_of` reads."""
    return ", ".join(f"{rows_text(item.rows)}={item.source}" for item in mixed)


def bends_of(text: str) -> tuple[Bend, ...]:
    """InputError for what is no list of bends."""
    found = []
    for part in _parts(text):
        match = _BEND.fullmatch(part.replace(" ", ""))
        if match is None or not (match[3] or match[4]):
            raise InputError(
                f"“{part}” bends nothing.", hint="Bending is written like b16.conv1:3*2+0.5 or b16.conv1*2."
            )
        first, last = rows_of(match[2]) if match[2] else ALL
        factor, offset = float(match[3] or 1), float(match[4] or 0)
        found.append(Bend(match[1], first, -1 if last is None else last, factor, offset))
    return tuple(found)


def rows_of(text: str) -> Rows:
    """First and last: "4-9", "4", "4-", "-9". InputError."""
    match = _SPAN.fullmatch(text.strip())
    if match is None or not (match[1] or match[3]):
        raise InputError(f"“{text}” are no rows.", hint="Rows are written like 4-9, 4- or 4.")
    first = int(match[1] or 0)
    last = None if match[2] and not match[3] else int(match[3] if match[2] else match[1])
    if last is not None and last < first:
        raise InputError(f"“{text}” ends before it begins.")
    return first, last


def rows_text(rows: Rows) -> str:
    """The text that `rows_of` reads."""
    first, last = rows
    return f"{first}-" if last is None else str(first) if first == last else f"{first}-{last}"


def rows_slice(rows: Rows, num_ws: int) -> slice:
    """The rows of a generator; InputError when it has not so many."""
    first, last = rows
    if first >= num_ws or (last is not None and last >= num_ws):
        raise InputError(f"This model has the rows 0 to {num_ws - 1}, so “{rows_text(rows)}” are none of it.")
    return slice(first, None if last is None else last + 1)


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]
