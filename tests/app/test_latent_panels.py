"""Latent editing in the window: what draws from nothing, and the sections that change it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import torch
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtWidgets import QApplication

from ganstudio import paths
from ganstudio.app import documents
from ganstudio.app.canvas.points_tool import PointsTool
from ganstudio.app.canvas.tool import Modifier, Pointer
from ganstudio.app.canvas.viewport import Viewport
from ganstudio.app.errors import ErrorReporter
from ganstudio.app.panels import looks
from ganstudio.app.session import EditorSession
from ganstudio.app.studio import AppStudio
from ganstudio.document.document import Document
from ganstudio.document.layers import GeneratedLayer, MaskLayer
from ganstudio.document.project import load_project, save_project
from ganstudio.editing.directions import Direction, DirectionFile, write_directions
from ganstudio.errors import InputError
from ganstudio.host.manifest import StartManifest
from ganstudio.settings import Settings
from tests.support.stylegan import small_generator


@pytest.fixture
def model() -> str:
    path = small_generator(paths.user_models_dir() / "tiny" / "model.safetensors", resolution=32)
    found = (Direction("Smile", torch.ones(8)), Direction("Age", torch.linspace(-1, 1, 8)))
    write_directions(path.with_name("directions.safetensors"), DirectionFile(found))
    return "tiny"


@pytest.fixture
def window(qapp: QApplication, model: str, qtbot: object) -> Iterator[object]:
    """With the plugins that are shipped, and a picture drawn from a latent."""
    from ganstudio.app.main_window import MainWindow

    studio = AppStudio(Settings(device="cpu", precision="fp32"))
    made = MainWindow(studio, ErrorReporter())
    made.resize(1280, 720)
    made.show()
    operation = studio.registry.operations["latent_editing.sample"]
    made.files.show(documents.alone(operation, {"model": model}))
    qtbot.waitUntil(lambda: made.plugin.own is not None and not made.live.busy)
    qtbot.waitUntil(lambda: bool(section(made, "Sliders").rows))
    yield made
    made.session.document.mark_saved()
    made.close()
    made.deleteLater()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    studio.shutdown()


def section(window: object, name: str) -> object:
    return next(panel for panel in window.plugin.own.panels if type(panel).__name__ == name)


def drawn(window: object) -> GeneratedLayer:
    layer = window.session.document.layers[-1]
    assert isinstance(layer, GeneratedLayer)
    return layer


def test_a_tile_without_template_begins_on_an_empty_canvas_with_its_parameters(window: object) -> None:
    operation = window.studio.registry.operations["latent_editing.sample"]
    tile = StartManifest(title="Valleys", operation="sample", params={"model": "valleys", "seed": 4})
    document = documents.from_start(tile, operation)
    (layer,) = document.layers
    assert (document.width, layer.operation, layer.reads) == (512, "latent_editing.sample", {})
    assert layer.params == {"model": "valleys", "seed": 4}


def test_what_draws_from_nothing_is_drawn_kept_and_recorded(window: object, tmp_path: Path) -> None:
    layer, document = drawn(window), window.session.document
    assert not layer.stale
    assert layer.image().pixels[..., :3].std() > 0
    save_project(document, tmp_path / "face.ora")
    (loaded,) = load_project(tmp_path / "face.ora").layers
    assert (loaded.params, loaded.reads) == (layer.params, {})
    recipe = window.studio.core.recipe_of(document, layer)
    assert [step.operation for step in recipe.steps] == ["latent_editing.sample"]
    assert recipe.inputs == ()


def test_the_form_leaves_to_the_sections_what_they_handle(window: object) -> None:
    shown = window.plugin.controls.form.controls
    assert {"model", "seed", "truncation", "size"} <= set(shown)
    assert not {"edits", "mix", "base", "x", "noise"} & set(shown)


def test_a_slider_that_is_dragged_is_one_step_drawn_as_drafts(window: object, qtbot: object) -> None:
    layer, document, session = drawn(window), window.session.document, window.session
    before, strokes = document.history.index, []
    session.stroke_changed.connect(strokes.append)
    slider = section(window, "Sliders").rows["Smile"].control.slider
    slider.setSliderDown(True)
    for place in (32, 40, 45):
        slider.setValue(place)
    assert session.stroking
    slider.setSliderDown(False)
    assert (layer.params["edits"], document.history.index) == ("Smile=1.5", before + 1)
    assert strokes == [True, False]
    slider.reset.emit()
    assert layer.params["edits"] == ""
    session.undo()
    qtbot.waitUntil(lambda: section(window, "Sliders").rows["Smile"].control.value() == 1.5)
    qtbot.waitUntil(lambda: not layer.stale)


def test_edits_that_no_slider_knows_stay(window: object) -> None:
    sliders = section(window, "Sliders")
    sliders._context.set_params(edits="gone=2, smile=1@0-3")
    assert sliders.rows["Smile"].control.value() == 1
    sliders.rows["Age"].control.field.setValue(-2)
    assert drawn(window).params["edits"] == "gone=2, Smile=1@0-3, Age=-2"


def test_the_plane_wanders_as_the_hand_drags_and_steps_by_keys(window: object, qtbot: object) -> None:
    seeds = section(window, "Plane").map
    cell, middle = seeds._cell(), QPointF(seeds.rect().center())
    before = window.session.document.history.index
    qtbot.mousePress(seeds, Qt.MouseButton.LeftButton, pos=middle.toPoint())
    for share in (0.25, 0.5):
        qtbot.mouseMove(seeds, (middle - QPointF(cell * share, 0)).toPoint())
    qtbot.mouseRelease(seeds, Qt.MouseButton.LeftButton, pos=(middle - QPointF(cell / 2, 0)).toPoint())
    assert drawn(window).params["x"] == pytest.approx(0.5, abs=0.05)
    assert window.session.document.history.index == before + 1
    qtbot.keyClick(seeds, Qt.Key.Key_Down)
    assert seeds.place[1] == 1
    qtbot.waitUntil(lambda: len(seeds._images) >= 25)


def test_layers_are_given_to_a_source_and_back(window: object, qtbot: object) -> None:
    mixing = section(window, "Mixing")
    mixing.add_source(12)
    assert drawn(window).params["mix"] == "4-7=12"
    mixing.take_rows(range(2), 0)
    assert drawn(window).params["mix"] == "0-1=12, 4-7=12"
    mixing.add_source(99)
    mixing.remove(0)
    assert "12" not in drawn(window).params["mix"]
    window.session.undo()
    qtbot.waitUntil(lambda: 12 in mixing.plan.sources)


def test_sums_of_pictures_take_the_present_one_where_the_first_is_missing(window: object) -> None:
    sums = section(window, "Arithmetic")
    sums.add(1, 7)
    sums.add(2, 12)
    sums.add(2, 13)
    assert drawn(window).params["base"] == "1 - 7 + 12 13"
    sums.remove(1, 7)
    assert drawn(window).params["base"] == "1 + 12 13"
    assert sums.seeds == ((1,), (), (12, 13))


def test_a_copied_latent_is_pasted_in_place_of_seed_and_edits(window: object, qtbot: object) -> None:
    latent, layer = section(window, "Latent"), drawn(window)
    latent._context.set_params(edits="Smile=2")
    qtbot.waitUntil(lambda: not layer.stale)
    picture = layer.image().pixels.copy()
    latent.copy_latent()
    qtbot.waitUntil(lambda: QApplication.clipboard().text().startswith("w:"))
    latent._context.set_params(seed=5, edits="")
    latent.paste_latent()
    assert layer.params["base"].startswith("w:")
    qtbot.waitUntil(lambda: not layer.stale)
    assert abs(layer.image().pixels.astype(int) - picture).mean() < 2
    QApplication.clipboard().setText("no latent")
    latent.paste_latent()
    assert "latent" in window.messages.message.text


def test_the_noise_brush_paints_a_mask_that_is_read(window: object) -> None:
    layer = drawn(window)
    section(window, "Noise").brush.click()
    mask = next(item for item in window.session.document.layers if isinstance(item, MaskLayer))
    assert layer.reads == {"noise_mask": mask.id}
    assert (window.session.active_layer, window.session.tool) == (mask, "brush")


def test_keyframes_are_kept_with_the_document_and_make_a_timeline(window: object) -> None:
    film = section(window, "Film")
    for seed, edits in ((1, ""), (7, "Smile=2")):
        film._context.set_params(seed=seed, edits=edits)
        film.add_now()
    assert film.values["keyframes"] == "1; 7 | Smile=2"
    kept = window.session.document.metadata["panel_notes"]
    assert next(iter(kept.values()))["keys"] == [["1", ""], ["7", "Smile=2"]]


class Pane:
    """A view that shows pixels as they are."""

    viewport = Viewport(1.0, QPointF())

    def repaint_overlay(self) -> None: ...


def test_points_are_put_pulled_and_taken_away(qapp: QApplication) -> None:
    session = EditorSession()
    session.set_document(Document(100, 50))
    tool = PointsTool(session, Pane())

    def at(x: float, y: float, modifiers: Modifier = Modifier.NoModifier) -> Pointer:
        return Pointer(QPointF(x, y), QPointF(x, y), modifiers=modifiers)

    tool.press(at(20, 10))
    tool.move(at(40, 25))
    tool.release(at(40, 25))
    assert session.points == (((0.2, 0.2), (0.4, 0.5)),)
    tool.press(at(21, 11))
    tool.move(at(-5, 10))
    tool.release(at(-5, 10))
    assert session.points == (((0.0, 0.2), (0.4, 0.5)),)
    tool.press(at(80, 10))
    tool.cancel()
    tool.press(at(40, 25, Modifier.AltModifier))
    assert session.points == ()


def test_a_look_is_the_same_after_a_drag() -> None:
    look = looks.Look("latent_editing.sample", {"edits": "smile=2"}, 7)
    found = looks.from_mime(looks.mime_of(look))
    assert found is not None
    assert found.same(look)


def test_words_become_a_slider_that_is_moved_at_once_and_what_fails_is_said_there(
    window: object, qtbot: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    sliders = section(window, "Sliders")
    sliders.open_words()
    dialog = sliders._dialogs["words"]
    asked: list[tuple[str, str]] = []

    def found(text: str, neutral: str, *rest: object) -> tuple[Direction, tuple[str, ...]]:
        asked.append((text, neutral))
        if "zebra" in text:
            raise InputError("This model knows no word of the text: “zebra”.")
        return Direction("a hat", torch.ones(8), group="Words"), ("This model does not know “top”.",)

    monkeypatch.setitem(vars(type(dialog))["add"].__globals__, "slider_of_words", found)
    assert not dialog.verb.isEnabled()
    dialog.wanted.setText("a zebra")
    dialog.verb.click()
    qtbot.waitUntil(lambda: dialog.note.text() == "This model knows no word of the text: “zebra”.")
    assert dialog.verb.isEnabled()
    dialog.wanted.setText("a top hat")
    dialog.neutral.setText("no hat")
    dialog.name.setText("Hat")
    dialog.verb.click()
    qtbot.waitUntil(lambda: "Hat" in sliders.rows)
    qtbot.waitUntil(lambda: drawn(window).params.get("edits") == "Hat=2")
    assert asked == [("a zebra", ""), ("a top hat", "no hat")]
    assert dialog.note.text() == "“Hat” is a slider now. This model does not know “top”."
