"""StyleGAN2 of rosinality/stylegan2-pytorch: `{g_ema, d, latent_avg, args}` in one file."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from ganstudio.checkpoints.detect import detect
from ganstudio.checkpoints.load import load
from tests.golden.case import Case


def run(case: Case, folder: Path) -> dict[str, Tensor]:
    told, path = case.facts["constructor"], folder / "checkpoint.pt"
    record: dict[str, Any] = {"g_ema": case.part("g_ema."), "d": case.part("d.")}
    if "latent_avg" in case.arrays:
        record["latent_avg"] = case.arrays["latent_avg"]
    torch.save({**record, "args": Namespace(**told["Generator"])}, path)
    found = detect(path)
    assert (found.family.id, found.role, found.family.layout) == ("stylegan2", "generator", "rosinality")
    assert_config(found.config, told["Generator"])
    with torch.inference_mode():
        outputs = generator(load(path).module, case)
        if "Discriminator" in told:
            critic = load(path, part="d")
            assert critic.config.resolution == told["Discriminator"]["size"]
            outputs["d_logits"] = critic.module(case.arrays["d_img"])
    return outputs


def assert_config(config: Any, told: Mapping[str, Any]) -> None:
    assert (config.resolution, config.z_dim, config.w_dim) == (
        told["size"],
        told["style_dim"],
        told["style_dim"],
    )
    assert config.mapping.layers == told["n_mlp"]
    assert config.mapping.lr_multiplier == told.get("lr_mlp", 0.01)
    kernel = told.get("blur_kernel", [1, 3, 3, 1])
    assert config.taps == tuple(tap / min(kernel) for tap in kernel)
    assert (config.image_taps or config.taps) == (1, 3, 3, 1)


def generator(network: Any, case: Case) -> dict[str, Tensor]:
    arrays, procedure = case.arrays, case.facts["procedure"]
    ws, other = network.mapping(arrays["z"]), network.mapping(arrays["z2"])
    cut = procedure.get("inject_index", network.config.num_ws)
    truncated = network.mapping(arrays["z"], truncation_psi=procedure.get("truncation", 1))
    return {
        "w": ws[:, 0],
        "w_z2": other[:, 0],
        "img_const": network.synthesis(ws),
        "img_none": network.synthesis(ws, "none"),
        "img_trunc": network.synthesis(truncated),
        "img_mix": network.synthesis(torch.cat([ws[:, :cut], other[:, cut:]], dim=1)),
    }
