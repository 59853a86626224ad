"""CUT: anti-aliased with filters in the state dict, else with the keys of CycleGAN and PatchGAN."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from ganstudio.checkpoints.detect import detect
from ganstudio.checkpoints.load import load
from ganstudio.networks.cut import CutConfig
from ganstudio.networks.cyclegan import ResnetConfig
from ganstudio.networks.patchgan import PatchDiscriminatorConfig, PixelDiscriminatorConfig
from tests.golden.case import Case

MADE = {"generator": "image", "discriminator": "score"}


def run(case: Case, folder: Path) -> dict[str, Tensor]:
    path = case.weight_file(folder)
    found = detect(path)
    assert found.role == case.facts["part"]
    assert (found.family.id, found.config) == expected(case.options)
    network = load(path).module
    network.train(case.facts["mode"] == "train")
    with torch.inference_mode():
        return {MADE[found.role]: network(case.arrays["x"])}


def expected(told: dict[str, Any]) -> tuple[str, Any]:
    """Family and config for what the reference's constructor was told."""
    network = told["network"]
    if network == "pixel":
        return "pixelgan", PixelDiscriminatorConfig(told["input_nc"], told["ndf"], told["normD"])
    if network in ("basic", "n_layers"):
        n_layers = 3 if network == "basic" else told["n_layers"]
        return "patchgan", PatchDiscriminatorConfig(
            told["input_nc"], told["ndf"], n_layers, told["normD"], antialias=not told["no_antialias"]
        )
    facts = {
        "in_channels": told["input_nc"],
        "out_channels": told["output_nc"],
        "ngf": told["ngf"],
        "blocks": int(network.removeprefix("resnet_").removesuffix("blocks")),
        "norm": told["normG"],
        "dropout": told["use_dropout"],
    }
    if told["no_antialias"] and told["no_antialias_up"]:
        return "cyclegan", ResnetConfig(**facts)
    ways = {"antialias": not told["no_antialias"], "antialias_up": not told["no_antialias_up"]}
    return "cut", CutConfig(**facts, **ways)
