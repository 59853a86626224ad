"""The window as a whole: it starts without torch, holds together, and ends in order."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QListView,
    QMessageBox,
    QPlainTextEdit,
    QScrollBar,
    QTabBar,
    QWidget,
)

from ganstudio.app import files as files_module
from ganstudio.app.dialogs.export import ExportDialog
from ganstudio.app.dialogs.new_document import NewDocument, NewDocumentDialog
from ganstudio.app.dialogs.preferences import PreferencesDialog
from ganstudio.app.dialogs.resize_canvas import ResizeCanvasDialog
from ganstudio.document.document import Document
from ganstudio.document.layers import GeneratedLayer, LabelLayer

STARTUP = """
import sys
from ganstudio.app import main
from ganstudio.app.errors import ErrorReporter
from ganstudio.app.main_window import MainWindow
from ganstudio.app.studio import AppStudio
app = main.make_app()
window = MainWindow(AppStudio(), ErrorReporter())
window.show()
app.processEvents()
assert window.isVisible() and window.start_page.make.count() >= 3
heavy = [name for name in sys.modules if name == "torch" or name.startswith("ganstudio.ext.")]
window.close()
sys.exit(f"imported before the window showed: {heavy}" if heavy else 0)
"""
INTERACTIVE = (
    QAbstractButton,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QListView,
    QPlainTextEdit,
)


def test_the_window_shows_before_torch_and_plugins_are_imported(home: Path) -> None:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "GANSTUDIO_HOME": str(home)}
    ended = subprocess.run(
        [sys.executable, "-c", STARTUP], env=environment, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stderr


def test_a_start_tile_opens_its_template_and_draws_it(
    window: object, start: Callable[[], Document], qtbot: object
) -> None:
    document = start()
    label, drawn = document.layers
    assert isinstance(label, LabelLayer)
    assert isinstance(drawn, GeneratedLayer)
    assert (document.width, document.height) == (64, 48)
    assert drawn.reads == {"label_map": label.id}
    assert document.active is label
    qtbot.waitUntil(lambda: drawn.image().pixels[47, 0].tolist() == [70, 70, 70, 255])
    assert drawn.image().pixels[0, 0].tolist() == [0, 0, 0, 255]
    assert window.pages.currentWidget() is window.view
    assert window.docks.is_shown("classes")
    qtbot.waitUntil(lambda: "s" in window.status.device.text().split())


def test_a_model_given_on_the_command_line_renders_the_first_tile(
    window: object, qtbot: object, tmp_path: Path
) -> None:
    model = tmp_path / "net.pth"
    model.write_bytes(b"")
    window.open_paths([model])
    drawn = window.session.document.layers[1]
    qtbot.waitUntil(lambda: drawn.params.get("model") == str(model))


def test_controls_are_named(window: object, start: Callable[[], Document], qtbot: object) -> None:
    start()
    window.docks.toggle("filmstrip")
    qtbot.waitUntil(lambda: window.plugin.controls is not None)
    window.messages.show_message(files_module.Message("a", "b", "c"))
    dialogs = [
        NewDocumentDialog(window),
        ResizeCanvasDialog(4, 4, window),
        ExportDialog((4, 4), has_rendering=True, record="full", parent=window),
        PreferencesDialog(window.studio, ("cpu",), window),
    ]
    nameless = [name for root in (window, *dialogs) for name in _nameless(root)]
    for dialog in dialogs:
        dialog.deleteLater()
    assert not nameless, "\n".join(nameless)


def _nameless(root: QWidget) -> Iterator[str]:
    for widget in root.findChildren(QWidget):
        inner = isinstance(widget.parentWidget(), (QAbstractSpinBox, QComboBox, QLineEdit, QTabBar))
        if not isinstance(widget, INTERACTIVE) or isinstance(widget, QScrollBar) or inner:
            continue
        if widget.objectName().startswith("qt_") or widget.window() is not root:
            continue  # Qt's own parts, and the lists that combo boxes unfold
        text = widget.text() if isinstance(widget, QAbstractButton) else ""
        if not (widget.accessibleName() or text or _named_by_parent(widget)):
            yield f"{type(widget).__name__} in {type(widget.parentWidget()).__name__}"


def _named_by_parent(widget: QWidget) -> bool:
    """A field inside a control that carries the name for both."""
    parent = widget.parentWidget()
    return parent is not None and parent.focusProxy() is widget and bool(parent.accessibleName())


def test_all_panels_hide_and_come_back_as_they_were(
    window: object, start: Callable[[], Document], qapp: object
) -> None:
    start()
    window.docks.toggle("history")
    shown = {id for id in ("tools", "options", *window.docks.docks) if window.docks.is_shown(id)}
    window.docks.toggle_all()
    assert not any(window.docks.is_shown(id) for id in shown)
    window.docks.toggle_all()
    assert {id for id in ("tools", "options", *window.docks.docks) if window.docks.is_shown(id)} == shown


def test_the_side_panels_fit_a_small_window(
    window: object, start: Callable[[], Document], qtbot: object
) -> None:
    start()
    qtbot.waitUntil(lambda: window.plugin.controls is not None)
    window.resize(1280, 720)
    qtbot.wait(50)
    assert window.width() == 1280
    assert window.height() == 720
    assert window.docks.docks["plugin"].width() <= 340
    page = window.plugin.widget()
    assert page.width() <= window.plugin.viewport().width()
    assert window.view.width() > 800


def test_tab_hides_panels_from_the_canvas_alone(
    window: object, start: Callable[[], Document], qtbot: object
) -> None:
    start()
    window.activateWindow()
    window.view.setFocus()
    qtbot.waitUntil(window.actions_table.action("view.hide").isEnabled)
    qtbot.keyClick(window.view, Qt.Key.Key_Tab)
    assert window.docks.all_hidden
    qtbot.keyClick(window.view, Qt.Key.Key_Tab)
    assert not window.docks.all_hidden


class _TopLevels(QObject):
    """Notes what shows as a window of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.seen.append(type(watched).__name__)
        return False


def test_nothing_flashes_up_while_panels_are_made(
    window: object, start: Callable[[], Document], qapp: QApplication, qtbot: object
) -> None:
    watcher = _TopLevels()
    qapp.installEventFilter(watcher)
    start()
    qtbot.waitUntil(lambda: window.plugin.controls is not None)
    qtbot.wait(50)
    qapp.removeEventFilter(watcher)
    assert watcher.seen == []
    assert qapp.focusWidget() is window.view


def test_letters_choose_tools(window: object, start: Callable[[], Document], qtbot: object) -> None:
    start()
    window.activateWindow()
    window.view.setFocus()
    for key, tool in (("G", "fill"), ("E", "eraser"), ("B", "brush")):
        qtbot.keyClick(window.view, getattr(Qt.Key, f"Key_{key}"))
        assert window.session.tool == tool


@pytest.mark.parametrize(
    ("answer", "closed", "saved"),
    [("Cancel", False, False), ("Discard", True, False), ("Save", True, True)],
)
def test_closing_asks_about_changes(
    window: object,
    start: Callable[[], Document],
    qtbot: object,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    answer: str,
    closed: bool,
    saved: bool,
) -> None:
    document = start()
    window.session.add_raster_layer()
    target = tmp_path / "lake.ora"
    monkeypatch.setattr(
        files_module, "ask_about_changes", lambda parent, title: QMessageBox.StandardButton[answer]
    )
    monkeypatch.setattr(files_module.file_dialogs, "ask_save", lambda *args: target)
    window.close()
    if closed:
        qtbot.waitUntil(lambda: not window.isVisible())
    assert window.isVisible() is not closed
    assert target.exists() is saved
    assert document.modified is not saved


def test_closing_without_changes_asks_nothing(window: object, start: Callable[[], Document]) -> None:
    start()
    window.close()
    assert not window.isVisible()


def test_the_arrangement_is_kept_until_the_next_start(
    window: object, start: Callable[[], Document], qapp: object
) -> None:
    from ganstudio.app.errors import ErrorReporter
    from ganstudio.app.main_window import MainWindow
    from ganstudio.app.studio import AppStudio

    start()
    window.docks.toggle("filmstrip")
    window.resize(1100, 700)
    window.close()
    again = MainWindow(AppStudio(window.studio.settings, window.studio.registry), ErrorReporter())
    again.show()
    again.files.make_new(NewDocument(32, 32, "labels", "landscape"))
    assert again.height() == window.height()
    assert again.docks.is_shown("filmstrip")
    again.session.document.mark_saved()
    again.close()
    again.deleteLater()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.mark.parametrize(
    ("letters", "kind"),
    [("mountain", "Class"), ("export pic", "File"), ("precision", "Setting"), ("winter night", "Style")],
)
def test_ctrl_k_finds_classes_commands_settings_and_looks(
    window: object, start: Callable[[], Document], qtbot: object, letters: str, kind: str
) -> None:
    document = start()
    qtbot.waitUntil(lambda: window.plugin.controls is not None)
    window.actions_table.refresh_now()
    palette = window.command_palette
    palette.open()
    palette.field.setText(letters)
    entry = palette.list.item(0).data(Qt.ItemDataRole.UserRole)
    assert entry.kind == kind
    if kind in ("Class", "Style"):
        palette.run_current()
        assert not palette.isVisible()
        style = document.layers[1].params.get("style")
        assert (window.session.label_class, style) == ((3, None) if kind == "Class" else (0, "winter-night"))


def test_the_title_tells_the_document_and_whether_it_is_saved(
    window: object, start: Callable[[], Document]
) -> None:
    assert window.windowTitle() == "GAN Studio"
    start()
    assert "Toy start" in window.windowTitle()
    assert not window.isWindowModified()
    window.session.add_raster_layer()
    assert window.isWindowModified()


def test_status_details_tell_device_and_memory(window: object, qtbot: object) -> None:
    window.warm_up()
    qtbot.waitUntil(lambda: window.studio.compute_if_known is not None)
    qtbot.waitUntil(lambda: not window.studio.jobs.jobs)
    details = dict(window.status.details())
    assert details["Device"] == "CPU, fp32"
    assert "of" in details["Memory"]
