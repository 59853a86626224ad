"""The skin of the face: its relief, blush, stubble, cropped hair, furrows, and the mouth."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ganstudio.worlds.faces.canvas import Solid, Surface
from ganstudio.worlds.faces.furrows import depth_of_age, furrows
from ganstudio.worlds.faces.hair import cropped, hair_colour
from ganstudio.worlds.faces.head import Build, head
from ganstudio.worlds.faces.mouth import Mouth, paint_mouth
from ganstudio.worlds.faces.record import Attributes
from ganstudio.worlds.faces.solids import Points
from ganstudio.worlds.faces.tones import mix, plain, spot, tone
from ganstudio.worlds.light import linear
from ganstudio.worlds.noise import Array, smoothstep


@dataclass(frozen=True)
class Skin:
    """Everything that decides how the skin of a head looks."""

    a: Attributes
    b: Build
    m: Mouth
    edge: float  # width over which painted edges are softened: a sample

    def solid(self) -> Solid:
        shape, deep = head(self.b), np.float32(0.014 * depth_of_age(self.a))

        def detail(p: Points) -> Array:
            distance = shape(p)
            distance -= self.m.relief(p)
            if deep:
                distance += deep * furrows(p)
            return distance

        reach = self.b.width + 0.02
        return Solid(shape, (-reach, -1.08, -0.95), (reach, 1.05, 1.15), self.paint, detail)

    def paint(self, p: Points, normal: Points) -> Surface:
        front = smoothstep(0.1, 0.4, p[2])
        albedo = self._flesh(p, front)
        deep = depth_of_age(self.a)
        if deep:
            albedo = mix(albedo, tone(self.a, 0.55, 0.40, 0.36), np.float32(0.5 * deep) * furrows(p))
        if self.a.beard == "stubble":
            albedo = mix(albedo, linear("#2b2426") + 0.15 * tone(self.a), _stubble(p))
        if self.a.hair == "buzz":
            on_skull = np.abs(p[0]) < np.float32(0.80 * self.b.width)
            albedo = mix(albedo, 0.9 * hair_colour(self.a), cropped(p) * on_skull)
        albedo, lips, opening = paint_mouth(self.m, self.a, p, front, self.edge, albedo)
        gloss = 0.16 + 0.25 * lips
        return Surface(albedo, gloss + (0.3 - gloss) * opening, 14.0, 1.0 - opening)

    def _flesh(self, p: Points, front: Array) -> Array:
        """Rosy cheeks, nose and ears, darker lids and nostrils."""
        a, side, y = self.a, np.abs(p[0]), p[1]
        blush = 0.55 * spot(side, y, (0.44, -0.30), (0.19, 0.15))
        blush += 0.4 * spot(side, y, (0.0, -0.24), (0.14, 0.10))
        ears = 0.5 * smoothstep(0.80, 0.95, side)
        albedo = plain(tone(a), len(side))
        albedo = mix(albedo, tone(a, 1.0, 0.62, 0.58), np.minimum(blush * front + ears, 0.8))
        lids = 0.35 * front * spot(side, y, (self.b.eye_x, 0.02), (0.26, 0.22))
        albedo = mix(albedo, tone(a, 0.86, 0.62, 0.58), lids)
        nostrils = 0.55 * front * spot(side, y, (0.055 * self.b.nose, -0.325), (0.035, 0.02))
        albedo *= 1.0 - nostrils
        return albedo


def _stubble(p: Points) -> Array:
    """Where stubble darkens the skin, and how much."""
    x, y, z = p
    beard = smoothstep(-0.11, -0.25, y + 0.72 * z) * smoothstep(-0.25, -0.05, z)
    lip = spot(np.abs(x), y, (0.0, -0.43), (0.26, 0.06)) * (z > 0.3)
    share: Array = np.clip(beard + lip, 0.0, 1.0) * np.float32(0.58)
    return share
