"""What the worlds know of pictures that a generator drew: networks that read attributes off them.

They were trained on renders, of which everything is known, as the classifiers of the linear separability are
(Karras, Laine and Aila, CVPR 2019, arXiv:1812.04948, section 4.2).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from ganstudio.checkpoints.library import find
from ganstudio.checkpoints.load import load
from ganstudio.editing.named_directions import Scorer, Slider
from ganstudio.errors import InputError
from ganstudio.networks.classifier import Classifier
from ganstudio.training.world_evaluation.scenes import HELD_OUT_SEED, classifier_of, segmenter_named
from ganstudio.worlds.batch import render_jobs
from ganstudio.worlds.export import random_style
from ganstudio.worlds.faces import TRAITS, render_batch
from ganstudio.worlds.landscape import CLASSES, HOURS, SEASONS

FACES_CLASSIFIER, LANDSCAPE_CLASSIFIER, SEGMENTER = (
    "faces-classifier",
    "landscape-classifier",
    "landscape-segmenter",
)
_SMALLEST = 64
"""Worlds are drawn at no smaller size."""
_LEAST_SHARE = 0.004
"""Of a picture: log odds of what is not there at all would be infinite."""


@dataclass(frozen=True)
class PictureWorld:
    """Attributes of its pictures, the sliders that are wanted, how to score and how to draw real ones.

    `told` are the attributes of which every picture has or has not each: those with a threshold at 0.
    """

    name: str
    attributes: tuple[str, ...]
    told: tuple[str, ...]
    sliders: tuple[Slider, ...]
    scorer: Callable[[], Scorer]
    draw: Callable[[Sequence[int], int], Iterator[np.ndarray]]

    def held_out(self, count: int, size: int) -> Iterator[np.ndarray]:
        """Pictures (S, S, 3) of bytes that nothing was trained on, drawn at `size` pixels or 64."""
        return self.draw(range(HELD_OUT_SEED, HELD_OUT_SEED + count), max(size, _SMALLEST))


def world_named(name: str) -> PictureWorld:
    """faces or landscape; InputError for another."""
    known = {"faces": FACES, "landscape": LANDSCAPE}
    if name not in known:
        raise InputError(f"There is no world “{name}”.", hint=f"There is {' and '.join(known)}.")
    return known[name]


def world_of(card: Mapping[str, Any]) -> PictureWorld | None:
    """The world whose pictures alone a model was trained on, as its card tells."""
    training = card.get("training")
    data = training.get("data") if isinstance(training, Mapping) else None
    name, _, view = str(data.get("world") or "" if isinstance(data, Mapping) else "").partition(":")
    return world_named(name) if name in ("faces", "landscape") and view in ("", "images") else None


def _trait(name: str, attribute: str, group: str, about: str, *kin: str) -> Slider:
    return Slider(name, attribute, group, about, kin)


_FACE_SLIDERS = (
    _trait("Smile", "smiling", "Expression", "From earnest to laughing."),
    _trait("Eyes", "eyes open", "Expression", "From shut to wide open.", "sunglasses"),
    _trait("Turn", "turned right", "Pose", "Turns the head to the left or the right of the picture."),
    _trait("Nod", "looking up", "Pose", "From looking down to looking up."),
    _trait("Age", "old", "Looks", "From young to old: grey hair and wrinkles.", "bald"),
    _trait("Skin", "dark skin", "Looks", "From light to dark skin."),
    _trait("Beard", "beard", "Looks", "From shaved to bearded.", "moustache"),
    _trait("Moustache", "moustache", "Looks", "With a moustache or without.", "beard"),
    _trait("Hair length", "long hair", "Hair", "From short to long hair.", "bald", "curly hair"),
    _trait("Curls", "curly hair", "Hair", "From straight to curly hair.", "bald", "long hair"),
    _trait("Bald", "bald", "Hair", "From much hair to none.", "hat", "long hair", "curly hair"),
    _trait("Glasses", "glasses", "Wearing", "With glasses or without.", "sunglasses"),
    _trait("Sunglasses", "sunglasses", "Wearing", "With dark glasses or without.", "glasses", "eyes open"),
    _trait("Hat", "hat", "Wearing", "With a hat or without.", "bald"),
    _trait("Light", "light from right", "Scene", "Light from the left or the right of the picture."),
    _trait("Outdoors", "outdoors", "Scene", "From a room to green hills."),
)
_LANDSCAPE_SLIDERS = (
    _trait("Season", "winter", "Season", "From summer to winter.", "summer", "snow", "autumn", "spring"),
    _trait("Autumn", "autumn", "Season", "From any other season to autumn.", "summer", "winter", "spring"),
    _trait("Spring", "spring", "Season", "From any other season to spring.", "summer", "winter", "autumn"),
    _trait("Hour", "night", "Hour", "From day to night.", "day", "dawn", "sunset"),
    _trait("Sunset", "sunset", "Hour", "From any other hour to sunset.", "day", "dawn", "night"),
    _trait("Dawn", "dawn", "Hour", "From any other hour to dawn.", "day", "sunset", "night"),
    _trait("Snow", "snow", "Land", "From bare peaks to snow.", "mountain", "winter"),
    _trait("Mountains", "mountain", "Land", "From flat land to mountains.", "hill", "snow", "sky"),
    _trait("Hills", "hill", "Land", "From flat land to hills.", "mountain", "sky", "grass", "forest"),
    _trait("Forest", "forest", "Land", "From open land to forest.", "grass", "hill"),
    _trait("Water", "water", "Land", "From dry land to lakes and sea.", "sand", "grass"),
    _trait("Clouds", "cloud", "Sky", "From a clear to a clouded sky.", "sky"),
)


def _faces_scorer() -> Scorer:
    groups = [[f"not {name}", name] for name in TRAITS]
    classifier, side = _classifier(FACES_CLASSIFIER, groups)

    @torch.inference_mode()
    def score(pictures: Tensor) -> Tensor:
        found = classifier(_at(pictures, side)).unflatten(1, (-1, 2))
        odds: Tensor = found[..., 1] - found[..., 0]
        return odds

    return score


def _landscape_scorer() -> Scorer:
    classifier, side = _classifier(LANDSCAPE_CLASSIFIER, [[*SEASONS], [*HOURS]])
    segmenter = segmenter_named(SEGMENTER)

    @torch.inference_mode()
    def score(pictures: Tensor) -> Tensor:
        seen = _at(pictures, side)
        styles = classifier(seen).split([len(SEASONS), len(HOURS)], dim=1)
        shares = segmenter(seen).softmax(dim=1).mean(dim=(2, 3)).clamp(_LEAST_SHARE, 1 - _LEAST_SHARE)
        return torch.cat([*(_against_others(part) for part in styles), shares.logit()], dim=1)

    return score


def _classifier(name: str, groups: Sequence[Sequence[str]]) -> tuple[Classifier, int]:
    """The network, and the side of the pictures that it was trained on."""
    model = load(find(name))
    return classifier_of(model, groups), int(model.card["training"]["params"]["size"])


def _against_others(scores: Tensor) -> Tensor:
    """Log odds of each class of a group, from its scores (N, classes)."""
    return torch.stack(
        [
            scores[:, i] - torch.cat([scores[:, :i], scores[:, i + 1 :]], dim=1).logsumexp(dim=1)
            for i in range(scores.shape[1])
        ],
        dim=1,
    )


def _at(pictures: Tensor, side: int) -> Tensor:
    seen = pictures.float().clamp(-1, 1)
    if seen.shape[-2:] == (side, side):
        return seen
    return F.interpolate(seen, size=(side, side), mode="bilinear", antialias=True, align_corners=False)


def _faces(seeds: Sequence[int], size: int) -> Iterator[np.ndarray]:
    return (face.image for face in render_batch(list(seeds), size))


def _landscapes(seeds: Sequence[int], size: int) -> Iterator[np.ndarray]:
    return (scene.image for scene in render_jobs([(seed, (random_style(seed),)) for seed in seeds], size))


FACES = PictureWorld("faces", TRAITS, TRAITS, _FACE_SLIDERS, _faces_scorer, _faces)
LANDSCAPE = PictureWorld(
    "landscape",
    (*SEASONS, *HOURS, *CLASSES),
    (*SEASONS, *HOURS),
    _LANDSCAPE_SLIDERS,
    _landscape_scorer,
    _landscapes,
)
