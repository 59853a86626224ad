"""A film through keyframes: pictures in a row, played on the canvas and saved as GIF, MP4 or PNG."""

from __future__ import annotations

import time
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon, QImage, QKeyEvent, QPixmap
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QListView,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ganstudio.api import ImageData, Progress

from .drawing import latent_text_of
from .mixing import is_plain
from .previews import Previews

OPERATION = "latent_editing.interpolate"
_ICON = 52
_KEY = Qt.ItemDataRole.UserRole
_SHARED = ("truncation", "class_name", "cutoff", "noise", "noise_seed")
_NOTE = "film"


@dataclass(frozen=True)
class Key:
    """A keyframe as the operation reads it: a seed or a latent, and its own edits."""

    base: str
    edits: str = ""

    @property
    def text(self) -> str:
        return f"{self.base} | {self.edits}" if self.edits else self.base


class Film(QWidget):
    """Keyframes are kept with the document."""

    folded = True

    @staticmethod
    def suits(params: Any) -> bool:
        return {"base", "edits", "mix", "x", "y"} <= set(params.model_fields)

    def __init__(self, context: Any) -> None:
        super().__init__()
        self._context = context
        self._kit = context.kit
        self._previews = Previews(context, self._arrived)
        self._job: Any = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.list = KeyList()
        self.list.setAccessibleName(self.tr("Keyframes"))
        self.list.setToolTip(self.tr("Drag to reorder; Delete removes; a double click goes there"))
        self.list.changed = self._changed
        self.list.itemActivated.connect(self._go_to)
        column.addWidget(self.list)
        self.note = QLabel(self.tr("Add the present picture, change it, and add it again."))
        self.note.setProperty("role", "muted")
        self.note.setWordWrap(True)
        column.addWidget(self.note)
        column.addLayout(self._make_times())
        column.addLayout(self._make_verbs())
        self._read()

    def _make_times(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        label = QLabel(self.tr("Step"))
        self.seconds = self._kit.number(0.1, 10, 0.1, 1.5, unit="s")
        self.seconds.set_name(self.tr("Step"), self.tr("Seconds from one keyframe to the next"))
        self.seconds.changed.connect(lambda _: self._keep())
        self.loop = QCheckBox(self.tr("Loop"))
        self.loop.setChecked(True)
        self.loop.toggled.connect(lambda _: self._keep())
        row.addWidget(label)
        row.addWidget(self.seconds, 1)
        row.addWidget(self.loop)
        return row

    def _make_verbs(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(4)
        self.add = self._kit.button(self.tr("Add picture"), "plus")
        self.add.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.add.clicked.connect(self.add_now)
        self.play = self._kit.tool("play", self.tr("Play on the canvas"), framed=True)
        self.play.clicked.connect(self._press_play)
        self.export = self._kit.button(self.tr("Export"), "export")
        self.export.clicked.connect(self._ask_export)
        row.addWidget(self.add, 1)
        row.addWidget(self.play)
        row.addWidget(self.export)
        return row

    @property
    def keys(self) -> list[Key]:
        return [self.list.item(row).data(_KEY) for row in range(self.list.count())]

    # Keyframes

    def add_now(self) -> None:
        """A seed with its edits stays one; anything else becomes the latent that it is."""
        context, params = self._context, self._context.params
        values = params.model_dump()
        if is_plain({**values, "edits": ""}):
            self.add_key(Key(str(params.seed), params.edits))
            return

        def work(progress: Progress) -> str:
            return latent_text_of(context, params, progress)

        context.work(
            work, title=self.tr("Reading the latent"), done=lambda text: self.add_key(Key(text)), quiet=True
        )

    def add_key(self, key: Key) -> None:
        self._append(key)
        self._changed()

    def _append(self, key: Key) -> None:
        item = QListWidgetItem()
        item.setData(_KEY, key)
        item.setSizeHint(QSize(_ICON + 8, _ICON + 8))
        name = self.tr("Latent") if key.base.startswith("w:") else self.tr("Seed {0}").format(key.base)
        item.setToolTip(f"{name}, {key.edits}" if key.edits else name)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, item.toolTip())
        self.list.addItem(item)

    def _go_to(self, item: QListWidgetItem) -> None:
        key: Key = item.data(_KEY)
        rest = {"mix": "", "x": 0.0, "y": 0.0, "edits": key.edits}
        if key.base.isdecimal():
            self._context.set_params(seed=int(key.base), base="", **rest)
        else:
            self._context.set_params(base=key.base, **rest)

    def _changed(self) -> None:
        self._keep()
        self._show()
        self._ask()

    def _keep(self) -> None:
        record = {
            "keys": [[key.base, key.edits] for key in self.keys],
            "seconds": self.seconds.value(),
            "loop": self.loop.isChecked(),
        }
        self._context.set_note(_NOTE, record)

    def _read(self) -> None:
        """What the document has kept; anything else is passed over."""
        record = self._context.note(_NOTE)
        if isinstance(record, dict):
            for pair in record.get("keys", []):
                self._append(Key(str(pair[0]), str(pair[1])))
            self.seconds.set_value(float(record.get("seconds", 1.5)))
            self.loop.blockSignals(True)
            self.loop.setChecked(bool(record.get("loop", True)))
            self.loop.blockSignals(False)
        self._show()

    def _show(self) -> None:
        count = self.list.count()
        self.list.setVisible(count > 0)
        self.note.setVisible(count < 2)
        self.play.setEnabled(count > 1)
        self.export.setEnabled(count > 1)
        playing = self._job is not None
        self._kit.set_icon(self.play, "stop" if playing else "play")
        self.play.setToolTip(self.tr("Stop") if playing else self.tr("Play on the canvas"))

    def showEvent(self, event: object) -> None:
        self._ask()

    def hideEvent(self, event: object) -> None:
        self.stop()

    def _ask(self) -> None:
        if not self.isVisible():
            return
        values = self._context.params.model_dump()
        shared = {name: values[name] for name in ("model", *_SHARED) if name in values}
        keys = dict.fromkeys(self.keys)
        self._previews.ask([(key, {**shared, "base": key.base, "edits": key.edits}) for key in keys])

    def _arrived(self, key: Any, image: QImage) -> None:
        ratio = self.devicePixelRatioF()
        for row in range(self.list.count()):
            item = self.list.item(row)
            if item.data(_KEY) == key:
                picture: QPixmap = self._kit.framed(image, _ICON, ratio)
                item.setIcon(QIcon(picture))

    # The film

    @property
    def values(self) -> dict[str, Any]:
        """Parameters of the operation."""
        given = self._context.params.model_dump()
        shared = {name: given[name] for name in ("model", *_SHARED) if name in given}
        return {
            **shared,
            "keyframes": "; ".join(key.text for key in self.keys),
            "seconds": float(self.seconds.value()),
            "loop": self.loop.isChecked(),
        }

    def _press_play(self) -> None:
        if self._job is not None:
            self.stop()
        else:
            self.play_film()

    def play_film(self) -> None:
        """On the canvas, in its own time: what cannot be drawn soon enough is left out."""
        context, values = self._context, self.values

        def work(progress: Progress) -> None:
            film = context.studio.run(OPERATION, progress=progress, **values).data
            began = time.monotonic()
            while True:
                index = int((time.monotonic() - began) * film.fps)
                if index >= film.count and not values["loop"]:
                    return
                progress.set((index % film.count) / film.count)
                context.show(ImageData(film.draw(index % film.count)))
                time.sleep(max(0.0, (index + 1) / film.fps - (time.monotonic() - began)))

        self._job = context.work(
            work,
            title=self.tr("Playing"),
            done=lambda _: self._ended(),
            failed=self._failed,
            cancelled=self._ended,
        )
        self._show()

    def stop(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _ended(self) -> None:
        self._job = None
        self._context.redraw()
        self._show()

    def _failed(self, error: BaseException) -> None:
        self._ended()
        self._context.fail(error)

    def _ask_export(self) -> None:
        menu = QMenu(self)
        for suffix, title, kind in (
            (".gif", self.tr("GIF…"), self.tr("Animated picture")),
            (".mp4", self.tr("MP4 film…"), self.tr("Film")),
            (".webp", self.tr("WebP…"), self.tr("Animated picture")),
            ("", self.tr("Folder of PNG pictures…"), self.tr("Folder")),
        ):
            menu.addAction(title, partial(self._export, suffix, kind))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.export.mapToGlobal(self.export.rect().bottomLeft()))

    def _export(self, suffix: str, kind: str) -> None:
        path = self._kit.ask_save(self, self.tr("Export film"), self.tr("film"), suffix, kind)
        if path is not None:
            self.export_to(path)

    def export_to(self, path: Any) -> None:
        """Draw and save it on a worker; a film that breaks off leaves no half file."""
        context, values = self._context, self.values

        def work(progress: Progress) -> None:
            film = context.studio.run(OPERATION, progress=progress.sub(0, 0.02), **values)
            context.studio.save(film, path, progress=progress.sub(0.02, 1))

        context.work(
            work,
            title=self.tr("Exporting {0}").format(path.name),
            done=lambda _: context.tell(self.tr("Saved as {0}.").format(path.name)),
        )


class KeyList(QListWidget):
    """A row of pictures that is put into another order by hand or with Ctrl and the arrows."""

    changed: Any = None

    def __init__(self) -> None:
        super().__init__()
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(False)
        self.setIconSize(QSize(_ICON, _ICON))
        self.setFixedHeight(_ICON + 26)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.model().rowsMoved.connect(lambda *_: self._tell())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.currentRow()
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and row >= 0:
            self.takeItem(row)
            self._tell()
        elif event.modifiers() & Qt.KeyboardModifier.ControlModifier and event.key() in (
            Qt.Key.Key_Left,
            Qt.Key.Key_Right,
        ):
            other = row + (1 if event.key() == Qt.Key.Key_Right else -1)
            if row >= 0 and 0 <= other < self.count():
                self.insertItem(other, self.takeItem(row))
                self.setCurrentRow(other)
                self._tell()
        else:
            super().keyPressEvent(event)

    def dropEvent(self, event: Any) -> None:
        super().dropEvent(event)
        self._tell()

    def _tell(self) -> None:
        if self.changed is not None:
            self.changed()
