"""What hangs in the sky of a scene, whatever the hour: clouds, the sun's or moon's place, stars."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from ganstudio.worlds.march import columns
from ganstudio.worlds.noise import Array, cloudy, grainy, lookup, smoothstep
from ganstudio.worlds.plan import Plan


@dataclass(frozen=True)
class Sun:
    """Place of the sun or moon: tangents right of and above the horizon's centre; radius likewise."""

    across: float
    rise: float
    radius: float
    visible: bool

    @property
    def light(self) -> tuple[float, float, float]:
        """Unit direction towards the light, pulled aside so that relief shows even against the light."""
        side = self.across * 1.7 if abs(self.across) > 0.25 else np.copysign(0.45, self.across)
        direction = np.array([side, 0.62, 0.22 if self.visible else -0.35])
        return tuple(float(v) for v in direction / np.linalg.norm(direction))  # type: ignore[return-value]


@dataclass(frozen=True)
class Sky:
    """Per pixel (H, W), season and hour independent."""

    across: Array  # (1, W) tangent to the right
    rise: Array  # (H, 1) tangent above the horizon
    cloud: Array  # opacity of the clouds
    relief: Array  # 0 shaded .. 1 lit side of a cloud
    disc: Array  # 1 inside the sun or moon
    sun: Sun


def place_sun(plan: Plan) -> Sun:
    """Where the light stands before the skyline is known."""
    rng = plan.stream(3)
    reach = 0.4 / plan.focal
    across = float(rng.uniform(-reach, reach)) if plan.sun_visible else float(rng.choice([-1, 1])) * 1.1
    rise = plan.horizon / plan.focal * float(rng.uniform(0.3, 0.72))
    return Sun(across, rise, float(rng.uniform(0.022, 0.034)) / plan.focal, plan.sun_visible)


def fit_sun(plan: Plan, sun: Sun, skyline: Array) -> Sun:
    """Lift the sun over the skyline (rows as fractions of the height, per column), or hide it."""
    if not sun.visible:
        return sun
    radius = sun.radius * plan.focal
    row = plan.horizon - sun.rise * plan.focal
    width = len(skyline)
    middle = (0.5 + sun.across * plan.focal) * width
    reach = 1.6 * radius * width
    floor = float(skyline[int(max(middle - reach, 0)) : int(min(middle + reach, width)) + 1].min())
    row = min(row, floor - 1.6 * radius)
    if row < 1.4 * radius:
        return Sun(sun.across, max(sun.rise, 0.1), sun.radius, False)
    return Sun(sun.across, (plan.horizon - row) / plan.focal, sun.radius, True)


@cache
def _quantiles() -> Array:
    return np.quantile(cloudy()[::4, ::4], np.linspace(0.0, 1.0, 101)).astype(np.float32)


def _threshold(cover: float) -> float:
    """The density above which the given share of the cloud texture lies."""
    return float(np.interp(1.0 - cover, np.linspace(0.0, 1.0, 101), _quantiles()))


def _plane_clouds(plan: Plan, u: Array, e: Array, light: float) -> tuple[Array, Array]:
    """Clouds on a plane overhead; flattened towards the horizon."""
    rng = plan.stream(4)
    shift = rng.uniform(0.0, 512.0, 2).astype(np.float32)
    depth = 1.0 / (np.maximum(e, 0.0) + np.float32(0.16))
    x, z = u * depth * 46.0 + shift[0], depth * 62.0 + shift[1]
    if plan.cloud_kind == "cirrus":
        x, z = x * 0.45 + z * 0.3, z * 1.25
    density = lookup(cloudy(), x, z)
    towards = lookup(cloudy(), x + np.float32(9.0 * np.sign(light)), z - np.float32(9.0))
    fine = lookup(grainy(), x * 2.1, z * 2.1)
    edge = _threshold(plan.cloud_cover)
    soft = 1.1 if plan.cloud_kind == "cirrus" else 0.5
    alpha = smoothstep(edge - 0.1, edge + soft, density + 0.09 * fine)
    thick = smoothstep(edge, edge + 1.5, density)
    relief = np.clip(0.72 + 0.55 * (density - towards) - 0.5 * thick + 0.05 * fine, 0.0, 1.0)
    return alpha * (0.82 if plan.cloud_kind == "cirrus" else 0.97), relief


def _bank_clouds(plan: Plan, u: Array, e: Array, light: float) -> tuple[Array, Array]:
    """Cumulus towers standing over the horizon with flat, shaded bases."""
    rng = plan.stream(4)
    shift = rng.uniform(0.0, 512.0, 2).astype(np.float32)
    base = np.float32(rng.uniform(0.03, 0.12))
    x, y = u * 95.0 + shift[0], e * 130.0 + shift[1]
    body = lookup(cloudy(), x, y)
    fine = lookup(grainy(), x * 1.6, y * 1.6)
    above = e - base
    height = np.float32(0.14 + 0.3 * plan.cloud_cover)
    lump = (
        body * 0.75
        + 0.12 * fine
        + 1.5 * (plan.cloud_cover - 0.3)
        - 2.4 * np.square(above / height - 0.35)
        + 0.9
    )
    alpha = smoothstep(0.25, 0.6, lump) * smoothstep(-0.015, 0.02, above + 0.012 * body)
    towards = lookup(cloudy(), x + np.float32(7.0 * np.sign(light)), y + np.float32(8.0))
    relief = np.clip(0.35 + 0.5 * (body - towards) + 1.1 * above / height + 0.06 * fine, 0.0, 1.0)
    return alpha * 0.97, relief


def build_sky(plan: Plan, sun: Sun, size: int, rows: int) -> Sky:
    """The sky for the first `rows` pixel rows of an image of size x size pixels."""
    u = columns(size)[None, :] / np.float32(plan.focal)
    y = (np.arange(rows, dtype=np.float32)[:, None] + 0.5) / size
    e = (np.float32(plan.horizon) - y) / np.float32(plan.focal)
    if plan.cloud_cover:
        draw = _bank_clouds if plan.cloud_kind == "bank" else _plane_clouds
        cloud, relief = draw(plan, u, e, sun.light[0])
        cloud = cloud * smoothstep(-0.01, 0.05, e + np.float32(0.01))
    else:
        cloud, relief = np.zeros((rows, size), np.float32), np.zeros((rows, size), np.float32)
    distance = np.hypot(u - np.float32(sun.across), e - np.float32(sun.rise)) / np.float32(sun.radius)
    disc = np.zeros_like(cloud)
    if sun.visible:  # the clouds part around it, so that it can always be seen
        cloud = cloud * smoothstep(1.0, 1.9, distance)
        disc = (distance < 1.0).astype(np.float32)
        cloud = cloud * (1.0 - disc)
    return Sky(u, e, cloud.astype(np.float32), relief.astype(np.float32), disc, sun)
