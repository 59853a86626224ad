"""Changing a picture: chosen by a picture or a word, kept inside a selection, looked at in a window."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from ganstudio.app import documents, file_dialogs
from ganstudio.app.dialogs.new_document import NewDocument
from ganstudio.app.studio import AppStudio
from ganstudio.app.widgets.parameter_form import FormContext, ParameterForm, choice_title
from ganstudio.app.widgets.suggested import PictureButton, SuggestedText
from ganstudio.document.document import Document
from ganstudio.document.files import read_image
from ganstudio.document.layers import GeneratedLayer, MaskLayer
from ganstudio.document.project import load_project, save_project
from ganstudio.document.tiles import Rect
from ganstudio.host.registry import Registry
from ganstudio.params import specs
from ganstudio.settings import Settings

TOY = Path(__file__).parents[1] / "support" / "toy_change"
LEFT = Rect(0, 0, 16, 32)


@pytest.fixture
def studio() -> Iterator[AppStudio]:
    made = AppStudio(Settings(device="cpu", precision="fp32"), Registry.of_folder(TOY))
    yield made
    made.shutdown()


@pytest.fixture
def document(window: Any, qtbot: Any) -> Document:
    """A white picture with a rendering above that makes it dark as coal."""
    made = documents.blank(NewDocument(32, 32, "white", "landscape"))
    window.files.show(made)
    window.session.add_generated_layer("change.fill", "Rendering", {"image": made.layers[0].id})
    qtbot.waitUntil(lambda: window.plugin.controls is not None)
    window.plugin.controls.choose("to", "coal")
    qtbot.waitUntil(lambda: greys(made) == {20})
    return made


@pytest.fixture
def control(qtbot: Any) -> SuggestedText:
    made = SuggestedText(("white", "coal"), TOY, choice_title)
    made.set_value("white")
    qtbot.addWidget(made)
    made.show()
    return made


def greys(document: Document) -> set[int]:
    """What the rendering shows, once it is drawn."""
    (layer,) = (item for item in document.layers if isinstance(item, GeneratedLayer))
    return set() if layer.stale else set(np.unique(layer.image().rgb()).tolist())


def masks(document: Document) -> list[MaskLayer]:
    return [layer for layer in document.layers if isinstance(layer, MaskLayer)]


def chosen(control: SuggestedText) -> list[str]:
    return [button.text() for button in control.findChildren(PictureButton) if button.isChecked()]


def test_a_click_on_a_picture_chooses_it_once(control: SuggestedText) -> None:
    told: list[str] = []
    control.changed.connect(told.append)
    coal = control._group.buttons()[1]
    coal.click()
    coal.click()
    assert (told, control.value(), chosen(control)) == (["coal"], "coal", ["Coal"])
    assert not control.field.isVisible()


def test_a_word_counts_when_it_is_written_to_the_end(control: SuggestedText, qtbot: Any) -> None:
    told: list[str] = []
    control.changed.connect(told.append)
    control.other.click()
    qtbot.keyClicks(control.field, "silver")
    control.set_value("white")  # a refresh of the panel meanwhile
    assert (told, control.field.text()) == ([], "silver")
    qtbot.keyClick(control.field, Qt.Key.Key_Return)
    assert (told, control.value(), chosen(control)) == (["silver"], "silver", [])
    control.field.selectAll()
    qtbot.keyClicks(control.field, "COAL")
    qtbot.keyClick(control.field, Qt.Key.Key_Return)
    assert (told, control.value(), chosen(control)) == (["silver", "coal"], "coal", ["Coal"])
    assert not control.field.isVisible()


def test_nothing_written_leaves_it_as_it_was(control: SuggestedText, qtbot: Any) -> None:
    control.other.click()
    qtbot.keyClick(control.field, Qt.Key.Key_Return)
    assert control.value() == "white"
    assert control.other.isVisible()


def test_what_a_new_model_makes_is_offered(qtbot: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    operation = Registry.of_folder(TOY).operation("change.fill")
    form = ParameterForm(specs(operation.params), FormContext(TOY))
    qtbot.addWidget(form)
    control = form.controls["to"]
    control.set_value("snow")
    assert (control.value(), chosen(control), control.field.text()) == ("snow", [], "snow")
    monkeypatch.setitem(operation.function.__globals__["GREYS"], "snow", 250)
    form.refresh_models()
    assert (control.value(), chosen(control), control.field.text()) == ("snow", ["Snow"], "")


def test_only_inside_the_selection_is_one_step_and_a_mask_to_paint_on(
    window: Any, document: Document, qtbot: Any
) -> None:
    document.selection.rectangle(LEFT)
    before, active = document.history.index, document.active_id
    window.plugin.use_selection()
    (mask,) = masks(document)
    rendering = document.layers[-1]
    assert document.history.index == before + 1
    assert (rendering.reads["mask"], document.active_id) == (mask.id, active)
    qtbot.waitUntil(lambda: greys(document) == {20, 255})
    assert (rendering.image().rgb()[:, :16] == 20).all()
    document.paint(mask.id, document.rect, np.zeros((32, 32), np.uint8))
    qtbot.waitUntil(lambda: greys(document) == {255})
    document.history.undo()
    qtbot.waitUntil(lambda: greys(document) == {20, 255})
    document.history.undo()
    qtbot.waitUntil(lambda: greys(document) == {20})
    assert masks(document) == []
    assert "mask" not in document.layers[-1].reads


def test_another_selection_goes_to_the_same_mask_and_everywhere_takes_it_out(
    window: Any, document: Document, qtbot: Any
) -> None:
    document.selection.rectangle(LEFT)
    window.plugin.use_selection()
    document.selection.rectangle(document.rect)
    window.plugin.use_selection()
    (mask,) = masks(document)
    assert (mask.mask().alpha == 255).all()
    choice = window.plugin.controls._choices["mask"]
    qtbot.waitUntil(lambda: choice.value() == mask.id)
    choice.combo.setCurrentIndex(0)
    choice.combo.activated.emit(0)
    assert "mask" not in document.layers[-1].reads


def test_without_a_selection_the_button_says_how_to_make_one(
    window: Any, document: Document, qtbot: Any
) -> None:
    action = window.actions_table.action("generate.selection")
    assert not action.isEnabled()
    with qtbot.waitSignal(window.session.message) as told:
        window.plugin.use_selection()
    assert told.args[0].startswith("Select something first")
    assert masks(document) == []
    document.selection.rectangle(LEFT)
    qtbot.waitUntil(action.isEnabled)


def test_a_project_keeps_the_choice_and_the_mask(window: Any, document: Document, tmp_path: Path) -> None:
    document.selection.rectangle(LEFT)
    window.plugin.use_selection()
    window.plugin.controls.choose("strength", 0.5)
    save_project(document, tmp_path / "p.ora")
    again = load_project(tmp_path / "p.ora")
    (mask,), rendering = masks(again), again.layers[-1]
    assert isinstance(rendering, GeneratedLayer)
    assert (rendering.params, rendering.reads["mask"]) == ({"to": "coal", "strength": 0.5}, mask.id)
    assert (mask.mask().alpha[:, :16] == 255).all()
    assert not mask.mask().alpha[:, 16:].any()


def test_what_is_to_be_looked_at_opens_in_a_window_with_the_renderings_values(
    window: Any, document: Document, qtbot: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    layers = len(document.layers)
    window.plugin.use_operation("change.show")
    qtbot.waitUntil(lambda: window.plugin.sheet is not None)
    sheet = window.plugin.sheet
    assert (sheet.windowTitle(), len(document.layers)) == ("Show the grey", layers)
    monkeypatch.setattr(file_dialogs, "ask_save", lambda *_: tmp_path / "grey.png")
    sheet.save()
    assert set(np.unique(read_image(tmp_path / "grey.png").rgb())) == {20}
    assert sheet.said.text() == "Saved as grey.png."
    monkeypatch.setattr(file_dialogs, "ask_save", lambda *_: tmp_path / "no" / "such" / "grey.png")
    sheet.save()
    assert "grey.png" in sheet.said.text() and sheet.said.text() != "Saved as grey.png."
    sheet.copy.click()
    assert QGuiApplication.clipboard().image().width() == 40
    qtbot.keyClick(sheet, Qt.Key.Key_Escape)
    assert not sheet.isVisible()
