"""StarGAN: images by their own statistics, as the authors make them, and by the running ones."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from ganstudio.checkpoints.detect import detect
from ganstudio.checkpoints.load import load
from ganstudio.networks.stargan import StarGanConfig
from tests.golden.case import Case


def run(case: Case, folder: Path) -> dict[str, Tensor]:
    path = case.weight_file(folder)
    found = detect(path)
    assert (found.family.id, found.role) == ("stargan", case.facts["part"])
    assert_config(found.config, case.options)
    network, arrays = load(path).module, case.arrays
    with torch.inference_mode():
        if found.role == "discriminator":
            source, domains = network(arrays["x"])
            return {"source": source, "domains": domains}
        return {
            "image": network(arrays["x"], arrays["c"]),
            "image_eval_mode": network(arrays["x"], arrays["c"], running_statistics=True),
        }


def assert_config(config: Any, told: dict[str, Any]) -> None:
    names = ("conv_dim", "c_dim", "repeat_num")
    assert {name: getattr(config, name) for name in names} == {name: told[name] for name in names}
    if isinstance(config, StarGanConfig):
        assert len(config.domains) == config.domain_count
    else:
        # The last kernel is all that is left of the image size, which need not be a multiple.
        assert config.image_size >> config.repeat_num == told["image_size"] >> config.repeat_num
