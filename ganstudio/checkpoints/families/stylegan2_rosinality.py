"""StyleGAN2 in the layout of rosinality/stylegan2-pytorch: `{g_ema, d, latent_avg}` in a `.pt` file.

The decoders of pSp, e4e and HyperStyle have the same names. The mathematics is that of the skip generator and
the residual discriminator; most tensors only have a few more axes of size 1.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import torch
from torch import Tensor

from ganstudio.checkpoints.contents import StateDict
from ganstudio.checkpoints.families.stylegan2 import (
    DISCRIMINATOR_TITLE,
    ID,
    PAPER,
    TITLE,
    discriminator_filters,
    filters,
    numbers,
    sample,
    taps_of,
)
from ganstudio.checkpoints.registry import Family, Told, Unknown
from ganstudio.errors import SaveError
from ganstudio.networks.stylegan2 import StyleGan2Config, StyleGan2Generator
from ganstudio.networks.stylegan2_discriminator import StyleGan2Discriminator, StyleGan2DiscriminatorConfig
from ganstudio.networks.stylegan2_layers import MappingConfig, MappingNetwork

LAYOUT = "rosinality"
AVERAGE = "latent_avg"
_LRMUL = Unknown("lr_mlp", "what is the learning rate multiplier of its mapping network?", float)
# How many latents the authors' scripts take the average style of, where the file has none.
_SAMPLES = 4096
_UP = 4.0


@dataclass(frozen=True)
class _Entry:
    """One tensor: theirs has `before` and `after` more axes of size 1, and `scale` times the values."""

    theirs: str
    ours: str
    before: int = 0
    after: int = 0
    scale: float = 1.0

    def read(self, tensor: Tensor) -> Tensor:
        return tensor.reshape(tensor.shape[self.before : tensor.dim() - self.after]) / self.scale

    def write(self, tensor: Tensor) -> Tensor:
        shape = ((1,) * self.before, tuple(tensor.shape), (1,) * self.after)
        return tensor.reshape(sum(shape, ())) * self.scale


def _layers(config: StyleGan2Config) -> Iterator[tuple[str, str]]:
    """Their convolutions and ours, in the order in which they run."""
    yield "conv1", "synthesis.b4.conv1"
    for i in range(len(config.channels) - 1):
        yield f"convs.{2 * i}", f"synthesis.b{8 << i}.conv0"
        yield f"convs.{2 * i + 1}", f"synthesis.b{8 << i}.conv1"


def _entries(config: StyleGan2Config) -> Iterator[_Entry]:
    yield _Entry("input.input", "synthesis.b4.const", before=1)
    for i in range(config.mapping.layers):
        for kind in ("weight", "bias"):
            yield _Entry(f"style.{i + 1}.{kind}", f"mapping.fc{i}.{kind}")
    for i, (theirs, ours) in enumerate(_layers(config)):
        yield from _modulated(theirs, ours)
        yield _Entry(f"{theirs}.activate.bias", f"{ours}.bias")
        yield _Entry(f"{theirs}.noise.weight", f"{ours}.noise_strength", before=1)
        yield _Entry(f"noises.noise_{i}", f"{ours}.noise_const", before=2)
        if ours.endswith("conv0"):
            yield _Entry(f"{theirs}.conv.blur.kernel", f"{ours}.resample_filter", scale=_UP)
    for i in range(len(config.channels)):
        theirs, block = f"to_rgbs.{i - 1}" if i else "to_rgb1", f"synthesis.b{4 << i}"
        yield from _modulated(theirs, f"{block}.torgb")
        yield _Entry(f"{theirs}.bias", f"{block}.torgb.bias", before=1, after=2)
        if i:
            yield _Entry(f"{theirs}.upsample.kernel", f"{block}.resample_filter", scale=_UP)


def _modulated(theirs: str, ours: str) -> Iterator[_Entry]:
    yield _Entry(f"{theirs}.conv.weight", f"{ours}.weight", before=1)
    yield _Entry(f"{theirs}.conv.modulation.weight", f"{ours}.affine.weight")
    yield _Entry(f"{theirs}.conv.modulation.bias", f"{ours}.affine.bias")


def _discriminator_entries(config: StyleGan2DiscriminatorConfig) -> Iterator[_Entry]:
    pairs = [("convs.0.0.weight", f"b{config.resolution}.fromrgb.weight")]
    pairs += [("convs.0.1.bias", f"b{config.resolution}.fromrgb.bias")]
    for i in range(1, len(config.channels)):
        theirs, block = f"convs.{i}", f"b{2 * config.resolution >> i}"
        pairs += [
            (f"{theirs}.conv1.0.weight", f"{block}.conv0.weight"),
            (f"{theirs}.conv1.1.bias", f"{block}.conv0.bias"),
            (f"{theirs}.conv2.0.kernel", f"{block}.conv1.resample_filter"),
            (f"{theirs}.conv2.1.weight", f"{block}.conv1.weight"),
            (f"{theirs}.conv2.2.bias", f"{block}.conv1.bias"),
            (f"{theirs}.skip.0.kernel", f"{block}.skip.resample_filter"),
            (f"{theirs}.skip.1.weight", f"{block}.skip.weight"),
        ]
    pairs += [("final_conv.0.weight", "b4.conv.weight"), ("final_conv.1.bias", "b4.conv.bias")]
    for theirs, ours in (("final_linear.0", "b4.fc"), ("final_linear.1", "b4.out")):
        pairs += [(f"{theirs}.{kind}", f"{ours}.{kind}") for kind in ("weight", "bias")]
    return (_Entry(theirs, ours) for theirs, ours in pairs)


def infer(tensors: StateDict, told: Told) -> StyleGan2Config:
    """The generator's config; all but the mapping's learning rate multiplier shows in the tensors."""
    ups = numbers(tensors, r"convs\.(\d+)\.conv\.blur\.kernel")
    layers = len(numbers(tensors, r"style\.(\d+)\.weight"))
    z_dim, w_dim = tensors["style.1.weight"].shape[1], tensors["conv1.conv.modulation.weight"].shape[1]
    inner = len(tensors["style.1.bias"])
    taps = taps_of(tensors["convs.0.conv.blur.kernel"])
    # Their constructor hands its filter to the convolutions alone.
    image_taps = taps_of(tensors["to_rgbs.0.upsample.kernel"])
    return StyleGan2Config(
        resolution=4 << len(ups),
        channels=(
            len(tensors["conv1.activate.bias"]),
            *(len(tensors[f"convs.{i}.activate.bias"]) for i in ups),
        ),
        mapping=MappingConfig(
            z_dim, w_dim=w_dim, layers=layers, layer_features=None if inner == w_dim else inner
        ),
        img_channels=tensors["to_rgb1.bias"].shape[1],
        taps=taps,
        image_taps=None if image_taps == taps else image_taps,
        kernel_size=tensors["conv1.conv.weight"].shape[-1],
    )


def _infer_alone(tensors: StateDict, told: Told) -> StyleGan2Config:
    config = infer(tensors, told)
    return replace(config, mapping=replace(config.mapping, lr_multiplier=told.get(_LRMUL.name, 0.01)))


def _infer_discriminator(tensors: StateDict, told: Told) -> StyleGan2DiscriminatorConfig:
    blocks = numbers(tensors, r"convs\.(\d+)\.conv1\.0\.weight")
    width, compared = tensors["final_conv.0.weight"].shape[:2]
    return StyleGan2DiscriminatorConfig(
        resolution=4 << len(blocks),
        channels=(width, *(len(tensors[f"convs.{i}.conv1.1.bias"]) for i in reversed(blocks))),
        img_channels=tensors["convs.0.0.weight"].shape[1],
        mbstd_channels=compared - width,
        taps=taps_of(tensors["convs.1.conv2.0.kernel"]),
    )


def convert(tensors: StateDict, config: StyleGan2Config) -> StateDict:
    """The generator's state dict, from theirs.

    Checkpoints of a training have no average style; then it is estimated, as their scripts do. Very old ones
    have no noise of their own and draw it anew for each picture; then it is drawn here.
    """
    given = {name: tensor for name, tensor in tensors.items() if name != AVERAGE}
    converted = {**_drawn_noise(config), **filters(config), **_converted(given, _entries(config))}
    if AVERAGE in tensors:
        return {**converted, "mapping.w_avg": tensors[AVERAGE].reshape(-1, config.w_dim)[0]}
    return {**converted, "mapping.w_avg": _average(converted, config.mapping)}


def _convert_discriminator(tensors: StateDict, config: StyleGan2DiscriminatorConfig) -> StateDict:
    return {**discriminator_filters(config), **_converted(tensors, _discriminator_entries(config))}


def _converted(tensors: StateDict, entries: Iterator[_Entry]) -> StateDict:
    rest = dict(tensors)
    converted = {each.ours: each.read(rest.pop(each.theirs)) for each in entries if each.theirs in rest}
    if rest:
        raise ValueError(f"{next(iter(rest))} is no part of it")
    return converted


def _drawn_noise(config: StyleGan2Config) -> StateDict:
    generator = torch.Generator().manual_seed(0)
    layers = [ours for _, ours in _layers(config)]
    sizes = [4 << ((i + 1) // 2) for i in range(len(layers))]
    return {
        f"{layer}.noise_const": torch.randn(size, size, generator=generator)
        for layer, size in zip(layers, sizes, strict=True)
    }


@torch.no_grad()
def _average(tensors: StateDict, config: MappingConfig) -> Tensor:
    """The mean style of many latents, the same ones each time."""
    with torch.device("meta"):
        network = MappingNetwork(config)
    weights = {k.removeprefix("mapping."): t.float() for k, t in tensors.items() if k.startswith("mapping.")}
    network.load_state_dict(weights, assign=True)
    z = torch.randn(_SAMPLES, config.z_dim, generator=torch.Generator().manual_seed(0))
    average: Tensor = network(z).mean(0)
    return average


def export(state: StateDict, config: StyleGan2Config) -> StateDict:
    """Their generator's state dict, without the average style, which lies beside it.

    Their code does not clip layers: where ours would, the pictures differ. SaveError for what it has not.
    """
    standard = MappingConfig(
        config.z_dim,
        w_dim=config.w_dim,
        layers=config.mapping.layers,
        layer_features=config.mapping.layer_features,
        lr_multiplier=config.mapping.lr_multiplier,
    )
    if config.architecture != "skip" or not config.use_noise or config.activation != "lrelu":
        raise SaveError("stylegan2-pytorch has only generators with noise, skip connections and leaky ReLU.")
    if config.mapping != standard:
        raise SaveError("stylegan2-pytorch has only generators without labels, all of leaky ReLU.")
    return {entry.theirs: entry.write(state[entry.ours]) for entry in _entries(config)}


def _export_alone(state: StateDict, config: StyleGan2Config) -> dict[str, Any]:
    record: dict[str, Any] = {"g_ema": export(state, config)}
    return {**record, AVERAGE: state["mapping.w_avg"]} if config.w_avg else record


def _export_discriminator(state: StateDict, config: StyleGan2DiscriminatorConfig) -> dict[str, Any]:
    plain = StyleGan2DiscriminatorConfig(
        config.resolution,
        config.channels,
        config.img_channels,
        mbstd_channels=1,
        clamp=config.clamp,
        taps=config.taps,
    )
    if config != plain:
        raise SaveError(
            "stylegan2-pytorch has only residual discriminators without labels, which compare four pictures."
        )
    return {"d": {entry.theirs: entry.write(state[entry.ours]) for entry in _discriminator_entries(config)}}


FAMILIES = (
    Family(
        id=ID,
        role="generator",
        title=TITLE,
        config=StyleGan2Config,
        keys=(
            "input.input",
            "style.1.weight",
            "conv1.conv.modulation.weight",
            "conv1.noise.weight",
            "conv1.activate.bias",
            "convs.0.conv.blur.kernel",
            "to_rgb1.conv.weight",
            "to_rgbs.0.upsample.kernel",
        ),
        # SWAGAN, of the same repository, draws wavelets.
        without=("*.iwt.*",),
        build=StyleGan2Generator,
        infer=_infer_alone,
        loose=(AVERAGE,),
        unknowns=(_LRMUL,),
        convert=convert,
        export=_export_alone,
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
            "convs.0.0.weight",
            "convs.0.1.bias",
            "convs.1.conv1.0.weight",
            "convs.1.conv2.0.kernel",
            "convs.1.skip.0.kernel",
            "final_conv.0.weight",
            "final_linear.0.weight",
            "final_linear.1.weight",
        ),
        shapes={"final_linear.1.weight": (1, None)},
        build=StyleGan2Discriminator,
        infer=_infer_discriminator,
        convert=_convert_discriminator,
        export=_export_discriminator,
        layout=LAYOUT,
        paper=PAPER,
    ),
)
