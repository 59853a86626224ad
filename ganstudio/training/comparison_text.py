"""What a run that draws from sentences is worth, beyond distances: do its pictures show what they should?"""

from __future__ import annotations

from pathlib import Path

import torch
from torch import Tensor

from ganstudio.clip import Clip, load_clip
from ganstudio.errors import InputError
from ganstudio.events import Progress
from ganstudio.metrics.clip_score import clip_scores
from ganstudio.metrics.diversity import mean_pairwise_l1
from ganstudio.training.evaluation.drawing import written
from ganstudio.training.evaluation.during import spread
from ganstudio.training.evaluation.material import given
from ganstudio.training.evaluation.subject import Subject, subject_of
from ganstudio.training.text_features import text_encoder

WITHOUT_CLIP = "Whether pictures fit their sentences is not measured: no CLIP was named (--set clip_weights)."
_BATCH = 16
_AMONG = 10
"""Sentences from which a picture has to find its own, as in AttnGAN (Xu et al. 2018, arXiv:1711.10485,
section 4), where there are a hundred."""
_ASKED, _TIMES = 12, 4


@torch.no_grad()
def text_figures(
    folder: Path, *, count: int = 240, device: str = "cpu", progress: Progress | None = None
) -> dict[str, float]:
    """Of the model that a run has made so far, on at most `count` sentences that were held out.

    `diversity`: how far pictures of one sentence lie apart (L1). With the CLIP that the run was taught by, or
    is measured by, `clip_score` and `r_precision`: the share of pictures that are nearer to their own
    sentence than to 9 others. Real pictures show what can be reached.
    """
    progress = progress or Progress()
    subject = subject_of(str(folder))
    subject.network.to(device)
    material = given(subject, None, "", size=subject.size, count=count, progress=progress.sub(0, 0.3))
    places = spread(len(material.dataset), count)
    batches = [
        material.dataset.batch(places[start : start + _BATCH], subject.size)
        for start in range(0, len(places), _BATCH)
    ]
    sentences = [text for batch in batches for text in batch.captions]
    random = torch.Generator().manual_seed(0)
    features = _read(subject, sentences)
    drawn = torch.cat([written(subject.network, part, random).cpu() for part in features.split(_BATCH)])
    progress.set(0.6)
    asked = features[:: max(len(features) // _ASKED, 1)][:_ASKED]
    several = [written(subject.network, one[None].expand(_TIMES, *one.shape), random).cpu() for one in asked]
    figures = {"diversity": sum(map(mean_pairwise_l1, several)) / len(several)}
    clip = clip_of(subject)
    if clip is not None:
        real = torch.cat([batch.images for batch in batches])
        texts = clip.encode_text(sentences)
        figures |= _fit(clip.encode_image(drawn).cpu(), texts, sentences, "")
        figures |= _fit(clip.encode_image(real).cpu(), texts, sentences, "_of_real_pictures")
    return figures


def clip_of(subject: Subject) -> Clip | None:
    """The CLIP by which the run was taught, or else is measured; None without one."""
    assert subject.run is not None
    named = str(subject.params.get("clip_weights", ""))
    for ref in filter(None, (named, str(subject.run.options.get("features", "")))):
        try:
            return load_clip(ref, str(subject.params.get("clip_model", "")))
        except InputError:
            continue
    return None


def _read(subject: Subject, sentences: list[str]) -> Tensor:
    """As in the training: a vector for each, or one for each word."""
    params = subject.params
    encoder = text_encoder(str(params.get("clip_model", "")), str(params.get("clip_weights", "")))
    return encoder.tokens(sentences) if subject.model.family == "gigagan" else encoder(sentences)


def _fit(pictures: Tensor, texts: Tensor, sentences: list[str], suffix: str) -> dict[str, float]:
    return {
        f"clip_score{suffix}": float(clip_scores(pictures, texts).mean()),
        f"r_precision{suffix}": r_precision(pictures, texts, sentences),
    }


def r_precision(pictures: Tensor, texts: Tensor, sentences: list[str], among: int = _AMONG) -> float:
    """The share of pictures (N, D) that are nearer to their own sentence than to others, chosen by chance.

    texts (N, D) are the sentences, all of length 1. Equal sentences are never told apart; where there are
    fewer than `among` different ones, all of them are asked.
    """
    random = torch.Generator().manual_seed(0)
    distinct = {text: place for place, text in enumerate(sentences)}
    hits = 0
    for place, text in enumerate(sentences):
        others = torch.tensor([at for known, at in distinct.items() if known != text], dtype=torch.long)
        chosen = others[torch.randperm(len(others), generator=random)[: among - 1]]
        near = texts[torch.cat([torch.tensor([place]), chosen])] @ pictures[place]
        hits += int(near.argmax()) == 0
    return hits / max(len(sentences), 1)
