"""How a batch stands: what it is, figures, a bar, and the buttons that pause, continue and stop it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from ganstudio.app import theme
from ganstudio.app.batch.runner import Pace, State
from ganstudio.app.i18n import translate
from ganstudio.app.models.pieces import Elided
from ganstudio.app.status_bar import time_left
from ganstudio.app.training.pieces import FigureStrip, StateMark

_COLOURS = {
    "idle": "text_muted",
    "running": "accent",
    "paused": "warning",
    "done": "success",
    "stopped": "warning",
    "failed": "danger",
}


class BatchHead(QWidget):
    """Buttons that make no sense now are not there."""

    pause_wanted = Signal()
    go_on_wanted = Signal()
    cancel_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._out: Path | None = None
        self.title = Elided()
        self.title.setProperty("role", "title")
        self.where = Elided()
        self.where.setProperty("role", "caption")
        self.mark = StateMark()
        self.figures = FigureStrip(
            (
                ("done", self.tr("Written")),
                ("skipped", self.tr("There already")),
                ("failed", self.tr("Failed")),
                ("rate", self.tr("Pace")),
                ("left", self.tr("Time left")),
            )
        )
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setRange(0, 1000)
        self.bar.setAccessibleName(self.tr("Progress of the batch"))
        self.pause = self._button(self.tr("Pause"), "pause", self.pause_wanted)
        self.go_on = self._button(self.tr("Continue"), "play", self.go_on_wanted)
        self.cancel = self._button(self.tr("Stop"), "stop", self.cancel_wanted)
        self.open = QPushButton(self.tr("Open folder"))
        theme.set_icon(self.open, "folder")
        self.open.clicked.connect(self._open_folder)
        self._lay_out()

    def show_task(self, title: str, out: Path) -> None:
        self._out = out
        self.title.set_full(title)
        self.where.set_full(str(out))

    def show_state(self, state: State) -> None:
        self.mark.show_state(state_title(state), _COLOURS[state])
        self.mark.setVisible(state != "idle")
        self.pause.setVisible(state == "running")
        self.go_on.setVisible(state == "paused")
        self.cancel.setVisible(state in ("running", "paused"))
        self.open.setVisible(state in ("done", "stopped", "failed"))
        for widget in (self.figures, self.bar):
            widget.setVisible(state != "idle")

    def show_pace(self, pace: Pace, state: State) -> None:
        figures = {name: f"{count:,}" for name, count in pace.counts.items()}
        figures["rate"] = pace_text(pace.rate)
        left = pace.left if state in ("running", "paused") else None
        figures["left"] = time_left(left) if pace.ended < pace.total else ""
        self.figures.show_figures(figures)
        self.bar.setValue(round(1000 * pace.ended / max(1, pace.total)))

    def _button(self, text: str, icon: str, signal: object) -> QPushButton:
        button = QPushButton(text)
        theme.set_icon(button, icon)
        button.clicked.connect(signal)
        return button

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.title)
        words.addWidget(self.where)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addLayout(words, 1)
        for widget in (self.mark, self.open, self.pause, self.go_on, self.cancel):
            head.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 14, 20, 8)
        column.setSpacing(10)
        column.addLayout(head)
        column.addWidget(self.figures)
        column.addWidget(self.bar)

    def _open_folder(self) -> None:
        if self._out is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._out)))


def state_title(state: State) -> str:
    return {
        "idle": "",
        "running": translate("BatchState", "Running"),
        "paused": translate("BatchState", "Paused"),
        "done": translate("BatchState", "Done"),
        "stopped": translate("BatchState", "Stopped"),
        "failed": translate("BatchState", "Failed"),
    }[state]


def pace_text(rate: float) -> str:
    """Pictures per second, or seconds per picture where that is the larger number."""
    if not rate:
        return ""
    if rate >= 1:
        return translate("BatchState", "{0} a second").replace("{0}", f"{rate:.1f}")
    return translate("BatchState", "{0} s each").replace("{0}", f"{1 / rate:.1f}")
