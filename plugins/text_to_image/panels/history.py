"""Prompts that were drawn, the newest first, kept for all documents; each with all that made its picture."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QBuffer, QByteArray, QCoreApplication, QIODevice, QSize, Qt
from PySide6.QtGui import QIcon, QImage, QImageWriter, QKeyEvent, QPixmap
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

translate = QCoreApplication.translate
_KEPT = "prompts"
_MOST = 60
_SIDE = 96
_THUMB = 48


@dataclass(frozen=True, eq=False)
class Entry:
    """`params` are those that differ from the defaults."""

    params: Mapping[str, Any]
    picture: QImage

    @property
    def prompt(self) -> str:
        return str(self.params.get("prompt", ""))


class History:
    """Reads and writes what the program keeps for the plugin."""

    def __init__(self, context: Any) -> None:
        self._context = context

    @property
    def entries(self) -> list[Entry]:
        """Records that cannot be understood are passed over."""
        kept = self._context.remembered(_KEPT)
        found = []
        for record in kept if isinstance(kept, list) else ():
            try:
                picture = QImage.fromData(QByteArray.fromBase64(record["picture"].encode()))
                entry = Entry(dict(record["params"]), picture)
            except (AttributeError, KeyError, TypeError, ValueError):
                continue
            if entry.prompt:
                found.append(entry)
        return found

    def add(self, params: Mapping[str, Any], picture: QImage) -> None:
        """Put it first, in place of an older picture of the same sentences."""
        small = picture.scaled(
            _SIDE,
            _SIDE,
            Qt.AspectRatioMode.KeepAspectRatioByExpanding,
            Qt.TransformationMode.SmoothTransformation,
        )
        entry = Entry(dict(params), small)
        rest = [other for other in self.entries if _sentences(other) != _sentences(entry)]
        self._keep([entry, *rest][:_MOST])

    def remove(self, entry: Entry) -> None:
        self._keep([other for other in self.entries if _sentences(other) != _sentences(entry)])

    def clear(self) -> None:
        self._keep([])

    def _keep(self, entries: list[Entry]) -> None:
        records = [{"params": dict(item.params), "picture": _encoded(item.picture)} for item in entries]
        self._context.remember(_KEPT, records)


class HistoryList(QWidget):
    """All entries with a field that searches them; Enter or a click uses one, Delete removes it."""

    def __init__(self, context: Any, history: History, use: Callable[[Entry], None]) -> None:
        super().__init__()
        self._history = history
        self._use = use
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.field = QLineEdit()
        self.field.setPlaceholderText(self.tr("Search what you wrote"))
        self.field.setAccessibleName(self.tr("Search what you wrote"))
        self.field.setClearButtonEnabled(True)
        self.field.textChanged.connect(self._filter)
        self.list = _List()
        self.list.setAccessibleName(self.tr("Prompts that were drawn"))
        self.list.setIconSize(QSize(_THUMB, _THUMB))
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemClicked.connect(self._chosen)
        self.list.itemActivated.connect(self._chosen)
        self.list.remove = self._remove
        self.note = QLabel(self.tr("Nothing yet. What you draw from words will wait here."))
        self.note.setProperty("role", "muted")
        self.note.setWordWrap(True)
        self.clear = context.kit.button(self.tr("Forget all"), "trash")
        self.clear.clicked.connect(self._forget)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.clear)
        column.addWidget(self.field)
        column.addWidget(self.note)
        column.addWidget(self.list, 1)
        column.addLayout(foot)
        self.fill()

    def fill(self) -> None:
        self.list.clear()
        entries = self._history.entries
        for entry in entries:
            item = QListWidgetItem(QIcon(QPixmap.fromImage(entry.picture)), _words(entry))
            item.setData(Qt.ItemDataRole.UserRole, entry)
            item.setToolTip(entry.prompt)
            self.list.addItem(item)
        for part in (self.field, self.list, self.clear):
            part.setVisible(bool(entries))
        self.note.setVisible(not entries)

    def _filter(self, text: str) -> None:
        wanted = text.casefold().split()
        for row in range(self.list.count()):
            item = self.list.item(row)
            item.setHidden(not all(word in item.text().casefold() for word in wanted))

    def _chosen(self, item: QListWidgetItem) -> None:
        self._use(item.data(Qt.ItemDataRole.UserRole))

    def _remove(self, item: QListWidgetItem) -> None:
        self._history.remove(item.data(Qt.ItemDataRole.UserRole))
        row = self.list.row(item)
        self.fill()
        self.list.setCurrentRow(min(row, self.list.count() - 1))

    def _forget(self) -> None:
        self._history.clear()
        self.fill()


class _List(QListWidget):
    remove: Callable[[QListWidgetItem], None]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete and self.currentItem() is not None:
            self.remove(self.currentItem())
        else:
            super().keyPressEvent(event)


def _words(entry: Entry) -> str:
    """The sentence, and below it what else made the picture."""
    told = [translate("HistoryList", "Seed {0}").replace("{0}", str(entry.params.get("seed", 1)))]
    if entry.params.get("model"):
        told.append(str(entry.params["model"]))
    return f"{entry.prompt}\n{'  ·  '.join(told)}"


def _sentences(entry: Entry) -> tuple[Any, ...]:
    return tuple(entry.params.get(name, "") for name in ("prompt", "negative", "to_prompt", "mix", "model"))


def _encoded(image: QImage) -> str:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QImageWriter(buffer, QByteArray(b"jpg"))
    writer.setQuality(85)
    writer.write(image.convertToFormat(QImage.Format.Format_RGB32))
    return bytes(buffer.data().toBase64().data()).decode()
