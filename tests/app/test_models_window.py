"""The models window, driven as a person does: real widgets, tiny networks, no network connection."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from ganstudio import paths
from ganstudio.app import file_dialogs
from ganstudio.app.bridge import Bridge
from ganstudio.app.models import filters
from ganstudio.app.models.arrivals import Arrival, Arrivals
from ganstudio.app.models.controller import ModelsController
from ganstudio.app.models.window import CATALOGUE, ModelsWindow
from ganstudio.app.models.words import Pace, size_text
from ganstudio.app.studio import AppStudio
from ganstudio.checkpoints import catalogue, library
from ganstudio.checkpoints.importing import import_file
from ganstudio.checkpoints.save import export_official
from ganstudio.errors import CancelledError, DownloadError
from ganstudio.events import Progress
from ganstudio.networks.cyclegan import ResnetConfig
from ganstudio.settings import Settings
from tests.app.test_main_window import _nameless as nameless
from tests.support.models import network, official

HOSTILE = b"cos\nsystem\n(S'echo harm'\ntR."
RESNET = ResnetConfig(ngf=2, blocks=1)


@pytest.fixture
def models(qapp: QApplication, qtbot: QtBot) -> Iterator[Callable[[], ModelsWindow]]:
    """Opens the window, with the plugins that are shipped, and waits until it has read everything."""
    studio = AppStudio(Settings(device="cpu", precision="fp32"))
    bridge = Bridge(studio.jobs)
    made: list[tuple[ModelsWindow, Arrivals]] = []

    def open() -> ModelsWindow:
        arrivals = Arrivals(bridge, bridge)
        window = ModelsWindow(studio, bridge, arrivals)
        made.append((window, arrivals))
        window.show()
        qtbot.waitUntil(lambda: bool(window.library.shelf.entries) and bool(window._uses))
        return window

    yield open
    for window, arrivals in made:
        arrivals.close()
        window.close()
        window.deleteLater()
    bridge.close()
    bridge.deleteLater()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def names(window: ModelsWindow) -> list[str]:
    return [entry.name for entry in window.library.grid.cards.entries]


def choose(window: ModelsWindow, name: str, qtbot: QtBot) -> None:
    """Click through to a model and wait for its facts."""
    assert window.library.choose(name)
    details = window.library.details
    qtbot.waitUntil(lambda: details._facts is not None and details._facts.name == name)


def drop(window: ModelsWindow, *files: Path) -> None:
    """Drag files over the window and let them fall."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(window, QDragEnterEvent(QPoint(9, 9), Qt.DropAction.CopyAction, data, *keys))
    QApplication.sendEvent(window, QDropEvent(QPointF(400, 300), Qt.DropAction.CopyAction, data, *keys))


def resnet(path: Path) -> Path:
    """Its tensors do not tell how it pads."""
    path.parent.mkdir(parents=True, exist_ok=True)
    export_official(network(RESNET), RESNET, path)
    path.with_name("opt.txt").unlink(missing_ok=True)
    return path


def answer(box: QMessageBox, text: str) -> None:
    next(button for button in box.buttons() if text in button.text()).click()


def test_search_and_filters_narrow_the_grid(
    models: Callable[[], ModelsWindow], qtbot: QtBot, tmp_path: Path
) -> None:
    import_file(official(tmp_path / "autumn.pth"), tags=("trees",), source="https://example.org")
    import_file(official(tmp_path / "harbour.pth", seed=1))
    window = models()
    page = window.library
    assert {"autumn", "harbour", "landscape-spade"} <= set(names(window))
    keys = [row.key for row in filters.library_rows(page.shelf.entries)]
    assert keys[:3] == [filters.ALL, "starter", "user"]
    assert {"family:spade", "tag:trees"} <= set(keys)
    assert "problem" not in keys
    for query, found in (("TREES", ["autumn"]), ("spade harb", ["harbour"]), ("example.org", ["autumn"])):
        page.filters.search.setText(query)
        assert names(window) == found
    page.filters.search.setText("nothing of the kind")
    assert page.middle.currentWidget() is page.nothing
    qtbot.keyClick(page.filters.search, Qt.Key.Key_Escape)
    assert len(names(window)) >= 4
    page.filters.choose("user")
    assert names(window) == ["autumn", "harbour"]
    page.filters.choose("tag:trees")
    assert names(window) == ["autumn"]
    assert page.details.entry.name == "autumn"


def test_without_own_models_it_says_what_to_do(models: Callable[[], ModelsWindow]) -> None:
    window = models()
    window.library.filters.choose("user")
    assert window.library.middle.currentWidget() is window.library.empty


def test_a_dropped_file_is_imported_once(
    models: Callable[[], ModelsWindow], qtbot: QtBot, tmp_path: Path
) -> None:
    file = official(tmp_path / "meadow.pth")
    window = models()
    drop(window, file)
    qtbot.waitUntil(lambda: window.library.details.entry.name == "meadow")
    assert (paths.user_models_dir() / "meadow" / "model.safetensors").is_file()
    window.library.choose("landscape-spade")
    drop(window, file)
    qtbot.waitUntil(lambda: window.arrivals.all[-1].state == "there")
    row = window.arriving.rows[window.arrivals.all[-1].id]
    assert "already here as meadow" in row.text.full
    qtbot.waitUntil(lambda: window.library.details.entry.name == "meadow")
    row.close_button.click()
    assert window.arrivals.all[-1:] != [row._arrival]


def test_what_is_no_weight_file_is_refused_before_the_drop(
    models: Callable[[], ModelsWindow], tmp_path: Path
) -> None:
    window = models()
    picture = tmp_path / "cat.png"
    picture.write_bytes(b"")
    assert [offer.what for offer in window._offers([picture])] == ["refuse"]
    drop(window, picture)
    assert window.arrivals.all == []


def test_a_hostile_file_gets_one_sentence_with_details(
    models: Callable[[], ModelsWindow], qtbot: QtBot, tmp_path: Path
) -> None:
    file = tmp_path / "gift.pkl"
    file.write_bytes(HOSTILE)
    window = models()
    drop(window, file)
    qtbot.waitUntil(lambda: any(each.state == "failed" for each in window.arrivals.all))
    row = next(iter(window.arriving.rows.values()))
    sentence = row.text.full
    assert sentence.endswith(".")
    assert "Traceback" not in sentence
    assert "\n" not in sentence
    assert not row.unfold.isHidden()
    row.unfold.click()
    assert not row.detail.isHidden()
    assert "gift" not in {entry.name for entry in library.list_models()}


def test_a_folder_brings_all_its_models(
    models: Callable[[], ModelsWindow], qtbot: QtBot, tmp_path: Path
) -> None:
    official(tmp_path / "many" / "one.pth")
    official(tmp_path / "many" / "deep" / "two.pth", seed=1)
    window = models()
    window.import_paths([tmp_path / "many"])
    qtbot.waitUntil(lambda: {"one", "two"} <= set(names(window)))


def test_a_waiting_import_is_cancelled_at_once(
    models: Callable[[], ModelsWindow],
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    reached, go_on = threading.Event(), threading.Event()

    def slow(path: Path, *, progress: Progress, **_: object) -> None:
        reached.set()
        go_on.wait(60)
        progress.check()
        raise AssertionError("it went on")

    monkeypatch.setattr("ganstudio.checkpoints.importing.import_file", slow)
    window = models()
    running, waiting = window.arrivals.add([tmp_path / "a.pth", tmp_path / "b.pth"])
    qtbot.waitUntil(reached.is_set)
    try:
        for arrival in (waiting, running):
            window.arriving.rows[arrival.id].close_button.click()
            assert arrival.state == "cancelled"
        assert window.arriving.rows == {}
    finally:
        go_on.set()
    qtbot.waitUntil(lambda: window.arrivals._importing is None)


def test_renaming_in_place(models: Callable[[], ModelsWindow], qtbot: QtBot, tmp_path: Path) -> None:
    import_file(official(tmp_path / "old.pth"))
    window = models()
    choose(window, "old", qtbot)
    title = window.library.details.title
    title.pencil.click()
    title.field.setText("new one")
    qtbot.keyClick(title.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.library.details.entry.name == "new one")
    assert library.find("new one").is_file()
    title.edit()
    title.field.setText("a/b")
    qtbot.keyClick(title.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.messages.message is not None)
    assert "cannot be a model's name" in window.messages.message.text


def test_starters_stay_as_they_are(models: Callable[[], ModelsWindow], qtbot: QtBot) -> None:
    window = models()
    choose(window, "landscape-spade", qtbot)
    details = window.library.details
    assert not details.title.pencil.isEnabled()
    assert "came with the program" in details.title.pencil.toolTip()
    assert not details.remove.isEnabled()
    assert "came with the program" in details.remove.toolTip()
    assert details.tags.isHidden()


def test_removing_asks_once_and_says_what_goes(
    models: Callable[[], ModelsWindow], qtbot: QtBot, tmp_path: Path
) -> None:
    file = official(tmp_path / "weeds.pth")
    import_file(file, link=True)
    window = models()
    choose(window, "weeds", qtbot)
    box = window.deeds.ask_to_remove(window.library.grid.current)
    assert f"The linked file stays: {file}" in box.informativeText()
    answer(box, "Cancel")
    assert "weeds" in names(window)
    window.library.details.remove.click()
    answer(window.findChildren(QMessageBox)[-1], "Remove")
    qtbot.waitUntil(lambda: "weeds" not in names(window))
    assert file.is_file()


def test_a_default_is_set_and_taken_back(
    models: Callable[[], ModelsWindow], qtbot: QtBot, tmp_path: Path
) -> None:
    import_file(official(tmp_path / "mine.pth"))
    window = models()
    choose(window, "mine", qtbot)
    use = window.library.details.use.menu()
    action = use.actions()[0]
    assert not action.isChecked()
    action.trigger()
    qtbot.waitUntil(lambda: "mine" in library.default_models().values())
    qtbot.waitUntil(lambda: use.actions()[0].isChecked())
    grid = window.library.grid
    qtbot.waitUntil(lambda: grid.cards.is_default(grid.current))
    use.actions()[0].trigger()
    qtbot.waitUntil(lambda: library.default_models() == {})


def test_a_test_render_shows_a_picture_that_can_be_kept(
    models: Callable[[], ModelsWindow], qtbot: QtBot, tmp_path: Path
) -> None:
    done = import_file(resnet(tmp_path / "zebra.pth"))
    before = done.entry.thumbnail.read_bytes()
    done.entry.thumbnail.write_bytes(b"")
    window = models()
    choose(window, "zebra", qtbot)
    details = window.library.details
    assert details.keep.isHidden()
    details.render.click()
    assert details.render.text() == "Stop"
    qtbot.waitUntil(lambda: details._sample is not None)
    first = details._sample
    assert not details.picture.image.isNull()
    assert str(first.seed) in details._told.text()
    details.keep.click()
    qtbot.waitUntil(lambda: done.entry.thumbnail.read_bytes()[:4] == before[:4])
    details.render.click()
    qtbot.waitUntil(lambda: details._sample is not first)
    assert details._sample.seed != first.seed


def test_what_is_not_known_can_be_answered(
    models: Callable[[], ModelsWindow], qtbot: QtBot, tmp_path: Path
) -> None:
    import_file(resnet(tmp_path / "zebra.pth"))
    window = models()
    choose(window, "zebra", qtbot)
    details = window.library.details
    rows = details.unknowns.rows
    assert {name: row.control.value() for name, row in rows.items()} == {
        "padding_type": "reflect",
        "source_domain": "",
        "target_domain": "",
    }
    rows["source_domain"].button.click()
    assert "source_domain" in library.entry_named("zebra").assumed
    rows["padding_type"].button.click()
    qtbot.waitUntil(lambda: library.entry_named("zebra").assumed == ("source_domain", "target_domain"))
    for name, answer in (("source_domain", "horse"), ("target_domain", "zebra")):
        qtbot.waitUntil(lambda: len(details.unknowns.rows) == len(library.entry_named("zebra").assumed))
        details.unknowns.rows[name].control.set_value(answer)
        details.unknowns.rows[name].button.click()
        qtbot.waitUntil(lambda name=name: name not in library.entry_named("zebra").assumed)
    qtbot.waitUntil(lambda: details.unknowns.rows == {})


def test_tags_are_added_and_taken_away(
    models: Callable[[], ModelsWindow], qtbot: QtBot, tmp_path: Path
) -> None:
    import_file(official(tmp_path / "mine.pth"))
    window = models()
    choose(window, "mine", qtbot)
    tags = window.library.details.tags
    tags.field.setText("best of all")
    qtbot.keyClick(tags.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.library.details.entry.tags == ("best of all",))
    tags._flow.itemAt(0).widget().click()
    qtbot.waitUntil(lambda: window.library.details.entry.tags == ())


def test_verify_and_export_tell_how_it_went(
    models: Callable[[], ModelsWindow], qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_file(official(tmp_path / "mine.pth"))
    window = models()
    choose(window, "mine", qtbot)
    details = window.library.details
    details.verify.click()
    qtbot.waitUntil(lambda: window.messages.message is not None)
    assert window.messages.message.text == "mine is as it was imported."
    target = tmp_path / "out.pth"
    monkeypatch.setattr(file_dialogs, "ask_save", lambda *_: target)
    official_layout = details.export.menu().actions()[0]
    assert "authors" in official_layout.text()
    official_layout.trigger()
    qtbot.waitUntil(target.is_file)
    qtbot.waitUntil(lambda: "out.pth" in window.messages.message.text)


def test_a_checkpoint_is_downloaded_after_its_licence_was_shown(
    models: Callable[[], ModelsWindow], qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = official(tmp_path / "fetched.pth")

    def fetch(entry: object, *, progress: Progress) -> Path:
        progress.set(0.5, "12 of 24 MB")
        return file

    monkeypatch.setattr("ganstudio.checkpoints.download.download", fetch)
    window = models()
    window.show_page(CATALOGUE)
    page = window.catalogue
    entry = next(each for each in catalogue.entries() if each.direct and not each.told and not each.part)
    assert page.choose(entry.id)
    assert page.details.button.text().startswith("Download")
    box = page.act()
    assert entry.licence.id in box.informativeText()
    answer(box, "Download")
    qtbot.waitUntil(lambda: page.rows.here.get(entry.id) == entry.id)
    made = library.entry_named(entry.id)
    assert (made.title, made.source) == (entry.title, entry.page)
    assert page.details.button.text() == "Show in the library"
    page.details.button.click()
    qtbot.waitUntil(lambda: window.library.details.entry.name == entry.id)


def test_a_download_is_cancelled_at_once(
    models: Callable[[], ModelsWindow], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    reached, ended = threading.Event(), threading.Event()

    def fetch(entry: object, *, progress: Progress) -> Path:
        reached.set()
        try:
            while not ended.wait(0.01):
                progress.check()
        except CancelledError:
            ended.set()
            raise
        raise AssertionError("nobody cancelled it")

    monkeypatch.setattr("ganstudio.checkpoints.download.download", fetch)
    window = models()
    entry = next(each for each in catalogue.entries() if each.direct)
    window.show_page(CATALOGUE)
    window.catalogue.choose(entry.id)
    window.arrivals.fetch(entry)
    qtbot.waitUntil(reached.is_set)
    assert window.catalogue.details.button.text() == "Cancel"
    window.catalogue.details.button.click()
    assert window.arrivals.running == []
    qtbot.waitUntil(ended.is_set)


def test_without_a_network_the_page_says_one_sentence(
    models: Callable[[], ModelsWindow], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fetch(entry: object, *, progress: Progress) -> Path:
        raise DownloadError("example.org cannot be reached.", hint="Is there a network?")

    monkeypatch.setattr("ganstudio.checkpoints.download.download", fetch)
    window = models()
    window.arrivals.fetch(next(each for each in catalogue.entries() if each.direct))
    qtbot.waitUntil(lambda: not window.catalogue.offline.isHidden())
    assert window.catalogue.offline.text() == "example.org cannot be reached. Is there a network?"


def test_other_networks_of_the_file_are_offered(
    models: Callable[[], ModelsWindow], qtbot: QtBot, tmp_path: Path
) -> None:
    import torch

    from ganstudio.networks.spade import DiscriminatorConfig
    from tests.support.models import PAINTER

    disc = DiscriminatorConfig(in_channels=6, ndf=2)
    file = tmp_path / "both.pth"
    torch.save({"D": network(disc).state_dict(), "G_ema": network(PAINTER).state_dict()}, file)
    window = models()
    drop(window, file)
    qtbot.waitUntil(lambda: any(each.ended for each in window.arrivals.all))
    row = next(iter(window.arriving.rows.values()))
    assert row.note.text() == "Also in the file: D"
    row.action.click()
    qtbot.waitUntil(lambda: library.entry_named("both").parts == ("discriminator",))


def test_the_details_never_scroll_sideways(
    models: Callable[[], ModelsWindow], qtbot: QtBot, tmp_path: Path
) -> None:
    long = "a-very-long-name-of-a-checkpoint_without_any_blank_in_it_" + "x" * 30
    source = f"https://example.org/{'path/' * 30}"
    done = import_file(resnet(tmp_path / f"{long}.pth"), source=source, tags=(long,))
    window = models()
    for size in ((900, 560), (1600, 1000)):
        window.resize(*size)
        choose(window, done.ref, qtbot)
        area = window.library.details.area
        assert area.widget().minimumSizeHint().width() <= area.viewport().width()


def test_every_control_has_a_name(models: Callable[[], ModelsWindow], qtbot: QtBot, tmp_path: Path) -> None:
    done = import_file(resnet(tmp_path / "zebra.pth"), tags=("striped",))
    window = models()
    choose(window, done.ref, qtbot)
    window.arrivals.add([tmp_path / "nothing.pth"])
    qtbot.waitUntil(lambda: window.arrivals.all[-1].ended)
    assert list(nameless(window)) == []


def test_the_window_remembers_its_size(models: Callable[[], ModelsWindow]) -> None:
    window = models()
    window.resize(900, 600)
    window.close()
    again = models()
    assert (again.width(), again.height()) == (900, 600)


def test_the_main_window_opens_it_and_tells_of_imports(window: object, qtbot: QtBot, tmp_path: Path) -> None:
    controller: ModelsController = window.models
    window.library.add_models([official(tmp_path / "dropped.pth")])
    qtbot.waitUntil(lambda: window.messages.message is not None)
    assert window.messages.message.text == "Added the model dropped."
    assert "Ctrl+Shift+M" in window.messages.message.hint
    window.actions_table.run("app.models")
    qtbot.waitUntil(lambda: bool(controller.window.library.shelf.entries))
    qtbot.waitUntil(lambda: bool(controller.window._uses))
    assert controller.window.isVisible()
    controller.show_model("dropped")
    controller.window.library.details.canvas.click()
    qtbot.waitUntil(lambda: window.plugin.layer is not None)
    qtbot.waitUntil(lambda: window.plugin.layer.params.get("model") == "dropped")


def test_preferences_and_start_page_lead_there(window: object, qtbot: QtBot) -> None:
    window.start_page.models.click()
    assert window.models.window.isVisible()
    window.models.window.close()
    window.preferences.open()
    window.preferences._dialog._open_models()
    assert window.models.window.isVisible()
    qtbot.waitUntil(lambda: bool(window.models.window.library.shelf.entries))


def test_sizes_and_paces_are_told_in_words() -> None:
    assert [size_text(count) for count in (0, 1, 3_400_000, 364_000_000, 2_500_000_000)] == [
        "",
        "0.1 MB",
        "3.4 MB",
        "364 MB",
        "2.5 GB",
    ]
    pace = Pace()
    assert pace.text("connecting", 0.0) == "Connecting"
    assert pace.text("10 of 110 MB", 1.0) == "10 / 110 MB"
    assert pace.text("30 of 110 MB", 5.0) == "30 / 110 MB · 5.0 MB/s · 16 s left"
    assert Arrival(1, "x").ended is False
