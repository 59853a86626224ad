"""StyleGAN3: geometry, input layer and pictures of the authors' generators."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from ganstudio.checkpoints.detect import detect
from ganstudio.checkpoints.load import load
from ganstudio.networks.stylegan3 import StyleGAN3Config, layer_channels
from ganstudio.networks.stylegan3_filters import resamplings
from tests.golden.case import Case


def run(case: Case, folder: Path) -> dict[str, Tensor]:
    told, procedure, arrays = case.facts["constructor"]["G"], case.facts["procedure"], case.arrays
    path = folder / "network-snapshot.pth"
    torch.save(case.state_dict(), path)
    (folder / "training_options.json").write_text(json.dumps({"G_kwargs": told}))
    found = detect(path)
    assert (found.family.id, found.role) == ("stylegan3", "generator")
    assert_config(found.config, told)
    assert_geometry(found.config, case.facts["constructor"])
    network = load(path).module
    c = arrays.get("c")
    ws, other = network.mapping(arrays["z"], c), network.mapping(arrays["z2"], arrays.get("c2", c))
    psi, cutoff = procedure["truncation"]["psi"], procedure["truncation"]["cutoff"]
    truncated = network.mapping(arrays["z"], c, psi, cutoff)
    crossover = procedure["style_mix_crossover"]
    outputs = {"w": ws[:, 0], "w_z2": other[:, 0], "ws_trunc": truncated}
    outputs["img_trunc"] = network.synthesis(truncated)
    outputs["img_mix"] = network.synthesis(torch.cat((ws[:, :crossover], other[:, crossover:]), dim=1))
    transforms = {
        "": None,
        "_transformed": arrays.get("transform"),
        "_scaled": arrays.get("transform_scaled"),
    }
    for name, transform in transforms.items():
        outputs[f"input_features{name}"] = network.synthesis.input(ws[:, 0], transform)
        outputs[f"img{name}"] = network.synthesis(ws, transform=transform)
    return outputs


def assert_config(config: StyleGAN3Config, told: Mapping[str, Any]) -> None:
    """What the tensors and the options showed is what the reference's constructor was told."""
    mapping = told.get("mapping_kwargs", {})
    defaults = StyleGAN3Config(resolution=told["img_resolution"], channels=(1,) * 15)
    same = (
        "num_critical",
        "first_cutoff",
        "first_stopband",
        "last_stopband_rel",
        "margin_size",
        "conv_kernel",
    )
    same += ("filter_size", "lrelu_upsampling", "use_radial_filters", "conv_clamp", "output_scale")
    same += ("z_dim", "c_dim", "w_dim", "img_channels", "num_layers")
    wanted = {"img_channels": 3, **{name: getattr(defaults, name) for name in same if name != "img_channels"}}
    wanted |= {name: told[name] for name in same if name in told}
    assert {name: getattr(config, name) for name in same} == wanted
    assert config.resolution == told["img_resolution"]
    assert config.mapping_layers == mapping.get("num_layers", 2)
    assert config.mapping_lr_multiplier == mapping.get("lr_multiplier", 0.01)
    widths = layer_channels(config, told.get("channel_base", 32768), told.get("channel_max", 512))
    assert config.channels == widths


def assert_geometry(config: StyleGAN3Config, constructor: Mapping[str, Any]) -> None:
    """Sizes, rates, factors, taps and paddings of each layer, where the case lists them."""
    plans = resamplings(config)
    for plan, wanted in zip(plans, constructor.get("derived_layers", plans), strict=True):
        if plan is wanted:
            return
        before, after = plan.before, plan.after
        assert [before.size] * 2 == wanted["in_size"] and [after.size] * 2 == wanted["out_size"]
        rates = before.rate, after.rate, plan.rate
        assert rates == tuple(wanted[f"{kind}_sampling_rate"] for kind in ("in", "out", "tmp"))
        found = before.cutoff, after.cutoff, before.half_width, after.half_width
        names = ("in_cutoff", "out_cutoff", "in_half_width", "out_half_width")
        assert [round(value, 5) for value in found] == [round(wanted[name], 5) for name in names]
        assert (plan.up, plan.down) == (wanted["up_factor"], wanted["down_factor"])
        assert (plan.up_taps, plan.down_taps) == (wanted["up_taps"], wanted["down_taps"])
        assert (plan.radial, list(plan.padding)) == (wanted["down_radial"], wanted["padding"])
