"""The mouth: curved lips that a smile widens, lifts and opens, with teeth and tongue between them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ganstudio.worlds.faces.record import Attributes
from ganstudio.worlds.faces.solids import Points
from ganstudio.worlds.faces.tones import line, mix, plain, spot, tone
from ganstudio.worlds.light import linear
from ganstudio.worlds.noise import Array, smoothstep

MOUTH_Y = -0.56  # height of the mouth on the head
_TEETH, _THROAT, _TONGUE = linear("#f4efe6"), linear("#4a1218"), linear("#c85a5c")


@dataclass(frozen=True)
class Mouth:
    """The mouth seen from the front, as curves over u, which is -1 and 1 in its corners."""

    width: float  # half of it
    lift: float  # of the corners
    gap: float  # between the lips, in the middle
    lips: float  # how full they are

    @property
    def middle(self) -> float:
        """The height at which the lips meet in the middle."""
        return MOUTH_Y - 0.35 * self.lift

    def across(self, x: Array) -> Array:
        u: Array = x * np.float32(1.0 / self.width)
        return u

    def edges(self, u: Array) -> tuple[Array, Array, Array, Array]:
        """Heights from below: of the lower lip, of the opening from and to, of the upper lip."""
        square = np.minimum(u * u, 1.0)
        room = 1.0 - square
        meeting = self.middle + self.lift * square
        upper = meeting + 0.22 * self.gap * room
        full = np.sqrt(room)
        lower = meeting - 0.85 * self.gap * (0.5 * room + 0.5 * full)
        bow = 1.0 - 0.28 * np.exp(-(u * u) * np.float32(40.0))
        top = upper + 0.062 * self.lips * full * bow
        bottom = lower - 0.085 * self.lips * full * (0.35 + 0.65 * room)
        return bottom, lower, upper, top

    def relief(self, p: Points) -> Array:
        """How far the lips stand out at points of the head."""
        u = self.across(p[0])
        bottom, lower, upper, top = self.edges(u)
        height = 0.030 * _swell(p[1], bottom, lower) + 0.024 * _swell(p[1], upper, top)
        return np.where((np.abs(u) < 1.0) & (p[2] > 0.3), height, 0.0).astype(np.float32)


def mouth(a: Attributes) -> Mouth:
    """The mouth of a smile: first the corners rise, then it opens."""
    opening = float(smoothstep(0.4, 1.0, np.array(a.smile, np.float32)))
    return Mouth(
        width=0.22 + 0.15 * a.smile,
        lift=0.005 + 0.14 * a.smile,
        gap=0.24 * opening,
        lips=0.7 + 0.6 * a.lips,
    )


def _swell(y: Array, low: Array, high: Array) -> Array:
    t = np.clip((y - low) / np.maximum(high - low, 1e-3), 0.0, 1.0)
    raised: Array = 4.0 * t * (1.0 - t)
    return raised


def paint_mouth(
    m: Mouth, a: Attributes, p: Points, front: Array, edge: float, albedo: Array
) -> tuple[Array, Array, Array]:
    """The mouth on skin of colours (3, n): the colours, and shares (n,) of lips and of the opening.

    `front` is 1 on the face; `edge` is the width over which painted edges are softened.
    """
    u, y = m.across(p[0]), p[1]
    bottom, lower, upper, top = m.edges(u)
    inside = front * np.clip((1.0 - np.abs(u)) * np.float32(m.width / edge) + 0.5, 0.0, 1.0)
    lips = _band(y, bottom, top, edge) * inside
    albedo = mix(albedo, tone(a, 0.86, 0.42, 0.42) + np.array([0.05, 0.0, 0.01], np.float32), 0.85 * lips)
    crease = line(y - 0.5 * (lower + upper), 0.016) * np.clip(1.0 - (upper - lower) * 40.0, 0.0, 1.0)
    corners = 0.7 * front * spot(np.abs(u), y, (1.0, MOUTH_Y + 0.65 * m.lift), (0.10, 0.035))
    albedo = mix(albedo, tone(a, 0.36, 0.12, 0.12), np.maximum(crease * inside, corners))
    opening = _band(y, lower, upper, edge) * inside * np.clip((upper - lower) / edge - 0.5, 0.0, 1.0)
    return albedo + (_within(m, u, y, lower, upper, edge) - albedo) * opening, lips, opening


def _within(m: Mouth, u: Array, y: Array, lower: Array, upper: Array, edge: float) -> Array:
    """Teeth above, the tongue below, dark between them."""
    colours = plain(_THROAT, len(u))
    colours = mix(colours, _TONGUE, spot(u, y, (0.0, m.middle - 0.85 * m.gap), (0.5, 0.07)))
    teeth = _band(y, upper - np.minimum(0.095, 0.62 * (upper - lower)), upper + 0.02, edge)
    colours = mix(colours, _TEETH, teeth * smoothstep(1.0, 0.8, np.abs(u)))
    shaded: Array = colours * (0.62 + 0.38 * smoothstep(0.0, 0.05, upper - y))
    return shaded


def _band(y: Array, low: Array, high: Array, edge: float) -> Array:
    sharp = np.float32(1.0 / edge)
    within: Array = np.clip((y - low) * sharp + 0.5, 0.0, 1.0)
    within *= np.clip((high - y) * sharp + 0.5, 0.0, 1.0)
    return within
