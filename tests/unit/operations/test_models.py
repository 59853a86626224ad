from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
import torch

from ganstudio import paths
from ganstudio.checkpoints.save import save
from ganstudio.checkpoints.tensors import sha256_weights
from ganstudio.engine.device import Compute
from ganstudio.errors import CheckpointError
from ganstudio.networks.spade import SpadeConfig, SpadeGenerator
from ganstudio.operations.models import Library


@pytest.fixture
def weights() -> Path:
    """A tiny model in the person's library."""
    folder = paths.user_models_dir() / "tiny"
    folder.mkdir(parents=True)
    return save_tiny(folder, seed=0)


def save_tiny(folder: Path, seed: int) -> Path:
    torch.manual_seed(seed)
    config = SpadeConfig(semantic_nc=3, ngf=1, hidden=2)
    return save(SpadeGenerator(config), config, folder / "model.safetensors", {"title": "Tiny"})


def parameters(model: Any) -> torch.Tensor:
    return torch.cat([p.flatten() for p in model.module.parameters()])


def test_a_model_is_found_by_name_and_kept(weights: Path) -> None:
    library = Library(1 << 30)
    model = library("tiny", ("spade",), Compute())
    assert library("tiny", (), Compute()) is model
    assert not model.module.training
    assert not parameters(model).requires_grad
    library.free()
    assert library("tiny", (), Compute()) is not model


def test_new_weights_under_the_old_name_are_loaded(weights: Path) -> None:
    library = Library(1 << 30)
    first, digest = library("tiny", (), Compute()), library.sha256("tiny")
    assert digest == sha256_weights(weights)
    save_tiny(weights.parent, seed=1)
    os.utime(weights, ns=(1, 1))
    assert not torch.equal(parameters(first), parameters(library("tiny", (), Compute())))
    assert library.sha256("tiny") != digest


def test_a_model_of_another_family_is_refused(weights: Path) -> None:
    with pytest.raises(CheckpointError, match="tiny is a model of the family spade; this needs pix2pix or"):
        Library(1 << 30)("tiny", ("pix2pix", "cyclegan"), Compute())


@pytest.mark.parametrize("ask", [lambda lib: lib("tyni", (), Compute()), lambda lib: lib.sha256("tyni")])
def test_an_unknown_name_is_a_checkpoint_error_with_a_suggestion(weights: Path, ask: Any) -> None:
    with pytest.raises(CheckpointError, match=r"no model named tyni.*tiny"):
        ask(Library(1 << 30))
