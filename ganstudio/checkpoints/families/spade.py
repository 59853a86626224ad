"""The networks of the authors' SPADE release (NVlabs/SPADE): `latest_net_{G,D,E}.pth` beside `opt.txt`."""

from __future__ import annotations

import copy
import math
import re
from dataclasses import replace
from typing import Any, Literal

import torch
from torch import Tensor

from ganstudio.checkpoints.contents import StateDict
from ganstudio.checkpoints.pictures import sample_scene, show_labels, side_by_side
from ganstudio.checkpoints.registry import Family, Told, Unknown
from ganstudio.errors import CheckpointError
from ganstudio.networks.spade import (
    ConvEncoder,
    DiscriminatorConfig,
    EncoderConfig,
    MultiscaleDiscriminator,
    SpadeConfig,
    SpadeGenerator,
    Upsampling,
    latent_grid,
    prepare_semantics,
)

_PAPER = "Park, Liu, Wang and Zhu, CVPR 2019, arXiv:1903.07291"
_SAMPLE_SIDE = 128
Follower = Literal["instance", "batch", "none"]

# Planes beyond the classes, by the number of all planes: (don't care, instance edges).
_PUBLISHED = {184: (True, True), 151: (True, False), 36: (False, True)}

_UNKNOWNS = (
    Unknown(
        "num_upsampling_layers",
        "how often does it double the size: normal or more?",
        str,
        ("normal", "more", "most"),
    ),
    Unknown("crop_size", "how wide is its picture, in pixels?", int),
    Unknown("aspect_ratio", "what is the width of its picture divided by the height?", float),
    Unknown("label_nc", "how many classes does it know?", int),
    Unknown("contain_dontcare_label", "has it a plane for pixels of no class?", bool),
    Unknown("no_instance", "does it go without a plane of instance edges?", bool),
)


def _infer_generator(tensors: StateDict, told: Told) -> SpadeConfig:
    fc = tensors["fc.weight"]
    hidden, semantic_nc, kernel_size, _ = tensors["head_0.norm_0.mlp_shared.0.weight"].shape
    ngf = tensors["head_0.conv_0.bias"].shape[0] // 16
    use_vae = fc.dim() == 2
    most = "up_4.conv_0.bias" in tensors
    upsampling: Upsampling = "most" if most else told.get("num_upsampling_layers", "normal")
    dont_care, instance_edges = _planes(semantic_nc, told)
    return SpadeConfig(
        semantic_nc=semantic_nc,
        ngf=ngf,
        norm="syncbatch" if "head_0.norm_0.param_free_norm.running_mean" in tensors else "instance",
        spectral="head_0.conv_0.weight_orig" in tensors,
        kernel_size=kernel_size,
        hidden=hidden,
        upsampling=upsampling,
        use_vae=use_vae,
        z_dim=fc.shape[1] if use_vae else 256,
        latent_grid=_grid(told, upsampling, fc.shape[0] // (16 * ngf) if use_vae else None),
        dont_care=dont_care,
        instance_edges=instance_edges,
    )


def _planes(semantic_nc: int, told: Told) -> tuple[bool, bool]:
    dont_care, edges = _PUBLISHED.get(semantic_nc, (False, False))
    dont_care = told.get("contain_dontcare_label", dont_care)
    edges = not told.get("no_instance", not edges)
    classes = semantic_nc - dont_care - edges
    if told.get("label_nc", classes) != classes:
        raise CheckpointError(
            f"The options beside {told.source} are of another model: it has {classes} classes."
        )
    return dont_care, edges


def _grid(told: Told, upsampling: Upsampling, cells: int | None) -> tuple[int, int] | None:
    """The latent grid; a generator with a latent vector shows how many cells it has, any other nothing."""
    root = math.isqrt(cells) if cells is not None else None
    square = None if root is None or root * root != cells else (root, root)
    known = cells is None or square is not None
    crop_size = told.get("crop_size", None) if known else told.get("crop_size")
    if crop_size is None:
        return square
    aspect_ratio = told.get("aspect_ratio", 1.0)
    grid = latent_grid(crop_size, aspect_ratio, upsampling)
    if cells is not None and math.prod(grid) != cells:
        raise CheckpointError(
            f"{told.source} has a first feature map of {cells} cells, which a crop_size of {crop_size} "
            f"and an aspect_ratio of {aspect_ratio:g} do not give."
        )
    return grid


def _generator_options(config: SpadeConfig) -> dict[str, Any]:
    size = f"{config.kernel_size}x{config.kernel_size}"
    options: dict[str, Any] = {
        "netG": "spade",
        "norm_G": f"{'spectral' if config.spectral else ''}spade{config.norm}{size}",
        "ngf": config.ngf,
        "label_nc": config.label_nc,
        "contain_dontcare_label": config.dont_care,
        "no_instance": not config.instance_edges,
        "num_upsampling_layers": config.upsampling,
        "use_vae": config.use_vae,
        "z_dim": config.z_dim,
    }
    if config.latent_grid:
        rows, columns = config.latent_grid
        options |= {"crop_size": columns * config.stride, "aspect_ratio": columns / rows}
    return options


def _sample(network: SpadeGenerator, config: SpadeConfig, seed: int) -> Tensor:
    if not config.use_vae:
        # The published networks need 200 GFLOPs for 256 pixels, and work at any size.
        network = copy.copy(network)
        network.config = config = replace(config, latent_grid=None)
    rows, columns = config.latent_grid or (_SAMPLE_SIDE // config.stride,) * 2
    labels = sample_scene((rows * config.stride, columns * config.stride), config.label_nc)
    instances = labels if config.instance_edges else None
    semantics = prepare_semantics(labels, config.label_nc, dont_care=config.dont_care, instances=instances)
    z = torch.randn(1, config.z_dim, generator=torch.Generator().manual_seed(seed))
    return side_by_side(show_labels(labels, config.label_nc), network(semantics, z))


def _infer_discriminator(tensors: StateDict, told: Told) -> DiscriminatorConfig:
    first = tensors["discriminator_0.model0.0.weight"]
    prefixes = {name.split(".")[0] for name in tensors}
    blocks = {name.split(".")[1] for name in tensors if name.startswith("discriminator_0.")}
    return DiscriminatorConfig(
        in_channels=first.shape[1],
        ndf=first.shape[0],
        n_layers=len(blocks) - 1,
        num_d=len([name for name in prefixes if re.fullmatch(r"discriminator_\d+", name)]),
        spectral=any(name.endswith("weight_orig") for name in tensors),
        norm=_follower(tensors, "discriminator_0.model1.0"),
    )


def _infer_encoder(tensors: StateDict, told: Told) -> EncoderConfig:
    return EncoderConfig(
        ngf=tensors["fc_mu.weight"].shape[1] // 128,
        spectral=any(name.endswith("weight_orig") for name in tensors),
        norm=_follower(tensors, "layer1"),
    )


def _follower(tensors: StateDict, layer: str) -> Follower:
    """Instance norm has no tensors, but a convolution with a norm behind it is nested one deeper."""
    if f"{layer}.1.running_mean" in tensors:
        return "batch"
    return "instance" if any(name.startswith(f"{layer}.0.") for name in tensors) else "none"


FAMILIES = (
    Family(
        id="spade",
        role="generator",
        title="the SPADE generator",
        config=SpadeConfig,
        keys=(
            "fc.weight",
            "head_0.conv_0.weight|head_0.conv_0.weight_orig",
            "head_0.norm_0.mlp_shared.0.weight",
            "head_0.norm_0.mlp_gamma.weight",
            "G_middle_1.conv_1.bias",
            "up_3.norm_s.mlp_beta.weight",
            "conv_img.weight",
        ),
        build=SpadeGenerator,
        infer=_infer_generator,
        unknowns=_UNKNOWNS,
        options=_generator_options,
        sample=_sample,
        paper=_PAPER,
    ),
    Family(
        id="spade",
        role="discriminator",
        title="the SPADE discriminator",
        config=DiscriminatorConfig,
        keys=(
            "discriminator_0.model0.0.weight",
            "discriminator_0.model0.0.bias",
            "discriminator_0.model1.0.weight|"
            "discriminator_0.model1.0.weight_orig|discriminator_0.model1.0.0.weight|"
            "discriminator_0.model1.0.0.weight_orig",
        ),
        build=MultiscaleDiscriminator,
        infer=_infer_discriminator,
        options=lambda config: {
            "ndf": config.ndf,
            "n_layers_D": config.n_layers,
            "num_D": config.num_d,
            "norm_D": _norm_name(config),
        },
        paper=_PAPER,
    ),
    Family(
        id="spade",
        role="encoder",
        title="the SPADE encoder",
        config=EncoderConfig,
        keys=(
            "layer6.0.weight|layer6.0.weight_orig|layer6.weight|layer6.weight_orig",
            "fc_mu.weight",
            "fc_var.weight",
        ),
        build=ConvEncoder,
        infer=_infer_encoder,
        options=lambda config: {"ngf": config.ngf, "norm_E": _norm_name(config)},
        paper=_PAPER,
    ),
)


def _norm_name(config: DiscriminatorConfig | EncoderConfig) -> str:
    return f"{'spectral' if config.spectral else ''}{config.norm}"
