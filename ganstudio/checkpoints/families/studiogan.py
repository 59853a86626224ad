"""PyTorch-StudioGAN (POSTECH-CVLab): `model={G,G_ema,D}-best-weights-step=N.pth` beside its YAML file.

A weight file is a record whose entry `state_dict` matters; where there is a `G_ema` file, that one draws the
better pictures. Its StyleGAN backbones are other families.
"""

from __future__ import annotations

from typing import Any, get_args

import torch
from torch import Tensor

from ganstudio.checkpoints.contents import StateDict
from ganstudio.checkpoints.families.studiogan_discriminator import DISCRIMINATOR
from ganstudio.checkpoints.families.studiogan_tensors import SIZES, blocks, deep_stages, has, reads, shape
from ganstudio.checkpoints.pictures import sheet
from ganstudio.checkpoints.registry import Family, Told, Unknown
from ganstudio.networks.studiogan import (
    DEEP,
    Activation,
    Backbone,
    StudioGenerator,
    StudioGeneratorConfig,
)
from ganstudio.networks.studiogan_resnet import GENERATOR_WIDTHS

_UNKNOWNS = (
    Unknown("MODEL.backbone", "which backbone has it?", str, ("resnet", "big_resnet")),
    Unknown("MODEL.g_act_fn", "which activation has it?", str, get_args(Activation)),
)


def _infer(tensors: StateDict, told: Told) -> StudioGeneratorConfig:
    names, attention = blocks(tensors)
    codes = _codes(tensors)
    projected = shape(tensors, "info_proj_linear")[0] if has(tensors, "info_proj_linear") else 0
    backbone = _backbone(tensors, told, names[0], projected)
    first = shape(tensors, "linear0")[1]
    classes, shared = tensors["shared.weight"].shape if "shared.weight" in tensors else (0, 0)
    if backbone in ("deep_conv", "resnet"):
        classes = _condition_dim(tensors, names[0]) - projected
    size, depth, base, z_dim = 32, 1, 64, first
    if backbone in DEEP:
        size, depth, base = deep_stages(
            tensors, names, GENERATOR_WIDTHS, lambda a, b, step: (a, b if step else a)
        )
        z_dim = first - shared - projected
    elif backbone != "deep_conv":
        size = SIZES[len(names) - 3]
        base = shape(tensors, "conv2d5")[1] // GENERATOR_WIDTHS[size][-1]
        z_dim = first * (len(names) + 1) if backbone == "big_resnet" else first
    return StudioGeneratorConfig(
        backbone=backbone,
        img_size=size,
        z_dim=z_dim,
        num_classes=classes,
        conv_dim=base,
        shared_dim=shared or (0 if backbone in ("deep_conv", "resnet") else projected),
        spectral="linear0.weight_orig" in tensors,
        attention=tuple(place // depth for place in attention),
        activation=told.get("MODEL.g_act_fn", "ReLU"),
        depth=depth,
        **codes,
    )


def _codes(tensors: StateDict) -> dict[str, Any]:
    """How InfoGAN's codes enter, and how many numbers they are."""
    if has(tensors, "info_mix_linear"):
        z_dim, mixed = shape(tensors, "info_mix_linear")
        return {"info_injection": "concat", "info_dim": mixed - z_dim}
    if has(tensors, "info_proj_linear"):
        return {"info_injection": "cBN", "info_dim": shape(tensors, "info_proj_linear")[1]}
    return {}


def _condition_dim(tensors: StateDict, block: str) -> int:
    norm = f"{block}.bn0.gain" if has(tensors, f"{block}.deconv0") else f"{block}.bn1.gain"
    return shape(tensors, norm)[1] if has(tensors, norm) else 0


def _backbone(tensors: StateDict, told: Told, block: str, projected: int) -> Backbone:
    if has(tensors, f"{block}.deconv0"):
        return "deep_conv"
    if has(tensors, f"{block}.conv2d4"):
        learned = has(tensors, f"{block}.conv2d0")
        return "big_resnet_deep_studiogan" if learned else "big_resnet_deep_legacy"
    if "shared.weight" in tensors:
        return "big_resnet"
    if _condition_dim(tensors, block) == shape(tensors, "linear0")[1] + projected:
        # A BigGAN without classes, whose norms see a chunk of the latent vector, or a ResNet that happens to
        # have as many classes as its latent vector has numbers.
        backbone: Backbone = told.get("MODEL.backbone", "big_resnet")
        return backbone
    return "resnet"


def _options(config: StudioGeneratorConfig) -> dict[str, Any]:
    return {
        "MODEL.backbone": config.backbone,
        "MODEL.z_dim": config.z_dim,
        "MODEL.g_shared_dim": config.shared_dim,
        "MODEL.g_conv_dim": config.conv_dim,
        "MODEL.g_depth": config.depth,
        "MODEL.g_cond_mtd": "cBN" if config.num_classes else "W/O",
        "MODEL.apply_g_sn": config.spectral,
        "MODEL.attn_g_loc": list(config.attention),
        "MODEL.g_act_fn": config.activation,
        "MODEL.g_info_injection": config.info_injection,
        "DATA.img_size": config.img_size,
        "DATA.num_classes": config.num_classes,
    }


def _sample(network: StudioGenerator, config: StudioGeneratorConfig, seed: int) -> Tensor:
    """Eight images up to 64 pixels, fewer of larger ones; each of another class if there are so many."""
    count = max(1, 8 * 64**2 // max(64, config.img_size) ** 2)
    random = torch.Generator().manual_seed(seed)
    z = torch.randn(count, config.z_dim + config.info_dim, generator=random)
    labels = torch.arange(count) % config.num_classes if config.num_classes else None
    return sheet(network(z, labels), columns=min(count, 4))


FAMILIES = (
    Family(
        id="studiogan",
        role="generator",
        title="a PyTorch-StudioGAN generator",
        config=StudioGeneratorConfig,
        keys=(
            "linear0.bias",
            "blocks.0.0.deconv0.bias|blocks.0.0.conv2d1.bias",
            "conv4.bias|conv2d5.bias",
        ),
        shapes={"conv4.bias": (3,), "conv2d5.bias": (3,)},
        build=StudioGenerator,
        infer=_infer,
        unknowns=_UNKNOWNS,
        reads=lambda options: {
            # Only where two backbones look alike is one asked for, and then it is one of these.
            name: value
            for name, value in reads(options).items()
            if name != "MODEL.backbone" or value in ("resnet", "big_resnet")
        },
        export=lambda state, config: {"state_dict": state},
        options=_options,
        sample=_sample,
        paper=DISCRIMINATOR.paper,
    ),
    DISCRIMINATOR,
)
