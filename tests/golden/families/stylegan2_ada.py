"""StyleGAN2 of NVlabs/stylegan2-ada-pytorch and stylegan3: averaged generator and discriminator of a run."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from ganstudio.checkpoints.detect import detect
from ganstudio.checkpoints.load import load
from ganstudio.networks.stylegan2 import StyleGan2Config, StyleGan2Generator, paper_channels
from ganstudio.networks.stylegan2_discriminator import StyleGan2DiscriminatorConfig
from ganstudio.networks.stylegan2_layers import MappingConfig
from tests.golden.case import Case


def run(case: Case, folder: Path) -> dict[str, Tensor]:
    told = case.facts["constructor"]
    newer = "stylegan3" in case.facts["reference"]["repo"]
    path = folder / "network-snapshot.pth"
    torch.save({"G_ema": case.part("G."), "D": case.part("D.")}, path)
    module = "training.networks_stylegan2" if newer else "training.networks"
    (folder / "training_options.json").write_text(
        json.dumps(
            {
                "G_kwargs": {"class_name": f"{module}.Generator", **told["G"]},
                "D_kwargs": {"class_name": f"{module}.Discriminator", **told["D"]},
            }
        )
    )
    assert (detect(path).role, detect(path).part) == ("generator", "G_ema")
    for part, expected in (
        ("G_ema", generator_config(told["G"], newer)),
        ("D", discriminator_config(told["D"], newer)),
    ):
        found = detect(path, part=part)
        assert (found.family.id, found.family.layout, found.unknown) == ("stylegan2", "", ())
        assert found.config == expected
    with torch.inference_mode():
        return outputs(load(path, part="G_ema").module, load(path, part="D").module, case)


def generator_config(told: Mapping[str, Any], newer: bool) -> StyleGan2Config:
    options = {"conv_clamp": 256 if newer else None, **told, **told.get("synthesis_kwargs", {})}
    resolution = told["img_resolution"]
    widths = options.get("channel_base", 32768), options.get("channel_max", 512)
    return StyleGan2Config(
        resolution=resolution,
        channels=paper_channels(resolution, *widths),
        mapping=mapping_config(told, told["z_dim"], told["w_dim"]),
        img_channels=told["img_channels"],
        architecture=options.get("architecture", "skip"),
        use_noise=options.get("use_noise", True),
        w_avg=told.get("mapping_kwargs", {}).get("w_avg_beta", 0.995) is not None,
        activation=options.get("activation", "lrelu"),
        clamp=options["conv_clamp"],
        taps=smallest_is_one(options.get("resample_filter", [1, 3, 3, 1])),
        kernel_size=options.get("kernel_size", 3),
    )


def discriminator_config(told: Mapping[str, Any], newer: bool) -> StyleGan2DiscriminatorConfig:
    block, epilogue = told.get("block_kwargs", {}), told.get("epilogue_kwargs", {})
    resolution = told["img_resolution"]
    channels = paper_channels(resolution, told.get("channel_base", 32768), told.get("channel_max", 512))
    cmap_dim = told.get("cmap_dim") or channels[0]
    return StyleGan2DiscriminatorConfig(
        resolution=resolution,
        channels=channels,
        img_channels=told["img_channels"],
        c_dim=told["c_dim"],
        mapping=mapping_config(told, 0, cmap_dim) if told["c_dim"] else None,
        architecture=told.get("architecture", "resnet"),
        group_size=epilogue.get("mbstd_group_size", 4),
        mbstd_channels=epilogue.get("mbstd_num_channels", 1),
        activation=block.get("activation", "lrelu"),
        final_activation=epilogue.get("activation", "lrelu"),
        clamp=told.get("conv_clamp", 256 if newer else None),
        taps=smallest_is_one(block.get("resample_filter", [1, 3, 3, 1])),
    )


def mapping_config(told: Mapping[str, Any], z_dim: int, w_dim: int) -> MappingConfig:
    options = told.get("mapping_kwargs", {})
    layers = options.get("num_layers", 8)
    embedded, inner = options.get("embed_features"), options.get("layer_features")
    return MappingConfig(
        z_dim=z_dim,
        c_dim=told["c_dim"],
        w_dim=w_dim,
        layers=layers,
        embed_features=None if embedded == w_dim or not told["c_dim"] else embedded,
        layer_features=None if inner == w_dim or layers < 2 else inner,
        activation=options.get("activation", "lrelu"),
        lr_multiplier=options.get("lr_multiplier", 0.01) if layers else 0.01,
    )


def smallest_is_one(taps: list[float]) -> tuple[float, ...]:
    return tuple(tap / min(taps) for tap in taps)


def outputs(network: StyleGan2Generator, critic: torch.nn.Module, case: Case) -> dict[str, Tensor]:
    arrays, procedure = case.arrays, case.facts["procedure"]
    c = arrays.get("c")
    ws, other = network.mapping(arrays["z"], c), network.mapping(arrays["z2"], c)
    cut = procedure["style_mix_crossover"]
    images = network.synthesis(ws, "const")
    found = {
        "w": ws[:, 0],
        "w_z2": other[:, 0],
        "img_const": images,
        "img_none": network.synthesis(ws, "none"),
        "img_mix": network.synthesis(torch.cat([ws[:, :cut], other[:, cut:]], dim=1)),
        "d_logits": critic(arrays["d_img"], arrays.get("d_c")),
        "d_logits_of_img_const": critic(arrays["img_const"], c),
    }
    if network.config.w_avg:
        truncation = procedure["truncation"]
        found["ws_trunc"] = network.mapping(arrays["z"], c, truncation["psi"], truncation["cutoff"])
        found["img_trunc"] = network.synthesis(found["ws_trunc"])
    return found
