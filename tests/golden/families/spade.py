"""SPADE: detect and load the authors' file, feed it the prepared semantics."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from ganstudio.checkpoints.detect import detect
from ganstudio.checkpoints.load import load
from ganstudio.networks.spade import DiscriminatorConfig, EncoderConfig, SpadeConfig, prepare_semantics
from tests.golden.case import Case


def run(case: Case, folder: Path) -> dict[str, Tensor]:
    path = case.weight_file(folder)
    found = detect(path)
    assert (found.family.id, found.role) == ("spade", case.facts["part"])
    assert_config(found.config, case.options)
    network = load(path).module
    network.train(case.facts["mode"] == "train")
    with torch.inference_mode():
        return FORWARD[found.role](network, found.config, case.arrays)


def assert_config(config: Any, told: dict[str, Any]) -> None:
    """What was inferred from tensors and opt.txt is what the reference's constructor was told."""
    spectral = "spectral" if config.spectral else ""
    if isinstance(config, SpadeConfig):
        norm = "batch" if config.norm == "syncbatch" else config.norm  # the tensors of both are the same
        size = f"{config.kernel_size}x{config.kernel_size}"
        assert f"{spectral}spade{norm}{size}" == told["norm_G"].replace("sync", "")
        assert config.latent_grid == tuple(told["latent_grid_h_w"])
        names = ("ngf", "label_nc", "semantic_nc", "use_vae")
        assert config.upsampling == told["num_upsampling_layers"]
        assert (config.dont_care, config.instance_edges) == (
            told["contain_dontcare_label"],
            not told["no_instance"],
        )
    elif isinstance(config, DiscriminatorConfig):
        assert f"{spectral}{config.norm}" == told["norm_D"]
        assert (config.in_channels, config.num_d, config.n_layers) == (
            told["input_channels"],
            told["num_D"],
            told["n_layers_D"],
        )
        names = ("ndf",)
    else:
        assert f"{spectral}{config.norm}" == told["norm_E"]
        names = ("ngf",)
    assert {name: getattr(config, name) for name in names} == {name: told[name] for name in names}


def generator(network: torch.nn.Module, config: SpadeConfig, arrays: dict[str, Tensor]) -> dict[str, Tensor]:
    instances = arrays.get("instance") if config.instance_edges else None
    semantics = prepare_semantics(
        arrays["label"], config.label_nc, dont_care=config.dont_care, instances=instances
    )
    return {"semantics": semantics, "image": network(semantics, arrays.get("z"))}


def discriminator(
    network: torch.nn.Module, config: DiscriminatorConfig, arrays: dict[str, Tensor]
) -> dict[str, Tensor]:
    instances = arrays.get("instance")
    label_nc = config.in_channels - 3 - (instances is not None)
    semantics = prepare_semantics(arrays["label"], label_nc, instances=instances)
    outputs = {}
    for i, blocks in enumerate(network(torch.cat([semantics, arrays["image"]], 1))):
        outputs[f"d{i}_score"] = blocks[-1]
        outputs |= {f"d{i}_feature{j}": block for j, block in enumerate(blocks[:-1])}
    return outputs


def encoder(network: torch.nn.Module, config: EncoderConfig, arrays: dict[str, Tensor]) -> dict[str, Tensor]:
    mean, log_variance = network(arrays["image"])
    return {"mu": mean, "logvar": log_variance}


FORWARD = {"generator": generator, "discriminator": discriminator, "encoder": encoder}
