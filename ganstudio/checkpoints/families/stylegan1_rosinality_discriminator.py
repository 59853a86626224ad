"""StyleGAN's discriminator in the layout of rosinality/style-based-gan-pytorch (`.model` files)."""

from __future__ import annotations

import math
import re

from ganstudio.checkpoints.contents import StateDict
from ganstudio.checkpoints.families.stylegan1_options import told_lod
from ganstudio.checkpoints.registry import Told
from ganstudio.networks.stylegan1_discriminator import StyleGAN1DiscriminatorConfig

_ACTIVATED = "from_rgb.0.0.conv.bias"


def infer(tensors: StateDict, told: Told) -> StyleGAN1DiscriminatorConfig:
    activated = _ACTIVATED in tensors
    inner = ".0" if activated else ""
    count = len({name.split(".")[1] for name in tensors if name.startswith("from_rgb.")})
    widths = [len(tensors[f"from_rgb.{i}{inner}.conv.bias"]) for i in reversed(range(count))]
    biases = [tensors[f"progression.{i}.conv1.0.conv.bias"] for i in reversed(range(count - 1))]
    return StyleGAN1DiscriminatorConfig(
        channels=tuple(widths),
        hidden=len(tensors[f"progression.{count - 1}.conv2.0.conv.bias"]),
        img_channels=tensors[f"from_rgb.0{inner}.conv.weight_orig"].shape[1],
        rgb_activation=activated,
        widens_first=True,
        mbstd_group=None,
        lod=told_lod(told, biases, 2 << count),
    )


def convert(tensors: StateDict, config: StyleGAN1DiscriminatorConfig) -> StateDict:
    """Our state dict, from the port's. Its last convolution covers all 4 x 4 pixels: it is a linear layer."""
    renamed = {_name(name, len(config.channels) - 1): tensor for name, tensor in tensors.items()}
    renamed.pop("", None)
    renamed["final_block.dense0.weight"] = renamed["final_block.dense0.weight"].flatten(1)
    # The port scales this layer, too, by He's gain for ReLU.
    renamed["final_block.dense1.weight"] = renamed["final_block.dense1.weight"] * math.sqrt(2)
    return renamed


def _name(name: str, last: int) -> str:
    """Our name; nothing for the kernel of a blur."""
    kind = name.rpartition(".")[2].removesuffix("_orig")
    if found := re.match(r"from_rgb\.(\d+)\.", name):
        return f"from_rgb.{found[1]}.{kind}"
    if name.startswith("linear."):
        return f"final_block.dense1.{kind}"
    _, number, layer, inner, *_ = name.split(".")
    if int(number) == last:
        return f"final_block.{'conv' if layer == 'conv1' else 'dense0'}.{kind}"
    if layer == "conv1":
        return f"blocks.{number}.conv0.{kind}"
    return f"blocks.{number}.conv1_down.{kind}" if inner == "1" else ""
