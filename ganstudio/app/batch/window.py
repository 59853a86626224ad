"""The batch window: at the left what is to be done, at the right the queue and what became of the files."""

from __future__ import annotations

from collections.abc import Sequence
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
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ganstudio.app import file_dialogs, theme
from ganstudio.app.batch.drafting import Drafting
from ganstudio.app.batch.file_list import FileList, FileModel
from ganstudio.app.batch.progress import BatchHead
from ganstudio.app.batch.queue import BatchJob
from ganstudio.app.batch.queue_panel import QueuePanel
from ganstudio.app.batch.reports import Reports
from ganstudio.app.batch.runner import BatchRunner
from ganstudio.app.batch.setup import Setup
from ganstudio.app.batch.words import plan_text, summary
from ganstudio.app.bridge import Bridge
from ganstudio.app.drop import DropController
from ganstudio.app.errors import message_of
from ganstudio.app.intake import Offer, kind_of
from ganstudio.app.models.pieces import Nothing, line, scrolling, vertical_line
from ganstudio.app.studio import AppStudio
from ganstudio.app.widgets.choice import SegmentedControl
from ganstudio.app.widgets.message_bar import Message, MessageBar
from ganstudio.operations.archives import is_archive
from ganstudio.operations.batch import Outcome
from ganstudio.operations.contract import Operation
from ganstudio.operations.preset_library import Kept
from ganstudio.operations.recipe import Recipe
from ganstudio.operations.recipe_file import read_recipe
from ganstudio.operations.tables import is_table

_GEOMETRY = "batch/geometry"
_SETUP_WIDTH = 340
_LOOK_MS = 500
_COUNT_MS = 100


class BatchWindow(QWidget):
    """Stays while one works in the main window; `ended(Message)` tells how a batch went."""

    ended = Signal(object)

    def __init__(self, studio: AppStudio, bridge: Bridge, runner: BatchRunner) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self.setWindowTitle(self.tr("Do the same to a folder"))
        self.setObjectName("batch_window")
        self.setMinimumSize(860, 520)
        self._studio, self._bridge, self.runner = studio, bridge, runner
        self._folder: Path | None = None
        self.shown: BatchJob | None = None
        """The batch whose files are shown; None where these are of the one that is set up."""
        self._made: BatchJob | None = None
        """The batch that was made of what is set up, as long as that has not changed."""
        self._follows = False
        self._gone: tuple[BatchJob, int] | None = None
        self._models: dict[BatchJob, FileModel] = {}
        self._draft_model = FileModel()
        self.question: QMessageBox | None = None
        self.messages = MessageBar()
        self.setup = Setup(studio)
        self.drafting = Drafting(studio, bridge, self.setup.task, self)
        self.head = BatchHead()
        self.queue = QueuePanel(runner)
        self.files = FileList()
        self.reports = Reports(self, bridge, self._tell)
        self._make_parts()
        self._lay_out()
        self._connect()
        self._restore()
        self._refresh()

    # What is asked from outside

    def use_operation(self, id: str, params: dict[str, Any] | None = None) -> None:
        """Show an operation's values, once its plugin is loaded."""
        self._load(lambda: self._studio.operation(id), lambda found: self._show_operation(found, params))

    def use_recipe(self, recipe: Recipe) -> None:
        self.setup.show_recipe(recipe)
        self._take_folder()

    def open_recipe(self, path: Path) -> None:
        self._load(lambda: read_recipe(path), self.use_recipe)

    def take_folder(self, path: Path) -> None:
        """Read this folder; it waits until there is something to be done with it."""
        self._folder = path
        self._take_folder()

    def begin(self) -> None:
        """Start what is set up; where a batch is at work, or rests, put it into the queue."""
        self._enqueue(start=not self.runner.busy)

    def add_only(self) -> None:
        """Put what is set up into the queue, which begins when that is asked for."""
        self._enqueue(start=False)

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
        self.later = QToolButton()
        self.later.setProperty("framed", True)
        theme.set_icon(self.later, "plus")
        self.later.setToolTip(self.tr("Add to the queue, to be started later"))
        self.later.setAccessibleName(self.later.toolTip())
        self._look_timer = QTimer(self, interval=_LOOK_MS)
        # Broken files come one by one, and all of them are counted each time.
        self._count_timer = QTimer(self, singleShot=True, interval=_COUNT_MS)

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(4)
        buttons.addWidget(self.start, 1)
        buttons.addWidget(self.later)
        foot = QVBoxLayout()
        foot.setContentsMargins(20, 10, 16, 12)
        foot.setSpacing(8)
        foot.addWidget(self.said)
        foot.addLayout(buttons)
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
        right.addWidget(self.queue)
        right.addWidget(self.pages, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(left)
        row.addWidget(vertical_line())
        row.addLayout(right, 1)

    def _connect(self) -> None:
        self._connect_setup()
        self._connect_runner()
        self.queue.chosen.connect(self.show_job)
        self.queue.removed.connect(self._removed)
        self.filter.changed.connect(self.files.want)
        self._look_timer.timeout.connect(self._show_pace)
        self._count_timer.timeout.connect(self._refresh)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Close), self, self.close)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Open), self, self._ask_folder)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Undo), self, self.put_back)
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

    def _connect_setup(self) -> None:
        drafting = self.drafting
        self.setup.changed.connect(self._turned)
        self.setup.work_wanted.connect(self.use_operation)
        self.setup.open_wanted.connect(self._ask_recipe)
        self.setup.preset_wanted.connect(self._use_preset)
        self.start.clicked.connect(self.begin)
        self.later.clicked.connect(self.add_only)
        drafting.planned.connect(self._show_draft)
        drafting.lacking.connect(lambda: self._say(self.setup.lack))
        drafting.failed.connect(self._show_problem)
        drafting.previewed.connect(self._show_source)

    def _connect_runner(self) -> None:
        runner, head = self.runner, self.head
        head.pause_wanted.connect(runner.pause)
        head.go_on_wanted.connect(self._go_on)
        head.cancel_wanted.connect(runner.stop)
        head.again_wanted.connect(lambda: runner.again(self.shown) if self.shown else None)
        head.report_wanted.connect(lambda: self.reports.open(self.shown) if self.shown else None)
        head.save_report_wanted.connect(lambda: self.reports.save(self.shown) if self.shown else None)
        runner.changed.connect(self._refresh)
        runner.renewed.connect(self._renewed)
        runner.item_started.connect(self._item_started)
        runner.item_ended.connect(self._item_ended)
        runner.ended.connect(self._ended)

    # Before the start

    def _show_operation(self, operation: Operation, params: dict[str, Any] | None) -> None:
        self.setup.show_operation(operation, params)
        self._take_folder()

    def _use_preset(self, kept: Kept) -> None:
        """Unless one of its models is not here, which is told."""
        work = self.setup.work
        if isinstance(work, str):
            studio = self._studio
            self._load(
                lambda: kept.preset.check(studio.operation(work), studio.models),
                lambda _: self.setup.take_preset(kept.preset) if self.setup.work == work else None,
            )

    def _take_folder(self) -> None:
        if self._folder is not None and self.setup.places:
            folder, self._folder = self._folder, None
            self.setup.take_folder(folder)

    def _turned(self) -> None:
        """What was made of the setup stays as it is; what would be made of it now is looked up."""
        self._made = None
        self.drafting.soon()
        self._show_start()

    def _show_draft(self) -> None:
        if self.drafting.draft is None:
            return
        _, planned = self.drafting.draft
        self._draft_model = FileModel(planned.items, planned.there)
        self.setup.output.show_example(planned.items[0].name if planned.items else "")
        self.show_job(None)

    def _show_source(self, place: int, image: QImage, wrong: str) -> None:
        if not wrong:
            self._draft_model.preview(place, image)
        elif self._made is None:
            self._draft_model.preview(place, image, wrong)
            self._count_timer.start()

    def _show_problem(self, error: BaseException) -> None:
        """Why nothing would come of it."""
        message = message_of(error)
        self._say(f"{message.text} {message.hint}".strip(), wrong=True)
        self.setup.output.show_example("")
        if self.shown is None:
            self.pages.setCurrentIndex(0)

    def _enqueue(self, *, start: bool) -> None:
        draft = self.drafting.draft
        if draft is None or not self.start.isEnabled():
            return
        task, planned = draft
        self.messages.dismiss()
        known = self.runner.queue.find(task)
        if known is None:
            known = self.runner.add(task, planned, start=start)
            self._models[known] = self._draft_model
        else:
            if tuple(known.items) != planned.items:
                self._models[known] = self._draft_model
            self.runner.again(known, planned.items)
        self._made = self.shown = known
        self._model_of(known).forget_expected()
        self._show_all()
        self._refresh()

    def _say(self, text: str, *, wrong: bool = False) -> None:
        self.said.setText(text)
        self.said.setProperty("role", "danger" if wrong else "muted")
        self.said.style().polish(self.said)
        self.said.setVisible(bool(text))

    # While it runs

    def show_job(self, job: BatchJob | None) -> None:
        """Its files and how it stands; None shows what is set up."""
        self.shown, self._follows = job, False
        if job is not None and job.error is not None:
            self._tell(job.error)
        else:
            self.messages.dismiss()
        self._refresh()

    def put_back(self) -> None:
        """What was taken out of the queue last."""
        if self._gone is not None:
            self.runner.put_back(*self._gone)
            self.show_job(self._gone[0])
            self._gone = None

    def _refresh(self) -> None:
        """Bring all up to date with the queue."""
        queue = self.runner.queue
        if self._follows and queue.current is not None:
            self.shown, self._follows = queue.current, False
        draft = self.drafting.draft
        if self.shown is not None and self.shown not in queue.jobs:
            self.shown = queue.current if draft is None or self._made is not None else None
        self.queue.show_queue(draft if self._made is None else None, self.shown)
        if self.shown is not None:
            self.head.show_job(self.shown, going=queue.going)
            self.files.show_files(self._model_of(self.shown))
            self.pages.setCurrentIndex(1)
        elif draft is not None:
            model = self._draft_model
            self.head.show_plan(draft[0], new=model.new, there=len(model.there), wrong=model.wrong)
            self.files.show_files(self._draft_model)
            self.pages.setCurrentIndex(1)
        elif not queue.jobs and not self._draft_model.items:
            self.pages.setCurrentIndex(0)
        self._show_start()
        at_work = queue.current is not None and queue.going
        self._look_timer.start() if at_work else self._look_timer.stop()

    def _show_start(self) -> None:
        """What the button would do, and the sentence above it."""
        draft, made, queue = self.drafting.draft, self._made, self.runner.queue
        self.later.setVisible(not self.runner.busy)
        count = len(draft[1].items) if draft is not None else 0
        count -= self._draft_model.wrong if made is None else 0
        clash = self._clash()
        free = count > 0 and clash is None and (made is None or made.ended)
        self.start.setEnabled(free)
        self.later.setEnabled(free and made is None)
        self.start.setText(self._verb(count))
        theme.set_icon(self.start, "plus" if self.runner.busy else "play", "on_accent")
        if made is not None:
            meanwhile = self.tr("You can go on painting meanwhile, or set up the next batch.")
            waits = self.tr("It is in the queue. Start the queue when all is set up.")
            rests = self.tr("The queue is paused. You can set up the next batch.")
            text = meanwhile if queue.going else rests if self.runner.busy else waits
            self._say(summary(made) if made.ended else text)
        elif clash is not None:
            text = self.tr("“{0}” in the queue writes the same files. Choose another folder or other names.")
            self._say(text.replace("{0}", clash.task.title), wrong=True)
        elif draft is not None:
            self._say(plan_text(draft, count))

    def _verb(self, count: int) -> str:
        if self.runner.busy:
            if not count or (self._made is not None and not self._made.ended):
                return self.tr("Add to the queue")
            text = (
                self.tr("Add one picture to the queue")
                if count == 1
                else self.tr("Add {0} pictures to the queue")
            )
        else:
            text = self.tr("Make one picture") if count == 1 else self.tr("Make {0} pictures")
            text = text if count else self.tr("Start")
        return text.replace("{0}", f"{count:,}")

    def _clash(self) -> BatchJob | None:
        """Another batch that is still to write what this one would."""
        draft, queue = self.drafting.draft, self.runner.queue
        if draft is None or self._made is not None or all(job.ended for job in queue.jobs):
            return None
        return queue.writer_of({item.output for item in draft[1].items})

    def _model_of(self, job: BatchJob) -> FileModel:
        return self._models.setdefault(job, self._draft_model)

    def _item_started(self, job: BatchJob, place: int) -> None:
        model = self._model_of(job)
        shows = self.files if model is self.files.files else model
        shows.begin(place)

    def _item_ended(self, job: BatchJob, place: int, outcome: Outcome, before: QImage, after: QImage) -> None:
        self._model_of(job).end(place, outcome, before, after)
        self._show_pace()

    def _show_pace(self) -> None:
        if self.shown is not None:
            self.head.show_pace(self.shown.pace, self.shown.state)
        self.queue.show_pace()

    def _renewed(self, job: BatchJob) -> None:
        self._model_of(job).forget_outcomes()
        self.shown = job
        self.messages.dismiss()
        self._show_all()

    def _ended(self, job: BatchJob) -> None:
        self._model_of(job).begin(-1)
        self._follows = self._follows or job is self.shown
        if job.error is not None:
            self._tell(job.error)
        well = job.state == "done" and not job.lacks
        self.ended.emit(Message(summary(job), str(job.task.out), level="done" if well else "warning"))

    def _removed(self, job: BatchJob, place: int) -> None:
        if job is self._made:
            self._made = None
        if place < 0:
            self._models.pop(job, None)
        else:
            if self._gone is not None:
                self._models.pop(self._gone[0], None)
            self._gone = job, place
            text = self.tr("“{0}” was taken out of the queue.").replace("{0}", job.task.title)
            hint, verb = self.tr("What is written stays."), self.tr("Put it back")
            self.messages.show_message(Message(text, hint, level="info", verb=verb, act=self.put_back))
        self._refresh()

    def _go_on(self) -> None:
        if self.shown is not None and self.shown.state == "held":
            self.runner.release(self.shown)
        self.runner.go_on()

    def _show_all(self) -> None:
        self.filter.set_value("all")
        self.files.want("all")

    def _tell(self, error: BaseException) -> None:
        self.messages.show_message(message_of(error))

    # Choosing and dropping

    def _ask_folder(self) -> None:
        if (folder := file_dialogs.ask_folder(self, self.tr("Folder of pictures"))) is not None:
            self.take_folder(folder)

    def _ask_recipe(self) -> None:
        if (path := file_dialogs.ask_recipe(self)) is not None:
            self.open_recipe(path)

    def _offers(self, paths: Sequence[Path]) -> tuple[Offer, ...]:
        path = paths[0] if len(paths) == 1 else None
        if path is not None:
            if kind_of(path) == "recipe":
                return (Offer("run_recipe", self.tr("Run this recipe on a folder"), "batch"),)
            if path.is_dir() or is_archive(path):
                return (Offer("batch", self.tr("Change the pictures in it"), "folder"),)
            if is_table(path):
                return (Offer("rows", self.tr("Make a picture of each row"), "grid"),)
        neither = self.tr("“{0}” is no folder, table or recipe")
        return (Offer("refuse", neither.replace("{0}", paths[0].name if paths else ""), "error"),)

    def _load(self, work: Any, done: Any) -> None:
        self._bridge.run(
            lambda progress: work(),
            title=self.tr("Loading the plugin"),
            done=done,
            failed=self._tell,
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
                self.runner.stop_all()
            if clicked in (stay, stop):
                self.hide()

        box.finished.connect(lambda _: finished())
        box.open()

    def _restore(self) -> None:
        stored = file_dialogs.window_state().value(_GEOMETRY)
        if stored is None or not self.restoreGeometry(stored):
            self.resize(1080, 700)
