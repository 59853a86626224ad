"""The data that a model is measured on."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ganstudio import paths
from ganstudio.clip import Clip, load_clip
from ganstudio.errors import CheckpointError, InputError
from ganstudio.events import Progress
from ganstudio.params import Parameters, build
from ganstudio.training import data_source
from ganstudio.training.evaluation.drawing import class_count
from ganstudio.training.evaluation.held_out import keep_apart
from ganstudio.training.evaluation.measures import Task
from ganstudio.training.evaluation.observers import ClipObserver, Observer
from ganstudio.training.evaluation.subject import Subject
from ganstudio.training.launch import RecipeEntry, brought, recipe_named
from ganstudio.training.text_features import HashedText, with_text_features

UNSEEN_SEED = 2_000_000
"""Lands of a world that no run is trained on, nor measured on while it trains."""
_STYLES = 4
_ACCEPTED: dict[Task, tuple[str, ...]] = {
    "images": ("images",),
    "label_maps": ("label_maps",),
    "translation": ("paired", "unpaired"),
    "captions": ("captions",),
}


@dataclass(frozen=True)
class Material:
    """A data set, and words for what it is."""

    dataset: Any
    words: str
    classes: int = 0
    palette: str = ""


class _Size(Parameters):
    size: int


def given(
    subject: Subject, data: Path | None, world: str, *, size: int, count: int, progress: Progress
) -> Material:
    """What was asked for: a folder, or lands of a world; else what the run of the subject was trained on.

    InputError where there is none, or it is nothing for this model.
    """
    if data is not None or world:
        entry = RecipeEntry(subject.name, subject.name, "", "", "", _accepted(subject))
        if world:
            dataset = _lands(world, entry.accepts, size, count, progress)
            return _told(subject, dataset, f"lands of {world} that no run sees", "landscape")
        source = data_source.DataSource(str(data), palette=subject.model.card.get("palette") or "")
        dataset = data_source.load(source, entry, _Size(size=size), Path(), progress=progress)
        return _told(subject, dataset, str(data), source.palette)
    if subject.run is None or subject.folder is None:
        raise InputError(
            f"Say what {subject.name} is to be measured on:", hint="--data FOLDER or --world NAME."
        )
    return _of_run(subject, progress)


def _of_run(subject: Subject, progress: Progress) -> Material:
    assert subject.run is not None
    assert subject.folder is not None
    entry = recipe_named(subject.run.recipe)
    source = data_source.DataSource.from_dict(subject.run.data)
    params = build(entry.params_class(), subject.run.params)
    dataset = data_source.load(source, entry, params, subject.folder / "data", progress=progress)
    apart = getattr(keep_apart(dataset, float(subject.run.options.get("held_out", 0.0))), "held_out", None)
    if subject.task == "images":
        # The FID is defined on what a model was trained on.
        return _told(subject, dataset, "the run's data", source.palette)
    if apart is None:
        return _told(subject, dataset, "the run's data, all of which it was trained on", source.palette)
    return _told(subject, apart, "the part of the run's data that was held out", source.palette)


def _accepted(subject: Subject) -> tuple[str, ...]:
    kinds = _ACCEPTED[subject.task]
    labelled = subject.task == "images" and class_count(subject.network)
    return ("labelled_images", *kinds) if labelled else kinds


def _lands(world: str, kinds: tuple[str, ...], size: int, count: int, progress: Progress) -> Any:
    from ganstudio.training.world_data import kinds_of, world_dataset

    kind: Any = next((kind for kind in kinds_of(world) if kind in kinds), kinds[0])
    # Label maps come in several styles each, and unpaired sets share the lands out.
    scenes = {"label_maps": -(-count // _STYLES), "unpaired": 2 * count}.get(kind, count)
    side = max(64, size)
    folder = paths.cache_dir() / "worlds"
    return world_dataset(
        world, kind, folder=folder, scenes=max(scenes, 2), size=side, seed=UNSEEN_SEED, progress=progress
    )


def _told(subject: Subject, dataset: Any, words: str, palette: str) -> Material:
    if dataset.kind != "label_maps":
        return Material(dataset, words)
    facts = brought(dataset, palette=palette)
    config = subject.network.config
    known = getattr(config, "label_nc", 0) or config.semantic_nc
    if facts["classes"] != known:
        raise InputError(
            f"{subject.name} paints {known} classes; the label maps have {facts['classes']}.",
            hint="Measure it on label maps of its own palette.",
        )
    return Material(dataset, words, facts["classes"], facts["palette"])


def with_sentences_read(subject: Subject, dataset: Any, observer: Observer) -> Any:
    """Captions with the features by which the model was taught; CheckpointError where they cannot be had."""
    name = str(subject.model.card.get("text_features", ""))
    by_word = subject.model.family == "gigagan"
    if name.startswith("hashed-"):
        hashed = HashedText(int(name.removeprefix("hashed-")))
        return with_text_features(dataset, hashed.tokens if by_word else hashed)
    if name.startswith("open_clip/"):
        clip = _clip_of(subject, name.removeprefix("open_clip/"))
        if clip is not None:
            return with_text_features(dataset, clip.tokens if by_word else clip)
        if isinstance(observer, ClipObserver) and not by_word:
            return with_text_features(dataset, observer.read)
        raise CheckpointError(f"{subject.name} reads its sentences with {name}, whose weights are not there.")
    raise CheckpointError(f"Nothing tells how {subject.name} wants its sentences encoded.")


def _clip_of(subject: Subject, model: str) -> Clip | None:
    """The CLIP model of its training, by its file or its name in the library; None if it is gone."""
    for ref in filter(None, (str(subject.params.get("clip_weights", "")), model)):
        try:
            return load_clip(ref, model)
        except InputError:
            continue
    return None
