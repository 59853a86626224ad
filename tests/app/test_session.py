from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor, QGuiApplication

from ganstudio.app.session import EditorSession
from ganstudio.document.document import Document
from ganstudio.document.layers import LabelLayer, RasterLayer
from ganstudio.document.tiles import Rect
from tests.support.canvas import label_document, labels_of, rendered_document


@pytest.fixture
def session(qapp: object) -> EditorSession:
    return EditorSession()


def messages(session: EditorSession) -> list[str]:
    heard: list[str] = []
    session.message.connect(heard.append)
    return heard


def test_an_old_document_is_not_heard_any_more(session: EditorSession) -> None:
    old, new = label_document(), label_document()
    session.set_document(old)
    session.set_document(new)
    heard: list[str] = []
    session.pixels_changed.connect(lambda id, rect: heard.append(id))
    for document in (old, new):
        document.paint(document.layers[0].id, Rect(0, 0, 1, 1), np.array([[3]], np.uint8))
    assert heard == [new.layers[0].id]


def test_each_tool_has_its_own_brush(session: EditorSession) -> None:
    session.set_brush(size=10)
    session.set_tool("eraser")
    session.set_brush(size=5000)
    assert session.brush.size == 1000
    session.set_tool("brush")
    assert session.brush.size == 10


def test_growing_and_shrinking_the_brush_meet_again(session: EditorSession) -> None:
    session.set_brush(size=3)
    session.grow_brush(1)
    assert session.brush.size == 4
    session.grow_brush(-10)
    assert session.brush.size == 1


def test_a_generated_layer_is_painted_through_what_it_reads(session: EditorSession) -> None:
    document = rendered_document()
    session.set_document(document)
    session.set_active_layer(document.layers[1].id)
    heard = messages(session)
    assert session.target() is document.layers[0]
    assert session.target() is document.layers[0]
    assert len(heard) == 1
    assert "Labels" in heard[0]
    assert "Rendering" in heard[0]


@pytest.mark.parametrize(
    ("properties", "words"), [({"locked": True}, "is locked"), ({"visible": False}, "is hidden")]
)
def test_locked_and_hidden_layers_are_refused_in_words(
    session: EditorSession, properties: dict[str, bool], words: str
) -> None:
    document = label_document()
    session.set_document(document)
    document.set_layer(document.layers[0].id, **properties)
    heard = messages(session)
    assert session.target() is None
    assert words in heard[0]


def test_a_class_that_the_palette_lacks_is_ignored(session: EditorSession) -> None:
    session.set_document(label_document())
    session.set_label_class(11)
    session.set_label_class(12)
    assert session.label_class == 11


def test_remapping_is_one_step_and_takes_the_chosen_class_along(session: EditorSession) -> None:
    document = label_document(index=9)
    session.set_document(document)
    session.set_label_class(9)
    session.remap("ade20k")
    assert session.palette is not None
    assert session.palette.classes[labels_of(document)[0, 0]].name == "water"
    assert session.palette.classes[session.label_class].name == "water"
    assert document.history.names == ("Remap classes",)
    session.undo()
    assert (labels_of(document) == 9).all()
    assert isinstance(document.layers[0], LabelLayer)
    assert document.layers[0].palette == "landscape"


def test_label_at_knows_the_edge_of_the_document(session: EditorSession) -> None:
    session.set_document(label_document(side=8, index=4))
    assert session.label_at(QPoint(7, 7)) == 4
    assert session.label_at(QPoint(8, 7)) is None


def test_clear_empties_what_is_selected(session: EditorSession) -> None:
    document = label_document(side=16)
    session.set_document(document)
    document.selection.rectangle(Rect(2, 3, 4, 5))
    session.clear()
    labels = labels_of(document)
    assert (labels[3:8, 2:6] == 255).all()
    assert (labels == 255).sum() == 20


def test_copied_labels_come_back_index_by_index_where_they_were(session: EditorSession) -> None:
    document = label_document(side=300, index=6)
    session.set_document(document)
    document.selection.rectangle(Rect(270, 10, 20, 12))
    session.copy()
    session.deselect()
    session.paste()
    pasted = labels_of(document, 1)
    assert (pasted[10:22, 270:290] == 6).all()
    assert (pasted != 255).sum() == 20 * 12


def test_a_copied_picture_keeps_colours_and_soft_selection(session: EditorSession) -> None:
    document = Document(8, 8)
    layer = RasterLayer.blank(8, 8)
    layer.tiles.write(Rect(0, 0, 8, 8), np.full((8, 8, 4), (10, 20, 30, 255), np.uint8))
    document.adopt((layer,))
    session.set_document(document)
    alpha = np.zeros((8, 8), np.uint8)
    alpha[2, 2:4] = (255, 128)
    document.selection.set_mask(alpha)
    session.copy()
    document.selection.none()
    session.paste()
    pasted = document.layers[1].tiles.array()
    assert pasted[2, 2].tolist() == [10, 20, 30, 255]
    assert pasted[2, 3, 3] == 128
    assert (pasted[..., 3] > 0).sum() == 2


def test_swapping_colours_is_told_once(session: EditorSession) -> None:
    heard = []
    session.colour_changed.connect(lambda: heard.append(session.colour.name()))
    session.set_colour(QColor("#ff0000"))
    session.set_colour(QColor("#ff0000"))
    session.swap_colours()
    assert heard == ["#ff0000", "#ffffff"]


def test_a_locked_layer_is_not_deleted(session: EditorSession) -> None:
    document = label_document()
    session.set_document(document)
    document.set_layer(session.active_id, locked=True)
    heard = messages(session)
    session.delete_layer()
    assert len(document.layers) == 1
    assert len(heard) == 1


def test_a_copied_picture_is_as_large_as_the_selection(session: EditorSession) -> None:
    document = label_document(side=300)
    session.set_document(document)
    document.selection.rectangle(Rect(250, 20, 30, 40))
    session.copy()
    image = QGuiApplication.clipboard().image()
    assert (image.width(), image.height()) == (30, 40)
