"""Sentences to begin with, each beside what the present model makes of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QHideEvent, QIcon, QImage, QPixmap
from PySide6.QtWidgets import QLabel, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from ganstudio.api import Progress

from .ideas import ideas
from .knowledge import readable
from .previews import Previews

_THUMB = 56
_SEED = 3


class IdeaList(QWidget):
    """Shows those whose words the model knows; pictures of them come as they are drawn."""

    def __init__(self, context: Any, ref: str, use: Callable[[str], None]) -> None:
        super().__init__()
        self._kit = context.kit
        self._ref = ref
        self._closed = False
        self._previews = Previews.of(context)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.note = QLabel(self.tr("Looking…"))
        self.note.setProperty("role", "muted")
        self.note.setWordWrap(True)
        column.addWidget(self.note)
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Prompts to begin with"))
        self.list.setIconSize(QSize(_THUMB, _THUMB))
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemClicked.connect(lambda item: use(item.text()))
        self.list.itemActivated.connect(lambda item: use(item.text()))
        column.addWidget(self.list, 1)
        every = [text for texts in ideas().values() for text in texts]

        def work(progress: Progress) -> list[str]:
            return readable(ref, every)

        context.work(work, title="", done=self._fill, quiet=True)

    def _fill(self, texts: list[str]) -> None:
        if self._closed:
            return
        self.note.setVisible(not texts)
        self.note.setText(self.tr("There are none for this model. See which words it knows."))
        for text in texts:
            item = QListWidgetItem(self._waiting(), text)
            item.setToolTip(text)
            self.list.addItem(item)
        self.list.setFocus()
        seed = {"model": self._ref, "seed": _SEED}
        self._previews.ask([{**seed, "prompt": text} for text in texts], self._arrived)

    def _waiting(self) -> QIcon:
        """Holds the room of a picture that is being drawn."""
        empty = QPixmap(_THUMB, _THUMB)
        empty.fill(self._kit.colour("raised"))
        return QIcon(empty)

    def _arrived(self, place: int, image: QImage) -> None:
        self.list.item(place).setIcon(QIcon(self._kit.framed(image, _THUMB, self.devicePixelRatioF())))

    def hideEvent(self, event: QHideEvent) -> None:
        self._closed = True
        self._previews.stop()
