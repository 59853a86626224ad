"""Directions that are learned from tags, read from files and forgotten."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from ganstudio.api import InputError, LatentGenerator, keep_direction, load_model


@pytest.fixture
def finding(studio: Any) -> Any:
    studio.registry.operation("latent_editing.sample")
    return importlib.import_module("ganstudio.ext.latent_editing.finding")


@pytest.fixture
def generator(tiny: str) -> LatentGenerator:
    return LatentGenerator.of(load_model(tiny))


def test_what_parts_tagged_pictures_becomes_a_direction(finding: Any, generator: LatentGenerator) -> None:
    seeds = list(range(40))
    first = torch.cat([generator.styles(generator.latent(seed))[:, 0] for seed in seeds])[:, 0]
    tags = (first > first.median()).tolist()
    learned = finding.learned_direction("First", generator, seeds, tags)
    assert int(learned.vector.abs().argmax()) == 0
    assert learned.vector[0] > 0
    assert learned.unit > 0


def test_too_few_tags_teach_nothing(finding: Any, generator: LatentGenerator) -> None:
    with pytest.raises(InputError, match="At least 5"):
        finding.learned_direction("Rare", generator, list(range(12)), [True] * 3 + [False] * 9)


def test_boundaries_of_another_model_are_refused(
    finding: Any, generator: LatentGenerator, tmp_path: Path
) -> None:
    np.save(tmp_path / "smile.npy", np.ones((1, 8), np.float32))
    (smile,) = finding.read_for(tmp_path / "smile.npy", generator)
    assert smile.vector.norm().item() == pytest.approx(1)
    np.save(tmp_path / "wide.npy", np.ones((1, 512), np.float32))
    with pytest.raises(InputError, match="512 numbers, the model has 8"):
        finding.read_for(tmp_path / "wide.npy", generator)


def test_kept_directions_can_be_forgotten(finding: Any, generator: LatentGenerator, tmp_path: Path) -> None:
    np.save(tmp_path / "smile.npy", np.ones(8, np.float32))
    for direction in finding.read_for(tmp_path / "smile.npy", generator):
        keep_direction(direction, generator.sha256)
    assert [item.name for item in finding.own_directions(generator.sha256)] == ["smile"]
    finding.forget_direction("smile", generator.sha256)
    assert finding.own_directions(generator.sha256) == ()
