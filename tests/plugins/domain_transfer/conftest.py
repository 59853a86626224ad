"""A small pair of networks in the person's library, and operations of the plugin by name."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from ganstudio import Studio, paths
from ganstudio.api import ImageData
from ganstudio.checkpoints.save import save
from ganstudio.networks.cyclegan import ResnetConfig
from ganstudio.settings import Settings
from tests.support.models import network

TINY = ResnetConfig(ngf=4, blocks=1)


@pytest.fixture
def studio() -> Studio:
    return Studio(Settings(device="cpu", precision="fp32"))


@pytest.fixture
def run(studio: Studio) -> Callable[..., Any]:
    """`run("transfer", image=..., ...)` gives the picture."""

    def call(name: str = "transfer", **values: Any) -> Any:
        return studio.run(f"domain_transfer.{name}", **values).data

    return call


@pytest.fixture
def modules(run: Callable[..., Any]) -> Callable[[str], Any]:
    """The plugin's modules as the program has them: `modules("guided")`."""
    import importlib

    from ganstudio.host.registry import Registry

    Registry.standard().operation("domain_transfer.transfer")
    return lambda name: importlib.import_module(f"ganstudio.ext.domain_transfer.{name}")


@pytest.fixture
def tiny() -> str:
    """A model from dull to bright pictures, and back."""
    return add_model("tiny", "dull", "bright")


def add_model(
    name: str, source: str = "", target: str = "", *, back: bool = True, config: Any = TINY, seed: int = 0
) -> str:
    """Put networks with start values into the person's library; no names are written where none are given."""
    folder: Path = paths.user_models_dir() / name
    folder.mkdir(parents=True)
    card = {"domains": {"source": source, "target": target}} if source or target else {}
    for stem, shift in (("model", 0), ("backward", 1))[: 1 + back]:
        module = network(config, seed + shift)
        with torch.no_grad():  # start values change next to nothing
            for weight in module.parameters():
                weight.mul_(2)
        save(module, config, folder / f"{stem}.safetensors", dict(card) if stem == "model" else {})
    return name


def noise(width: int, height: int, channels: int = 3, *, deep: bool = False, seed: int = 0) -> ImageData:
    """A picture of coarse blots with fine grain."""
    random = np.random.default_rng(seed)
    cells = random.uniform(0.2, 0.8, (height // 8 + 1, width // 8 + 1, channels))
    blots = np.kron(cells, np.ones((8, 8, 1)))[:height, :width]
    values = np.clip(blots + random.normal(0, 0.02, blots.shape), 0, 1)
    white, kind = (65535, np.uint16) if deep else (255, np.uint8)
    return ImageData((values * white + 0.5).astype(kind))
