"""A chain of toy operations: a label map is painted, the painting shifted, and a label map read off it."""

from __future__ import annotations

from typing import Annotated

import numpy as np

from ganstudio.document.image import ImageData, LabelData, MaskData
from ganstudio.errors import InputError
from ganstudio.operations.contract import Context, InputSpec, Operation, OperationParams, operation
from ganstudio.operations.recipe import ModelNeed, Recipe, Step
from ganstudio.params import Range, Seed
from tests.support.operations import PAINT, FakeModels


class ShiftParams(OperationParams):
    amount: Annotated[int, Range(-255, 255)] = 10
    seed: Annotated[int, Seed()] = 0
    note: str | None = "kept"


class ReadParams(OperationParams):
    pass


def shift(params: ShiftParams, ctx: Context, *, image: ImageData, mask: MaskData | None = None) -> ImageData:
    """Brighter by `amount` and a noise of the seed, where the mask is set."""
    ctx.memo["runs"] = ctx.memo.get("runs", 0) + 1
    pixels = image.rgb().astype(int)
    if mask is not None and mask.size != image.size:
        raise InputError("The mask has another size than the picture.")
    noise = np.random.Generator(np.random.PCG64(params.seed)).integers(0, 3, pixels.shape)
    shifted = np.clip(pixels + params.amount + noise, 0, 255)
    if mask is not None:
        shifted = np.where(mask.alpha[..., None] > 127, shifted, pixels)
    return ImageData.of(shifted.astype(np.uint8))


def read(params: ReadParams, ctx: Context, *, image: ImageData) -> LabelData:
    """Class 3 where it is bright, else 1."""
    return LabelData(np.where(image.rgb().mean(axis=2) > 60, 3, 1).astype(np.uint8), "landscape")


SHIFT = operation("fake.shift", "Shift", shift, plugin_version="1.0")
READ = operation("fake.read", "Read", read, plugin_version="1.0")
OPERATIONS = {op.id: op for op in (PAINT, SHIFT, READ)}


def find(id: str) -> Operation:
    if id not in OPERATIONS:
        raise InputError(f"There is no operation “{id}”.", hint="Did you mean fake.paint?")
    return OPERATIONS[id]


def painting() -> Recipe:
    """Label map → painting → brighter → label map → painting in the brighter one's look."""
    return Recipe(
        "Twice painted",
        (InputSpec("label_map", "label_map"),),
        (
            Step("paint", "fake.paint", {"style": "noisy", "seed": 5}, {"label_map": "label_map"}, "1.0"),
            Step("shift", "fake.shift", {"amount": 40, "seed": 2, "note": None}, {"image": "paint"}, "1.0"),
            Step("read", "fake.read", {}, {"image": "shift"}, "1.0"),
            Step("again", "fake.paint", {"style": "noisy"}, {"label_map": "read", "style_image": "shift"}),
        ),
        summary="A chain with a fork.",
        models=(ModelNeed("brown", FakeModels().sha256("brown")),),
    )
