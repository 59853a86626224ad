"""Putting figures where people read them: on a model's card, and on the page beside it."""

from __future__ import annotations

import json
from pathlib import Path

from ganstudio import paths
from ganstudio.checkpoints.card import card_path, read_card
from ganstudio.training.world_evaluation import Report
from ganstudio.training.world_evaluation.scenes import HELD_OUT_SEED

_PAGE = "README.md"
_START, _END = "<!-- figures -->", "<!-- end of figures -->"


def write_figures(weights: Path, report: Report, command: str) -> None:
    """The card gets `metrics` and the command that measures them again; the page, where it has a place
    between two marks, gets the same figures as tables.
    """
    card = {**read_card(weights), "metrics": report.as_dict(), "metrics_command": command}
    _write(card_path(weights), json.dumps(card, indent=2, ensure_ascii=False) + "\n")
    page = weights.with_name(_PAGE)
    if page.is_file():
        text = page.read_text(encoding="utf-8")
        before, start, rest = text.partition(_START)
        _, end, after = rest.partition(_END)
        if start and end:
            _write(page, f"{before}{page_section(report, command)}{after}")


def page_section(report: Report, command: str) -> str:
    """Markdown, with the marks around it."""
    figures = report.as_dict()
    intro = getattr(report, "intro", "") or (
        f"On {figures['scenes']} lands that were never trained on (seeds from {HELD_OUT_SEED:,}), "
        f"at {figures['size']} px:"
    )
    tables = [table.markdown() for table in report.tables()]
    return "\n\n".join([_START, intro, *tables, f"    {command}", _END])


def _write(path: Path, text: str) -> None:
    with paths.atomic_write(path) as file:
        file.write(text.encode())
