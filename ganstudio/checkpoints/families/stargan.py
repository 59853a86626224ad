"""The networks of the authors' StarGAN release (yunjey/stargan): `200000-G.ckpt`, `200000-D.ckpt`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import torch
from torch import Tensor

from ganstudio.checkpoints.contents import StateDict
from ganstudio.checkpoints.pictures import sample_picture, side_by_side
from ganstudio.checkpoints.registry import Family, Told, Unknown
from ganstudio.networks.stargan import (
    StarGanConfig,
    StarGanDiscriminator,
    StarGanDiscriminatorConfig,
    StarGanGenerator,
    domain_labels,
)

_PAPER = "Choi, Choi, Kim, Ha, Kim and Choo, CVPR 2018, arXiv:1711.09020"
_SHOWN = 5
_SAMPLE_SIZE = (96, 96)

_UNKNOWNS = (
    Unknown(
        "selected_attrs",
        "what are its domains called, in their order, with commas between them?",
        str,
    ),
    Unknown("c2_dim", "how many of its labels are those of a second data set (0 if it has but one)?", int),
)


def _reads(options: Mapping[str, Any]) -> Mapping[str, Any]:
    """The authors' arguments always have a `c2_dim`, which counts with both data sets only."""
    known: dict[str, Any] = {}
    if "dataset" in options and options["dataset"] != "Both":
        known["c2_dim"] = 0
    elif "c2_dim" in options:
        known["c2_dim"] = options["c2_dim"]
    names = options.get("selected_attrs")
    # They are the names of CelebA's labels; RaFD's are its folders.
    if names and not known.get("c2_dim") and options.get("dataset") != "RaFD":
        known["selected_attrs"] = names if isinstance(names, str) else ", ".join(map(str, names))
    return known


def _infer_generator(tensors: StateDict, told: Told) -> StarGanConfig:
    first = tensors["main.0.weight"]
    blocks = {name.split(".")[1] for name in tensors if re.fullmatch(r"main\.\d+\.main\.0\.weight", name)}
    c_dim, c2_dim = first.shape[1] - 3, told.get("c2_dim", 0)
    count = c_dim - 2 if c2_dim else c_dim
    names = told.get("selected_attrs", None)
    domains = names.split(",") if names else [f"domain {number}" for number in range(1, count + 1)]
    return StarGanConfig(
        c_dim=c_dim,
        conv_dim=first.shape[0],
        repeat_num=len(blocks),
        c2_dim=c2_dim,
        domains=tuple(name.strip() for name in domains),
    )


def _with_statistics(tensors: StateDict, config: StarGanConfig) -> StateDict:
    """Files of the first release count no batches, and some forks keep no statistics: fresh ones do.

    In the generator only norms have a bias.
    """
    full = dict(tensors)
    for name, bias in tensors.items():
        if name.endswith(".bias"):
            norm = name.removesuffix("bias")
            full.setdefault(f"{norm}running_mean", torch.zeros_like(bias))
            full.setdefault(f"{norm}running_var", torch.ones_like(bias))
            full.setdefault(f"{norm}num_batches_tracked", torch.tensor(0))
    return full


def _infer_discriminator(tensors: StateDict, told: Told) -> StarGanDiscriminatorConfig:
    repeat_num = sum(bool(re.fullmatch(r"main\.\d+\.weight", name)) for name in tensors)
    c_dim, _, kernel_size, _ = tensors["conv2.weight"].shape
    return StarGanDiscriminatorConfig(
        c_dim=c_dim,
        conv_dim=tensors["main.0.weight"].shape[0],
        repeat_num=repeat_num,
        image_size=kernel_size << repeat_num,
    )


def _sample(network: StarGanGenerator, config: StarGanConfig, seed: int) -> Tensor:
    """The photo, and what becomes of it in each of the first domains."""
    photo = sample_picture("photo", _SAMPLE_SIZE)
    labels = torch.cat([domain_labels(config, [i]) for i in range(min(_SHOWN, config.domain_count))])
    return side_by_side(photo, *network(photo.expand(len(labels), -1, -1, -1), labels).split(1))


FAMILIES = (
    Family(
        id="stargan",
        role="generator",
        title="the StarGAN generator",
        config=StarGanConfig,
        keys=(
            "main.0.weight",
            "main.1.weight",
            "main.3.weight",
            "main.6.weight",
            "main.9.main.0.weight",
            "main.9.main.3.weight",
            "main.9.main.4.weight",
        ),
        without=("main.0.bias", "main.3.bias", "conv*"),
        shapes={
            "main.0.weight": (None, None, 7, 7),
            "main.3.weight": (None, None, 4, 4),
            "main.9.main.0.weight": (None, None, 3, 3),
        },
        build=StarGanGenerator,
        infer=_infer_generator,
        unknowns=_UNKNOWNS,
        reads=_reads,
        convert=_with_statistics,
        options=lambda config: {
            "c_dim": config.domain_count - config.c2_dim,
            "c2_dim": config.c2_dim,
            "g_conv_dim": config.conv_dim,
            "g_repeat_num": config.repeat_num,
            "selected_attrs": ", ".join(config.domains),
        },
        sample=_sample,
        paper=_PAPER,
    ),
    Family(
        id="stargan",
        role="discriminator",
        title="the StarGAN discriminator",
        config=StarGanDiscriminatorConfig,
        keys=("main.0.weight", "main.0.bias", "main.2.bias", "conv1.weight", "conv2.weight"),
        without=("main.1.*", "main.3.*", "conv1.bias", "conv2.bias"),
        shapes={
            "main.0.weight": (None, 3, 4, 4),
            "main.2.weight": (None, None, 4, 4),
            "conv1.weight": (1, None, 3, 3),
        },
        build=StarGanDiscriminator,
        infer=_infer_discriminator,
        options=lambda config: {
            "c_dim": config.c_dim,
            "d_conv_dim": config.conv_dim,
            "d_repeat_num": config.repeat_num,
            "image_size": config.image_size,
        },
        paper=_PAPER,
    ),
)
