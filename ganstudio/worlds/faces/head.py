"""The head: its build, and the solid that the skin covers."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from ganstudio.worlds.faces.mouth import MOUTH_Y
from ganstudio.worlds.faces.record import Attributes
from ganstudio.worlds.faces.solids import (
    Distance,
    Points,
    Triple,
    capsule,
    difference,
    ellipsoid,
    mirrored,
    turned,
    union,
)
from ganstudio.worlds.noise import Array


@dataclass(frozen=True)
class Build:
    """A head in units: about 0.85 from the middle to the side, the eyes at height 0, z to the viewer."""

    width: float
    jaw: float
    nose: float
    ear: float
    smile: float
    eye: float  # radius of an eye with its lids
    eye_x: float
    eye_z: float
    brow_z: tuple[float, float, float]  # of the skin below three points of a brow
    lip_z: float

    @property
    def eyes(self) -> tuple[Triple, Triple]:
        """Their centres: that on the left of the picture first."""
        return (-self.eye_x, 0.0, self.eye_z), (self.eye_x, 0.0, self.eye_z)


BROW: tuple[tuple[float, float], ...] = ((0.15, 0.375), (0.36, 0.42), (0.55, 0.345))  # x, y


def build(a: Attributes) -> Build:
    """The measures of a head, with the places where eyes, brows and lips meet the skin."""
    eye = 0.205 + 0.06 * a.eye_size
    rough = Build(
        width=0.88 + 0.22 * a.face_width,
        jaw=0.82 + 0.36 * a.jaw,
        nose=0.75 + 0.6 * a.nose,
        ear=0.85 + 0.3 * a.ears,
        smile=0.0,  # cheeks that rise must not move the eyes
        eye=eye,
        eye_x=0.33 + 0.03 * a.face_width,
        eye_z=0.0,
        brow_z=(0.0, 0.0, 0.0),
        lip_z=0.0,
    )
    places = [(rough.eye_x, 0.0), *BROW, (0.0, MOUTH_Y)]
    z = [float(value) for value in depth_at(plain_skin(rough), np.array(places, np.float32))]
    brow_z = (z[1], z[2], z[3])
    return replace(rough, smile=a.smile, eye_z=z[0] - 0.62 * eye, brow_z=brow_z, lip_z=z[4])


def depth_at(shape: Distance, places: Array) -> Array:
    """The z of the front of a shape at places (n, 2)."""
    z = np.full(len(places), 1.6, np.float32)
    for _ in range(18):
        z -= shape((places[:, 0], places[:, 1], z))
    return z


def plain_skin(b: Build) -> Distance:
    """Skull, jaw, cheeks and chin alone."""
    lift = 0.06 * b.smile

    def shape(p: Points) -> Array:
        skull = ellipsoid(p, (0.0, 0.22, -0.08), (0.80 * b.width, 0.80, 0.84))
        jaw = ellipsoid(p, (0.0, -0.42, 0.08), (0.60 * b.jaw * b.width, 0.56, 0.60))
        cheeks = ellipsoid(mirrored(p), (0.36, -0.34 + lift, 0.42), (0.25, 0.20 + 0.3 * lift, 0.26))
        head = union(union(skull, jaw, 0.55), cheeks, 0.25)
        return union(head, ellipsoid(p, (0.0, -0.86, 0.40), (0.17, 0.12, 0.15)), 0.22)

    return shape


def head(b: Build) -> Distance:
    """The whole head without hair and eyes."""
    plain, n = plain_skin(b), b.nose
    tip_z = 0.84 + 0.06 * n

    def shape(p: Points) -> Array:
        m = mirrored(p)
        skin = plain(p)
        sockets = ellipsoid(m, (b.eye_x, 0.01, b.eye_z + b.eye + 0.1), (0.27, 0.21, 0.20))
        skin = difference(skin, sockets, 0.14)
        nose = capsule(p, (0.0, 0.12, 0.70), (0.0, -0.20, tip_z - 0.04), 0.05, 0.075 * n)
        nose = union(nose, ellipsoid(p, (0.0, -0.24, tip_z), (0.125 * n, 0.105 * n, 0.12 * n)), 0.08)
        nose = union(
            nose, ellipsoid(m, (0.10 * n, -0.27, tip_z - 0.09), (0.07 * n, 0.06 * n, 0.08 * n)), 0.06
        )
        skin = union(skin, nose, 0.1)
        return union(skin, _ear(m, b), 0.06)

    return shape


def _ear(m: Points, b: Build) -> Array:
    x = 0.80 * b.width
    p = turned(turned(m, 1, -24.0, (x, -0.06, -0.06)), 2, -8.0, (x, -0.06, -0.06))
    shell = ellipsoid(p, (x + 0.03, -0.06, -0.10), (0.13, 0.24 * b.ear, 0.10))
    hollow = ellipsoid(p, (x + 0.07, -0.04, 0.0), (0.085, 0.15 * b.ear, 0.07))
    return difference(shell, hollow, 0.05)
