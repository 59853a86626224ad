"""Tiny networks, and files of them as their authors leave them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from torch import nn

from ganstudio.checkpoints.families import STANDARD
from ganstudio.checkpoints.save import export_official
from ganstudio.networks.spade import SpadeConfig

PAINTER = SpadeConfig(semantic_nc=3, ngf=1, hidden=2, norm="instance", spectral=False)


def network(config: Any, seed: int = 0) -> nn.Module:
    """A network with start values from a seed, in eval mode."""
    torch.manual_seed(seed)
    return STANDARD.of_config(config).build(config).eval()


def official(path: Path, seed: int = 0, *, options: bool = False) -> Path:
    """A tiny SPADE generator as its authors' code saves it, with their `opt.txt` only if `options`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    export_official(network(PAINTER, seed), PAINTER, path)
    if not options:
        path.with_name("opt.txt").unlink()
    return path
