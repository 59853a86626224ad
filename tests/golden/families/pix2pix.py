"""pix2pix and CycleGAN: the authors' file as it is, with all that an old one holds besides."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from ganstudio.checkpoints.detect import detect
from ganstudio.checkpoints.load import load
from ganstudio.networks.blocks import batch_statistics
from ganstudio.networks.cyclegan import ResnetConfig
from ganstudio.networks.patchgan import PatchDiscriminatorConfig, PixelDiscriminatorConfig
from ganstudio.networks.pix2pix import UnetConfig
from tests.golden.case import Case

MADE = {"generator": "image", "discriminator": "score"}


def run(case: Case, folder: Path) -> dict[str, Tensor]:
    path = case.weight_file(folder)
    found = detect(path)
    assert found.role == case.facts["part"]
    assert (found.family.id, found.config) == expected(case.options)
    network = load(path).module
    made, x = MADE[found.role], case.arrays["x"]
    with torch.inference_mode():
        if case.facts["mode"] == "train":
            with batch_statistics(network):
                return {made: network(x)}
        outputs = {made: network(x)}
        with batch_statistics(network):
            outputs[f"{made}_train_mode"] = network(x)
    return outputs


def expected(told: dict[str, Any]) -> tuple[str, Any]:
    """Family and config for what the reference's constructor was told."""
    network, norm = told["network"], told["norm"]
    if network == "pixel":
        return "pixelgan", PixelDiscriminatorConfig(told["input_nc"], told["ndf"], norm)
    if network in ("basic", "n_layers"):
        n_layers = 3 if network == "basic" else told["n_layers"]
        return "patchgan", PatchDiscriminatorConfig(told["input_nc"], told["ndf"], n_layers, norm)
    facts = {
        "in_channels": told["input_nc"],
        "out_channels": told["output_nc"],
        "ngf": told["ngf"],
        "norm": norm,
        "dropout": told["use_dropout"],
    }
    kind, _, size = network.partition("_")
    if kind == "unet":
        return "pix2pix", UnetConfig(**facts, depth=int(size).bit_length() - 1)
    padding = told.get("padding_type", "reflect")
    return "cyclegan", ResnetConfig(**facts, blocks=int(size.removesuffix("blocks")), padding=padding)
