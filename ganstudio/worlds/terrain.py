"""The land as functions of (x, z): height, distance from water, hills, mountains, forest."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ganstudio.worlds.noise import Array, Octave, octaves, smoothstep
from ganstudio.worlds.plan import Plan

_NEAR = 25.0  # metres added to the depth where shapes are laid out in perspective


@dataclass(frozen=True)
class Ground:
    """Fields of the land at some points, all float32 of one shape."""

    height: Array  # metres over the water level, negative under water
    shore: Array  # metres of land between here and water; negative in the water
    hill: Array  # 0..1
    mountain: Array  # 0..1
    forest: Array  # forest where positive


@dataclass(frozen=True)
class House:
    """A place to build on."""

    x: float
    z: float
    base: float
    turn: float
    size: float


def perspective(x: Array, z: Array) -> tuple[Array, Array]:
    """Coordinates in which shapes keep their size on the screen at any depth."""
    depth = z + np.float32(_NEAR)
    return x / depth, np.log(depth)


def _fade(octave: Octave, spacing: Array) -> Array:
    """1 while the wavelength is well resolved by the sample spacing, 0 when it would alias."""
    return np.clip((np.float32(octave.wavelength) / spacing - 2.0) / 3.0, 0.0, 1.0)


class Terrain:
    """The land of one plan. `houses` and the path are laid when it is made."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        rng = plan.stream(1)
        self._plain = octaves(rng, (420.0, 130.0, 38.0))
        self._hills = octaves(rng, (760.0, 330.0, 140.0, 55.0))
        self._ridges = octaves(rng, (2700.0, 1380.0, 690.0, 340.0, 172.0, 86.0, 43.0))
        self._massif = octaves(rng, (5200.0,))[0]
        self._shape = octaves(rng, (1.1, 0.45, 0.16))
        self._forest = octaves(rng, (0.95, 0.38, 0.14))
        self._wander = rng.uniform(0.0, 2.0 * np.pi, 4)
        self.houses: tuple[House, ...] = ()
        self._path_shift = 0.0
        self.eye_level = self._eye_level()
        self._build(plan.stream(2))

    def _eye_level(self) -> float:
        z = np.linspace(0.0, 25.0, 6, dtype=np.float32)
        ground = self.sample(np.zeros_like(z), z, np.full_like(z, 1.0))
        return float(max(ground.height.max(), 0.8)) + self.plan.eye

    # --- water -----------------------------------------------------------------------------------

    def _bend(self, q: Array) -> Array:
        a, b = self._wander[:2].astype(np.float32)
        course: Array = np.sin(q * 2.4 + a) * 0.22 + np.sin(q * 5.1 + b) * 0.08
        return course

    def shore(self, x: Array, z: Array) -> Array:
        """Metres of land between a point and water, negative in the water."""
        plan = self.plan
        if plan.water == "none":
            return np.full(np.broadcast(x, z).shape, 1e4, np.float32)
        u, q = perspective(x, z)
        if plan.water == "river":
            width = 0.9 * plan.eye * plan.water_width + 3.0
            distance = np.abs(u - self._bend(q) - plan.water_side * 0.25) * (z + _NEAR)
            return (distance * 0.75 - width * (1.0 + 0.25 * self._shape[1](u, q))).astype(np.float32)
        wobble = self._shape[0](u, q) * 0.16 + self._shape[1](u, q) * 0.09 + self._shape[2](u, q) * 0.025
        near = plan.eye * plan.water_near
        if plan.water == "lake":
            far = max(plan.water_far, near * 2.5)
            centre, half = 0.5 * (near + far), 0.5 * (far - near)
            across = plan.water_width * half * 0.8
            rho = np.hypot((x - plan.water_side * 0.5 * across) / across, (z - centre) / half)
            scale = (z + _NEAR) * 0.45
            return np.minimum((rho - 1.0) * min(across, half), (rho - 1.0) * 1.2 * scale) + wobble * scale
        scale = z + np.float32(_NEAR)
        if abs(plan.water_side) < 0.5:  # the sea lies ahead
            return (near - z + wobble * scale * 0.8 + plan.water_side * x * 0.5).astype(np.float32)
        side = np.sign(plan.water_side)
        inland: Array = -side * u + 0.12 + wobble * 0.35 - 0.18 * smoothstep(4.5, 7.5, q)
        return inland * scale

    # --- relief ----------------------------------------------------------------------------------

    def _hill(self, x: Array, z: Array, spacing: Array) -> Array:
        """Height of the rounded middle ground, metres."""
        plan = self.plan
        if not plan.hill_height:
            return np.zeros(np.broadcast(x, z).shape, np.float32)
        rounded = 0.55 + 0.34 * self._hills[0](x, z) + 0.2 * self._hills[1](x, z)
        for octave, amplitude in zip(self._hills[2:], (0.06, 0.018), strict=True):
            rounded += amplitude * octave(x, z) * _fade(octave, spacing)
        rise = smoothstep(plan.hill_start, plan.hill_start * 2.6 + 250, z)
        return np.float32(plan.hill_height) * rise * np.maximum(rounded, 0.0)

    def _mountain(self, x: Array, z: Array, spacing: Array) -> Array:
        """Ridged multifractal mountains (after Musgrave), metres."""
        plan = self.plan
        out: Array = np.zeros(np.broadcast(x, z).shape, np.float32)
        if not plan.mountain_height:
            return out
        start = 260.0 if plan.valley else plan.mountain_start
        rows = int(np.searchsorted(z.ravel(), start)) if z.ndim == 2 and z.shape[1] == 1 else 0
        if rows >= out.shape[0]:
            return out
        x, z, spacing = x[rows:], z[rows:], spacing[rows:]
        mask = smoothstep(plan.mountain_start, plan.mountain_start + plan.mountain_far, z)
        if plan.valley:
            aside = np.abs(x - plan.valley_shift * z) - plan.valley
            mask = np.maximum(mask * 0.8, smoothstep(0.0, 900.0, aside) * smoothstep(260.0, 900.0, z))
        ridge: Array = np.zeros(np.broadcast(x, z).shape, np.float32)
        weight: Array = np.ones_like(ridge)
        amplitude = 0.62
        for octave in self._ridges:
            n = 1.0 - np.abs(octave(x, z)) * 0.62
            n = np.maximum(n, 0.0)
            n *= n * weight
            ridge += n * amplitude * _fade(octave, spacing)
            weight = np.minimum(n * 1.9, 1.0)
            amplitude *= 0.47
        massif = np.clip(0.72 + 0.42 * self._massif(x, z), 0.25, 1.3)
        ridge = 1.25 * (
            1.0 - np.exp(-1.15 * ridge * massif)
        )  # rounds off the needles that squared ridges grow
        out[rows:] = mask * ridge * np.float32(plan.mountain_height)
        return out

    def sample(self, x: Array, z: Array, spacing: Array) -> Ground:
        """All fields at points; spacing is the distance between neighbouring samples (for detail)."""
        plan = self.plan
        u, q = perspective(x, z)
        low: Array = np.full(np.broadcast(x, z).shape, plan.plain, np.float32)
        for octave, amplitude in zip(self._plain, (1.0, 0.45, 0.12), strict=True):
            low += octave(x, z) * np.float32(amplitude * plan.relief) * _fade(octave, spacing)
        low = np.maximum(low, 0.0) + 0.7
        hills = self._hill(x, z, spacing)
        peaks = self._mountain(x, z, spacing)
        shore = self.shore(x, z)
        land = low + hills + peaks
        rise = np.clip(shore, -60.0, 2000.0)
        bank = (
            rise * 0.07 + np.maximum(rise - plan.beach, 0.0) * 0.12 + np.square(np.maximum(rise, 0.0)) * 0.002
        )
        height = np.minimum(land, bank)
        height = self._level(x, z, height)
        mountain = smoothstep(25.0, 70.0, peaks - 0.5 * hills)
        hill = smoothstep(5.0, 12.0, hills) * (1.0 - mountain)
        return Ground(height, shore, hill, mountain, self._forest_mask(u, q, shore, peaks, x, z))

    def _forest_mask(self, u: Array, q: Array, shore: Array, peaks: Array, x: Array, z: Array) -> Array:
        plan = self.plan
        noise = self._forest[0](u, q) + 0.5 * self._forest[1](u, q) + 0.16 * self._forest[2](u, q)
        threshold = 1.25 - 2.4 * plan.forest
        mask = noise - threshold
        mask -= 2.5 * (1.0 - smoothstep(plan.beach * 0.8, plan.beach * 1.2 + 5.0, shore))
        mask -= 2.5 * (1.0 - smoothstep(18.0, 55.0, z))
        if plan.mountain_height:
            mask -= 3.0 * smoothstep(0.12, 0.4, peaks / np.float32(plan.mountain_height))
        if plan.path:
            mask -= 2.0 * (1.0 - smoothstep(2.0, 6.0, np.abs(self.path_offset(x, z)) - self.path_width))
        for house in self.houses:
            distance = np.hypot(x - np.float32(house.x), (z - np.float32(house.z)) * np.float32(0.6))
            mask -= 3.0 * (1.0 - smoothstep(16.0, 30.0, distance))
        return mask.astype(np.float32)

    # --- people ----------------------------------------------------------------------------------

    @property
    def path_width(self) -> float:
        """Half the width of the path, metres."""
        return float(np.clip(0.11 * self.plan.eye, 0.9, 2.6))

    def path_offset(self, x: Array, z: Array) -> Array:
        """Signed distance from the middle of the path, metres."""
        u, q = perspective(x, z)
        bend = self.plan.path_bend
        course = bend * np.sin(q * 2.1 + self.plan.path_phase) + 0.4 * bend * np.sin(
            q * 4.7 + self._wander[2]
        )
        offset: Array = ((u - course - self._path_shift) * (z + _NEAR)).astype(np.float32)
        return offset

    def _level(self, x: Array, z: Array, height: Array) -> Array:
        """Flatten the ground where houses stand."""
        for house in self.houses:
            near = 1.0 - smoothstep(8.0, 22.0, np.hypot(x - np.float32(house.x), z - np.float32(house.z)))
            height = height + (np.float32(house.base) - height) * near
        return height

    def _build(self, rng: np.random.Generator) -> None:
        """Choose dry, nearly level places in view for the houses, and lead the path to the first."""
        plan = self.plan
        places = self._places(rng) if plan.houses else []
        found: list[House] = []
        for place in places:
            if len(found) < plan.houses and all(_apart(place, other) for other in found):
                found.append(place)
        self.houses = tuple(found)
        if found and plan.path:
            first = found[0]
            beside, depth = np.array([first.x + 7.0 * first.size]), np.array([first.z])
            self._path_shift = float(self.path_offset(beside, depth)[0] / (first.z + _NEAR))

    def _places(self, rng: np.random.Generator, count: int = 60) -> list[House]:
        """Places in view that are dry and nearly level for six metres around."""
        plan = self.plan
        z = np.clip(plan.focal * plan.eye / rng.uniform(0.05, 0.26, count), 34.0, 125.0)
        x = rng.uniform(-0.36, 0.36, count) / plan.focal * z
        turn, size = rng.uniform(0.0, np.pi, count), rng.uniform(0.9, 1.25, count)
        around = np.array([[-6, 0, 6, 0, 0], [0, -6, 0, 6, 0]])[:, :, None]
        px, pz = (x + around[0]).astype(np.float32).ravel(), (z + around[1]).astype(np.float32).ravel()
        ground = self.sample(px, pz, np.ones_like(px))
        shore, height, mountain = (f.reshape(5, -1) for f in (ground.shore, ground.height, ground.mountain))
        dry = (shore.min(axis=0) > 4.0) & (height.min(axis=0) > 0.5)
        level = (np.ptp(height, axis=0) < 3.0) & (mountain.max(axis=0) < 0.5)
        base = height.mean(axis=0)
        return [
            House(float(x[i]), float(z[i]), float(base[i]), float(turn[i]), float(size[i]))
            for i in np.flatnonzero(dry & level)
        ]


def _apart(a: House, b: House) -> bool:
    """Neither hides the other, and they are neighbours."""
    return abs(a.x / a.z - b.x / b.z) * min(a.z, b.z) > 15.0 and abs(a.z - b.z) < 60.0
