"""The train window: a rail with steps and runs, a page for each step, messages above."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ganstudio.app import file_dialogs
from ganstudio.app.bridge import Bridge
from ganstudio.app.drop import DropController
from ganstudio.app.errors import message_of
from ganstudio.app.intake import Offer
from ganstudio.app.models.pieces import vertical_line
from ganstudio.app.models.shelf import Use, read_uses
from ganstudio.app.studio import AppStudio
from ganstudio.app.training import launching
from ganstudio.app.training.data_page import Chosen, DataPage
from ganstudio.app.training.launching import Plan
from ganstudio.app.training.rail import DATA, RECIPE, RESULTS, RUN, Rail
from ganstudio.app.training.recipe_page import RecipePage
from ganstudio.app.training.results_page import ResultsPage
from ganstudio.app.training.run_page import RunPage
from ganstudio.app.training.runs import LAUNCH, Follower, Picture, Run, find_runs, runs_dir
from ganstudio.app.training.words import kind_title, recipe_title
from ganstudio.app.widgets.message_bar import Message, MessageBar
from ganstudio.checkpoints.card import read_card
from ganstudio.checkpoints.library import ModelEntry
from ganstudio.errors import CheckpointError, GanStudioError
from ganstudio.training import control
from ganstudio.training.launch import RECIPES
from ganstudio.training.run_folder import RUN_FILE

_GEOMETRY = "training/geometry"
_FOLDERS = "training/folders"
_LOOK_MS = 1000
_MOST_FOLDERS = 12


class TrainWindow(QWidget):
    """Stays while one works in the main window. `canvas_wanted(entry, operations)` asks it to render."""

    canvas_wanted = Signal(object, object)
    library_changed = Signal()

    def __init__(
        self, studio: AppStudio, bridge: Bridge, devices: Callable[[], tuple[str, ...]] = lambda: ()
    ) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self.setWindowTitle(self.tr("Train a model"))
        self.setObjectName("train_window")
        self.setMinimumSize(960, 600)
        self._studio, self._bridge = studio, bridge
        self._follower: Follower | None = None
        self._reading = self._again = False
        self._step = DATA
        self._show_chosen = False
        self._uses: tuple[Use, ...] | None = None
        self._families: dict[Path, str] = {}
        self.runs: tuple[Run, ...] = ()
        self.messages = MessageBar()
        self.rail = Rail()
        self.data = DataPage(bridge)
        self.recipe = RecipePage(bridge, devices)
        self.run = RunPage(bridge)
        self.results = ResultsPage(bridge)
        self._lay_out()
        self._connect()
        self.drops = DropController(
            self,
            {"browse": lambda found: self.train_on(found[0]), "open": lambda found: self.open_run(found[0])},
            lambda: False,
            find=self._offers,
        )
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(self.refresh)
        self._data_chosen(None)
        self._restore()

    # What is asked from outside

    @property
    def chosen(self) -> Path | None:
        """The folder of the run that is shown."""
        return self._follower.folder if self._follower is not None else None

    @property
    def live_runs(self) -> tuple[Run, ...]:
        return tuple(run for run in self.runs if run.live)

    def show_step(self, step: int) -> None:
        self._step = step
        self.rail.show_step(step)
        self.pages.setCurrentIndex(step)

    def train_on(self, path: Path) -> None:
        """Look at a folder or zip file."""
        self.show_step(DATA)
        self.data.choose(path)

    def open_run(self, folder: Path) -> None:
        """Show a run that lies anywhere."""
        self._remember(folder.parent)
        self.show_run(folder)

    def show_run(self, folder: Path) -> None:
        """Follow a run; the page that fits how it stands comes with the first look."""
        if self.chosen != folder:
            self._follower = Follower(folder)
        self._show_chosen = True
        self.rail.choose(folder)
        self.refresh()

    def refresh(self) -> None:
        """Look at all runs and at the chosen one, off the UI thread."""
        if self._reading:
            self._again = True
            return
        self._reading = True
        roots, follower = self._roots(), self._follower

        def work(progress: object) -> tuple[tuple[Run, ...], Picture | None]:
            launching.reap()
            return find_runs(roots), follower.look() if follower is not None else None

        def done(found: tuple[tuple[Run, ...], Picture | None]) -> None:
            self._reading = False
            self._take(*found, follower)
            if self._again:
                self._again = False
                self.refresh()

        def failed(error: BaseException) -> None:
            self._reading = False
            self.messages.show_message(message_of(error))

        self._bridge.run(work, title=self.tr("Looking at the runs"), done=done, failed=failed, quiet=True)

    def begin(self, plan: Plan) -> None:
        """Start a run and follow it."""
        self.recipe.start.setEnabled(False)

        def done(_: object) -> None:
            self.recipe.start.setEnabled(True)
            self._remember(plan.folder.parent)
            self.recipe.fresh_name()
            self.show_run(plan.folder)
            self.show_step(RUN)

        def failed(error: BaseException) -> None:
            self.recipe.start.setEnabled(True)
            self.messages.show_message(message_of(error))

        self._bridge.run(
            lambda progress: launching.start(plan),
            title=self.tr("Starting the run"),
            done=done,
            failed=failed,
            quiet=True,
        )

    # Making it

    def _lay_out(self) -> None:
        self.pages = QStackedWidget()
        for page in (self.data, self.recipe, self.run, self.results):
            self.pages.addWidget(page)
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        right.addWidget(self.messages)
        right.addWidget(self.pages, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.rail)
        row.addWidget(vertical_line())
        row.addLayout(right, 1)

    def _connect(self) -> None:
        self.rail.step_wanted.connect(self.show_step)
        self.rail.run_chosen.connect(lambda run: self.show_run(run.folder))
        self.rail.open_wanted.connect(self._ask_run)
        self.data.chosen.connect(self._data_chosen)
        self.data.next_wanted.connect(lambda: self.show_step(RECIPE))
        self.recipe.start_wanted.connect(self.begin)
        for page in (self.data, self.recipe):
            page.failed.connect(self.messages.show_message)
        self.run.asked.connect(self._ask)
        self.run.results_wanted.connect(lambda: self.show_step(RESULTS))
        self.results.add_wanted.connect(lambda run: self._add(run, then=None))
        self.results.canvas_wanted.connect(lambda run: self._add(run, then=self._to_canvas))
        self.results.compare_wanted.connect(self._compare)
        for page in (self.run, self.results):
            page.go_on_wanted.connect(self._go_on)
        for number in range(4):
            QShortcut(QKeySequence(f"Ctrl+{number + 1}"), self, lambda number=number: self._key(number))
        QShortcut(QKeySequence(QKeySequence.StandardKey.Close), self, self.close)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Open), self, self.data.ask_folder)

    def _key(self, step: int) -> None:
        if self.rail.steps[step].isEnabled():
            self.show_step(step)

    # What follows from what

    def _data_chosen(self, data: Chosen | None) -> None:
        self.recipe.show_data(data)
        steps = self.rail.steps
        steps[RECIPE].setEnabled(data is not None and data.usable)
        name = Path(data.path).name if data is not None and data.path else ""
        title = kind_title(data.kind) if data is not None else ""
        steps[DATA].say(name or title)

    def _take(self, runs: tuple[Run, ...], picture: Picture | None, follower: Follower | None) -> None:
        self.runs = runs
        self.rail.show_runs(runs, self.chosen)
        if self._follower is not follower:
            return
        for step in (RUN, RESULTS):
            self.rail.steps[step].setEnabled(picture is not None)
            self.rail.steps[step].say("")
        if picture is None:
            self.run.show_nothing()
            self.results.show_nothing()
        else:
            self._show_picture(picture)
            self.rail.steps[RUN].say(picture.run.name)
            entry = RECIPES.get(picture.run.recipe)
            self.rail.steps[RESULTS].say(recipe_title(entry)[0] if entry is not None else "")

    def _show_picture(self, picture: Picture) -> None:
        run = picture.run
        self.run.show_picture(picture)
        self.results.show_picture(picture)
        self.results.show_runs(self.runs)
        self._look_at_model(run)
        if self._show_chosen:
            self._show_chosen = False
            done = not run.live and run.model is not None and run.state != "failed"
            self.show_step(RESULTS if done else RUN)

    def _look_at_model(self, run: Run) -> None:
        """Whether an operation takes such a model is known when its card and the plugins have been read."""
        self.results.show_usable(bool(self._operations(run)))
        if run.model is None or (run.folder in self._families and self._uses is not None):
            return
        self._families.setdefault(run.folder, "")
        studio, model, uses = self._studio, run.model, self._uses

        def work(progress: object) -> tuple[str, tuple[Use, ...]]:
            try:
                family = str((read_card(model) or {}).get("family", ""))
            except CheckpointError:
                family = ""
            return family, uses if uses is not None else read_uses(studio)

        def done(found: tuple[str, tuple[Use, ...]]) -> None:
            self._families[run.folder], self._uses = found
            if self.results.run is not None:
                self.results.show_usable(bool(self._operations(self.results.run)))

        self._uses = self._uses if self._uses is not None else ()
        self._bridge.run(
            work, title=self.tr("Reading the model’s card"), done=done, failed=lambda error: None, quiet=True
        )

    def _operations(self, run: Run) -> list[str]:
        family = self._families.get(run.folder, "")
        return [use.operation for use in self._uses or () if family and family in use.families]

    def _ask(self, run: Run, command: Any) -> None:
        try:
            if command == "stop":
                launching.stop(run.folder)
            else:
                control.ask(run.folder, command)
        except GanStudioError as error:
            self.messages.show_message(message_of(error))

    def _go_on(self, run: Run) -> None:
        def done(_: object) -> None:
            self.show_run(run.folder)
            self.show_step(RUN)

        self._bridge.run(
            lambda progress: launching.go_on(run.folder),
            title=self.tr("Starting the run"),
            done=done,
            failed=lambda error: self.messages.show_message(message_of(error)),
            quiet=True,
        )

    def _add(self, run: Run, then: Callable[[Run, str], None] | None) -> None:
        """Import the model of a run, once."""
        known = self.results.added(run.folder)
        if known and then is not None:
            then(run, known)
            return
        if run.model is None or known:
            return
        folder, wished = run.model.parent, re.sub(r"[^A-Za-z0-9._-]+", "-", run.name).strip("-.") or "model"
        self.results.add.setEnabled(False)

        def work(progress: object) -> str:
            from ganstudio.training.finishing import into_library

            return into_library(folder, wished)

        def done(name: str) -> None:
            self.results.show_added(run.folder, name)
            text = self.tr("The model is in your library as “{0}”.").replace("{0}", name)
            self.messages.show_message(Message(text, level="done"))
            self.library_changed.emit()
            if then is not None:
                then(run, name)

        def failed(error: BaseException) -> None:
            self.results.add.setEnabled(True)
            self.messages.show_message(message_of(error))

        title = self.tr("Adding {0} to the library").replace("{0}", wished)
        self._bridge.run(work, title=title, done=done, failed=failed)

    def _to_canvas(self, run: Run, name: str) -> None:
        def done(entry: ModelEntry) -> None:
            self.canvas_wanted.emit(entry, self._operations(run))

        def work(progress: object) -> ModelEntry:
            from ganstudio.checkpoints.library import entry_named

            return entry_named(name)

        self._bridge.run(
            work,
            title=self.tr("Reading the library"),
            done=done,
            failed=lambda error: self.messages.show_message(message_of(error)),
            quiet=True,
        )

    def _compare(self, folder: Path | None) -> None:
        if folder is None:
            self.results.show_other(None)
            return
        self._bridge.run(
            lambda progress: Follower(folder).look(),
            title=self.tr("Looking at the runs"),
            done=self.results.show_other,
            failed=lambda error: self.messages.show_message(message_of(error)),
            quiet=True,
        )

    def _ask_run(self) -> None:
        folder = file_dialogs.ask_folder(self, self.tr("Open a run"))
        if folder is None:
            return
        if _is_run(folder):
            self.open_run(folder)
            return
        text = self.tr("There is no run in {0}.").replace("{0}", str(folder))
        hint = self.tr("The folder of a run has a file {0}.").replace("{0}", RUN_FILE)
        self.messages.show_message(Message(text, hint))

    def _offers(self, paths: Sequence[Path]) -> tuple[Offer, ...]:
        """A run is shown, any other folder or archive is looked at."""
        path = paths[0] if len(paths) == 1 else None
        if path is not None and path.is_dir() and _is_run(path):
            return (Offer("open", self.tr("Show this run"), "train"),)
        if path is not None and (path.is_dir() or path.suffix.lower() in (".zip", ".tar")):
            return (Offer("browse", self.tr("Train on it"), "train"),)
        name = paths[0].name if paths else ""
        text = self.tr("“{0}” is no folder and no zip file").replace("{0}", name)
        return (Offer("refuse", text, "error"),)

    # Coming and going

    def _roots(self) -> tuple[Path, ...]:
        return tuple(dict.fromkeys((runs_dir(), *remembered_folders())))

    def _remember(self, folder: Path) -> None:
        if folder == runs_dir():
            return
        others = [other for other in remembered_folders() if other != folder]
        kept = [str(path) for path in (folder, *others)][:_MOST_FOLDERS]
        file_dialogs.window_state().setValue(_FOLDERS, kept)

    def showEvent(self, event: QEvent) -> None:
        super().showEvent(event)
        self._timer.start()
        self.refresh()

    def hideEvent(self, event: QEvent) -> None:
        super().hideEvent(event)
        self._timer.stop()

    def closeEvent(self, event: QCloseEvent) -> None:
        self._timer.stop()
        self.data.cancel()
        file_dialogs.window_state().setValue(_GEOMETRY, self.saveGeometry())
        event.accept()

    def _restore(self) -> None:
        stored = file_dialogs.window_state().value(_GEOMETRY)
        if stored is None or not self.restoreGeometry(stored):
            self.resize(1080, 700)
        self.show_step(DATA)


def remembered_folders() -> tuple[Path, ...]:
    """Where runs lie besides the program's own folder."""
    stored = file_dialogs.window_state().value(_FOLDERS, [])
    found = [stored] if isinstance(stored, str) else list(stored or [])
    return tuple(Path(str(folder)) for folder in found)


def _is_run(folder: Path) -> bool:
    return (folder / RUN_FILE).is_file() or (folder / LAUNCH).is_file()
