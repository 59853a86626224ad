"""The networks of BicycleGAN (junyanz/BicycleGAN): `latest_net_{G,E,D,D2}.pth`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import torch
from torch import Tensor

from ganstudio.checkpoints.contents import StateDict
from ganstudio.checkpoints.families.pix2pix import (
    convolutions,
    has_batch_norm,
    sample_input,
    show_beside,
    without_stale_statistics,
)
from ganstudio.checkpoints.registry import Family, Told, Unknown
from ganstudio.errors import CheckpointError
from ganstudio.networks.bicyclegan import (
    BicycleConfig,
    BicycleDiscriminator,
    BicycleDiscriminatorConfig,
    BicycleEncoder,
    BicycleEncoderConfig,
    BicycleGenerator,
)
from ganstudio.networks.pix2pix import Norm

_PAPER = "Zhu, Zhang, Pathak, Darrell, Efros, Wang and Shechtman, NeurIPS 2017, arXiv:1711.11586"
_NZ = 8
_SAMPLES = 3


def _claims_generator(tensors: StateDict, beside: Mapping[str, Any]) -> bool:
    """With the latent at the input and instance norm, its tensors are those of a pix2pix U-Net."""
    if "model.down.0.weight" in tensors or has_batch_norm(tensors):
        return True
    if "model.model.3.weight" not in tensors or "model.model.1.model.3.model.1.weight" not in tensors:
        return True  # up-sampling without transposed convolutions; levels without a norm
    if "where_add" in beside or "nz" in beside:
        return True
    return "netG" not in beside and tensors["model.model.0.weight"].shape[1] > _NZ


def _infer_generator(tensors: StateDict, told: Told) -> BicycleConfig:
    everywhere = "model.down.0.weight" in tensors
    down, up = ("model.down.0", "model.up") if everywhere else ("model.model.0", "model.model")
    transposed = f"{up}.{1 if everywhere else 3}.bias"
    bilinear = f"{up}.{3 if everywhere else 5}.bias"
    first = tensors[f"{down}.weight"]
    ngf, channels = first.shape[:2]
    second = tensors.get("model.submodule.down.1.weight")
    z_dim = _told_nz(channels, told) if second is None else second.shape[1] - ngf
    return BicycleConfig(
        in_channels=channels - z_dim,
        out_channels=tensors[transposed if transposed in tensors else bilinear].shape[0],
        ngf=ngf,
        depth=sum(tensor.dim() == 4 for tensor in tensors.values()) // 2,
        z_dim=z_dim,
        where_add="all" if everywhere else "input",
        norm=_generator_norm(tensors, told, everywhere),
        activation=told.get("nl", "relu"),
        upsampling="basic" if transposed in tensors else "bilinear",
        dropout=told.get("use_dropout", False),
    )


def _told_nz(channels: int, told: Told) -> int:
    z_dim: int = told.get("nz", _NZ if channels > _NZ else 0)
    if not 0 <= z_dim < channels:
        raise CheckpointError(
            f"{told.source} takes {channels} planes: its latent cannot have {z_dim} numbers."
        )
    return z_dim


def _generator_norm(tensors: StateDict, told: Told, everywhere: bool) -> Norm:
    """Only where a level's layers are in one row, a missing instance norm moves the numbers of others."""
    if has_batch_norm(tensors):
        return "batch"
    if any(name.endswith("running_mean") for name in tensors):
        return "instance"
    if everywhere:
        norm: Norm = told.get("norm", "instance")
        return norm
    return "none" if "model.model.1.model.2.model.1.weight" in tensors else "instance"


def _generator_options(config: BicycleConfig) -> dict[str, Any]:
    return {
        "netG": f"unet_{config.multiple}",
        "input_nc": config.in_channels,
        "output_nc": config.out_channels,
        "ngf": config.ngf,
        "nz": config.z_dim,
        "where_add": config.where_add,
        "norm": config.norm,
        "nl": config.activation,
        "upsample": config.upsampling,
        "use_dropout": config.dropout,
    }


def _sample(network: BicycleGenerator, config: BicycleConfig, seed: int) -> Tensor:
    """The input beside what three latents make of it."""
    image = sample_input(config.in_channels, max(config.multiple, 128))
    z = torch.randn(_SAMPLES, config.z_dim, generator=torch.Generator().manual_seed(seed))
    return show_beside(image, *network(image.expand(_SAMPLES, -1, -1, -1), z).split(1))


def _claims_discriminator(tensors: StateDict, beside: Mapping[str, Any]) -> bool:
    """One scale with instance norm is a PatchGAN like that of pix2pix."""
    return "model_0.0.weight" in tensors or has_batch_norm(tensors) or "num_Ds" in beside


def _infer_discriminator(tensors: StateDict, told: Told) -> BicycleDiscriminatorConfig:
    scales = sorted({name.split(".")[0] for name in tensors}, key=lambda name: (len(name), name))
    layers = convolutions(tensors, rf"{scales[0]}\.(\d+)\.weight")
    return BicycleDiscriminatorConfig(
        in_channels=layers[0].shape[1],
        ndf=tuple(tensors[f"{scale}.0.weight"].shape[0] for scale in scales),
        n_layers=len(layers) - 2,
        norm="batch" if has_batch_norm(tensors) else "instance",
    )


def _infer_encoder(tensors: StateDict, told: Told) -> BicycleEncoderConfig:
    resnet = "conv.1.shortcut.1.weight" in tensors
    layers = convolutions(tensors, r"conv\.(\d+)\.weight")
    shortcuts = [name for name in tensors if re.fullmatch(r"conv\.\d+\.shortcut\.1\.weight", name)]
    # Without a norm the next convolution follows at once.
    unnormed = "conv.1.conv.1.weight" if resnet else "conv.4.weight"
    plain: Norm = "none" if unnormed in tensors else "instance"
    return BicycleEncoderConfig(
        kind="resnet" if resnet else "conv",
        in_channels=layers[0].shape[1],
        z_dim=tensors["fc.0.bias"].shape[0],
        nef=layers[0].shape[0],
        halvings=len(shortcuts) + 1 if resnet else len(layers),
        norm="batch" if has_batch_norm(tensors) else plain,
        vae="fcVar.0.weight" in tensors,
    )


FAMILIES = (
    # Before pix2pix, whose keys one of its forms has.
    Family(
        id="bicyclegan",
        role="generator",
        title="the BicycleGAN generator",
        config=BicycleConfig,
        keys=(
            "model.down.0.weight|model.model.0.weight",
            "model.down.0.bias|model.model.0.bias",
            "model.submodule.down.1.bias|model.model.1.model.1.bias",
            "model.up.1.bias|model.up.3.bias|model.model.3.bias|model.model.5.bias",
        ),
        shapes={"model.down.0.weight": (None, None, 4, 4), "model.model.0.weight": (None, None, 4, 4)},
        claims=_claims_generator,
        build=BicycleGenerator,
        infer=_infer_generator,
        unknowns=(
            Unknown("nz", "how many numbers has its latent?", int),
            Unknown("norm", "does it normalise: instance or none?", str, ("instance", "none")),
            Unknown("nl", "what activates its decoder: relu, lrelu or elu?", str, ("relu", "lrelu", "elu")),
            Unknown("use_dropout", "was it trained with dropout?", bool),
        ),
        convert=without_stale_statistics,
        options=_generator_options,
        sample=_sample,
        paper=_PAPER,
    ),
    Family(
        id="bicyclegan",
        role="discriminator",
        title="the BicycleGAN discriminator",
        config=BicycleDiscriminatorConfig,
        keys=tuple(f"model_0.{layer}.bias|model.{layer}.bias" for layer in (0, 2, 5)),
        without=("*.filt", "model.1.*"),
        shapes={
            f"{scale}.{layer}.weight": (None, None, 4, 4)
            for scale in ("model_0", "model")
            for layer in (0, 2, 5)
        },
        claims=_claims_discriminator,
        build=BicycleDiscriminator,
        infer=_infer_discriminator,
        convert=without_stale_statistics,
        options=lambda config: {
            "netD": f"basic_{32 << config.n_layers}_multi",
            "ndf": config.ndf[0],
            "num_Ds": len(config.ndf),
            "norm": config.norm,
        },
        paper=_PAPER,
    ),
    Family(
        id="bicyclegan",
        role="encoder",
        title="the BicycleGAN encoder",
        config=BicycleEncoderConfig,
        keys=("conv.0.weight", "conv.0.bias", "conv.2.weight|conv.1.shortcut.1.weight", "fc.0.weight"),
        shapes={
            "conv.0.weight": (None, None, 4, 4),
            "conv.2.weight": (None, None, 4, 4),
            "conv.1.shortcut.1.weight": (None, None, 1, 1),
            "fc.0.weight": (None, None),
        },
        build=BicycleEncoder,
        infer=_infer_encoder,
        convert=without_stale_statistics,
        options=lambda config: {
            "netE": f"{config.kind}_{config.size}",
            "nef": config.nef,
            "nz": config.z_dim,
            "norm": config.norm,
        },
        paper=_PAPER,
    ),
)
