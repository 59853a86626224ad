"""CLIP: pictures with sentences become a model that tells which belong together.

Radford et al. 2021, "Learning transferable visual models from natural language supervision",
arXiv:2103.00020, sections 2.3 to 2.5. The networks are open_clip's.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F
from torch.optim import AdamW, Optimizer

from ganstudio.checkpoints.families.open_clip import OpenClipConfig
from ganstudio.checkpoints.save import save
from ganstudio.clip import Clip
from ganstudio.clip.loading import starter_config, tokenizer_of
from ganstudio.clip.model import normalised
from ganstudio.datasets.base import Batch
from ganstudio.datasets.captions import CaptionDataset
from ganstudio.engine.randomness import Randomness
from ganstudio.errors import InputError
from ganstudio.events import Progress
from ganstudio.params import Advanced, Help, Label, Range
from ganstudio.training.described import coded, fits, value_counts
from ganstudio.training.pictures import sheet
from ganstudio.training.presets import PresetParameters
from ganstudio.training.recipe import RecipeBase
from ganstudio.training.retrieval import attributes_understood, recalls, world_recalls
from ganstudio.worlds.captions import LANGUAGES, Caption, Facts, Language, captions, known_words

PRESETS: dict[str, dict[str, Any]] = {
    "tiny": {"size": 64, "batch_size": 32, "lr": 2e-3},
    "small": {"size": 96, "batch_size": 64, "lr": 1e-3},
    # Tables 18 and 19: ViT-B/32.
    "paper": {"size": 224, "batch_size": 32768, "lr": 5e-4},
}
_TINY: dict[str, Any] = {
    "embed_dim": 64,
    "vision_cfg": {"layers": [1, 1, 1, 1], "width": 8, "head_width": 64},
    "text_cfg": {"width": 64, "heads": 2, "layers": 2},
}
_HOTTEST = math.log(100)
_MEASURED, _ASKED, _QUERIES, _NEAREST = 200, 6, 8, 4


class ClipParams(PresetParameters):
    """What fixes the result, besides data and length.

    A preset gives those of its parameters that are not named.
    """

    presets: ClassVar[Mapping[str, Mapping[str, Any]]] = PRESETS

    preset: Annotated[
        Literal["tiny", "small", "paper"],
        Help("Size of networks, pictures and batches: to try it, our starter's, or ViT-B/32"),
    ] = "small"
    size: Annotated[int, Range(64, 512, 32, "px"), Help("Side of the pictures; paper: 224")] = 96
    batch_size: Annotated[
        int, Range(2, 65536), Help("Pairs per step, all of which are told apart; paper: 32768")
    ] = 64
    lr: Annotated[
        float, Label("Learning rate"), Range(0, 1), Help("Highest learning rate; paper: 0.0005")
    ] = 1e-3
    weight_decay: Annotated[
        float, Range(0, 10), Help("Of matrices, not of gains and biases; paper: 0.2"), Advanced()
    ] = 0.2
    languages: Annotated[
        Literal["both", "en", "ko"], Help("Of the sentences that are written for scenes of a world; ours")
    ] = "both"
    wrong_sentences: Annotated[
        bool,
        Help("Show each picture of a world its sentence with one fact changed, too; paper: no"),
    ] = True
    fact_loss: Annotated[
        float,
        Range(0, 100),
        Help("Weight of reading a world's facts off pictures and sentences by one layer; ours, paper: none"),
    ] = 1.0
    ema_kilo_images: Annotated[
        float,
        Label("Averaging half-life"),
        Range(0, 1e4),
        Help("Half-life of the averaged weights, in thousands of pictures; ours, paper: none"),
        Advanced(),
    ] = 2.0


@dataclass(frozen=True)
class ClipBatch(Batch):
    """images (N, 3, S, S) in [-1, 1]; ids (M, T) of a sentence each, and behind them of further sentences
    that nothing was meant by; facts (N, A) and states (M, A) of pictures and sentences, by which `fits` tells
    what is true of what."""

    images: Tensor
    ids: Tensor
    facts: Tensor
    states: Tensor


class ClipRecipe(RecipeBase):
    """The symmetric contrastive loss of section 2.3, with a learned temperature.

    Of a world, each picture gets a new sentence each time it is seen, and the same with one fact changed is
    among those that it has to be told from (Yuksekgonul et al. 2023, "When and why vision-language models
    behave like bags-of-words", arXiv:2210.01936, section 4). Unlike in the paper, a sentence that is true of
    another picture too (two houses, say) is not told wrong there: such pairs are left out. Where a batch is
    shared or worked through in parts, pairs are told apart within each part.
    """

    name = "clip"
    accepts = ("captions",)
    averaged = ("clip",)
    files = {"clip": "model"}
    best = ("recall_at_5",)
    best_is = "higher"

    def __init__(
        self, params: ClipParams, dataset: CaptionDataset, *, device: str = "cpu", **extra: Any
    ) -> None:
        self.params = params
        self.dataset = dataset
        whole: Any = getattr(dataset, "whole", dataset)
        # Sentences tell right from left, and of a world they are written here.
        whole.mirror = whole.told = False
        self.device = torch.device(device)
        self.random = Randomness(device=device)
        self.batch_size = params.batch_size
        self.item_count = len(dataset)
        self.ema_half_life = params.ema_kilo_images * 1000
        self.config = config_of(params)
        self.tokenizer = tokenizer_of(self.config)
        self.network = network_of(self.config).to(self.device)
        self.modules: dict[str, nn.Module] = {"clip": self.network}
        groups = _groups(self.network, params.weight_decay)
        self.facts: FactReader | None = None
        if params.fact_loss and self.described:
            self.facts = FactReader(self.config.embed_dim).to(self.device)
            self.modules["facts"] = self.facts
            groups += _groups(self.facts, 0.0)
        self.optimisers: dict[str, Optimizer] = {
            "clip": AdamW(groups, params.lr, betas=(0.9, 0.98), eps=1e-6)
        }

    @property
    def described(self) -> bool:
        """Whether every fact of the pictures is known."""
        return hasattr(self.dataset, "facts")

    def batch(self, indices: Any) -> ClipBatch:
        seeds = self.random.randint(2**31 - 1, len(indices)).tolist()
        known: Any = self.dataset.batch(indices, self.params.size, self.random)
        if not self.described:
            same = _hashes(known.captions)
            return ClipBatch(known.images, self.tokenizer(known.captions), same, same)
        told = [self._told(facts, seed) for facts, seed in zip(known.facts, seeds, strict=True)]
        if self.params.wrong_sentences:
            told += [_one_fact_changed(caption, seed) for caption, seed in zip(told, seeds, strict=True)]
        ids = self.tokenizer([caption.text for caption in told])
        states = coded([caption.states for caption in told])
        return ClipBatch(known.images, ids, coded(known.facts), states)

    def _told(self, facts: Facts, seed: int) -> Caption:
        languages = self._languages()
        return captions(facts, languages[seed % len(languages)], np.random.default_rng(seed), 1)[0]

    def _languages(self) -> tuple[Language, ...]:
        chosen = self.params.languages
        return LANGUAGES if chosen == "both" else (chosen,)

    def step(self, batch: ClipBatch, step: int) -> Mapping[str, Tensor]:
        batch = batch.to(self.device)
        optimiser = self.optimisers["clip"]
        for group in optimiser.param_groups:
            # Slow start, then decay with the square root: no length has to be known in advance.
            group["lr"] = self.params.lr * min((step + 1) / 100, (1000 / (step + 1)) ** 0.5, 1.0)
        pictures = self.network.encode_image(normalised(batch.images, self.params.size), normalize=True)
        texts = self.network.encode_text(batch.ids, normalize=True)
        scale = self.network.logit_scale.exp()
        loss, hits = contrastive(pictures.float(), texts.float(), scale, fits(batch.facts, batch.states))
        told = {"contrastive": loss, "accuracy": hits}
        if self.facts is not None:
            read = (self.facts(pictures.float(), batch.facts), self.facts(texts.float(), batch.states))
            told["facts"] = read[0] + read[1]
            loss = loss + self.params.fact_loss * told["facts"]
        self.backward(loss)
        for module in self.modules.values():
            self.sync(module.parameters())
        optimiser.step()
        optimiser.zero_grad(set_to_none=True)
        with torch.no_grad():
            self.network.logit_scale.clamp_(max=_HOTTEST)
        return {name: value.detach() for name, value in told.items()} | {"scale": scale.detach()}

    @torch.no_grad()
    def sample(self, averages: Mapping[str, nn.Module]) -> Tensor:
        """Above, pictures, each of whose sentences is a query; below, the pictures that are nearest to it,
        the nearest first, with a green stripe where the sentence is true and a red one where it is not."""
        dataset = getattr(self.dataset, "held_out", None) or self.dataset
        pool = self._pool(dataset, 64)
        clip, queries = self._clip(averages), min(_QUERIES, len(pool.images))
        sentences, states = self._sentences(pool, self._languages())
        likeness = clip.encode_text(sentences[:queries]) @ _encoded(clip, pool.images).T
        nearest = likeness.topk(min(_NEAREST, len(pool.images)), dim=1).indices
        true = fits(pool.facts, states)
        rows = [pool.images[:queries]]
        for place in nearest.T:
            rows += [pool.images[place], _verdict(true[place, torch.arange(queries)], pool.images)]
        return sheet(rows)

    @torch.no_grad()
    def metrics(self, averages: Mapping[str, nn.Module], progress: Progress) -> Mapping[str, float]:
        """R@1 and R@5 of held-out pictures and sentences, over both ways and languages, and, of a world, how
        many changed facts are noticed; none if nothing was held out."""
        held_out = getattr(self.dataset, "held_out", None)
        if held_out is None:
            return {}
        pool, clip = self._pool(held_out, _MEASURED), self._clip(averages)
        pictures = _encoded(clip, pool.images)
        if not self.described:
            sentences, states = self._sentences(pool, ())
            return _summed([recalls(pictures, clip.encode_text(sentences), fits(pool.facts, states))])
        found, noticed = [], []
        for language in self._languages():
            found.append(world_recalls(pictures, pool.known, clip.encode_text, language))
            shares = attributes_understood(
                pictures, pool.known, clip.encode_text, language, _ASKED, progress=progress
            )
            noticed += list(shares.values())
        return _summed(found) | {"changed_facts_noticed": float(np.mean(noticed))}

    def _pool(self, dataset: Any, count: int) -> _Pool:
        places = np.linspace(0, len(dataset) - 1, min(count, len(dataset))).round().astype(int)
        batch = dataset.batch(places, self.params.size)
        known: Sequence[Facts] = getattr(batch, "facts", ())
        facts = coded(known) if self.described else _hashes(batch.captions)
        return _Pool(batch.images, batch.captions, known, facts)

    def _sentences(self, pool: _Pool, languages: Sequence[Language]) -> tuple[list[str], Tensor]:
        """One of each picture, the same each time, and what they state."""
        if not self.described:
            return pool.captions, _hashes(pool.captions)
        told = [
            captions(facts, languages[place % len(languages)], np.random.default_rng(place), 1)[0]
            for place, facts in enumerate(pool.known)
        ]
        return [caption.text for caption in told], coded([caption.states for caption in told])

    def _clip(self, averages: Mapping[str, nn.Module]) -> Clip:
        return Clip(averages["clip"], self.tokenizer, self.name)

    def export(self, folder: Path, averages: Mapping[str, nn.Module], record: Mapping[str, Any]) -> None:
        words = sorted({word for language in self._languages() for word in known_words(language)})
        told = {"words": words, "languages": list(self._languages())} if self.described else {}
        card = {
            "title": "CLIP",
            "summary": "Tells which sentences and pictures belong together.",
            **told,
            "training": dict(record),
        }
        folder.mkdir(parents=True, exist_ok=True)
        save(averages["clip"], self.config, folder / "model.safetensors", card=card, fp16=True)


class FactReader(nn.Module):
    """One linear layer that reads the facts of both worlds off unit vectors of pictures or sentences."""

    def __init__(self, dim: int) -> None:
        super().__init__()
        self.counts = value_counts()
        self.scale = dim**0.5
        self.read = nn.Linear(dim, sum(self.counts))

    def forward(self, vectors: Tensor, facts: Tensor) -> Tensor:
        """vectors (N, dim), facts (N, A) as `coded` has them: the mean cross-entropy of those that are
        known."""
        scores = self.read(vectors * self.scale).split(self.counts, dim=1)
        sums = [
            F.cross_entropy(found, known, ignore_index=-1, reduction="sum")
            for found, known in zip(scores, facts.long().T, strict=True)
        ]
        return torch.stack(sums).sum() / (facts >= 0).sum().clamp(min=1)


@dataclass(frozen=True)
class _Pool:
    """Pictures that are searched: images, their sentences, what is known of them, and that as numbers."""

    images: Tensor
    captions: list[str]
    known: Sequence[Facts]
    facts: Tensor


def config_of(params: ClipParams) -> OpenClipConfig:
    """The architecture of a preset for pictures of this size."""
    if params.preset == "paper":
        import open_clip

        found = open_clip.get_model_config("ViT-B-32")
        config = OpenClipConfig(found["embed_dim"], found["vision_cfg"], found["text_cfg"])
    else:
        config = starter_config()
    if params.preset == "tiny":
        config = replace(
            config,
            embed_dim=_TINY["embed_dim"],
            vision_cfg={**config.vision_cfg, **_TINY["vision_cfg"]},
            text_cfg={**config.text_cfg, **_TINY["text_cfg"]},
        )
    return replace(config, vision_cfg={**config.vision_cfg, "image_size": params.size})


def network_of(config: OpenClipConfig) -> Any:
    """open_clip's network with fresh weights; InputError for a size that it cannot be built for."""
    from ganstudio.checkpoints.families import STANDARD

    try:
        return STANDARD.of_config(config).build(config)
    except (RuntimeError, ValueError, TypeError) as error:
        raise InputError("CLIP cannot be built for pictures of this size.", detail=str(error)) from error


def contrastive(pictures: Tensor, texts: Tensor, scale: Tensor, true: Tensor) -> tuple[Tensor, Tensor]:
    """The loss of unit vectors (N, D), row by row a pair, and the share of pictures that find their sentence.

    Texts beyond the first N are nobody's: pictures may take them for their own by mistake, no more. Pairs
    that are true (N, M) without being meant are no wrong answers: they do not count.
    """
    count = len(pictures)
    own = torch.eye(count, len(texts), dtype=torch.bool, device=pictures.device)
    likeness = (scale.float() * pictures @ texts.T).masked_fill(true & ~own, float("-inf"))
    answers = torch.arange(count, device=pictures.device)
    loss = (F.cross_entropy(likeness, answers) + F.cross_entropy(likeness[:, :count].T, answers)) / 2
    return loss, (likeness.detach().argmax(dim=1) == answers).float().mean()


def _one_fact_changed(caption: Caption, seed: int) -> Caption:
    rng = np.random.default_rng((seed, 1))
    names = list(caption.states)
    wrong = caption.wrong(names[int(rng.integers(len(names)))])
    return wrong[int(rng.integers(len(wrong)))]


def hash_of(text: str) -> int:
    """The same number for the same sentence, on every machine."""
    from ganstudio.training.text_features import weighted_hashes

    return (sum(weighted_hashes(text)) & (2**62 - 1)) + 1


def _hashes(texts: Sequence[str]) -> Tensor:
    return torch.tensor([hash_of(text) for text in texts])[:, None]


def _groups(network: nn.Module, decay: float) -> list[dict[str, Any]]:
    """Section 2.5: weights decay, gains, biases and the temperature do not."""
    parameters = list(network.parameters())
    return [
        {"params": [each for each in parameters if each.dim() > 1], "weight_decay": decay},
        {"params": [each for each in parameters if each.dim() <= 1], "weight_decay": 0.0},
    ]


def _encoded(clip: Clip, images: Tensor) -> Tensor:
    return torch.cat([clip.encode_image(part.to(clip.device)).float().cpu() for part in images.split(64)])


def _summed(found: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """Means over both ways and all languages."""
    return {
        f"recall_at_{rank}": float(
            np.mean([each[f"{way}_{rank}"] for each in found for way in ("image_to_text", "text_to_image")])
        )
        for rank in (1, 5)
    }


def _verdict(hits: Tensor, images: Tensor) -> Tensor:
    """(N,) -> stripes (N, 3, 4, W)."""
    colours = torch.tensor([[0.7, -0.5, -0.5], [-0.6, 0.4, -0.6]])[hits.long()]
    return colours[:, :, None, None].expand(-1, -1, 4, images.shape[-1])
