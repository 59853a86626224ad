"""This program's up-sampler, which makes pictures twice or four times as large."""

from __future__ import annotations

import re

from torch import Tensor

from ganstudio.checkpoints.contents import StateDict
from ganstudio.checkpoints.pictures import sample_picture, side_by_side
from ganstudio.checkpoints.registry import Family, Told
from ganstudio.networks.gigagan_upsampler import GigaGanUpsampler, UpsamplerConfig

_SAMPLE_SIDE = 96
_BLOCK = re.compile(r"before\.0\.(\d+)\.first\.weight")


def _infer(tensors: StateDict, told: Told) -> UpsamplerConfig:
    return UpsamplerConfig(
        factor=1 << sum(name.startswith("grow.") and name.endswith(".weight") for name in tensors),
        width=len(tensors["stem.weight"]),
        levels=1 + sum(name.startswith("narrow.") and name.endswith(".weight") for name in tensors),
        blocks=sum(_BLOCK.fullmatch(name) is not None for name in tensors),
    )


def _sample(network: GigaGanUpsampler, config: UpsamplerConfig, seed: int) -> Tensor:
    """The photo with large pixels, beside what is made of it."""
    photo = sample_picture("photo", (_SAMPLE_SIDE, _SAMPLE_SIDE))
    return side_by_side(photo, network(photo))


FAMILIES = (
    Family(
        id="gigagan_upsampler",
        role="generator",
        title="GAN Studio's up-sampler",
        config=UpsamplerConfig,
        keys=(
            "stem.weight",
            "before.0.0.first.weight",
            "after.0.0.second.weight",
            "narrow.0.weight",
            "merge.0.weight",
            "grow.0.weight",
            "to_rgb.1.weight",
        ),
        build=GigaGanUpsampler,
        infer=_infer,
        sample=_sample,
        paper="after Kang et al., CVPR 2023, arXiv:2303.05511, section 3.5",
    ),
)
