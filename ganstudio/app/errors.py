"""What becomes of exceptions in the window: a sentence for the person, everything for the log."""

from __future__ import annotations

import logging
import sys
import threading
import traceback
from collections.abc import Callable
from logging.handlers import RotatingFileHandler
from types import TracebackType

from PySide6.QtCore import QObject, Signal

from ganstudio import paths
from ganstudio.app.i18n import translate
from ganstudio.app.widgets.message_bar import Message
from ganstudio.errors import CancelledError, GanStudioError

_log = logging.getLogger("ganstudio")


def message_of(error: BaseException) -> Message:
    """The message for an exception: its own sentence if it has one, else an honest general one."""
    if isinstance(error, GanStudioError):
        return Message(error.message, error.hint, error.detail)
    text = translate("Errors", "Something went wrong that should not have: {0}.")
    hint = translate("Errors", "Your work is still here. The details are in the log as well.")
    reason = str(error).strip().rstrip(".") or type(error).__name__
    return Message(text.replace("{0}", reason), hint, "".join(traceback.format_exception(error)))


class ErrorReporter(QObject):
    """Takes exceptions from everywhere, also from other threads, and emits messages on the UI thread."""

    reported = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._hooks: tuple[Callable[..., object], Callable[..., object]] | None = None

    def report(self, error: BaseException) -> None:
        if isinstance(error, CancelledError):
            return
        if not isinstance(error, GanStudioError):
            _log.error("unexpected", exc_info=error)
        self.reported.emit(message_of(error))

    def install(self) -> None:
        """Become the hook for exceptions that nobody caught; the program goes on."""
        self._hooks = sys.excepthook, threading.excepthook
        sys.excepthook = self._unhandled
        threading.excepthook = lambda args: self._unhandled(
            args.exc_type, args.exc_value or args.exc_type(), args.exc_traceback
        )

    def uninstall(self) -> None:
        if self._hooks is not None:
            sys.excepthook, threading.excepthook = self._hooks
            self._hooks = None

    def _unhandled(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
        else:
            self.report(error)


def start_log() -> logging.Handler | None:
    """Log warnings and errors to `data/log/ganstudio.log`; None where that cannot be written."""
    folder = paths.data_dir() / "log"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(folder / "ganstudio.log", maxBytes=1_000_000, backupCount=2)
    except OSError:
        return None
    handler.setLevel(logging.WARNING)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.getLogger().addHandler(handler)
    return handler
