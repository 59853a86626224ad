"""Finding things by some letters of their names."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from ganstudio.app.command_palette import CommandPalette, Entry, score, search

TITLES = ("Open…", "Export picture…", "Mountain", "Zoom out", "Sun or moon", "Select a rectangle")


def found(query: str) -> list[str]:
    return [entry.title for entry in search(query, [Entry(title, "", lambda: None) for title in TITLES])]


@pytest.mark.parametrize(
    ("query", "title"),
    [("mou", "Mountain"), ("exp", "Export picture…"), ("zo", "Zoom out"), ("selrec", "Select a rectangle")],
)
def test_the_best_comes_first(query: str, title: str) -> None:
    assert found(query)[0] == title


def test_what_lacks_a_letter_is_not_found() -> None:
    assert found("mountainz") == []
    assert score("ab", "ba") == 0


def test_without_letters_everything_is_there_in_its_order() -> None:
    assert found("") == list(TITLES)


def test_other_words_find_it_too_but_later() -> None:
    entries = [Entry("산", "", lambda: None, words="mountain"), Entry("Mountain", "", lambda: None)]
    assert [entry.title for entry in search("mountain", entries)] == ["Mountain", "산"]


def test_keys_choose_and_run(qtbot: object) -> None:
    holder = QWidget()
    holder.resize(800, 600)
    qtbot.addWidget(holder)
    holder.show()
    ran: list[str] = []
    entries = [Entry(title, "Command", lambda title=title: ran.append(title)) for title in ("One", "Two")]
    palette = CommandPalette(holder, [lambda: entries])
    palette.open()
    qtbot.keyClick(palette.field, Qt.Key.Key_Down)
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert ran == ["Two"]
    assert not palette.isVisible()
    palette.open()
    qtbot.keyClicks(palette.field, "xyz")
    assert palette.list.isHidden()
    qtbot.keyClick(palette.field, Qt.Key.Key_Escape)
    assert not palette.isVisible()
