"""The lowest line: what happened, what runs, where, how long it took, how much memory; a click tells more."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QSizePolicy,
    QStatusBar,
    QToolButton,
    QWidget,
)

from ganstudio.app import theme
from ganstudio.app.bridge import Bridge
from ganstudio.app.i18n import translate
from ganstudio.app.studio import AppStudio
from ganstudio.app.widgets.popover import Popover
from ganstudio.engine.jobs import Job

_MESSAGE_MS = 6000


@dataclass(frozen=True)
class LastRun:
    """What was drawn last."""

    title: str
    seconds: float
    device: str


class JobStrip(QWidget):
    """The oldest job that runs: title, progress, time left, cancel."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._jobs: dict[int, Job] = {}
        self.title = QLabel()
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(120)
        self.bar.setAccessibleName(self.tr("Progress"))
        self.left = QLabel()
        self.cancel = QToolButton()
        theme.set_icon(self.cancel, "close")
        self.cancel.setToolTip(self.tr("Cancel"))
        self.cancel.setAccessibleName(self.tr("Cancel"))
        self.cancel.clicked.connect(self._cancel)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 8, 0)
        row.setSpacing(8)
        for widget in (self.title, self.bar, self.left, self.cancel):
            row.addWidget(widget)
        bridge.started.connect(self._started)
        bridge.progressed.connect(self._show)
        bridge.ended.connect(self._ended)
        self.hide()

    def _started(self, job: Job) -> None:
        self._jobs[job.id] = job
        self._show(job)

    def _ended(self, job: Job) -> None:
        self._jobs.pop(job.id, None)
        self._show(job)

    def _show(self, _job: Job) -> None:
        self.setVisible(bool(self._jobs))
        if not self._jobs:
            return
        job = next(iter(self._jobs.values()))
        more = len(self._jobs) - 1
        title = job.message or job.title
        self.title.setText(self.tr("{0} and {1} more").format(title, more) if more else title)
        self.bar.setRange(0, 1000 if job.fraction else 0)
        self.bar.setValue(round(job.fraction * 1000))
        self.left.setText(time_left(job.eta))

    def _cancel(self) -> None:
        for job in self._jobs.values():
            job.cancel()


class StatusBar(QStatusBar):
    """`show_run` after each rendering; memory is read when it changes, not by a clock."""

    def __init__(self, studio: AppStudio, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._studio = studio
        self._last: LastRun | None = None
        self._rendering = ""
        self.setSizeGripEnabled(False)
        self.text = QLabel()
        self.text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.cursor_label = QLabel()
        self.zoom_label = QLabel()
        self.device = QToolButton()
        self.device.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.device.setAccessibleName(self.tr("Device and memory"))
        self.device.setToolTip(self.tr("Show device, memory and what runs"))
        self.device.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        theme.set_icon(self.device, "chip", "text_muted")
        self.device.clicked.connect(self.open_details)
        self.addWidget(self.text, 1)
        for widget in (JobStrip(bridge), self.cursor_label, self.zoom_label, self.device):
            self.addPermanentWidget(widget)
        self._forget = QTimer(self, singleShot=True, interval=_MESSAGE_MS)
        self._forget.timeout.connect(self.text.clear)
        self.refresh()

    def say(self, text: str) -> None:
        """Show a sentence for some seconds."""
        self.text.setText(text)
        self._forget.start()

    def show_cursor(self, point: QPoint | None) -> None:
        self.cursor_label.setText("" if point is None else f"{point.x()}, {point.y()}")

    def show_zoom(self, zoom: float | None) -> None:
        self.zoom_label.setText("" if zoom is None else f"{zoom * 100:.0f} %")

    def show_rendering(self, title: str) -> None:
        """Something is being drawn; an empty title means that nothing is."""
        self._rendering = title
        self.refresh()

    def show_run(self, title: str, seconds: float, device: str) -> None:
        self._last = LastRun(title, seconds, device)
        self._rendering = ""
        self.refresh()

    def refresh(self) -> None:
        """Say device, seconds and memory as they are now."""
        compute = self._studio.compute_if_known
        parts = [compute.description if compute else self.tr("Getting ready…")]
        if self._rendering:
            parts.append(self.tr("rendering…"))
        elif self._last is not None:
            parts.append(seconds_text(self._last.seconds))
        if compute is not None and (memory := memory_text(compute.memory().get("used", 0))):
            parts.append(memory)
        self.device.setText("   ".join(parts))

    def open_details(self) -> None:
        popover = Popover(self)
        popover.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        heading = QLabel(self.tr("What runs, and where"))
        heading.setProperty("role", "heading")
        popover.column.addWidget(heading)
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        for row, (label, value) in enumerate(self.details()):
            name = QLabel(label)
            name.setProperty("role", "muted")
            grid.addWidget(name, row, 0)
            grid.addWidget(QLabel(value), row, 1)
        popover.column.addLayout(grid)
        popover.open_above(self.device)

    def details(self) -> list[tuple[str, str]]:
        """Label and value of everything that is known."""
        compute = self._studio.compute_if_known
        jobs = [job.title for job in self._studio.jobs.jobs] + ([self._rendering] if self._rendering else [])
        rows = [(self.tr("Now"), ", ".join(jobs) or self.tr("nothing"))]
        if self._last is not None:
            rows.append((self.tr("Last"), f"{self._last.title}, {seconds_text(self._last.seconds)}"))
            if compute is None or self._last.device != compute.description:
                rows.append((self.tr("On"), self._last.device))
        if compute is not None:
            memory = compute.memory()
            rows.append((self.tr("Device"), compute.description))
            used, total = memory_text(memory.get("used", 0)), memory_text(memory.get("total", 0))
            rows.append((self.tr("Memory"), self.tr("{0} of {1}").format(used, total)))
        return rows


def seconds_text(seconds: float) -> str:
    return translate("StatusBar", "{0} s").replace(
        "{0}", f"{seconds:.2f}" if seconds < 10 else f"{seconds:.0f}"
    )


def memory_text(count: int) -> str:
    """Bytes for people; nothing for none."""
    if not count:
        return ""
    return f"{count / 2**30:.1f} GB" if count >= 2**30 else f"{count / 2**20:.0f} MB"


def time_left(seconds: float | None) -> str:
    """Seconds or minutes that are left, once somebody can tell."""
    if seconds is None:
        return ""
    if seconds < 90:
        return translate("StatusBar", "{0} s left").replace("{0}", str(max(1, round(seconds))))
    return translate("StatusBar", "{0} min left").replace("{0}", str(round(seconds / 60)))
