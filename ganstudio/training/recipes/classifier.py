"""A small network that names what a picture shows: for measuring generators, and for sorting pictures.

Trained on folders of classes, on attributes, or on the seasons and hours of the landscape world.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F
from torch.optim import AdamW, Optimizer

from ganstudio.checkpoints.save import save
from ganstudio.datasets.base import Batch
from ganstudio.datasets.domains import DomainDataset
from ganstudio.datasets.images import ImageDataset
from ganstudio.engine.randomness import Randomness
from ganstudio.errors import InputError
from ganstudio.events import Progress
from ganstudio.networks.classifier import Classifier, ClassifierConfig, choices
from ganstudio.params import Help, Label, Range
from ganstudio.training.pictures import sheet
from ganstudio.training.presets import PresetParameters
from ganstudio.training.recipe import RecipeBase

_SHOWN = 16


PRESETS: dict[str, dict[str, Any]] = {
    "tiny": {"width": 8, "size": 64, "batch_size": 16},
    "small": {"width": 16, "size": 128, "batch_size": 16},
    # No paper's: five times the width, at the size that most classifiers of whole pictures are trained on.
    "paper": {"width": 80, "size": 224, "batch_size": 64},
}


class ClassifierParams(PresetParameters):
    """What fixes the result, besides data and length.

    A preset gives those of its parameters that are not named.
    """

    presets: ClassVar[Mapping[str, Mapping[str, Any]]] = PRESETS

    preset: Annotated[Literal["tiny", "small", "paper"], Help("Size of network, pictures and batches")] = (
        "small"
    )
    width: Annotated[int, Range(4, 128, 4), Help("Channels at full resolution")] = 16
    size: Annotated[int, Range(32, 1024, 32, "px"), Help("Side of the training pictures")] = 128
    batch_size: Annotated[int, Range(1, 1024), Help("Pictures per step")] = 16
    lr: Annotated[float, Label("Learning rate"), Range(0, 1), Help("Learning rate")] = 2e-3
    ema_kilo_images: Annotated[
        float, Label("Averaging half-life"), Range(0, 1e4), Help("Half-life of the averaged weights")
    ] = 2.0


@dataclass(frozen=True)
class ClassifierBatch(Batch):
    """images (N, 3, S, S) in [-1, 1]; classes (N, groups) long: the class within each group."""

    images: Tensor
    classes: Tensor


class ClassifierRecipe(RecipeBase):
    """Cross entropy of each group of classes."""

    name = "classifier"
    accepts = ("labelled_images", "domains", "attributes")
    averaged = ("classifier",)
    files = {"classifier": "model"}
    best = ("held_out_accuracy",)
    best_is = "higher"

    def __init__(
        self, params: ClassifierParams, dataset: ImageDataset | DomainDataset, *, device: str = "cpu"
    ) -> None:
        self.params = params
        self.dataset = dataset
        self.device = torch.device(device)
        self.random = Randomness(device=device)
        self.batch_size = params.batch_size
        self.class_groups = class_groups(dataset)
        self.item_count = len(dataset)
        self.ema_half_life = params.ema_kilo_images * 1000
        groups = tuple(len(names) for names in self.class_groups)
        self.network = Classifier(ClassifierConfig(groups, params.width)).to(self.device)
        self.modules: dict[str, nn.Module] = {"classifier": self.network}
        self.optimisers: dict[str, Optimizer] = {"classifier": AdamW(self.network.parameters(), lr=params.lr)}

    def batch(self, indices: Any) -> ClassifierBatch:
        return self._named(self.dataset.batch(indices, self.params.size, self.random))

    def _named(self, batch: Any) -> ClassifierBatch:
        return ClassifierBatch(batch.images, chosen_classes(batch.labels, self.class_groups))

    def step(self, batch: ClassifierBatch, step: int) -> Mapping[str, Tensor]:
        batch = batch.to(self.device)
        optimiser = self.optimisers["classifier"]
        for group in optimiser.param_groups:
            # Slow start, then decay with the square root: no length has to be known in advance.
            group["lr"] = self.params.lr * min((step + 1) / 100, (500 / (step + 1)) ** 0.5, 1.0)
        scores = self.network(roughened(batch.images, self.random)).float()
        parts = scores.split(list(self.network.config.groups), dim=1)
        losses = [F.cross_entropy(part, batch.classes[:, i]) for i, part in enumerate(parts)]
        loss = torch.stack(losses).mean()
        self.backward(loss)
        self.sync(self.network.parameters())
        optimiser.step()
        optimiser.zero_grad(set_to_none=True)
        hits = choices(scores.detach(), self.network.config.groups) == batch.classes
        return {"cross_entropy": loss.detach(), "accuracy": hits.float().mean()}

    @torch.no_grad()
    def sample(self, averages: Mapping[str, nn.Module]) -> Tensor:
        """Pictures; below, one stripe a group: green where the class was found, red where another was."""
        count = min(_SHOWN, len(self.dataset))
        places = np.linspace(0, len(self.dataset) - 1, count).astype(np.int64)
        batch = self._named(self.dataset.batch(places, self.params.size))
        hits = self._found(averages, batch.images) == batch.classes
        return sheet([batch.images, *(_verdict(hit, batch.images) for hit in hits.unbind(1))])

    @torch.no_grad()
    def metrics(self, averages: Mapping[str, nn.Module], progress: Progress) -> Mapping[str, float]:
        """The share of held-out pictures whose classes are found, over all groups; none without them."""
        held_out = getattr(self.dataset, "held_out", None)
        if held_out is None:
            return {}
        hits = []
        for places in progress.steps(
            np.array_split(np.arange(len(held_out)), -(-len(held_out) // 32)), "measuring"
        ):
            batch = self._named(held_out.batch(places, self.params.size))
            hits.append((self._found(averages, batch.images) == batch.classes).float())
        return {"held_out_accuracy": float(torch.cat(hits).mean())}

    def _found(self, averages: Mapping[str, nn.Module], images: Tensor) -> Tensor:
        scores = averages["classifier"](images.to(self.device))
        return choices(scores, self.network.config.groups).cpu()

    def export(self, folder: Path, averages: Mapping[str, nn.Module], record: Mapping[str, Any]) -> None:
        card = {
            "title": "Classifier",
            "summary": f"Tells {_spoken(self.class_groups)} apart.",
            "class_groups": [list(names) for names in self.class_groups],
            "training": dict(record),
        }
        folder.mkdir(parents=True, exist_ok=True)
        save(averages["classifier"], self.network.config, folder / "model.safetensors", card=card, fp16=True)


def class_groups(dataset: ImageDataset | DomainDataset) -> tuple[tuple[str, ...], ...]:
    """Names of classes that exclude one another, group by group; an attribute is there or not.

    InputError if there is nothing to tell apart.
    """
    whole: Any = dataset  # What was kept apart from has the type of neither, and all that it says.
    if whole.kind == "labelled_images":
        groups: tuple[tuple[str, ...], ...] = (whole.class_names,)
    elif whole.groups:
        groups = whole.groups
    else:
        groups = tuple((f"not {name}", name) for name in whole.names)
    if not groups or min(map(len, groups)) < 2:
        raise InputError("There is nothing to tell apart: the pictures are of one class.")
    return groups


def chosen_classes(labels: Tensor | None, groups: Sequence[Sequence[str]]) -> Tensor:
    """Labels of a batch, (N,) numbers or (N, C) of 0 and 1, as the class within each group: (N, groups)."""
    assert labels is not None, "data of this kind has classes"
    if labels.dim() == 1:
        return labels[:, None].long()
    sizes = [len(names) for names in groups]
    if labels.shape[1] == sum(sizes):
        return choices(labels, tuple(sizes))
    return labels.long()


def roughened(images: Tensor, random: Randomness) -> Tensor:
    """A little noise, and a little brighter or darker: what a generated picture may have besides its content.

    Not more, because the hour shows in the brightness.
    """
    n = len(images)
    gain = 1 + 0.1 * (random.rand(n, 1, 1, 1, device=True) - 0.5)
    amount = 0.05 * random.rand(n, 1, 1, 1, device=True)
    return images * gain + amount * random.randn(*images.shape, device=True)


def _verdict(hits: Tensor, images: Tensor) -> Tensor:
    """(N,) -> stripes (N, 3, 6, W)."""
    colours = torch.tensor([[0.7, -0.5, -0.5], [-0.6, 0.4, -0.6]])[hits.long()]
    return colours[:, :, None, None].expand(-1, -1, 6, images.shape[-1])


def _spoken(groups: Sequence[Sequence[str]]) -> str:
    """All classes if there are few."""
    names = [name for group in groups for name in group]
    return ", ".join(names) if len(names) <= 8 else f"{len(names)} classes"
