"""The batch window: at the left what is to be done, at the right the files and what became of them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QImage, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QMessageBox,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ganstudio.app import file_dialogs, theme
from ganstudio.app.batch.file_list import FileList
from ganstudio.app.batch.progress import BatchHead
from ganstudio.app.batch.runner import BatchRunner
from ganstudio.app.batch.setup import Setup
from ganstudio.app.batch.task import Planned, Task
from ganstudio.app.batch.thumbs import thumbnail
from ganstudio.app.bridge import Bridge
from ganstudio.app.drop import DropController
from ganstudio.app.errors import message_of
from ganstudio.app.i18n import translate
from ganstudio.app.intake import Offer, kind_of
from ganstudio.app.models.pieces import Nothing, line, scrolling, vertical_line
from ganstudio.app.studio import AppStudio
from ganstudio.app.widgets.choice import SegmentedControl
from ganstudio.app.widgets.message_bar import Message, MessageBar
from ganstudio.events import Progress
from ganstudio.operations.archives import is_archive
from ganstudio.operations.batch import Outcome
from ganstudio.operations.contract import Operation
from ganstudio.operations.recipe import Recipe
from ganstudio.operations.recipe_file import read_recipe
from ganstudio.operations.tables import is_table

_GEOMETRY = "batch/geometry"
_SETUP_WIDTH = 340
_PLAN_MS = 200
_LOOK_MS = 500
_MOST_SOURCES = 60


class BatchWindow(QWidget):
    """Stays while one works in the main window; `ended(Message)` tells how a batch went."""

    ended = Signal(object)

    def __init__(self, studio: AppStudio, bridge: Bridge, runner: BatchRunner) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self.setWindowTitle(self.tr("Do the same to a folder"))
        self.setObjectName("batch_window")
        self.setMinimumSize(860, 520)
        self._studio, self._bridge, self.runner = studio, bridge, runner
        self._wish = 0
        self._folder: Path | None = None
        self._planned: Planned | None = None
        self.question: QMessageBox | None = None
        self.messages = MessageBar()
        self.setup = Setup(studio)
        self.head = BatchHead()
        self.files = FileList()
        self._make_parts()
        self._lay_out()
        self._connect()
        self._restore()
        self._show_state()

    # What is asked from outside

    def use_operation(self, id: str, params: dict[str, Any] | None = None) -> None:
        """Show an operation's values, once its plugin is loaded."""
        self._load(lambda: self._studio.operation(id), lambda found: self._show_operation(found, params))

    def use_recipe(self, recipe: Recipe) -> None:
        if not self.runner.busy:
            self.setup.show_recipe(recipe)
            self._take_folder()

    def open_recipe(self, path: Path) -> None:
        self._load(lambda: read_recipe(path), self.use_recipe)

    def take_folder(self, path: Path) -> None:
        """Read this folder; it waits until there is something to be done with it."""
        self._folder = path
        self._take_folder()

    def begin(self) -> None:
        """Start what is set up."""
        task = self.setup.task()
        if task is None or self._planned is None or self.runner.busy:
            return
        self.messages.dismiss()
        self.files.files.forget_outcomes()
        self.filter.set_value("all")
        self.files.want("all")
        self.runner.start(self._studio, task, self._planned.items)

    # Making it

    def _make_parts(self) -> None:
        self.nothing = Nothing(
            "batch",
            self.tr("Drop a folder of pictures here"),
            self.tr("Each is changed in the same way, and written to another folder. The originals stay."),
        )
        self.choose = QPushButton(self.tr("Choose a folder…"))
        self.choose.setProperty("primary", True)
        theme.set_icon(self.choose, "folder", "on_accent")
        self.choose.clicked.connect(self._ask_folder)
        self.nothing.add(self.choose)
        self.filter = SegmentedControl(
            ("all", "waiting", "done", "failed"),
            (self.tr("All"), self.tr("To do"), self.tr("Done"), self.tr("Failed")),
        )
        self.filter.set_name(self.tr("Which files are shown"))
        self.filter.set_value("all")
        self.filter.setFixedWidth(320)
        self.said = QLabel()
        self.said.setProperty("role", "muted")
        self.said.setWordWrap(True)
        self.start = QPushButton(self.tr("Start"))
        self.start.setProperty("primary", True)
        theme.set_icon(self.start, "play", "on_accent")
        self._plan_timer = QTimer(self, singleShot=True, interval=_PLAN_MS)
        self._look_timer = QTimer(self, interval=_LOOK_MS)

    def _lay_out(self) -> None:
        foot = QVBoxLayout()
        foot.setContentsMargins(20, 10, 16, 12)
        foot.setSpacing(8)
        foot.addWidget(self.said)
        foot.addWidget(self.start)
        left = QWidget()
        left.setFixedWidth(_SETUP_WIDTH)
        side = QVBoxLayout(left)
        side.setContentsMargins(0, 0, 0, 0)
        side.setSpacing(0)
        side.addWidget(scrolling(self.setup), 1)
        side.addWidget(line())
        side.addLayout(foot)
        bar = QHBoxLayout()
        bar.setContentsMargins(20, 4, 20, 8)
        bar.addWidget(self.filter)
        bar.addStretch(1)
        listed = QWidget()
        column = QVBoxLayout(listed)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addLayout(bar)
        column.addWidget(line())
        column.addWidget(self.files, 1)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.nothing)
        self.pages.addWidget(listed)
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        right.addWidget(self.messages)
        right.addWidget(self.pages, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(left)
        row.addWidget(vertical_line())
        row.addLayout(right, 1)

    def _connect(self) -> None:
        runner = self.runner
        self.setup.changed.connect(self._plan_soon)
        self.setup.work_wanted.connect(self.use_operation)
        self.setup.open_wanted.connect(self._ask_recipe)
        self.start.clicked.connect(self.begin)
        self.filter.changed.connect(self.files.want)
        self.head.pause_wanted.connect(runner.pause)
        self.head.go_on_wanted.connect(runner.go_on)
        self.head.cancel_wanted.connect(runner.cancel)
        runner.state_changed.connect(lambda _: self._show_state())
        runner.item_started.connect(self.files.begin)
        runner.item_ended.connect(self._item_ended)
        runner.failed.connect(lambda error: self.messages.show_message(message_of(error)))
        self._plan_timer.timeout.connect(self._plan)
        self._look_timer.timeout.connect(self._show_pace)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Close), self, self.close)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Open), self, self._ask_folder)
        self.drops = DropController(
            self,
            {
                "batch": lambda found: self.take_folder(found[0]),
                "rows": lambda found: self.setup.take_table(found[0]),
                "run_recipe": lambda found: self.open_recipe(found[0]),
            },
            lambda: False,
            find=self._offers,
        )

    # Before the start

    def _show_operation(self, operation: Operation, params: dict[str, Any] | None) -> None:
        if not self.runner.busy:
            self.setup.show_operation(operation, params)
            self._take_folder()

    def _take_folder(self) -> None:
        if self._folder is not None and self.setup.places and not self.runner.busy:
            folder, self._folder = self._folder, None
            self.setup.take_folder(folder)

    def _plan_soon(self) -> None:
        self._planned = None
        self.start.setEnabled(False)
        self._plan_timer.start()

    def _plan(self) -> None:
        """Look what would be written; what was asked last counts."""
        task = self.setup.task()
        self._wish += 1
        wish = self._wish
        if task is None or self.runner.busy:
            folder = self.tr("Name the folder that is to be read.")
            self._say(
                folder if self.setup.inputs else self.tr("Name the table of values that is to be read.")
            )
            return
        studio = self._studio

        def done(planned: Planned) -> None:
            if wish == self._wish and not self.runner.busy:
                self._show_plan(task, planned)

        def failed(error: BaseException) -> None:
            if wish == self._wish:
                message = message_of(error)
                self._say(f"{message.text} {message.hint}".strip(), wrong=True)
                self.pages.setCurrentIndex(0)

        self._bridge.run(
            lambda progress: task.plan(studio),
            title=self.tr("Looking at the folder"),
            done=done,
            failed=failed,
            quiet=True,
        )

    def _show_plan(self, task: Task, planned: Planned) -> None:
        self._planned = planned
        self.runner.state = "idle"
        self.files.files.show(planned.items)
        self.files.files.there = planned.there
        self.head.show_task(task.title, task.out)
        self.pages.setCurrentIndex(1)
        self._show_state()
        count = len(planned.items) - sum(bool(item.problem) for item in planned.items)
        some = self.tr("One file will be written.") if count == 1 else self.tr("{0} files will be written.")
        words = [some.replace("{0}", f"{count:,}")]
        if planned.there:
            words.append(
                self.tr("{0} are there already and made again only if anything differs.").replace(
                    "{0}", f"{len(planned.there):,}"
                )
            )
        self._say(" ".join((*words, *planned.warnings)))
        verb = self.tr("Make one picture") if count == 1 else self.tr("Make {0} pictures")
        self.start.setText(verb.replace("{0}", f"{count:,}"))
        self.start.setEnabled(count > 0)
        self._show_sources(planned)

    def _show_sources(self, planned: Planned) -> None:
        """Thumbnails of the first pictures that would be read."""
        wish, post = self._wish, self._bridge.ui.post

        def show(place: int, image: QImage) -> None:
            if wish == self._wish and not self.runner.busy:
                self.files.files.preview(place, image)

        def work(progress: Progress) -> None:
            for place, item in enumerate(planned.items[:_MOST_SOURCES]):
                progress.check()
                if wish != self._wish:
                    return
                image = thumbnail(next(iter(item.inputs.values()), None))
                post(partial(show, place, image))

        self._bridge.run(work, title=self.tr("Looking at the folder"), quiet=True)

    def _say(self, text: str, *, wrong: bool = False) -> None:
        self.said.setText(text)
        self.said.setProperty("role", "danger" if wrong else "muted")
        self.said.style().polish(self.said)
        self.said.setVisible(bool(text))

    # While it runs

    def _item_ended(self, place: int, outcome: Outcome, before: QImage, after: QImage) -> None:
        self.files.files.end(place, outcome, before, after)
        self._show_pace()

    def _show_pace(self) -> None:
        self.head.show_pace(self.runner.pace, self.runner.state)

    def _show_state(self) -> None:
        runner, state = self.runner, self.runner.state
        self.head.show_state(state)
        self.setup.setEnabled(not runner.busy)
        self.start.setVisible(not runner.busy)
        self._look_timer.start() if state == "running" else self._look_timer.stop()
        if state == "idle":
            self.start.setEnabled(self._planned is not None)
            return
        if runner.task is not None:
            self.head.show_task(runner.task.title, runner.task.out)
        self.pages.setCurrentIndex(1)
        self._show_pace()
        if runner.busy:
            self._say(self.tr("You can go on painting meanwhile."))
            return
        self.files.files.begin(-1)
        self._say(summary(self))
        level = "done" if state == "done" and not runner.pace.counts["failed"] else "warning"
        self.ended.emit(Message(summary(self), str(runner.task.out) if runner.task else "", level=level))
        self.start.setEnabled(self._planned is not None)

    # Choosing and dropping

    def _ask_folder(self) -> None:
        if (folder := file_dialogs.ask_folder(self, self.tr("Folder of pictures"))) is not None:
            self.take_folder(folder)

    def _ask_recipe(self) -> None:
        if (path := file_dialogs.ask_recipe(self)) is not None:
            self.open_recipe(path)

    def _offers(self, paths: Sequence[Path]) -> tuple[Offer, ...]:
        path = paths[0] if len(paths) == 1 else None
        if path is not None and not self.runner.busy:
            if kind_of(path) == "recipe":
                return (Offer("run_recipe", self.tr("Run this recipe on a folder"), "batch"),)
            if path.is_dir() or is_archive(path):
                return (Offer("batch", self.tr("Change the pictures in it"), "folder"),)
            if is_table(path):
                return (Offer("rows", self.tr("Make a picture of each row"), "grid"),)
        busy = self.tr("A batch is running; stop it first or wait")
        neither = self.tr("“{0}” is no folder, table or recipe").replace(
            "{0}", paths[0].name if paths else ""
        )
        return (Offer("refuse", busy if self.runner.busy else neither, "error"),)

    def _load(self, work: Any, done: Any) -> None:
        self._bridge.run(
            lambda progress: work(),
            title=self.tr("Loading the plugin"),
            done=done,
            failed=lambda error: self.messages.show_message(message_of(error)),
            quiet=True,
        )

    # Coming and going

    def closeEvent(self, event: QCloseEvent) -> None:
        file_dialogs.window_state().setValue(_GEOMETRY, self.saveGeometry())
        if self.runner.busy and self.isVisible() and self.question is None:
            event.ignore()
            self._ask_about_running()
            return
        event.accept()

    def _ask_about_running(self) -> None:
        box = self.question = QMessageBox(self)
        box.setText(self.tr("The batch is still running."))
        box.setInformativeText(self.tr("It can go on without this window; you are told when it is done."))
        stay = box.addButton(self.tr("Leave it running"), QMessageBox.ButtonRole.AcceptRole)
        stop = box.addButton(self.tr("Stop it"), QMessageBox.ButtonRole.DestructiveRole)
        box.setEscapeButton(box.addButton(QMessageBox.StandardButton.Cancel))
        box.setDefaultButton(stay)

        def finished() -> None:
            clicked = box.clickedButton()
            box.deleteLater()
            self.question = None
            if clicked is stop:
                self.runner.cancel()
            if clicked in (stay, stop):
                self.hide()

        box.finished.connect(lambda _: finished())
        box.open()

    def _restore(self) -> None:
        stored = file_dialogs.window_state().value(_GEOMETRY)
        if stored is None or not self.restoreGeometry(stored):
            self.resize(1080, 700)


def summary(window: BatchWindow) -> str:
    """How a batch ended, in one sentence."""
    counts, task = window.runner.pace.counts, window.runner.task
    made = counts["done"] + counts["skipped"]
    name = task.out.name if task is not None else ""
    if counts["failed"]:
        text = translate("BatchWindow", "{0} of {1} pictures are in {2}; {3} failed.")
    else:
        text = translate("BatchWindow", "{0} of {1} pictures are in {2}.")
    values = (f"{made:,}", f"{window.runner.pace.total:,}", name, f"{counts['failed']:,}")
    for place, value in enumerate(values):
        text = text.replace(f"{{{place}}}", value)
    return text
