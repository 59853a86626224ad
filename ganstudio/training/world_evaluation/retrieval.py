"""How well a CLIP model knows both worlds, in English and Korean, on scenes that no run has seen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from itertools import chain
from typing import Any

import numpy as np
import torch

from ganstudio.checkpoints.families.open_clip import OpenClipConfig
from ganstudio.checkpoints.load import LoadedModel
from ganstudio.clip import Clip, load_clip
from ganstudio.errors import CheckpointError
from ganstudio.events import Progress
from ganstudio.training.retrieval import attribute_chance, attributes_understood, world_recalls
from ganstudio.training.world_evaluation.scenes import (
    HELD_OUT_SEED,
    as_tensor,
    held_out_scenes,
    in_batches,
)
from ganstudio.training.world_evaluation.tables import Table
from ganstudio.worlds.captions import LANGUAGES, Facts, facts_of
from ganstudio.worlds.faces import render_batch

_BATCH = 20
_SPOKEN = {"en": "English", "ko": "Korean"}
_RECALLS = {
    "image_to_text_1": "picture finds a true sentence, R@1",
    "image_to_text_5": "picture finds a true sentence, R@5",
    "text_to_image_1": "sentence finds a picture, R@1",
    "text_to_image_5": "sentence finds a picture, R@5",
    "chance_1": "by guessing, R@1",
    "chance_5": "by guessing, R@5",
}


@dataclass(frozen=True)
class RetrievalReport:
    """Shares in [0, 1], by language.

    recalls: among the pictures of all scenes and a sentence of each. attributes: how often the true sentence
    is nearer to its picture than each sentence with that one fact changed; `guessing` is what chance reaches
    there on average.
    """

    scenes: int
    size: int
    recalls: dict[str, dict[str, float]]
    attributes: dict[str, dict[str, float]]
    attributes_mean: dict[str, float]
    guessing: float

    @property
    def intro(self) -> str:
        """What stands above the tables on the page beside the model."""
        return (
            f"On {self.scenes} scenes that were never trained on (seeds from {HELD_OUT_SEED:,}), half lands, "
            f"half faces, at {self.size} px; each has a sentence of up to five facts:"
        )

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)

    def tables(self) -> list[Table]:
        spoken = tuple(_SPOKEN[language] for language in self.recalls)
        found = tuple(
            (words, *(f"{self.recalls[language][name]:.1%}" for language in self.recalls))
            for name, words in _RECALLS.items()
        )
        names = sorted({name for shares in self.attributes.values() for name in shares})
        told = tuple((name.replace("_", " "), *self._shares(name)) for name in names)
        mean = ("all", *(f"{share:.1%}" for share in self.attributes_mean.values()))
        guessed = ("by guessing", *(f"{self.guessing:.1%}" for _ in spoken))
        return [
            Table(("among all scenes", *spoken), found),
            Table(("one fact changed is noticed", *spoken), (*told, mean, guessed)),
        ]

    def _shares(self, name: str) -> tuple[str, ...]:
        return tuple(f"{shares[name]:.1%}" if name in shares else "–" for shares in self.attributes.values())

    def lines(self) -> list[str]:
        return [line for table in self.tables() for line in table.lines()]


@torch.no_grad()
def evaluate_clip(
    model: LoadedModel, *, count: int, size: int, segmenter: str = "", progress: Progress | None = None
) -> RetrievalReport:
    """On `count` held-out scenes of both worlds; CheckpointError for a model of another kind."""
    if not isinstance(model.config, OpenClipConfig):
        raise CheckpointError(f"{model.path} is no CLIP model.")
    progress = progress or Progress()
    clip = load_clip(model.path)
    pictures, facts = _seen(clip, count, size, progress.sub(0, 0.8))
    recalls: dict[str, dict[str, float]] = {}
    attributes: dict[str, dict[str, float]] = {}
    for place, language in enumerate(LANGUAGES):
        found = world_recalls(pictures, facts, clip.encode_text, language)
        recalls[language] = {name: round(share, 4) for name, share in found.items()}
        part = progress.sub(0.8 + 0.1 * place, 0.9 + 0.1 * place)
        shares = attributes_understood(pictures, facts, clip.encode_text, language, progress=part)
        attributes[language] = {name: round(share, 4) for name, share in shares.items()}
    means = {name: round(float(np.mean(list(shares.values()))), 4) for name, shares in attributes.items()}
    guessing = round(attribute_chance(facts, attributes[LANGUAGES[0]]), 4)
    return RetrievalReport(len(facts), size, recalls, attributes, means, guessing)


def _seen(clip: Clip, count: int, size: int, progress: Progress) -> tuple[torch.Tensor, list[Facts]]:
    """What the model makes of the pictures (N, D), and what is known of them."""
    lands = max(count // 2, 1)
    faces = range(HELD_OUT_SEED, HELD_OUT_SEED + max(count - lands, 1))
    scenes: Iterator[Any] = chain(held_out_scenes(lands, size), render_batch(faces, size))
    pictures: list[torch.Tensor] = []
    facts: list[Facts] = []
    for batch in in_batches(scenes, lands + len(faces), _BATCH, progress):
        pictures.append(clip.encode_image(as_tensor(np.stack([scene.image for scene in batch]))))
        facts += [facts_of(scene) for scene in batch]
    return torch.cat(pictures), facts
