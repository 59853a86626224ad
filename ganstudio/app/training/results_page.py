"""Fourth step: what a run has made, and what becomes of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QLocale, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from ganstudio.app import theme
from ganstudio.app.bridge import Bridge
from ganstudio.app.models.pieces import Elided, FactTable, Nothing, heading, scrolling
from ganstudio.app.training.chart import Chart
from ganstudio.app.training.pieces import StateMark
from ganstudio.app.training.runs import Picture, Run
from ganstudio.app.training.samples import Samples
from ganstudio.app.training.words import (
    duration,
    figure_title,
    kind_title,
    preset_title,
    recipe_title,
    state_colour,
    state_title,
)
from ganstudio.app.widgets.choice import ComboControl
from ganstudio.training.launch import RECIPES


class ResultsPage(QStackedWidget):
    """`compare_wanted(folder or None)` asks for another run's curves; they come with `show_other`."""

    add_wanted = Signal(object)
    canvas_wanted = Signal(object)
    compare_wanted = Signal(object)
    go_on_wanted = Signal(object)

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.run: Run | None = None
        self._picture: Picture | None = None
        self._other: Picture | None = None
        self._added: dict[Path, str] = {}
        self.addWidget(
            Nothing("model", self.tr("No results yet"), self.tr("A run shows here what it has made."))
        )
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(20, 14, 0, 0)
        column.setSpacing(12)
        column.addLayout(self._make_head())
        inner = QWidget()
        body = QVBoxLayout(inner)
        body.setContentsMargins(0, 0, 20, 16)
        body.setSpacing(16)
        body.addLayout(self._make_upper(bridge))
        body.addLayout(self._make_compare())
        self.losses = Chart(self.tr("Losses"))
        self.metrics = Chart(self.tr("Metrics"), single=True)
        for chart in (self.losses, self.metrics):
            chart.setMinimumHeight(250)
            body.addWidget(chart)
        body.addStretch(1)
        column.addWidget(scrolling(inner), 1)
        self.addWidget(page)

    def _make_head(self) -> QHBoxLayout:
        self.title = Elided()
        self.title.setProperty("role", "title")
        self.mark = StateMark()
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 20, 0)
        head.setSpacing(8)
        head.addWidget(self.title, 1)
        head.addWidget(self.mark)
        return head

    def _make_upper(self, bridge: Bridge) -> QHBoxLayout:
        self.samples = Samples(bridge)
        self.samples.sheet.setFixedHeight(320)
        side = QVBoxLayout()
        side.setSpacing(8)
        self.add = QPushButton(self.tr("Add to my models"))
        self.add.setProperty("primary", True)
        theme.set_icon(self.add, "import", "on_accent")
        self.add.clicked.connect(lambda: self.add_wanted.emit(self.run))
        self.canvas = QPushButton(self.tr("Use in canvas"))
        theme.set_icon(self.canvas, "generated")
        self.canvas.clicked.connect(lambda: self.canvas_wanted.emit(self.run))
        self.go_on = QPushButton(self.tr("Train on"))
        theme.set_icon(self.go_on, "play")
        self.go_on.clicked.connect(lambda: self.go_on_wanted.emit(self.run))
        self.folder = QPushButton(self.tr("Open folder"))
        theme.set_icon(self.folder, "folder")
        self.folder.clicked.connect(self._open_folder)
        first, second = QHBoxLayout(), QHBoxLayout()
        for row, buttons in ((first, (self.add, self.canvas)), (second, (self.go_on, self.folder))):
            row.setSpacing(8)
            for button in buttons:
                row.addWidget(button, 1)
            side.addLayout(row)
        self.note = QLabel()
        self.note.setProperty("role", "muted")
        self.note.setWordWrap(True)
        side.addWidget(self.note)
        side.addWidget(heading(self.tr("Facts")))
        self.facts = FactTable()
        side.addWidget(self.facts)
        side.addStretch(1)
        upper = QHBoxLayout()
        upper.setSpacing(20)
        upper.addWidget(self.samples, 3)
        upper.addLayout(side, 2)
        return upper

    def _make_compare(self) -> QHBoxLayout:
        self.compare = ComboControl(("",), (self.tr("No other run"),))
        self.compare.set_name(self.tr("Compare with"))
        self.compare.set_value("")
        self.compare.setFixedWidth(220)
        self.compare.changed.connect(lambda value: self.compare_wanted.emit(Path(value) if value else None))
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(QLabel(self.tr("Compare with")))
        row.addWidget(self.compare)
        row.addStretch(1)
        return row

    # Showing

    def show_nothing(self) -> None:
        self.run = None
        self.setCurrentIndex(0)

    def show_runs(self, runs: Sequence[Run]) -> None:
        """Others that it can be compared with."""
        others = [run for run in runs if self.run is None or run.folder != self.run.folder]
        folders = ["", *(str(run.folder) for run in others)]
        self.compare.set_choices(folders, [self.tr("No other run"), *(run.name for run in others)])
        if self.compare.value() is None:
            self.compare.set_value("")

    def show_picture(self, picture: Picture) -> None:
        same = self.run is not None and self.run.folder == picture.run.folder
        if not same:
            self._other = None
            self.compare.set_value("")
        if same and picture == self._picture:
            return
        self._picture, self.run = picture, picture.run
        run = picture.run
        self.setCurrentIndex(1)
        self.title.set_full(run.name)
        self.mark.show_state(state_title(run.state), state_colour(run.state))
        self.samples.show_files(picture.samples)
        self._show_curves()
        self._show_facts(picture)
        self._show_buttons()

    def show_other(self, other: Picture | None) -> None:
        """Another run's curves, dashed over this one's."""
        self._other = other
        self._show_curves()

    def show_added(self, folder: Path, name: str) -> None:
        """The model is in the library under this name."""
        self._added[folder] = name
        self._show_buttons()

    def added(self, folder: Path) -> str:
        return self._added.get(folder, "")

    def show_usable(self, usable: bool) -> None:
        """Whether some operation renders with such a model."""
        self.canvas.setVisible(usable)

    def _show_buttons(self) -> None:
        run = self.run
        if run is None:
            return
        name = self.added(run.folder)
        self.add.setEnabled(run.model is not None and not name)
        self.canvas.setEnabled(run.model is not None)
        self.go_on.setVisible(not run.live and run.file is not None)
        if name:
            text = self.tr("It is in your models as “{0}”.").replace("{0}", name)
        elif run.model is None:
            text = self.tr("This run has not saved a model yet.")
        elif run.live:
            text = self.tr("The run goes on; this is its model as it was saved last.")
        else:
            text = ""
        self.note.setText(text)
        self.note.setVisible(bool(text))

    def _show_curves(self) -> None:
        picture, other = self._picture, self._other
        if picture is None:
            return
        name = other.run.name if other is not None else ""
        self.losses.show_series(picture.losses, other.losses if other else None, name)
        self.metrics.show_series(picture.metrics, other.metrics if other else None, name)
        self.metrics.setVisible(bool(picture.metrics or (other is not None and other.metrics)))

    def _show_facts(self, picture: Picture) -> None:
        run = picture.run
        self.facts.clear()
        entry = RECIPES.get(run.recipe)
        self.facts.add(self.tr("Recipe"), recipe_title(entry)[0] if entry is not None else run.recipe)
        if run.file is not None:
            params, data = run.file.params, run.file.data
            self.facts.add(self.tr("Preset"), preset_title(str(params.get("preset", ""))))
            self.facts.add(self.tr("Data"), str(data.get("path") or data.get("world") or ""))
            kind = str(data.get("kind") or "")
            self.facts.add(self.tr("Kind"), kind_title(kind) if kind else "")
            self.facts.add(self.tr("Size"), f"{params['size']} px" if "size" in params else "")
            batch = int(params.get("batch_size", 0) or 0)
            images = QLocale().toString(batch * run.status.step) if batch else ""
            self.facts.add(self.tr("Images seen"), images)
        self.facts.add(self.tr("Steps"), QLocale().toString(run.status.step))
        self.facts.add(self.tr("Trained for"), duration(run.status.seconds))
        for name, series in picture.metrics.items():
            self.facts.add(figure_title(name), f"{series.values[-1]:.4g}")
        self.facts.add(self.tr("Folder"), str(run.folder), copy=str(run.folder))

    def _open_folder(self) -> None:
        if self.run is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.run.folder)))
