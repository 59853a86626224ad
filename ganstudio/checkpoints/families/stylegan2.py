"""StyleGAN2 under the names of NVlabs/stylegan2-ada-pytorch: `network-snapshot-*.pkl`, or its state dicts.

The networks that NVlabs/stylegan3 keeps from StyleGAN2 are the same, and so is StyleGAN3's discriminator.
Only their constructors take other defaults.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional as F

from ganstudio.checkpoints.contents import StateDict
from ganstudio.checkpoints.families.stylegan1_options import told_or
from ganstudio.checkpoints.pictures import sheet
from ganstudio.checkpoints.registry import Family, Told, Unknown
from ganstudio.errors import SaveError
from ganstudio.networks.stylegan2 import Architecture, StyleGan2Config, StyleGan2Generator
from ganstudio.networks.stylegan2_discriminator import StyleGan2Discriminator, StyleGan2DiscriminatorConfig
from ganstudio.networks.stylegan2_layers import ACTIVATIONS, STANDARD_TAPS, MappingConfig, Taps
from ganstudio.networks.upfirdn import fir_filter

ID = "stylegan2"
TITLE, DISCRIMINATOR_TITLE = "the StyleGAN2 generator", "the StyleGAN2 discriminator"
PAPER = "Karras, Laine, Aittala, Hellsten, Lehtinen and Aila, CVPR 2020, arXiv:1912.04958"
# The authors' training script clips at this, which its float16 needs, unless it is told to use float32.
_TRAINED_CLAMP = 256.0

CLAMP = Unknown("conv_clamp", "at which value does it clip its layers (0 for never)?", float)
GROUP = Unknown(
    "mbstd_group_size", "how many pictures does it compare with each other (0 for the whole batch)?", int
)
_CHOICES = tuple(ACTIVATIONS)
# Hardly anybody has trained with another activation than the default, so it is never asked for.
_ACTIVATION = Unknown("activation", "which activation function follows its convolutions?", str, _CHOICES)
_FINAL = Unknown("final_activation", "which activation function has it at 4 pixels?", str, _CHOICES)
_MAPPING_ACTIVATION = Unknown(
    "mapping_activation", "which activation function has its mapping network?", str, _CHOICES
)
_LRMUL = Unknown("lr_multiplier", "what is the learning rate multiplier of its mapping network?", float)

# Where a constructor's arguments and a module's attributes tell them: argument, (module, attribute).
_GENERATOR_FACTS = {
    "conv_clamp": ("synthesis_kwargs.conv_clamp", ("synthesis.b4.conv1", "conv_clamp")),
    "activation": ("synthesis_kwargs.activation", ("synthesis.b4.conv1", "activation")),
    "mapping_activation": ("mapping_kwargs.activation", ("mapping.fc0", "activation")),
    "lr_multiplier": ("mapping_kwargs.lr_multiplier", ("mapping.fc0", "bias_gain")),
}
_DISCRIMINATOR_FACTS = {
    "conv_clamp": ("conv_clamp", ("b4.conv", "conv_clamp")),
    "activation": ("block_kwargs.activation", ("b8.conv0", "activation")),
    "final_activation": ("epilogue_kwargs.activation", ("b4.conv", "activation")),
    "mapping_activation": ("mapping_kwargs.activation", ("mapping.fc0", "activation")),
    "lr_multiplier": ("mapping_kwargs.lr_multiplier", ("mapping.fc0", "bias_gain")),
    "mbstd_group_size": ("epilogue_kwargs.mbstd_group_size", ("b4.mbstd", "group_size")),
}
# What the constructors take where nothing else is written.
_DEFAULTS: dict[str, Any] = {
    "activation": "lrelu",
    "final_activation": "lrelu",
    "mapping_activation": "lrelu",
    "lr_multiplier": 0.01,
    "mbstd_group_size": 4,
}
_Places = Mapping[str, tuple[str, tuple[str, str]]]


def _reads_generator(facts: Mapping[str, Any]) -> dict[str, Any]:
    return _reads(facts, "G_kwargs.", _GENERATOR_FACTS)


def _reads_discriminator(facts: Mapping[str, Any]) -> dict[str, Any]:
    return _reads(facts, "D_kwargs.", _DISCRIMINATOR_FACTS)


def _reads(facts: Mapping[str, Any], prefix: str, places: _Places) -> dict[str, Any]:
    """The constructor's arguments in training_options.json, and the layers' attributes in a pickle."""
    told = dict(facts)
    written = {name.removeprefix(prefix): v for name, v in facts.items() if name.startswith(prefix)}
    if written:
        told |= _written(written, places)
    attributes = facts.get("attributes") or {}
    for name, (_, (module, attribute)) in places.items():
        if attribute in attributes.get(module, {}):
            told[name] = attributes[module][attribute]
    # None would count as not told.
    return {name: 0 if value is None and name in places else value for name, value in told.items()}


def _written(arguments: Mapping[str, Any], places: _Places) -> dict[str, Any]:
    """Arguments that were given, and the defaults of the others; StyleGAN3's repository nests less."""
    newer = str(arguments.get("class_name", "")).startswith("training.networks_stylegan2.")
    told = {**_DEFAULTS, "conv_clamp": _TRAINED_CLAMP if newer else None}
    for name, (argument, _) in places.items():
        for key in (argument.removeprefix("synthesis_kwargs."), argument):
            told[name] = arguments.get(key, told[name])
    return {name: told[name] for name in places}


def _infer(tensors: StateDict, told: Told) -> StyleGan2Config:
    blocks = numbers(tensors, r"synthesis\.b(\d+)\.conv1\.bias")
    image_taps = taps_of(tensors["synthesis.b4.resample_filter"])
    up = tensors.get("synthesis.b8.conv0.resample_filter")
    taps = image_taps if up is None else taps_of(up)
    return StyleGan2Config(
        resolution=blocks[-1],
        channels=tuple(len(tensors[f"synthesis.b{size}.conv1.bias"]) for size in blocks),
        mapping=_mapping(tensors, told, tensors["synthesis.b4.conv1.affine.weight"].shape[1]),
        img_channels=len(tensors[f"synthesis.b{blocks[-1]}.torgb.bias"]),
        architecture=_architecture(tensors, "synthesis.b4.torgb.bias", "synthesis.b8.skip.weight"),
        use_noise="synthesis.b4.conv1.noise_strength" in tensors,
        w_avg="mapping.w_avg" in tensors,
        activation=told_or(told, _ACTIVATION.name, "lrelu"),
        clamp=told.get(CLAMP.name, _TRAINED_CLAMP) or None,
        taps=taps,
        image_taps=None if image_taps == taps else image_taps,
        kernel_size=tensors["synthesis.b4.conv1.weight"].shape[-1],
    )


def _infer_discriminator(tensors: StateDict, told: Told) -> StyleGan2DiscriminatorConfig:
    blocks = numbers(tensors, r"b(\d+)\.conv0\.bias")
    width, compared = tensors["b4.conv.weight"].shape[:2]
    embed = tensors.get("mapping.embed.weight")
    mapping = None if embed is None else _mapping(tensors, told, len(tensors["b4.out.bias"]))
    return StyleGan2DiscriminatorConfig(
        resolution=blocks[-1],
        channels=(width, *(len(tensors[f"b{size}.conv0.bias"]) for size in blocks)),
        img_channels=tensors[f"b{blocks[-1]}.fromrgb.weight"].shape[1],
        c_dim=0 if embed is None else embed.shape[1],
        mapping=mapping,
        architecture=_architecture(tensors, "b4.fromrgb.bias", "b8.skip.weight"),
        group_size=told.get(GROUP.name, 4) or None,
        mbstd_channels=compared - width,
        activation=told_or(told, _ACTIVATION.name, "lrelu"),
        final_activation=told_or(told, _FINAL.name, "lrelu"),
        clamp=told.get(CLAMP.name, _TRAINED_CLAMP) or None,
        taps=taps_of(tensors["b8.resample_filter"]),
    )


def _mapping(tensors: StateDict, told: Told, w_dim: int) -> MappingConfig:
    layers = len(numbers(tensors, r"mapping\.fc(\d+)\.bias"))
    embed = tensors.get("mapping.embed.weight")
    embedded = 0 if embed is None else len(embed)
    inner = len(tensors["mapping.fc0.bias"]) if layers > 1 else w_dim
    return MappingConfig(
        z_dim=tensors["mapping.fc0.weight"].shape[1] - embedded if layers else 0,
        c_dim=0 if embed is None else embed.shape[1],
        w_dim=w_dim,
        layers=layers,
        embed_features=None if embedded in (0, w_dim) else embedded,
        layer_features=None if inner == w_dim else inner,
        activation=told_or(told, _MAPPING_ACTIVATION.name, "lrelu"),
        lr_multiplier=told.get(_LRMUL.name, 0.01) if layers else 0.01,
    )


def numbers(tensors: StateDict, pattern: str) -> list[int]:
    """The numbers that the names matching a pattern hold, in order."""
    return sorted(int(m[1]) for name in tensors if (m := re.fullmatch(pattern, name)))


def _architecture(tensors: StateDict, colours: str, shortcut: str) -> Architecture:
    """ "skip" has colours at every size, "resnet" shortcuts."""
    return "skip" if colours in tensors else "resnet" if shortcut in tensors else "orig"


def taps_of(f: Tensor) -> Taps:
    """The taps of a stored filter, (k, k) or (k,), with 1 as the smallest."""
    row = f.float().sum(0) if f.dim() == 2 else f.float()
    return tuple(round(tap, 4) for tap in (row / row[row != 0].abs().min()).tolist())


def filters(config: StyleGan2Config) -> StateDict:
    """All the filters that the generator's state dict holds, also those that it does not use."""
    own, unused = fir_filter(config.taps), fir_filter(STANDARD_TAPS)
    of_image = fir_filter(config.image_taps or config.taps)
    found: StateDict = {}
    for i in range(len(config.channels)):
        block = f"synthesis.b{4 << i}"
        found |= {f"{block}.resample_filter": of_image, f"{block}.conv1.resample_filter": unused}
        if i:
            found[f"{block}.conv0.resample_filter"] = own
        if i and config.architecture == "resnet":
            found[f"{block}.skip.resample_filter"] = own
    return found


def discriminator_filters(config: StyleGan2DiscriminatorConfig) -> StateDict:
    """All the filters that the discriminator's state dict holds."""
    own, unused = fir_filter(config.taps), fir_filter(STANDARD_TAPS)
    found = {"b4.conv.resample_filter": unused}
    for size in (8 << i for i in range(len(config.channels) - 1)):
        block = f"b{size}"
        found |= {f"{block}.resample_filter": own, f"{block}.conv1.resample_filter": own}
        found[f"{block}.conv0.resample_filter"] = unused
        if config.architecture == "resnet":
            found[f"{block}.skip.resample_filter"] = own
    sizes = [4 << i for i in range(len(config.channels))]
    for size in sizes if config.architecture == "skip" else sizes[-1:]:
        found[f"b{size}.fromrgb.resample_filter"] = unused
    return found


def _export(state: StateDict, config: StyleGan2Config) -> StateDict:
    if config.mapping.joint_normalisation:
        raise SaveError("Only StyleGAN2 in TensorFlow has generators that take labels in this way.")
    return state


def _export_discriminator(state: StateDict, config: StyleGan2DiscriminatorConfig) -> StateDict:
    if config.c_dim and config.mapping is None:
        raise SaveError("Only StyleGAN2 in TensorFlow has discriminators that take labels in this way.")
    return state


def _options(config: StyleGan2Config) -> dict[str, Any]:
    return {
        "G_kwargs.synthesis_kwargs.conv_clamp": config.clamp,
        "G_kwargs.synthesis_kwargs.activation": config.activation,
        "G_kwargs.mapping_kwargs.activation": config.mapping.activation,
        "G_kwargs.mapping_kwargs.lr_multiplier": config.mapping.lr_multiplier,
    }


def _discriminator_options(config: StyleGan2DiscriminatorConfig) -> dict[str, Any]:
    mapping = config.mapping or MappingConfig()
    return {
        "D_kwargs.conv_clamp": config.clamp,
        "D_kwargs.block_kwargs.activation": config.activation,
        "D_kwargs.epilogue_kwargs.activation": config.final_activation,
        "D_kwargs.epilogue_kwargs.mbstd_group_size": config.group_size,
        "D_kwargs.mapping_kwargs.activation": mapping.activation,
        "D_kwargs.mapping_kwargs.lr_multiplier": mapping.lr_multiplier,
    }


@torch.inference_mode()
def sample(network: StyleGan2Generator, config: StyleGan2Config, seed: int) -> Tensor:
    """Eight truncated images; two of a large network, which takes seconds for each."""
    generator = torch.Generator().manual_seed(seed)
    count = 8 if config.resolution <= 128 else 2
    z = torch.randn(count, config.z_dim, generator=generator)
    c = F.one_hot(torch.arange(count) % config.c_dim, config.c_dim).float() if config.c_dim else None
    images = network(z, c, truncation_psi=0.7 if config.w_avg else 1.0)
    return sheet(images[:, : 3 if config.img_channels > 2 else 1], min(count, 4))


FAMILIES = (
    Family(
        id=ID,
        role="generator",
        title=TITLE,
        config=StyleGan2Config,
        keys=(
            "mapping.fc0.weight",
            "synthesis.b4.const",
            "synthesis.b4.conv1.weight",
            "synthesis.b4.conv1.affine.weight",
            "synthesis.b4.resample_filter",
            "synthesis.b*.torgb.weight",
        ),
        build=StyleGan2Generator,
        infer=_infer,
        unknowns=(CLAMP, _ACTIVATION, _MAPPING_ACTIVATION, _LRMUL),
        reads=_reads_generator,
        export=_export,
        options=_options,
        sample=sample,
        paper=PAPER,
    ),
    Family(
        id=ID,
        role="discriminator",
        title=DISCRIMINATOR_TITLE,
        config=StyleGan2DiscriminatorConfig,
        keys=(
            "b8.conv0.weight",
            "b8.conv1.weight",
            "b8.resample_filter",
            "b*.fromrgb.weight",
            "b4.conv.weight",
            "b4.fc.weight",
            "b4.out.weight",
        ),
        build=StyleGan2Discriminator,
        infer=_infer_discriminator,
        unknowns=(CLAMP, GROUP, _ACTIVATION, _FINAL, _MAPPING_ACTIVATION, _LRMUL),
        reads=_reads_discriminator,
        export=_export_discriminator,
        options=_discriminator_options,
        paper=PAPER,
    ),
)
