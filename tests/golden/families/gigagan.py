"""GigaGAN: a generator through its checkpoint, and its adaptive convolution alone."""

from __future__ import annotations

import math
from itertools import count, takewhile
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from ganstudio.checkpoints.detect import detect
from ganstudio.checkpoints.load import load
from ganstudio.checkpoints.options import format_options
from ganstudio.networks.gigagan import AttentionConfig, GigaGanGeneratorConfig
from ganstudio.networks.gigagan_attention import TextConfig
from ganstudio.networks.gigagan_layers import AdaptiveConv2d
from tests.golden.case import Case


@torch.inference_mode()
def run(case: Case, folder: Path) -> dict[str, Tensor]:
    return generator(case, folder) if "Generator" in case.facts["constructor"] else convolutions(case)


def convolutions(case: Case) -> dict[str, Tensor]:
    outputs = {}
    weights = case.state_dict()
    for name in case.expected():
        instance = name.removesuffix("_scaled_batch")
        kernels, out_channels, in_channels, size, _ = weights[f"{instance}.weights"].shape
        told = case.facts["constructor"][instance]
        layer = AdaptiveConv2d(
            in_channels, out_channels, size, kernels=kernels, demodulate="demod False" not in told
        )
        layer.load_state_dict({"weights": weights[f"{instance}.weights"]})
        x = case.arrays[f"fmap{in_channels}{'x2' if name != instance else ''}"]
        choice = case.arrays[f"kernel_mod{kernels}"] if kernels > 1 else None
        outputs[name] = layer(x, case.arrays[f"mod{in_channels}"], choice)
    return outputs


def config(constructor: dict[str, dict[str, Any]]) -> GigaGanGeneratorConfig:
    """What the reference's constructors were told, in our words."""
    told = constructor["Generator"]
    style, text = constructor.get("StyleNetwork"), constructor.get("TextEncoder")
    levels = int(math.log2(told["image_size"])) - 1
    widest = told.get("dim_max", 2048)
    widths = [min(widest, 2 ** (levels - level) * told.get("dim_capacity", 16)) for level in range(levels)]
    rows = [4 << level for level in range(levels)]

    def attention(kind: str, *, dot_product: bool) -> AttentionConfig | None:
        resolutions = told.get(f"{kind}_attn_resolutions", (32, 16))
        there = tuple(row for row in rows if row in resolutions)
        sizes = (told.get(f"{kind}_attn_{name}", usual) for name, usual in SIZES)
        return AttentionConfig(there, *sizes, dot_product=dot_product) if there else None

    return GigaGanGeneratorConfig(
        widths=tuple(widths),
        dim_latent=told.get("dim_latent", 512),
        channels=told.get("channels", 3),
        kernels=told.get("num_conv_kernels", 2),
        style_dim=style["dim"] if style else told["style_network_dim"],
        style_depth=style["depth"] if style else 0,
        style_lr_mul=style.get("lr_mul", 0.1) if style else 0.1,
        text=TextConfig(
            text["dim"],
            text["depth"],
            text.get("clip_dim", 512),
            text.get("heads", 8),
            text.get("dim_head", 64),
        )
        if text
        else None,
        self_attention=attention("self", dot_product=told.get("self_attn_dot_product", True)),
        cross_attention=attention("cross", dot_product=True) if text else None,
        skip_excite=told.get("num_skip_layers_excite", 0),
        pixel_shuffle=told.get("pixel_shuffle_upsample", False),
    )


SIZES = (("heads", 8), ("dim_head", 64), ("ff_mult", 4))


def generator(case: Case, folder: Path) -> dict[str, Tensor]:
    expected = config(case.facts["constructor"])
    path = folder / "model-1.ckpt"
    torch.save({"G": case.state_dict(), "steps": 1000, "version": "0.3.0"}, path)
    told = {"lr_mul": expected.style_lr_mul}
    if expected.cross_attention:
        told["cross_attn_heads"] = expected.cross_attention.heads
    (folder / "opt.txt").write_text(format_options(told))
    found = detect(path)
    assert (found.family.id, found.role) == ("gigagan", "generator")
    assert found.config == expected
    network = load(path).module

    arrays = case.arrays
    names = takewhile(arrays.__contains__, (f"noise_{index:02}" for index in count()))
    noises = [arrays[name] for name in names]
    outputs = {}
    tokens = None
    if "text_encodings" in arrays:
        tokens = network.text_encoder(arrays["text_encodings"])
        outputs = {
            "global_text_token": tokens.summary,
            "fine_text_tokens": tokens.words,
            "text_mask": tokens.mask,
        }
    if "z" in arrays:
        styles = network.style_network(arrays["z"], tokens.summary if tokens else None)
    else:
        styles = arrays["styles"]
    pictures = network.synthesise(styles, tokens, noises)
    outputs |= {f"rgb_level_{level}": picture for level, picture in enumerate(pictures)}
    return outputs | {
        "styles": styles,
        "rgb": pictures[-1],
        "rgb_no_noise": network.synthesise(styles, tokens)[-1],
    }
