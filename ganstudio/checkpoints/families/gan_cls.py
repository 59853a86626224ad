"""aelnouby/Text-to-Image-Synthesis: `gen_N.pth` and `disc_N.pth`, plain state dicts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import torch
from torch import Tensor

from ganstudio.checkpoints.contents import StateDict
from ganstudio.checkpoints.pictures import sheet
from ganstudio.checkpoints.registry import Family, Told, Unknown
from ganstudio.networks.blocks import batch_statistics
from ganstudio.networks.gan_cls import (
    GanClsDiscriminator,
    GanClsDiscriminatorConfig,
    GanClsGenerator,
    GanClsGeneratorConfig,
)

PAPER = "Reed, Akata, Yan, Logeswaran, Schiele and Lee, ICML 2016, arXiv:1605.05396"
_NAMES = {
    # Of the authors' option --type, by (text, Wasserstein).
    (True, False): "gan",
    (True, True): "wgan",
    (False, False): "vanilla_gan",
    (False, True): "vanilla_wgan",
}


def _projection(tensors: StateDict, name: str) -> tuple[int, int]:
    """Numbers of a text and of its projection; none without text."""
    weight = tensors.get(f"{name}.0.weight")
    return (0, 0) if weight is None else (weight.shape[1], weight.shape[0])


def _infer_generator(tensors: StateDict, told: Told) -> GanClsGeneratorConfig:
    latent, wide = tensors["netG.0.weight"].shape[:2]
    embed_dim, projected_dim = _projection(tensors, "projection")
    return GanClsGeneratorConfig(
        embed_dim=embed_dim,
        projected_dim=projected_dim,
        noise_dim=latent - projected_dim,
        ngf=wide // 8,
        channels=tensors["netG.12.weight"].shape[1],
    )


def _infer_discriminator(tensors: StateDict, told: Told) -> GanClsDiscriminatorConfig:
    ndf, channels = tensors["netD_1.0.weight"].shape[:2]
    embed_dim, projected_dim = _projection(tensors, "projector.projection")
    batch_norm = "netD_1.3.running_mean" in tensors
    # Only the Wasserstein variants can go without batch norm.
    wasserstein = not batch_norm or told.get("type", "gan") in ("wgan", "vanilla_wgan")
    return GanClsDiscriminatorConfig(embed_dim, projected_dim, ndf, channels, wasserstein, batch_norm)


def _reads(options: Mapping[str, Any]) -> Mapping[str, Any]:
    """Many programs have an option `type`."""
    return {"type": options["type"]} if options.get("type") in _NAMES.values() else {}


@torch.inference_mode()
def _sample(network: GanClsGenerator, config: GanClsGeneratorConfig, seed: int) -> Tensor:
    """Eight images, drawn with the batch's statistics as the authors do; of made-up texts, if of any."""
    random = torch.Generator().manual_seed(seed)
    noise = torch.randn(8, config.noise_dim, generator=random)
    text = torch.randn(8, config.embed_dim, generator=random) if config.embed_dim else None
    with batch_statistics(network):
        return sheet(network(noise, text), columns=4)


FAMILIES = (
    Family(
        id="gan_cls",
        role="generator",
        title="a GAN-CLS generator",
        config=GanClsGeneratorConfig,
        keys=(
            "netG.0.weight",
            "netG.1.running_mean",
            "netG.3.weight",
            "netG.6.weight",
            "netG.9.weight",
            "netG.10.running_mean",
            "netG.12.weight",
        ),
        without=("netG.13.weight", "netG.0.bias"),
        shapes={
            "netG.0.weight": (None, None, 4, 4),
            "netG.12.weight": (None, None, 4, 4),
            "projection.0.weight": (None, None),
        },
        build=GanClsGenerator,
        infer=_infer_generator,
        options=lambda config: {},
        sample=_sample,
        paper=PAPER,
    ),
    Family(
        id="gan_cls",
        role="discriminator",
        title="a GAN-CLS discriminator",
        config=GanClsDiscriminatorConfig,
        keys=("netD_1.0.weight", "netD_1.2.weight", "netD_1.8.weight|netD_1.6.weight", "netD_2.0.weight"),
        shapes={"netD_1.0.weight": (None, None, 4, 4), "netD_2.0.weight": (1, None, 4, 4)},
        build=GanClsDiscriminator,
        infer=_infer_discriminator,
        unknowns=(
            Unknown("type", "was it trained as a GAN or as a Wasserstein GAN?", str, tuple(_NAMES.values())),
        ),
        reads=_reads,
        options=lambda config: {"type": _NAMES[bool(config.embed_dim), config.wasserstein]},
        paper=PAPER,
    ),
)
