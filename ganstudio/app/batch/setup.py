"""The left side of the batch window: what is done, to which files, and where the results go."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from ganstudio.app import file_dialogs, theme
from ganstudio.app.batch.output import OutputOptions
from ganstudio.app.batch.place import PlaceControl
from ganstudio.app.batch.preset_menu import PresetMenu
from ganstudio.app.batch.several import SeveralValues
from ganstudio.app.batch.steps import StepList
from ganstudio.app.batch.task import Task, Work
from ganstudio.app.i18n import palette_text, plugin_text
from ganstudio.app.models.pieces import heading
from ganstudio.app.studio import AppStudio
from ganstudio.app.widgets.choice import ComboControl
from ganstudio.app.widgets.fold import Fold
from ganstudio.app.widgets.model_picker import ModelChoice
from ganstudio.app.widgets.parameter_form import FormContext, ParameterForm, choice_title
from ganstudio.document.palettes import load_palette, palette_ids
from ganstudio.operations.batch import Existing
from ganstudio.operations.contract import InputSpec, Operation, OutputKind
from ganstudio.operations.presets import Preset
from ganstudio.operations.recipe import Recipe
from ganstudio.params import specs

_RECIPE = "recipe:"


class Setup(QWidget):
    """`changed` whenever another task would come of it; `work_wanted(id)` when an operation is chosen."""

    changed = Signal()
    work_wanted = Signal(str)
    open_wanted = Signal()
    preset_wanted = Signal(object)
    """A `Kept` preset, whose models are to be looked for before its values are taken."""

    def __init__(self, studio: AppStudio, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._studio = studio
        self._recipes: dict[str, Recipe] = {}
        self._operation: Operation | None = None
        self._recipe: Recipe | None = None
        self._params: dict[str, Any] = {}
        self._own_out = False
        self.form: ParameterForm | None = None
        self.places: dict[str, PlaceControl] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(20, 16, 16, 16)
        self._column.setSpacing(12)
        self._make_work()
        self._make_files()
        self._make_output()
        self._body = QVBoxLayout()
        self._body.setContentsMargins(0, 0, 0, 0)
        self._column.addLayout(self._body)
        self._column.addStretch(1)

    # What is asked from outside

    @property
    def work(self) -> Work | None:
        if self._recipe is not None:
            return self._recipe
        return self._operation.id if self._operation is not None else None

    @property
    def inputs(self) -> Sequence[InputSpec]:
        source = self._recipe or self._operation
        return source.inputs if source is not None else ()

    def task(self) -> Task | None:
        """What a start would do; None while a folder that it needs is not named."""
        work, out = self.work, self.out.path
        given = {name: place.path for name, place in self.places.items() if place.path is not None}
        needed = {spec.name for spec in self.inputs if spec.required}
        # A table may name the files, which only reading it tells.
        enough = self.table.path is not None or (needed <= given.keys() and bool(given or self.several.words))
        if work is None or out is None or not enough:
            return None
        return Task(
            self.title,
            work,
            given,
            out,
            dict(self._params),
            self.several.words if self._recipe is None else (),
            self.recursive.isChecked(),
            self.table.path,
            (self.palette.value() or None) if self.palette.isVisibleTo(self) else None,
            self.output.suffix,
            self.output.pattern,
            self.output.export,
            cast("Existing", self.output.existing.value()),
        )

    @property
    def lack(self) -> str:
        """What is still to be named, while there is no task."""
        named = any(place.path is not None for place in self.places.values())
        if self.out.path is None and (named or self.several.words):
            return self.tr("Name the folder for the results.")
        if self.inputs:
            return self.tr("Name the folder that is to be read.")
        return self.tr("Name the values that are to be tried, or a table of them.")

    @property
    def title(self) -> str:
        if self._recipe is not None:
            return self._recipe.name
        return plugin_text(self._operation.title) if self._operation is not None else ""

    def show_operation(self, operation: Operation, params: dict[str, Any] | None = None) -> None:
        """Its parameters as a form, beginning with `params`."""
        self._operation, self._recipe, self._params = operation, None, dict(params or {})
        self.choice.set_value(operation.id)
        info = self._studio.operation_info(operation.id)
        self._summary.setText(plugin_text(info.manifest.summary) if info is not None else "")
        self._summary.setVisible(bool(self._summary.text()))
        folder = info.plugin.folder if info is not None else Path()
        form = ParameterForm(specs(operation.params), FormContext(folder, self._models, self._browse_model))
        form.set_values(self._params)
        form.changed.connect(self._turned)
        self._show_body(form)
        self.form = form
        self.several.set_specs(specs(operation.params))
        self.output.set_fields([spec.name for spec in specs(operation.params)])
        self._show_inputs()

    def show_recipe(self, recipe: Recipe) -> None:
        """Its steps as a list, since its values are frozen."""
        self._operation, self._recipe, self._params = None, recipe, {}
        self._recipes[f"{_RECIPE}{recipe.name}"] = recipe
        self._fill_choice()
        self.choice.set_value(f"{_RECIPE}{recipe.name}")
        self._summary.setText(recipe.summary)
        self._summary.setVisible(bool(recipe.summary))
        self._show_body(StepList(recipe, self._studio))
        self.form = None
        self.several.set_specs(())
        self.output.set_fields(list(dict.fromkeys(name for step in recipe.steps for name in step.params)))
        self._show_inputs()

    def take_preset(self, preset: Preset) -> None:
        """Its values in place of those that are shown; InputError where it is another operation's."""
        if self._operation is not None and self.form is not None:
            self._params = preset.onto(self._operation, self._params)
            self.form.set_values(self._params)
            self.changed.emit()

    def take_folder(self, path: Path) -> None:
        """Read this folder for the first input."""
        if self.places:
            next(iter(self.places.values())).take(path)

    def take_table(self, path: Path) -> None:
        """A picture for each row of this table."""
        self.table.take(path)

    # Making it

    def _make_work(self) -> None:
        self._column.addWidget(heading(self.tr("What to do")))
        self.choice = ComboControl((), ())
        self.choice.set_name(self.tr("What to do"))
        self.choice.changed.connect(self._chosen)
        self._fill_choice()
        self.open_recipe = QToolButton()
        self.open_recipe.setProperty("framed", True)
        theme.set_icon(self.open_recipe, "folder")
        self.open_recipe.setToolTip(self.tr("Open a recipe…"))
        self.open_recipe.setAccessibleName(self.tr("Open a recipe…"))
        self.open_recipe.clicked.connect(self.open_wanted)
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(self.choice, 1)
        row.addWidget(self.open_recipe)
        self._column.addLayout(row)
        self._summary = QLabel()
        self._summary.setProperty("role", "muted")
        self._summary.setWordWrap(True)
        self._column.addWidget(self._summary)

    def _make_files(self) -> None:
        self._column.addWidget(heading(self.tr("From")))
        self._places = QVBoxLayout()
        self._places.setSpacing(8)
        self._column.addLayout(self._places)
        self.recursive = QCheckBox(self.tr("Folders inside it, too"))
        self.recursive.toggled.connect(lambda _: self.changed.emit())
        self._column.addWidget(self.recursive)
        self.table = PlaceControl(
            self.tr("Table of values, if any"), optional=True, ask=file_dialogs.ask_table
        )
        self.table.setToolTip(
            self.tr("CSV or JSON Lines: each row gives values and files, and perhaps the name of its output.")
        )
        self.table.changed.connect(lambda _: self._input_named())
        self._column.addWidget(self.table)
        self.palette = ComboControl(
            ("", *palette_ids()),
            (self.tr("As the files say"), *(palette_text(load_palette(id).title) for id in palette_ids())),
        )
        self.palette.set_name(self.tr("Classes of the label maps"))
        self.palette.set_value("")
        self.palette.changed.connect(lambda _: self.changed.emit())
        self._palette_label = QLabel(self.tr("Classes of the label maps"))
        classes = QVBoxLayout()
        classes.setSpacing(4)
        classes.addWidget(self._palette_label)
        classes.addWidget(self.palette)
        self._column.addLayout(classes)
        self.several = SeveralValues()
        self.several.changed.connect(self.changed)
        self._column.addWidget(self.several)

    def _make_output(self) -> None:
        self._column.addWidget(heading(self.tr("To")))
        self.out = PlaceControl(self.tr("Folder for the results"))
        self.out.changed.connect(self._out_named)
        self._column.addWidget(self.out)
        self.output = OutputOptions()
        self.output.changed.connect(self.changed)
        self._column.addWidget(self.output)

    # What follows from what

    def _fill_choice(self) -> None:
        """Operations by their titles, and the recipes that were opened."""
        values, titles = list[str](), list[str]()
        for name in self._recipes:
            values.append(name)
            titles.append(self.tr("Recipe: {0}").replace("{0}", name.removeprefix(_RECIPE)))
        for info in self._studio.registry.operations.values():
            if info.manifest.output != "frames":
                values.append(info.id)
                titles.append(plugin_text(info.manifest.title))
        self.choice.set_choices(values, titles)

    def _chosen(self, value: str) -> None:
        if value in self._recipes:
            self.show_recipe(self._recipes[value])
        else:
            self.work_wanted.emit(value)

    def _show_body(self, widget: QWidget) -> None:
        while (item := self._body.takeAt(0)) is not None:
            item.widget().hide()
            item.widget().deleteLater()
        fold = Fold(self.tr("Values") if self._recipe is None else self.tr("Steps"))
        inner = QVBoxLayout(fold.body)
        inner.setContentsMargins(0, 0, 0, 0)
        if self._operation is not None:
            self.presets = PresetMenu(self._operation.id, self._studio)
            self.presets.chosen.connect(self.preset_wanted)
            inner.addWidget(self.presets)
        inner.addWidget(widget)
        self._body.addWidget(fold)

    def _show_inputs(self) -> None:
        """Folders that were named stay for inputs of the same name, or for the only one."""
        was = {name: place.path for name, place in self.places.items()}
        first = next((path for path in was.values() if path is not None), None)
        while (item := self._places.takeAt(0)) is not None:
            item.widget().hide()
            item.widget().deleteLater()
        self.places = {}
        for place, spec in enumerate(self.inputs):
            title = choice_title(spec.name)
            if not spec.required:
                title = self.tr("{0}, if any").replace("{0}", title)
            control = PlaceControl(title, file=place > 0, optional=not spec.required)
            control.set_path(was.get(spec.name) or (first if place == 0 else None))
            control.changed.connect(lambda _: self._input_named())
            self._places.addWidget(control)
            self.places[spec.name] = control
        self.recursive.setVisible(bool(self.inputs))
        maps = any(spec.kind == "label_map" for spec in self.inputs)
        for widget in (self.palette, self._palette_label):
            widget.setVisible(maps)
        self.output.set_kind(self._output_kind())
        self._input_named()

    def _output_kind(self) -> OutputKind:
        if self._operation is not None:
            return self._operation.output
        if self._recipe is not None:
            last = next(step for step in self._recipe.steps if step.id == self._recipe.output)
            info = self._studio.operation_info(last.operation)
            return info.manifest.output if info is not None else "image"
        return "image"

    def _input_named(self) -> None:
        """Unless the person said otherwise, results go beside the folder that is read."""
        folder = next((place.path for place in self.places.values() if place.path is not None), None)
        folder = folder or self.table.path
        if folder is not None and not self._own_out:
            folder = _plain(folder)
            slug = "-".join(self.title.lower().split())
            self.out.set_path(folder.with_name(f"{folder.stem}-{slug}"))
        self.changed.emit()

    def _out_named(self, path: Path | None) -> None:
        self._own_out = path is not None
        if path is None:
            self._input_named()
        self.changed.emit()

    def _turned(self, name: str, value: Any, gesture: int) -> None:
        self._params[name] = value
        self.changed.emit()

    def _models(self, families: tuple[str, ...]) -> list[ModelChoice]:
        found = self._studio.list_models(families)
        return [ModelChoice(entry.name, entry.title, entry.family) for entry in found]

    def _browse_model(self, parent: QWidget) -> str | None:
        path = file_dialogs.ask_model(parent)
        return str(path) if path is not None else None


def _plain(place: Path) -> Path:
    """The folder that a pattern such as `photos/**/*.jpg` begins with; a plain path is itself."""
    if place.exists():
        return place
    wild = next((i for i, part in enumerate(place.parts) if any(mark in part for mark in "*?[")), None)
    return place if wild is None else Path(*place.parts[:wild])
