"""A small U-Net that reads label maps off pictures: for "extract label map" and for measuring generators."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal

import torch
from torch import Tensor, nn
from torch.nn import functional as F
from torch.optim import AdamW, Optimizer

from ganstudio.checkpoints.save import save
from ganstudio.datasets.label_maps import LabelMapBatch, LabelMapDataset
from ganstudio.engine.randomness import Randomness
from ganstudio.events import Progress
from ganstudio.metrics.segmentation import confusion_matrix, mean_iou
from ganstudio.networks.segmenter import Segmenter, SegmenterConfig
from ganstudio.params import Help, Label, Range
from ganstudio.training.evaluation.during import count_for, spread
from ganstudio.training.pictures import false_colours, sheet
from ganstudio.training.presets import PresetParameters
from ganstudio.training.recipe import RecipeBase

NO_CLASS = 255
PRESETS: dict[str, dict[str, Any]] = {
    "tiny": {"width": 8, "size": 64, "batch_size": 8},
    "small": {"width": 24, "size": 128, "batch_size": 16},
    # The width of Ronneberger, Fischer and Brox 2015, arXiv:1505.04597.
    "paper": {"width": 64, "size": 256, "batch_size": 16},
}


class SegmenterParams(PresetParameters):
    """What fixes the result, besides data and length.

    A preset gives those of its parameters that are not named.
    """

    presets: ClassVar[Mapping[str, Mapping[str, Any]]] = PRESETS

    preset: Annotated[Literal["tiny", "small", "paper"], Help("Size of network, pictures and batches")] = (
        "small"
    )
    width: Annotated[int, Range(8, 128, 8), Help("Channels at full resolution")] = 24
    size: Annotated[int, Range(32, 1024, 32, "px"), Help("Side of the training crops")] = 128
    batch_size: Annotated[int, Range(1, 1024), Help("Pictures per step")] = 16
    lr: Annotated[float, Label("Learning rate"), Range(0, 1), Help("Learning rate")] = 2e-3
    ema_kilo_images: Annotated[
        float, Label("Averaging half-life"), Range(0, 1e4), Help("Half-life of the averaged weights")
    ] = 4.0


class SegmenterRecipe(RecipeBase):
    """Cross entropy per pixel, with colour jitter so that generated pictures are read as well."""

    name = "segmenter"
    accepts = ("label_maps",)
    averaged = ("segmenter",)
    files = {"segmenter": "model"}
    best = ("miou",)
    best_is = "higher"

    def __init__(
        self,
        params: SegmenterParams,
        dataset: LabelMapDataset,
        *,
        classes: int,
        palette: str = "",
        device: str = "cpu",
    ) -> None:
        self.params = params
        self.dataset = dataset
        self.classes = classes
        self.palette = palette
        self.device = torch.device(device)
        self.random = Randomness(device=device)
        self.batch_size = params.batch_size
        self.item_count = len(dataset)
        self.ema_half_life = params.ema_kilo_images * 1000
        self.network = Segmenter(SegmenterConfig(classes=classes, width=params.width)).to(self.device)
        self.modules: dict[str, nn.Module] = {"segmenter": self.network}
        self.optimisers: dict[str, Optimizer] = {"segmenter": AdamW(self.network.parameters(), lr=params.lr)}

    def batch(self, indices: Any) -> LabelMapBatch:
        return self.dataset.batch(indices, self.params.size, self.random)

    def step(self, batch: LabelMapBatch, step: int) -> Mapping[str, Tensor]:
        batch = batch.to(self.device)
        optimiser = self.optimisers["segmenter"]
        for group in optimiser.param_groups:
            # Slow start, then decay with the square root: no length has to be known in advance.
            group["lr"] = self.params.lr * min((step + 1) / 100, (500 / (step + 1)) ** 0.5, 1.0)
        scores = self.network(jitter(batch.images, self.random))
        loss = F.cross_entropy(scores.float(), batch.labels[:, 0].long(), ignore_index=NO_CLASS)
        self.backward(loss)
        self.sync(self.network.parameters())
        optimiser.step()
        optimiser.zero_grad(set_to_none=True)
        hits = (scores.argmax(1) == batch.labels[:, 0]).float().mean()
        return {"cross_entropy": loss.detach(), "accuracy": hits.detach()}

    def metrics(self, averages: Mapping[str, nn.Module], progress: Progress) -> Mapping[str, float]:
        """mIoU on pictures that it is not trained on."""
        held_out = getattr(self.dataset, "held_out", None)
        if held_out is None:
            return {}
        total = torch.zeros(self.classes, self.classes, dtype=torch.long)
        places = spread(len(held_out), count_for(self.params.size))
        for start in progress.steps(range(0, len(places), self.batch_size), "measuring"):
            batch = held_out.batch(places[start : start + self.batch_size], self.params.size)
            found = averages["segmenter"](batch.images.to(self.device)).argmax(1).cpu()
            total += confusion_matrix(found, batch.labels[:, 0], self.classes)
        return {"miou": mean_iou(total)}

    @torch.no_grad()
    def sample(self, averages: Mapping[str, nn.Module]) -> Tensor:
        indices = torch.linspace(0, len(self.dataset) - 1, 16).long().numpy()
        batch = self.dataset.batch(indices, self.params.size).to(self.device)
        found = averages["segmenter"](batch.images).argmax(1, keepdim=True)
        colours = (false_colours(item, self.classes) for item in (batch.labels, found))
        return sheet([batch.images, *colours])

    def export(self, folder: Path, averages: Mapping[str, nn.Module], record: Mapping[str, Any]) -> None:
        card = {
            "title": "Landscape segmenter",
            "summary": "Reads a label map off a picture.",
            "palette": self.palette,
            "training": dict(record),
        }
        folder.mkdir(parents=True, exist_ok=True)
        save(averages["segmenter"], self.network.config, folder / "model.safetensors", card=card, fp16=True)


def jitter(images: Tensor, random: Randomness) -> Tensor:
    """Random brightness, contrast and a little noise on (N, 3, H, W) in [-1, 1]."""
    n = len(images)
    gain = 1 + 0.2 * (random.rand(n, 3, 1, 1, device=True) - 0.5)
    shift = 0.2 * (random.rand(n, 3, 1, 1, device=True) - 0.5)
    return images * gain + shift + 0.03 * random.randn(*images.shape, device=True)
