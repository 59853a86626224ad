from __future__ import annotations

import json
from pathlib import Path

import pytest
import torch

from ganstudio import paths
from ganstudio.checkpoints.save import save
from ganstudio.networks.spade import SpadeConfig, SpadeGenerator
from tests.cli.conftest import Command


@pytest.fixture
def tiny() -> Path:
    """A SPADE generator in the person's library."""
    folder = paths.user_models_dir() / "tiny"
    folder.mkdir(parents=True)
    torch.manual_seed(0)
    config = SpadeConfig(semantic_nc=3, ngf=1, hidden=2)
    return save(SpadeGenerator(config), config, folder / "model.safetensors", {"title": "Tiny painter"})


@pytest.mark.usefixtures("tiny")
def test_models_are_listed(ganstudio: Command) -> None:
    assert "tiny: Tiny painter (spade generator, " in ganstudio("models", "list").out
    assert "tiny" in {entry["name"] for entry in json.loads(ganstudio("models", "list", "--json").out)}


def test_inspecting_by_name_and_by_file(ganstudio: Command, tiny: Path) -> None:
    by_name = json.loads(ganstudio("models", "inspect", "tiny", "--json").out)
    assert by_name == json.loads(ganstudio("models", "inspect", tiny, "--json").out)
    assert (by_name["family"], by_name["role"], by_name["config"]["semantic_nc"]) == ("spade", "generator", 3)
    assert "semantic_nc" in ganstudio("models", "inspect", "tiny").out


def test_what_is_no_model_is_one_sentence(ganstudio: Command, grey: Path) -> None:
    for ref in (grey, "tnyi"):
        ran = ganstudio("models", "inspect", ref)
        assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
