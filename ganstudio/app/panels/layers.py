"""The Layers panel: what the layers are, how they mix, and what can be done to them."""

from __future__ import annotations

from functools import partial
from itertools import count
from typing import Any, Protocol

from PySide6.QtCore import QPoint, QSignalBlocker, Qt
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QMenu, QToolButton, QVBoxLayout, QWidget

from ganstudio.app import theme
from ganstudio.app.i18n import palette_text, plugin_text
from ganstudio.app.panels.layer_list import LayerList, blend_text
from ganstudio.app.session import EditorSession
from ganstudio.app.widgets.control import guard_wheel
from ganstudio.app.widgets.number import NumberControl
from ganstudio.document.layers import BLEND_MODES, GeneratedLayer, LabelLayer, MaskLayer, RasterLayer
from ganstudio.document.palettes import load_palette, palette_ids
from ganstudio.host.registry import OperationInfo, Registry
from ganstudio.params import Range

_drags = count(1)


class HasRegistry(Protocol):
    """What is needed of `AppStudio`."""

    @property
    def registry(self) -> Registry: ...


class LayersPanel(QWidget):
    """Blend mode and opacity of the active layer, the list, and buttons."""

    def __init__(
        self, session: EditorSession, studio: HasRegistry | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._studio = studio
        self._drag = 0
        self.list = LayerList(session)
        self._blend = self._make_blend()
        self._opacity = NumberControl(Range(0, 100, 1, "%"), 100, whole=True)
        self._opacity.set_name(self.tr("Opacity"), self.tr("How much of the layer covers what is below"))
        self._opacity.changed.connect(self._opacity_changed)
        self._opacity.settled.connect(self._next_drag)
        self._lock = _button("lock", self.tr("Lock the layer"))
        self._lock.setCheckable(True)
        self._lock.clicked.connect(lambda locked: self._set(locked=locked))
        self._lay_out()
        self.list.menu_requested.connect(self._show_menu)
        session.layers_changed.connect(self._refresh)
        session.active_layer_changed.connect(self._refresh)
        session.document_changed.connect(self._refresh)
        self._refresh()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setContentsMargins(8, 8, 8, 4)
        top.setSpacing(8)
        top.addWidget(self._blend)
        top.addWidget(self._opacity, 1)
        top.addWidget(self._lock)
        middle = QHBoxLayout()
        middle.setContentsMargins(4, 0, 4, 0)
        middle.addWidget(self.list)
        line = QFrame()
        line.setProperty("role", "line")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(top)
        layout.addLayout(middle, 1)
        layout.addWidget(line)
        layout.addLayout(self._make_buttons())

    def _make_blend(self) -> QComboBox:
        combo = QComboBox()
        for mode in BLEND_MODES:
            combo.addItem(blend_text(mode), mode)
        combo.setFixedWidth(104)
        combo.setAccessibleName(self.tr("Blend mode"))
        combo.setToolTip(self.tr("How the layer mixes with what is below"))
        guard_wheel(combo)
        combo.activated.connect(lambda index: self._set(blend=combo.itemData(index)))
        return combo

    def _make_buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(8, 0, 8, 4)
        row.setSpacing(4)
        add = _button("plus", self.tr("Add a layer"))
        add.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._add_menu = QMenu(add)
        self._add_menu.setAccessibleName(self.tr("Add a layer"))
        self._add_menu.aboutToShow.connect(self._fill_add_menu)
        add.setMenu(self._add_menu)
        duplicate = _button("duplicate", self.tr("Duplicate the layer"))
        duplicate.clicked.connect(self._session.duplicate_layer)
        up = _button("up", self.tr("Move the layer up"))
        up.clicked.connect(lambda: self._session.raise_layer(1))
        down = _button("down", self.tr("Move the layer down"))
        down.clicked.connect(lambda: self._session.raise_layer(-1))
        delete = _button("trash", self.tr("Delete the layer"))
        delete.clicked.connect(self._session.delete_layer)
        self._needing_layer = (duplicate, up, down, delete, self._lock, self._blend, self._opacity)
        self._add = add
        for button in (add, duplicate, up, down):
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(delete)
        return row

    # The active layer

    def _refresh(self) -> None:
        layer = self._session.active_layer
        self._add.setEnabled(self._session.document is not None)
        for widget in self._needing_layer:
            widget.setEnabled(layer is not None)
        if layer is None:
            return
        with QSignalBlocker(self._blend):
            self._blend.setCurrentIndex(BLEND_MODES.index(layer.blend))
        self._opacity.set_value(round(layer.opacity * 100))
        self._lock.setChecked(layer.locked)

    def _set(self, **properties: Any) -> None:
        self._session.set_layer(self._session.active_id, **properties)

    def _opacity_changed(self, percent: float) -> None:
        key = ("opacity", self._session.active_id, self._drag)
        self._session.set_layer(self._session.active_id, merge_key=key, opacity=percent / 100)

    def _next_drag(self) -> None:
        """The next move of the slider is a step of its own."""
        self._drag = next(_drags)

    # Menus

    def _show_menu(self, place: QPoint) -> None:
        menu = QMenu(self)
        session, layer = self._session, self._session.active_layer
        if layer is None:
            return
        menu.addAction(
            theme.icon("pencil"), self.tr("Rename"), lambda: self.list.edit(self.list.currentIndex())
        )
        menu.addAction(theme.icon("duplicate"), self.tr("Duplicate"), session.duplicate_layer)
        if isinstance(layer, GeneratedLayer):
            menu.addAction(theme.icon("image"), self.tr("Convert to raster layer"), self._rasterise)
        if isinstance(layer, LabelLayer):
            self._fill_palettes(menu.addMenu(theme.icon("palette"), self.tr("Use the classes of")), layer)
        shown, locked = self.tr("Visible"), self.tr("Locked")
        for text, name in ((shown, "visible"), (locked, "locked")):
            action = menu.addAction(text, partial(self.list.toggle, layer, name))
            action.setCheckable(True)
            action.setChecked(getattr(layer, name))
        menu.addSeparator()
        menu.addAction(theme.icon("up"), self.tr("Move up"), lambda: session.raise_layer(1))
        menu.addAction(theme.icon("down"), self.tr("Move down"), lambda: session.raise_layer(-1))
        menu.addSeparator()
        menu.addAction(theme.icon("trash", "danger"), self.tr("Delete"), session.delete_layer)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.list.viewport().mapToGlobal(place))

    def _fill_palettes(self, menu: QMenu, layer: LabelLayer) -> None:
        for id in palette_ids():
            action = menu.addAction(palette_text(load_palette(id).title), partial(self._session.remap, id))
            action.setCheckable(True)
            action.setChecked(id == layer.palette)

    def _rasterise(self) -> None:
        document = self._session.document
        if document is not None:
            with self._session.attempt():
                document.rasterise_layer(self._session.active_id)

    def _fill_add_menu(self) -> None:
        menu = self._add_menu
        menu.clear()
        menu.addAction(theme.icon("image"), self.tr("Raster layer"), self._session.add_raster_layer)
        labels = menu.addMenu(theme.icon("label-map"), self.tr("Label map"))
        for id in palette_ids():
            title = palette_text(load_palette(id).title)
            labels.addAction(title, partial(self._session.add_label_layer, id))
        operations = self._studio.registry.operations.values() if self._studio is not None else ()
        previewed = [info for info in operations if info.manifest.preview]
        if previewed:
            menu.addSeparator()
        for info in previewed:
            name = plugin_text(info.title)
            menu.addAction(theme.icon("generated", "accent"), name, partial(self._add_generated, info))

    def _add_generated(self, info: OperationInfo) -> None:
        """A layer that the operation draws from the layers that fit its inputs best."""
        reads: dict[str, str] = {}
        for name in info.manifest.inputs:
            if name.endswith("?"):
                continue
            found = self._source(name)
            if found is None:
                text = (
                    self.tr("“{0}” needs a label map.")
                    if "label" in name
                    else self.tr("“{0}” needs a picture.")
                )
                self._session.message.emit(text.format(plugin_text(info.title)))
                return
            reads[name] = found
        self._session.add_generated_layer(info.id, plugin_text(info.title), reads)

    def _source(self, input_name: str) -> str | None:
        """The id of the layer that an input reads: the active one if it fits, else the topmost that does."""
        document = self._session.document
        if document is None:
            return None
        wanted: Any = RasterLayer | GeneratedLayer
        if "label" in input_name or "mask" in input_name:
            wanted = LabelLayer if "label" in input_name else MaskLayer
        candidates = [layer for layer in reversed(document.layers) if isinstance(layer, wanted)]
        candidates.sort(key=lambda layer: layer.id != self._session.active_id)
        return candidates[0].id if candidates else None


def _button(icon: str, text: str) -> QToolButton:
    button = QToolButton()
    theme.set_icon(button, icon)
    button.setFixedSize(28, 28)
    button.setToolTip(text)
    button.setAccessibleName(text)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button
