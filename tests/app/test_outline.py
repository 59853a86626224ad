from __future__ import annotations

from PySide6.QtCore import QLine, QPointF

from ganstudio.app.canvas.outline import outline
from ganstudio.app.canvas.viewport import Viewport
from ganstudio.document.document import Document
from ganstudio.document.tiles import Rect


def sides(lines: list[QLine]) -> set[tuple[int, int, int, int]]:
    return {(line.x1(), line.y1(), line.x2(), line.y2()) for line in lines}


def test_a_rectangle_has_four_sides() -> None:
    document = Document(40, 30)
    document.selection.rectangle(Rect(5, 6, 10, 8))
    lines = outline(document.selection, document.rect, Viewport(2.0, QPointF(100, 50)))
    assert sides(lines) == {
        (110, 62, 130, 62),
        (110, 78, 130, 78),
        (110, 62, 110, 78),
        (130, 62, 130, 78),
    }


def test_everything_inverted_or_selected_is_framed_at_the_edge_of_the_document() -> None:
    document = Document(40, 30)
    document.selection.all()
    lines = outline(document.selection, document.rect, Viewport())
    assert sides(lines) == {(0, 0, 40, 0), (0, 30, 40, 30), (0, 0, 0, 30), (40, 0, 40, 30)}


def test_without_a_selection_there_are_no_ants() -> None:
    document = Document(40, 30)
    assert outline(document.selection, document.rect, Viewport()) == []


def test_zoomed_out_the_outline_follows_the_coarse_pixels() -> None:
    document = Document(64, 64)
    document.selection.rectangle(Rect(16, 16, 32, 32))
    lines = outline(document.selection, document.rect, Viewport(0.25))
    assert sides(lines) == {(4, 4, 12, 4), (4, 12, 12, 12), (4, 4, 4, 12), (12, 4, 12, 12)}
