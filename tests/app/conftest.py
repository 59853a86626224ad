"""A window with a plugin that needs no network, closed in order after each test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ganstudio.app.errors import ErrorReporter
from ganstudio.app.studio import AppStudio
from ganstudio.document.document import Document
from ganstudio.host.registry import Registry
from ganstudio.settings import Settings

PATIENCE_MS = 120_000
TOY = Path(__file__).parents[1] / "support" / "toy_plugin"


@pytest.fixture
def qtbot(qtbot: QtBot) -> QtBot:
    """Patient: on a busy machine, importing torch alone may take longer than the default of five seconds."""
    qtbot.waitUntil = partial(qtbot.waitUntil, timeout=PATIENCE_MS)
    qtbot.waitSignal = partial(qtbot.waitSignal, timeout=PATIENCE_MS)
    return qtbot


@pytest.fixture(scope="session", autouse=True)
def empty_clipboard_at_the_end(qapp: QApplication) -> Iterator[None]:
    """Without a screen Qt keeps what was copied in a static, which would outlive Python and crash at exit."""
    yield
    qapp.clipboard().clear()


@pytest.fixture
def studio() -> Iterator[AppStudio]:
    """Settings that need no measuring, and one plugin."""
    made = AppStudio(Settings(device="cpu", precision="fp32"), Registry.of_folder(TOY))
    yield made
    made.shutdown()


@pytest.fixture
def window(qapp: QApplication, studio: AppStudio) -> Iterator[object]:
    """A shown main window; what was not saved is thrown away at the end."""
    from ganstudio.app.main_window import MainWindow

    reporter = ErrorReporter()
    made = MainWindow(studio, reporter)
    made.resize(1280, 720)
    made.show()
    yield made
    if made.session.document is not None:
        made.session.document.mark_saved()
    made.close()
    made.deleteLater()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def start(window: object) -> Callable[[], Document]:
    """Open the toy's start tile."""

    def begin() -> Document:
        plugin = window.studio.registry.plugins[0]
        tile = plugin.manifest.start[0]
        window.files.start(tile, window.studio.registry.operations["toy.render"])
        return window.session.document

    return begin
