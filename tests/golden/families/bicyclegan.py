"""BicycleGAN: what its tensors leave open stands in the options beside them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from ganstudio.checkpoints.detect import detect
from ganstudio.checkpoints.load import load
from ganstudio.networks.bicyclegan import BicycleConfig, BicycleDiscriminatorConfig, BicycleEncoderConfig
from tests.golden.case import Case


def run(case: Case, folder: Path) -> dict[str, Tensor]:
    path = case.weight_file(folder)
    found = detect(path)
    assert (found.family.id, found.role) == ("bicyclegan", case.facts["part"])
    assert found.config == EXPECTED[found.role](case.options)
    network = load(path).module
    network.train(case.facts["mode"] == "train")
    with torch.inference_mode():
        outputs = FORWARD[found.role](network, case.arrays)
    # An encoder without variance has one output, whatever the case calls it.
    return dict.fromkeys(case.expected(), outputs["mu"]) if list(outputs) == ["mu"] else outputs


def generator_config(told: dict[str, Any]) -> BicycleConfig:
    return BicycleConfig(
        in_channels=told["input_nc"],
        out_channels=told["output_nc"],
        ngf=told["ngf"],
        depth=int(told["network"].removeprefix("unet_")).bit_length() - 1,
        z_dim=told["nz"],
        where_add=told["where_add"] if told["nz"] else "input",
        norm=told["norm"],
        activation=told["nl"],
        upsampling=told["upsample"],
        dropout=told["use_dropout"],
    )


def discriminator_config(told: dict[str, Any]) -> BicycleDiscriminatorConfig:
    return BicycleDiscriminatorConfig(
        in_channels=told["input_nc"],
        ndf=tuple(round(told["ndf"] / 2**scale) for scale in range(told["num_Ds"])),
        n_layers=3 if "256" in told["network"] else 2,
        norm=told["norm"],
    )


def encoder_config(told: dict[str, Any]) -> BicycleEncoderConfig:
    kind, size = told["network"].split("_")
    return BicycleEncoderConfig(
        kind=kind,
        in_channels=told["input_nc"],
        z_dim=told["nz"],
        nef=told["nef"],
        halvings=int(size).bit_length() - 4,
        norm=told["norm"],
        vae=told["vaeLike"],
    )


EXPECTED = {"generator": generator_config, "discriminator": discriminator_config, "encoder": encoder_config}


def generator(network: nn.Module, arrays: dict[str, Tensor]) -> dict[str, Tensor]:
    x = arrays["x"]
    return {"image": network(x, arrays.get("z", x.new_zeros(len(x), 0)))}


def discriminator(network: nn.Module, arrays: dict[str, Tensor]) -> dict[str, Tensor]:
    return {f"score{scale}": score for scale, score in enumerate(network(arrays["x"]))}


def encoder(network: nn.Module, arrays: dict[str, Tensor]) -> dict[str, Tensor]:
    mean, log_variance = network(arrays["x"])
    return {"mu": mean} if log_variance is None else {"mu": mean, "logvar": log_variance}


FORWARD = {"generator": generator, "discriminator": discriminator, "encoder": encoder}
