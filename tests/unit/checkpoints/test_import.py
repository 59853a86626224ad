from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import torch
from torch import nn

from ganstudio import paths
from ganstudio.checkpoints import library
from ganstudio.checkpoints.families import STANDARD
from ganstudio.checkpoints.importing import import_file
from ganstudio.checkpoints.load import load
from ganstudio.checkpoints.save import export_official
from ganstudio.checkpoints.tensors import sha256_weights
from ganstudio.networks.spade import SpadeConfig

CONFIG = SpadeConfig(semantic_nc=3, ngf=1, hidden=2, norm="instance", spectral=False)


def network(seed: int = 0, config: Any = CONFIG) -> nn.Module:
    torch.manual_seed(seed)
    return STANDARD.of_config(config).build(config).eval()


def official(path: Path, seed: int = 0, *, options: bool = False) -> Path:
    """A SPADE generator as its authors' code saves it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    export_official(network(seed), CONFIG, path)
    if not options:
        path.with_name("opt.txt").unlink()
    return path


def test_a_file_becomes_a_model_with_card_and_digest(tmp_path: Path) -> None:
    source = official(tmp_path / "trees.pth")
    done = import_file(source, licence="CC0-1.0", source="https://example.org", tags=("a", "b", "a"))
    assert (done.ref, done.duplicate_of, done.entry.name) == ("trees", "", "trees")
    assert (done.entry.tags, done.entry.licence) == (("a", "b"), "CC0-1.0")
    weights = library.find("trees")
    assert weights == paths.user_models_dir() / "trees" / "model.safetensors"
    loaded = load(weights)
    for name, tensor in network().state_dict().items():
        assert torch.equal(loaded.module.state_dict()[name], tensor)
    card = json.loads((weights.parent / "card.json").read_text())
    assert card["original"] == {
        "file": "trees.pth",
        "sha256": sha256_weights(source),
        "size": source.stat().st_size,
        "format": "torch",
        "part": "",
    }
    assert card["sha256"] == sha256_weights(weights) == done.entry.sha256
    assert (card["family"], card["config"]["semantic_nc"]) == ("spade", 3)
    assert {path.name for path in paths.user_models_dir().iterdir()} == {"trees"}
