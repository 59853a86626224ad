"""DCGAN: the networks as loaded, and again with the statistics of the batch, as the authors sample."""

from __future__ import annotations

from pathlib import Path

import torch
from torch import Tensor

from ganstudio.checkpoints.detect import detect
from ganstudio.checkpoints.load import load
from ganstudio.networks.blocks import batch_statistics
from tests.golden.case import Case

INPUTS = {"generator": ("z", "image"), "discriminator": ("x", "score")}


def run(case: Case, folder: Path) -> dict[str, Tensor]:
    path = case.weight_file(folder)
    found = detect(path)
    assert (found.family.id, found.role) == ("dcgan", case.facts["part"])
    names = {name for name in ("nz", "ngf", "ndf", "nc", "image_size") if case.options.get(name) is not None}
    assert {name: getattr(found.config, name) for name in names} == {
        name: case.options[name] for name in names
    }
    network = load(path).module
    given, made = INPUTS[found.role]
    with torch.inference_mode():
        outputs = {made: network(case.arrays[given])}
        with batch_statistics(network):
            outputs[f"{made}_train_mode"] = network(case.arrays[given])
    return outputs
