"""The networks of CUT and FastCUT (taesungp/contrastive-unpaired-translation): `latest_net_{G,D,F}.pth`.

Trained without any anti-aliasing they are those of CycleGAN, and are recognised as such.
"""

from __future__ import annotations

import re
from typing import Any

from ganstudio.checkpoints.contents import StateDict
from ganstudio.checkpoints.families import pix2pix
from ganstudio.checkpoints.registry import Family, Told
from ganstudio.networks.cut import CutConfig, CutGenerator, PatchSampler, PatchSamplerConfig
from ganstudio.networks.patchgan import PatchDiscriminator, PatchDiscriminatorConfig

CUT = "Park, Efros, Zhang and Zhu, ECCV 2020, arXiv:2007.15651"
_DOWN_SIZE, _UP_SIZE = 3, 4


def _infer_generator(tensors: StateDict, told: Told) -> CutConfig:
    sizes = {tensor.shape[-1] for name, tensor in tensors.items() if name.endswith(".filt")}
    return CutConfig(
        **pix2pix.resnet_facts(tensors, told),
        antialias=_DOWN_SIZE in sizes,
        antialias_up=_UP_SIZE in sizes,
    )


def _generator_options(config: CutConfig) -> dict[str, Any]:
    options = pix2pix.resnet_options(config)
    return {
        **options,
        "normG": options.pop("norm"),
        "no_antialias": not config.antialias,
        "no_antialias_up": not config.antialias_up,
    }


def _infer_sampler(tensors: StateDict, told: Told) -> PatchSamplerConfig:
    heads = {
        int(found[1]): tensor.shape[1]
        for name, tensor in tensors.items()
        if (found := re.fullmatch(r"mlp_(\d+)\.0\.weight", name))
    }
    return PatchSamplerConfig(
        in_channels=tuple(heads[number] for number in range(len(heads))),
        out_channels=tensors["mlp_0.0.weight"].shape[0],
    )


FAMILIES = (
    Family(
        id="cut",
        role="generator",
        title="the anti-aliased ResNet of CUT",
        config=CutConfig,
        keys=("model.1.weight", "model.4.weight", "model.*.conv_block.*.weight", "model.*.filt"),
        shapes={"model.1.weight": (None, None, 7, 7), "model.4.weight": (None, None, 3, 3)},
        build=CutGenerator,
        infer=_infer_generator,
        unknowns=(pix2pix.PADDING, *pix2pix.DOMAINS),
        convert=pix2pix.without_stale_statistics,
        options=_generator_options,
        sample=pix2pix.sample_resnet,
        paper=CUT,
    ),
    Family(
        id="cut",
        role="encoder",
        title="the patch sampler of CUT",
        config=PatchSamplerConfig,
        keys=("mlp_0.0.weight", "mlp_0.0.bias", "mlp_0.2.weight", "mlp_0.2.bias"),
        shapes={"mlp_0.0.weight": (None, None), "mlp_0.2.weight": (None, None)},
        build=PatchSampler,
        infer=_infer_sampler,
        options=lambda config: {"netF": "mlp_sample", "netF_nc": config.out_channels},
        paper=CUT,
    ),
    Family(
        id="patchgan",
        role="discriminator",
        title="the anti-aliased PatchGAN discriminator of CUT",
        config=PatchDiscriminatorConfig,
        keys=("model.0.weight", "model.0.bias", "model.2.filt", "model.3.weight"),
        without=("model.1.*",),
        shapes={
            "model.0.weight": (None, None, 4, 4),
            "model.2.filt": (None, 1, _DOWN_SIZE, _DOWN_SIZE),
            "model.3.weight": (None, None, 4, 4),
        },
        build=PatchDiscriminator,
        infer=pix2pix.infer_patchgan,
        convert=pix2pix.without_stale_statistics,
        options=pix2pix.patchgan_options,
        layout="antialias",
        paper=CUT,
    ),
)
