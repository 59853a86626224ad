"""What stands in the way of a preset or recipe, and what can be done about it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from ganstudio.app import theme
from ganstudio.app.presets.shelf import Trouble


class TroubleList(QWidget):
    """A box for each; `models_wanted` asks for the window of the models."""

    models_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self.boxes: list[QFrame] = []
        self.open: QPushButton | None = None
        self.hide()

    def show_troubles(self, troubles: Sequence[Trouble]) -> None:
        while (item := self._column.takeAt(0)) is not None:
            item.widget().hide()
            item.widget().deleteLater()
        self.open = None
        last = next((trouble for trouble in reversed(troubles) if trouble.model), None)
        self.boxes = [self._box(trouble, offers=trouble is last) for trouble in troubles]
        for box in self.boxes:
            self._column.addWidget(box)
        self.setVisible(bool(troubles))

    def _box(self, trouble: Trouble, *, offers: bool) -> QFrame:
        """One way to the models is enough for all that are missing."""
        box = QFrame()
        box.setProperty("role", "card")
        mark = QLabel()
        icon, colour = ("warning", "warning") if trouble.blocks else ("info", "accent")
        mark.setPixmap(theme.pixmap(icon, 18, colour, self.devicePixelRatioF()))
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(_text(trouble.text))
        if trouble.hint:
            words.addWidget(_text(trouble.hint, "muted"))
        if offers:
            self.open = QPushButton(self.tr("Open the models"))
            theme.set_icon(self.open, "model")
            self.open.clicked.connect(self.models_wanted)
            words.addSpacing(4)
            words.addWidget(self.open, 0, Qt.AlignmentFlag.AlignLeft)
        row = QHBoxLayout(box)
        row.setContentsMargins(12, 10, 12, 10)
        row.setSpacing(8)
        row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        return box


def _text(text: str, role: str = "") -> QLabel:
    label = QLabel(text)
    label.setProperty("role", role)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label
