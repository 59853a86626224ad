"""What one sees first: Make, Continue, Learn."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from ganstudio.app import theme
from ganstudio.app.i18n import plugin_text, translate
from ganstudio.app.walkthrough import Walkthrough
from ganstudio.app.widgets.flow import FlowLayout
from ganstudio.app.widgets.tile import RowTile, Tile
from ganstudio.document.recent import RecentFile
from ganstudio.document.recovery import RecoveredProject
from ganstudio.host.manifest import StartManifest
from ganstudio.host.registry import OperationInfo, Registry

_MAKE = QSize(296, 248)
_CONTINUE = QSize(171, 148)
_LEARN = QSize(296, 72)
_WIDEST = 3 * 296 + 2 * 16


class StartPage(QScrollArea):
    """Tiles emit what they stand for."""

    start_chosen = Signal(object, object)
    new_chosen = Signal()
    open_chosen = Signal()
    recent_chosen = Signal(Path)
    recovered_chosen = Signal(object)
    walkthrough_chosen = Signal(str)
    models_chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        page = QWidget()
        outer = QHBoxLayout(page)
        outer.setContentsMargins(40, 32, 40, 32)
        outer.addStretch(1)
        column_box = QWidget()
        column_box.setMaximumWidth(_WIDEST)
        outer.addWidget(column_box, 100)
        outer.addStretch(1)
        self._column = QVBoxLayout(column_box)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(12)
        self._add_head()
        self.make = self._add_row(self.tr("Make"))
        self.continue_ = self._add_row(self.tr("Continue"))
        self.learn = self._add_row(self.tr("Learn"))
        self._column.addStretch(1)
        self.setWidget(page)

    def show_plugins(self, registry: Registry) -> None:
        """A tile for each start entry of each plugin."""
        self._clear(self.make)
        for plugin in registry.plugins:
            for tile in plugin.manifest.start:
                self._add_start(tile, registry.operations[f"{plugin.id}.{tile.operation}"])
        new = Tile(
            self.tr("Empty canvas…"),
            self.tr("Begin with an empty label map or a blank picture of any size."),
            icon="new",
            size=_MAKE,
        )
        self._connect(new, self.new_chosen.emit)
        self.make.addWidget(new)
        open = Tile(
            self.tr("Open…"),
            self.tr("A picture, a label map or a project. You can also drop it anywhere."),
            icon="folder",
            size=_MAKE,
        )
        self._connect(open, self.open_chosen.emit)
        self.make.addWidget(open)

    def show_files(self, recovered: Iterable[RecoveredProject], recent: Iterable[RecentFile]) -> None:
        """Recovered copies first, then what was opened last."""
        self._clear(self.continue_)
        for project in recovered:
            name = project.original.stem if project.original else self.tr("Untitled")
            tile = self._file_tile(name, ago(project.saved_at), project.thumbnail)
            tile.badge = self.tr("Recovered")
            self._connect(tile, lambda project=project: self.recovered_chosen.emit(project))
            self.continue_.addWidget(tile)
        for file in list(recent)[:10]:
            changed = datetime.fromtimestamp(file.path.stat().st_mtime, UTC)
            name = file.path.stem if file.path.suffix == ".ora" else file.path.name
            tile = self._file_tile(name, ago(changed), file.thumbnail)
            tile.setToolTip(str(file.path))
            self._connect(tile, lambda path=file.path: self.recent_chosen.emit(path))
            self.continue_.addWidget(tile)
        if not self.continue_.count():
            self._add_empty(
                self.continue_,
                self.tr("Nothing yet. What you open or save will wait here."),
            )

    def show_walkthroughs(self, walkthroughs: Iterable[Walkthrough]) -> None:
        self._clear(self.learn)
        for walk in walkthroughs:
            tile = RowTile(walk.title_text, walk.summary_text, icon="learn", size=_LEARN)
            self._connect(tile, lambda id=walk.id: self.walkthrough_chosen.emit(id))
            self.learn.addWidget(tile)

    def _add_head(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(0)
        name = QLabel("GAN Studio")
        name.setProperty("role", "display")
        text = QLabel(self.tr("Paint with neural networks, on your own machine."))
        text.setProperty("role", "muted")
        words.addWidget(name)
        words.addWidget(text)
        self.models = QPushButton(self.tr("Models…"))
        theme.set_icon(self.models, "model")
        self.models.setToolTip(self.tr("See, import and download models (Ctrl+Shift+M)"))
        self.models.clicked.connect(self.models_chosen)
        head = QHBoxLayout()
        head.addLayout(words, 1)
        head.addWidget(self.models, 0, Qt.AlignmentFlag.AlignVCenter)
        self._column.addLayout(head)

    def _add_row(self, title: str) -> FlowLayout:
        heading = QLabel(title)
        heading.setProperty("role", "title")
        heading.setContentsMargins(0, 16, 0, 0)
        holder = QWidget()
        row = FlowLayout(holder, spacing=16)
        self._column.addWidget(heading)
        self._column.addWidget(holder)
        return row

    def _add_start(self, tile: StartManifest, operation: OperationInfo) -> None:
        picture = QPixmap(str(operation.plugin.folder / tile.picture)) if tile.picture else QPixmap()
        shown = Tile(
            plugin_text(tile.title), plugin_text(tile.text), picture=picture, icon="generated", size=_MAKE
        )
        self._connect(shown, lambda: self.start_chosen.emit(tile, operation))
        self.make.addWidget(shown)

    def _file_tile(self, title: str, text: str, thumbnail: bytes | None) -> Tile:
        picture = QPixmap()
        if thumbnail:
            picture.loadFromData(thumbnail)
        return Tile(title, text, picture=picture, size=_CONTINUE)

    def _add_empty(self, row: FlowLayout, sentence: str) -> None:
        label = QLabel(sentence)
        label.setProperty("role", "muted")
        row.addWidget(label)

    def _connect(self, tile: Tile, action: Callable[[], None]) -> None:
        tile.clicked.connect(lambda: action())

    def _clear(self, row: FlowLayout) -> None:
        while (item := row.takeAt(0)) is not None:
            item.widget().deleteLater()


def ago(moment: datetime) -> str:
    """How long ago, in words."""
    minutes = max(0, round((datetime.now(UTC) - moment).total_seconds() / 60))
    if minutes < 1:
        return translate("StartPage", "just now")
    if minutes < 60:
        return translate("StartPage", "{0} min ago").format(minutes)
    if minutes < 60 * 36:
        return translate("StartPage", "{0} h ago").format(round(minutes / 60))
    return translate("StartPage", "{0} days ago").format(round(minutes / 60 / 24))
