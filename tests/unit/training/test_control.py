"""Asking a run in another process."""

from __future__ import annotations

from pathlib import Path

import pytest

from ganstudio.errors import SaveError
from ganstudio.training.control import FILE, Inbox, ask


def test_all_that_is_asked_arrives_once_and_in_order(tmp_path: Path) -> None:
    inbox = Inbox(tmp_path)
    assert inbox.take() == ()
    ask(tmp_path, "sample")
    ask(tmp_path, "pause")
    assert inbox.take() == ("sample", "pause")
    assert inbox.take() == ()
    ask(tmp_path, "resume")
    assert inbox.take() == ("resume",)


def test_what_was_asked_of_an_earlier_run_is_not_heard(tmp_path: Path) -> None:
    ask(tmp_path, "stop")
    assert Inbox(tmp_path).take() == ()


def test_half_a_line_waits_and_unknown_words_are_left_out(tmp_path: Path) -> None:
    inbox = Inbox(tmp_path)
    (tmp_path / FILE).write_text("dance\nst")
    assert inbox.take() == ()
    with (tmp_path / FILE).open("a") as file:
        file.write("op\n")
    assert inbox.take() == ("stop",)


def test_a_folder_that_is_gone_and_a_word_that_is_none(tmp_path: Path) -> None:
    with pytest.raises(SaveError, match="cannot be asked to stop"):
        ask(tmp_path / "gone", "stop")
    with pytest.raises(ValueError, match="dance"):
        ask(tmp_path, "dance")  # type: ignore[arg-type]
