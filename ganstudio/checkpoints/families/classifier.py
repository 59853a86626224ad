"""This program's classifier of whole pictures."""

from __future__ import annotations

from ganstudio.checkpoints.contents import StateDict
from ganstudio.checkpoints.registry import Family, Told
from ganstudio.networks.classifier import Classifier, ClassifierConfig


def _infer(tensors: StateDict, told: Told) -> ClassifierConfig:
    heads = sum(name.startswith("heads.") and name.endswith(".weight") for name in tensors)
    groups = tuple(len(tensors[f"heads.{number}.weight"]) for number in range(heads))
    return ClassifierConfig(groups=groups, width=len(tensors["stem.0.weight"]))


FAMILIES = (
    Family(
        id="classifier",
        role="classifier",
        title="GAN Studio's classifier",
        config=ClassifierConfig,
        keys=("stem.0.weight", "down.0.0.0.weight", "heads.0.weight", "heads.0.bias"),
        build=Classifier,
        infer=_infer,
    ),
)
