"""The plugin panel changes the layer, undoably, and follows it back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from ganstudio.app import documents
from ganstudio.app.dialogs.new_document import NewDocument
from ganstudio.app.panels.panel_context import PanelContext
from ganstudio.app.widgets.fold import Fold
from ganstudio.document.document import Document
from ganstudio.document.files import write_image
from ganstudio.document.image import ImageData, LabelData
from ganstudio.document.layers import GeneratedLayer, LabelLayer
from ganstudio.errors import InputError, PluginError


@pytest.fixture
def document(window: object, start: Callable[[], Document], qtbot: object) -> Document:
    made = start()
    qtbot.waitUntil(lambda: window.plugin.controls is not None)
    return made


def test_a_changed_value_is_one_undoable_step_and_is_drawn(
    window: object, document: Document, qtbot: object
) -> None:
    layer = document.layers[1]
    control = window.plugin.controls.form.controls["seed"]
    control.field.setValue(30)
    assert layer.params == {"seed": 30}
    qtbot.waitUntil(lambda: not layer.stale and layer.image().pixels[0, 0, 0] == 30)
    document.history.undo()
    qtbot.waitUntil(lambda: control.value() == 0)
    assert layer.params == {}


def test_a_drag_is_one_step(window: object, document: Document) -> None:
    slider = window.plugin.controls.form.controls["gain"].slider
    before = document.history.index
    for value in (22, 25, 30):
        slider.setValue(value)
    slider.sliderReleased.emit()
    assert document.history.index == before + 1
    slider.setValue(4)
    assert document.history.index == before + 2
    document.history.undo()
    assert document.layers[1].params["gain"] == pytest.approx(1.5)


def test_a_picture_becomes_a_hidden_layer_that_is_read_and_can_be_taken_out(
    window: object, document: Document, qtbot: object, tmp_path: Path
) -> None:
    write_image(tmp_path / "style.png", ImageData(np.zeros((8, 80, 3), np.uint8)))
    controls = window.plugin.controls
    controls.set_picture("style_image", tmp_path / "style.png")
    qtbot.waitUntil(lambda: len(document.layers) == 3)
    picture, _, drawn = document.layers
    assert drawn.reads["style_image"] == picture.id
    assert not picture.visible
    slot = controls._slots["style_image"]
    qtbot.waitUntil(lambda: not slot.well.picture.isNull())
    qtbot.waitUntil(lambda: not drawn.stale and drawn.image().pixels[0, 0, 0] == 255)
    slot.clear.click()
    assert "style_image" not in drawn.reads


def test_an_operation_that_fails_is_told_and_the_window_goes_on(
    window: object, document: Document, qtbot: object
) -> None:
    window.plugin.controls.form.controls["fails"].box.click()
    qtbot.waitUntil(lambda: window.messages.message is not None)
    assert window.messages.message.text == "The toy refuses."
    assert "Switch" in window.messages.message.hint


def test_a_model_that_is_dropped_becomes_the_parameter(window: object, document: Document) -> None:
    assert window.plugin.use_model("/some/net.pth")
    assert document.layers[1].params["model"] == "/some/net.pth"


def test_a_plugins_own_panel_changes_parameters_in_one_step_and_follows_undo(
    window: object, document: Document, qtbot: object
) -> None:
    layer, before = document.layers[1], document.history.index
    (knob,) = window.plugin.own.panels
    assert (knob.text(), window.plugin.own.findChild(Fold).head.text()) == ("1", "Toy knob")
    knob.click()
    assert (layer.params, document.history.index) == ({"gain": 2.0, "seed": 9}, before + 1)
    qtbot.waitUntil(lambda: knob.text() == "2")
    assert window.plugin.controls.form.controls["seed"].value() == 9
    qtbot.waitUntil(lambda: not layer.stale and layer.image().pixels[0, 0, 0] == 9)
    with qtbot.captureExceptions() as raised:
        knob.click()
    assert [type(item[1]) for item in raised] == [InputError]
    assert layer.params["gain"] == 2.0
    document.history.undo()
    qtbot.waitUntil(lambda: knob.text() == "1")


def test_a_panel_takes_the_studio_for_scripts(window: object, document: Document) -> None:
    context = window.plugin.own.findChild(PanelContext)
    labels = LabelData(np.full((2, 2), 4, np.uint8), "landscape")
    drawn = context.studio.run("toy.render", label_map=labels, **context.params.model_dump())
    assert (drawn.data.pixels == 40).all()


def _raises(context: object) -> None:
    raise ZeroDivisionError("no gears")


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        (_raises, "The panel “Toy knob” of the plugin failed: ZeroDivisionError: no gears."),
        (
            lambda context: 5,
            "The panel “Toy knob” of the plugin failed: TypeError: panel:Knob is no QWidget.",
        ),
        (PluginError("The plugin toy cannot be loaded."), "The plugin toy cannot be loaded."),
    ],
)
def test_a_panel_that_fails_is_one_message_and_the_form_is_there(
    window: object,
    start: Callable[[], Document],
    qtbot: object,
    monkeypatch: pytest.MonkeyPatch,
    entry: object,
    said: str,
) -> None:
    def resolve(plugin: str, name: str) -> object:
        if isinstance(entry, PluginError):
            raise entry
        return entry

    monkeypatch.setattr(window.studio.registry, "resolve", resolve)
    document = start()
    qtbot.waitUntil(lambda: window.messages.message is not None)
    assert window.messages.message.text == said
    window.plugin.controls.form.controls["seed"].field.setValue(30)
    qtbot.waitUntil(lambda: document.layers[1].image().pixels[0, 0, 0] == 30)


def test_a_label_map_alone_is_offered_its_rendering(window: object, qtbot: object) -> None:
    window.files.make_new(NewDocument(32, 32, "labels", "landscape"))
    qtbot.waitUntil(lambda: window.plugin._offers.count() == 1)
    offer = window.plugin._offers.itemAt(0).widget()
    assert offer.button.text() == "Toy render"
    offer.button.click()
    drawn = window.session.document.layers[-1]
    assert isinstance(drawn, GeneratedLayer)
    qtbot.waitUntil(lambda: window.plugin.controls is not None)


def test_a_picture_is_read_into_a_label_map(window: object, qtbot: object) -> None:
    window.files.show(documents.blank(NewDocument(32, 32, "white", "landscape")))
    window.plugin.use_operation("toy.read")
    found = lambda: [layer for layer in window.session.document.layers if isinstance(layer, LabelLayer)]  # noqa: E731
    qtbot.waitUntil(lambda: bool(found()))
    assert (found()[0].labels().indices == 0).all()


def test_a_layer_whose_plugin_is_gone_says_so_and_keeps_its_picture(window: object, qtbot: object) -> None:
    document = documents.blank(NewDocument(16, 16, "white", "landscape"))
    gone = GeneratedLayer.blank(16, 16, "lost.render", {}, "Old")
    document.add_layer(gone)
    window.files.show(document)
    qtbot.waitUntil(lambda: window.plugin._body.count() == 1)
    assert "lost.render" in window.plugin._body.itemAt(0).widget().text()
