"""The plugin panel: the controls of the rendering that is worked on, and what else can be done."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ganstudio.app import sketches, theme
from ganstudio.app.bridge import Bridge
from ganstudio.app.drawn import is_drawn
from ganstudio.app.i18n import plugin_text
from ganstudio.app.live import LiveRenderer
from ganstudio.app.offers import Possible, candidates, possible, shown_layer
from ganstudio.app.panels.generated import GeneratedControls
from ganstudio.app.panels.own import Found, OwnPanels, find_panels, taken_over
from ganstudio.app.panels.panel_context import Surroundings
from ganstudio.app.panels.result import ResultWindow
from ganstudio.app.presets.panel_control import Pick, PresetControl
from ganstudio.app.records import value_of
from ganstudio.app.session import EditorSession
from ganstudio.app.studio import AppStudio
from ganstudio.app.widgets.choice import ComboControl
from ganstudio.app.widgets.fold import Fold
from ganstudio.document.image import ImageData, LabelData, MaskData
from ganstudio.document.layers import GeneratedLayer, LabelLayer, Layer, MaskLayer, RasterLayer
from ganstudio.events import Progress
from ganstudio.operations.contract import Data, Operation
from ganstudio.operations.from_document import values_of
from ganstudio.operations.preset_library import Kept
from ganstudio.operations.presets import Preset
from ganstudio.operations.run import run
from ganstudio.params import specs

_VARIATIONS = 6


class PluginPanel(QScrollArea):
    """Follows the active layer. Plugin code is loaded off the UI thread when a layer first needs it."""

    failed = Signal(object)
    controls_changed = Signal()
    """Other controls are there, or none."""
    command_wanted = Signal(str)
    """A panel asks for what the command of this id does."""

    def __init__(
        self,
        session: EditorSession,
        studio: AppStudio,
        bridge: Bridge,
        live: LiveRenderer,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._studio = studio
        self._bridge = bridge
        self._live = live
        self._picks: dict[str, Pick] = {}
        self._loading = ""
        self._wanted_model = ""
        self.controls: GeneratedControls | None = None
        self.presets: PresetControl | None = None
        self.own: OwnPanels | None = None
        self.sheet: ResultWindow | None = None
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        page = QWidget()
        self._column = QVBoxLayout(page)
        self._column.setContentsMargins(12, 8, 0, 12)
        self._column.setSpacing(12)
        self._head = _Head()
        self._head.menu_button.setMenu(self._make_menu())
        self._body = QVBoxLayout()
        self._offers = QVBoxLayout()
        self._offers.setSpacing(12)
        self._offers.setContentsMargins(0, 0, 12, 0)
        self._column.addWidget(self._head)
        self._column.addLayout(self._body)
        self._column.addLayout(self._offers)
        self._column.addStretch(1)
        self.setWidget(page)
        self._wait = QTimer(self, singleShot=True, interval=0)
        self._wait.timeout.connect(self.refresh)
        for signal in (session.document_changed, session.layers_changed, session.active_layer_changed):
            signal.connect(self._wait.start)
        self.refresh()

    @property
    def layer(self) -> GeneratedLayer | None:
        return shown_layer(self._session.document)

    # What commands call

    def render(self) -> None:
        if self.layer is not None:
            self._live.draw_now(self.layer.id)

    def throw_seed(self) -> None:
        if self.controls is not None:
            self.controls.throw_seed()

    def variations(self) -> None:
        if self.layer is not None:
            self._live.variations(self.layer.id, _VARIATIONS)

    def use_model(self, ref: str) -> bool:
        """Render with another model, as soon as the controls are there; False when nothing takes one."""
        if self.controls is None:
            self._wanted_model = ref if self.layer is not None else ""
            return bool(self._wanted_model)
        return self.controls.set_model(ref)

    def use_selection(self) -> None:
        """Let the rendering change only what is selected now."""
        if self.controls is not None:
            self.controls.use_selection()

    def use_operation(self, operation_id: str, values: Mapping[str, Any] | None = None) -> None:
        """Do what a command of the Generate menu says, on the likeliest layer.

        `values` are for an operation that is run once; a rendering takes its values afterwards.
        """
        document = self._session.document
        for item in possible(self._studio.registry, document) if document is not None else ():
            if item.operation.id == operation_id:
                self._use(item, self._likeliest(item), values)
                return

    def take_preset(self, preset: Preset, operation: Operation, path: Path | None = None) -> None:
        """Give a preset's values to the rendering that is shown, in one step; InputError for others."""
        document, layer = self._session.document, self.layer
        if document is None or layer is None:
            return
        after = preset.onto(operation, values_of(layer, operation))
        self._picks[layer.id] = Pick.following(
            self.presets.pick if self.presets is not None else None,
            preset,
            path,
            before=operation.build(values_of(layer, operation)),
            after=operation.build(after),
        )
        title = self.tr("Preset “{0}”").replace("{0}", self._picks[layer.id].title)
        with self._session.attempt(), document.transaction(title):
            document.set_layer(layer.id, params=after)
        self.refresh()

    def picked_preset(self) -> Path | None:
        """The file of the preset that the rendering uses."""
        pick = self.presets.pick if self.presets is not None else None
        return pick.path if pick is not None else None

    # What is shown

    def refresh(self) -> None:
        layer = self.layer
        if layer is None or self.controls is None or self.controls.layer_id != layer.id:
            self._drop_controls()
        if self.controls is not None:
            self.controls.refresh()
            if self.presets is not None:
                self.presets.refresh()
            if self.own is not None:
                self.own.refresh()
        elif layer is not None:
            self._load(layer)
        self._head.setVisible(layer is not None)
        if layer is not None:
            info = self._studio.operation_info(layer.operation)
            self._head.set_title(plugin_text(info.title) if info is not None else layer.name)
        self._show_offers(layer)

    def _load(self, layer: GeneratedLayer) -> None:
        if self._loading == layer.id:
            return
        self._loading = layer.id

        def work(progress: Progress) -> tuple[Operation, Found]:
            return self._studio.operation(layer.operation), find_panels(self._studio, layer.operation)

        def done(loaded: tuple[Operation, Found]) -> None:
            self._loading = ""
            if self.layer is not None and self.layer.id == layer.id:
                self._show_controls(layer.id, *loaded)

        def failed(error: BaseException) -> None:
            self._show_note(str(error))

        self._bridge.run(
            work,
            title=self.tr("Loading the plugin"),
            done=done,
            failed=failed,
            quiet=True,
        )

    def _show_controls(self, layer_id: str, operation: Operation, found: Found) -> None:
        self._drop_controls()
        self.controls = GeneratedControls(
            layer_id,
            operation,
            self._session,
            self._studio,
            self._bridge,
            elsewhere=taken_over(found, operation),
        )
        self.presets = PresetControl(self.controls, self._studio, self._bridge, self._picks, self.pick_preset)
        self.presets.failed.connect(self.failed)
        self.presets.manage_wanted.connect(lambda: self.command_wanted.emit("app.presets"))
        self._body.addWidget(self.presets)
        self._body.addWidget(self.controls)
        if found:
            around = Surroundings(
                self._studio, self._session, self._bridge, self._live, self.command_wanted.emit
            )
            self.own = OwnPanels(found, self.controls, around, self.failed.emit)
            self.controls.form.middle.addWidget(self.own)
        wanted, self._wanted_model = self._wanted_model, ""
        if wanted:
            self.controls.set_model(wanted)
        self.controls_changed.emit()

    def _show_note(self, text: str) -> None:
        self._drop_controls()
        note = QLabel(text)
        note.setProperty("role", "muted")
        note.setWordWrap(True)
        self._body.addWidget(note)

    def _drop_controls(self) -> None:
        if self.own is not None:
            self.own.let_go()
        self.controls = self.own = self.presets = None
        _clear(self._body)

    def _show_offers(self, layer: GeneratedLayer | None) -> None:
        """Other things that can be done, or what to begin with."""
        document = self._session.document
        found = list(possible(self._studio.registry, document)) if document is not None else []
        if layer is None:
            found.sort(key=_how_well_it_suits)
        wanted = [
            item
            for item in found
            if (layer is None or item.operation.id != layer.operation) and _is_worth_a_card(item, layer)
        ]
        state = [layer is None] + [
            (item.operation.id, [(c.id, c.name) for c in item.candidates]) for item in wanted
        ]
        if self._offers.property("state") == state and self._offers.count():
            return
        self._offers.setProperty("state", state)
        _clear(self._offers)
        place = self._offers if layer is None else self._fold(bool(wanted))
        for index, item in enumerate(wanted):
            offer = _Offer(item, primary=layer is None and index == 0)
            offer.used.connect(lambda source, item=item: self._use(item, source))
            place.addWidget(offer)
        if layer is None and document is not None and not candidates(document, "label"):
            self._offers.addWidget(self._empty(alone=not wanted))

    def _fold(self, shown: bool) -> QVBoxLayout:
        """Beside a rendering the other things wait folded."""
        fold = Fold(self.tr("Other things to do"), open=False)
        inner = QVBoxLayout(fold.body)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(12)
        self._offers.addWidget(fold)
        fold.setVisible(shown)
        return inner

    def _empty(self, *, alone: bool) -> QWidget:
        """Without a label map: a word, and the way to one."""
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 8, 0, 0)
        text = QLabel(self.tr("Add a label map and paint on it to see it turn into a picture."))
        text.setProperty("role", "muted")
        text.setWordWrap(True)
        button = QPushButton(self.tr("Add a label map"))
        button.setProperty("primary", alone)
        button.clicked.connect(lambda: self._session.add_label_layer())
        column.addWidget(text)
        column.addWidget(button)
        return box

    def _make_menu(self) -> QMenu:
        menu = QMenu(self)
        menu.addAction(self.tr("Render again"), self.render)
        menu.addAction(self.tr("Make variations"), self.variations)
        menu.addSeparator()
        menu.addAction(self.tr("Reset all parameters"), self._reset_all)
        return menu

    def _reset_all(self) -> None:
        if self.controls is not None:
            self.controls.reset_all()

    def pick_preset(self, kept: Kept) -> None:
        """What the menu of presets chose; models are looked for off the UI thread."""
        controls = self.controls
        if controls is None:
            return
        operation, models = controls.operation, self._studio.models

        def done(told: list[str]) -> None:
            if self.controls is controls:
                self.take_preset(kept.preset, operation, kept.path)
                if told:
                    self._session.message.emit(" ".join(told))

        self._bridge.run(
            lambda progress: kept.preset.check(operation, models),
            title=self.tr("Using the preset {0}").replace("{0}", kept.preset.name),
            done=done,
            failed=self.failed.emit,
            quiet=True,
        )

    # Using an operation

    def _use(self, item: Possible, source: Layer | None, values: Mapping[str, Any] | None = None) -> None:
        document = self._session.document
        if document is not None and source is not None and sketches.takes_hints(item.operation.manifest):
            with self._session.attempt():
                sketches.add_colouring(document, item.operation, source, item.input)
        elif item.generates:
            name = self.tr("Rendering") if source is not None else plugin_text(item.operation.title)
            reads = {} if source is None else {item.input: source.id}
            self._session.add_generated_layer(item.operation.id, name, reads)
        else:
            self._run(item, source, values)

    def _run(self, item: Possible, source: Layer | None, values: Mapping[str, Any] | None = None) -> None:
        """Run an operation once and put what it gives above the layer that it was run on, or in a window."""
        inputs = {} if source is None else {item.input: value_of(source)}
        document = self._session.document
        title = plugin_text(item.operation.title)
        sibling, given = self._values_for(item) if values is None else (item.operation.id, dict(values))

        def work(progress: Progress) -> Data:
            operation = self._studio.operation(item.operation.id)
            known = _kinds(self._studio.operation(sibling)) if sibling else {}
            shared = {name for name, kind in _kinds(operation).items() if known.get(name) == kind}
            return run(
                operation,
                operation.build({name: value for name, value in given.items() if name in shared}),
                inputs,
                compute=self._studio.compute,
                models=self._studio.models,
                progress=progress,
            ).data

        def done(data: Data) -> None:
            if item.operation.manifest.opens == "window" and isinstance(data, ImageData):
                self._show_sheet(ResultWindow(title, data, self))
            elif self._session.document is document:
                self._session.add_layer(_layer_of(data, title))

        self._bridge.run(work, title=title, done=done)

    def _show_sheet(self, sheet: ResultWindow) -> None:
        before, self.sheet = self.sheet, sheet
        if before is not None:
            before.close()
            before.deleteLater()
        sheet.show()

    def _likeliest(self, item: Possible) -> Layer | None:
        """The first candidate; for a look at what the rendering does, that which the rendering reads."""
        layer = self.layer
        own = layer is not None and layer.operation.partition(".")[0] == item.operation.plugin.id
        if item.operation.manifest.opens == "window" and layer is not None and own:
            read = [other for other in item.candidates if other.id == layer.reads.get(item.input)]
            return next(iter(read), item.likeliest)
        return item.likeliest

    def _values_for(self, item: Possible) -> tuple[str, dict[str, Any]]:
        """The rendering's operation and values, if it is a sibling, which takes those that both have."""
        layer = self.layer
        if layer is None or layer.operation.partition(".")[0] != item.operation.plugin.id:
            return "", {}
        return layer.operation, dict(layer.params)


class _Head(QWidget):
    """The operation's title and the menu of what is done seldom."""

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 8, 0)
        self._title = QLabel()
        self._title.setProperty("role", "heading")
        self.menu_button = QToolButton()
        theme.set_icon(self.menu_button, "more", "text_muted")
        self.menu_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.menu_button.setToolTip(self.tr("More actions"))
        self.menu_button.setAccessibleName(self.tr("More actions"))
        self.menu_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        row.addWidget(self._title, 1)
        row.addWidget(self.menu_button)

    def set_title(self, text: str) -> None:
        self._title.setText(text)


class _Offer(QFrame):
    """One operation: what it does, on which layer, and the verb."""

    used = Signal(object)

    def __init__(self, item: Possible, *, primary: bool) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._layers = {layer.id: layer for layer in item.candidates}
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 12)
        column.setSpacing(8)
        text = QLabel(plugin_text(item.operation.manifest.summary))
        text.setProperty("role", "muted")
        text.setWordWrap(True)
        column.addWidget(text)
        self._source = ComboControl(list(self._layers), [layer.name for layer in item.candidates])
        self._source.set_value(next(iter(self._layers), None))
        self._source.set_name(self.tr("Layer"))
        self._source.setVisible(len(item.candidates) > 1)
        column.addWidget(self._source)
        self.button = QPushButton(plugin_text(item.operation.title))
        theme.set_icon(
            self.button, item.operation.manifest.icon or "play", "on_accent" if primary else "text"
        )
        self.button.setProperty("primary", primary)
        self.button.clicked.connect(lambda: self.used.emit(self._layers.get(self._source.value())))
        column.addWidget(self.button)


def _names(item: Possible) -> list[tuple[str, str]]:
    return [(layer.id, layer.name) for layer in item.candidates]


def _kinds(operation: Operation) -> dict[str, str]:
    """What kind each parameter is of: one of the same name may be another thing elsewhere."""
    return {spec.name: spec.kind for spec in specs(operation.params)}


def _is_worth_a_card(item: Possible, layer: GeneratedLayer | None) -> bool:
    """What needs no layer is for the menu, unless it stays alive or is a sibling of the layer's."""
    if item.likeliest is not None or item.operation.manifest.preview:
        return True
    return layer is not None and layer.operation.partition(".")[0] == item.operation.plugin.id


def _how_well_it_suits(item: Possible) -> int:
    """A drawing wants colour before anything else; what has nothing to do with the picture comes last."""
    if item.likeliest is None:
        return 2
    return 0 if sketches.colours_sketches(item.operation.manifest) and is_drawn(item.likeliest) else 1


def _layer_of(data: Data, name: str) -> Layer:
    if isinstance(data, LabelData):
        return LabelLayer.of(data, name)
    return MaskLayer.of(data, name) if isinstance(data, MaskData) else RasterLayer.of(data, name)


def _clear(layout: QVBoxLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        if item.widget() is not None:
            item.widget().hide()
            item.widget().deleteLater()
