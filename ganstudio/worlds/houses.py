"""Small gabled houses: faces in space, drawn as polygons on the screen."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from ganstudio.worlds.noise import Array
from ganstudio.worlds.plan import Plan
from ganstudio.worlds.terrain import House

WALL, WINDOW, DOOR, ROOF, CHIMNEY = 10, 11, 12, 13, 14
_LENGTH, _DEPTH, _WALL, _ROOF, _EAVES = 5.2, 3.7, 3.6, 3.6, 0.6

Corners = list[tuple[float, float, float]]  # along the ridge, up, across it


@dataclass(frozen=True)
class Face:
    part: int
    corners: Corners
    normal: tuple[float, float, float]


def _openings(side: float, gable: bool) -> list[Face]:
    """Windows and a door on one wall."""
    faces: list[Face] = []
    spots = (-1.6, 1.6) if gable else (-3.3, 0.0, 3.3)
    for index, middle in enumerate(spots):
        door = not gable and index == 1 and side < 0
        half, low, high = (0.62, 0.0, 2.2) if door else (0.68, 1.15, 2.6)
        quad = [(middle - half, low), (middle + half, low), (middle + half, high), (middle - half, high)]
        faces.append(_on_wall(DOOR if door else WINDOW, quad, side, gable))
    if gable:
        quad = [(-0.6, 4.1), (0.6, 4.1), (0.6, 5.3), (-0.6, 5.3)]
        faces.append(_on_wall(WINDOW, quad, side, gable))
    return faces


def _on_wall(part: int, outline: list[tuple[float, float]], side: float, gable: bool) -> Face:
    if gable:
        return Face(part, [(side * _LENGTH, h, s) for s, h in outline], (side, 0.0, 0.0))
    return Face(part, [(s, h, side * _DEPTH) for s, h in outline], (0.0, 0.0, side))


def _faces() -> list[Face]:
    """All faces in drawing order: walls and what is on them, the roof, the chimney."""
    faces: list[Face] = []
    ridge = _WALL + _ROOF
    for side in (-1.0, 1.0):
        pentagon = [(-_DEPTH, 0.0), (_DEPTH, 0.0), (_DEPTH, _WALL), (0.0, ridge), (-_DEPTH, _WALL)]
        faces += [_on_wall(WALL, pentagon, side, True), *_openings(side, True)]
        wall = [(-_LENGTH, 0.0), (_LENGTH, 0.0), (_LENGTH, _WALL), (-_LENGTH, _WALL)]
        faces += [_on_wall(WALL, wall, side, False), *_openings(side, False)]
    slope = _ROOF / _DEPTH
    a, b, eave = _LENGTH + _EAVES, _DEPTH + _EAVES, _WALL - _EAVES * slope
    tilt = np.hypot(1.0, slope)
    for side in (-1.0, 1.0):
        quad = [(-a, eave, side * b), (a, eave, side * b), (a, ridge, 0.0), (-a, ridge, 0.0)]
        faces.append(Face(ROOF, quad, (0.0, 1.0 / tilt, side * slope / tilt)))
    return faces + _chimney(ridge)


def _chimney(ridge: float) -> list[Face]:
    faces = []
    middle, half, low, high = 2.4, 0.5, ridge - 0.9, ridge + 1.1
    for side in (-1.0, 1.0):
        across = [(middle - half, low), (middle + half, low), (middle + half, high), (middle - half, high)]
        faces.append(Face(CHIMNEY, [(s, h, side * half) for s, h in across], (0.0, 0.0, side)))
        along = [(-half, low), (half, low), (half, high), (-half, high)]
        faces.append(Face(CHIMNEY, [(middle + side * half, h, s) for s, h in along], (side, 0.0, 0.0)))
    return faces


@dataclass(frozen=True)
class HouseLayer:
    """Faces on the screen: `face` (H, W) is 0 for none, else an index into the tables."""

    face: NDArray[np.uint8]
    part: NDArray[np.uint8]
    normal: Array  # (F, 3)
    depth: Array
    hue: Array


def draw_houses(plan: Plan, houses: tuple[House, ...], eye_level: float, size: int) -> HouseLayer:
    """Draw the faces that look at the camera, the farthest house first."""
    canvas = Image.new("L", (size, size), 0)
    pen = ImageDraw.Draw(canvas)
    parts, normals, depths, hues = [0], [(0.0, 1.0, 0.0)], [0.0], [0.0]
    colours = plan.stream(5).random(8)
    for number, house in sorted(enumerate(houses), key=lambda item: -item[1].z):
        cos, sin = np.cos(house.turn), np.sin(house.turn)
        for face in _faces():
            along, up, across = np.array(face.corners).T * house.size
            x, z = house.x + along * cos - across * sin, house.z + along * sin + across * cos
            y = house.base + up
            normal = (
                face.normal[0] * cos - face.normal[2] * sin,
                face.normal[1],
                face.normal[0] * sin + face.normal[2] * cos,
            )
            towards = (-x.mean(), eye_level - y.mean(), -z.mean())
            if sum(n * t for n, t in zip(normal, towards, strict=True)) <= 0.0:
                continue
            columns = (0.5 + plan.focal * x / z) * size
            rows = (plan.horizon - plan.focal * (y - eye_level) / z) * size
            pen.polygon(list(zip(columns.tolist(), rows.tolist(), strict=True)), fill=len(parts))
            parts.append(face.part)
            normals.append(normal)
            depths.append(house.z - 5.0 * house.size)
            hues.append(float(colours[number]))
    return HouseLayer(
        np.asarray(canvas),
        np.array(parts, np.uint8),
        np.array(normals, np.float32),
        np.array(depths, np.float32),
        np.array(hues, np.float32),
    )
