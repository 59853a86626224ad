"""The plane of seeds: a map of pictures around the present place, on which one wanders."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping
from typing import Any

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from ..sampling import ROW_OF_SEEDS
from .previews import Previews
from .thumbs import drag_look

_CELLS = 5
_NUDGE, _STEP = 0.1, 1.0
_PLACED = ("x", "y", "size")
Node = tuple[int, int]


class Plane(QWidget):
    """Writes the parameters `x` and `y`."""

    handles = ("x", "y")

    @staticmethod
    def suits(params: Any) -> bool:
        return {"x", "y", "seed", "base"} <= set(params.model_fields)

    def __init__(self, context: Any) -> None:
        super().__init__()
        self._context = context
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self.map = SeedMap(context)
        column.addWidget(self.map)
        row = QHBoxLayout()
        self.place = QLabel()
        self.place.setProperty("role", "caption")
        self.place.setMinimumWidth(40)
        self.place.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.take = context.kit.tool("pin", self.tr("Go on from the nearest seed"))
        self.take.clicked.connect(self._take)
        self.back = context.kit.tool("home", self.tr("Back to the seed"))
        self.back.clicked.connect(lambda: context.set_params(x=0.0, y=0.0))
        row.addWidget(self.place, 1)
        row.addWidget(self.take)
        row.addWidget(self.back)
        column.addLayout(row)
        context.changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        params = self._context.params
        away = bool(params.x or params.y)
        self.take.setEnabled(away)
        self.back.setEnabled(away)
        text = self.tr("Seed {0}").format(seed_at(params, (round(params.x), round(params.y))))
        if away:
            text = self.tr("{0} across, {1} down").format(f"{params.x:+.2f}", f"{params.y:+.2f}")
        if params.base:
            text = self.tr("The picture does not come from a seed.")
        self.place.setText(text)
        self.map.setVisible(not params.base)

    def _take(self) -> None:
        params = self._context.params
        seed = seed_at(params, (round(params.x), round(params.y)))
        self._context.set_params(seed=seed, x=0.0, y=0.0)


class SeedMap(QWidget):
    """Drag to wander, click to go to a picture, arrows step; with Ctrl a picture is dragged away."""

    def __init__(self, context: Any) -> None:
        super().__init__()
        self._context = context
        self._kit = context.kit
        self._images: dict[Node, QImage] = {}
        self._shared: Mapping[str, Any] = {}
        self._asked: tuple[Node, ...] = ()
        self._pressed: QPointF | None = None
        self._from = (0.0, 0.0)
        self._moved = False
        self._previews = Previews(context, self._arrived)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Plane of seeds"))
        self.setToolTip(
            self.tr("Drag to wander, click to go there, arrows step. Ctrl and drag takes a picture along.")
        )
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        context.changed.connect(self._changed)
        self._kit.theme_changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(260, 260)

    def heightForWidth(self, width: int) -> int:
        return min(width, 320)

    @property
    def place(self) -> tuple[float, float]:
        params = self._context.params
        return params.x, params.y

    # Pictures

    def showEvent(self, event: object) -> None:
        self._changed()

    def hideEvent(self, event: object) -> None:
        """Folded: nothing is drawn that nobody sees."""
        self._previews.stop()
        self._asked = ()
        self._context.settle()

    def _changed(self) -> None:
        if not self.isVisible():
            return
        values = self._context.params.model_dump()
        shared = {name: value for name, value in values.items() if name not in _PLACED}
        if shared != self._shared:
            self._shared = shared
            self._images.clear()
            self._asked = ()
        self._ask()
        self.update()

    def _ask(self) -> None:
        """The pictures in view, the nearest first."""
        if self._context.params.base:
            self._previews.stop()
            return
        nodes = tuple(sorted(self._in_view(), key=self._distance))
        if set(nodes) != set(self._asked):
            self._asked = nodes
            wanted = [(node, self._params_at(node)) for node in nodes if node not in self._images]
            self._previews.ask(wanted)

    def _params_at(self, node: Node) -> dict[str, Any]:
        return {**self._shared, "x": 0.0, "y": 0.0, "seed": seed_at(self._context.params, node)}

    def _arrived(self, node: Hashable, image: QImage) -> None:
        if isinstance(node, tuple):
            self._images[node] = image
            self.update()

    def _in_view(self) -> list[Node]:
        x, y = self.place
        half = _CELLS / 2
        across = range(math.floor(x - half + 0.5), math.ceil(x + half - 0.5) + 1)
        down = range(math.floor(y - half + 0.5), math.ceil(y + half - 0.5) + 1)
        return [(i, j) for j in down for i in across]

    def _distance(self, node: Node) -> float:
        x, y = self.place
        return math.hypot(node[0] - x, node[1] - y)

    # Geometry

    def _cell(self) -> float:
        return min(self.width(), self.height()) / _CELLS

    def _rect(self, node: Node) -> QRectF:
        cell, (x, y) = self._cell(), self.place
        left = self.width() / 2 + (node[0] - x - 0.5) * cell
        top = self.height() / 2 + (node[1] - y - 0.5) * cell
        return QRectF(left, top, cell, cell)

    def node_at(self, point: QPointF) -> Node:
        cell, (x, y) = self._cell(), self.place
        return (
            round(x + (point.x() - self.width() / 2) / cell),
            round(y + (point.y() - self.height() / 2) / cell),
        )

    # Hands

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or self._context.params.base:
            return
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            node = self.node_at(event.position())
            drag_look(self, self._kit, self._params_at(node), self._images.get(node, QImage()))
            return
        self._pressed, self._from, self._moved = event.position(), self.place, False
        self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed is None:
            return
        way = event.position() - self._pressed
        if self._moved or way.manhattanLength() >= QApplication.startDragDistance():
            self._moved = True
            cell = self._cell()
            self._wander(self._from[0] - way.x() / cell, self._from[1] - way.y() / cell)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._pressed is None:
            return
        self._pressed = None
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        if self._moved:
            self._context.settle()
        else:
            node = self.node_at(event.position())
            self._context.set_params(x=float(node[0]), y=float(node[1]))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        ways = {
            Qt.Key.Key_Left: (-1, 0),
            Qt.Key.Key_Right: (1, 0),
            Qt.Key.Key_Up: (0, -1),
            Qt.Key.Key_Down: (0, 1),
        }
        way = ways.get(Qt.Key(event.key()))
        if way is None or self._context.params.base:
            super().keyPressEvent(event)
            return
        step = _NUDGE if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else _STEP
        x, y = self.place
        self._context.set_params(x=round(x + way[0] * step, 2), y=round(y + way[1] * step, 2))

    def _wander(self, x: float, y: float) -> None:
        self._context.drag(x=round(min(max(x, -1000.0), 1000.0), 2), y=round(min(max(y, -1000.0), 1000.0), 2))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        kit, frame = self._kit, QRectF(self.rect())
        painter.fillRect(frame, kit.colour("well"))
        for node in self._in_view():
            place = self._rect(node).adjusted(1, 1, -1, -1)
            image = self._images.get(node)
            if image is None:
                painter.fillRect(place, kit.colour("raised"))
            else:
                painter.drawImage(place, image)
        self._paint_place(painter, frame.center())
        if self.hasFocus():
            painter.setPen(QPen(kit.colour("accent"), 2))
            painter.drawRect(frame.adjusted(1, 1, -1, -1))

    def _paint_place(self, painter: QPainter, centre: QPointF) -> None:
        """Where one is: a ring that shows on any picture."""
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for colour, width in ((QColor(0, 0, 0, 150), 4.0), (QColor(255, 255, 255, 240), 2.0)):
            painter.setPen(QPen(colour, width))
            painter.drawEllipse(centre, 7, 7)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._kit.colour("accent"))
        painter.drawEllipse(centre, 3, 3)
        painter.setBrush(Qt.BrushStyle.NoBrush)


def seed_at(params: Any, node: Node) -> int:
    """The seed at a whole place of the plane, as the operation counts them."""
    return int((params.seed + node[0] + node[1] * ROW_OF_SEEDS) % 2**31)
