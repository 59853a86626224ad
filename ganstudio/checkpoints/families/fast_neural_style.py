"""The networks of PyTorch's fast neural style example: `mosaic.pth`, or `epoch_2_<date>_....model`."""

from __future__ import annotations

import re

from torch import Tensor

from ganstudio.checkpoints.contents import StateDict
from ganstudio.checkpoints.pictures import sample_picture, side_by_side
from ganstudio.checkpoints.registry import Family, Told
from ganstudio.networks.fast_neural_style import FastStyleConfig, FastStyleGenerator

_STALE = re.compile(r"(^|\.)in\d+\.(running_mean|running_var|num_batches_tracked)$")
_SAMPLE_SIZE = (192, 192)


def _infer(tensors: StateDict, told: Told) -> FastStyleConfig:
    return FastStyleConfig(width=tensors["conv1.conv2d.weight"].shape[0])


def _without_stale_statistics(tensors: StateDict, config: FastStyleConfig) -> StateDict:
    """The published files are of an old torch, whose instance norms left running statistics."""
    return {name: tensor for name, tensor in tensors.items() if not _STALE.search(name)}


def _sample(network: FastStyleGenerator, config: FastStyleConfig, seed: int) -> Tensor:
    """The photo beside the painting."""
    photo = sample_picture("photo", _SAMPLE_SIZE)
    return side_by_side(photo, network((photo + 1) * 127.5) / 127.5 - 1)


FAMILIES = (
    Family(
        id="fast_neural_style",
        role="generator",
        title="the fast neural style network",
        config=FastStyleConfig,
        keys=(
            "conv1.conv2d.weight",
            "in1.weight",
            "res1.conv1.conv2d.weight",
            "res5.in2.weight",
            "deconv1.conv2d.weight",
            "deconv3.conv2d.bias",
        ),
        shapes={"conv1.conv2d.weight": (None, 3, 9, 9), "deconv3.conv2d.weight": (3, None, 9, 9)},
        build=FastStyleGenerator,
        infer=_infer,
        convert=_without_stale_statistics,
        export=lambda state, config: state,
        sample=_sample,
        paper="Johnson, Alahi and Fei-Fei, ECCV 2016, arXiv:1603.08155",
    ),
)
