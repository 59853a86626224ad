"""How a batch stands: what it is, figures, a bar, and the buttons that make sense now."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QMenu, QProgressBar, QPushButton, QToolButton, QVBoxLayout, QWidget

from ganstudio.app import theme
from ganstudio.app.batch.pace import Pace
from ganstudio.app.batch.queue import BatchJob, State
from ganstudio.app.batch.task import Task
from ganstudio.app.i18n import translate
from ganstudio.app.models.pieces import Elided
from ganstudio.app.status_bar import time_left
from ganstudio.app.training.pieces import FigureStrip, StateMark

COLOURS: dict[State, str] = {
    "waiting": "text_muted",
    "held": "warning",
    "running": "accent",
    "paused": "warning",
    "done": "success",
    "stopped": "warning",
    "failed": "danger",
}


class BatchHead(QWidget):
    """Shows what would be done, or how it goes."""

    pause_wanted = Signal()
    go_on_wanted = Signal()
    cancel_wanted = Signal()
    again_wanted = Signal()
    report_wanted = Signal()
    save_report_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._out: Path | None = None
        self.title = Elided()
        self.title.setProperty("role", "title")
        self.where = Elided()
        self.where.setProperty("role", "caption")
        self.mark = StateMark()
        self.plan = FigureStrip(
            (
                ("new", self.tr("To write")),
                ("there", self.tr("There already")),
                ("wrong", self.tr("Cannot be made")),
            )
        )
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
        self.again = self._button(self.tr("Run again"), "refresh", self.again_wanted)
        self.again.setToolTip(self.tr("Make the pictures that are missing"))
        self.open = self._button(self.tr("Open folder"), "folder", self._open_folder)
        self.report = self._button(self.tr("Report"), "file", self.report_wanted)
        self.report.setToolTip(self.tr("Show in the browser what became of each file"))
        self.more = self._more()
        self._lay_out()

    def show_plan(self, task: Task, *, new: int, there: int, wrong: int) -> None:
        """What a start would do, in numbers of files."""
        self._show_task(task)
        counts = {"new": new, "there": there, "wrong": wrong}
        self.plan.show_figures({name: f"{count:,}" for name, count in counts.items()})
        self._show_parts(None)

    def show_job(self, job: BatchJob, *, going: bool) -> None:
        """How it stands; `going` tells whether its turn will come by itself."""
        self._show_task(job.task)
        colour = "warning" if job.state == "done" and job.failed else COLOURS[job.state]
        self.mark.show_state(state_title(job.state), colour)
        self.show_pace(job.pace, job.state)
        still = job.state == "waiting" and not going
        self.go_on.setText(self.tr("Start") if still else self.tr("Continue"))
        self._show_parts(job, still=still)

    def show_pace(self, pace: Pace, state: State) -> None:
        figures = {name: f"{count:,}" for name, count in pace.counts.items()}
        figures["rate"] = pace_text(pace.rate)
        left = pace.left if state in ("running", "paused") else None
        figures["left"] = time_left(left) if pace.ended < pace.total else ""
        self.figures.show_figures(figures)
        self.bar.setValue(round(1000 * pace.ended / max(1, pace.total)))

    def _show_task(self, task: Task) -> None:
        self._out = task.out
        self.title.set_full(task.title)
        self.where.set_full(str(task.out))

    def _show_parts(self, job: BatchJob | None, *, still: bool = False) -> None:
        """Buttons that make no sense now are not there."""
        state = job.state if job is not None else None
        self.mark.setVisible(job is not None)
        self.plan.setVisible(job is None)
        self.figures.setVisible(job is not None)
        self.bar.setVisible(job is not None)
        self.pause.setVisible(state == "running")
        self.go_on.setVisible(still or state in ("paused", "held"))
        self.cancel.setVisible(state in ("running", "paused"))
        ended = job is not None and job.ended
        self.again.setVisible(ended and job is not None and job.lacks > 0)
        for button in (self.open, self.report, self.more):
            button.setVisible(ended)

    def _button(self, text: str, icon: str, wanted: object) -> QPushButton:
        button = QPushButton(text)
        theme.set_icon(button, icon)
        button.clicked.connect(wanted)
        return button

    def _more(self) -> QToolButton:
        button = QToolButton()
        button.setProperty("framed", True)
        theme.set_icon(button, "more")
        button.setToolTip(self.tr("More"))
        button.setAccessibleName(self.tr("More"))
        menu = QMenu(button)
        menu.addAction(self.tr("Save the report…"), self.save_report_wanted.emit)
        button.setMenu(menu)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        return button

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.title)
        words.addWidget(self.where)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addLayout(words, 1)
        for widget in self._parts():
            head.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 14, 20, 8)
        column.setSpacing(10)
        column.addLayout(head)
        column.addWidget(self.plan)
        column.addWidget(self.figures)
        column.addWidget(self.bar)

    def _parts(self) -> Sequence[QWidget]:
        return (
            self.mark,
            self.open,
            self.report,
            self.again,
            self.pause,
            self.go_on,
            self.cancel,
            self.more,
        )

    def _open_folder(self) -> None:
        if self._out is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._out)))


def state_title(state: State) -> str:
    return {
        "waiting": translate("BatchState", "Waiting"),
        "held": translate("BatchState", "On hold"),
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
