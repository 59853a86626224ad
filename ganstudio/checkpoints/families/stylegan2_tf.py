"""StyleGAN2 in the layout of the TensorFlow originals, NVlabs/stylegan2 and NVlabs/stylegan2-ada.

Dense weights are (in, out), convolutions (h, w, in, out), and those that double the size are turned by 180
degrees. Networks of the paper's configurations B to D grew while they were trained: what they draw in the end
is the original architecture; the colours of their smaller sizes are left out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import torch
from torch import Tensor

from ganstudio.checkpoints.contents import StateDict
from ganstudio.checkpoints.families.stylegan1_options import told_or
from ganstudio.checkpoints.families.stylegan2 import (
    CLAMP,
    DISCRIMINATOR_TITLE,
    GROUP,
    ID,
    PAPER,
    TITLE,
    discriminator_filters,
    filters,
    numbers,
    sample,
)
from ganstudio.checkpoints.registry import Family, Told, Unknown
from ganstudio.errors import CheckpointError
from ganstudio.networks.stylegan2 import Architecture, StyleGan2Config, StyleGan2Generator
from ganstudio.networks.stylegan2_discriminator import StyleGan2Discriminator, StyleGan2DiscriminatorConfig
from ganstudio.networks.stylegan2_layers import ACTIVATIONS, STANDARD_TAPS, MappingConfig, Taps

LAYOUT = "tensorflow"
_LRMUL = Unknown("mapping_lrmul", "what is the learning rate multiplier of its mapping network?", float)
_TAPS = Unknown("resample_kernel", "which taps has the filter it resamples with?", tuple)
_ACTIVATION = Unknown("nonlinearity", "which activation function has it?", str, tuple(ACTIVATIONS))
_MAPPING_ACTIVATION = Unknown(
    "mapping_nonlinearity", "which activation function has its mapping network?", str, tuple(ACTIVATIONS)
)
# Without one of their own, both repositories take the mean of the pixels that are joined.
_BOX = (1.0, 1.0)
_FIRST_REPOSITORY = re.compile(r"networks_stylegan2|D_stylegan")


def _reads_generator(facts: Mapping[str, Any]) -> dict[str, Any]:
    return _reads(facts, "G_args.", {"mapping_lrmul": 0.01, "mapping_nonlinearity": "lrelu"})


def _reads_discriminator(facts: Mapping[str, Any]) -> dict[str, Any]:
    function = str(facts.get("build_func_name") or facts.get("D_args.func_name"))
    group = 4 if _FIRST_REPOSITORY.search(function) else 0
    return _reads(facts, "D_args.", {"mapping_lrmul": 0.1, "mbstd_group_size": group})


def _reads(facts: Mapping[str, Any], prefix: str, own: Mapping[str, Any]) -> dict[str, Any]:
    """What the function that builds the network was told, in a pickle or in training_options.json."""
    written = {name.removeprefix(prefix): v for name, v in facts.items() if name.startswith(prefix)}
    arguments = facts.get("init_kwargs") or written
    if not (written or "init_kwargs" in facts):
        return dict(facts)
    defaults = {"conv_clamp": 0, "resample_kernel": STANDARD_TAPS, "nonlinearity": "lrelu", **own}
    told = {**defaults, **arguments}
    if told.get("normalize_latents") is False:
        raise CheckpointError("A StyleGAN2 whose latents are not normalised cannot be run here.")
    # None would count as not told.
    told["resample_kernel"] = tuple(told["resample_kernel"] or _BOX)
    return {name: 0 if value is None and name in defaults else value for name, value in told.items()}


def _infer(tensors: StateDict, told: Told) -> StyleGan2Config:
    if any(float(tensors[name]) != 0 for name in ("lod", "G_synthesis/lod") if name in tensors):
        raise CheckpointError(f"{told.source} was saved before it had grown to its full size.")
    synthesis = _below(tensors, "G_synthesis/")
    sizes = numbers(synthesis, r"(\d+)x\d+/Conv1/bias")
    last = _last_colours(synthesis, sizes[-1], "ToRGB")
    return StyleGan2Config(
        resolution=sizes[-1],
        channels=(len(synthesis["4x4/Conv/bias"]), *(len(synthesis[f"{n}x{n}/Conv1/bias"]) for n in sizes)),
        mapping=_mapping(_below(tensors, "G_mapping/"), told, synthesis["4x4/Conv/mod_weight"].shape[0]),
        img_channels=len(synthesis[f"{last}/bias"]),
        architecture=_architecture(synthesis, "ToRGB"),
        use_noise="4x4/Conv/noise_strength" in synthesis,
        w_avg="dlatent_avg" in tensors,
        activation=told_or(told, _ACTIVATION.name, "lrelu"),
        clamp=told.get(CLAMP.name, 0.0) or None,
        taps=_told_taps(told),
        kernel_size=synthesis["4x4/Conv/weight"].shape[0],
    )


def _mapping(tensors: StateDict, told: Told, w_dim: int) -> MappingConfig:
    """The first repository concatenates latent and embedded label before it normalises them."""
    layers = len(numbers(tensors, r"Dense(\d+)/bias"))
    joint = tensors.get("LabelConcat/weight")
    embed = tensors.get("LabelEmbed/weight", joint)
    embedded = 0 if embed is None else embed.shape[1]
    inner = len(tensors["Dense0/bias"]) if layers > 1 else w_dim
    return MappingConfig(
        z_dim=len(tensors["Dense0/weight"]) - embedded,
        c_dim=0 if embed is None else len(embed),
        w_dim=w_dim,
        layers=layers,
        embed_features=None if embedded in (0, w_dim) else embedded,
        layer_features=None if inner == w_dim else inner,
        activation=told_or(told, _MAPPING_ACTIVATION.name, "lrelu"),
        lr_multiplier=told.get(_LRMUL.name, 0.01),
        joint_normalisation=joint is not None,
    )


def _infer_discriminator(tensors: StateDict, told: Told) -> StyleGan2DiscriminatorConfig:
    sizes = numbers(tensors, r"(\d+)x\d+/Conv0/bias")
    width, outputs = len(tensors["4x4/Conv/bias"]), len(tensors["Output/bias"])
    mapping = _discriminator_mapping(tensors, told)
    activation = told_or(told, _ACTIVATION.name, "lrelu")
    return StyleGan2DiscriminatorConfig(
        resolution=sizes[-1],
        channels=(width, *(len(tensors[f"{n}x{n}/Conv0/bias"]) for n in sizes)),
        img_channels=tensors[f"{_last_colours(tensors, sizes[-1], 'FromRGB')}/weight"].shape[2],
        c_dim=mapping.c_dim if mapping else outputs if outputs > 1 else 0,
        mapping=mapping,
        architecture=_architecture(tensors, "FromRGB"),
        group_size=told.get(GROUP.name, 0 if mapping else 4) or None,
        mbstd_channels=tensors["4x4/Conv/weight"].shape[2] - width,
        activation=activation,
        final_activation=activation,
        clamp=told.get(CLAMP.name, 0.0) or None,
        taps=_told_taps(told),
    )


def _discriminator_mapping(tensors: StateDict, told: Told) -> MappingConfig | None:
    """Only the second repository has one; in the first each class has its own score."""
    embed = tensors.get("LabelEmbed/weight")
    if embed is None:
        return None
    layers = len(numbers(tensors, r"Mapping(\d+)/bias"))
    activation = told_or(told, _ACTIVATION.name, "lrelu") if layers else "lrelu"
    lr_multiplier = told.get(_LRMUL.name, 0.1) if layers else 0.01
    classes, w_dim = embed.shape
    return MappingConfig(0, classes, w_dim, layers, activation=activation, lr_multiplier=lr_multiplier)


def _architecture(tensors: StateDict, colours: str) -> Architecture:
    return (
        "skip" if f"4x4/{colours}/bias" in tensors else "resnet" if "8x8/Skip/weight" in tensors else "orig"
    )


def _last_colours(tensors: StateDict, size: int, layer: str) -> str:
    grown = f"{layer}_lod0"
    return grown if f"{grown}/bias" in tensors else f"{size}x{size}/{layer}"


def _told_taps(told: Told) -> Taps:
    return tuple(map(float, told_or(told, _TAPS.name, STANDARD_TAPS)))


def _below(tensors: StateDict, prefix: str) -> StateDict:
    return {name.removeprefix(prefix): t for name, t in tensors.items() if name.startswith(prefix)}


def _convert(tensors: StateDict, config: StyleGan2Config) -> StateDict:
    """The generator's state dict, from TensorFlow's variables."""
    converted = filters(config)
    for name, tensor in tensors.items():
        part, _, rest = name.partition("/")
        if part == "G_mapping":
            converted |= _mapping_tensors(rest, tensor)
        elif part == "G_synthesis":
            ours = _synthesis_name(rest, config.resolution)
            converted |= {f"synthesis.{ours}": _turned(rest, tensor)} if ours else {}
        elif name == "dlatent_avg":
            converted["mapping.w_avg"] = tensor
        elif name != "lod":
            raise ValueError(f"{name} is no part of it")
    return converted


def _mapping_tensors(name: str, tensor: Tensor) -> StateDict:
    """`Dense0/bias` -> `mapping.fc0.bias`; a matrix of embeddings becomes a layer without bias."""
    layer, _, kind = name.partition("/")
    if layer == "LabelConcat":
        # Our layers divide by the root of the number of inputs.
        classes, width = tensor.shape
        return {"mapping.embed.weight": tensor.t() * classes**0.5, "mapping.embed.bias": torch.zeros(width)}
    ours = "embed" if layer == "LabelEmbed" else f"fc{int(re.sub('^(Dense|Mapping)', '', layer))}"
    return {f"mapping.{ours}.{kind}": _turned(name, tensor)}


_LAYERS = {"Conv": "conv1", "Conv0_up": "conv0", "Conv1": "conv1", "ToRGB": "torgb", "Skip": "skip"}
_KINDS = {"mod_weight": "affine.weight", "mod_bias": "affine.bias"}


def _synthesis_name(name: str, resolution: int) -> str | None:
    """`8x8/Conv1/mod_bias` -> `b8.conv1.affine.bias`; None for what the grown network does not use."""
    if name == "4x4/Const/const":
        return "b4.const"
    if name.startswith("noise"):
        index = int(name.removeprefix("noise"))
        return f"b{4 << ((index + 1) // 2)}.conv{(index + 1) % 2}.noise_const"
    where, _, rest = name.partition("/")
    if where.startswith("ToRGB_lod"):
        return f"b{resolution}.torgb.{_KINDS.get(rest, rest)}" if where == "ToRGB_lod0" else None
    if where == "lod":
        return None
    layer, _, kind = rest.partition("/")
    return f"b{where.partition('x')[0]}.{_LAYERS[layer]}.{_KINDS.get(kind, kind)}"


def _turned(name: str, tensor: Tensor) -> Tensor:
    """A variable's values as the layers here have them."""
    path, _, kind = name.rpartition("/")
    if kind == "const":
        return tensor[0]
    if kind.startswith("noise"):
        return tensor.reshape(()) if kind == "noise_strength" else tensor[0, 0]
    if kind == "mod_bias":
        return tensor + 1
    if kind == "bias":
        return tensor
    if tensor.dim() == 2:
        return tensor.t().contiguous()
    # The shortcuts that double the size are turned as well, but have one tap.
    turned = tensor.flip(0, 1) if path.endswith("Conv0_up") else tensor
    return turned.permute(3, 2, 0, 1).contiguous()


_EPILOGUE = {"4x4/Conv": "b4.conv", "4x4/Dense0": "b4.fc", "4x4/FromRGB": "b4.fromrgb", "Output": "b4.out"}
_DISCRIMINATOR_LAYERS = {"Conv0": "conv0", "Conv1_down": "conv1", "FromRGB": "fromrgb", "Skip": "skip"}


def _convert_discriminator(tensors: StateDict, config: StyleGan2DiscriminatorConfig) -> StateDict:
    """The discriminator's state dict, from TensorFlow's variables."""
    converted = discriminator_filters(config)
    for name, tensor in tensors.items():
        path, _, kind = name.rpartition("/")
        if path.startswith(("LabelEmbed", "Mapping")):
            converted |= _mapping_tensors(name, tensor)
        elif path in _EPILOGUE:
            converted[f"{_EPILOGUE[path]}.{kind}"] = _turned(name, tensor)
        elif path == "FromRGB_lod0":
            converted[f"b{config.resolution}.fromrgb.{kind}"] = _turned(name, tensor)
        elif name != "lod" and not path.startswith("FromRGB_lod"):
            size, _, layer = path.partition("/")
            ours = f"b{size.partition('x')[0]}.{_DISCRIMINATOR_LAYERS[layer]}.{kind}"
            converted[ours] = _turned(name, tensor)
    return converted


FAMILIES = (
    Family(
        id=ID,
        role="generator",
        title=TITLE,
        config=StyleGan2Config,
        keys=(
            "G_mapping/Dense0/weight",
            "G_synthesis/4x4/Const/const",
            "G_synthesis/4x4/Conv/mod_weight",
            "G_synthesis/8x8/Conv0_up/mod_weight",
            "G_synthesis/*x*/ToRGB/weight|G_synthesis/ToRGB_lod0/weight",
        ),
        build=StyleGan2Generator,
        infer=_infer,
        unknowns=(CLAMP, _LRMUL, _TAPS, _ACTIVATION, _MAPPING_ACTIVATION),
        reads=_reads_generator,
        convert=_convert,
        sample=sample,
        layout=LAYOUT,
        paper=PAPER,
    ),
    Family(
        id=ID,
        role="discriminator",
        title=DISCRIMINATOR_TITLE,
        config=StyleGan2DiscriminatorConfig,
        keys=(
            "8x8/Conv0/weight",
            "8x8/Conv1_down/weight",
            "4x4/Conv/weight",
            "4x4/Dense0/weight",
            "Output/weight",
            "*x*/FromRGB/weight|FromRGB_lod0/weight",
        ),
        build=StyleGan2Discriminator,
        infer=_infer_discriminator,
        unknowns=(CLAMP, GROUP, _LRMUL, _TAPS, _ACTIVATION),
        reads=_reads_discriminator,
        convert=_convert_discriminator,
        layout=LAYOUT,
        paper=PAPER,
    ),
)
