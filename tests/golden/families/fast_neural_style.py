"""Fast neural style: pixels of 0 to 255 in and out."""

from __future__ import annotations

from pathlib import Path

import torch
from torch import Tensor

from ganstudio.checkpoints.detect import detect
from ganstudio.checkpoints.load import load
from ganstudio.networks.fast_neural_style import FastStyleConfig
from tests.golden.case import Case


def run(case: Case, folder: Path) -> dict[str, Tensor]:
    path = case.weight_file(folder)
    found = detect(path)
    assert (found.family.id, found.role) == ("fast_neural_style", case.facts["part"])
    assert found.config == FastStyleConfig()
    with torch.inference_mode():
        return {"image": load(path).module(case.arrays["x"])}
