"""Starting the window. Neither torch nor a plugin's code is imported before it shows."""

from __future__ import annotations

import logging
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from ganstudio import __version__, paths
from ganstudio.app import i18n, theme
from ganstudio.app.errors import ErrorReporter, start_log
from ganstudio.app.main_window import MainWindow
from ganstudio.app.studio import AppStudio


def run(files: Sequence[Path] = (), *, argv: Sequence[str] = ()) -> int:
    """Open the window, with these files if there are any, and return when it is closed."""
    app = make_app(argv)
    handler = start_log()
    reporter = ErrorReporter()
    reporter.install()
    studio = AppStudio()
    i18n.install(app, i18n.resolve(studio.settings.language))
    theme.apply(app, theme.resolve(studio.settings.theme))
    window = MainWindow(studio, reporter)
    window.show()
    QTimer.singleShot(0, lambda: after_show(window, files))
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        return app.exec()
    finally:
        reporter.uninstall()
        if handler is not None:
            logging.getLogger().removeHandler(handler)
            handler.close()


def make_app(argv: Sequence[str] = ()) -> QApplication:
    """The QApplication, set up; the one that is there already if there is one."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = QApplication([sys.argv[0], *argv])
    app.setApplicationName("GAN Studio")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("ganstudio")
    app.setWindowIcon(QIcon(str(paths.resources_dir() / "icons" / "brand" / "ganstudio.svg")))
    return app


def after_show(window: MainWindow, files: Sequence[Path]) -> None:
    """What the first picture of the window need not wait for."""
    window.warm_up()
    if files:
        window.open_paths(files)
