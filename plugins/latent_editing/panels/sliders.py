"""The section of sliders: one for each direction of the model, by which the picture is changed."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QActionGroup, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QMenu,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ganstudio.api import (
    Direction,
    Edit,
    InputError,
    Progress,
    edits_of,
    edits_text,
    independent,
    keep_direction,
)

from ..finding import forget_direction, read_for
from .compare_dialog import CompareDialog
from .find_dialog import FindDialog
from .learn_dialog import LearnDialog
from .models import Models
from .words import plain, shown, translate
from .words_dialog import WordsDialog

_SUFFIXES = (".safetensors", ".npy", ".npz", ".pt")
_LABEL_WIDTH = 84
Rows = tuple[int, int | None]


class Sliders(QWidget):
    """Writes the parameter `edits`; names that no slider knows stay in it."""

    handles = ("edits", "class_name")

    @staticmethod
    def suits(params: Any) -> bool:
        return {"edits", "class_name", "model"} <= set(params.model_fields)

    def __init__(self, context: Any) -> None:
        super().__init__()
        self._context = context
        self._kit = context.kit
        self._models = Models.of(context)
        self.rows: dict[str, DirectionRow] = {}
        self._dialogs: dict[str, QWidget] = {}
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.classes = self._make_classes(column)
        self.note = QLabel()
        self.note.setProperty("role", "muted")
        self.note.setWordWrap(True)
        column.addWidget(self.note)
        self._body = QWidget()
        column.addWidget(self._body)
        column.addLayout(self._make_buttons())
        self.setAcceptDrops(True)
        context.changed.connect(self._show_values)
        self._models.changed.connect(self._rebuild)
        self._rebuild()

    # What stands here

    def _make_classes(self, column: QVBoxLayout) -> Any:
        """Only a model that knows several classes has this list."""
        row = QHBoxLayout()
        self._class_label = QLabel(self.tr("Class"))
        self._class_label.setFixedWidth(_LABEL_WIDTH)
        classes = self._kit.list((), ())
        classes.set_name(self.tr("Class"), self.tr("What the model is to draw"))
        classes.changed.connect(lambda name: self._context.set_params(class_name=name))
        row.addWidget(self._class_label)
        row.addWidget(classes, 1)
        column.addLayout(row)
        return classes

    def _make_buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(0)
        self.seek = self._kit.button(self.tr("Find directions…"), "search")
        self.seek.clicked.connect(self.open_find)
        self.seek.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.words = self._kit.tool("pencil", self.tr("Add a slider from words…"))
        self.words.clicked.connect(self.open_words)
        self.learn = self._kit.tool("learn", self.tr("Learn a direction from pictures that you tag…"))
        self.learn.clicked.connect(self.open_learn)
        self.file = self._kit.tool("folder", self.tr("Open a file of directions…"))
        self.file.clicked.connect(self.open_file)
        self.sheet = self._kit.tool("grid", self.tr("Compare parameters on a sheet…"))
        self.sheet.clicked.connect(self.open_compare)
        self.reset = self._kit.tool("reset", self.tr("Put all sliders back"))
        self.reset.clicked.connect(lambda: self._context.set_params(edits=""))
        row.addWidget(self.seek, 1)
        row.addSpacing(4)
        for button in (self.words, self.learn, self.file, self.sheet, self.reset):
            row.addWidget(button)
        return row

    def _rebuild(self) -> None:
        """Another model, or other directions."""
        known = self._models.known
        self.rows.clear()
        fresh = QWidget()
        grid = QGridLayout(fresh)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(4)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        directions = known.directions if known is not None else ()
        groups = dict.fromkeys(item.group for item in directions)
        for group in groups:
            if len(groups) > 1 and group:
                heading = QLabel(shown(group))
                heading.setProperty("role", "caption")
                heading.setContentsMargins(0, 4, 0, 0)
                grid.addWidget(heading, grid.rowCount(), 0, 1, 3)
            for direction in (item for item in directions if item.group == group):
                self._add(grid, direction)
        self._column.replaceWidget(self._body, fresh)
        self._body.hide()
        self._body.deleteLater()
        self._body = fresh
        self._show_note(bool(directions))
        self._show_classes()
        self._show_values()

    def _add(self, grid: QGridLayout, direction: Direction) -> None:
        row = DirectionRow(self._kit, direction)
        at = grid.rowCount()
        grid.addWidget(row.label, at, 0)
        grid.addWidget(row.control, at, 1)
        grid.addWidget(row.more, at, 2)
        row.control.grabbed.connect(lambda on: None if on else self._context.settle())
        row.control.changed.connect(lambda steps: self._set(direction.name, steps))
        row.more.clicked.connect(lambda: self._open_menu(row))
        self.rows[direction.name] = row

    def _show_note(self, any_there: bool) -> None:
        known = self._models.known
        self.note.setVisible(not any_there)
        self.seek.setProperty("primary", not any_there and known is not None)
        self.seek.style().polish(self.seek)
        for button in (self.seek, self.learn, self.file):
            button.setEnabled(known is not None)
        self.reset.setVisible(any_there)
        if known is not None:
            self.note.setText(
                self.tr("This model has no sliders yet. Its directions are found within seconds.")
            )
        else:
            self.note.setText(self._models.problem or self.tr("Loading the model…"))

    def _show_classes(self) -> None:
        known = self._models.known
        names = known.generator.classes if known is not None else ()
        self.classes.setVisible(len(names) > 1)
        self._class_label.setVisible(len(names) > 1)
        self.classes.set_choices(["", *names[1:]], [shown(name) for name in names] or [""])

    def _show_values(self) -> None:
        """What the parameters say."""
        edits = {edit.name: edit for edit in self._edits()}
        for name, row in self.rows.items():
            edit = edits.get(name)
            row.show(edit.steps if edit is not None else 0.0, edit.rows if edit is not None else row.chosen)
        self.reset.setEnabled(bool(edits))
        self.classes.set_value(self._context.params.class_name)

    # What is done

    def _edits(self) -> list[Edit]:
        """As the text has them, by the names that the directions have."""
        names = {plain(name): name for name in self.rows}
        try:
            found = edits_of(self._context.params.edits)
        except InputError:
            return []
        return [Edit(names.get(plain(edit.name), edit.name), edit.steps, edit.rows) for edit in found]

    def _set(self, name: str, steps: float) -> None:
        row, edits = self.rows[name], self._edits()
        made = Edit(name, round(steps, 3), row.chosen)
        known = [edit.name for edit in edits]
        if name in known:
            edits[known.index(name)] = made
        else:
            edits.append(made)
        held = row.control.slider.isSliderDown()
        (self._context.drag if held else self._context.set_params)(edits=edits_text(edits))

    def _open_menu(self, row: DirectionRow) -> None:
        menu = row.menu(self._models.known, lambda rows: self._choose_rows(row, rows))
        known = self._models.known
        others = [item for item in (known.directions if known else ()) if item.name != row.direction.name]
        if others:
            menu.addSeparator()
            free = menu.addMenu(self.tr("Make independent of"))
            for other in others:
                free.addAction(shown(other.name), partial(self._free, row.direction, other))
        if known is not None and row.direction.name in known.own:
            menu.addSeparator()
            menu.addAction(self.tr("Delete"), lambda: self._delete(row.direction))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(row.more.mapToGlobal(row.more.rect().bottomLeft()))

    def _choose_rows(self, row: DirectionRow, rows: Rows | None) -> None:
        row.chosen = rows
        if row.control.value():
            self._set(row.direction.name, row.control.value())
        else:
            row.show(0.0, rows)

    def _free(self, direction: Direction, other: Direction) -> None:
        try:
            made = independent(direction, [other])
        except InputError as error:
            self._context.fail(error)
            return
        self.keep(made)

    def _delete(self, direction: Direction) -> None:
        known = self._models.known
        if known is None:
            return
        self._set(direction.name, 0.0)
        sha256 = known.generator.sha256
        self._in_background(lambda: forget_direction(direction.name, sha256))

    def keep(self, direction: Direction, then: Callable[[], None] | None = None) -> None:
        """Add to the person's own directions."""
        known = self._models.known
        if known is not None:
            sha256 = known.generator.sha256
            self._in_background(lambda: keep_direction(direction, sha256), then)

    def _in_background(self, action: Callable[[], None], then: Callable[[], None] | None = None) -> None:
        """Files are written off the UI thread, then the sliders are made again."""
        self._context.work(
            lambda progress: action(), title="", done=lambda _: self._models.reload(then), quiet=True
        )

    # Where directions come from

    def open_find(self) -> None:
        self._open("find", lambda: FindDialog(self._context, self._models, self.keep, self.window()))

    def open_words(self) -> None:
        self._open("words", lambda: WordsDialog(self._context, self._models, self.keep, self.window()))

    def open_learn(self) -> None:
        self._open("learn", lambda: LearnDialog(self._context, self._models, self.keep, self.window()))

    def open_compare(self) -> None:
        known, context = self._models.known, self._context
        directions = known.directions if known is not None else ()
        self._open("compare", lambda: CompareDialog(context, directions, context.show_result, self.window()))

    def _open(self, id: str, make: Callable[[], QWidget]) -> None:
        """A window of its own beside the canvas; once."""
        known = self._dialogs.get(id)
        if known is None:
            known = self._dialogs[id] = make()
            known.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            known.destroyed.connect(lambda: self._dialogs.pop(id, None))
        known.show()
        known.raise_()

    def open_file(self) -> None:
        path = self._kit.ask_file(self, self.tr("Open directions"), self.tr("Files of directions"), _SUFFIXES)
        if path is not None:
            self.take_file(path)

    def take_file(self, path: Path) -> None:
        """Keep what a file holds, if it fits the model."""
        known = self._models.known
        if known is None:
            return

        def work(progress: Progress) -> int:
            found = read_for(path, known.generator)
            for direction in found:
                keep_direction(direction, known.generator.sha256)
            return len(found)

        def done(count: int) -> None:
            self._context.tell(self.tr("{0} directions were added.").format(count))
            self._models.reload()

        self._context.work(work, title=self.tr("Opening {0}").format(path.name), done=done)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        urls = event.mimeData().urls()
        if urls and Path(urls[0].toLocalFile()).suffix.lower() in _SUFFIXES:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self.take_file(Path(event.mimeData().urls()[0].toLocalFile()))

    def hideEvent(self, event: object) -> None:
        self._context.settle()


class DirectionRow:
    """A label, a slider with its value, and a button for what is done seldom."""

    def __init__(self, kit: Any, direction: Direction) -> None:
        self.direction = direction
        self.chosen: Rows | None = None
        """Rows that the person has chosen; None is what the direction says."""
        self.label = QLabel(shown(direction.name))
        self.label.setFixedWidth(_LABEL_WIDTH)
        self.label.setToolTip(
            "\n".join(text for text in (shown(direction.name), shown(direction.about)) if text)
        )
        self.control = kit.number(direction.low, direction.high, 0.1)
        self.control.set_name(shown(direction.name), shown(direction.about))
        self.control.field.setFixedWidth(48)
        self.label.setBuddy(self.control)
        self.more: QToolButton = kit.tool(
            "more", translate("Sliders", "Layers and more: {0}").format(shown(direction.name))
        )
        self.more.setFixedSize(20, 28)
        metrics = self.label.fontMetrics()
        self.label.setText(
            metrics.elidedText(shown(direction.name), Qt.TextElideMode.ElideRight, _LABEL_WIDTH)
        )
        self._kit = kit

    def show(self, steps: float, rows: Rows | None) -> None:
        self.chosen = rows
        if not self.control.slider.isSliderDown():
            self.control.set_value(steps)
        self._kit.set_icon(
            self.more, "layers" if rows is not None else "more", "accent" if rows else "text_muted"
        )

    def menu(self, known: Any, choose: Callable[[Rows | None], None]) -> QMenu:
        """On which layers the direction works."""
        menu = QMenu(self.more)
        group = QActionGroup(menu)
        choices: list[tuple[str, Rows | None]] = [
            (translate("Sliders", "As it was found"), None),
            (translate("Sliders", "All layers"), (0, None)),
        ]
        if known is not None and self.direction.space == "w":
            titles = (
                translate("Sliders", "Coarse layers"),
                translate("Sliders", "Middle layers"),
                translate("Sliders", "Fine layers"),
            )
            choices += [
                (title, band) for title, band in zip(titles, known.bands, strict=True) if band[0] <= band[1]
            ]
        for title, rows in choices:
            action: QAction = menu.addAction(title, partial(choose, rows))
            action.setCheckable(True)
            action.setChecked(rows == self.chosen)
            group.addAction(action)
        return menu
