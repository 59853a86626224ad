"""StyleGAN3's generator (NVlabs/stylegan3): `network-snapshot-*.pkl` beside `training_options.json`.

Its discriminator is StyleGAN2's.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional as F

from ganstudio.checkpoints.contents import StateDict
from ganstudio.checkpoints.pictures import sheet
from ganstudio.checkpoints.registry import Family, Told, Unknown
from ganstudio.networks.stylegan3 import StyleGAN3Config, StyleGAN3Generator, layer_channels
from ganstudio.networks.stylegan3_filters import bands, resamplings

_LAYER = re.compile(r"synthesis\.L(\d+)_(\d+)_(\d+)\.weight")
# What the authors' constructors take where nothing else is written. The first ones show in the filters.
_BANDS = {
    "num_critical": 2,
    "first_cutoff": 2.0,
    "first_stopband": 2**2.1,
    "last_stopband_rel": 2**0.3,
    "lrelu_upsampling": 2,
}
_DEFAULTS = {**_BANDS, "output_scale": 0.25, "conv_clamp": 256.0, "lr_multiplier": 0.01}
_SAME = (
    *_BANDS,
    "output_scale",
    "conv_clamp",
    "margin_size",
    "conv_kernel",
    "filter_size",
    "use_radial_filters",
)
_UNKNOWNS = (
    Unknown("num_critical", "how many of its last layers are critically sampled?", int),
    Unknown("first_cutoff", "what is the cut-off frequency of its first layer?", float),
    Unknown("first_stopband", "where does the stop band of its first layer begin?", float),
    Unknown("last_stopband_rel", "where does its last stop band begin, relative to the cut-off?", float),
    Unknown("lrelu_upsampling", "by how much does it up-sample around its activations?", int),
    Unknown("output_scale", "which factor scales its picture?", float),
    Unknown("conv_clamp", "at which value does it clip its layers (inf for never)?", float),
    Unknown("lr_multiplier", "what is the learning rate multiplier of its mapping network?", float),
)


def _reads(facts: Mapping[str, Any]) -> dict[str, Any]:
    """The constructor's arguments from a pickle or from training_options.json, and layers' attributes."""
    options = {
        name.rpartition(".")[2]: value for name, value in facts.items() if name.startswith("G_kwargs.")
    }
    pickled = facts.get("init_kwargs")
    if pickled is None and not options:
        return dict(facts)
    arguments = {**_DEFAULTS, **options, **(pickled or {}), **(pickled or {}).get("mapping_kwargs", {})}
    attributes = facts.get("attributes") or {}
    arguments |= attributes.get("synthesis", {})
    for path, values in attributes.items():
        if re.fullmatch(r"synthesis\.L0_\w+", path):
            arguments["conv_clamp"] = values.get("conv_clamp")
        if path == "mapping.fc0":
            arguments["lr_multiplier"] = values.get("bias_gain", arguments["lr_multiplier"])
    # An argument that is None would count as not told.
    return {
        **arguments,
        "conv_clamp": math.inf if arguments["conv_clamp"] is None else arguments["conv_clamp"],
    }


def _infer(tensors: StateDict, told: Told) -> StyleGAN3Config:
    layers = sorted(tuple(map(int, m.groups())) for name in tensors if (m := _LAYER.fullmatch(name)))
    first = f"synthesis.L0_{layers[0][1]}_{layers[0][2]}"
    embed = tensors.get("mapping.embed.weight")
    widths, inputs = [tensors["mapping.fc0.weight"].shape[i] for i in (0, 1)]
    clamp = told.get("conv_clamp", 256.0)
    config = StyleGAN3Config(
        resolution=layers[-1][1],
        channels=tuple(channels for *_, channels in layers),
        z_dim=inputs - (0 if embed is None else embed.shape[0]),
        c_dim=0 if embed is None else embed.shape[1],
        w_dim=widths,
        mapping_layers=sum(bool(re.fullmatch(r"mapping\.fc\d+\.bias", name)) for name in tensors),
        mapping_lr_multiplier=told.get("lr_multiplier", 0.01),
        conv_kernel=tensors[f"{first}.weight"].shape[-1],
        use_radial_filters=any(n.endswith(".down_filter") and t.dim() == 2 for n, t in tensors.items()),
        conv_clamp=None if clamp == math.inf else clamp,
        output_scale=told.get("output_scale", 0.25),
    )
    taps = len(tensors[f"{first}.up_filter"])
    return _with_bands(config, tensors, told, size=layers[0][1], taps=taps)


def _with_bands(
    config: StyleGAN3Config, tensors: StateDict, told: Told, *, size: int, taps: int
) -> StyleGAN3Config:
    """The config whose filters are the stored ones; if none is, what was told and assumed."""
    for guess in _guesses(told, config.num_layers):
        found = _sized(replace(config, **guess), size, taps)
        if _has_filters(found, tensors):
            return found
    return _sized(
        replace(config, **{name: told.get(name, value) for name, value in _BANDS.items()}), size, taps
    )


def _guesses(told: Told, layers: int) -> Iterator[dict[str, Any]]:
    """What was told; where nothing was, the authors' values, with every number of critical layers."""
    known = {name: told.get(name) for name in _BANDS if told.values.get(name) is not None}
    yield {**_BANDS, **known}
    if "num_critical" not in known:
        yield from ({**_BANDS, **known, "num_critical": count} for count in range(layers))


def _sized(config: StyleGAN3Config, size: int, taps: int) -> StyleGAN3Config:
    """With the margin that makes the first maps `size` wide, and the filter size that its first taps show."""
    margin = (size - bands(config)[0].rate) // 2
    return replace(config, margin_size=margin, filter_size=taps // config.lrelu_upsampling)


def _has_filters(config: StyleGAN3Config, tensors: StateDict) -> bool:
    for i, plan in enumerate(resamplings(config)):
        layer = f"synthesis.L{i}_{plan.after.size}_{config.channels[i]}"
        if f"{layer}.weight" not in tensors:
            return False
        for kind, designed in (("up_filter", plan.up_filter()), ("down_filter", plan.down_filter())):
            stored = tensors.get(f"{layer}.{kind}")
            if (stored is None) != (designed is None) or not _alike(stored, designed):
                return False
    return True


def _alike(a: Tensor | None, b: Tensor | None) -> bool:
    if a is None or b is None:
        return a is b
    return a.shape == b.shape and torch.allclose(a.float(), b, atol=1e-4)


def _options(config: StyleGAN3Config) -> dict[str, Any]:
    """The arguments of the authors' constructor."""
    options = {
        "z_dim": config.z_dim,
        "c_dim": config.c_dim,
        "w_dim": config.w_dim,
        "img_resolution": config.resolution,
        "img_channels": config.img_channels,
        "mapping_kwargs": {
            "num_layers": config.mapping_layers,
            "lr_multiplier": config.mapping_lr_multiplier,
        },
        "num_layers": config.num_layers,
        "channel_max": max(config.channels[:-1]),
    }
    options |= {name: getattr(config, name) for name in _SAME}
    bases = (1 << power for power in range(5, 20))
    most = max(config.channels[:-1])
    base = next((base for base in bases if layer_channels(config, base, most) == config.channels), None)
    return options if base is None else {**options, "channel_base": base}


@torch.inference_mode()
def _sample(network: StyleGAN3Generator, config: StyleGAN3Config, seed: int) -> Tensor:
    """Eight truncated images; one of a large network, which takes many seconds for it."""
    generator = torch.Generator().manual_seed(seed)
    count = 8 if config.resolution <= 64 else 1
    z = torch.randn(count, config.z_dim, generator=generator)
    c = F.one_hot(torch.arange(count) % config.c_dim, config.c_dim).float() if config.c_dim else None
    return sheet(network(z, c, truncation_psi=0.7), min(count, 4))


FAMILIES = (
    Family(
        id="stylegan3",
        role="generator",
        title="the StyleGAN3 generator",
        config=StyleGAN3Config,
        keys=(
            "mapping.fc0.weight",
            "mapping.w_avg",
            "synthesis.input.freqs",
            "synthesis.input.affine.weight",
            "synthesis.L0_*.magnitude_ema",
            "synthesis.L0_*.up_filter",
        ),
        build=StyleGAN3Generator,
        infer=_infer,
        unknowns=_UNKNOWNS,
        reads=_reads,
        options=_options,
        sample=_sample,
        paper="Karras, Aittala, Laine, Härkönen, Hellsten, Lehtinen and Aila, NeurIPS 2021, arXiv:2106.12423",
    ),
)
