"""The tool that pulls points of the picture: handles, and arrows to where they are to go."""

from __future__ import annotations

from dataclasses import dataclass
from math import atan2, cos, hypot, pi, sin

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from ganstudio.app import theme
from ganstudio.app.canvas.tool import Modifier, Navigator, Pointer, Tool
from ganstudio.app.canvas.viewport import Viewport
from ganstudio.app.session import EditorSession, Pair

_NEAR = 10.0
"""Logical pixels within which a press takes hold of a point that is there."""
_HANDLE, _HEAD = 5.0, 11.0


@dataclass(frozen=True)
class _Grip:
    """The end of a pair that is held: 0 is the handle, 1 its target."""

    pair: int
    end: int


class PointsTool(Tool):
    """A press puts a handle and drags its target; ends that are there can be moved, Alt takes a pair away."""

    def __init__(self, session: EditorSession, navigator: Navigator) -> None:
        super().__init__(session, navigator)
        self._grip: _Grip | None = None
        self._before: tuple[Pair, ...] = ()
        session.points_changed.connect(navigator.repaint_overlay)

    def press(self, pointer: Pointer) -> None:
        points = self._before = self.session.points
        found = self._at(pointer)
        if pointer.has(Modifier.AltModifier):
            if found is not None:
                self.session.set_points([pair for i, pair in enumerate(points) if i != found.pair])
            return
        if found is None:
            place = self._share(pointer)
            if place is None:
                return
            self.session.set_points([*points, (place, place)])
            found = _Grip(len(points), 1)
        self._grip = found

    def move(self, pointer: Pointer) -> None:
        place = self._share(pointer)
        if self._grip is None or place is None or self._grip.pair >= len(self.session.points):
            return
        points = list(self.session.points)
        handle, target = points[self._grip.pair]
        points[self._grip.pair] = (handle, place) if self._grip.end else (place, target)
        self.session.set_points(points)

    def release(self, pointer: Pointer) -> None:
        self._grip = None

    def cancel(self) -> None:
        self._grip = None
        self.session.set_points(self._before)

    def draw(self, painter: QPainter, viewport: Viewport) -> None:
        document = self.session.document
        if document is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for pair in self.session.points:
            ends = [viewport.to_pane(QPointF(x * document.width, y * document.height)) for x, y in pair]
            _draw_pair(painter, *ends)

    def _share(self, pointer: Pointer) -> tuple[float, float] | None:
        """Where the pointer is, in shares of the picture; what lies outside is brought to its edge."""
        document = self.session.document
        if document is None:
            return None
        x, y = pointer.document.x() / document.width, pointer.document.y() / document.height
        return min(max(x, 0.0), 1.0), min(max(y, 0.0), 1.0)

    def _at(self, pointer: Pointer) -> _Grip | None:
        """The nearest end under the pointer; targets lie above handles."""
        document = self.session.document
        if document is None:
            return None
        scale = self.navigator.viewport.scale
        found: list[tuple[float, int, _Grip]] = []
        for index, pair in enumerate(self.session.points):
            for end, (x, y) in enumerate(pair):
                dx = pointer.document.x() - x * document.width
                dy = pointer.document.y() - y * document.height
                found.append((hypot(dx, dy) * scale, -end, _Grip(index, end)))
        distance, _, grip = min(found, key=lambda item: item[:2], default=(_NEAR + 1, 0, _Grip(0, 0)))
        return grip if distance <= _NEAR else None


def _draw_pair(painter: QPainter, handle: QPointF, target: QPointF) -> None:
    """An arrow in white on a dark edge, so that it shows on any picture; its handle in the accent."""
    way = target - handle
    length = hypot(way.x(), way.y())
    edge, line = QColor(0, 0, 0, 150), QColor(255, 255, 255, 240)
    if length > _HEAD:
        angle = atan2(way.y(), way.x())
        for colour, width in ((edge, 4.5), (line, 2.0)):
            painter.setPen(QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
            painter.drawLine(handle, target)
            for side in (angle + 0.83 * pi, angle - 0.83 * pi):
                painter.drawLine(target, target + QPointF(cos(side), sin(side)) * _HEAD)
    painter.setPen(QPen(edge, 3.5))
    painter.setBrush(theme.tokens().colour("accent"))
    if length <= 1:
        # A point that is to stay where it is.
        box = [QPointF(0, -1), QPointF(1, 0), QPointF(0, 1), QPointF(-1, 0)]
        painter.drawPolygon(QPolygonF([handle + corner * (_HANDLE + 1.5) for corner in box]))
        painter.setPen(QPen(line, 1.5))
        painter.drawPolygon(QPolygonF([handle + corner * (_HANDLE + 1.5) for corner in box]))
    else:
        painter.drawEllipse(handle, _HANDLE, _HANDLE)
        painter.setPen(QPen(line, 1.5))
        painter.drawEllipse(handle, _HANDLE, _HANDLE)
    painter.setBrush(Qt.BrushStyle.NoBrush)
