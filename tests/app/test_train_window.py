"""The train window, driven as a person does: real widgets, runs that were written in a moment."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QEvent, QLocale, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from ganstudio.app import file_dialogs, theme
from ganstudio.app.bridge import Bridge
from ganstudio.app.studio import AppStudio
from ganstudio.app.training import launching, runs
from ganstudio.app.training.chart import Chart, smoothed, thinned, ticks
from ganstudio.app.training.figures import FigureControl
from ganstudio.app.training.launching import Plan
from ganstudio.app.training.pieces import Finding
from ganstudio.app.training.rail import DATA, RECIPE, RESULTS, RUN
from ganstudio.app.training.runs import Follower, Series, find_runs, read_run, runs_dir
from ganstudio.app.training.window import TrainWindow
from ganstudio.errors import InputError
from ganstudio.params import ParameterSpec, Range
from ganstudio.settings import Settings
from tests.app.test_main_window import _nameless as nameless
from tests.support.fake_runs import write_run


@pytest.fixture
def train(qapp: QApplication, qtbot: QtBot) -> Iterator[Callable[[], TrainWindow]]:
    """Opens the window and waits for its first look at the runs."""
    studio = AppStudio(Settings(device="cpu", precision="fp32"))
    bridge = Bridge(studio.jobs)
    made: list[TrainWindow] = []

    def open() -> TrainWindow:
        window = TrainWindow(studio, bridge, lambda: ("cpu",))
        made.append(window)
        window.show()
        qtbot.waitUntil(lambda: not window._reading)
        return window

    yield open
    for window in made:
        window.close()
        window.deleteLater()
    bridge.close()
    bridge.deleteLater()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def pairs(folder: Path, count: int = 6) -> Path:
    """Small A/B folders."""
    noise = np.random.default_rng(0)
    for side in ("A", "B"):
        (folder / side).mkdir(parents=True)
        for number in range(count):
            pixels = noise.integers(0, 255, (32, 32, 3), dtype=np.uint8)
            Image.fromarray(pixels).save(folder / side / f"{number}.png")
    return folder


def show(window: TrainWindow, folder: Path, qtbot: QtBot) -> None:
    window.show_run(folder)
    qtbot.waitUntil(lambda: window.run.run is not None and window.run.run.folder == folder)


def drop(window: TrainWindow, path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(window, QDragEnterEvent(QPoint(9, 9), Qt.DropAction.CopyAction, data, *keys))
    QApplication.sendEvent(window, QDropEvent(QPointF(400, 300), Qt.DropAction.CopyAction, data, *keys))


def number(value: int) -> str:
    return QLocale().toString(value)


def asked(folder: Path) -> list[str]:
    path = folder / "control"
    return path.read_text().split() if path.is_file() else []


def test_a_folder_is_looked_at_and_recipes_that_fit_come_first(
    train: Callable[[], TrainWindow], qtbot: QtBot, tmp_path: Path
) -> None:
    window = train()
    assert not window.rail.steps[RECIPE].isEnabled()
    drop(window, pairs(tmp_path / "facades"))
    qtbot.waitUntil(lambda: window.data.current is not None)
    assert window.data.kind.value() == "paired"
    assert window.data.facts.figure("count") == "6"
    assert window.data.facts.figure("sizes") == "32 × 32"
    assert len(window.data.thumbnails.images) == 6
    QTest.mouseClick(window.data.next, Qt.MouseButton.LeftButton)
    assert window.pages.currentIndex() == RECIPE
    qtbot.waitUntil(lambda: window.recipe.form is not None)
    assert window.recipe.recipe == "pix2pix"
    assert window.recipe.cards["pix2pix"].isEnabled()
    spade = window.recipe.cards["spade"]
    assert not spade.isEnabled()
    assert spade.why == "Needs pictures with label maps"


def test_what_is_wrong_is_told_with_its_file_and_another_kind_can_be_chosen(
    train: Callable[[], TrainWindow], qtbot: QtBot, tmp_path: Path
) -> None:
    folder = pairs(tmp_path / "facades")
    (folder / "A" / "2.png").write_bytes(b"no picture")
    (folder / "A" / "extra.png").write_bytes((folder / "A" / "1.png").read_bytes())
    window = train()
    window.train_on(folder)
    qtbot.waitUntil(lambda: window.data.current is not None)
    # New widgets are visible a turn of the event loop later.
    found = window.data.findChildren
    qtbot.waitUntil(
        lambda: any("2.png" in each.accessibleName() for each in found(Finding) if each.isVisible())
    )
    assert window.data.next.isEnabled()
    combo = window.data.kind.combo
    combo.setCurrentIndex(0)
    combo.activated.emit(0)
    qtbot.waitUntil(lambda: window.data.current is not None and window.data.current.kind == "images")
    assert window.recipe.cards["stylegan2"].isEnabled()
    assert not window.recipe.cards["pix2pix"].isEnabled()


def test_a_folder_without_pictures_cannot_be_trained_on(
    train: Callable[[], TrainWindow], qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "notes.txt").write_text("nothing to see")
    window = train()
    window.train_on(tmp_path)
    qtbot.waitUntil(lambda: window.data.current is not None)
    assert not window.data.next.isEnabled()
    assert not window.rail.steps[RECIPE].isEnabled()
    assert "no pictures" in window.data.findChildren(Finding)[-1].label.text()


def test_a_world_draws_several_kinds(
    train: Callable[[], TrainWindow], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = train()
    QTest.mouseClick(window.data.worlds["landscape"], Qt.MouseButton.LeftButton)
    assert window.data.current.kind == "label_maps"
    assert window.recipe.cards["spade"].isEnabled()
    combo = window.data.kind.combo
    combo.setCurrentIndex(2)
    combo.activated.emit(2)
    assert window.recipe.cards["pix2pix"].isEnabled()
    assert not window.recipe.cards["spade"].isEnabled()
    qtbot.waitUntil(lambda: len(window.data.thumbnails.images) == 8)
    qtbot.waitUntil(lambda: window.recipe.start.isEnabled())
    words = window.recipe.plan().words()
    assert words[words.index("--world") + 1] == "landscape"
    assert words[words.index("--kind") + 1] == "paired"


def test_a_missing_folder_is_one_sentence_and_the_choice_again(
    train: Callable[[], TrainWindow], qtbot: QtBot, tmp_path: Path
) -> None:
    window = train()
    window.train_on(tmp_path / "gone")
    qtbot.waitUntil(lambda: window.messages.message is not None)
    assert "gone" in window.messages.message.text
    assert window.data.currentIndex() == 0


def test_a_look_can_be_cancelled(
    train: Callable[[], TrainWindow], qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ganstudio.app.training import data_page

    def slow(path: Path, kind: str | None, progress: object) -> None:
        for part in range(1000):
            progress.set(part / 1000, "looking")
            time.sleep(0.005)

    monkeypatch.setattr(data_page, "look", slow)
    window = train()
    window.train_on(tmp_path)
    assert window.data.stop.isVisible()
    qtbot.waitUntil(lambda: window.data.progress.value() > 0)
    QTest.mouseClick(window.data.stop, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not window.data.stop.isVisible())
    assert not window.data.next.isEnabled()


def test_what_is_chosen_becomes_the_command_that_is_started(
    train: Callable[[], TrainWindow], qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[Plan] = []
    monkeypatch.setattr(launching, "start", started.append)
    folder = pairs(tmp_path / "facades")
    window = train()
    window.train_on(folder)
    qtbot.waitUntil(lambda: window.data.current is not None)
    window.data.next.click()
    page = window.recipe
    qtbot.waitUntil(lambda: page.start.isEnabled())
    page.presets["small"].click()
    rate = page.form.controls["lr"] if "lr" in page.form.controls else page.form.controls["lr_g"]
    rate.field.setText("0.0007")
    rate.field.editingFinished.emit()
    page.name.clear()
    QTest.keyClicks(page.name, "my facades")
    page.minutes.setValue(25)
    page.device.set_value("cpu")
    QTest.mouseClick(page.start, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(started))
    words = started[0].words()
    assert words[:6] == ["train", "pix2pix", "--out", str(runs_dir() / "my facades"), "--data", str(folder)]
    assert "preset=small" in words
    assert "max_minutes=25" in words
    assert words[words.index("--device") + 1] == "cpu"
    changed = [word for word in words if word.endswith("=0.0007")]
    assert len(changed) == 1
    qtbot.waitUntil(lambda: window.pages.currentIndex() == RUN)


def test_a_name_that_no_folder_can_have_is_refused(
    train: Callable[[], TrainWindow], qtbot: QtBot, tmp_path: Path
) -> None:
    window = train()
    window.train_on(pairs(tmp_path / "facades"))
    qtbot.waitUntil(lambda: window.data.current is not None)
    qtbot.waitUntil(lambda: window.recipe.start.isEnabled())
    window.recipe.name.setText("a/b")
    window.recipe.start.click()
    assert "a/b" in window.messages.message.text


def test_a_run_is_shown_as_it_stands_and_grows(train: Callable[[], TrainWindow], qtbot: QtBot) -> None:
    folder = write_run(runs_dir() / "facades", points=24, samples=3, warning=("It collapses.", "Try ADA."))
    window = train()
    qtbot.waitUntil(lambda: len(window.rail.runs) == 1)
    window.rail._chosen(window.rail.list.item(0))
    qtbot.waitUntil(lambda: window.run.run is not None)
    page = window.run
    assert window.pages.currentIndex() == RUN
    assert page.mark.text == "Training"
    assert page.figures.figure("step") == number(1200)
    assert page.figures.figure("pace") == "21"
    assert page.figures.figure("memory") == "3.4 / 33 GB"
    assert [curve.name for curve in page.losses.plot.curves] == ["g_adversarial", "d_real", "d_fake", "g_l1"]
    assert [curve.name for curve in page.metrics.plot.curves] == ["kid"]
    page.metrics.chips["psnr"].click()
    assert [curve.name for curve in page.metrics.plot.curves] == ["psnr"]
    assert not page.metrics.chips["kid"].isChecked()
    assert page.notice.text.text() == "It collapses."
    assert page.notice.advice.text() == "Try ADA."
    qtbot.waitUntil(lambda: not page.samples.sheet.image.isNull())
    page.samples.slider.setValue(0)
    assert page.samples.caption.text() == "Step 400 · 1 of 3"
    write_run(folder, points=40, samples=4)
    window.refresh()
    qtbot.waitUntil(lambda: page.figures.figure("step") == number(2000))
    # One who has gone back stays there.
    assert page.samples.slider.value() == 0
    assert page.losses.plot.curves[0].series.steps[-1] == 2000


def test_buttons_ask_the_run_and_wait_for_its_answer(train: Callable[[], TrainWindow], qtbot: QtBot) -> None:
    folder = write_run(runs_dir() / "facades", points=4, samples=1)
    window = train()
    show(window, folder, qtbot)
    page = window.run
    for button in (page.save, page.sample, page.pause):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert asked(folder) == ["save", "sample", "pause"]
    assert not page.pause.isEnabled()
    write_run(folder, points=4, samples=1, state="paused")
    window.refresh()
    qtbot.waitUntil(lambda: page.resume.isVisible())
    QTest.mouseClick(page.resume, Qt.MouseButton.LeftButton)
    write_run(folder, points=4, samples=1)
    window.refresh()
    qtbot.waitUntil(lambda: page.pause.isVisible())
    QTest.mouseClick(page.stop, Qt.MouseButton.LeftButton)
    assert asked(folder)[3:] == ["resume", "stop"]


def test_runs_that_ended_badly_say_why(train: Callable[[], TrainWindow], qtbot: QtBot) -> None:
    said = "The run stopped at step 200, because g_l1 is no finite number any more."
    failed = write_run(runs_dir() / "failed", state="failed", alive=False, points=4, message=said)
    killed = write_run(runs_dir() / "killed", alive=False, points=4)
    window = train()
    show(window, failed, qtbot)
    assert window.run.notice.text.text() == said
    assert window.run.go_on.isVisible()
    show(window, killed, qtbot)
    assert window.run.mark.text == "Interrupted"
    assert not window.run.pause.isVisible()


def test_a_process_that_never_became_a_run_says_why(tmp_path: Path) -> None:
    folder = tmp_path / "run"
    launching.start(Plan("nothing-of-the-kind", folder, data=str(tmp_path)))
    with pytest.raises(InputError, match="already"):
        launching.start(Plan("nothing-of-the-kind", folder, data=str(tmp_path)))
    deadline = time.monotonic() + 60
    while read_run(folder).live and time.monotonic() < deadline:
        launching.reap()
        time.sleep(0.05)
    run = read_run(folder)
    assert run.state == "failed"
    assert "nothing-of-the-kind" in run.message


def test_a_process_that_gets_ready_can_be_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", _sleeper(tmp_path))
    folder = tmp_path / "run"
    launching.start(Plan("spade", folder, world="landscape"))
    assert read_run(folder).state == "starting"
    launching.stop(folder)
    deadline = time.monotonic() + 20
    while read_run(folder).live and time.monotonic() < deadline:
        launching.reap()
        time.sleep(0.02)
    assert read_run(folder).state == "interrupted"


def _sleeper(folder: Path) -> str:
    """A program that takes any words and waits."""
    file = folder / "sleeper"
    file.write_text("#!/bin/sh\nexec sleep 60\n")
    file.chmod(0o755)
    return str(file)


def test_results_tell_facts_compare_and_open(
    train: Callable[[], TrainWindow], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_run(runs_dir() / "new", state="finished", alive=False, points=24)
    other = write_run(runs_dir() / "old", state="stopped", alive=False, points=36, lift=0.4)
    (folder / "model").mkdir()
    (folder / "model" / "model.safetensors").write_bytes(b"\x02\0\0\0\0\0\0\0{}")
    window = train()
    show(window, folder, qtbot)
    assert window.pages.currentIndex() == RESULTS
    page = window.results
    assert page.add.isEnabled()
    told = [label.accessibleName() for label in page.facts.findChildren(object) if hasattr(label, "text")]
    assert "Recipe: pix2pix" in told
    assert f"Images seen: {number(4800)}" in told
    page.compare.combo.setCurrentIndex(1)
    page.compare.combo.activated.emit(1)
    qtbot.waitUntil(lambda: any(curve.dashed for curve in page.losses.plot.curves))
    dashed = next(curve for curve in page.losses.plot.curves if curve.dashed)
    assert dashed.series.steps[-1] == 36 * 50
    assert other.name in dashed.name
    assert not page.canvas.isVisible()


def test_a_model_is_added_once_and_used_in_the_canvas(
    train: Callable[[], TrainWindow], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ganstudio.checkpoints import library
    from ganstudio.checkpoints.save import save
    from tests.support.models import PAINTER, network

    folder = write_run(runs_dir() / "my lake", state="finished", recipe="spade", alive=False, points=4)
    (folder / "model").mkdir()
    save(network(PAINTER), PAINTER, folder / "model" / "model.safetensors", {"role": "generator"})
    window = train()
    show(window, folder, qtbot)
    page = window.results
    qtbot.waitUntil(lambda: page.canvas.isVisible())
    wanted: list[object] = []
    window.canvas_wanted.connect(lambda entry, operations: wanted.append((entry.name, operations)))
    page.canvas.click()
    qtbot.waitUntil(lambda: bool(wanted))
    assert wanted[0][0] == "my-lake"
    assert wanted[0][1]
    assert not page.add.isEnabled()
    assert "my-lake" in [entry.name for entry in library.list_models()]
    page.canvas.click()
    qtbot.waitUntil(lambda: len(wanted) == 2)
    assert len([entry for entry in library.list_models() if entry.origin == "user"]) == 1


def test_runs_elsewhere_are_remembered(
    train: Callable[[], TrainWindow], qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_run(tmp_path / "disk" / "far", state="stopped", alive=False, points=4)
    window = train()
    monkeypatch.setattr(file_dialogs, "ask_folder", lambda *_: tmp_path)
    window.rail.open.click()
    assert "no run" in window.messages.message.text
    monkeypatch.setattr(file_dialogs, "ask_folder", lambda *_: folder)
    window.rail.open.click()
    qtbot.waitUntil(lambda: [run.name for run in window.runs] == ["far"])
    window.close()
    again = train()
    qtbot.waitUntil(lambda: [run.name for run in again.runs] == ["far"])


def test_going_on_keeps_the_parameters(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spawned: list[list[str]] = []
    monkeypatch.setattr(launching, "_spawn", lambda words, folder: spawned.append(list(words)))
    launching.go_on(tmp_path)
    assert spawned == [["train", str(tmp_path), "--max-minutes", "0", "--max-steps", "0"]]


def test_living_runs_come_first_and_strangers_are_no_runs(tmp_path: Path) -> None:
    write_run(tmp_path / "b", alive=True, points=2, samples=0)
    write_run(tmp_path / "a", state="finished", alive=False, points=2, samples=0)
    (tmp_path / "c").mkdir()
    assert [run.name for run in find_runs([tmp_path, tmp_path / "none"])] == ["b", "a"]


def test_a_follower_reads_on_and_from_the_start_after_the_log_was_written_anew(tmp_path: Path) -> None:
    folder = write_run(tmp_path / "run", points=4, samples=0)
    follower = Follower(folder)
    assert follower.look().losses["d_real"].steps == (50, 100, 150, 200)
    with (folder / "log.csv").open("a") as file:
        file.write("250,1,2,3,4,21,0.01\n300,1,2")
    assert follower.look().losses["d_real"].steps[-1] == 250
    with (folder / "log.csv").open("a") as file:
        file.write("5,3,4,21,0.01\n")
    assert follower.look().losses["d_real"].values[-1] == 25
    new = folder / "new.csv"
    new.write_text("step,d_real,extra\n50,1,7\n100,nan,8\n")
    new.replace(folder / "log.csv")
    look = follower.look()
    assert look.losses["d_real"] == Series((50.0,), (1.0,))
    assert look.losses["extra"].values == (7.0, 8.0)


def test_curves_can_be_hidden_and_pointed_at(qtbot: QtBot) -> None:
    chart = Chart("Losses")
    qtbot.addWidget(chart)
    chart.resize(480, 260)
    chart.show()
    chart.show_series({"a": Series((0, 100), (1, 3)), "b": Series((0, 100), (2, 2))})
    plot = chart.plot
    assert [(curve.name, step, value) for curve, step, value in plot.values_at(80)] == [
        ("a", 100, 3), ("b", 100, 2)
    ]  # fmt: skip
    chart.chips["a"].click()
    assert [curve.name for curve in plot.curves] == ["b"]
    plot.setFocus()
    QTest.keyClick(plot, Qt.Key.Key_Left)
    assert plot.pointed == pytest.approx(98)
    QTest.mouseMove(plot, QPoint(plot.width() // 2, 60))
    before = plot.grab().toImage()
    QTest.keyClick(plot, Qt.Key.Key_Escape)
    assert plot.pointed is None
    assert plot.grab().toImage() != before


def test_ticks_are_round_and_thinning_keeps_the_extremes() -> None:
    assert ticks(0, 1, 5) == [0, 0.2, 0.4, 0.6, 0.8, 1]
    assert ticks(-3, 12, 4) == [0, 5, 10]
    values = [0.0] * 1000
    values[437] = 9.0
    values[811] = -9.0
    kept = thinned(values, 20)
    assert {0, 437, 811, 999} <= set(kept)
    assert len(kept) <= 42
    assert smoothed([2.0] * 50) == pytest.approx([2.0] * 50)


def test_figures_take_powers_of_ten_and_refuse_what_is_out_of_range(qtbot: QtBot) -> None:
    spec = ParameterSpec("lr", "float", 0.0003, False, "Lr", range=Range(0, 1))
    control = FigureControl(spec)
    qtbot.addWidget(control)
    control.set_value(0.0003)
    assert control.field.text() == "0.0003"
    for text, value in (("2e-4", 2e-4), ("1e9", 2e-4), ("", 2e-4), ("0", 0.0)):
        control.field.setText(text)
        control.field.editingFinished.emit()
        assert control.value() == value


def test_every_control_has_a_name_and_steps_have_keys(
    train: Callable[[], TrainWindow], qtbot: QtBot, tmp_path: Path
) -> None:
    folder = write_run(runs_dir() / "facades", points=24)
    window = train()
    window.train_on(pairs(tmp_path / "facades"))
    qtbot.waitUntil(lambda: window.data.current is not None)
    qtbot.waitUntil(lambda: window.recipe.form is not None)
    show(window, folder, qtbot)
    for step in (DATA, RECIPE, RUN, RESULTS):
        qtbot.keyClick(window, Qt.Key(Qt.Key.Key_1 + step), Qt.KeyboardModifier.ControlModifier)
        assert window.pages.currentIndex() == step
        assert list(nameless(window)) == []


def test_both_themes_paint_it(train: Callable[[], TrainWindow], qtbot: QtBot, qapp: QApplication) -> None:
    folder = write_run(runs_dir() / "facades", points=30)
    window = train()
    show(window, folder, qtbot)
    pictures = []
    try:
        for name in ("dark", "light"):
            theme.apply(qapp, name)
            pictures.append(window.run.losses.plot.grab().toImage())
    finally:
        theme.apply(qapp, "dark")
    assert pictures[0] != pictures[1]


def test_closing_the_program_asks_about_runs(window: object, qtbot: QtBot) -> None:
    folder = write_run(runs_dir() / "facades", points=4)
    window.training.open()
    qtbot.waitUntil(lambda: bool(window.training.window.live_runs))
    window.close()
    assert window.isVisible()
    box = window.training.question
    assert box.defaultButton().text() == "Leave it running"
    box.button(QMessageBox.StandardButton.Cancel).click()
    assert window.isVisible()
    window.close()
    next(button for button in window.training.question.buttons() if "Stop" in button.text()).click()
    qtbot.waitUntil(lambda: not window.isVisible())
    assert asked(folder) == ["stop"]


def test_the_command_opens_the_window(window: object, qtbot: QtBot) -> None:
    window.actions_table.run("app.train")
    assert window.training.window.isVisible()
    assert window.actions_table.action("app.train").shortcut() == QKeySequence("Ctrl+Shift+R")


def test_the_window_imports_no_torch() -> None:
    code = "import sys, ganstudio.app.training.controller; assert 'torch' not in sys.modules"
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()


def test_runs_lie_with_the_programs_data() -> None:
    assert runs_dir() == runs.paths.data_dir() / "runs"
