"""StyleGAN2 of NVlabs/stylegan2 and stylegan2-ada: TensorFlow's variables, Gs and D of a run."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from ganstudio.checkpoints.detect import detect
from ganstudio.checkpoints.load import load
from ganstudio.networks.stylegan2 import paper_channels
from tests.golden.case import Case


def run(case: Case, folder: Path) -> dict[str, Tensor]:
    told, path = case.facts["constructor"], folder / "network-snapshot.pth"
    networks = {"Gs": case.part("Gs/"), "D": case.part("D/")}
    torch.save({name: tensors for name, tensors in networks.items() if tensors}, path)
    ada = "stylegan2-ada" in case.facts["reference"]["repo"]
    functions = ("networks.G_main", "networks.D_main")
    if not ada:
        functions = ("networks_stylegan2.G_main", "networks_stylegan2.D_stylegan2")
    options = {
        "G_args": {"func_name": f"training.{functions[0]}", **told["Gs"]},
        "D_args": {"func_name": f"training.{functions[1]}", **told.get("D", {})},
    }
    (folder / "training_options.json").write_text(json.dumps(options))
    found = detect(path)
    assert (found.family.id, found.role, found.family.layout) == ("stylegan2", "generator", "tensorflow")
    grown = any(name.startswith("G_synthesis/ToRGB_lod") for name in networks["Gs"])
    assert_generator(found.config, {**told["Gs"], **({"architecture": "orig"} if grown else {})}, ada)
    with torch.inference_mode():
        outputs = generator(load(path).module, case)
        if networks["D"]:
            critic = load(path, part="D")
            grown = "FromRGB_lod0/bias" in networks["D"]
            assert_discriminator(
                critic.config, {**told["D"], **({"architecture": "orig"} if grown else {})}, ada
            )
            outputs["d_logits"] = critic.module(case.arrays["d_img"], case.arrays.get("d_c"))
    return outputs


def assert_generator(config: Any, told: Mapping[str, Any], ada: bool) -> None:
    assert_common(config, told)
    assert config.architecture == told.get("architecture", "skip")
    assert (config.z_dim, config.w_dim) == (told.get("latent_size", 512), told.get("dlatent_size", 512))
    assert config.mapping.layers == told.get("mapping_layers", 8)
    assert config.mapping.lr_multiplier == told.get("mapping_lrmul", 0.01)
    assert config.mapping.activation == told.get("mapping_nonlinearity", "lrelu")
    assert config.mapping.joint_normalisation == (not ada and told.get("label_size", 0) > 0)
    assert config.use_noise == told.get("use_noise", True)


def assert_discriminator(config: Any, told: Mapping[str, Any], ada: bool) -> None:
    assert_common(config, told)
    assert config.architecture == told.get("architecture", "resnet")
    assert config.group_size == told.get("mbstd_group_size", None if ada else 4)
    assert (config.mapping is not None) == (ada and told.get("label_size", 0) > 0)


def assert_common(config: Any, told: Mapping[str, Any]) -> None:
    resolution = told["resolution"]
    widths = 2 * told.get("fmap_base", 16384), told.get("fmap_max", 512)
    assert config.channels == paper_channels(resolution, *widths)
    assert (config.img_channels, config.c_dim) == (told["num_channels"], told.get("label_size", 0))
    assert config.clamp == told.get("conv_clamp")
    assert config.taps == tuple(told.get("resample_kernel", [1, 3, 3, 1]) or (1, 1))
    assert config.activation == told.get("nonlinearity", "lrelu")


def generator(network: Any, case: Case) -> dict[str, Tensor]:
    arrays, procedure = case.arrays, case.facts["procedure"]
    c, truncation = arrays.get("c"), procedure["truncation"]
    ws, other = network.mapping(arrays["z"], c), network.mapping(arrays["z2"], c)
    truncated = network.mapping(arrays["z"], c, truncation["psi"], truncation["cutoff"])
    cut = procedure["style_mix_crossover"]
    return {
        "w": ws[:, 0],
        "w_z2": other[:, 0],
        "ws_trunc": truncated,
        "img": network.synthesis(ws),
        "img_none": network.synthesis(ws, "none"),
        "img_trunc": network.synthesis(truncated),
        "img_mix": network.synthesis(torch.cat([ws[:, :cut], other[:, cut:]], dim=1)),
    }
