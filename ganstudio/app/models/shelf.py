"""What the models window shows of the library, read off the UI thread: entries, pictures and facts."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QImage

from ganstudio.app.studio import AppStudio
from ganstudio.checkpoints import library
from ganstudio.checkpoints.card import card_in_header, card_path, read_card
from ganstudio.checkpoints.library import ModelEntry
from ganstudio.checkpoints.weight_files import part_files
from ganstudio.errors import CheckpointError, GanStudioError

if TYPE_CHECKING:
    from ganstudio.checkpoints.questions import Question
    from ganstudio.params import ParameterSpec

_HEADER_MAX = 100_000_000


@dataclass(frozen=True)
class Shelf:
    """The library at one moment; `defaults` maps operations and families to names."""

    entries: tuple[ModelEntry, ...] = ()
    pictures: Mapping[str, QImage] = field(default_factory=dict)
    defaults: Mapping[str, str] = field(default_factory=dict)

    def entry(self, name: str) -> ModelEntry | None:
        return next((entry for entry in self.entries if entry.name == name), None)


class Pictures:
    """Thumbnails by file and time, so that a list that is read again does not read them again."""

    def __init__(self) -> None:
        self._kept: dict[tuple[Path, int], QImage] = {}

    def of(self, path: Path) -> QImage:
        """A null image if it cannot be read."""
        try:
            key = path, path.stat().st_mtime_ns
        except OSError:
            return QImage()
        if key not in self._kept:
            self._kept[key] = QImage(str(path))
        return self._kept[key]


def read_shelf(pictures: Pictures) -> Shelf:
    """On a worker."""
    entries = sorted(library.list_models(), key=lambda entry: (entry.title.casefold(), entry.name))
    shown = {entry.name: pictures.of(entry.thumbnail) for entry in entries if entry.thumbnail}
    return Shelf(tuple(entries), shown, library.default_models())


@dataclass(frozen=True)
class Use:
    """An operation, and the families of which it takes a model.

    `defaults` are those of which the person can choose one for all runs; other models are named in a run.
    """

    operation: str
    title: str
    families: frozenset[str]
    defaults: frozenset[str] = frozenset()


def read_uses(studio: AppStudio) -> tuple[Use, ...]:
    """On a worker, because it loads the plugins: every operation that a model can be chosen for."""
    from ganstudio.params import specs

    found = []
    for id, info in studio.registry.operations.items():
        try:
            wanted = [spec for spec in specs(studio.operation(id).params) if spec.kind == "model"]
        except GanStudioError:
            continue
        if wanted:
            standing = [spec for spec in wanted if not spec.required and not spec.optional]
            found.append(Use(id, info.title, _families(wanted), _families(standing)))
    return tuple(found)


def _families(specs: Sequence[ParameterSpec]) -> frozenset[str]:
    return frozenset(family for spec in specs for family in spec.families)


@dataclass(frozen=True)
class Facts:
    """What is known of a model beyond its entry. Counts are 0 where only reading it all would tell."""

    name: str
    paper: str = ""
    layout: str = ""
    file: str = ""
    tensors: int = 0
    numbers: int = 0
    added: datetime | None = None
    notes: tuple[str, ...] = ()
    questions: tuple[Question, ...] = ()
    layouts: tuple[str, ...] = ()
    draws: bool = False
    """Whether its family makes a sample picture."""
    own_title: bool = False


def read_facts(entry: ModelEntry) -> Facts:
    """On a worker."""
    try:
        card = read_card(entry.path) or card_in_header(entry.path)
    except CheckpointError:
        return Facts(entry.name)
    tensors, numbers = _counts(entry)
    original = card.get("original")
    notes = card.get("notes")
    return Facts(
        name=entry.name,
        paper=str(card.get("paper") or _family_fact(card, "paper")),
        layout=str(card.get("layout", "")),
        file=str(original.get("file", "")) if isinstance(original, dict) else "",
        tensors=tensors,
        numbers=numbers,
        added=_added(entry) if entry.origin == "user" else None,
        notes=tuple(str(note) for note in notes) if isinstance(notes, list) else (),
        own_title=bool(card.get("title")),
        **_asked(entry, card),
    )


def _asked(entry: ModelEntry, card: Mapping[str, Any]) -> dict[str, Any]:
    """What only the families can tell; they import torch."""
    from ganstudio.checkpoints.detect import config_from_card
    from ganstudio.checkpoints.export import layouts
    from ganstudio.checkpoints.families import STANDARD
    from ganstudio.checkpoints.questions import asked

    if "family" not in card:
        # A file without a card: what it is shows when it is opened.
        return {"layouts": (), "draws": not entry.problem}
    try:
        family = STANDARD.named(card["family"], card.get("role", "generator"))
        config = config_from_card(family, dict(card), entry.path)
    except CheckpointError:
        return {}
    return {
        "questions": asked(family, card.get("assumed")),
        "layouts": layouts(config),
        "draws": family.sample is not None,
    }


def _family_fact(card: Mapping[str, Any], name: str) -> str:
    from ganstudio.checkpoints.families import STANDARD

    try:
        return str(getattr(STANDARD.named(card["family"], card.get("role", "generator")), name))
    except (CheckpointError, KeyError):
        return ""


def _counts(entry: ModelEntry) -> tuple[int, int]:
    """Tensors and numbers, off the headers of safetensors files."""
    tensors = numbers = 0
    try:
        for file in [entry.path] if entry.link is None else part_files(entry.path):
            if file.suffix != ".safetensors":
                return 0, 0
            with file.open("rb") as opened:
                size = int.from_bytes(opened.read(8), "little")
                if size > _HEADER_MAX:
                    return 0, 0
                header = json.loads(opened.read(size))
            for name, facts in header.items():
                if name != "__metadata__":
                    tensors += 1
                    numbers += _product(facts["shape"])
    except (OSError, ValueError, KeyError, TypeError, CheckpointError):
        return 0, 0
    return tensors, numbers


def _product(shape: list[int]) -> int:
    count = 1
    for side in shape:
        count *= side
    return count


def _added(entry: ModelEntry) -> datetime | None:
    for path in (entry.path, card_path(entry.path)):
        try:
            return datetime.fromtimestamp(path.stat().st_mtime).astimezone()
        except OSError:
            continue
    return None
