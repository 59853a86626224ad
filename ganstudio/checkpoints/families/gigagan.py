"""lucidrains/gigagan-pytorch: `model-N.ckpt`, a record {G, D, G_opt, ...}; G and the averaged G_ema draw."""

from __future__ import annotations

import re
from typing import Any

import torch
from torch import Tensor

from ganstudio.checkpoints.contents import StateDict
from ganstudio.checkpoints.pictures import sheet
from ganstudio.checkpoints.registry import Family, Told, Unknown
from ganstudio.networks.gigagan import (
    CROSS_ATTENTION,
    EXCITATION,
    SELF_ATTENTION,
    AttentionConfig,
    GigaGanGenerator,
    GigaGanGeneratorConfig,
)
from ganstudio.networks.gigagan_attention import TextConfig

_AVERAGE = "ema_model."
# CLIP is frozen, and only raw texts need it: we are given what it makes of them.
_CLIP = "text_encoder.clip."
_KEYS = (
    "init_block",
    "init_conv.weights",
    "style_to_conv_modulations.weight",
    "layers.0.1.0.weights",
    "layers.0.1.3.weights",
    "layers.0.2.weights",
)
_TOKENS = 8

_UNKNOWNS = (
    Unknown("cross_attn_heads", "how many heads has its cross-attention?", int),
    Unknown("lr_mul", "by what are the weights of its style network multiplied?", float),
)


def _infer(tensors: StateDict, told: Told) -> GigaGanGeneratorConfig:
    count = _count(tensors, r"layers\.(\d+)\.1\.0\.weights")
    own = _self_attention(tensors)
    style_depth = _count(tensors, r"style_network\.net\.(\d+)\.weight")
    excitations = _count(tensors, rf"layers\.(\d+)\.{EXCITATION}\.1\.weight")
    return GigaGanGeneratorConfig(
        widths=tuple(tensors[f"layers.{index}.1.0.weights"].shape[1] for index in range(count)),
        dim_latent=tensors["init_block"].shape[0],
        channels=tensors["layers.0.2.weights"].shape[1],
        kernels=tensors["init_conv.weights"].shape[0],
        style_dim=tensors["style_to_conv_modulations.weight"].shape[1],
        style_depth=style_depth,
        style_lr_mul=told.get("lr_mul", 0.1) if style_depth else 0.1,
        text=_text(tensors),
        self_attention=own,
        cross_attention=_cross_attention(tensors, told, own),
        skip_excite=count - excitations if excitations else 0,
        pixel_shuffle="layers.0.6.net.0.weight" in tensors,
    )


def _count(tensors: StateDict, pattern: str) -> int:
    return sum(1 for name in tensors if re.fullmatch(pattern, name))


def _levels(tensors: StateDict, part: str) -> list[int]:
    """Which levels have this kind of attention."""
    pattern = re.compile(rf"layers\.(\d+)\.{part}\.attn\.to_q\.weight")
    return sorted(int(match[1]) for name in tensors if (match := pattern.fullmatch(name)))


def _widening(tensors: StateDict, block: str) -> int:
    hidden, dim = tensors[f"{block}.ff.1.weight"].shape[:2]
    return hidden // dim


def _self_attention(tensors: StateDict) -> AttentionConfig | None:
    levels = _levels(tensors, SELF_ATTENTION)
    if not levels:
        return None
    block = f"layers.{levels[0]}.{SELF_ATTENTION}"
    _, heads, dim_head = tensors[f"{block}.attn.null_kv"].shape
    return AttentionConfig(
        tuple(4 << level for level in levels),
        heads,
        dim_head,
        _widening(tensors, block),
        dot_product=f"{block}.attn.to_k.weight" in tensors,
    )


def _cross_attention(tensors: StateDict, told: Told, own: AttentionConfig | None) -> AttentionConfig | None:
    levels = _levels(tensors, CROSS_ATTENTION)
    if not levels:
        return None
    block = f"layers.{levels[0]}.{CROSS_ATTENTION}"
    inner = tensors[f"{block}.attn.to_q.weight"].shape[0]
    # Most often it has heads as wide as self-attention has; 64 is what the constructor makes by itself.
    width = own.dim_head if own and inner % own.dim_head == 0 else min(64, inner)
    heads = told.get("cross_attn_heads", inner // width)
    return AttentionConfig(
        tuple(4 << level for level in levels), heads, inner // heads, _widening(tensors, block)
    )


def _text(tensors: StateDict) -> TextConfig | None:
    token = tensors.get("text_encoder.learned_global_token")
    if token is None:
        return None
    depth = _count(tensors, r"text_encoder\.transformer\.layers\.(\d+)\.0\.to_qkv\.weight")
    _, heads, dim_head = tensors["text_encoder.transformer.layers.0.0.null_kv"].shape
    project = tensors.get("text_encoder.project_in.weight")
    return TextConfig(
        token.shape[0], depth, token.shape[0] if project is None else project.shape[1], heads, dim_head
    )


def _convert(tensors: StateDict, config: Any) -> StateDict:
    return {name: tensor for name, tensor in tensors.items() if not name.startswith(_CLIP)}


def _average(tensors: StateDict) -> StateDict:
    """The averaged network in the state of an `ema_pytorch.EMA`."""
    return {n.removeprefix(_AVERAGE): tensor for n, tensor in tensors.items() if n.startswith(_AVERAGE)}


def _options(config: GigaGanGeneratorConfig) -> dict[str, Any]:
    heads = {"cross_attn_heads": config.cross_attention.heads} if config.cross_attention else {}
    return {"lr_mul": config.style_lr_mul, **heads}


def _sample(network: GigaGanGenerator, config: GigaGanGeneratorConfig, seed: int) -> Tensor:
    """Eight images up to 64 pixels, fewer of larger ones; of made-up texts, if of any."""
    count = max(1, 8 * 64**2 // max(64, config.image_size) ** 2)
    random = torch.Generator().manual_seed(seed)
    z = torch.randn(count, config.style_dim, generator=random)
    noises = network.draw_noises(count, random)
    encodings = torch.randn(count, _TOKENS, config.text.clip_dim, generator=random) if config.text else None
    if config.style_depth:
        images = network(z, encodings, noises)
    else:
        tokens = None if encodings is None else network.text_encoder(encodings)
        images = network.synthesise(z, tokens, noises)[-1]
    return sheet(images * 2 - 1, columns=min(count, 4))


FAMILIES = (
    Family(
        id="gigagan",
        role="generator",
        title="a GigaGAN generator",
        config=GigaGanGeneratorConfig,
        keys=_KEYS,
        shapes={"init_block": (None, 4, 4), "init_conv.weights": (None, None, None, 3, 3)},
        build=GigaGanGenerator,
        infer=_infer,
        unknowns=_UNKNOWNS,
        convert=_convert,
        export=lambda state, config: {"G": state},
        options=_options,
        sample=_sample,
        paper="Kang, Zhu, Zhang, Park, Shechtman, Paris and Park, CVPR 2023, arXiv:2303.05511",
    ),
    Family(
        id="gigagan",
        role="generator",
        title="an averaged GigaGAN generator",
        config=GigaGanGeneratorConfig,
        keys=tuple(_AVERAGE + key for key in _KEYS),
        build=GigaGanGenerator,
        infer=lambda tensors, told: _infer(_average(tensors), told),
        unknowns=_UNKNOWNS,
        convert=lambda tensors, config: _convert(_average(tensors), config),
        export=lambda state, config: {"G_ema": {_AVERAGE + name: tensor for name, tensor in state.items()}},
        options=_options,
        sample=_sample,
        layout="ema",
        paper="Kang, Zhu, Zhang, Park, Shechtman, Paris and Park, CVPR 2023, arXiv:2303.05511",
    ),
)
