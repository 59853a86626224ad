"""How well a generator draws what a sentence says of a world's picture.

The world's own networks, trained on renders of which everything is known, look whether what a sentence states
is there; a CLIP model compares pictures and sentences (Hessel et al. 2021, arXiv:2104.08718).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor

from ganstudio.checkpoints.load import LoadedModel
from ganstudio.clip.conditioning import Reader, reader_for
from ganstudio.editing.families import TEXT_FAMILIES
from ganstudio.editing.text_generator import Said, TextGenerator
from ganstudio.errors import CheckpointError
from ganstudio.events import Progress
from ganstudio.metrics.clip_score import clip_scores
from ganstudio.training.evaluation.gauges import Distances
from ganstudio.training.evaluation.observers import Observer, observer_of, resized
from ganstudio.training.world_evaluation.generator_worlds import PictureWorld, world_named
from ganstudio.training.world_evaluation.scenes import HELD_OUT_SEED, as_tensor, held_out_scenes, in_batches
from ganstudio.training.world_evaluation.sentence_questions import QUESTIONS, Question
from ganstudio.training.world_evaluation.tables import Table, plain
from ganstudio.worlds.captions import LANGUAGES, Facts, caption_about, captions, facts_of
from ganstudio.worlds.faces import render_batch

_BATCH = 20
_ASKED = 12
"""Sentences that say a thing, and as many that say the contrary, of each question in each language."""
_OTHERS = 9
"""Sentences of other pictures among which each has to find its own: R-precision with ten is usual."""
_PAIRS, _STEPS = 12, 8
"""Pairs of sentences, and steps from one to the other."""
_SPOKEN = {"en": "English", "ko": "Korean"}


@dataclass(frozen=True)
class Report:
    """`scenes` held-out pictures of `size` pixels with a sentence each, and one drawn for each sentence.

    clip_scores: from 0 to 100, of `real` pictures, of those `drawn`, of both with the sentences of others.
    found: the share of pictures whose own sentence is nearer than nine others. attributes: of each question,
    by language, the mean of how often it is right that something is there and that it is not; `renders` is
    what the reading network reaches on real pictures, and the best that can be hoped for. evenness: the
    largest of eight steps from one sentence to another, in the mean step; 1 is perfectly even.
    """

    scenes: int
    size: int
    clip: str
    clip_scores: dict[str, float]
    found: dict[str, float]
    attributes: dict[str, dict[str, float]]
    attributes_mean: dict[str, float]
    features: str
    fid_style: float
    kid_style: float
    precision: float
    recall: float
    evenness: float

    @property
    def intro(self) -> str:
        """What stands above the tables on the page beside the model."""
        return (
            f"On {self.scenes} scenes that were never trained on (seeds from {HELD_OUT_SEED:,}), at "
            f"{self.size} px; every second sentence is Korean. Distances are by the features of "
            f"{self.features}, CLIP scores by {self.clip}, which the generator was trained with:"
        )

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)

    def tables(self) -> list[Table]:
        scores, found = self.clip_scores, self.found
        pairs = Table(
            ("", "drawn", "real"),
            (
                ("CLIP score with its own sentence", f"{scores['drawn']:.1f}", f"{scores['real']:.1f}"),
                (
                    "CLIP score with another's",
                    f"{scores['drawn_shuffled']:.1f}",
                    f"{scores['real_shuffled']:.1f}",
                ),
                ("own sentence is nearer than nine others", f"{found['drawn']:.1%}", f"{found['real']:.1%}"),
            ),
        )
        whole = plain(
            ("FID-style distance", f"{self.fid_style:.3f}"),
            ("KID-style distance", f"{self.kid_style:.4f}"),
            ("precision", f"{self.precision:.3f}"),
            ("recall", f"{self.recall:.3f}"),
            ("largest of eight steps between sentences, in the mean step", f"{self.evenness:.2f}"),
        )
        columns = (*LANGUAGES, "renders")
        head = ("drawn as said", *(_SPOKEN[language] for language in LANGUAGES), "renders, read alike")
        rows = [
            (name, *(f"{shares[each]:.1%}" for each in columns)) for name, shares in self.attributes.items()
        ]
        rows.append(("all (guessing: 50 %)", *(f"{self.attributes_mean[each]:.1%}" for each in columns)))
        return [pairs, whole, Table(head, tuple(rows))]

    def lines(self) -> list[str]:
        return [self.intro, *(line for table in self.tables() for line in ("", *table.lines()))]


def suits(model: LoadedModel) -> bool:
    """Whether it draws pictures of one world from sentences."""
    return model.role == "generator" and model.family in TEXT_FAMILIES and _world(model.card) is not None


@torch.no_grad()
def evaluate_model(
    model: LoadedModel, *, count: int, size: int, segmenter: str = "", progress: Progress | None = None
) -> Report:
    """CheckpointError for a model of no world, or whose text model sees no pictures."""
    world = _world(model.card)
    if world is None:
        raise CheckpointError(f"{model.path} draws the pictures of no world that is known here.")
    progress = progress or Progress()
    artist = _artist(model)
    real, facts = _real(world, count, size, artist.generator.resolution, progress.sub(0, 0.2))
    sentences = [_sentence(known, place) for place, known in enumerate(facts)]
    told = progress.sub(0.2, 0.4).steps(sentences, "drawing")
    drawn = torch.cat([artist.draw(sentence, seed) for seed, sentence in enumerate(told)])
    observer = observer_of()
    distances = _distances(observer, real, drawn)
    scores, found = _fitting(artist.reader, real, drawn, sentences)
    attributes = _attributes(artist, world, real, facts, progress.sub(0.4, 0.9))
    return Report(
        scenes=len(facts),
        size=artist.generator.resolution,
        clip=artist.reader.name,
        clip_scores=scores,
        found=found,
        attributes=attributes,
        attributes_mean={
            name: _rounded(np.mean([shares[name] for shares in attributes.values()]))
            for name in (*LANGUAGES, "renders")
        },
        features=observer.name,
        fid_style=distances.get("fid_style", distances.get("fid", 0.0)),
        kid_style=distances.get("kid_style", distances.get("kid", 0.0)),
        precision=distances["precision"],
        recall=distances["recall"],
        evenness=_evenness(artist, observer, sentences, progress.sub(0.9, 1)),
    )


@dataclass(frozen=True)
class _Artist:
    """A generator with what reads its sentences."""

    generator: TextGenerator
    reader: Reader

    def draw(self, sentence: str, seed: int, to: str = "", between: float = 0.0) -> Tensor:
        """(1, 3, H, W), without truncation, with the seed's noise."""
        generator = self.generator
        first, second = self._read(sentence), self._read(to) if to else None
        noises = generator.noise("fixed", seed)
        return generator.draw(generator.latent(seed), Said(first, second, between), noises=noises).cpu()

    def _read(self, sentence: str) -> Tensor:
        return self.reader.read(sentence, self.generator.by_word)


def _artist(model: LoadedModel) -> _Artist:
    generator = TextGenerator.of(model)
    reader, _ = reader_for(model.card, generator.text_width, by_word=generator.by_word)
    if reader.clip is None:
        raise CheckpointError(
            f"{model.path} was trained with a text model that sees no pictures: nothing tells how they fit.",
            hint="Train with --set clip_weights=NAME.",
        )
    return _Artist(generator, reader)


def _world(card: Mapping[str, Any]) -> PictureWorld | None:
    """The world whose captions alone a model was trained on, as its card tells."""
    training = card.get("training")
    data = training.get("data") if isinstance(training, Mapping) else None
    name = str(data.get("world") or "" if isinstance(data, Mapping) else "").partition(":")[0]
    return world_named(name) if name in QUESTIONS else None


def _real(
    world: PictureWorld, count: int, size: int, side: int, progress: Progress
) -> tuple[Tensor, list[Facts]]:
    """Pictures (count, 3, side, side) in [-1, 1], drawn at `size`, and what is known of them."""
    scenes: Any
    facts: list[Facts] = []
    if world.name == "faces":
        scenes = render_batch(range(HELD_OUT_SEED, HELD_OUT_SEED + count), size)
    else:
        scenes = held_out_scenes(count, size)
    pictures = []
    known: Any
    for known in in_batches(scenes, count, _BATCH, progress):
        pictures.append(resized(as_tensor(np.stack([scene.image for scene in known])), side))
        facts += [facts_of(scene) for scene in known]
    return torch.cat(pictures), facts


def _sentence(facts: Facts, place: int) -> str:
    rng = np.random.default_rng((HELD_OUT_SEED, place))
    return captions(facts, LANGUAGES[place % len(LANGUAGES)], rng, 1)[0].text


def _distances(observer: Observer, real: Tensor, drawn: Tensor) -> dict[str, float]:
    gauge = Distances(observer, coverage=True)
    for some, others in zip(real.split(_BATCH), drawn.split(_BATCH), strict=True):
        gauge.add(None, {"": (some, others)})
    return gauge.figures()


def _fitting(
    reader: Reader, real: Tensor, drawn: Tensor, sentences: Sequence[str]
) -> tuple[dict[str, float], dict[str, float]]:
    """CLIP scores with own and others' sentences, and how many pictures find their own among ten."""
    clip = reader.clip
    assert clip is not None
    texts = clip.encode_text(sentences)
    others = torch.randperm(len(texts), generator=torch.Generator().manual_seed(0))
    scores, found = {}, {}
    for name, pictures in (("real", real), ("drawn", drawn)):
        seen = torch.cat(
            [clip.encode_image(part.to(clip.device)).float().cpu() for part in pictures.split(_BATCH)]
        )
        scores[name] = _rounded(clip_scores(seen, texts).mean())
        scores[f"{name}_shuffled"] = _rounded(clip_scores(seen, texts[others]).mean())
        found[name] = _found(seen, texts)
    return scores, found


def _found(pictures: Tensor, texts: Tensor) -> float:
    likeness = pictures @ texts.T
    random = torch.Generator().manual_seed(0)
    hits = []
    for place, row in enumerate(likeness):
        chosen = torch.randperm(len(row) - 1, generator=random)[:_OTHERS]
        hits.append(bool(row[place] > row[chosen + (chosen >= place)].max()))
    return _rounded(np.mean(hits))


def _attributes(
    artist: _Artist, world: PictureWorld, real: Tensor, facts: Sequence[Facts], progress: Progress
) -> dict[str, dict[str, float]]:
    score = world.scorer()
    read = torch.cat([score(part) for part in real.split(_BATCH)])
    found: dict[str, dict[str, float]] = {}
    for question in progress.steps(QUESTIONS[world.name], "asking"):
        column = world.attributes.index(question.attribute)
        known = [place for place, each in enumerate(facts) if _answer(question, each) is not None]
        truth = [bool(_answer(question, facts[place])) for place in known]
        shares = {"renders": _right(read[known, column] > question.least, truth)}
        for language in LANGUAGES:
            asked = _said(question, [facts[place] for place in known], language)
            drawn = torch.cat([artist.draw(sentence, seed) for seed, (sentence, _) in enumerate(asked)])
            shares[language] = _right(score(drawn)[:, column] > question.least, [says for _, says in asked])
        found[question.name] = shares
    return found


def _answer(question: Question, facts: Facts) -> bool | None:
    value = facts.get(question.fact)
    return True if value in question.has else False if value in question.lacks else None


def _said(question: Question, facts: Sequence[Facts], language: Any) -> list[tuple[str, bool]]:
    """Sentences that state the fact one way or the other, as many each, and whether they say it is so."""
    rng = np.random.default_rng(0)
    found = []
    for says, values in ((True, question.has), (False, question.lacks)):
        suiting = [each for each in facts if _answer(question, each) is says]
        for turn in range(_ASKED):
            # Where no scene has it, the fact alone is said.
            known = suiting[turn % len(suiting)] if suiting else {question.fact: values[turn % len(values)]}
            found.append((caption_about(known, question.fact, language, rng).text, says))
    return found


def _right(seen: Tensor, truth: Sequence[bool]) -> float:
    """The mean of the shares of what is there that is seen, and of what is not there that is not."""
    there = torch.tensor(truth)
    shares = [
        float((seen[there == side] == side).float().mean()) for side in (True, False) if (there == side).any()
    ]
    return _rounded(np.mean(shares))


def _evenness(artist: _Artist, observer: Observer, sentences: Sequence[str], progress: Progress) -> float:
    """Of the features' way from a sentence to the next but one, which is in the same language."""
    found = []
    for place in progress.steps(range(min(_PAIRS, len(sentences) - 2)), "going between"):
        way = [
            artist.draw(sentences[place], place, sentences[place + 2], step / _STEPS)
            for step in range(_STEPS + 1)
        ]
        steps = observer(torch.cat(way)).diff(dim=0).norm(dim=1)
        found.append(float(steps.max() / steps.mean().clamp(min=1e-12)))
    return _rounded(np.mean(found))


def _rounded(value: Any) -> float:
    return round(float(value), 4)
