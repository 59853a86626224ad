"""The networks of the authors' InstaGAN release (sangwoomo/instagan): `latest_net_{G,D}_{A,B}.pth`.

`--netG basic` is CycleGAN's generator, and is known as such.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import torch
from torch import Tensor

from ganstudio.checkpoints.contents import StateDict
from ganstudio.checkpoints.pictures import sample_labels, sample_picture, side_by_side
from ganstudio.checkpoints.registry import Family, Told, Unknown
from ganstudio.networks.instagan import (
    InstaGanConfig,
    InstaGanDiscriminatorConfig,
    InstaGanGenerator,
    Norm,
    build_discriminator,
    translate_in_passes,
)

_PAPER = "Mo, Cho and Shin, ICLR 2019, arXiv:1812.10889"
_SAMPLE_SIZE = (80, 80)
_SAMPLE_LABELS = 16


def _infer_generator(tensors: StateDict, told: Told) -> InstaGanConfig:
    first = tensors["encoder_img.1.weight"]
    blocks = {name.split(".")[1] for name in tensors if re.match(r"encoder_img\.\d+\.conv_block\.", name)}
    return InstaGanConfig(
        input_nc=first.shape[1],
        output_nc=tensors["decoder_img.7.weight"].shape[0],
        ngf=first.shape[0],
        n_blocks=len(blocks),
        norm=_norm(tensors, "encoder_img.2"),
        # Dropout has no tensors, but moves the second convolution on by one.
        dropout="encoder_img.10.conv_block.5.weight" not in tensors,
    )


def _infer_discriminator(tensors: StateDict, told: Told) -> InstaGanDiscriminatorConfig:
    basic = "model.0.module.weight_bar" in tensors
    layers = "model" if basic else "feature_img"
    first = tensors[f"{layers}.0.module.weight_bar"]
    count = sum(bool(re.fullmatch(rf"{layers}\.\d+\.module\.weight_bar", name)) for name in tensors)
    return InstaGanDiscriminatorConfig(
        kind="basic" if basic else "set",
        input_nc=first.shape[1],
        ndf=first.shape[0],
        n_layers=count - 2 if basic else count,
        norm=_norm(tensors, "model.3" if basic else "classifier.1"),
        sigmoid=told.get("no_lsgan", False),
    )


def _norm(tensors: StateDict, layer: str) -> Norm:
    """Instance norm has no weights here."""
    return "batch" if f"{layer}.weight" in tensors else "instance"


def _without_stale_statistics(tensors: StateDict, config: Any) -> StateDict:
    """Instance norms of old torch left running statistics that nobody uses."""
    if config.norm == "batch":
        return tensors
    return {name: tensor for name, tensor in tensors.items() if not _STATISTICS.search(name)}


_STATISTICS = re.compile(r"\.(running_mean|running_var|num_batches_tracked)$")


def _reads_sigmoid(options: Mapping[str, Any]) -> Mapping[str, Any]:
    return {"no_lsgan": options["no_lsgan"]} if "no_lsgan" in options else {}


def _sample(network: InstaGanGenerator, config: InstaGanConfig, seed: int) -> Tensor:
    """The photo beside its translation, with the largest two regions of a label map as instances."""
    photo = sample_picture("photo", _SAMPLE_SIZE, config.input_nc)
    labels = sample_labels(_SAMPLE_SIZE, _SAMPLE_LABELS)
    masks = (labels == torch.arange(_SAMPLE_LABELS)[:, None, None]).float() * 2 - 1
    image, _ = translate_in_passes(network, photo, masks, ins_max=2)
    return side_by_side(photo, image)


FAMILIES = (
    Family(
        id="instagan",
        role="generator",
        title="the InstaGAN generator",
        config=InstaGanConfig,
        keys=(
            "encoder_img.1.weight",
            "encoder_img.10.conv_block.1.weight",
            "encoder_seg.1.weight",
            "decoder_img.7.weight",
            "decoder_seg.7.weight",
        ),
        build=InstaGanGenerator,
        infer=_infer_generator,
        convert=_without_stale_statistics,
        options=lambda config: {
            "netG": "set",
            "input_nc": config.input_nc,
            "output_nc": config.output_nc,
            "ngf": config.ngf,
            "norm": config.norm,
            "no_dropout": not config.dropout,
        },
        sample=_sample,
        paper=_PAPER,
    ),
    Family(
        id="instagan",
        role="discriminator",
        title="the InstaGAN discriminator",
        config=InstaGanDiscriminatorConfig,
        keys=(
            "model.0.module.weight_bar|feature_img.0.module.weight_bar",
            "model.2.module.weight_u|classifier.0.module.weight_u",
            "model.5.module.weight_v|classifier.3.module.weight_v",
        ),
        build=build_discriminator,
        infer=_infer_discriminator,
        unknowns=(Unknown("no_lsgan", "does it end in a sigmoid, for the loss of the first GANs?", bool),),
        reads=_reads_sigmoid,
        convert=_without_stale_statistics,
        options=lambda config: {
            "netD": config.kind,
            "input_nc": config.input_nc,
            "ndf": config.ndf,
            "n_layers_D": config.n_layers,
            "norm": config.norm,
            "no_lsgan": config.sigmoid,
        },
        paper=_PAPER,
    ),
)
