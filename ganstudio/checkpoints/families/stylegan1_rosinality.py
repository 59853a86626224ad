"""StyleGAN in the layout of rosinality/style-based-gan-pytorch: `g_running` in a `.model` file."""

from __future__ import annotations

import math
import re
from typing import Any

import torch
from torch import Tensor

from ganstudio.checkpoints.contents import StateDict
from ganstudio.checkpoints.families.stylegan1_average import with_average
from ganstudio.checkpoints.families.stylegan1_options import told_lod
from ganstudio.checkpoints.registry import Told
from ganstudio.errors import SaveError
from ganstudio.networks.stylegan1 import BLUR, StyleGAN1Config

_BLOCK = "generator.progression."
# What this port does its own way. Its `g_running` knows no average; its scripts truncate all layers.
FIXED: dict[str, Any] = {
    "mapping_lr_multiplier": 1.0,
    "stored_noise": False,
    "shared_noise": True,
    "norm_eps": 1e-5,
    "blur": BLUR,
    "bias_before_blur": True,
    "truncation_cutoff": None,
}


def infer(tensors: StateDict, told: Told) -> StyleGAN1Config:
    count = len({name.split(".")[2] for name in tensors if name.startswith(_BLOCK)})
    biases = [tensors[f"{_BLOCK}{i}.conv2.conv.bias"] for i in range(count)]
    fused = [4 << i for i in range(1, count) if f"{_BLOCK}{i}.conv1.0.weight" in tensors]
    w_dim = tensors[f"{_BLOCK}0.adain1.style.linear.weight_orig"].shape[1]
    width, z_dim = tensors["style.1.linear.weight_orig"].shape
    return StyleGAN1Config(
        channels=tuple(len(bias) for bias in biases),
        img_channels=len(tensors["generator.to_rgb.0.conv.bias"]),
        z_dim=z_dim,
        w_dim=w_dim,
        mapping_layers=sum(bool(re.fullmatch(r"style\.\d+\.linear\.bias", name)) for name in tensors),
        mapping_width=width,
        fused_from=min(fused, default=None),
        lod=told_lod(told, biases[1:], 2 << count),
        **FIXED,
    )


def convert(tensors: StateDict, config: StyleGAN1Config) -> StateDict:
    """Our state dict, from the port's.

    It scales all weights by He's gain for ReLU, noise and styles too, and its style scale is not around 0.
    """
    renamed = {"g_synthesis.init_block.bias": torch.zeros(config.channels[0])}
    for name, tensor in tensors.items():
        path = name.split(".")
        if path[0] == "style":
            renamed[f"g_mapping.map.dense{int(path[1]) // 2}.{_kind(name)}"] = tensor
        elif path[1] == "to_rgb":
            gain = math.sqrt(2) if _kind(name) == "weight" else 1.0
            renamed[f"g_synthesis.to_rgb.{path[2]}.{_kind(name)}"] = tensor * gain
        else:
            block = "init_block" if path[2] == "0" else f"blocks.{int(path[2]) - 1}"
            renamed |= _layer(f"g_synthesis.{block}", path[3:], tensor)
    return with_average(renamed, config)


def _kind(name: str) -> str:
    return name.rpartition(".")[2].removesuffix("_orig")


def _layer(block: str, path: list[str], tensor: Tensor) -> StateDict:
    layer, number = path[0][:-1], path[0][-1]
    kind = _kind(path[-1])
    if layer == "noise":
        strength = tensor.flatten()
        return {f"{block}.epi{number}.top_epi.noise.weight": strength * math.sqrt(2 / len(strength))}
    if layer == "adain":
        return {f"{block}.epi{number}.style_mod.lin.{kind}": _style(tensor)}
    if path[-1] == "input":
        return {f"{block}.const": tensor}
    if number == "2":
        return {f"{block}.conv{'' if block.endswith('init_block') else '1'}.{kind}": tensor}
    if path[1] == "0" and kind == "weight":
        return {f"{block}.conv0_up.weight": tensor.transpose(0, 1).contiguous() / 4}
    if path[1] == "0" or path[2] == "conv":
        return {f"{block}.conv0_up.{kind}": tensor}
    return {}  # the blur's kernel


def _style(tensor: Tensor) -> Tensor:
    if tensor.dim() == 2:
        return tensor * math.sqrt(2)
    scale, shift = tensor.chunk(2)
    return torch.cat((scale - 1, shift))


def export(state: StateDict, config: StyleGAN1Config) -> dict[str, StateDict]:
    """What the port's scripts take from a file; SaveError for a network that it cannot be."""
    _refuse_others(config)
    port: StateDict = {}
    for i in range(config.mapping_layers):
        for kind, name in (("weight", "weight_orig"), ("bias", "bias")):
            port[f"style.{2 * i + 1}.linear.{name}"] = state[f"g_mapping.map.dense{i}.{kind}"]
    for i in range(len(config.channels)):
        port |= _port_block(state, i, config)
        rgb, to_rgb = f"g_synthesis.to_rgb.{i}", f"generator.to_rgb.{i}.conv"
        port[f"{to_rgb}.weight_orig"] = state[f"{rgb}.weight"] / math.sqrt(2)
        port[f"{to_rgb}.bias"] = state[f"{rgb}.bias"]
    return {"g_running": port}


def _refuse_others(config: StyleGAN1Config) -> None:
    code = {"z_dim": config.w_dim, "mapping_width": config.w_dim, "c_dim": 0, "activation": "lrelu"}
    parts = {"use_noise": True, "pixel_norm": False, "instance_norm": True, "equalized": True}
    needed = {**FIXED, **code, **parts}
    other = next((name for name, value in needed.items() if getattr(config, name) != value), None)
    if other is not None:
        raise SaveError(f"style-based-gan-pytorch has no StyleGAN with {other} = {getattr(config, other)}.")


def _port_block(state: StateDict, index: int, config: StyleGAN1Config) -> StateDict:
    ours = f"g_synthesis.{f'blocks.{index - 1}' if index else 'init_block'}"
    theirs, width = f"{_BLOCK}{index}", config.channels[index]
    second = f"{ours}.{'conv1' if index else 'conv'}"
    port = {
        f"{theirs}.conv2.conv.weight_orig": state[f"{second}.weight"],
        f"{theirs}.conv2.conv.bias": state[f"{second}.bias"],
    }
    for number in "12":
        noise = state[f"{ours}.epi{number}.top_epi.noise.weight"] / math.sqrt(2 / width)
        style = f"{ours}.epi{number}.style_mod.lin"
        scale, shift = state[f"{style}.bias"].chunk(2)
        port[f"{theirs}.noise{number}.weight_orig"] = noise.view(1, -1, 1, 1)
        port[f"{theirs}.adain{number}.style.linear.weight_orig"] = state[f"{style}.weight"] / math.sqrt(2)
        port[f"{theirs}.adain{number}.style.linear.bias"] = torch.cat((scale + 1, shift))
    if not index:
        first = state[f"{ours}.const"] + state[f"{ours}.bias"].view(-1, 1, 1)
        return {**port, f"{theirs}.conv1.input": first}
    weight, bias = state[f"{ours}.conv0_up.weight"], state[f"{ours}.conv0_up.bias"]
    fused = config.fused_from is not None and 4 << index >= config.fused_from
    if fused:
        port[f"{theirs}.conv1.0.weight"] = weight.transpose(0, 1).contiguous() * 4
        port[f"{theirs}.conv1.0.bias"] = bias
    else:
        port[f"{theirs}.conv1.1.conv.weight_orig"] = weight
        port[f"{theirs}.conv1.1.conv.bias"] = bias
    kernel = torch.outer(torch.tensor(BLUR), torch.tensor(BLUR)).repeat(width, 1, 1, 1)
    blur = f"{theirs}.conv1.{1 if fused else 2}"
    return {**port, f"{blur}.weight": kernel, f"{blur}.weight_flip": kernel.flip(2, 3)}
