"""Small operations and models for tests that are not about networks."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

import numpy as np

from ganstudio.document.image import ImageData, LabelData
from ganstudio.engine.device import Compute
from ganstudio.errors import CheckpointError, InputError
from ganstudio.operations.contract import Context, OperationParams, operation
from ganstudio.params import Advanced, ModelRef, Range, Seed, accepts


class PaintParams(OperationParams):
    model: Annotated[ModelRef, accepts("paint")] = ModelRef("brown")
    style: Literal["plain", "noisy"] = "plain"
    seed: Annotated[int, Seed()] = 0
    strength: Annotated[float, Range(0, 1), Advanced()] = 1.0


def paint(
    params: PaintParams, ctx: Context, *, label_map: LabelData, style_image: ImageData | None = None
) -> ImageData:
    """Brightness from the classes, noise from the seed, red from the model and the style image."""
    level = ctx.model(params.model, "paint").level
    if (label_map.indices == 11).any():
        raise InputError("Houses cannot be painted.")
    if (label_map.indices == 10).any():
        raise ZeroDivisionError("paths lead nowhere")
    pixels = np.repeat(label_map.indices[..., None] * 10, 3, axis=2)
    pixels[..., 0] = level if style_image is None else style_image.rgb()[0, 0, 0]
    if params.style == "noisy":
        noise = np.random.Generator(np.random.PCG64(params.seed))
        pixels[..., 2] = noise.integers(0, 255, label_map.indices.shape)
    return ImageData((pixels * params.strength).astype(np.uint8))


PAINT = operation("fake.paint", "Paint", paint, plugin_version="1.0")


@dataclass(frozen=True)
class FakeModel:
    level: int
    sha256: str


class FakeModels:
    """A `ModelSource` of two models, whose content a test may change."""

    def __init__(self) -> None:
        self.levels = {"brown": 90, "red": 250}
        self.asked: list[tuple[str, tuple[str, ...], str]] = []
        self.freed = 0

    def __call__(self, ref: str, families: tuple[str, ...], compute: Compute) -> Any:
        self.asked.append((ref, families, compute.device))
        return FakeModel(self._level(ref), self.sha256(ref))

    def sha256(self, ref: str) -> str:
        return f"{self._level(ref):064x}"

    def free(self) -> None:
        self.freed += 1

    def _level(self, ref: str) -> int:
        if ref not in self.levels:
            raise CheckpointError(f"There is no model named {ref}.")
        return self.levels[ref]


def label_map(*classes: int, side: int = 4) -> LabelData:
    """Vertical stripes of classes of the landscape."""
    row = np.repeat(np.array(classes, np.uint8), side)
    return LabelData(np.tile(row, (side, 1)), "landscape")


def picture(colour: tuple[int, int, int], side: int = 4) -> ImageData:
    return ImageData.of(np.tile(np.array(colour, np.uint8), (side, side, 1)))


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}
