"""Text to picture in the window: writing, what is told of words, and the sections around the sentence."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QMimeData, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication

from ganstudio import paths
from ganstudio.app import documents
from ganstudio.app.errors import ErrorReporter
from ganstudio.app.studio import AppStudio
from ganstudio.document.document import Document
from ganstudio.document.image import ImageData
from ganstudio.document.layers import GeneratedLayer, RasterLayer
from ganstudio.document.tiles import Rect
from ganstudio.host.registry import Registry
from ganstudio.settings import Settings
from tests.support.text_models import CLIP, small_text_model

LAKE = "a still lake at dawn"


PATIENCE = 20_000
"""Milliseconds that a busy machine may take."""


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two worlds' generators, made once."""
    folder = tmp_path_factory.mktemp("shelf")
    small_text_model(folder, "lands")
    small_text_model(folder, "people", world="faces")
    return folder


@pytest.fixture
def library(shelf: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """These models and no others: what the program brings would be offered too."""
    monkeypatch.setattr(paths, "starter_models_dir", lambda: tmp_path / "none")
    own = paths.user_models_dir()
    own.mkdir(parents=True)
    for model in shelf.iterdir():
        (own / model.name).symlink_to(model, target_is_directory=True)
    return own


@pytest.fixture
def studio() -> Iterator[AppStudio]:
    made = AppStudio(Settings(device="cpu", precision="fp32"))
    yield made
    made.shutdown()


@pytest.fixture
def window(qapp: QApplication, studio: AppStudio, library: Path) -> Iterator[object]:
    from ganstudio.app.main_window import MainWindow

    made = MainWindow(studio, ErrorReporter())
    made.resize(1280, 720)
    made.show()
    yield made
    made.session.document.mark_saved()
    made.close()
    made.deleteLater()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def show(window: object, qtbot: object, **params: object) -> GeneratedLayer:
    """A picture drawn from words, and its panels."""
    operation = window.studio.registry.operations["text_to_image.generate"]
    values = {"model": "lands", "prompt": LAKE, **params}
    window.files.show(documents.alone(operation, values))
    ready(window, qtbot)
    return window.session.document.layers[-1]


def ready(window: object, qtbot: object) -> None:
    qtbot.waitUntil(lambda: window.plugin.own is not None and not window.live.busy, timeout=PATIENCE)
    knowledge = section(window, "Prompt")._knowledge
    qtbot.waitUntil(lambda: knowledge.known is not None or knowledge.problem is not None, timeout=PATIENCE)


def section(window: object, name: str) -> object:
    return next(panel for panel in window.plugin.own.panels if type(panel).__name__ == name)


def child(parent: object, name: str) -> object:
    return next(item for item in parent.children() if type(item).__name__ == name)


def write(sentence: object, text: str, qtbot: object) -> None:
    """As a person does: all of it anew, and Enter."""
    sentence.box.selectAll()
    sentence.box.insertPlainText(text)
    read: list[object] = []
    sentence.read.connect(read.append)
    qtbot.keyClick(sentence.box, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: any(found.text == sentence.box.toPlainText() for found in read), timeout=PATIENCE)


def test_what_is_written_is_drawn_and_what_is_not_known_is_underlined(window: object, qtbot: object) -> None:
    layer = show(window, qtbot)
    before = layer.image().pixels.copy()
    prompt = section(window, "Prompt")
    write(prompt.sentence, "🏔 an autum lake at night, a spaceship", qtbot)
    qtbot.waitUntil(
        lambda: layer.params["prompt"] == "🏔 an autum lake at night, a spaceship", timeout=PATIENCE
    )
    qtbot.waitUntil(lambda: not layer.stale, timeout=PATIENCE)
    assert (layer.image().pixels != before).any()
    box = prompt.sentence.box
    marked = [mark.cursor.selectedText() for mark in box.extraSelections()]
    assert marked == ["autum", "spaceship"]
    assert "autum, spaceship" in prompt.sentence.note.text()
    cursor = box.textCursor()
    cursor.setPosition(7)
    menu = box.menu_at(box.cursorRect(cursor).center())
    offered = next(action for action in menu.actions() if "autumn" in action.text())
    offered.trigger()
    assert box.text().startswith("🏔 an autumn lake")
    qtbot.waitUntil(lambda: "autumn lake" in layer.params["prompt"], timeout=PATIENCE)


def test_a_sentence_without_a_known_word_is_told_of_and_not_drawn(window: object, qtbot: object) -> None:
    layer = show(window, qtbot)
    prompt = section(window, "Prompt")
    write(prompt.sentence, "xylophone", qtbot)
    assert "none of these words" in prompt.sentence.note.text()
    prompt.seed.field.setValue(8)
    assert (layer.params["prompt"], layer.params["seed"]) == (LAKE, 8)
    assert prompt.sentence.text() == "xylophone"
    assert window.messages.message is None


def test_an_empty_one_waits_for_its_first_sentence_without_complaint(window: object, qtbot: object) -> None:
    layer = show(window, qtbot, prompt="")
    assert window.messages.message is None
    prompt = section(window, "Prompt")
    write(prompt.sentence, "the sea", qtbot)
    qtbot.waitUntil(lambda: layer.params["prompt"] == "the sea" and not layer.stale, timeout=PATIENCE)


def test_the_model_that_knows_the_words_is_offered(window: object, qtbot: object) -> None:
    layer = show(window, qtbot)
    prompt = section(window, "Prompt")
    assert prompt.elsewhere.isHidden()
    write(prompt.sentence, "a person with round glasses", qtbot)
    qtbot.waitUntil(lambda: not prompt.elsewhere.isHidden(), timeout=PATIENCE)
    assert prompt.elsewhere.text() == "Use People"
    prompt.elsewhere.click()
    assert (layer.params["model"], layer.params["prompt"]) == ("people", "a person with round glasses")
    qtbot.waitUntil(lambda: prompt.elsewhere.isHidden() and not prompt.sentence.box.unknown, timeout=PATIENCE)


def test_korean_counts_when_it_is_composed_and_pasted_lines_become_one(window: object, qtbot: object) -> None:
    layer = show(window, qtbot)
    box = section(window, "Prompt").sentence.box
    box.selectAll()
    QApplication.sendEvent(box, QInputMethodEvent("호", []))
    section(window, "Prompt")._context.set_params(seed=5)
    assert layer.params["prompt"] == LAKE
    composed = QInputMethodEvent("", [])
    composed.setCommitString("호수")
    QApplication.sendEvent(box, composed)
    data = QMimeData()
    data.setText(" 겨울\n밤의")
    box.insertFromMimeData(data)
    qtbot.waitUntil(
        lambda: layer.params["prompt"] == "호수 겨울 밤의".replace(" 겨울", "겨울"), timeout=PATIENCE
    )
    assert "\n" not in box.toPlainText()


def test_words_of_the_model_are_searched_and_put_in(window: object, qtbot: object) -> None:
    layer = show(window, qtbot, prompt="a lake at dawn")
    prompt = section(window, "Prompt")
    prompt.open_words()
    dialog = prompt.words
    assert {"snow", "autumn"} <= set(dialog.chips)
    assert not {"glasses", "호수"} & set(dialog.chips)
    dialog.field.setText("snowy")
    assert [word for word, chip in dialog.chips.items() if not chip.isHidden()] == ["snowy"]
    cursor = prompt.sentence.box.textCursor()
    cursor.setPosition(1)
    prompt.sentence.box.setTextCursor(cursor)
    qtbot.keyClick(dialog.field, Qt.Key.Key_Return)
    assert prompt.sentence.text() == "a snowy lake at dawn"
    qtbot.waitUntil(lambda: layer.params["prompt"] == "a snowy lake at dawn", timeout=PATIENCE)
    dialog.language.changed.emit("ko")
    dialog.language.set_value("ko")
    dialog._fill()
    assert "숲" in dialog.chips
    assert not {"snow", "숲이"} & set(dialog.chips)


def test_what_was_drawn_comes_back_with_all_that_made_it(window: object, qtbot: object) -> None:
    layer = show(window, qtbot, seed=7, negative="snow", truncation=0.5)
    prompt = section(window, "Prompt")
    prompt._keep()
    prompt._context.set_params(prompt="the sea", seed=1, negative="", to_prompt="a forest", between=0.5)
    qtbot.waitUntil(lambda: not layer.stale, timeout=PATIENCE)
    prompt._keep()
    assert [entry.prompt for entry in prompt.history.entries] == ["the sea", LAKE]
    prompt.open_history()
    listed = child(prompt.popover, "HistoryList")
    listed.field.setText("dawn")
    assert [listed.list.item(row).isHidden() for row in range(2)] == [True, False]
    listed.list.itemClicked.emit(listed.list.item(1))
    made = {name: layer.params[name] for name in ("prompt", "seed", "negative", "truncation", "to_prompt")}
    assert made == {"prompt": LAKE, "seed": 7, "negative": "snow", "truncation": 0.5, "to_prompt": ""}
    assert prompt.sentence.text() == LAKE


def test_the_picture_goes_into_the_selection_of_what_lies_below(window: object, qtbot: object) -> None:
    show(window, qtbot)
    document = Document.from_image(ImageData(np.full((64, 96, 3), 200, np.uint8)), "Photo")
    window.files.show(document)
    window.session.add_generated_layer(
        "text_to_image.generate", "Words", {}, {"model": "lands", "prompt": LAKE}
    )
    ready(window, qtbot)
    prompt, layer = section(window, "Prompt"), document.layers[-1]
    prompt.place.changed.emit("selection")
    assert layer.reads == {}
    document.selection.rectangle(Rect(0, 0, 32, 32))
    before = document.history.index
    prompt.feather.field.setValue(0)
    prompt.place.changed.emit("selection")
    assert set(layer.reads) == {"image", "mask"}
    assert document.history.index == before + 2
    qtbot.waitUntil(lambda: not layer.stale, timeout=PATIENCE)
    pixels = layer.image().pixels[..., :3]
    assert (pixels[40:, 40:] == 200).all()
    assert pixels[:32, :32].std() > 0
    prompt.place.changed.emit("everywhere")
    assert layer.reads == {}


def test_a_second_sentence_is_slid_to_in_one_step(window: object, qtbot: object) -> None:
    layer = show(window, qtbot)
    blend = section(window, "Blend")
    window.plugin.own.folds["blend"].head.setChecked(True)
    assert not blend.slider.isEnabled()
    write(blend.sentence, "the sea at night", qtbot)
    qtbot.waitUntil(lambda: layer.params.get("to_prompt") == "the sea at night", timeout=PATIENCE)
    assert layer.params["between"] == 0.5
    before = window.session.document.history.index
    blend.slider.slider.setSliderDown(True)
    for place in (60, 80, 90):
        blend.slider.slider.setValue(place)
    blend.slider.slider.setSliderDown(False)
    assert (layer.params["between"], window.session.document.history.index) == (0.9, before + 1)
    blend.exchange()
    values = layer.params
    assert (values["prompt"], values["to_prompt"], values["between"]) == ("the sea at night", LAKE, 0.1)


def test_coarse_and_fine_layers_are_told_different_things(window: object, qtbot: object) -> None:
    layer = show(window, qtbot)
    layers = section(window, "Layers")
    window.plugin.own.folds["layers"].head.setChecked(True)
    write(layers.fine, "a snowy forest", qtbot)
    qtbot.waitUntil(lambda: layer.params.get("mix") == "16-32=a snowy forest", timeout=PATIENCE)
    layers.border.changed.emit("4")
    layers._context.set_params(mix="4-4=the sea; 8-32=a snowy forest")
    assert (layers.coarse.text(), layers.border.value()) == ("the sea", "4")
    layers._context.set_params(mix="8=fog; 16-32=snow")
    assert (layers.text.text(), layers.text.isHidden(), layers.rows.isHidden()) == (
        "8=fog; 16-32=snow",
        False,
        True,
    )


def test_mixes_of_two_are_written_and_read() -> None:
    mix_of_two, two_parts = (
        Registry.standard().resolve("text_to_image", f"panels.layers:{name}")
        for name in ("mix_of_two", "two_parts")
    )
    sides = (4, 8, 16, 32)
    assert mix_of_two("a lake", "", 8, sides) == "4-8=a lake"
    for coarse, fine, border in (("a lake", "snow", 16), ("", "snow, fog", 4), ("a lake", "", 8)):
        assert two_parts(mix_of_two(coarse, fine, border, sides), sides) == (coarse, fine, border)
    assert two_parts("4-8=a; 32-32=b", sides) is None
    assert two_parts("nonsense", sides) is None


def test_variations_arrive_with_scores_and_one_is_taken(window: object, qtbot: object) -> None:
    layer = show(window, qtbot, seed=3, candidates=4)
    variations = section(window, "Variations")
    variations.draw_variations()
    qtbot.waitUntil(lambda: len(variations.cells) == 9 and not variations.busy, timeout=PATIENCE)
    assert [cell.seed for cell in variations.cells] == list(range(3, 12))
    assert all(cell.score is not None for cell in variations.cells)
    variations.buttons[6].click()
    assert (layer.params["seed"], layer.params["candidates"]) == (6, 1)
    assert variations.buttons[6].isChecked()
    variations.draw_variations()
    qtbot.waitUntil(lambda: len(variations.cells) == 18 and not variations.busy, timeout=PATIENCE)
    variations._context.set_params(prompt="the sea")
    assert not variations.note.isHidden()


def test_without_a_model_the_panel_says_what_to_do_until_one_comes(
    window: object, qtbot: object, library: Path, shelf: Path
) -> None:
    for model in list(library.iterdir()):
        model.unlink()
    show(window, qtbot, model="gone")
    prompt = section(window, "Prompt")
    assert not prompt.no_model.isHidden()
    assert prompt.no_model.other.isHidden()
    asked: list[str] = []
    window.plugin.command_wanted.disconnect()
    window.plugin.command_wanted.connect(asked.append)
    prompt.no_model.train.click()
    prompt.no_model.library.click()
    assert asked == ["app.train", "app.models"]
    (library / "people").symlink_to(shelf / "people", target_is_directory=True)
    window.plugin.controls.refresh_models()
    qtbot.waitUntil(lambda: not prompt.no_model.other.isHidden(), timeout=PATIENCE)
    prompt.no_model.other.click()
    assert window.session.document.layers[-1].params["model"] == "people"


def test_without_its_text_model_the_panel_says_which_one(
    window: object, qtbot: object, library: Path
) -> None:
    (library / CLIP).unlink()
    show(window, qtbot)
    prompt = section(window, "Prompt")
    assert CLIP in prompt.no_model.text.text()


def test_the_picture_is_kept_as_a_layer(window: object, qtbot: object) -> None:
    show(window, qtbot)
    section(window, "Prompt").keep.click()
    kept = window.session.document.active
    assert isinstance(kept, RasterLayer)
    assert kept.name == LAKE


def test_ideas_are_those_whose_words_the_model_knows(window: object, qtbot: object) -> None:
    layer = show(window, qtbot)
    prompt = section(window, "Prompt")
    prompt.open_ideas()
    found = child(prompt.popover, "IdeaList")
    qtbot.waitUntil(lambda: found.list.count() > 0, timeout=PATIENCE)
    texts = [found.list.item(row).text() for row in range(found.list.count())]
    assert len(texts) == 12
    assert not any("glasses" in text for text in texts)
    found.list.itemClicked.emit(found.list.item(2))
    assert layer.params["prompt"] == texts[2] == prompt.sentence.text()
