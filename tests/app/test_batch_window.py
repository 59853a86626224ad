"""The batch window, driven as a person does, with operations that need no network."""

from __future__ import annotations

import inspect
import json
import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QMimeData, QModelIndex, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from ganstudio.app import file_dialogs
from ganstudio.app.batch import task
from ganstudio.app.batch.pace import Pace
from ganstudio.app.batch.task import Task
from ganstudio.app.batch.window import BatchWindow
from ganstudio.app.studio import AppStudio
from ganstudio.cli.batch import _handler
from ganstudio.document.document import Document
from ganstudio.document.files import read_image, write_image, write_label_map
from ganstudio.document.image import ImageData, LabelData
from ganstudio.document.layers import GeneratedLayer, LabelLayer
from ganstudio.engine.device import Compute
from ganstudio.events import Progress
from ganstudio.host.registry import Registry
from ganstudio.operations import chain, rounds
from ganstudio.operations.batch import Outcome
from ganstudio.operations.export import Export
from ganstudio.operations.presets import preset_of
from ganstudio.operations.recipe_file import read_recipe
from tests.app.conftest import TOY
from tests.app.test_main_window import _nameless as nameless


@pytest.fixture
def maps(tmp_path: Path) -> Path:
    """Five label maps; the third is none."""
    folder = tmp_path / "maps"
    folder.mkdir()
    for number in range(5):
        write_label_map(folder / f"{number}.png", LabelData(np.full((8, 8), number, np.uint8), "landscape"))
    (folder / "2.png").write_text("no picture")
    return folder


@pytest.fixture(autouse=True)
def _without_torch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(AppStudio, "compute", Compute())


@pytest.fixture
def batch(window: object, qtbot: QtBot) -> Iterator[BatchWindow]:
    window.batch.open()
    shown = window.batch.window
    qtbot.waitUntil(lambda: shown.setup.work == "toy.render")
    yield shown
    shown.runner.close()
    # With batches in the queue, closing it would ask; over other windows it would take their mouse.
    if isValid(shown):
        shown.hide()


def drop(window: BatchWindow, path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(window, QDragEnterEvent(QPoint(9, 9), Qt.DropAction.CopyAction, data, *keys))
    QApplication.sendEvent(window, QDropEvent(QPointF(400, 300), Qt.DropAction.CopyAction, data, *keys))


def plan(window: BatchWindow, folder: Path, qtbot: QtBot) -> None:
    drop(window, folder)
    qtbot.waitUntil(lambda: window.start.isEnabled())


def begin(window: BatchWindow, folder: Path, qtbot: QtBot) -> None:
    plan(window, folder, qtbot)
    window.start.click()


def state(window: BatchWindow) -> str:
    return window.shown.state if window.shown is not None else ""


def states(window: BatchWindow) -> list[str]:
    files = window.files.files
    return [files.kind_of(row) for row in range(files.rowCount())]


class Gate:
    """Lets the pictures of batches through one by one."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.permits = threading.Semaphore(0)
        run = chain.run

        def guarded(*given: object, progress: Progress, **more: object) -> object:
            while not self.permits.acquire(timeout=0.01):
                progress.check()
            return run(*given, progress=progress, **more)

        monkeypatch.setattr(chain, "run", guarded)
        monkeypatch.setattr(rounds, "_AUTO", {})
        monkeypatch.setattr(task, "PROMPT_SECONDS", 0.0)


def test_a_dropped_folder_is_planned_and_made_and_bad_files_are_told(
    batch: BatchWindow, maps: Path, qtbot: QtBot
) -> None:
    plan(batch, maps, qtbot)
    assert not (maps.parent / "maps-toy-render").exists()
    assert batch.setup.out.path == maps.parent / "maps-toy-render"
    qtbot.waitUntil(lambda: batch.start.text() == "Make 4 pictures")
    assert states(batch) == ["waiting", "waiting", "failed", "waiting", "waiting"]
    assert batch.head.plan.figure("wrong") == "1"
    batch.setup.form.controls["seed"].set_value(7)
    batch.setup.form.changed.emit("seed", 7, 1)
    qtbot.waitUntil(lambda: batch.start.isEnabled())
    batch.start.click()
    qtbot.waitUntil(lambda: state(batch) == "done")
    assert states(batch) == ["done", "done", "failed", "done", "done"]
    assert "2.png" in batch.files.files.outcomes[2].message
    assert batch.head.figures.figure("failed") == "1"
    assert int(read_image(maps.parent / "maps-toy-render" / "4.png").rgb()[0, 0, 0]) == 47
    before, after = batch.files.files.pictures[4]
    assert not before.isNull()
    assert not after.isNull()
    batch.files.want("failed")
    assert batch.files.model().rowCount() == 1


def test_what_is_there_is_told_before_and_not_made_again(
    batch: BatchWindow, maps: Path, qtbot: QtBot
) -> None:
    begin(batch, maps, qtbot)
    qtbot.waitUntil(lambda: state(batch) == "done")
    batch.setup.changed.emit()
    qtbot.waitUntil(lambda: batch.start.isEnabled())
    assert "4 are there already" in batch.said.text()
    batch.start.click()
    qtbot.waitUntil(lambda: state(batch) == "done")
    assert batch.shown.pace.counts == {"done": 0, "skipped": 4, "failed": 1}


def test_it_rests_goes_on_and_stops_and_keeps_what_is_done(
    batch: BatchWindow, maps: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = Gate(monkeypatch)
    begin(batch, maps, qtbot)
    assert batch.setup.isEnabled()
    gate.permits.release()
    qtbot.waitUntil(lambda: batch.shown.pace.ended == 1)
    batch.head.pause.click()
    gate.permits.release(9)
    qtbot.wait(150)
    assert batch.shown.pace.ended <= 2
    assert state(batch) == "paused"
    batch.head.go_on.click()
    qtbot.waitUntil(lambda: state(batch) == "done")
    assert batch.setup.isEnabled()


def test_stopping_ends_within_the_picture(
    batch: BatchWindow, maps: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = Gate(monkeypatch)
    begin(batch, maps, qtbot)
    gate.permits.release()
    qtbot.waitUntil(lambda: batch.shown.pace.ended == 1)
    batch.head.cancel.click()
    qtbot.waitUntil(lambda: state(batch) == "stopped")
    assert [path.name for path in (maps.parent / "maps-toy-render").iterdir()] == ["0.png"]


def test_closing_asks_and_the_main_window_hears_how_it_ended(
    window: object, batch: BatchWindow, maps: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = Gate(monkeypatch)
    begin(batch, maps, qtbot)
    batch.close()
    assert batch.isVisible()
    batch.question.defaultButton().click()
    assert not batch.isVisible()
    left: list[bool] = []
    assert window.batch.ask_before_leaving(lambda: left.append(True))
    window.batch.question.escapeButton().click()
    assert not left
    gate.permits.release(9)
    qtbot.waitUntil(lambda: window.messages.message is not None)
    assert "4 of 5 pictures are in maps-toy-render; 1 failed." in window.messages.message.text


def test_a_dropped_table_is_a_picture_for_each_row_and_bad_rows_are_told(
    batch: BatchWindow, maps: Path, qtbot: QtBot
) -> None:
    table = maps.parent / "rows.csv"
    table.write_text(
        "label_map,seed,output\nmaps/1.png,3,one\nmaps/3.png,-4,\nmaps/9.png,,\nmaps/4.png,5,\n",
        encoding="utf-8",
    )
    plan(batch, table, qtbot)
    assert batch.setup.table.path == table
    assert batch.setup.out.path == maps.parent / "rows-toy-render"
    assert states(batch) == ["waiting", "failed", "failed", "waiting"]
    assert batch.start.text() == "Make 2 pictures"
    batch.start.click()
    qtbot.waitUntil(lambda: state(batch) == "done")
    assert sorted(path.name for path in batch.setup.out.path.iterdir()) == ["4_0004.png", "one.png"]
    assert int(read_image(batch.setup.out.path / "4_0004.png").rgb()[0, 0, 0]) == 45
    table.write_text("label_map,sede\na.png,1\n", encoding="utf-8")
    batch.setup.changed.emit()
    qtbot.waitUntil(lambda: "Did you mean seed?" in batch.said.text())


def test_a_zip_is_a_folder(batch: BatchWindow, maps: Path, qtbot: QtBot) -> None:
    archive = Path(shutil.make_archive(str(maps.parent / "packed"), "zip", maps))
    plan(batch, archive, qtbot)
    assert len(states(batch)) == 5


def test_one_sentence_says_why_a_folder_cannot_be_used(
    batch: BatchWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "empty").mkdir()
    batch.take_folder(tmp_path / "empty")
    qtbot.waitUntil(lambda: "holds no pictures" in batch.said.text())
    assert not batch.start.isEnabled()


def toy_recipe(tmp_path: Path, *, schema: int = 1, more: str = "") -> Path:
    file = tmp_path / "toy.toml"
    step = '[[steps]]\nid = "a"\noperation = "toy.render"\ninputs.label_map = "label_map"\n'
    text = f'schema = {schema}\nname = "Toy"\ninputs.label_map = "label_map"\n{step}{more}'
    file.write_text(text, encoding="utf-8")
    return file


def test_a_recipe_of_a_newer_program_is_refused(batch: BatchWindow, tmp_path: Path, qtbot: QtBot) -> None:
    batch.open_recipe(toy_recipe(tmp_path, schema=99))
    qtbot.waitUntil(lambda: batch.messages.message is not None)
    assert batch.messages.message.text == "toy.toml was written by a newer GAN Studio."
    assert batch.setup.work == "toy.render"


def test_a_recipe_says_which_model_is_missing_and_where_it_is_from(
    batch: BatchWindow, maps: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    more = '[models.alps]\nsha256 = "00"\nsource = "https://example.org/alps"\n'
    batch.open_recipe(toy_recipe(tmp_path, more=more))
    qtbot.waitUntil(lambda: batch.setup.title == "Toy")
    drop(batch, maps)
    told = "The model alps is not here. It comes from https://example.org/alps."
    qtbot.waitUntil(lambda: batch.said.text().startswith(told))
    assert not batch.start.isEnabled()


def test_a_folder_that_cannot_be_written_ends_the_batch_in_one_sentence(
    batch: BatchWindow, maps: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "file").write_text("in the way")
    batch.setup.out.take(tmp_path / "file" / "out")
    begin(batch, maps, qtbot)
    qtbot.waitUntil(lambda: state(batch) == "failed")
    assert "could not be made: not a directory" in batch.messages.message.text
    assert states(batch) == ["waiting"] * 5
    assert batch.setup.isEnabled()


def test_the_canvas_becomes_a_recipe_that_runs_on_a_folder(
    window: object,
    start: Callable[[], Document],
    maps: Path,
    tmp_path: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    document = start()
    drawn = next(layer for layer in document.layers if isinstance(layer, GeneratedLayer))
    document.set_layer(drawn.id, params={"seed": 5})
    file = tmp_path / "five.toml"
    monkeypatch.setattr(file_dialogs, "ask_save", lambda *args: file)
    window.recorder.save()
    dialog = window.recorder.dialog
    dialog.name.setText("Five")
    assert "Label map" in dialog.note.text()
    dialog.accept()
    qtbot.waitUntil(lambda: file.is_file() and window.messages.message is not None)
    recipe = read_recipe(file)
    assert recipe.name == "Five"
    assert recipe.steps[0].params["seed"] == 5
    window.batch.open_recipes([file])
    batch = window.batch.window
    qtbot.waitUntil(lambda: batch.setup.title == "Five")
    begin(batch, maps, qtbot)
    qtbot.waitUntil(lambda: state(batch) == "done")
    assert int(read_image(maps.parent / "maps-five" / "3.png").rgb()[0, 0, 0]) == 35


def test_an_empty_set_of_open_layers_is_no_recipe(
    window: object, start: Callable[[], Document], qtbot: QtBot
) -> None:
    document = start()
    window.recorder.save()
    dialog = window.recorder.dialog
    label = next(layer for layer in document.layers if isinstance(layer, LabelLayer))
    assert dialog.chosen().open_layers == {label.id}
    dialog.roles[label.id].set_value("kept")
    dialog.roles[label.id].changed.emit("kept")
    assert not dialog.verb.isEnabled()
    dialog.reject()


def test_the_pace_leaves_out_what_was_there_what_was_loaded_and_what_was_waited() -> None:
    now = [0.0]
    pace = Pace(11, lambda: now[0])
    now[0] = 20.0
    for status in ("skipped", "skipped", "done"):
        pace.count(Outcome("x", status, 0.0))
    assert pace.rate == 0.05
    now[0] = 24.0
    pace.rest()
    now[0] = 100.0
    pace.go_on()
    for status in ("done", "failed"):
        pace.count(Outcome("x", status, 0.0))
    assert pace.rate == 0.5
    assert pace.left == 12.0


def test_everything_has_a_name_for_those_who_do_not_see_it(batch: BatchWindow) -> None:
    assert list(nameless(batch)) == []


def test_a_picture_of_other_kind_is_refused_by_name(batch: BatchWindow, tmp_path: Path) -> None:
    write_image(tmp_path / "one.png", ImageData(np.zeros((4, 4, 3), np.uint8)))
    (offer,) = batch._offers([tmp_path / "one.png"])
    assert offer.what == "refuse"
    assert "one.png" in offer.text


def test_the_window_goes_with_the_main_one(window: object, batch: BatchWindow, qapp: QApplication) -> None:
    window.close()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert window.batch.window is None


def more_maps(maps: Path, name: str, count: int = 2) -> Path:
    folder = maps.parent / name
    folder.mkdir()
    for number in range(count):
        write_label_map(folder / f"{number}.png", LabelData(np.full((8, 8), number, np.uint8), "landscape"))
    return folder


def queue_of(window: BatchWindow) -> list[tuple[str, str]]:
    return [(job.task.out.name, job.state) for job in window.runner.queue.jobs]


def test_the_next_batch_is_set_up_while_one_runs_and_begins_by_itself(
    batch: BatchWindow, maps: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = Gate(monkeypatch)
    begin(batch, maps, qtbot)
    assert not batch.queue.isVisible()
    assert not batch.start.isEnabled()
    plan(batch, more_maps(maps, "others"), qtbot)
    assert batch.queue.isVisible()
    assert batch.shown is None
    assert batch.start.text() == "Add 2 pictures to the queue"
    batch.start.click()
    assert queue_of(batch) == [("maps-toy-render", "running"), ("others-toy-render", "waiting")]
    gate.permits.release(99)
    qtbot.waitUntil(lambda: not batch.runner.busy and not batch.runner.queue.waiting)
    assert queue_of(batch) == [("maps-toy-render", "done"), ("others-toy-render", "done")]
    batch.show_job(batch.runner.queue.jobs[0])
    assert states(batch) == ["done", "done", "failed", "done", "done"]


def test_what_is_added_while_the_queue_is_paused_does_not_wake_it(
    batch: BatchWindow, maps: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = Gate(monkeypatch)
    begin(batch, maps, qtbot)
    batch.head.pause.click()
    plan(batch, more_maps(maps, "others"), qtbot)
    batch.start.click()
    assert queue_of(batch) == [("maps-toy-render", "paused"), ("others-toy-render", "waiting")]
    batch.queue.go_on.click()
    gate.permits.release(99)
    qtbot.waitUntil(lambda: queue_of(batch)[-1][1] == "done")


def test_a_batch_that_cannot_be_written_does_not_keep_the_next_from_its_turn(
    batch: BatchWindow, maps: Path, qtbot: QtBot
) -> None:
    (maps.parent / "file").write_text("in the way")
    others = more_maps(maps, "others")
    plan(batch, maps, qtbot)
    batch.setup.out.take(maps.parent / "file" / "out")
    qtbot.waitUntil(lambda: batch.start.isEnabled())
    batch.later.click()
    assert queue_of(batch) == [("out", "waiting")]
    assert batch.head.go_on.isVisible()
    batch.setup.out.take(None)
    plan(batch, others, qtbot)
    batch.start.click()
    qtbot.waitUntil(lambda: queue_of(batch)[-1][1] == "done")
    bad = batch.runner.queue.jobs[0]
    assert bad.state == "failed"
    (maps.parent / "file").unlink()
    batch.show_job(bad)
    assert "could not be made" in batch.messages.message.text
    batch.head.again.click()
    qtbot.waitUntil(lambda: bad.ended)
    assert (bad.state, bad.lacks) == ("done", 1)


def test_two_batches_do_not_write_the_same_files(
    batch: BatchWindow, maps: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = Gate(monkeypatch)
    begin(batch, maps, qtbot)
    batch.setup.form.controls["seed"].set_value(7)
    batch.setup.form.changed.emit("seed", 7, 1)
    qtbot.waitUntil(lambda: "writes the same files" in batch.said.text())
    assert not batch.start.isEnabled()
    batch.setup.output.names.setText("{stem}_{seed}")
    qtbot.waitUntil(lambda: batch.start.isEnabled())
    assert batch.setup.output.example.full == "The first: 0_7.png"
    gate.permits.release(99)


def test_the_queue_is_reordered_held_and_emptied_by_keys(
    batch: BatchWindow, maps: Path, qtbot: QtBot
) -> None:
    for name in ("one", "two"):
        plan(batch, more_maps(maps, name), qtbot)
        batch.add_only()
    qtbot.keyClick(batch.queue.view, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert queue_of(batch) == [("two-toy-render", "waiting"), ("one-toy-render", "waiting")]
    qtbot.keyClick(batch.queue.view, Qt.Key.Key_Space)
    assert queue_of(batch)[0] == ("two-toy-render", "held")
    qtbot.keyClick(batch.queue.view, Qt.Key.Key_Delete)
    assert queue_of(batch) == [("one-toy-render", "waiting")]
    batch.messages.verb.click()
    assert queue_of(batch)[0] == ("two-toy-render", "held")
    model = batch.queue.model
    model.dropMimeData(model.mimeData([model.index(0)]), Qt.DropAction.MoveAction, 2, 0, QModelIndex())
    assert [name for name, _ in queue_of(batch)] == ["one-toy-render", "two-toy-render"]


def test_stopping_all_on_closing_lets_nothing_begin(
    batch: BatchWindow, maps: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    Gate(monkeypatch)
    begin(batch, maps, qtbot)
    plan(batch, more_maps(maps, "others"), qtbot)
    batch.start.click()
    batch.close()
    stop = next(button for button in batch.question.buttons() if button.text() == "Stop it")
    stop.click()
    qtbot.waitUntil(lambda: not batch.runner.busy)
    assert queue_of(batch) == [("maps-toy-render", "stopped"), ("others-toy-render", "waiting")]


def test_size_colours_and_what_is_there_count(batch: BatchWindow, maps: Path, qtbot: QtBot) -> None:
    begin(batch, maps, qtbot)
    qtbot.waitUntil(lambda: state(batch) == "done")
    options = batch.setup.output
    options.size_kind.set_value("longest")
    options.longest.set_value(4)
    options.colours.set_value("srgb")
    options.existing.set_value("keep")
    options.changed.emit()
    qtbot.waitUntil(lambda: "stay as they are" in batch.said.text())
    options.names.setText("small/{stem}")
    qtbot.waitUntil(lambda: batch.start.isEnabled() and batch.files.files.items[0].name == "small/0.png")
    batch.start.click()
    qtbot.waitUntil(lambda: state(batch) == "done")
    made = read_image(maps.parent / "maps-toy-render" / "small" / "4.png")
    assert made.size == (4, 4)
    assert made.icc is not None


def test_several_values_are_a_picture_each(batch: BatchWindow, maps: Path, qtbot: QtBot) -> None:
    batch.setup.several.add("seed", "1-3")
    plan(batch, more_maps(maps, "others"), qtbot)
    assert [item.name for item in batch.files.files.items][:3] == [f"0_seed{n}.png" for n in (1, 2, 3)]
    batch.setup.several.lines[0].field.setText("3-1")
    qtbot.waitUntil(lambda: "ends before it begins" in batch.said.text())
    assert not batch.start.isEnabled()


def test_a_name_that_leaves_the_folder_is_refused_before_the_start(
    batch: BatchWindow, maps: Path, qtbot: QtBot
) -> None:
    plan(batch, maps, qtbot)
    batch.setup.output.names.setText("../{stem}")
    qtbot.waitUntil(lambda: "no name inside a folder" in batch.said.text())
    assert not batch.start.isEnabled()
    batch.setup.output.names.setText("same")
    qtbot.waitUntil(lambda: "would become the same output" in batch.said.text())


def test_a_preset_gives_its_values(batch: BatchWindow, maps: Path, qtbot: QtBot) -> None:
    studio = batch.drafting._studio
    operation = studio.registry.operation("toy.render")
    params = operation.build({"gain": 0.5, "style": "winter-night"})
    studio.core.presets.keep(preset_of(operation, params, studio.models, name="Snow"))
    batch.setup.show_operation(operation, {"gain": 2.0})
    (action,) = batch.setup.presets.menu.actions()
    action.trigger()
    qtbot.waitUntil(lambda: batch.setup.form.controls["gain"].value() == 0.5)
    plan(batch, maps, qtbot)
    task, _ = batch.drafting.draft
    assert task.params["style"] == "winter-night"


def test_the_report_is_opened_and_saved(
    batch: BatchWindow, maps: Path, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()))
    monkeypatch.setattr(file_dialogs, "ask_save", lambda *args: tmp_path / "told.json")
    begin(batch, maps, qtbot)
    qtbot.waitUntil(lambda: state(batch) == "done")
    batch.head.report.click()
    qtbot.waitUntil(lambda: bool(opened))
    assert "2.png is not an image" in Path(opened[0]).read_text(encoding="utf-8")
    batch.head.save_report_wanted.emit()
    qtbot.waitUntil((tmp_path / "told.json").is_file)
    assert json.loads((tmp_path / "told.json").read_text(encoding="utf-8"))["failed"] == 1


def test_what_the_command_line_can_say_of_a_batch_the_window_can_say() -> None:
    """Or it is a setting of the program, done by a button, or for machines without a window."""
    elsewhere = {"dry_run", "report", "json", "device", "precision", "record", "sidecar"}
    elsewhere |= {"provenance", "sign", "key", "ray", "workers", "batch_size"}
    named = {"rows": "table", "sweep": "several", "output": "out", "format": "suffix", "folder": "inputs"}
    named |= {"work": "work", "values": "params", "label_palette": "palette", "preset": "params"}
    known = {field.name for kind in (Task, Export) for field in fields(kind)}
    handle = _handler(Registry.of_folder(TOY))
    for name in inspect.signature(handle).parameters.keys() - elsewhere:
        assert named.get(name, name) in known
