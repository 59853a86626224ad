"""Curves over steps: linear axes, no logarithms, a legend that hides curves, values under the pointer."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QLocale, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QIcon,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPixmap,
    QPolygonF,
)
from PySide6.QtWidgets import QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from ganstudio.app import theme
from ganstudio.app.training.runs import Series
from ganstudio.app.training.words import figure_title
from ganstudio.app.widgets.flow import FlowLayout

_COLOURS = {
    name: tuple(colours.split())
    for name, colours in {
        "dark": "#4fc3b1 #f0a45a #8ab4f8 #e58fc2 #c3d94e #b39df2 #f28b82 #9aa6b2 #eef0f2 #b5764f",
        "light": "#0f7d6e #b85c00 #2a62c9 #ad2f7c #66780a #6a47c7 #c0392b #5a6673 #1f2328 #8a5a2b",
    }.items()
}
_LEFT, _RIGHT, _TOP, _BOTTOM = 52, 12, 10, 22
_NOISY = 24
"""From so many points on, a smooth line is drawn over the raw one."""


@dataclass(frozen=True)
class Curve:
    """A curve as it is shown; the dashed ones are those of the run that is compared."""

    name: str
    series: Series
    colour: int = 0
    dashed: bool = False

    @property
    def label(self) -> str:
        return figure_title(self.name)


class Plot(QWidget):
    """The area with the axes. Arrow keys move the line that tells values, Escape takes it away."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.curves: tuple[Curve, ...] = ()
        self.pointed: float | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(200, 110)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        theme.notifier.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(420, 170)

    def show_curves(self, curves: Sequence[Curve]) -> None:
        self.curves = tuple(curve for curve in curves if curve.series.steps)
        said = ", ".join(f"{curve.label} {curve.series.values[-1]:.4g}" for curve in self.curves)
        self.setAccessibleDescription(said)
        self.update()

    def values_at(self, step: float) -> list[tuple[Curve, float, float]]:
        """For each curve the point that is nearest to a step: (curve, its step, its value)."""
        found = []
        for curve in self.curves:
            steps = curve.series.steps
            place = bisect_left(steps, step)
            near = [at for at in (place - 1, place) if 0 <= at < len(steps)]
            at = min(near, key=lambda one: abs(steps[one] - step))
            found.append((curve, steps[at], curve.series.values[at]))
        return found

    # Pointing

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        area = self._area()
        x = event.position().x()
        low, high = self._span()
        inside = bool(self.curves) and area.left() - 4 <= x <= area.right() + 4
        self.pointed = low + (x - area.left()) / area.width() * (high - low) if inside else None
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self.pointed = None
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        low, high = self._span()
        moves = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        if event.key() in moves and self.curves:
            now = self.pointed if self.pointed is not None else high
            self.pointed = min(max(now + moves[event.key()] * (high - low) / 50, low), high)
        elif event.key() == Qt.Key.Key_Escape and self.pointed is not None:
            self.pointed = None
        else:
            super().keyPressEvent(event)
            return
        self.update()

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = theme.tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(tokens.colour("accent" if self.hasFocus() else "border"), 1))
        painter.setBrush(tokens.colour("panel"))
        painter.drawRoundedRect(frame, 6, 6)
        font = self.font()
        font.setPixelSize(tokens.caption_px)
        painter.setFont(font)
        area = self._area()
        if not self.curves:
            painter.setPen(tokens.colour("text_muted"))
            painter.drawText(frame, Qt.AlignmentFlag.AlignCenter, self.tr("Nothing was measured yet"))
            return
        self._draw_axes(painter, area)
        painter.save()
        painter.setClipRect(area.adjusted(-1, -2, 2, 2))
        for curve in self.curves:
            self._draw_curve(painter, area, curve)
        painter.restore()
        if self.pointed is not None:
            self._draw_pointed(painter, area, self.pointed)

    def _area(self) -> QRectF:
        return QRectF(self.rect()).adjusted(_LEFT, _TOP, -_RIGHT, -_BOTTOM)

    def _span(self) -> tuple[float, float]:
        if not self.curves:
            return 0.0, 1.0
        low = min(curve.series.steps[0] for curve in self.curves)
        high = max(curve.series.steps[-1] for curve in self.curves)
        return (low, high) if high > low else (low - 1, high + 1)

    def _reach(self) -> tuple[float, float]:
        values = [value for curve in self.curves for value in curve.series.values]
        low, high = min(values), max(values)
        if high == low:
            pad = abs(high) * 0.1 or 1.0
            return low - pad, high + pad
        pad = (high - low) * 0.06
        return (low - pad if low < 0 or low - pad > 0 else 0.0), high + pad

    def _draw_axes(self, painter: QPainter, area: QRectF) -> None:
        tokens = theme.tokens()
        low, high = self._reach()
        first, last = self._span()
        line = tokens.colour("border")
        line.setAlpha(130)
        for value in ticks(low, high, max(2, int(area.height() // 34))):
            y = area.bottom() - (value - low) / (high - low) * area.height()
            painter.setPen(QPen(line, 1))
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            painter.setPen(tokens.colour("text_muted"))
            place = QRectF(0, y - 8, area.left() - 8, 16)
            painter.drawText(
                place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, f"{value:.6g}"
            )
        painter.setPen(tokens.colour("text_muted"))
        for step in ticks(first, last, max(2, int(area.width() // 90))):
            x = area.left() + (step - first) / (last - first) * area.width()
            place = QRectF(x - 45, area.bottom() + 3, 90, 16)
            if place.right() > self.width():
                place.moveRight(self.width() - 4)
                flags = Qt.AlignmentFlag.AlignRight
            else:
                flags = Qt.AlignmentFlag.AlignHCenter
            painter.drawText(place, flags, QLocale().toString(round(step)))

    def _draw_curve(self, painter: QPainter, area: QRectF, curve: Curve) -> None:
        colour = curve_colour(curve.colour)
        style = Qt.PenStyle.DashLine if curve.dashed else Qt.PenStyle.SolidLine
        values: Sequence[float] = curve.series.values
        noisy = len(values) > _NOISY
        if noisy and not curve.dashed:
            faint = QColor(colour)
            faint.setAlpha(70)
            painter.setPen(QPen(faint, 1))
            painter.drawPolyline(self._points(area, curve.series.steps, values))
        smooth = smoothed(values) if noisy else values
        pen = QPen(colour, 1.5 if curve.dashed else 2, style)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        points = self._points(area, curve.series.steps, smooth)
        painter.drawPolyline(points)
        if not curve.dashed:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            painter.drawEllipse(points.at(points.size() - 1), 2.5, 2.5)
            painter.setBrush(Qt.BrushStyle.NoBrush)

    def _points(self, area: QRectF, steps: Sequence[float], values: Sequence[float]) -> QPolygonF:
        """At most a few points for each pixel: of the others the smallest and the largest are kept."""
        low, high = self._reach()
        first, last = self._span()
        kept: Sequence[int] = range(len(steps))
        room = max(2, int(area.width()))
        if len(steps) > 4 * room:
            kept = thinned(values, room)
        return QPolygonF(
            [
                QPointF(
                    area.left() + (steps[at] - first) / (last - first) * area.width(),
                    area.bottom() - (values[at] - low) / (high - low) * area.height(),
                )
                for at in kept
            ]
        )

    def _draw_pointed(self, painter: QPainter, area: QRectF, step: float) -> None:
        """A line at a step, and a box with the values there."""
        tokens = theme.tokens()
        found = self.values_at(step)
        low, high = self._reach()
        first, last = self._span()
        x = area.left() + (step - first) / (last - first) * area.width()
        painter.setPen(QPen(tokens.colour("border_strong"), 1, Qt.PenStyle.DotLine))
        painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
        for curve, at, value in found:
            place = QPointF(
                area.left() + (at - first) / (last - first) * area.width(),
                area.bottom() - (value - low) / (high - low) * area.height(),
            )
            painter.setPen(QPen(tokens.colour("panel"), 1.5))
            painter.setBrush(curve_colour(curve.colour))
            painter.drawEllipse(place, 4, 4)
        nearest = min((at for _, at, _ in found), key=lambda at: abs(at - step))
        title = self.tr("Step {0}").replace("{0}", QLocale().toString(round(nearest)))
        rows = [(curve, f"{value:.4g}") for curve, _, value in found]
        self._draw_box(painter, area, x, title, rows)

    def _draw_box(
        self, painter: QPainter, area: QRectF, x: float, title: str, rows: Sequence[tuple[Curve, str]]
    ) -> None:
        tokens = theme.tokens()
        metrics = QFontMetrics(painter.font())
        names = [metrics.elidedText(curve.label, Qt.TextElideMode.ElideRight, 130) for curve, _ in rows]
        wide = [metrics.horizontalAdvance(name) + metrics.horizontalAdvance(text) + 44
                for name, (_, text) in zip(names, rows, strict=True)]  # fmt: skip
        width = max([metrics.horizontalAdvance(title) + 16, *wide])
        height = 16 * (len(rows) + 1) + 10
        left = x + 10 if x + 10 + width < self.width() else x - 10 - width
        box = QRectF(max(2, left), max(2, min(area.top() + 2, self.height() - height - 2)), width, height)
        painter.setPen(QPen(tokens.colour("border_strong"), 1))
        painter.setBrush(tokens.colour("raised"))
        painter.drawRoundedRect(box, 4, 4)
        painter.setPen(tokens.colour("text_muted"))
        line = QRectF(box.left() + 8, box.top() + 5, box.width() - 16, 16)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(line, middle | Qt.AlignmentFlag.AlignLeft, title)
        for name, (curve, text) in zip(names, rows, strict=True):
            line.translate(0, 16)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(curve_colour(curve.colour))
            painter.drawEllipse(QPointF(line.left() + 4, line.center().y()), 3.5, 3.5)
            painter.setPen(tokens.colour("text"))
            painter.drawText(line.adjusted(14, 0, 0, 0), middle | Qt.AlignmentFlag.AlignLeft, name)
            painter.drawText(line, middle | Qt.AlignmentFlag.AlignRight, text)


class Chart(QWidget):
    """A title, a legend whose entries show and hide curves, and the plot."""

    def __init__(self, title: str, *, single: bool = False, parent: QWidget | None = None) -> None:
        """`single` shows one at a time, for curves whose values have nothing to do with each other."""
        super().__init__(parent)
        self._single = single
        self._chosen = ""
        self._curves: tuple[Curve, ...] = ()
        self._hidden: set[str] = set()
        self._shown_names: tuple[str, ...] = ()
        self._title = QLabel(title)
        self._title.setProperty("role", "heading")
        self._legend = QWidget()
        self._flow = FlowLayout(self._legend, spacing=4)
        self.chips: dict[str, QPushButton] = {}
        self.plot = Plot()
        self.plot.setAccessibleName(title)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self._title)
        column.addWidget(self._legend)
        column.addWidget(self.plot, 1)
        theme.notifier.changed.connect(self._paint_chips)

    def show_series(
        self, series: Mapping[str, Series], other: Mapping[str, Series] | None = None, other_name: str = ""
    ) -> None:
        """Curves in a fixed order; `other` are those of a run that is compared, dashed."""
        names = list(dict.fromkeys([*series, *(other or {})]))
        curves = [
            Curve(f"{figure_title(name)} · {other_name}", found, place, dashed=True)
            for place, name in enumerate(names)
            if (found := (other or {}).get(name)) is not None
        ]
        curves += [Curve(name, series[name], place) for place, name in enumerate(names) if name in series]
        self._curves = tuple(curves)
        self._make_chips(names)
        self._apply()

    def _make_chips(self, names: Sequence[str]) -> None:
        if tuple(names) == self._shown_names:
            return
        self._shown_names = tuple(names)
        self.chips = {}
        while (item := self._flow.takeAt(0)) is not None:
            item.widget().hide()
            item.widget().deleteLater()
        for name in names:
            chip = QPushButton(figure_title(name))
            chip.setProperty("chip", True)
            chip.setCheckable(True)
            chip.setChecked(name not in self._hidden and not self._single)
            chip.setAutoExclusive(self._single)
            if self._single:
                chip.setToolTip(self.tr("Show this curve"))
            else:
                chip.setToolTip(self.tr("Show or hide this curve"))
            chip.toggled.connect(lambda on, name=name: self._toggle(name, on))
            self.chips[name] = chip
            self._flow.addWidget(chip)
        if self._single and names:
            self._chosen = self._chosen if self._chosen in names else names[0]
            self.chips[self._chosen].setChecked(True)
        self._legend.setVisible(bool(names))
        self._legend.updateGeometry()
        self._paint_chips()

    def _paint_chips(self) -> None:
        for place, chip in enumerate(self.chips.values()):
            chip.setIcon(_dot(curve_colour(place), self.devicePixelRatioF()))
            chip.setIconSize(QSize(8, 8))

    def _toggle(self, name: str, on: bool) -> None:
        (self._hidden.discard if on else self._hidden.add)(name)
        if on:
            self._chosen = name
        self._apply()

    def _apply(self) -> None:
        def shown(curve: Curve) -> bool:
            name = curve.name.partition(" · ")[0]
            return name == self._chosen if self._single else name not in self._hidden

        self.plot.show_curves([curve for curve in self._curves if shown(curve)])


def curve_colour(place: int) -> QColor:
    colours = _COLOURS[theme.current()]
    return QColor(colours[place % len(colours)])


def _dot(colour: QColor, ratio: float) -> QIcon:
    side = max(8, round(8 * ratio))
    picture = QPixmap(side, side)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    path = QPainterPath()
    path.addEllipse(QRectF(0, 0, side, side))
    painter.fillPath(path, colour)
    painter.end()
    picture.setDevicePixelRatio(ratio)
    return QIcon(picture)


def ticks(low: float, high: float, most: int) -> list[float]:
    """Round numbers between two others: multiples of 1, 2 or 5 times a power of ten, about `most` of them."""
    span = high - low
    if span <= 0 or not math.isfinite(span):
        return [low]
    rough = span / max(1, most)
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(factor * power for factor in (1, 2, 5, 10) if factor * power >= rough)
    first = math.ceil(low / step - 1e-9)
    return [round(at * step, 12) for at in range(first, math.floor(high / step + 1e-9) + 1)]


def smoothed(values: Sequence[float]) -> list[float]:
    """A moving average that weighs all points before equally at first, and the last thirtieth later."""
    found: list[float] = []
    most = max(5.0, len(values) / 30)
    mean = 0.0
    for count, value in enumerate(values, 1):
        mean += (value - mean) / min(count, most)
        found.append(mean)
    return found


def thinned(values: Sequence[float], groups: int) -> list[int]:
    """Places of the smallest and the largest value of each of so many equal stretches, and both ends."""
    size = len(values) / groups
    kept = {0, len(values) - 1}
    for group in range(groups):
        stretch = range(int(group * size), max(int((group + 1) * size), int(group * size) + 1))
        kept.add(min(stretch, key=values.__getitem__))
        kept.add(max(stretch, key=values.__getitem__))
    return sorted(kept)
