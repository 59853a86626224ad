"""What a seed decides before anything is drawn: the scenery, the camera, the water, the weather."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Scenery:
    """How likely things are in one kind of landscape."""

    weight: float
    water: dict[str, float]
    mountains: float
    snow: float
    hills: float
    valley: float
    forest: tuple[float, float]  # share of the land, from and to
    path: float
    houses: float
    conifers: tuple[float, float]


SCENERIES = {
    "meadow": Scenery(
        0.25,
        {"none": 0.5, "river": 0.25, "lake": 0.25},
        0.45,
        0.5,
        0.9,
        0.1,
        (0.1, 0.4),
        0.75,
        0.72,
        (0.05, 0.6),
    ),
    "lake": Scenery(0.2, {"lake": 1.0}, 0.65, 0.65, 0.75, 0.3, (0.2, 0.6), 0.3, 0.4, (0.1, 1.0)),
    "coast": Scenery(0.17, {"sea": 1.0}, 0.4, 0.35, 0.6, 0.15, (0.08, 0.4), 0.4, 0.45, (0.0, 0.6)),
    "alpine": Scenery(
        0.2,
        {"none": 0.25, "river": 0.35, "lake": 0.4},
        1.0,
        0.95,
        0.45,
        0.7,
        (0.2, 0.6),
        0.45,
        0.42,
        (0.7, 1.0),
    ),
    "woodland": Scenery(
        0.18,
        {"none": 0.4, "river": 0.4, "lake": 0.2},
        0.35,
        0.5,
        0.75,
        0.2,
        (0.45, 0.75),
        0.6,
        0.3,
        (0.0, 0.9),
    ),
}


@dataclass(frozen=True)
class Plan:
    """A scene in numbers. Lengths in metres, x to the right, z away from the camera, water level 0."""

    seed: int
    scenery: str
    focal: float  # in image widths
    horizon: float  # fraction of the height, from the top
    eye: float  # above the ground it stands on
    plain: float
    relief: float
    water: str
    water_near: float  # nearest water, in eye heights
    water_far: float
    water_side: float  # -1 left .. 1 right
    water_width: float
    beach: float
    hill_height: float
    hill_start: float
    mountain_height: float
    mountain_start: float
    mountain_far: float
    valley: float  # half width; 0 where the range stands across the view
    valley_shift: float
    snow_line: float
    forest: float
    conifers: float
    path: bool
    path_phase: float
    path_bend: float
    houses: int
    cloud_cover: float
    cloud_kind: str
    mist: float
    sun_visible: bool

    def stream(self, salt: int) -> np.random.Generator:
        """An independent random stream of this seed, for one part of the scene."""
        return np.random.Generator(np.random.PCG64(np.random.SeedSequence((self.seed, salt))))


def make_plan(seed: int) -> Plan:
    """Draw every decision of a seed. Raises ValueError for a negative seed."""
    rng = np.random.Generator(np.random.PCG64(np.random.SeedSequence((seed, 0))))

    def between(low: float, high: float) -> float:
        return float(rng.uniform(low, high))

    def chance(p: float) -> bool:
        return bool(rng.random() < p)

    def log_between(low: float, high: float) -> float:
        return float(np.exp(rng.uniform(np.log(low), np.log(high))))

    names = list(SCENERIES)
    weights = np.array([SCENERIES[n].weight for n in names])
    name = names[int(rng.choice(len(names), p=weights / weights.sum()))]
    scenery = SCENERIES[name]
    kinds = list(scenery.water)
    water = kinds[int(rng.choice(len(kinds), p=list(scenery.water.values())))]
    mountains = between(700, 2000) if chance(scenery.mountains) else 0.0
    valley = between(90, 380) if mountains and chance(scenery.valley) else 0.0
    return Plan(
        seed=seed,
        scenery=name,
        focal=between(0.72, 1.05),
        horizon=between(0.36, 0.58),
        eye=log_between(5.0, 30.0),
        plain=between(1.2, 4.0),
        relief=between(0.4, 2.2),
        water=water,
        water_near=between(2.6, 6.0),
        water_far=log_between(220, 1600),
        water_side=between(-1.0, 1.0),
        water_width=between(0.35, 1.3),
        beach=log_between(3.5, 18.0) if water == "sea" else log_between(0.8, 6.0),
        hill_height=log_between(35, 190) if chance(scenery.hills) else 0.0,
        hill_start=log_between(90, 420),
        mountain_height=mountains,
        mountain_start=log_between(500, 2400),
        mountain_far=between(1500, 3500),
        valley=valley,
        valley_shift=between(-0.35, 0.35),
        snow_line=mountains * between(0.28, 0.62) if chance(scenery.snow) else 1e5,
        forest=between(*scenery.forest),
        conifers=between(*scenery.conifers),
        path=chance(scenery.path),
        path_phase=between(0.0, 6.28),
        path_bend=between(0.05, 0.2),
        houses=int(rng.integers(1, 5)) if chance(scenery.houses) else 0,
        cloud_cover=float(
            rng.choice(
                [0.0, between(0.08, 0.35), between(0.35, 0.6), between(0.6, 0.9)], p=[0.16, 0.4, 0.28, 0.16]
            )
        ),
        cloud_kind=str(rng.choice(["cumulus", "cirrus", "bank"], p=[0.55, 0.25, 0.2])),
        mist=between(0.25, 1.0) if chance(0.4) else between(0.0, 0.12),
        sun_visible=chance(0.68),
    )
