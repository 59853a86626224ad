"""The networks of PyTorch's DCGAN example and tutorial: `netG_epoch_24.pth`, `netD_epoch_24.pth`."""

from __future__ import annotations

import re

import torch
from torch import Tensor

from ganstudio.checkpoints.contents import StateDict
from ganstudio.checkpoints.pictures import sheet
from ganstudio.checkpoints.registry import Family, Told
from ganstudio.networks.blocks import batch_statistics
from ganstudio.networks.dcgan import (
    DcganConfig,
    DcganDiscriminator,
    DcganDiscriminatorConfig,
    DcganGenerator,
)

_PAPER = "Radford, Metz and Chintala, ICLR 2016, arXiv:1511.06434"


def _infer_generator(tensors: StateDict, told: Told) -> DcganConfig:
    convolutions = _convolutions(tensors)
    return DcganConfig(
        nz=convolutions[0].shape[0],
        widths=tuple(weight.shape[1] for weight in convolutions[:-1]),
        nc=convolutions[-1].shape[1],
    )


def _infer_discriminator(tensors: StateDict, told: Told) -> DcganDiscriminatorConfig:
    convolutions = _convolutions(tensors)
    return DcganDiscriminatorConfig(
        widths=tuple(weight.shape[0] for weight in convolutions[:-1]), nc=convolutions[0].shape[1]
    )


def _convolutions(tensors: StateDict) -> list[Tensor]:
    """The weights of the convolutions, from the input on."""
    numbers = [
        int(found[1])
        for name, tensor in tensors.items()
        if tensor.dim() == 4 and (found := re.fullmatch(r"main\.(\d+)\.weight", name))
    ]
    return [tensors[f"main.{number}.weight"] for number in sorted(numbers)]


def _sample(network: DcganGenerator, config: DcganConfig, seed: int) -> Tensor:
    """Two rows of four, drawn as the authors draw theirs."""
    z = torch.randn(8, config.nz, generator=torch.Generator().manual_seed(seed))
    with batch_statistics(network):
        return sheet(network(z), columns=4)


FAMILIES = (
    Family(
        id="dcgan",
        role="generator",
        title="the DCGAN generator",
        config=DcganConfig,
        keys=(
            "main.0.weight",
            "main.1.running_mean",
            "main.3.weight",
            "main.4.running_mean",
            "main.6.weight",
        ),
        # StarGAN's generator begins alike, but has blocks inside blocks.
        without=("main.0.bias", "main.3.bias", "main.*.main.*", "conv*"),
        shapes={
            "main.0.weight": (None, None, 4, 4),
            "main.3.weight": (None, None, 4, 4),
            "main.6.weight": (None, None, 4, 4),
        },
        build=DcganGenerator,
        infer=_infer_generator,
        options=lambda config: {"nz": config.nz, "ngf": config.ngf, "imageSize": config.image_size},
        sample=_sample,
        paper=_PAPER,
    ),
    Family(
        id="dcgan",
        role="discriminator",
        title="the DCGAN discriminator",
        config=DcganDiscriminatorConfig,
        keys=("main.0.weight", "main.2.weight", "main.3.running_mean", "main.5.weight"),
        without=("main.0.bias", "main.1.*", "main.2.bias", "conv*"),
        shapes={
            "main.0.weight": (None, None, 4, 4),
            "main.2.weight": (None, None, 4, 4),
            "main.5.weight": (None, None, 4, 4),
        },
        build=DcganDiscriminator,
        infer=_infer_discriminator,
        options=lambda config: {"ndf": config.ndf, "imageSize": config.image_size},
        paper=_PAPER,
    ),
)
