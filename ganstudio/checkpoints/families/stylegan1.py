"""StyleGAN: the layout of huangzh13/StyleGAN.pytorch, which is our own too, and the families of all."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional as F

from ganstudio.checkpoints.contents import StateDict
from ganstudio.checkpoints.families import stylegan1_rosinality as rosinality
from ganstudio.checkpoints.families import stylegan1_rosinality_discriminator as rosinality_discriminator
from ganstudio.checkpoints.families import stylegan1_tensorflow as tensorflow
from ganstudio.checkpoints.families.stylegan1_average import with_average
from ganstudio.checkpoints.families.stylegan1_options import (
    BLUR,
    CUTOFF,
    FUSED,
    GROUP,
    LRMUL,
    RARE,
    RARE_DISCRIMINATOR,
    SIZE,
    normalised,
    rare_discriminator_options,
    rare_options,
    read_options,
    told_lod,
)
from ganstudio.checkpoints.pictures import sheet
from ganstudio.checkpoints.registry import Family, Told
from ganstudio.errors import SaveError
from ganstudio.networks.stylegan1 import StyleGAN1Config, StyleGAN1Generator
from ganstudio.networks.stylegan1_discriminator import StyleGAN1Discriminator, StyleGAN1DiscriminatorConfig

_PAPER = "Karras, Laine and Aila, CVPR 2019, arXiv:1812.04948"
_BLUR_KERNEL = "g_synthesis.blocks.0.conv0_up.intermediate.kernel"


def _infer(tensors: StateDict, told: Told) -> StyleGAN1Config:
    first = tensors["g_mapping.map.dense0.weight"]
    rows, w_dim = tensors["g_synthesis.init_block.epi1.style_mod.lin.weight"].shape
    classes = tensors.get("class_embedding.weight")
    biases = _numbered(tensors, r"g_synthesis\.blocks\.(\d+)\.conv1\.bias")
    config = StyleGAN1Config(
        channels=(rows // 2, *(len(bias) for bias in biases)),
        img_channels=len(tensors["g_synthesis.to_rgb.0.bias"]),
        z_dim=first.shape[1] if classes is None else classes.shape[1],
        c_dim=0 if classes is None else len(classes),
        w_dim=w_dim,
        mapping_layers=len(_numbered(tensors, r"g_mapping\.map\.dense(\d+)\.bias")),
        mapping_width=len(first),
        mapping_lr_multiplier=told.get(LRMUL.name, 0.01),
        use_noise="g_synthesis.init_block.epi1.top_epi.noise.weight" in tensors,
        stored_noise="g_synthesis.init_block.epi1.top_epi.noise.constant" in tensors,
        norm_eps=1e-5,
        blur=_taps(tensors, _BLUR_KERNEL),
        lod=told_lod(told, biases, 4 << len(biases)),
        truncation_cutoff=told.get(CUTOFF.name, 8),
    )
    return replace(config, **rare_options(told))


def _infer_discriminator(tensors: StateDict, told: Told) -> StyleGAN1DiscriminatorConfig:
    width = len(tensors["final_block.conv.bias"])
    biases = _numbered(tensors, r"blocks\.(\d+)\.conv0\.bias")[::-1]
    labels = tensors.get("embeddings.0.weight")
    planes = tensors["from_rgb.0.weight"].shape[1]
    config = StyleGAN1DiscriminatorConfig(
        channels=(width, *(len(bias) for bias in biases)),
        hidden=len(tensors["final_block.dense0.bias"]),
        img_channels=planes if labels is None else planes // 2,
        c_dim=0 if labels is None else len(labels),
        label_planes=labels is not None,
        rgb_activation=False,
        mbstd_group=told.get(GROUP.name, 4),
        mbstd_channels=tensors["final_block.conv.weight"].shape[1] - width,
        blur=_taps(tensors, "blocks.0.blur.kernel"),
        lod=told_lod(told, biases, 4 << len(biases)),
    )
    return replace(config, **rare_discriminator_options(told))


def _numbered(tensors: StateDict, pattern: str) -> list[Tensor]:
    """The tensors whose names match, in the order of the number that the pattern holds."""
    found = {int(m[1]): tensor for name, tensor in tensors.items() if (m := re.fullmatch(pattern, name))}
    return [found[number] for number in sorted(found)]


def _taps(tensors: StateDict, name: str) -> tuple[float, ...] | None:
    """The taps of a stored kernel (1, 1, size, size)."""
    return normalised(tensors[name][0, 0].sum(0).tolist()) if name in tensors else None


def _convert(tensors: StateDict, config: StyleGAN1Config) -> StateDict:
    return with_average(_without_kernels(tensors), config)


def _without_kernels(tensors: StateDict, config: object = None) -> StateDict:
    """The blur is part of the config."""
    return {name: tensor for name, tensor in tensors.items() if not name.endswith(".kernel")}


def _export(state: StateDict, config: StyleGAN1Config) -> StateDict:
    """The generator as the port loads it: with kernels, without constant noise."""
    _refuse(config, {"bias_before_blur": False, "fused_from": 128, "norm_eps": 1e-5})
    port = {name: tensor for name, tensor in state.items() if not name.endswith(".noise.constant")}
    for i in range(len(config.channels) - 1) if config.blur else ():
        port[f"g_synthesis.blocks.{i}.conv0_up.intermediate.kernel"] = _kernel(config.blur or ())
    return port


def _export_discriminator(state: StateDict, config: StyleGAN1DiscriminatorConfig) -> StateDict:
    needed = {"rgb_activation": False, "widens_first": False, "label_planes": config.c_dim > 0}
    _refuse(config, needed)
    port = dict(state)
    for i in range(len(config.channels) - 1):
        port[f"blocks.{i}.blur.kernel"] = _kernel(config.blur or (1.0,))
        port[f"blocks.{i}.conv1_down.downscale.blur.kernel"] = torch.full((1, 1, 2, 2), 0.25)
    return port


def _kernel(taps: tuple[float, ...]) -> Tensor:
    row = torch.tensor(taps)
    return torch.outer(row, row)[None, None]


def _refuse(config: object, needed: Mapping[str, Any]) -> None:
    other = next((name for name, value in needed.items() if getattr(config, name) != value), None)
    if other is not None:
        raise SaveError(f"StyleGAN.pytorch has no StyleGAN with {other} = {getattr(config, other)}.")


@torch.inference_mode()
def sample(network: StyleGAN1Generator, config: StyleGAN1Config, seed: int) -> Tensor:
    """Eight truncated images, two of a large network."""
    generator = torch.Generator().manual_seed(seed)
    count, columns = (8, 4) if config.resolution <= 64 else (2, 2)
    z = torch.randn(count, config.z_dim, generator=generator)
    c = F.one_hot(torch.arange(count) % config.c_dim, config.c_dim).float() if config.c_dim else None
    ws = network.mapping(z, c, truncation_psi=0.7)
    return sheet(network.synthesis(ws, "random", generator=generator), columns)


_generator = partial(
    Family,
    id="stylegan1",
    role="generator",
    config=StyleGAN1Config,
    build=StyleGAN1Generator,
    sample=sample,
    paper=_PAPER,
)
_discriminator = partial(
    Family,
    id="stylegan1",
    role="discriminator",
    config=StyleGAN1DiscriminatorConfig,
    build=StyleGAN1Discriminator,
    paper=_PAPER,
)

FAMILIES = (
    _generator(
        title="the StyleGAN generator",
        keys=(
            "g_mapping.map.dense0.weight",
            "g_synthesis.init_block.const",
            "g_synthesis.init_block.epi1.style_mod.lin.weight",
            "g_synthesis.to_rgb.0.weight",
        ),
        infer=_infer,
        unknowns=(LRMUL, CUTOFF, SIZE, *RARE),
        reads=partial(read_options, section="model.gen"),
        convert=_convert,
        export=_export,
    ),
    _generator(
        title="the StyleGAN generator in TensorFlow's layout",
        layout="tensorflow",
        keys=(
            "dlatent_avg",
            "G_mapping/Dense0/weight",
            "G_synthesis/4x4/Const/const",
            "G_synthesis/4x4/Conv/StyleMod/weight",
            "G_synthesis/ToRGB_lod0/weight",
        ),
        infer=tensorflow.infer,
        unknowns=(LRMUL, BLUR, FUSED, CUTOFF, *RARE),
        reads=tensorflow.reads,
        convert=tensorflow.convert,
    ),
    _generator(
        title="the StyleGAN generator in the layout of style-based-gan-pytorch",
        layout="rosinality",
        keys=(
            "style.1.linear.weight_orig",
            "generator.progression.0.conv1.input",
            "generator.progression.0.adain1.style.linear.weight_orig",
            "generator.to_rgb.0.conv.weight_orig",
        ),
        # The port's first version blurred nothing and normalised before it activated.
        without=("generator.progression.1.conv1.conv.weight_orig",),
        infer=rosinality.infer,
        unknowns=(SIZE,),
        convert=rosinality.convert,
        export=rosinality.export,
    ),
    _discriminator(
        title="the StyleGAN discriminator",
        keys=("from_rgb.0.weight", "final_block.conv.weight", "final_block.dense1.weight"),
        shapes={"final_block.conv.weight": (None, None, 3, 3), "final_block.dense1.weight": (None, None)},
        infer=_infer_discriminator,
        unknowns=(GROUP, SIZE, *RARE_DISCRIMINATOR),
        reads=partial(read_options, section="model.dis"),
        convert=_without_kernels,
        export=_export_discriminator,
    ),
    _discriminator(
        title="the StyleGAN discriminator in TensorFlow's layout",
        layout="tensorflow",
        keys=("FromRGB_lod0/weight", "4x4/Conv/weight", "4x4/Dense0/weight", "4x4/Dense1/weight"),
        infer=tensorflow.infer_discriminator,
        unknowns=(GROUP, BLUR, *RARE_DISCRIMINATOR),
        reads=tensorflow.reads,
        convert=tensorflow.convert_discriminator,
    ),
    _discriminator(
        title="the StyleGAN discriminator in the layout of style-based-gan-pytorch",
        layout="rosinality",
        keys=(
            "from_rgb.0.conv.bias|from_rgb.0.0.conv.bias",
            "progression.0.conv1.0.conv.weight_orig",
            "progression.0.conv2.1.weight|progression.0.conv2.1.conv.weight_orig",
            "linear.linear.weight_orig",
        ),
        infer=rosinality_discriminator.infer,
        unknowns=(SIZE,),
        convert=rosinality_discriminator.convert,
    ),
)
