"""A face put together: what stands where, drawn, lit and developed."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ganstudio.worlds.faces.backdrop import backdrop
from ganstudio.worlds.faces.beards import beard
from ganstudio.worlds.faces.body import garment, neck
from ganstudio.worlds.faces.canvas import Canvas, Frame
from ganstudio.worlds.faces.eyes import brows, draw_eyes
from ganstudio.worlds.faces.glasses import draw_lenses, glasses
from ganstudio.worlds.faces.hair import hair
from ganstudio.worlds.faces.hats import hat, room_under
from ganstudio.worlds.faces.head import Build, build
from ganstudio.worlds.faces.lighting import shade
from ganstudio.worlds.faces.mouth import mouth
from ganstudio.worlds.faces.record import Attributes
from ganstudio.worlds.faces.skin import Skin
from ganstudio.worlds.noise import Array

_SCALE = 0.335  # picture widths in a unit of the head, so that the eyes are 0.23 of a width apart
_EYE_ROW = 0.50  # where the middle between the eyes lies, in heights from the top
_PIVOT = np.array([0.0, -0.75, -0.2])  # of the head on the neck


def frames(a: Attributes) -> tuple[Frame, Frame]:
    """Where the head and the body are."""
    head = _turn(a.yaw, a.pitch, a.roll)
    body = _turn(0.25 * a.yaw, 0.0, 0.0)
    return Frame(head, _PIVOT - head @ _PIVOT), Frame(body, _PIVOT - body @ _PIVOT)


def _turn(yaw: float, pitch: float, roll: float) -> Array:
    (cy, cp, cr), (sy, sp, sr) = (f(np.radians([yaw, pitch, roll])) for f in (np.cos, np.sin))
    about_y = np.array([[cy, 0, sy], [0, 1, 0], [-sy, 0, cy]])
    about_x = np.array([[1, 0, 0], [0, cp, sp], [0, -sp, cp]])
    about_z = np.array([[cr, -sr, 0], [sr, cr, 0], [0, 0, 1]])
    turned: Array = about_z @ about_y @ about_x
    return turned


def camera(a: Attributes, b: Build, head: Frame, side: int) -> Canvas:
    """A canvas that looks at the point between the eyes."""
    scale = _SCALE * a.zoom * side
    eyes = np.mean([head.to_view(eye) for eye in b.eyes], axis=0)
    x = float(eyes[0]) - a.shift_x * side / scale
    y = float(eyes[1]) + (_EYE_ROW - 0.5 + a.shift_y) * side / scale
    return Canvas(side, scale, (x, y))


def find_eyes(a: Attributes, size: int) -> tuple[tuple[float, float], tuple[float, float]]:
    """Where the eyes are, (x, y) in pixels: that on the left of the picture first."""
    b, (head, _) = build(a), frames(a)
    canvas = camera(a, b, head, size)
    first, second = (head.to_view(eye) for eye in b.eyes)
    return canvas.place(float(first[0]), float(first[1])), canvas.place(float(second[0]), float(second[1]))


def draw(a: Attributes, size: int) -> NDArray[np.uint8]:
    """The picture (size, size, 3), sRGB."""
    times = 2
    side = size * times
    b, (head, body) = build(a), frames(a)
    canvas = camera(a, b, head, side)
    m = mouth(a)
    worn = (hat(a, b), hair(a, b, room_under(a)), glasses(a, b), beard(a, b, m))
    for solid in (*worn, brows(a, b), Skin(a, b, m, canvas.pixel).solid()):
        if solid is not None:
            canvas.trace(head, solid)
    draw_eyes(canvas, head, a, b)
    for solid in (garment(a, b), neck(a, b)):
        canvas.trace(body, solid)
    draw_lenses(canvas, head, a, b)
    colour, at = shade(canvas, a)
    linear = backdrop(a, side).reshape(3, -1)
    linear[:, at] = colour
    linear += (canvas.veil[:3] - linear) * canvas.veil[3]
    return _develop(linear.reshape(3, size, times, size, times))


def _develop(linear: Array) -> NDArray[np.uint8]:
    """Bright light bends softly to white; samples (3, H, t, W, t) are averaged."""
    np.maximum(linear, 0.0, out=linear)
    shown = linear * (1.0 + linear * np.float32(1 / 14.0)) / (1.0 + linear * np.float32(0.66))
    mean = np.sqrt(np.clip(shown.mean(axis=(2, 4)), 0.0, 1.0))
    picture = np.round(mean * 255.0).astype(np.uint8)
    return np.ascontiguousarray(picture.transpose(1, 2, 0))
