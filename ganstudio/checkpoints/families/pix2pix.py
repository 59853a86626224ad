"""The networks of pix2pix and CycleGAN (junyanz/pytorch-CycleGAN-and-pix2pix): `latest_net_G.pth` and others.

Which way a generator translates, and between which kinds of pictures, its tensors do not show; nor does it
change what is computed: the answers stay on the card. Pictures are in [-1, 1] on both sides.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional as F

from ganstudio.checkpoints.contents import StateDict
from ganstudio.checkpoints.pictures import sample_labels, sample_picture, side_by_side
from ganstudio.checkpoints.registry import Family, Told, Unknown
from ganstudio.errors import SaveError
from ganstudio.networks.cyclegan import ResnetConfig, ResnetGenerator
from ganstudio.networks.patchgan import (
    PatchDiscriminator,
    PatchDiscriminatorConfig,
    PixelDiscriminator,
    PixelDiscriminatorConfig,
)
from ganstudio.networks.pix2pix import Norm, UnetConfig, UnetGenerator, authors_test_mode

PIX2PIX = "Isola, Zhu, Zhou and Efros, CVPR 2017, arXiv:1611.07004"
CYCLEGAN = "Zhu, Park, Isola and Efros, ICCV 2017, arXiv:1703.10593"
PADDING = Unknown(
    "padding_type", "how do its residual blocks pad: reflect or replicate?", str, ("reflect", "replicate")
)
DOMAINS = (
    Unknown("source_domain", "what do the pictures show that go into it, summer for example?"),
    Unknown("target_domain", "what do the pictures show that it makes, winter for example?"),
)
_STATISTICS = ("running_mean", "running_var", "num_batches_tracked")
_SAMPLE_SIZE = 128


def convolutions(tensors: StateDict, pattern: str) -> dict[int, Tensor]:
    """The weights of convolutions by the number that `pattern` catches in their names, ascending."""
    found = {
        int(match[1]): tensor
        for name, tensor in tensors.items()
        if tensor.dim() == 4 and (match := re.fullmatch(pattern, name))
    }
    return dict(sorted(found.items()))


def norm_of(tensors: StateDict, biased: str) -> Norm:
    """Batch norm has a scale; before instance norm, which has no tensors, the convolution keeps its bias.

    `biased` is the name of that bias. Files from before torch 0.4 hold statistics of instance norms as well.
    """
    if has_batch_norm(tensors):
        return "batch"
    return "instance" if biased in tensors else "none"


def has_batch_norm(tensors: StateDict) -> bool:
    """Whether any running mean belongs to a norm with a scale."""
    means = (name.removesuffix("running_mean") for name in tensors if name.endswith("running_mean"))
    return any(f"{layer}weight" in tensors for layer in means)


def without_stale_statistics(tensors: StateDict, config: Any) -> StateDict:
    """Drop what old instance norms kept count of and never used; the authors' loader drops it too."""
    if config.norm == "batch":
        return tensors
    return {name: tensor for name, tensor in tensors.items() if name.split(".")[-1] not in _STATISTICS}


def sample_input(channels: int, size: int) -> Tensor:
    """A drawing for one channel, a photo for three, else a label map's planes: (1, channels, size, size)."""
    if channels in (1, 3):
        return sample_picture("drawing" if channels == 1 else "photo", (size, size), channels)
    labels = sample_labels((size, size), channels)
    return F.one_hot(labels[:, 0], channels).permute(0, 3, 1, 2).float()


def show_beside(given: Tensor, *made: Tensor) -> Tensor:
    """Input and outputs as one picture; of other than one or three channels the first one or three."""
    return side_by_side(*(picture[:, :1] if picture.shape[1] == 2 else picture for picture in (given, *made)))


def _infer_unet(tensors: StateDict, told: Told) -> UnetConfig:
    first, last = tensors["model.model.0.weight"], tensors["model.model.3.weight"]
    norm = norm_of(tensors, "model.model.1.model.1.bias")
    # The authors' defaults: dropout for pix2pix and its batch norm, none for CycleGAN and its instance norm.
    no_dropout = told.get("no_dropout", norm != "batch")
    return UnetConfig(
        in_channels=first.shape[1],
        out_channels=last.shape[1],
        ngf=first.shape[0],
        depth=sum(tensor.dim() == 4 for tensor in tensors.values()) // 2,
        norm=norm,
        dropout=not no_dropout,
        decoder_first=told.get("decoder_first", False),
    )


def _read_dropout(options: Mapping[str, Any]) -> Mapping[str, Any]:
    """Programs that build on the release have the opposite option."""
    if isinstance(options.get("use_dropout"), bool):
        return {"no_dropout": not options["use_dropout"], **options}
    return options


def _sample_unet(network: UnetGenerator, config: UnetConfig, seed: int) -> Tensor:
    """Drawn as the authors test pix2pix."""
    image = sample_input(config.in_channels, max(config.multiple, _SAMPLE_SIZE))
    with torch.random.fork_rng(devices=[]), authors_test_mode(network):
        torch.manual_seed(seed)
        return show_beside(image, network(image))


def _unet_options(config: UnetConfig) -> dict[str, Any]:
    return {
        **_image_options(config),
        "netG": f"unet_{config.multiple}",
        "no_dropout": not config.dropout,
    }


def exported(state: StateDict, config: UnetConfig | ResnetConfig) -> StateDict:
    """The state as it is; SaveError for a network that the authors' program cannot build."""
    if config.norm == "bias":
        raise SaveError(
            "The authors' program knows no network that has biases and no norms.",
            hint="Keep it as safetensors, or train with another norm.",
        )
    return state


def _image_options(config: UnetConfig | ResnetConfig) -> dict[str, Any]:
    return {
        "input_nc": config.in_channels,
        "output_nc": config.out_channels,
        "ngf": config.ngf,
        "norm": config.norm,
    }


def resnet_facts(tensors: StateDict, told: Told) -> dict[str, Any]:
    """The fields of a ResnetConfig.

    The number of a block's second convolution shows what stands before it: a padding layer, or dropout. What
    the pictures show is no field; asking for it notes down whether it was told.
    """
    layers = convolutions(tensors, r"model\.(\d+)\.weight")
    blocks = sorted({int(found[1]) for name in tensors if (found := re.match(r"model\.(\d+)\.conv_", name))})
    for domain in DOMAINS:
        told.get(domain.name, "")
    one, two = convolutions(tensors, rf"model\.{blocks[0]}\.conv_block\.(\d+)\.weight")
    first, *_, last = layers.values()
    return {
        "in_channels": first.shape[1],
        "out_channels": last.shape[0],
        "ngf": first.shape[0],
        "blocks": len(blocks),
        "norm": norm_of(tensors, "model.1.bias"),
        "dropout": two - one == 5 - (one == 0),
        "padding": "zero" if one == 0 else told.get("padding_type", "reflect"),
        "downsamplings": sum(number < blocks[0] for number in layers) - 1,
    }


def resnet_options(config: ResnetConfig) -> dict[str, Any]:
    return {
        **_image_options(config),
        "netG": f"resnet_{config.blocks}blocks",
        "no_dropout": not config.dropout,
    }


def sample_resnet(network: ResnetGenerator, config: ResnetConfig, seed: int) -> Tensor:
    """There is nothing to draw by the seed."""
    image = sample_input(config.in_channels, _SAMPLE_SIZE)
    return show_beside(image, network(image))


def infer_patchgan(tensors: StateDict, told: Told) -> PatchDiscriminatorConfig:
    layers = convolutions(tensors, r"model\.(\d+)\.weight")
    first, second, *_ = layers
    return PatchDiscriminatorConfig(
        in_channels=layers[first].shape[1],
        ndf=layers[first].shape[0],
        n_layers=len(layers) - 2,
        norm=norm_of(tensors, f"model.{second}.bias"),
        antialias="model.2.filt" in tensors,
    )


def patchgan_options(config: PatchDiscriminatorConfig) -> dict[str, Any]:
    return {
        "netD": "n_layers",
        "n_layers_D": config.n_layers,
        "ndf": config.ndf,
        "norm": config.norm,
    }


def _infer_pixelgan(tensors: StateDict, told: Told) -> PixelDiscriminatorConfig:
    first = tensors["net.0.weight"]
    return PixelDiscriminatorConfig(
        in_channels=first.shape[1], ndf=first.shape[0], norm=norm_of(tensors, "net.2.bias")
    )


FAMILIES = (
    Family(
        id="pix2pix",
        role="generator",
        title="the pix2pix U-Net",
        config=UnetConfig,
        keys=(
            "model.model.0.weight",
            "model.model.1.model.1.weight",
            "model.model.1.model.3.model.1.weight",
            "model.model.3.weight",
            "model.model.3.bias",
        ),
        shapes={"model.model.0.weight": (None, None, 4, 4), "model.model.3.weight": (None, None, 4, 4)},
        build=UnetGenerator,
        infer=_infer_unet,
        unknowns=(
            Unknown("no_dropout", "was it trained without dropout?", bool),
            Unknown("decoder_first", "was it trained with code from before September 2017?", bool),
        ),
        reads=_read_dropout,
        convert=without_stale_statistics,
        export=exported,
        options=_unet_options,
        sample=_sample_unet,
        paper=PIX2PIX,
    ),
    Family(
        id="cyclegan",
        role="generator",
        title="the ResNet of CycleGAN and pix2pix",
        config=ResnetConfig,
        keys=("model.1.weight", "model.4.weight", "model.*.conv_block.*.weight"),
        # CUT's filters, and the outer networks of pix2pixHD, whose inner one this is.
        without=("*.filt", "model1_*"),
        shapes={"model.1.weight": (None, None, 7, 7), "model.4.weight": (None, None, 3, 3)},
        build=ResnetGenerator,
        infer=lambda tensors, told: ResnetConfig(**resnet_facts(tensors, told)),
        unknowns=(PADDING, *DOMAINS),
        convert=without_stale_statistics,
        export=exported,
        options=resnet_options,
        sample=sample_resnet,
        paper=CYCLEGAN,
    ),
    Family(
        id="patchgan",
        role="discriminator",
        title="the PatchGAN discriminator of pix2pix, CycleGAN and CUT",
        config=PatchDiscriminatorConfig,
        keys=("model.0.weight", "model.0.bias", "model.2.weight", "model.5.weight"),
        without=("*.filt", "model.1.*"),
        shapes={f"model.{number}.weight": (None, None, 4, 4) for number in (0, 2, 5)},
        build=PatchDiscriminator,
        infer=infer_patchgan,
        convert=without_stale_statistics,
        options=patchgan_options,
        paper=PIX2PIX,
    ),
    Family(
        id="pixelgan",
        role="discriminator",
        title="the pixel discriminator of pix2pix and CycleGAN",
        config=PixelDiscriminatorConfig,
        keys=("net.0.weight", "net.0.bias", "net.2.weight", "net.5.weight"),
        shapes={
            "net.0.weight": (None, None, 1, 1),
            "net.2.weight": (None, None, 1, 1),
            "net.5.weight": (1, None, 1, 1),
        },
        build=PixelDiscriminator,
        infer=_infer_pixelgan,
        convert=without_stale_statistics,
        options=lambda config: {"netD": "pixel", "ndf": config.ndf, "norm": config.norm},
        paper=PIX2PIX,
    ),
)
