"""Which model makes which pictures: found on the cards of the library's models, without loading any.

A pair of domains is one model, whose main network translates from `source` to `target` and whose part
`backward` translates back. The names stand on the card, under `domains` where the model was trained here,
else among the answers to what was asked when it was imported.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ganstudio.api import CheckpointError, InputError, ModelEntry, list_models, model_card

FAMILIES = ("cyclegan", "cut", "pix2pix")
BACKWARD = "backward"
MORE = "More come with `ganstudio train cyclegan`, or with a CycleGAN or CUT checkpoint that is imported."


@dataclass(frozen=True)
class Way:
    """One direction of a model: the network to run, the one that leads back, and the domains' names.

    `back` is None for a model that goes one way only; names that nobody told are empty.
    """

    ref: str
    back: str | None = None
    source: str = ""
    target: str = ""

    @property
    def reverse(self) -> Way | None:
        return None if self.back is None else Way(self.back, self.ref, self.target, self.source)


def offered() -> tuple[str, ...]:
    """What the models of the library make, each once, the starters' first."""
    return tuple(dict.fromkeys(way.target for way in _named_ways()))


def ways_to(to: str) -> tuple[Way, ...]:
    """All ways of the library that lead to a domain; InputError names those that there are.

    Where a starter leads there, the person's models are not considered: so a picture's record means the
    same after an import. They are used when they are named.
    """
    ways = tuple(way for way in _named_ways("starter") if _same(way.target, to))
    ways = ways or tuple(way for way in _named_ways("user") if _same(way.target, to))
    if not ways:
        known = ", ".join(offered())
        there = f"They make {known}. " if known else ""
        raise InputError(f"No model in the library makes “{to}” of a picture.", hint=there + MORE)
    return ways


def way_of(model: str, to: str, direction: str) -> Way:
    """The way of a named model: as `direction` says, else by the names of its domains.

    A model whose domains nobody named goes forward. InputError when it does not lead to `to`, or not back.
    """
    forward = _forward(model)
    backward = forward.reverse
    if direction == "backward":
        if backward is None:
            hint = f"Import the other network as {model}/{BACKWARD}."
            raise InputError(f"{model} translates one way only.", hint=hint)
        return backward
    if direction == "forward" or not (forward.source or forward.target):
        return forward
    ways = [way for way in (forward, backward) if way is not None]
    found = next((way for way in ways if _same(way.target, to)), None)
    if found is None:
        makes = " or ".join(way.target for way in ways)
        raise InputError(f"{model} makes {makes} of a picture, not “{to}”.")
    return found


def _named_ways(origin: str = "") -> list[Way]:
    """Both ways of every model whose domains are known."""
    entries = sorted(list_models(), key=lambda entry: (entry.origin != "starter", entry.name))
    found: list[Way] = []
    for entry in entries:
        if entry.family in FAMILIES and not entry.problem and origin in ("", entry.origin):
            forward = _of_entry(entry)
            found += [way for way in (forward, forward.reverse) if way is not None and way.target]
    return found


def _of_entry(entry: ModelEntry) -> Way:
    back = f"{entry.name}/{BACKWARD}" if BACKWARD in entry.parts else None
    return Way(entry.name, back, *_names(entry.name))


def _forward(model: str) -> Way:
    """The forward way of a model of the library, or of a weight file with `backward` beside it."""
    for entry in list_models():
        if entry.name == model:
            return _of_entry(entry)
    path = Path(model).expanduser()
    beside = (path if path.is_dir() else path.parent) / f"{BACKWARD}.safetensors"
    back = str(beside) if beside.is_file() and beside != path else None
    return Way(model, back, *_names(model))


def _names(ref: str) -> tuple[str, str]:
    """(source, target) as the card tells them; empty where it does not."""
    try:
        card = model_card(ref)
    except CheckpointError:
        return "", ""
    domains, told = _table(card.get("domains")), _table(card.get("told"))
    return (
        str(domains.get("source") or told.get("source_domain") or ""),
        str(domains.get("target") or told.get("target_domain") or ""),
    )


def _table(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _same(one: str, other: str) -> bool:
    return one.strip().casefold() == other.strip().casefold()
