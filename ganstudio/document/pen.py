"""Lines of a pen: the hand is steadied, its path rounded, and the ends are tapered.

Steadying is the pulled string (Lazy Nezumi and Krita call it so): the tip is dragged behind the hand on a
string and moves only when the string is taut, so that a trembling hand draws a calm line. The path goes
through the middles between the places of the tip, each of which bends it as the control point of a quadratic
Bézier curve; so there are no corners, however seldom the device reports.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import ceil, hypot, sqrt

from ganstudio.document.document import Document
from ganstudio.document.painting import BrushSettings, Stroke, Value
from ganstudio.document.tiles import EMPTY, Rect

_FLAT = 0.1
"""Pixels by which a piece of a curve may differ from it."""
_FASTEST = 3000.0
"""Pixels per second at which a line without pressure is thinnest."""
_INERTIA = 24.0
"""Pixels over which the width follows the speed."""
_TIP = 0.15
"""Pressure at the tapered ends of a line."""


@dataclass(frozen=True)
class Touch:
    """Where the pen is, in pixels of the document; `pressure` is 0-1, `time` in seconds.

    `pressure` None means that the device feels none, as a mouse: speed then takes its place.
    """

    x: float
    y: float
    pressure: float | None = None
    time: float = 0.0

    def distance(self, other: Touch) -> float:
        return hypot(other.x - self.x, other.y - self.y)

    def towards(self, other: Touch, t: float) -> Touch:
        """The place between two, 0-1; both have pressure."""
        a, b = self.pressure or 0.0, other.pressure or 0.0
        return Touch(self.x + (other.x - self.x) * t, self.y + (other.y - self.y) * t, a + (b - a) * t)


class PulledString:
    """The tip on a string of `length` pixels behind the hand."""

    def __init__(self, length: float, at: Touch) -> None:
        self._length = length
        self._tip = at

    def pull(self, hand: Touch) -> Touch | None:
        """Where the tip is now, with the hand's pressure and time; None while the string is slack."""
        away = self._tip.distance(hand)
        if away <= self._length:
            return None
        moved = self._tip.towards(hand, 1 - self._length / away)
        self._tip = replace(moved, pressure=hand.pressure, time=hand.time)
        return self._tip


class Tapering:
    """Pressure for a device that feels none: it grows at the start and gives way with speed."""

    def __init__(self, at: Touch, scale: float) -> None:
        self._last = at
        self._scale = scale
        self.pressure = _TIP

    def press(self, touch: Touch) -> float:
        """The pressure at the next place; `scale` turns pixels of the document into those of the screen."""
        way, seconds = self._last.distance(touch) * self._scale, touch.time - self._last.time
        self._last = touch
        speed = min(way / seconds / _FASTEST, 1.0) if seconds > 0 else 0.0
        share = min(way / _INERTIA, 1.0)
        self.pressure += (1 - 0.7 * speed - self.pressure) * share
        return self.pressure


class PenStroke:
    """One line of the pen: `begin`, any number of `to`, then `end` or `cancel`, as `Stroke`.

    `string` is the length of the pulled string in pixels of the document, 0 for none. With `tapered`, a
    device without pressure gets it from its speed; `scale` is the zoom at which the hand moves.
    """

    def __init__(
        self,
        document: Document,
        layer_id: str,
        settings: BrushSettings,
        value: Value,
        *,
        string: float = 0.0,
        tapered: bool = False,
        scale: float = 1.0,
    ) -> None:
        own = replace(settings, smoothing=0.0, pressure_size=settings.pressure_size or tapered)
        self._stroke = Stroke(document, layer_id, own, value, "Ink")
        self._string_length = string
        self._tapered = tapered
        self._scale = scale

    def begin(self, touch: Touch) -> Rect:
        """Put the pen down."""
        self._string = PulledString(self._string_length, touch)
        tapers = self._tapered and touch.pressure is None
        self._tapering = Tapering(touch, self._scale) if tapers else None
        self._hand = touch
        self._at = self._corner = replace(touch, pressure=self._pressure(touch, _TIP))
        return self._stroke.begin(touch.x, touch.y, self._at.pressure or 0.0)

    def to(self, touch: Touch) -> Rect:
        """Move the pen."""
        self._hand = touch
        tip = self._string.pull(touch)
        return EMPTY if tip is None else self._bend_to(self._felt(tip))

    def end(self) -> Rect:
        """Lift the pen: the line is drawn up to the hand, and is one step."""
        last = replace(self._hand, pressure=self._corner.pressure)
        if self._tapering is not None:
            # A press that goes nowhere is a dot.
            last = replace(last, pressure=_TIP if self._at.distance(last) else 1.0)
        for place in _curve(self._at, self._corner, last):
            self._draw(place)
        return self._stroke.end()

    def cancel(self) -> None:
        """Take the line back."""
        self._stroke.cancel()

    def _felt(self, tip: Touch) -> Touch:
        speed = self._tapering.press(tip) if self._tapering is not None else 1.0
        return replace(tip, pressure=self._pressure(tip, speed))

    def _pressure(self, touch: Touch, by_speed: float) -> float:
        if touch.pressure is not None:
            return touch.pressure
        return by_speed if self._tapered else 1.0

    def _bend_to(self, tip: Touch) -> Rect:
        """Draw up to the middle between the last place of the tip and this one."""
        changed = EMPTY
        middle = self._corner.towards(tip, 0.5)
        for place in _curve(self._at, self._corner, middle):
            changed = changed.union(self._draw(place))
        self._at, self._corner = middle, tip
        return changed

    def _draw(self, place: Touch) -> Rect:
        return self._stroke.to(place.x, place.y, place.pressure or 0.0)


def _curve(start: Touch, control: Touch, end: Touch) -> Iterator[Touch]:
    """Places along a quadratic Bézier curve, as many as its bend asks for."""
    # Its second difference, a constant, is how far one chord is off; n chords are off by a part of n².
    bend = hypot(start.x - 2 * control.x + end.x, start.y - 2 * control.y + end.y) / 4
    count = max(1, ceil(sqrt(bend / _FLAT)))
    for i in range(1, count + 1):
        t = i / count
        yield start.towards(control, t).towards(control.towards(end, t), t)
