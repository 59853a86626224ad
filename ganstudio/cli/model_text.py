"""How models are told: as one line for people, and as JSON."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ganstudio.checkpoints.catalogue import CatalogueEntry
    from ganstudio.checkpoints.importing import Imported
    from ganstudio.checkpoints.library import ModelEntry
    from ganstudio.checkpoints.questions import Question

INDENT = 18


def entry_json(entry: ModelEntry) -> dict[str, Any]:
    paths = {name: getattr(entry, name) for name in ("path", "thumbnail", "link")}
    return {**asdict(entry), **{name: str(path) if path else None for name, path in paths.items()}}


def entry_line(entry: ModelEntry) -> str:
    what = " ".join(part for part in (entry.family, entry.role) if part) or "no model card"
    facts = [what, megabytes(entry.size), entry.origin, *(["linked"] if entry.link else [])]
    tags = "".join(f" #{tag}" for tag in entry.tags)
    return f"{entry.name}: {entry.title} ({', '.join(facts)}){tags}"


def questions_json(questions: Iterable[Question]) -> list[dict[str, Any]]:
    return [{**asdict(each), "choices": list(each.choices)} for each in questions]


def question_line(question: Question, how: str) -> str:
    """What was assumed, and how to say better."""
    was = "left open" if question.assumed is None else f"assumed {plain(question.assumed)}"
    text = f"{question.text[:1].upper()}{question.text[1:]}"
    return f"{question.name}: {was}. {text} {how} --set {question.name}={_example(question)}"


def _example(question: Question) -> str:
    if question.choices:
        return "|".join(plain(choice) for choice in question.choices)
    return {"bool": "yes|no", "int": "NUMBER", "float": "NUMBER"}.get(question.kind, "VALUE")


def imported_json(done: Imported) -> dict[str, Any]:
    return {
        "name": done.ref,
        "duplicate_of": done.duplicate_of or None,
        "model": entry_json(done.entry),
        "parts": [asdict(offer) for offer in done.parts],
        "questions": questions_json(done.questions),
        "notes": list(done.notes),
    }


def catalogue_json(entry: CatalogueEntry) -> dict[str, Any]:
    return {**asdict(entry), "direct": entry.direct, "how": entry.how}


def plain(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (list, tuple)):
        return ", ".join(plain(item) for item in value)
    if isinstance(value, dict):
        return ", ".join(f"{name} {plain(item)}" for name, item in value.items() if item != "")
    return f"{value:g}" if isinstance(value, float) else str(value)


def megabytes(size: int) -> str:
    return f"{size / 1e6:.1f} MB"
