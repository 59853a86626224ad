"""A small generator in the person's library, with directions, and the operations of the plugin by name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import torch

from ganstudio import Studio, paths
from ganstudio.api import ImageData
from ganstudio.editing.directions import Direction, DirectionFile, write_directions
from ganstudio.settings import Settings
from tests.support.stylegan import small_generator


@pytest.fixture
def studio() -> Studio:
    return Studio(Settings(device="cpu", precision="fp32"))


@pytest.fixture
def tiny() -> str:
    path = small_generator(paths.user_models_dir() / "tiny" / "model.safetensors", resolution=32)
    smile, age = Direction("Smile", torch.ones(8)), Direction("Age", torch.linspace(-1, 1, 8), space="z")
    write_directions(path.with_name("directions.safetensors"), DirectionFile((smile, age)))
    return "tiny"


@pytest.fixture
def run(studio: Studio, tiny: str) -> Callable[..., Any]:
    """`run("sample", seed=3)` gives the picture."""

    def call(name: str = "sample", **values: Any) -> Any:
        return studio.run(f"latent_editing.{name}", **{"model": tiny, **values}).data

    return call


@pytest.fixture
def photo() -> ImageData:
    rng = np.random.default_rng(0)
    return ImageData.of(np.kron(rng.random((6, 8, 3)), np.ones((8, 8, 1))))
