"""The bar above the canvas: the options of the current tool, and only those."""

from __future__ import annotations

from math import exp, log

from PySide6.QtCore import QSignalBlocker, QSize, Qt
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QSizePolicy,
    QSpinBox,
    QToolButton,
    QWidget,
)

from ganstudio.app import theme
from ganstudio.app.i18n import translate
from ganstudio.app.panels.paint_choice import ClassChoice, ColourChoice
from ganstudio.app.session import MAX_BRUSH, MIN_BRUSH, EditorSession
from ganstudio.app.widgets.control import Control, quiet_spin_box
from ganstudio.app.widgets.number import JumpSlider, NumberControl
from ganstudio.document.layers import LabelLayer
from ganstudio.params import Range

_BRUSH = ("value", "size", "hardness", "opacity", "smoothing", "pen")
_SHOWN = {
    "brush": _BRUSH,
    "ink": ("value", "size", "thinnest", "smoothing", "pen"),
    "eraser": _BRUSH[1:],
    "fill": ("value", "contiguous", "tolerance"),
    "line": ("value", "size"),
    "rectangle": ("value", "filled", "size"),
    "ellipse": ("value", "filled", "size"),
    "eyedropper": ("value", "hint"),
    "select_rectangle": ("hint",),
    "select_ellipse": ("hint",),
    "points": ("hint",),
    "hand": ("hint",),
    "zoom": ("hint",),
}
_CONTROL_WIDTH = 156
_NOT_ON_LABELS = {"hardness", "opacity", "tolerance", "thinnest"}
"""Label maps have no half-tones."""
_SPARED_FIRST = ("smoothing", "thinnest", "hardness", "opacity", "pen")
"""What a narrow window does without, in this order."""
_LEAST_WIDTH, _SPACING, _HEAD_WIDTH = 320, 16, 80


class ToolOptionsBar(QWidget):
    """Follows the session's tool and the kind of layer that it works on."""

    def __init__(self, session: EditorSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._icon, self._title = QLabel(), QLabel()
        self._title.setProperty("role", "heading")
        self._colour, self._class = ColourChoice(session), ClassChoice(session)
        self._make_controls()
        self._fields: dict[str, QWidget] = {}
        self._shown: set[str] = set()
        self._lay_out()
        session.tool_changed.connect(self._refresh)
        session.brush_changed.connect(self._show_values)
        session.options_changed.connect(self._refresh)
        session.active_layer_changed.connect(self._refresh)
        session.layers_changed.connect(self._refresh)
        theme.notifier.changed.connect(self._refresh)
        self._refresh()

    def _make_controls(self) -> None:
        session = self._session
        self._size = SizeControl()
        self._size.set_name(self.tr("Size"), self.tr("Diameter of the brush ([ and ], or shift and drag)"))
        self._size.changed.connect(lambda size: session.set_brush(size=size))
        self._hardness = self._percent("hardness", self.tr("Hardness"), self.tr("How sharp the edge is"))
        self._opacity = self._percent("opacity", self.tr("Opacity"), self.tr("How much one stroke covers"))
        self._smoothing = self._percent(
            "smoothing", self.tr("Smoothing"), self.tr("Calms the line of the hand")
        )
        self._thinnest = self._percent(
            "thinnest", self.tr("Thinnest"), self.tr("What is left of the width without pressure")
        )
        self._tolerance = NumberControl(Range(0, 255, 1), 16, whole=True)
        self._tolerance.set_name(self.tr("Tolerance"), self.tr("How different colours may be to be filled"))
        self._tolerance.changed.connect(lambda value: session.set_options(fill_tolerance=int(value)))
        self._filled = QCheckBox(self.tr("Filled"))
        self._filled.toggled.connect(lambda on: session.set_options(shape_filled=on))
        self._contiguous = QCheckBox(self.tr("Connected area only"))
        self._contiguous.toggled.connect(lambda on: session.set_options(fill_contiguous=on))
        self._hint = QLabel()
        self._hint.setProperty("role", "muted")
        self._pen = self._make_pen()

    def _percent(self, name: str, title: str, help: str) -> NumberControl:
        control = NumberControl(Range(0, 100, 1, "%"), 100, whole=True)
        control.set_name(title, help)
        control.changed.connect(lambda value: self._session.set_brush(**{name: value / 100}))
        return control

    def _make_pen(self) -> QToolButton:
        button = QToolButton()
        theme.set_icon(button, "pencil")
        button.setFixedSize(28, 28)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setToolTip(self.tr("What the pressure of the pen changes"))
        button.setAccessibleName(button.toolTip())
        menu = QMenu(button)
        self._pressure = {
            "pressure_size": menu.addAction(self.tr("Pressure changes the size")),
            "pressure_opacity": menu.addAction(self.tr("Pressure changes the opacity")),
            "tapered": menu.addAction(self.tr("Without a pen, speed thins the line")),
        }
        for name, action in self._pressure.items():
            action.setCheckable(True)
            action.toggled.connect(lambda on, name=name: self._session.set_brush(**{name: on}))
        button.setMenu(menu)
        return button

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 4, 8, 4)
        row.setSpacing(_SPACING)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._icon)
        head.addWidget(self._title)
        row.addLayout(head)
        line = QFrame()
        line.setProperty("role", "vline")
        line.setFixedHeight(20)
        row.addWidget(line)
        value = _together(self._colour, self._class)
        self._fields = {
            "value": value,
            "filled": self._filled,
            "size": _titled(self.tr("Size"), self._size),
            "hardness": _titled(self.tr("Hardness"), self._hardness),
            "opacity": _titled(self.tr("Opacity"), self._opacity),
            "thinnest": _titled(self.tr("Thinnest"), self._thinnest),
            "smoothing": _titled(self.tr("Smoothing"), self._smoothing),
            "pen": self._pen,
            "contiguous": self._contiguous,
            "tolerance": _titled(self.tr("Tolerance"), self._tolerance),
            "hint": self._hint,
        }
        for field in self._fields.values():
            row.addWidget(field)
        row.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Tool options"))

    # What is shown

    def _refresh(self) -> None:
        session, tool = self._session, self._session.tool
        on_labels = isinstance(session.paint_layer, LabelLayer)
        shown = set(_SHOWN[tool]) - (_NOT_ON_LABELS if on_labels else set())
        if tool in ("rectangle", "ellipse") and session.shape_filled:
            shown.discard("size")
        self._shown = shown
        self._colour.setVisible(not on_labels)
        self._class.setVisible(on_labels)
        self._pressure["pressure_opacity"].setVisible(not on_labels and tool != "ink")
        self._pressure["tapered"].setVisible(not on_labels and tool == "ink")
        self._icon.setPixmap(theme.pixmap(tool.replace("_", "-"), 20, ratio=self.devicePixelRatioF()))
        self._title.setText(title_of(tool))
        self._hint.setText(hint_of(tool))
        self._fit()
        self._show_values()

    def minimumSizeHint(self) -> QSize:
        """The bar must not hold a window wide; what has no room is left out."""
        return QSize(_LEAST_WIDTH, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Show what belongs to the tool, as far as there is room."""
        room = self.width() - self._title.sizeHint().width() - _HEAD_WIDTH
        needed = {name: self._fields[name].minimumSizeHint().width() + _SPACING for name in self._shown}
        for name in _SPARED_FIRST:
            if sum(needed.values()) > room:
                needed.pop(name, None)
        for name, field in self._fields.items():
            field.setVisible(name in needed)

    def _show_values(self) -> None:
        session, brush = self._session, self._session.brush
        self._size.set_value(brush.size)
        self._hardness.set_value(round(brush.hardness * 100))
        self._opacity.set_value(round(brush.opacity * 100))
        self._thinnest.set_value(round(brush.thinnest * 100))
        self._smoothing.set_value(round(brush.smoothing * 100))
        self._tolerance.set_value(session.fill_tolerance)
        for name, action in self._pressure.items():
            _set_quietly(action, getattr(brush, name))
        _set_quietly(self._filled, session.shape_filled)
        _set_quietly(self._contiguous, session.fill_contiguous)


class SizeControl(Control):
    """A brush size: the slider is logarithmic, so that small sizes have as much room as large ones."""

    _STEPS = 400

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = QSpinBox()
        self.slider = JumpSlider()
        self.slider.setRange(0, self._STEPS)
        self.slider.setMinimumWidth(48)
        self.slider.valueChanged.connect(self._slider_moved)
        self.slider.reset.connect(lambda: self.field.setValue(32))
        self.field.setRange(int(MIN_BRUSH), int(MAX_BRUSH))
        self.field.setSuffix(" px")
        self.field.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.field.setKeyboardTracking(False)
        self.field.setFixedWidth(72)
        quiet_spin_box(self.field, arrows=False)
        self.field.valueChanged.connect(self._field_changed)
        self.row.addWidget(self.slider, 1)
        self.row.addWidget(self.field)
        self.setFocusProxy(self.field)

    def value(self) -> int:
        return self.field.value()

    def set_value(self, value: float) -> None:
        with QSignalBlocker(self.field):
            self.field.setValue(round(value))
        self._move_slider()

    def set_name(self, name: str, help: str = "") -> None:
        super().set_name(name, help)
        self.slider.setAccessibleName(name)

    def _field_changed(self, value: int) -> None:
        self._move_slider()
        self.changed.emit(value)

    def _slider_moved(self, step: int) -> None:
        low, high = log(MIN_BRUSH), log(MAX_BRUSH)
        self.field.setValue(round(exp(low + (high - low) * step / self._STEPS)))

    def _move_slider(self) -> None:
        low, high = log(MIN_BRUSH), log(MAX_BRUSH)
        with QSignalBlocker(self.slider):
            self.slider.setValue(round((log(self.field.value()) - low) / (high - low) * self._STEPS))


def title_of(tool: str) -> str:
    """What a tool is called."""
    names = {
        "brush": translate("Tools", "Brush"),
        "ink": translate("Tools", "Ink"),
        "eraser": translate("Tools", "Eraser"),
        "fill": translate("Tools", "Fill"),
        "line": translate("Tools", "Line"),
        "rectangle": translate("Tools", "Rectangle"),
        "ellipse": translate("Tools", "Ellipse"),
        "eyedropper": translate("Tools", "Eyedropper"),
        "select_rectangle": translate("Tools", "Select a rectangle"),
        "select_ellipse": translate("Tools", "Select an ellipse"),
        "points": translate("Tools", "Move points"),
        "hand": translate("Tools", "Hand"),
        "zoom": translate("Tools", "Zoom"),
    }
    return names[tool]


def hint_of(tool: str) -> str:
    """How to use a tool that has no options."""
    select = translate("Tools", "Shift adds, Alt takes away, both keep what overlaps. A click deselects.")
    hints = {
        "eyedropper": translate("Tools", "Click what you want to paint with. Alt does so with any brush."),
        "select_rectangle": select,
        "select_ellipse": select,
        "points": translate("Tools", "Drag from what is to move to where it should be. Alt-click removes."),
        "hand": translate("Tools", "Drag to move the picture. Space does so with any tool."),
        "zoom": translate("Tools", "Click to come nearer, with Alt to go away. Drag to fill the view."),
    }
    return hints.get(tool, "")


def _titled(text: str, control: QWidget) -> QWidget:
    """A control behind its name, no wider than it needs to be."""
    label = QLabel(text)
    label.setProperty("role", "muted")
    label.setBuddy(control)
    control.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    field = _together(label, control)
    field.setMaximumWidth(label.sizeHint().width() + 8 + _CONTROL_WIDTH)
    return field


def _together(*widgets: QWidget) -> QWidget:
    field = QWidget()
    row = QHBoxLayout(field)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    for widget in widgets:
        row.addWidget(widget)
    return field


def _set_quietly(target: QAction | QCheckBox, on: bool) -> None:
    with QSignalBlocker(target):
        target.setChecked(on)
