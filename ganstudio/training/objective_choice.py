"""Every objective by its name, which is a parameter of the recipes that can use them all."""

from __future__ import annotations

from typing import Literal

from ganstudio.training.divergences import DIVERGENCES
from ganstudio.training.objectives import OBJECTIVES, Objective

ObjectiveName = Literal[
    "non_saturating",
    "minimax",
    "least_squares",
    "hinge",
    "wasserstein",
    "relativistic",
    "relativistic_least_squares",
    "relativistic_hinge",
    "Kullback-Leibler",
    "Reverse-KL",
    "Pearson-X2",
    "Squared-Hellinger",
    "Jensen-Shannon",
    "GAN",
]
"""Wasserstein is for a gradient penalty; the last six are f-divergences (`divergences`)."""


def objective_named(name: str) -> Objective:
    """One of `OBJECTIVES`, or one of `DIVERGENCES` with the generator's heuristic loss."""
    return OBJECTIVES[name] if name in OBJECTIVES else DIVERGENCES[name].objective()
