"""Second step: which recipe, at which size, with which parameters, and where the run lies."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from ganstudio.app import file_dialogs, theme
from ganstudio.app.bridge import Bridge
from ganstudio.app.errors import message_of
from ganstudio.app.models.pieces import Elided, heading, line, scrolling
from ganstudio.app.training import launching
from ganstudio.app.training.data_page import Chosen
from ganstudio.app.training.figures import RecipeForm, of_preset
from ganstudio.app.training.runs import runs_dir
from ganstudio.app.training.words import preset_meaning, preset_title, recipe_title, refusal
from ganstudio.app.widgets.choice import ComboControl
from ganstudio.app.widgets.control import quiet_spin_box
from ganstudio.errors import GanStudioError
from ganstudio.params import ParameterSpec, build, specs
from ganstudio.training.launch import RECIPES

_PRESETS = ("tiny", "small", "paper")
_TINY = {"log_steps": 10, "sample_minutes": 0.5, "checkpoint_minutes": 2}
"""A run of minutes is shown more often."""
_TINY_SCENES = 200


@dataclass(frozen=True)
class Loaded:
    """The parameters of a recipe, and what each preset makes of them."""

    recipe: str
    specs: tuple[ParameterSpec, ...]
    presets: dict[str, dict[str, Any]]


def load(recipe: str) -> Loaded:
    """On a worker, for recipes import torch."""
    cls = RECIPES[recipe].params_class()
    known = specs(cls)
    chosen = next((spec.choices for spec in known if spec.name == "preset"), ())
    values = {preset: build(cls, {"preset": preset}).model_dump() for preset in chosen}
    return Loaded(recipe, known, values or {"": build(cls, {}).model_dump()})


class Card(QAbstractButton):
    """A title and a sentence; the chosen one has a frame, and one that cannot be chosen says why."""

    def __init__(self, title: str, text: str, height: int = 64, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._height = height
        self._title, self._said = title, text
        self._why = ""
        self.setCheckable(True)
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        theme.notifier.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(200, self._height)

    @property
    def why(self) -> str:
        return self._why

    def refuse(self, why: str) -> None:
        """Why it cannot be chosen; empty if it can."""
        self._why = why
        self.setEnabled(not why)
        self.setAccessibleDescription(why or self._said)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = theme.tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        on, able = self.isChecked(), self.isEnabled()
        hot = able and (self.underMouse() or self.isDown())
        painter.setBrush(tokens.colour("accent_soft" if on else "hover" if hot else "panel"))
        edge = "text" if on and self.hasFocus() else "accent" if on or self.hasFocus() else "border"
        painter.setPen(QPen(tokens.colour(edge), 2 if on or self.hasFocus() else 1))
        painter.drawRoundedRect(frame, 8, 8)
        inner = frame.adjusted(12, 10, -12, -6)
        font = QFont(self.font())
        font.setPixelSize(tokens.body_px)
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(tokens.colour("text" if able else "text_muted"))
        high = painter.fontMetrics().height()
        title = painter.fontMetrics().elidedText(self._title, Qt.TextElideMode.ElideRight, int(inner.width()))
        painter.drawText(inner, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, title)
        font.setPixelSize(tokens.caption_px)
        font.setWeight(QFont.Weight.Normal)
        painter.setFont(font)
        painter.setPen(tokens.colour("text_muted"))
        below = inner.adjusted(0, high + 2, 0, 0)
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
        painter.drawText(below, flags, self._why or self._said)


class RecipePage(QWidget):
    """`start_wanted(Plan)` when everything is chosen."""

    start_wanted = Signal(object)
    failed = Signal(object)

    def __init__(
        self, bridge: Bridge, devices: Callable[[], tuple[str, ...]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._devices = devices
        self._data: Chosen | None = None
        self._loaded: dict[str, Loaded] = {}
        self._named = False
        self.root = runs_dir()
        self.form: RecipeForm | None = None
        inner = QWidget()
        self._column = QVBoxLayout(inner)
        self._column.setContentsMargins(20, 14, 20, 16)
        self._column.setSpacing(12)
        self._make_recipes()
        self._make_presets()
        self._make_run()
        self._make_parameters()
        self._column.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(scrolling(inner), 1)
        column.addWidget(line())
        column.addLayout(self._make_foot())
        self.show_data(None)

    # Making it

    def _make_recipes(self) -> None:
        self._column.addWidget(heading(self.tr("What it shall learn")))
        self.cards: dict[str, Card] = {}
        self._recipes = QButtonGroup(self)
        self._recipe_grid = QGridLayout()
        self._recipe_grid.setSpacing(8)
        for entry in RECIPES.values():
            card = Card(*recipe_title(entry))
            card.clicked.connect(lambda _=False, name=entry.name: self.choose(name))
            self._recipes.addButton(card)
            self.cards[entry.name] = card
        for column in range(3):
            self._recipe_grid.setColumnStretch(column, 1)
        self._column.addLayout(self._recipe_grid)

    def _make_presets(self) -> None:
        self._presets_head = heading(self.tr("How large"))
        self._column.addWidget(self._presets_head)
        self.presets: dict[str, Card] = {}
        self._preset_group = QButtonGroup(self)
        row = QHBoxLayout()
        row.setSpacing(8)
        for preset in _PRESETS:
            card = Card(preset_title(preset), preset_meaning(preset), 76)
            card.clicked.connect(self._show_form)
            self._preset_group.addButton(card)
            self.presets[preset] = card
            row.addWidget(card, 1)
        self.presets["tiny"].setChecked(True)
        self._column.addLayout(row)

    def _make_run(self) -> None:
        self._column.addWidget(heading(self.tr("The run")))
        self.name = QLineEdit()
        self.name.setAccessibleName(self.tr("Name of the run"))
        self.name.textEdited.connect(lambda _: self._mark_named())
        self.place = Elided(str(self.root))
        self.place.setProperty("role", "muted")
        self.browse = QPushButton(self.tr("Other folder…"))
        self.browse.clicked.connect(self._ask_place)
        self.device = ComboControl(("",), (self.tr("As in the preferences"),))
        self.device.set_name(self.tr("Device"))
        self.device.set_value("")
        self.minutes = QSpinBox()
        self.minutes.setRange(0, 100_000)
        self.minutes.setSpecialValueText(self.tr("no limit"))
        self.minutes.setSuffix(self.tr(" min"))
        self.minutes.setAccessibleName(self.tr("Time limit"))
        self.minutes.setValue(10)
        self.minutes.valueChanged.connect(lambda _: self._summarise())
        quiet_spin_box(self.minutes)
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        grid.setColumnMinimumWidth(0, 84)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(3, 1)
        rows = ((self.tr("Name"), self.name), (self.tr("Time limit"), self.minutes))
        for row, (text, widget) in enumerate(rows):
            grid.addWidget(QLabel(text), row, 0)
            grid.addWidget(widget, row, 1)
        grid.addWidget(QLabel(self.tr("Device")), 0, 2)
        grid.addWidget(self.device, 0, 3)
        grid.addWidget(QLabel(self.tr("Folder")), 1, 2)
        where = QHBoxLayout()
        where.setSpacing(8)
        where.addWidget(self.place, 1)
        where.addWidget(self.browse)
        grid.addLayout(where, 1, 3)
        self._column.addLayout(grid)

    def _make_parameters(self) -> None:
        self._parameters_head = heading(self.tr("Parameters"))
        self._column.addWidget(self._parameters_head)
        self._place_of_form = QVBoxLayout()
        self._column.addLayout(self._place_of_form)

    def _make_foot(self) -> QHBoxLayout:
        self._said = QLabel()
        self._said.setProperty("role", "muted")
        self._said.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.start = QPushButton(self.tr("Start training"))
        self.start.setProperty("primary", True)
        theme.set_icon(self.start, "play", "on_accent")
        self.start.clicked.connect(self._start)
        foot = QHBoxLayout()
        foot.setContentsMargins(20, 10, 20, 10)
        foot.setSpacing(8)
        foot.addWidget(self._said, 1)
        foot.addWidget(self.start)
        return foot

    # What is chosen

    @property
    def recipe(self) -> str:
        return next((name for name, card in self.cards.items() if card.isChecked()), "")

    @property
    def preset(self) -> str:
        return next((name for name, card in self.presets.items() if card.isChecked()), "tiny")

    def show_data(self, data: Chosen | None) -> None:
        """Recipes that can use this data come first; the others stay, and say what they need."""
        self._data = data
        fits = [name for name, entry in RECIPES.items() if data is not None and data.kind in entry.accepts]
        ordered = [*fits, *(name for name in RECIPES if name not in fits)]
        for place, name in enumerate(ordered):
            self._recipe_grid.addWidget(self.cards[name], place // 3, place % 3)
            self.cards[name].refuse("" if name in fits else refusal(RECIPES[name]))
        if self.recipe not in fits:
            self._recipes.setExclusive(False)
            for card in self.cards.values():
                card.setChecked(False)
            self._recipes.setExclusive(True)
            if fits:
                self.choose(fits[0])
        self._summarise()

    def choose(self, recipe: str) -> None:
        self.cards[recipe].setChecked(True)
        if not self._named:
            self.name.setText(launching.free_name(self.root, recipe))
        if recipe in self._loaded:
            self._show_form()
            return
        self._summarise()
        self._bridge.run(
            lambda progress: load(recipe),
            title=self.tr("Reading the recipe"),
            done=self._take,
            failed=lambda error: self.failed.emit(message_of(error)),
            quiet=True,
        )

    def fresh_name(self) -> None:
        """After a start: the next run gets another name."""
        self._named = False
        if self.recipe:
            self.name.setText(launching.free_name(self.root, self.recipe))

    def plan(self) -> launching.Plan:
        """The run as it is chosen now; InputError if its name is none."""
        data = self._data
        assert data is not None
        name = self.name.text().strip()
        launching.check_name(name)
        loaded = self._loaded[self.recipe]
        params: dict[str, Any] = {"preset": self.preset} if self.preset in loaded.presets else {}
        if self.form is not None:
            params |= self.form.changes()
        options: dict[str, Any] = dict(_TINY) if self.preset == "tiny" else {}
        if self.minutes.value():
            options["max_minutes"] = self.minutes.value()
        return launching.Plan(
            self.recipe,
            self.root / name,
            data=data.path,
            world=data.world,
            kind=data.kind,
            params=params,
            options=options,
            device=self.device.value() or "",
            scenes=_TINY_SCENES if data.world and self.preset == "tiny" else 0,
        )

    # What follows from what

    def showEvent(self, event: object) -> None:
        super().showEvent(event)
        found = self._devices()
        titles = [device.upper() for device in found]
        self.device.set_choices(("", *found), (self.tr("As in the preferences"), *titles))
        if self.device.value() is None:
            self.device.set_value("")

    def _take(self, loaded: Loaded) -> None:
        self._loaded[loaded.recipe] = loaded
        if loaded.recipe == self.recipe:
            self._show_form()

    def _show_form(self) -> None:
        loaded = self._loaded.get(self.recipe)
        if loaded is None:
            return
        if self.form is not None:
            self._place_of_form.removeWidget(self.form)
            self.form.hide()
            self.form.deleteLater()
        has = [preset for preset in _PRESETS if preset in loaded.presets]
        self._presets_head.setVisible(bool(has))
        for preset, card in self.presets.items():
            card.setVisible(preset in has)
        values = loaded.presets[self.preset if has else ""]
        self.form = RecipeForm(of_preset(loaded.specs, values))
        self.form.changed.connect(lambda *_: self._summarise())
        self._place_of_form.addWidget(self.form)
        if not self.minutes.hasFocus():
            self.minutes.setValue({"tiny": 10, "small": 480}.get(self.preset, 0))
        self._summarise()

    def _summarise(self) -> None:
        ready = self._data is not None and self._data.usable and self.recipe in self._loaded
        self.start.setEnabled(ready)
        if self._data is None:
            self._said.setText(self.tr("Choose what to train on first."))
        elif not self.recipe:
            self._said.setText(self.tr("No recipe can use data of this kind yet."))
        elif self.form is not None and ready:
            changed = len(self.form.changes())
            text = f"{recipe_title(RECIPES[self.recipe])[0]}, {preset_title(self.preset).lower()}"
            if changed:
                text += " · " + self.tr("{0} changed").replace("{0}", str(changed))
            text += " · " + self.tr("It goes on when this window is closed.")
            self._said.setText(text)

    def _mark_named(self) -> None:
        self._named = True

    def _ask_place(self) -> None:
        folder = file_dialogs.ask_folder(self, self.tr("Where runs are kept"))
        if folder is not None:
            self.set_root(folder)

    def set_root(self, folder: Path) -> None:
        self.root = folder
        self.place.set_full(str(folder))

    def _start(self) -> None:
        try:
            plan = self.plan()
        except GanStudioError as error:
            self.failed.emit(message_of(error))
            self.name.setFocus()
            return
        self.start_wanted.emit(plan)
