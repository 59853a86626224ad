"""A field of several lines for a sentence, in which words that the model does not know are underlined."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QMimeData, QPoint, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QContextMenuEvent,
    QFocusEvent,
    QHelpEvent,
    QInputMethodEvent,
    QKeyEvent,
    QResizeEvent,
    QTextCharFormat,
    QTextCursor,
)
from PySide6.QtWidgets import QMenu, QPlainTextEdit, QSizePolicy, QTextEdit, QToolTip

_MOST_LINES = 5


@dataclass(frozen=True)
class Unknown:
    """A word that the model has never read, where it stands in the text, and known ones that are near."""

    start: int
    word: str
    nearest: tuple[str, ...] = ()


class PromptBox(QPlainTextEdit):
    """One paragraph that grows with its text. `written` comes with every change by the person.

    `entered` comes with Enter and when the field is left. What an input method is still composing counts as
    not written yet.
    """

    written = Signal()
    entered = Signal()

    def __init__(self, kit: Any, name: str, example: str = "", least_lines: int = 2) -> None:
        super().__init__()
        self._kit = kit
        self._least = least_lines
        self._showing = False
        self._composing = False
        self._text = ""
        self.unknown: tuple[Unknown, ...] = ()
        self.setAccessibleName(name)
        self.setPlaceholderText(example)
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.textChanged.connect(self._changed)
        kit.theme_changed.connect(self._underline)
        self._fit()

    def text(self) -> str:
        """The sentence, without spaces at its ends and line breaks."""
        return " ".join(self.toPlainText().split())

    def set_text(self, text: str) -> None:
        """Show a sentence without telling of it; what says the same already is left alone."""
        if self._composing or " ".join(text.split()) == self.text():
            return
        self._showing = True
        self.setPlainText(text)
        self.moveCursor(QTextCursor.MoveOperation.End)
        self._showing = False

    def insert_word(self, word: str) -> None:
        """Put a word in at the cursor, as the person's own writing, with spaces where they belong."""
        cursor, document = self.textCursor(), self.document()
        before = document.characterAt(cursor.selectionStart() - 1) if cursor.selectionStart() else " "
        after = document.characterAt(cursor.selectionEnd())
        cursor.insertText(f"{'' if before.isspace() else ' '}{word}{'' if after == ' ' else ' '}")
        self.setTextCursor(cursor)

    def set_unknown(self, unknown: Sequence[Unknown]) -> None:
        """Underline these words of the text as it stands."""
        self.unknown = tuple(unknown)
        self.setAccessibleDescription(", ".join(item.word for item in self.unknown))
        self._underline()

    def unknown_at(self, place: QPoint) -> Unknown | None:
        """The underlined word at a point of the viewport."""
        at = self.cursorForPosition(place).position()
        for item, (start, end) in zip(self.unknown, self._spans(), strict=True):
            cursor = self.textCursor()
            cursor.setPosition(start)
            inside = self.cursorRect(cursor).left() <= place.x() or at > start
            if start <= at <= end and inside:
                return item
        return None

    def replace(self, item: Unknown, word: str) -> None:
        """Write a known word in the place of an unknown one."""
        spans = dict(zip(self.unknown, self._spans(), strict=True))
        if item in spans:
            cursor = self.textCursor()
            cursor.setPosition(spans[item][0])
            cursor.setPosition(spans[item][1], QTextCursor.MoveMode.KeepAnchor)
            cursor.insertText(word)

    # Writing

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        else:
            super().keyPressEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self._composing = bool(event.preeditString())
        super().inputMethodEvent(event)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """What is pasted becomes part of the one paragraph."""
        self.textCursor().insertText(" ".join(source.text().split()))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.entered.emit()

    def _changed(self) -> None:
        """Underlining and composing change the document too, but not the text."""
        text = self.toPlainText()
        if text == self._text:
            return
        self._text = text
        self.set_unknown([item for item in self.unknown if text.startswith(item.word, item.start)])
        self._fit()
        if not self._showing:
            self.written.emit()

    # Unknown words

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            place = self.viewport().mapFrom(self, event.pos())
            found = self.unknown_at(place)
            if found is None:
                QToolTip.hideText()
            else:
                QToolTip.showText(event.globalPos(), self._about(found), self)
            return True
        return super().event(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        place = self.cursorRect().center() if by_key else event.pos()
        menu = self.menu_at(place)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.viewport().mapToGlobal(place))

    def menu_at(self, place: QPoint) -> QMenu:
        """The field's own menu, with known words first where an unknown one is pointed at."""
        menu: QMenu = self.createStandardContextMenu()
        found = self.unknown_at(place)
        if found is None or not found.nearest:
            return menu
        before = menu.actions()[0]
        for word in found.nearest:
            action = QAction(self.tr("Write “{0}”").replace("{0}", word), menu)
            action.triggered.connect(partial(self.replace, found, word))
            menu.insertAction(before, action)
        menu.insertSeparator(before)
        return menu

    def _about(self, item: Unknown) -> str:
        if item.nearest:
            text = self.tr("“{0}” is unknown to this model. Near it: {1}")
            return text.replace("{0}", item.word).replace("{1}", ", ".join(item.nearest))
        return self.tr("“{0}” is unknown to this model.").replace("{0}", item.word)

    def _underline(self) -> None:
        look = QTextCharFormat()
        look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
        look.setUnderlineColor(self._kit.colour("warning"))
        marks = []
        for start, end in self._spans():
            mark = QTextEdit.ExtraSelection()
            mark.cursor = self.textCursor()
            mark.cursor.setPosition(start)
            mark.cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            mark.format = look
            marks.append(mark)
        self.setExtraSelections(marks)

    def _spans(self) -> list[tuple[int, int]]:
        """Where unknown words stand, as Qt counts: an emoji before them is two."""
        text = self.toPlainText()
        places = [len(_utf16(text[: item.start])) // 2 for item in self.unknown]
        return [
            (place, place + len(_utf16(item.word)) // 2)
            for place, item in zip(places, self.unknown, strict=True)
        ]

    # Size

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """As high as its lines, within bounds."""
        lines = min(max(int(self.document().size().height()), self._least), _MOST_LINES)
        edges = self.contentsMargins().top() + self.contentsMargins().bottom()
        height = (
            lines * self.fontMetrics().lineSpacing() + 2 * round(self.document().documentMargin()) + edges
        )
        # The frame and the padding of the stylesheet.
        self.setFixedHeight(height + 12)


def _utf16(text: str) -> bytes:
    return text.encode("utf-16-le", "surrogatepass")
