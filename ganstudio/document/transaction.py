"""Edits under way: they show at once and become one step of the history when they are committed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy.typing as npt

from ganstudio.document.changes import Canvas, PixelChange
from ganstudio.document.history import Change, Step
from ganstudio.document.layers import PixelLayer
from ganstudio.document.tiles import EMPTY, Rect

if TYPE_CHECKING:
    from ganstudio.document.document import Document


class Transaction:
    """Collects changes of one document, which has at most one of them open."""

    def __init__(self, document: Document, name: str, merge_key: object = None) -> None:
        self._document = document
        self._step = Step(name, [], merge_key)
        self._written: dict[PixelLayer, Rect] = {}

    def apply(self, change: Change) -> None:
        """Make a change and remember it."""
        self._close_journals()
        change.redo(self._document)
        self._step.extend([change])

    def write(self, layer: PixelLayer, rect: Rect, array: npt.NDArray[Any]) -> None:
        """Put pixels into a layer and remember the tiles that were there."""
        if layer not in self._written:
            layer.tiles.open_journal()
        self._written[layer] = self._written.get(layer, EMPTY).union(rect.intersect(layer.tiles.rect))
        layer.tiles.write(rect, array)
        self._document.pixels_touched(layer, rect)

    def canvas(self) -> Canvas:
        """The canvas as the edits so far have left it."""
        self._close_journals()
        return Canvas.of(self._document)

    def finish(self) -> Step | None:
        """The step that was made; None when nothing changed."""
        self._close_journals()
        return self._step if self._step.changes else None

    def rollback(self) -> None:
        """Take back all of it."""
        self._close_journals()
        for change in reversed(self._step.changes):
            change.undo(self._document)

    def _close_journals(self) -> None:
        for layer, rect in self._written.items():
            before, after = layer.tiles.close_journal()
            if before:
                self._step.extend([PixelChange(layer, before, after, rect)])
        self._written.clear()
