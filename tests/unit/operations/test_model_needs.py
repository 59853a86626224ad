"""Where a model comes from, told to whoever lacks it."""

from __future__ import annotations

from typing import Any

import pytest
import torch

from ganstudio import paths
from ganstudio.checkpoints.save import save
from ganstudio.errors import CheckpointError
from ganstudio.networks.spade import SpadeConfig, SpadeGenerator
from ganstudio.operations.model_needs import check_needs, source_of
from ganstudio.operations.recipe import ModelNeed
from tests.support.operations import FakeModels


@pytest.mark.parametrize(
    ("card", "told"),
    [
        ({"source": "https://example.org"}, "https://example.org"),
        ({"training": {"recipe": "spade"}}, "trained by whoever shared this, with GAN Studio 0.1.0 (spade)"),
        ({}, ""),
    ],
)
def test_the_source_is_the_cards_or_that_it_was_trained(card: dict[str, Any], told: str) -> None:
    folder = paths.user_models_dir() / "meadow"
    folder.mkdir(parents=True)
    config = SpadeConfig(semantic_nc=3, ngf=1, hidden=2)
    torch.manual_seed(0)
    save(SpadeGenerator(config), config, folder / "model.safetensors", card)
    assert source_of("meadow") == told
    lost = {
        "https://example.org": "It comes from https://example.org.",
        "": "Where it comes from is unknown.",
    }
    with pytest.raises(CheckpointError) as caught:
        list(check_needs([ModelNeed("gone-meadow", "", told)], (), FakeModels()))
    assert caught.value.hint == lost.get(told, f"It was {told}.")


def test_starters_need_no_source_and_what_is_gone_has_none() -> None:
    assert source_of("landscape-spade") == ""
    assert source_of("gone") == ""
