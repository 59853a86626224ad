"""Figures as tables: aligned lines for a terminal, Markdown for the page beside a model."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Table:
    """Rows of words under a head of as many; the first column names what the others are figures of."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def lines(self) -> list[str]:
        """Columns under each other; a head of empty words is left out."""
        rows = [row for row in (self.head, *self.rows) if any(row)]
        widths = [max(len(row[place]) for row in rows) for place in range(len(self.head))]
        return [
            "  ".join(word.ljust(width) for word, width in zip(row, widths, strict=True)).rstrip()
            for row in rows
        ]

    def markdown(self) -> str:
        rows = (self.head, ("---",) * len(self.head), *self.rows)
        return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def plain(*rows: tuple[str, str]) -> Table:
    """What and how much."""
    return Table(("", ""), rows)
