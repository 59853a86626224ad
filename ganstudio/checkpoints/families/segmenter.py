"""This program's segmenter."""

from __future__ import annotations

from ganstudio.checkpoints.contents import StateDict
from ganstudio.checkpoints.registry import Family, Told
from ganstudio.networks.segmenter import Segmenter, SegmenterConfig


def _infer(tensors: StateDict, told: Told) -> SegmenterConfig:
    classes, width = tensors["scores.weight"].shape[:2]
    return SegmenterConfig(classes=classes, width=width)


FAMILIES = (
    Family(
        id="segmenter",
        role="segmenter",
        title="GAN Studio's segmenter",
        config=SegmenterConfig,
        keys=("stem.0.weight", "down.0.0.0.weight", "narrow.0.weight", "up.0.0.weight", "scores.weight"),
        build=Segmenter,
        infer=_infer,
    ),
)
