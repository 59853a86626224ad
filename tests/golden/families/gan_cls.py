"""GAN-CLS: pictures and scores, with stored statistics and with those of the batch."""

from __future__ import annotations

import re
from pathlib import Path

import torch
from torch import Tensor, nn

from ganstudio.checkpoints.detect import detect
from ganstudio.checkpoints.load import load
from ganstudio.checkpoints.options import format_options
from ganstudio.networks.blocks import batch_statistics
from ganstudio.networks.gan_cls import GanClsDiscriminatorConfig, GanClsGeneratorConfig
from tests.golden.case import Case

# The authors' option --type by the file that holds the network.
TYPES = {"gan_cls": "gan", "gan": "vanilla_gan", "wgan_cls": "wgan", "wgan": "vanilla_wgan"}


def run(case: Case, folder: Path) -> dict[str, Tensor]:
    role = case.facts["part"]
    kind = TYPES[re.search(r"models/(\w+)\.py", case.options["network"])[1]]
    path = folder / ("gen_190.pth" if role == "generator" else "disc_190.pth")
    torch.save(case.state_dict(), path)
    (folder / "opt.txt").write_text(format_options({"type": kind}))
    found = detect(path)
    assert (found.family.id, found.role) == ("gan_cls", role)
    text = (0, 0) if kind.startswith("vanilla") else (1024, 128)
    improved = bool(case.options.get("improved"))
    if role == "generator":
        assert found.config == GanClsGeneratorConfig(*text)
    else:
        wasserstein = kind.endswith("wgan")
        assert found.config == GanClsDiscriminatorConfig(
            *text, wasserstein=wasserstein, batch_norm=found.config.batch_norm if wasserstein else True
        )
        assert not improved or not found.config.batch_norm
    network = load(path).module
    forward = draw if role == "generator" else judge
    with torch.inference_mode():
        outputs = forward(network, case)
        with batch_statistics(network):
            return outputs | {f"{name}_train_mode": value for name, value in forward(network, case).items()}


def draw(network: nn.Module, case: Case) -> dict[str, Tensor]:
    return {"image": network(case.arrays["z"].flatten(1), case.arrays.get("embed"))}


def judge(network: nn.Module, case: Case) -> dict[str, Tensor]:
    scores, features = network(case.arrays["x"], case.arrays.get("embed"))
    if network.config.wasserstein:
        scores = scores.mean(dim=0, keepdim=True)  # what the authors return
    return {"score": scores, "features_mean": features.mean(dim=(2, 3))}
