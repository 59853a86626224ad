"""Exceptions become sentences, and the program goes on."""

from __future__ import annotations

import logging
import sys
import threading

import pytest
from PySide6.QtGui import QGuiApplication

from ganstudio import paths
from ganstudio.app.errors import ErrorReporter, message_of, start_log
from ganstudio.app.widgets.message_bar import Message, MessageBar
from ganstudio.errors import CancelledError, InputError


def test_our_own_errors_speak_for_themselves() -> None:
    message = message_of(InputError("lake.png is empty.", hint="Export it again.", detail="0 bytes"))
    assert message == Message("lake.png is empty.", "Export it again.", "0 bytes", "error")


def test_unexpected_ones_keep_their_traceback_in_the_details() -> None:
    try:
        raise ValueError("wrong shape")
    except ValueError as error:
        message = message_of(error)
    assert "wrong shape" in message.text
    assert "Traceback" in message.detail
    assert "Traceback" not in message.text + message.hint
    assert "None" not in message_of(ValueError()).text


def test_what_nobody_caught_is_reported_from_any_thread(
    qtbot: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    reporter, told = ErrorReporter(), []
    reporter.reported.connect(told.append)
    reporter.install()
    try:
        sys.excepthook(ValueError, ValueError("a"), None)
        thread = threading.Thread(target=lambda: 1 / 0)
        thread.start()
        thread.join()
        qtbot.waitUntil(lambda: len(told) == 2)
    finally:
        reporter.uninstall()
    assert "division" in told[1].text


def test_cancelling_is_no_error() -> None:
    reporter, told = ErrorReporter(), []
    reporter.reported.connect(told.append)
    reporter.report(CancelledError())
    assert told == []


def test_the_log_keeps_what_was_unexpected() -> None:
    handler = start_log()
    assert handler is not None
    try:
        ErrorReporter().report(ValueError("strange"))
    finally:
        logging.getLogger().removeHandler(handler)
        handler.close()
    assert "strange" in (paths.data_dir() / "log" / "ganstudio.log").read_text()


def test_the_bar_unfolds_and_copies(qtbot: object) -> None:
    bar = MessageBar()
    qtbot.addWidget(bar)
    bar.show_message(Message("It failed.", "Try again.", "line 1"))
    assert bar._details.isHidden()
    bar._unfold.click()
    assert not bar._details.isHidden()
    bar._copy.click()
    assert QGuiApplication.clipboard().text() == "It failed.\nTry again.\nline 1"
    bar.dismiss()
    assert bar.isHidden()
