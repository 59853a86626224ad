"""StyleGAN in the layout of the TensorFlow original, NVlabs/stylegan."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import torch
from torch import Tensor

from ganstudio.checkpoints.contents import StateDict
from ganstudio.checkpoints.families.stylegan1_options import (
    BLUR,
    CUTOFF,
    FUSED,
    GROUP,
    LRMUL,
    normalised,
    rare_discriminator_options,
    rare_options,
    read_options,
)
from ganstudio.checkpoints.registry import Told
from ganstudio.networks.stylegan1 import StyleGAN1Config
from ganstudio.networks.stylegan1_discriminator import StyleGAN1DiscriminatorConfig

_EMBEDDING = "class_embedding.weight"
_EPILOGUE = {"Noise": "top_epi.noise", "StyleMod": "style_mod.lin"}
_FUSED_FROM = {"auto": 128, "always": 8, "never": None}
# A pickle records what deviates from these.
_DEFAULTS = {
    "fused_scale": "auto",
    "blur_filter": (1, 2, 1),
    "mapping_lrmul": 0.01,
    "truncation_cutoff": 8,
    "mbstd_group_size": 4,
}


def reads(facts: Mapping[str, Any]) -> dict[str, Any]:
    """The constructor's arguments, from a pickle or an options file, as answers to the unknowns."""
    pickled = facts.get("init_kwargs")
    told = {**_DEFAULTS, **pickled} if pickled is not None else read_options(facts, "G_args")
    if "fused_scale" in told:
        fused = told["fused_scale"]
        told["fused_scale"] = {True: "always", False: "never"}.get(fused, fused)
    if "blur_filter" in told:
        told["blur_filter"] = tuple(told["blur_filter"] or ())
    if "truncation_cutoff" in told and told["truncation_cutoff"] is None:
        told["truncation_cutoff"] = 0
    return told


def infer(tensors: StateDict, told: Told) -> StyleGAN1Config:
    synthesis = {
        name.removeprefix("G_synthesis/"): t for name, t in tensors.items() if name.startswith("G_synthesis/")
    }
    first = tensors["G_mapping/Dense0/weight"]
    labels = tensors.get("G_mapping/LabelConcat/weight")
    config = StyleGAN1Config(
        channels=(synthesis["4x4/Const/const"].shape[1], *_widths(synthesis, "Conv1/bias")),
        img_channels=len(synthesis["ToRGB_lod0/bias"]),
        z_dim=first.shape[0] if labels is None else labels.shape[1],
        c_dim=0 if labels is None else len(labels),
        w_dim=len(tensors["dlatent_avg"]),
        mapping_layers=sum(bool(re.fullmatch(r"G_mapping/Dense\d+/bias", name)) for name in tensors),
        mapping_width=first.shape[1],
        mapping_lr_multiplier=told.get(LRMUL.name, 0.01),
        use_noise="4x4/Const/Noise/weight" in synthesis,
        stored_noise="noise0" in synthesis,
        blur=normalised(told.get(BLUR.name, (1, 2, 1))),
        fused_from=_FUSED_FROM[told.get(FUSED.name, "auto")],
        lod=_lod(tensors),
        truncation_cutoff=told.get(CUTOFF.name, 8),
    )
    return replace(config, **rare_options(told))


def infer_discriminator(tensors: StateDict, told: Told) -> StyleGAN1DiscriminatorConfig:
    width, hidden = len(tensors["4x4/Conv/bias"]), len(tensors["4x4/Dense0/bias"])
    scores = len(tensors["4x4/Dense1/bias"])
    config = StyleGAN1DiscriminatorConfig(
        channels=(width, *_widths(tensors, "Conv0/bias")),
        hidden=hidden,
        img_channels=tensors["FromRGB_lod0/weight"].shape[2],
        c_dim=scores if scores > 1 else 0,
        mbstd_group=told.get(GROUP.name, 4),
        mbstd_channels=tensors["4x4/Conv/weight"].shape[2] - width,
        blur=normalised(told.get(BLUR.name, (1, 2, 1))),
        lod=_lod(tensors),
    )
    return replace(config, **rare_discriminator_options(told))


def _widths(tensors: StateDict, layer: str) -> list[int]:
    """Of 8, 16 ... pixels."""
    sizes = sorted(int(m[1]) for name in tensors if (m := re.fullmatch(rf"(\d+)x\d+/{layer}", name)))
    return [len(tensors[f"{size}x{size}/{layer}"]) for size in sizes]


def _lod(tensors: StateDict) -> float:
    return float(tensors["lod"].flatten()[0]) if "lod" in tensors else 0.0


def convert(tensors: StateDict, config: StyleGAN1Config) -> StateDict:
    """The generator's state dict, from TensorFlow's variables."""
    depth = len(config.channels) - 1
    renamed: StateDict = {}
    for name, tensor in tensors.items():
        new = _generator_name(name, depth)
        if new is not None:
            renamed[new] = tensor if new == _EMBEDDING else _turned(name, tensor)
    return {**_never_drawn(config), **renamed}


def _generator_name(name: str, depth: int) -> str | None:
    """The name in our layout; None for what is no tensor of the network, such as `lod`."""
    where, _, rest = name.partition("/")
    if where == "G_mapping":
        layer, _, kind = rest.partition("/")
        return _EMBEDDING if layer == "LabelConcat" else f"g_mapping.map.{layer.lower()}.{kind}"
    if where != "G_synthesis":
        return "truncation.avg_latent" if name == "dlatent_avg" else None
    if rest.startswith("ToRGB_lod"):
        lod, _, kind = rest.removeprefix("ToRGB_lod").partition("/")
        return f"g_synthesis.to_rgb.{depth - int(lod)}.{kind}"
    if rest.startswith("noise"):
        index = int(rest.removeprefix("noise"))
        return f"g_synthesis.{_block(index // 2)}.epi{index % 2 + 1}.top_epi.noise.constant"
    return None if rest == "lod" else f"g_synthesis.{_layer_name(rest)}"


def _layer_name(name: str) -> str:
    """`16x16/Conv0_up/StyleMod/bias` -> `blocks.1.epi1.style_mod.lin.bias`."""
    size, layer, kind = name.split("/", 2)
    block, second = _block(int(size.partition("x")[0]).bit_length() - 3), layer in ("Conv", "Conv1")
    part, _, last = kind.partition("/")
    if part in _EPILOGUE:
        return f"{block}.epi{second + 1}.{_EPILOGUE[part]}.{last}"
    return f"{block}.{kind}" if layer == "Const" else f"{block}.{layer.lower()}.{kind}"


def _block(index: int) -> str:
    return f"blocks.{index - 1}" if index else "init_block"


def _never_drawn(config: StyleGAN1Config) -> StateDict:
    """The outputs of the smaller sizes, which a network that never grew does not have, as nothing."""
    layers: StateDict = {}
    for i, width in enumerate(config.channels[:-1]):
        layers[f"g_synthesis.to_rgb.{i}.weight"] = torch.zeros(config.img_channels, width, 1, 1)
        layers[f"g_synthesis.to_rgb.{i}.bias"] = torch.zeros(config.img_channels)
    return layers


def convert_discriminator(tensors: StateDict, config: StyleGAN1DiscriminatorConfig) -> StateDict:
    """The discriminator's state dict, from TensorFlow's variables."""
    largest = len(config.channels) - 2
    renamed: StateDict = {}
    for i, width in enumerate(reversed(config.channels)):  # a network that never grew has the first alone
        renamed[f"from_rgb.{i}.weight"] = torch.zeros(width, config.img_channels, 1, 1)
        renamed[f"from_rgb.{i}.bias"] = torch.zeros(width)
    for name, tensor in tensors.items():
        head, _, rest = name.partition("/")
        rest = rest.lower().replace("/", ".")
        if head.startswith("FromRGB_lod"):
            renamed[f"from_rgb.{head.removeprefix('FromRGB_lod')}.{rest}"] = _turned(name, tensor)
        elif head == "4x4":
            renamed[f"final_block.{rest}"] = _turned(name, tensor)
        elif head != "lod":
            index = largest + 4 - int(head.partition("x")[0]).bit_length()
            renamed[f"blocks.{index}.{rest}"] = _turned(name, tensor)
    return renamed


def _turned(name: str, tensor: Tensor) -> Tensor:
    """Weights from (h, w, in, out) to (out, in, h, w), and from (in, out) to (out, in)."""
    if not name.endswith("/weight") or tensor.dim() < 2:
        return tensor
    order = (3, 2, 0, 1) if tensor.dim() == 4 else (1, 0)
    return tensor.permute(order).contiguous()
