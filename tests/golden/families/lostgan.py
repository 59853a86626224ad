"""LostGAN: a layout to a picture, and the same as later torch samples it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from ganstudio.checkpoints.detect import detect
from ganstudio.checkpoints.load import load
from ganstudio.networks.lostgan import LostGanConfig
from tests.golden.case import Case


def run(case: Case, folder: Path) -> dict[str, Tensor]:
    path = case.weight_file(folder)
    found = detect(path)
    assert (found.family.id, found.role) == ("lostgan", case.facts["part"])
    assert_config(found.config, case.options)
    network = load(path).module
    inputs = [case.arrays[name] for name in ("z_obj", "bbox", "label", "z_im")]
    with torch.inference_mode():
        return {
            "image": network(*inputs),
            "image_align_corners_false": network(*inputs, align_corners=False),
        }


def assert_config(config: LostGanConfig, told: dict[str, Any]) -> None:
    size, version = re.fullmatch(
        r"ResnetGenerator(\d+) of resnet_generator_v(\d)\.py", told["network"]
    ).groups()
    assert (config.image_size, config.version) == (int(size), int(version))
    names = ("ch", "num_classes", "z_dim")
    assert {name: getattr(config, name) for name in names} == {name: told[name] for name in names}
