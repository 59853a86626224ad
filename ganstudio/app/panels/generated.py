"""The controls of one generated layer: what it reads, and the parameters of its operation."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QGridLayout, QLabel, QMenu, QToolButton, QVBoxLayout, QWidget

from ganstudio.app import documents, file_dialogs, sketches, theme
from ganstudio.app.bridge import Bridge
from ganstudio.app.canvas.clipboard import to_qimage
from ganstudio.app.i18n import plugin_text
from ganstudio.app.offers import candidates, source_kind
from ganstudio.app.panels.hints import HintControls
from ganstudio.app.session import EditorSession
from ganstudio.app.studio import AppStudio
from ganstudio.app.widgets.choice import ComboControl
from ganstudio.app.widgets.image_slot import ImageSlot
from ganstudio.app.widgets.model_picker import ModelChoice
from ganstudio.app.widgets.parameter_form import FormContext, ParameterForm, choice_title
from ganstudio.app.widgets.seed import SeedControl
from ganstudio.document.image import MaskData
from ganstudio.document.layers import GeneratedLayer, Layer, MaskLayer, PixelLayer
from ganstudio.document.tiles import Rect
from ganstudio.operations.contract import InputSpec, Operation, OperationParams
from ganstudio.params import seed_names, specs

_THUMBNAIL = 256
_OWN = (sketches.HINTS,)
"""Inputs that have controls of their own."""


class GeneratedControls(QWidget):
    """Made for one layer. Every change is one undoable step; a drag of a slider is one, too."""

    models_changed = Signal()
    """Models have come into the library, or gone."""

    def __init__(
        self,
        layer_id: str,
        operation: Operation,
        session: EditorSession,
        studio: AppStudio,
        bridge: Bridge,
        parent: QWidget | None = None,
        *,
        elsewhere: Collection[str] = (),
    ) -> None:
        """`elsewhere` are the parameters and inputs that have controls of their own in another place."""
        super().__init__(parent)
        self.layer_id = layer_id
        self.operation = operation
        self._session = session
        self._studio = studio
        self._bridge = bridge
        self._choices: dict[str, ComboControl] = {}
        self._slots: dict[str, ImageSlot] = {}
        info = studio.operation_info(operation.id)
        folder = info.plugin.folder if info is not None else Path()
        self._specs = {spec.name: spec for spec in specs(operation.params)}
        here = tuple(spec for name, spec in self._specs.items() if name not in elsewhere)
        self.form = ParameterForm(here, FormContext(folder, self._models, self._browse_model))
        self.form.changed.connect(self._changed)
        self.form.grabbed.connect(session.set_stroking)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self.hints = self._add_hints(column)
        self._inputs, self._guides = _grid(), _grid()
        column.addLayout(self._guides)
        self._shown = [
            spec
            for spec in operation.inputs
            if spec.name not in elsewhere and (self.hints is None or spec.name not in _OWN)
        ]
        for spec in self._shown:
            self._add_input(spec)
        column.addWidget(self.form)
        column.addLayout(self._inputs)
        self.refresh()

    @property
    def layer(self) -> GeneratedLayer | None:
        document = self._session.document
        layers = document.layers if document is not None else ()
        return next(
            (item for item in layers if item.id == self.layer_id and isinstance(item, GeneratedLayer)), None
        )

    @property
    def families(self) -> tuple[str, ...]:
        """The model families that the first model parameter accepts."""
        return next((spec.families for spec in self._specs.values() if spec.kind == "model"), ())

    def refresh(self) -> None:
        """Show what the layer holds now, after undo or a change from elsewhere."""
        layer = self.layer
        if layer is None:
            return
        self.form.set_values(self._values(layer))
        for spec in self._shown:
            self._refresh_input(spec, layer)
        if self.hints is not None:
            self.hints.refresh()

    def refresh_models(self) -> None:
        """Offer the models that there are now."""
        self.form.refresh_models()
        self.models_changed.emit()

    def params(self) -> OperationParams:
        """What the layer is drawn with, or the defaults once it is gone; InputError when it cannot be."""
        layer = self.layer
        return self.operation.build({} if layer is None else self._values(layer))

    def set_params(self, changes: Mapping[str, Any], gesture: str = "") -> None:
        """Take several values in one step; InputError when the operation refuses them.

        What follows with the same `gesture` joins the step.
        """
        layer = self.layer
        if layer is None:
            return
        built = self.operation.build({**self._values(layer), **changes})
        # What many parameters say together is named after the first.
        named = list(changes)[: 2 if len(changes) <= 2 else 1]
        labels = ", ".join(plugin_text(self._specs[name].label) for name in named)
        title = self.tr("Change {0}").format(labels)
        taken = built.model_dump(mode="json", include=set(changes))
        self._set(title, f"{self.layer_id}:{gesture}" if gesture else None, params={**layer.params, **taken})

    def throw_seed(self) -> None:
        """Throw the first die of the form."""
        for control in self.form.controls.values():
            if isinstance(control, SeedControl):
                control.throw()
                return

    def set_model(self, ref: str) -> bool:
        """Take a model for the first parameter that wants one; False when none does."""
        for name, spec in self._specs.items():
            if spec.kind == "model":
                self.choose(name, ref)
                return True
        return False

    def looks(self) -> Iterator[tuple[str, str, str, str]]:
        """What can be chosen by name: (parameter, value, title of the value, title of the parameter)."""
        for spec in self._specs.values():
            label = plugin_text(spec.label)
            for value in spec.choices:
                words = value.split(spec.gallery.separator) if spec.gallery is not None else [value]
                yield spec.name, value, ", ".join(choice_title(word) for word in words), label

    def choose(self, name: str, value: str) -> None:
        """Take a value for a parameter as if its control had been used."""
        self._store(name, value, f"{name}={value}")
        self.refresh()

    def reset_all(self) -> None:
        self._set(self.tr("Reset all parameters"), None, params={})

    def use_selection(self, input_name: str = "") -> None:
        """Have a mask input read what is selected now: a mask layer, which can be painted on afterwards."""
        document, layer = self._session.document, self.layer
        masks = [spec.name for spec in self.operation.inputs if spec.kind == "mask"]
        name = input_name or next(iter(masks), "")
        if document is None or layer is None or not name:
            return
        if document.selection.is_everything:
            self._session.message.emit(self.tr("Select something first: press M and drag over the picture."))
            return
        alpha = document.selection.alpha(document.rect)
        active = document.active_id
        with self._session.attempt(), document.transaction(self.tr("Only inside the selection")):
            known = next((item for item in document.layers if item.id == layer.reads.get(name)), None)
            if isinstance(known, MaskLayer) and not known.locked:
                document.paint(known.id, document.rect, alpha)
            else:
                mask = MaskLayer.of(MaskData(alpha), self.tr("Selected area"))
                document.add_layer(mask, document.index_of(layer.id))
                document.set_layer(layer.id, reads={**layer.reads, name: mask.id})
        document.active_id = active

    def set_picture(self, input_name: str, path: Path) -> None:
        """Read a picture into an input: it becomes a hidden layer of the document."""
        document = self._session.document
        if document is None:
            return
        size = (document.width, document.height)
        self._bridge.run(
            lambda progress: documents.covering_layer(documents.read_image(path), size, path.stem),
            title=self.tr("Opening {0}").format(path.name),
            done=lambda layer: self._use_layer(input_name, layer),
        )

    # Inputs

    def _add_hints(self, column: QVBoxLayout) -> HintControls | None:
        """A drawing that takes hints is worked on by tools; choosing layers for it would be a detour."""
        if not {sketches.SKETCH, sketches.HINTS} <= {spec.name for spec in self.operation.inputs}:
            return None
        made = HintControls(self._session)
        column.addWidget(made)
        return made

    def _add_input(self, spec: InputSpec) -> None:
        # What goes with the hints stands beside them.
        grid = self._guides if self.hints is not None and spec.name == sketches.PALETTE else self._inputs
        row = grid.rowCount()
        title = choice_title(spec.name)
        label = QLabel(title)
        label.setWordWrap(True)
        grid.addWidget(label, row, 0)
        if spec.kind == "image" and not spec.required:
            slot = ImageSlot(title)
            slot.asked.connect(lambda: self._ask_picture(spec.name, slot))
            slot.dropped.connect(lambda path: self.set_picture(spec.name, path))
            slot.cleared.connect(lambda: self._read(spec.name, None))
            self._slots[spec.name] = slot
            grid.addWidget(slot, row, 1)
            return
        choice = ComboControl((), ())
        choice.set_name(title)
        choice.changed.connect(lambda id: self._read(spec.name, id or None))
        self._choices[spec.name] = choice
        grid.addWidget(choice, row, 1)
        if spec.kind == "mask":
            choice.row.addWidget(self._selection_button(spec.name))

    def _refresh_input(self, spec: InputSpec, layer: GeneratedLayer) -> None:
        document = self._session.document
        if document is None:
            return
        read = next((item for item in document.layers if item.id == layer.reads.get(spec.name)), None)
        if spec.name in self._slots:
            self._slots[spec.name].set_picture(*_thumbnail(read))
            return
        layers = [item for item in candidates(document, source_kind(spec.name)) if item is not layer]
        found = [(item.id, item.name) for item in layers]
        if not spec.required:
            found.insert(0, ("", self.tr("Everywhere") if spec.kind == "mask" else self.tr("None")))
        self._choices[spec.name].set_choices([id for id, _ in found], [name for _, name in found])
        self._choices[spec.name].set_value(read.id if read is not None else None if spec.required else "")

    def _selection_button(self, name: str) -> QToolButton:
        button = QToolButton()
        button.setProperty("framed", True)
        theme.set_icon(button, "select-ellipse")
        words = self.tr("Only inside the selection")
        button.setToolTip(words)
        button.setAccessibleName(words)
        button.clicked.connect(lambda: self.use_selection(name))
        return button

    def _ask_picture(self, name: str, slot: ImageSlot) -> None:
        """Offer the pictures of the document, and any file."""
        document = self._session.document
        if document is None:
            return
        menu = QMenu(slot)
        menu.addAction(self.tr("Open picture…"), lambda: self._open_picture(name))
        layers = [item for item in candidates(document, "picture") if item.id != self.layer_id]
        if layers:
            menu.addSeparator()
        for item in layers:
            menu.addAction(item.name, lambda id=item.id: self._read(name, id))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(slot.mapToGlobal(slot.rect().bottomLeft()))

    def _open_picture(self, name: str) -> None:
        chosen = file_dialogs.ask_pictures(self, self.tr("Open picture"))
        if chosen:
            self.set_picture(name, chosen[0])

    def _use_layer(self, input_name: str, picture: Layer) -> None:
        document, layer = self._session.document, self.layer
        if document is None or layer is None:
            return
        picture.visible = False
        active = document.active_id
        with self._session.attempt(), document.transaction(self.tr("Use picture")):
            document.add_layer(picture, 0)
            document.set_layer(layer.id, reads={**layer.reads, input_name: picture.id})
        document.active_id = active

    def _read(self, name: str, id: str | None) -> None:
        layer = self.layer
        if layer is None:
            return
        reads = {key: value for key, value in layer.reads.items() if key != name}
        self._set(self.tr("Change input"), None, reads=reads if id is None else {**reads, name: id})

    # Parameters

    def _values(self, layer: GeneratedLayer) -> dict[str, Any]:
        """The layer's own seed counts where its parameters name none."""
        seeds = dict.fromkeys(seed_names(self.operation.params), layer.seed) if layer.seed else {}
        return {**seeds, **layer.params}

    def _changed(self, name: str, value: Any, gesture: int) -> None:
        self._store(name, value, f"{name}:{gesture}")

    def _store(self, name: str, value: Any, key: str) -> None:
        layer = self.layer
        if layer is None:
            return
        title = self.tr("Change {0}").format(plugin_text(self._specs[name].label))
        self._set(title, f"{self.layer_id}:{key}", params={**layer.params, name: value})

    def _set(self, title: str, merge_key: str | None, **properties: Any) -> None:
        document = self._session.document
        if document is None or self.layer is None:
            return
        with self._session.attempt(), document.transaction(title, merge_key):
            document.set_layer(self.layer_id, **properties)

    def _models(self, families: tuple[str, ...]) -> list[ModelChoice]:
        found = self._studio.list_models(families)
        return [ModelChoice(entry.name, entry.title, entry.family) for entry in found]

    def _browse_model(self, parent: QWidget) -> str | None:
        path = file_dialogs.ask_model(parent)
        return str(path) if path is not None else None


def _grid() -> QGridLayout:
    """Label left, control right, as the form has them."""
    grid = QGridLayout()
    grid.setHorizontalSpacing(4)
    grid.setVerticalSpacing(8)
    grid.setColumnMinimumWidth(0, 84)
    grid.setColumnStretch(1, 1)
    grid.setColumnMinimumWidth(2, 16)
    return grid


def _thumbnail(layer: Layer | None) -> tuple[QPixmap, str]:
    if not isinstance(layer, PixelLayer):
        return QPixmap(), ""
    step = max(1, max(layer.tiles.width, layer.tiles.height) // _THUMBNAIL)
    pixels = layer.tiles.read(Rect(0, 0, layer.tiles.width, layer.tiles.height), step)
    return QPixmap.fromImage(to_qimage(pixels)), layer.name
