"""Third step: a run while it goes on, in curves, samples and figures, and what can be asked of it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QSizePolicy,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ganstudio.app import theme
from ganstudio.app.bridge import Bridge
from ganstudio.app.models.pieces import Elided, Nothing
from ganstudio.app.training.chart import Chart
from ganstudio.app.training.pieces import FigureStrip, StateMark
from ganstudio.app.training.runs import Picture, Run, Warned
from ganstudio.app.training.samples import Samples
from ganstudio.app.training.words import duration, gigabytes, left, pace, state_colour, state_title
from ganstudio.app.widgets.fold import Fold

_LOADING_MATTERS = 0.2


class Notice(QFrame):
    """A warning of the run, and what to try."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self._mark = QLabel()
        self.text = QLabel()
        self.text.setProperty("role", "heading")
        self.advice = QLabel()
        self.advice.setProperty("role", "muted")
        words = QVBoxLayout()
        words.setSpacing(0)
        for label in (self.text, self.advice):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            words.addWidget(label)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(10)
        row.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(words, 1)
        self._colour = "warning"
        theme.notifier.changed.connect(self._draw)
        self.hide()

    def show_words(self, text: str, advice: str, colour: str = "warning") -> None:
        self.text.setText(text)
        self.advice.setText(advice)
        self.advice.setVisible(bool(advice))
        self._colour = colour
        self.setAccessibleName(f"{text} {advice}".strip())
        self._draw()
        self.setVisible(bool(text))

    def _draw(self) -> None:
        icon = "error" if self._colour == "danger" else "warning"
        self._mark.setPixmap(theme.pixmap(icon, 20, self._colour, self.devicePixelRatioF()))


class RunPage(QStackedWidget):
    """`asked(run, command)`: pause, resume, stop, save or sample. `go_on_wanted(run)`: it is over."""

    asked = Signal(object, str)
    go_on_wanted = Signal(object)
    results_wanted = Signal()

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.run: Run | None = None
        self._awaited = ""
        hint = self.tr("Start one, or choose one from the list.")
        self.addWidget(Nothing("train", self.tr("No run is chosen"), hint))
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(20, 14, 20, 14)
        column.setSpacing(12)
        column.addLayout(self._make_head())
        self.notice = Notice()
        column.addWidget(self.notice)
        column.addWidget(self._make_figures())
        column.addWidget(self._make_middle(bridge), 1)
        column.addWidget(self._make_log())
        self.addWidget(page)

    def _make_head(self) -> QHBoxLayout:
        self.title = Elided()
        self.title.setProperty("role", "title")
        self.mark = StateMark()
        self.pause = self._button(self.tr("Pause"), "pause", lambda: self._ask("pause"))
        self.resume = self._button(self.tr("Resume"), "play", lambda: self._ask("resume"))
        self.sample = self._button(self.tr("Sample now"), "image", lambda: self._ask("sample"))
        self.save = self._button(self.tr("Save now"), "save", lambda: self._ask("save"))
        self.stop = self._button(self.tr("Stop and keep"), "stop", lambda: self._ask("stop"))
        self.go_on = self._button(self.tr("Train on"), "play", lambda: self.go_on_wanted.emit(self.run))
        self.results = QPushButton(self.tr("See the results"))
        self.results.setProperty("primary", True)
        self.results.clicked.connect(self.results_wanted)
        self.sample.setToolTip(self.tr("Draw a contact sheet after this step"))
        self.save.setToolTip(self.tr("Write a state to go on from, and the model as it is now"))
        self.stop.setToolTip(self.tr("Save, export the model, and end; the run can be gone on with later"))
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.title, 1)
        head.addWidget(self.mark)
        head.addSpacing(4)
        for button in (self.pause, self.resume, self.sample, self.save, self.stop, self.go_on, self.results):
            head.addWidget(button)
        return head

    def _make_figures(self) -> FigureStrip:
        self.figures = FigureStrip(
            (
                ("step", self.tr("Step")),
                ("pace", self.tr("Images/s")),
                ("time", self.tr("Trained for")),
                ("left", self.tr("Time left")),
                ("device", self.tr("Device")),
                ("memory", self.tr("Memory")),
                ("loading", self.tr("Loading")),
            )
        )
        self.figures.setToolTip(self.tr("Loading is the part of each step spent waiting for data"))
        return self.figures

    def _make_middle(self, bridge: Bridge) -> QSplitter:
        self.losses = Chart(self.tr("Losses"))
        self.metrics = Chart(self.tr("Metrics"), single=True)
        curves = QWidget()
        column = QVBoxLayout(curves)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.losses, 3)
        column.addWidget(self.metrics, 2)
        self.samples = Samples(bridge)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(16)
        split.addWidget(curves)
        split.addWidget(self.samples)
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 2)
        return split

    def _make_log(self) -> Fold:
        self.log_fold = Fold(self.tr("Log"), open=False)
        self.log = QPlainTextEdit()
        self.log.setReadOnly(True)
        self.log.setAccessibleName(self.tr("Log"))
        self.log.setFixedHeight(128)
        font = self.log.font()
        font.setFamilies(["JetBrains Mono", "DejaVu Sans Mono", "Menlo", "Consolas", "monospace"])
        self.log.setFont(font)
        column = QVBoxLayout(self.log_fold.body)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.log)
        return self.log_fold

    def _button(self, text: str, icon: str, act: Callable[[], object]) -> QPushButton:
        button = QPushButton(text)
        theme.set_icon(button, icon)
        button.clicked.connect(lambda: act())
        return button

    # Showing

    def show_nothing(self) -> None:
        self.run = None
        self.setCurrentIndex(0)

    def show_picture(self, picture: Picture) -> None:
        """How the run stands now."""
        run = picture.run
        if self.run is None or self.run.folder != run.folder or self.run.state != run.state:
            self._awaited = ""
        self.run = run
        self.setCurrentIndex(1)
        self.title.set_full(run.name)
        self.mark.show_state(state_title(run.state), state_colour(run.state))
        self._show_buttons(run)
        self._show_figures(run)
        self._show_notice(run, picture.warnings)
        self.losses.show_series(picture.losses)
        self.metrics.show_series(picture.metrics)
        self.metrics.setVisible(bool(picture.metrics))
        self.samples.show_files(picture.samples)
        text = "\n".join(picture.log)
        if text != self.log.toPlainText():
            self.log.setPlainText(text)
            bar = self.log.verticalScrollBar()
            bar.setValue(bar.maximum())

    def _show_buttons(self, run: Run) -> None:
        paused = run.state == "paused"
        self.pause.setVisible(run.state in ("starting", "running"))
        self.resume.setVisible(paused)
        for button in (self.sample, self.save):
            button.setVisible(run.state in ("starting", "running"))
        self.stop.setVisible(run.live)
        self.go_on.setVisible(not run.live and run.file is not None)
        self.results.setVisible(not run.live and run.model is not None)
        listens = run.state != "starting" and not self._awaited
        for button in (self.pause, self.sample, self.save):
            button.setEnabled(listens)
        self.resume.setEnabled(not self._awaited)
        self.stop.setEnabled(self._awaited != "stop")

    def _show_figures(self, run: Run) -> None:
        status = run.status
        part = status.loading
        self.figures.show_figures(
            {
                "step": QLocale().toString(status.step),
                "pace": pace(status.images_per_second),
                "time": duration(status.seconds),
                "left": left(status.seconds_left) if run.live else "–",
                "device": status.device.upper() + (f" × {status.processes}" if status.processes > 1 else ""),
                "memory": gigabytes(status.memory),
                "loading": f"{100 * part:.1f} %" if status.images_per_second else "–",
            }
        )

    def _show_notice(self, run: Run, warnings: tuple[Warned, ...]) -> None:
        """The worst of what is wrong now."""
        if run.state == "failed":
            self.notice.show_words(
                run.message or self.tr("The run failed and did not say why."), "", "danger"
            )
        elif run.state == "interrupted":
            hint = self.tr("Nothing since the last saved state is there; train on to continue from it.")
            self.notice.show_words(self.tr("The run was ended from outside."), hint, "danger")
        elif run.state == "waiting":
            self.notice.show_words(
                run.message, self.tr("Make room, and the run goes on by itself."), "danger"
            )
        elif warnings and run.live:
            last = warnings[-1]
            self.notice.show_words(last.message, last.advice)
        elif run.status.loading > _LOADING_MATTERS and run.state == "running":
            text = self.tr("A fifth of the time or more is spent waiting for data.")
            self.notice.show_words(
                text, self.tr("Keep the data on a faster disk, or close what uses the CPU.")
            )
        else:
            self.notice.show_words("", "")

    def _ask(self, command: str) -> None:
        if self.run is not None:
            # Until the run has answered, nothing else is asked of it.
            self._awaited = command if command in ("pause", "resume", "stop") else ""
            self._show_buttons(self.run)
            self.asked.emit(self.run, command)
