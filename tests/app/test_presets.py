"""Presets and recipes as a person uses them: in the panel, in their window, by dropping files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication

from ganstudio.app import file_dialogs
from ganstudio.app.dialogs.save_recipe import RecipeChoice
from ganstudio.app.presets import thumbs
from ganstudio.app.presets.controller import preset_offers
from ganstudio.app.presets.save_dialog import PresetWish
from ganstudio.app.presets.window import PresetsWindow
from ganstudio.document.document import Document
from ganstudio.document.layers import GeneratedLayer, RasterLayer
from ganstudio.operations.contract import InputSpec
from ganstudio.operations.preset_library import PresetLibrary, own_folder
from ganstudio.operations.presets import Preset, read_preset, write_preset
from ganstudio.operations.recipe import ModelNeed, Recipe, Step
from ganstudio.operations.recipe_library import RecipeLibrary, recipes_folder
from tests.app.test_main_window import _nameless as nameless

BRIGHT = Preset("Bright", "toy.render", {"gain": 2.0, "steps": 5}, "More of it.")
LOST = Preset(
    "Lost",
    "toy.render",
    {"model": "alps"},
    models=(ModelNeed("alps", "0123456789ab" + 52 * "c", "https://example.org/alps"),),
)
PAINTED = Recipe(
    "Painted",
    (InputSpec("map", "label_map"),),
    (Step("a", "toy.render", {"seed": 40}, {"label_map": "map"}),),
)


@pytest.fixture
def document(window: Any, start: Callable[[], Document], qtbot: Any) -> Document:
    made = start()
    qtbot.waitUntil(lambda: window.plugin.controls is not None)
    return made


@pytest.fixture
def presets(window: Any, qtbot: Any) -> Callable[[], PresetsWindow]:
    """Opens the window and waits until it shows what there is."""

    def open() -> PresetsWindow:
        window.presets.open()
        shown = window.presets.window
        qtbot.waitUntil(lambda: not shown._reading)
        return shown

    return open


def layer_of(document: Document) -> GeneratedLayer:
    return next(layer for layer in document.layers if isinstance(layer, GeneratedLayer))


def entry(window: Any, words: str) -> Any:
    """An entry of the panel's menu."""
    control = window.plugin.presets
    control.fill()
    return next(action for action in control.menu.actions() if words in action.text())


def drop(window: Any, *files: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(window, QDragEnterEvent(QPoint(9, 9), Qt.DropAction.CopyAction, data, *keys))
    QApplication.sendEvent(window, QDropEvent(QPointF(400, 300), Qt.DropAction.CopyAction, data, *keys))


def message_of(window: Any) -> str:
    return window.messages.message.text if window.messages.message is not None else ""


def titles(shown: PresetsWindow) -> list[str]:
    cards = shown.grid.cards
    return [cards.index(row).data() for row in range(cards.rowCount())]


def choose(shown: PresetsWindow, title: str, qtbot: Any) -> None:
    qtbot.waitUntil(lambda: title in [item.title for item in shown.items])
    assert shown.choose(next(item.key for item in shown.items if item.title == title))


def test_a_pick_is_one_step_and_what_is_changed_since_is_seen(
    window: Any, document: Document, qtbot: Any
) -> None:
    PresetLibrary().keep(BRIGHT)
    found = [each.title for provider in window.command_palette._providers for each in provider()]
    assert "Bright" in found
    layer, control = layer_of(document), window.plugin.presets
    window.plugin.controls.set_params({"seed": 7, "mode": "striped"})
    before, steps = dict(layer.params), document.history.index
    entry(window, "Bright").trigger()
    qtbot.waitUntil(lambda: layer.params == {"seed": 7, "gain": 2.0, "steps": 5})
    assert document.history.index == steps + 1
    assert control.button.text() == "Bright"
    window.plugin.controls.set_params({"seed": 8})
    assert control.button.text() == "Bright", "a seed that it does not name is free"
    window.plugin.controls.set_params({"gain": 1.5})
    qtbot.waitUntil(lambda: control.button.text() == "Bright · changed")
    assert control.button.toolTip() == "Changed since: Gain"
    entry(window, "Back to “Bright”").trigger()
    qtbot.waitUntil(lambda: control.button.text() == "Bright")
    for _ in range(4):
        document.history.undo()
    assert layer.params == before
    qtbot.waitUntil(lambda: control.button.text() == "Choose or save…")
    document.history.redo()
    qtbot.waitUntil(lambda: control.button.text() == "Bright")


def test_values_are_saved_under_a_name_and_a_taken_one_is_told(
    window: Any, document: Document, qtbot: Any
) -> None:
    PresetLibrary().keep(BRIGHT)
    window.plugin.controls.set_params({"gain": 0.5, "seed": 9})
    control = window.plugin.presets
    entry(window, "Save these values").trigger()
    dialog = control.dialog
    assert not dialog.verb.isEnabled()
    dialog.name.setText("bright")
    assert dialog.verb.text() == "Replace preset"
    dialog.name.setText("…")
    assert not dialog.verb.isEnabled()
    dialog.name.setText("Dim")
    dialog.seed.set_value(False)
    assert list(nameless(dialog)) == []
    dialog.verb.click()
    qtbot.waitUntil(lambda: control.button.text() == "Dim")
    assert PresetLibrary().find("Dim").preset.params == {"gain": 0.5}
    window.plugin.controls.set_params({"gain": 0.25})
    entry(window, "Put these values into “Dim”").trigger()
    qtbot.waitUntil(lambda: PresetLibrary().find("Dim").preset.params == {"gain": 0.25})
    qtbot.waitUntil(lambda: control.button.text() == "Dim")


def test_a_missing_model_or_a_newer_plugin_changes_nothing_and_is_told(
    window: Any, document: Document, qtbot: Any
) -> None:
    PresetLibrary().keep(LOST)
    PresetLibrary().keep(Preset("Newer", "toy.render", {"gain": 2.0, "glow": 1}, plugin_version="9.1"))
    for name, told, hint in (
        (
            "Lost",
            "The model alps is not here.",
            "It comes from https://example.org/alps. Its SHA-256 begins with 0123456789ab.",
        ),
        (
            "Newer",
            "The preset “Newer” was written with version 9.1 of the plugin toy; here is 0.1.0.",
            "Update the plugin to use it.",
        ),
    ):
        entry(window, name).trigger()
        qtbot.waitUntil(lambda told=told: message_of(window) == told)
        assert window.messages.message.hint == hint
        assert layer_of(document).params == {}
        assert window.plugin.picked_preset() is None


def test_the_window_lists_all_that_there_is_with_what_is_wrong(
    presets: Callable[[], PresetsWindow], window: Any, qtbot: Any
) -> None:
    PresetLibrary().keep(BRIGHT)
    PresetLibrary().keep(LOST)
    RecipeLibrary().keep(PAINTED)
    (own_folder() / "toy.render" / "torn.toml").write_text("schema = 9\n", encoding="utf-8")
    shown = presets()
    assert titles(shown) == ["Bright", "Lost", "Painted", "torn.toml"]
    choose(shown, "Lost", qtbot)
    details = shown.details
    assert not details.use.isEnabled()
    assert details.troubles.open is not None
    with qtbot.waitSignal(shown.models_wanted):
        details.troubles.open.click()
    window.models.close()
    choose(shown, "torn.toml", qtbot)
    assert shown.item(shown.grid.current_key).troubles[0].text == (
        "torn.toml was written by a newer GAN Studio. Update to use it."
    )
    shown.filters.choose("problem")
    assert titles(shown) == ["Lost", "torn.toml"]
    shown.filters.choose("all")
    shown.kind.set_value("recipe")
    shown.kind.changed.emit("recipe")
    assert titles(shown) == ["Painted"]
    shown.filters.search.setText("nothing of the kind")
    assert shown.middle.currentWidget() is shown.nothing
    assert list(nameless(shown)) == []


def test_thumbnails_are_drawn_once(
    presets: Callable[[], PresetsWindow], qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    PresetLibrary().keep(BRIGHT)
    PresetLibrary().keep(LOST)
    drawn: list[str] = []
    draw = thumbs._drawn
    monkeypatch.setattr(thumbs, "_drawn", lambda chain, *rest: drawn.append(chain.id) or draw(chain, *rest))
    shown = presets()
    qtbot.waitUntil(lambda: len(shown.pictures) == 2)
    images = {item.title: shown.pictures[item.key] for item in shown.items}
    assert not images["Bright"].isNull()
    assert images["Lost"].isNull()
    shown.pictures.clear()
    shown.refresh()
    qtbot.waitUntil(lambda: len(shown.pictures) == 2)
    PresetLibrary().keep(Preset("Bright", "toy.render", {"gain": 0.1}), replace=True)
    shown.pictures.clear()
    shown.refresh()
    qtbot.waitUntil(lambda: len(shown.pictures) == 2)
    assert drawn == ["toy.render", "toy.render"], "other values are another picture"


def test_deeds_with_files_and_deleting_is_taken_back(
    presets: Callable[[], PresetsWindow], qtbot: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    PresetLibrary().keep(BRIGHT)
    shown = presets()
    choose(shown, "Bright", qtbot)
    shown.details.duplicate.click()
    qtbot.waitUntil(lambda: shown.details.item is not None and shown.details.item.title == "Bright 2")
    shown.details.renamed.emit(shown.details.item, "Bright")
    qtbot.waitUntil(lambda: shown.messages.message is not None)
    assert shown.messages.message.text == "“Bright” is taken."
    shown.details.renamed.emit(shown.details.item, "Brighter")
    qtbot.waitUntil(lambda: "Brighter" in titles(shown))
    target = tmp_path / "out.toml"
    monkeypatch.setattr(file_dialogs, "ask_save", lambda *_: target)
    choose(shown, "Brighter", qtbot)
    shown.details.export.click()
    qtbot.waitUntil(target.exists)
    assert read_preset(target).params == BRIGHT.params
    qtbot.waitUntil(lambda: "Exported" in shown.messages.message.text)
    shown.details.remove.click()
    qtbot.waitUntil(lambda: titles(shown) == ["Bright"])
    assert shown.messages.message.verb == "Undo"
    shown.messages.verb.click()
    qtbot.waitUntil(lambda: titles(shown) == ["Bright", "Brighter"])


def test_files_are_dropped_and_those_that_are_there_stay(
    presets: Callable[[], PresetsWindow], qtbot: Any, tmp_path: Path
) -> None:
    PresetLibrary().keep(BRIGHT)
    shown = presets()
    file = tmp_path / "other.toml"
    write_preset(Preset("Bright", "toy.render", {"gain": 0.1}), file)
    drop(shown, file)
    qtbot.waitUntil(lambda: titles(shown) == ["Bright", "Bright 2"])
    assert PresetLibrary().find("Bright").preset.params == BRIGHT.params
    file.write_text('schema = 1\nname = "P"\noperation = "toy.none"\n', encoding="utf-8")
    drop(shown, file)
    qtbot.waitUntil(lambda: "There is no operation “toy.none”." in shown.messages.message.text)
    assert titles(shown) == ["Bright", "Bright 2"]


def test_a_preset_begins_a_picture_where_none_is_open(window: Any, qtbot: Any, tmp_path: Path) -> None:
    file = tmp_path / "bright.toml"
    write_preset(BRIGHT, file)
    assert [offer.what for offer in preset_offers(file)] == ["use_preset", "add_preset"]
    window.presets.use_file([file])
    qtbot.waitUntil(lambda: window.session.document is not None)
    qtbot.waitUntil(lambda: layer_of(window.session.document).params == BRIGHT.params)
    qtbot.waitUntil(lambda: window.plugin.presets is not None)
    assert window.plugin.presets.button.text() == "Bright"


def test_a_recipe_runs_on_what_is_open_and_its_saved_form_is_listed(
    window: Any, document: Document, presets: Callable[[], PresetsWindow], qtbot: Any
) -> None:
    RecipeLibrary().keep(PAINTED)
    shown = presets()
    choose(shown, "Painted", qtbot)
    shown.details.use.click()
    qtbot.waitUntil(lambda: any(layer.name == "Painted" for layer in document.layers))
    made = document.layers[-1]
    assert isinstance(made, RasterLayer)
    labels = document.layers[0].labels().indices
    assert made.image().pixels[0, 0, 0] == min(255, int(labels[0, 0]) * 10 + 40)
    recipes_folder().mkdir(exist_ok=True)
    window.recorder.write(recipes_folder() / "mine.toml", RecipeChoice("Mine"))
    qtbot.waitUntil(lambda: "mine.toml" in message_of(window))
    shown.refresh()
    qtbot.waitUntil(lambda: "Mine" in titles(shown))


def test_a_recipe_says_what_it_lacks(window: Any, presets: Callable[[], PresetsWindow], qtbot: Any) -> None:
    RecipeLibrary().keep(PAINTED)
    shown = presets()
    choose(shown, "Painted", qtbot)
    shown.details.use.click()
    qtbot.waitUntil(lambda: message_of(window) == "There is no picture to run it on.")


def test_a_replacing_wish_keeps_what_it_replaces_until_it_is_written(window: Any, document: Document) -> None:
    """The program may not save what it cannot name; the old one stays."""
    PresetLibrary().keep(BRIGHT)
    window.plugin.controls.set_params({"model": "alps"})
    told: list[BaseException] = []
    control = window.plugin.presets
    control.failed.connect(told.append)
    control.save(PresetWish("Bright", "", with_seed=True, replaces=True))
    QApplication.processEvents()
    while not told:
        QApplication.processEvents()
    assert PresetLibrary().find("Bright").preset.params == BRIGHT.params
