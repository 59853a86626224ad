"""Small generators that draw from sentences, in the person's library, and the operations of the plugin."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import torch

from ganstudio import Studio, paths
from ganstudio.checkpoints.card import read_card
from ganstudio.checkpoints.save import save
from ganstudio.networks.gan_cls import GanClsGenerator, GanClsGeneratorConfig
from ganstudio.settings import Settings
from tests.support.clip import SMALL
from tests.support.text_models import small_text_model


@pytest.fixture
def studio() -> Studio:
    return Studio(Settings(device="cpu", precision="fp32"))


@pytest.fixture
def tiny() -> str:
    """A GigaGAN of landscapes, 32 pixels, with its CLIP beside it; and a GAN-CLS, `flat`."""
    path = small_text_model(paths.user_models_dir(), "tiny")
    torch.manual_seed(0)
    config = GanClsGeneratorConfig(embed_dim=SMALL["embed_dim"], projected_dim=4, noise_dim=4, ngf=2)
    card = {name: read_card(path)[name] for name in ("text_features", "text_features_sha256", "training")}
    flat = paths.user_models_dir() / "flat" / "model.safetensors"
    flat.parent.mkdir()
    save(GanClsGenerator(config).eval(), config, flat, card)
    return "tiny"


@pytest.fixture
def run(studio: Studio, tiny: str) -> Callable[..., Any]:
    """`run("generate", seed=3)` gives the result."""

    def call(name: str = "generate", **values: Any) -> Any:
        return studio.run(f"text_to_image.{name}", **{"model": tiny, **values})

    return call
