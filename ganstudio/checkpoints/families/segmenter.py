"""This program's segmenter."""

from __future__ import annotations

from torch import Tensor

from ganstudio.checkpoints.contents import StateDict
from ganstudio.checkpoints.pictures import sample_picture, show_labels, side_by_side
from ganstudio.checkpoints.registry import Family, Told
from ganstudio.networks.segmenter import Segmenter, SegmenterConfig


def _infer(tensors: StateDict, told: Told) -> SegmenterConfig:
    classes, width = tensors["scores.weight"].shape[:2]
    return SegmenterConfig(classes=classes, width=width)


_SAMPLE_SIDE = 256


def _sample(network: Segmenter, config: SegmenterConfig, seed: int) -> Tensor:
    photo = sample_picture("photo", (_SAMPLE_SIDE, _SAMPLE_SIDE))
    labels = network(photo).argmax(dim=1, keepdim=True)
    return side_by_side(photo, show_labels(labels, config.classes))


FAMILIES = (
    Family(
        id="segmenter",
        role="segmenter",
        title="GAN Studio's segmenter",
        config=SegmenterConfig,
        keys=("stem.0.weight", "down.0.0.0.weight", "narrow.0.weight", "up.0.0.weight", "scores.weight"),
        build=Segmenter,
        infer=_infer,
        sample=_sample,
    ),
)
