"""InstaGAN: one call, a second call where the spectral norm moves on, or the authors' whole test."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from ganstudio.checkpoints.detect import detect
from ganstudio.checkpoints.load import load
from ganstudio.networks.instagan import InstaGanConfig, merge_masks, select_masks, translate_in_passes
from tests.golden.case import Case


def run(case: Case, folder: Path) -> dict[str, Tensor]:
    path = case.weight_file(folder)
    found = detect(path)
    role = case.facts["part"].split(",")[0]
    if role == "generator" and "basic" in case.options["network"]:  # CycleGAN's, tensor for tensor
        assert (found.family.id, found.role) == ("cyclegan", role)
        with torch.inference_mode():
            return {"image": load(path).module(case.arrays["x"])}
    assert (found.family.id, found.role) == ("instagan", role)
    assert_config(found.config, case.options)
    network = load(path).module
    with torch.inference_mode():
        if "masks_in" in case.arrays:
            return whole_test(network, case)
        if found.role == "generator":
            return dict(zip(("image", "masks"), network(*inputs(case, found.config)), strict=True))
        calls = [network(*inputs(case, found.config)) for _ in range(2)]
    return {"score": calls[0], "score_second_call": calls[1]}


def assert_config(config: Any, told: dict[str, Any]) -> None:
    names = {"input_nc", "output_nc", "ngf", "ndf", "n_blocks", "n_layers", "norm"} & told.keys()
    assert {name: getattr(config, name) for name in names} == {name: told[name] for name in names}
    kind = "set" if isinstance(config, InstaGanConfig) else config.kind
    assert f"{kind})" in told["network"]


def inputs(case: Case, config: Any) -> tuple[Tensor, ...]:
    """The reference takes image and masks in one tensor."""
    x = case.arrays["x"]
    alone = not isinstance(config, InstaGanConfig) and config.kind == "basic"
    return (x,) if alone else (x[:, : config.input_nc], x[:, config.input_nc :])


def whole_test(network: nn.Module, case: Case) -> dict[str, Tensor]:
    assert case.options["set_order"] == "decreasing"
    ins_max, ins_per = case.options["ins_max"], case.options["ins_per"]
    masks = case.arrays["masks_in"]
    image, translated = translate_in_passes(
        network, case.arrays["x"], masks, ins_max=ins_max, ins_per=ins_per
    )
    return {
        "image": image,
        "mask": merge_masks(translated),
        "masks_selected": select_masks(masks, ins_max),
    }
