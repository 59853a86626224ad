"""What a dab of the brush costs on a large canvas compared with a small one, redrawing included.

    python tests/benchmarks/dab_cost.py

Each dab is one movement of a 64-pixel brush on the top one of three layers, followed by compositing the
rectangle that it changed. Prints the time per dab and the ratio of 4096 × 4096 to 1024 × 1024 (aim: 1.5).
"""

from __future__ import annotations

import statistics
import time

import numpy as np

from ganstudio.document.document import Document
from ganstudio.document.image import ImageData, LabelData
from ganstudio.document.ink import Value
from ganstudio.document.layers import LabelLayer, RasterLayer
from ganstudio.document.painting import BrushSettings, Stroke

SIDES = (1024, 4096)
DABS = 200
ROUNDS = 7
BRUSH = BrushSettings(size=64)


def canvas(side: int, label: bool) -> Document:
    """Three filled layers, the top one translucent or a label map."""
    rng = np.random.default_rng(side)
    pixels = rng.integers(0, 256, (side, side, 4), dtype=np.uint8)
    top = (
        LabelLayer.of(LabelData(pixels[..., 0] % 12, "landscape"))
        if label
        else RasterLayer.of(ImageData(pixels))
    )
    document = Document(side, side)
    below = [RasterLayer.of(ImageData(np.ascontiguousarray(pixels[..., :3]))) for _ in range(2)]
    document.adopt((*below, top), top.id)
    document.set_layer(below[1].id, blend="multiply", opacity=0.5)
    return document


def seconds_per_dab(document: Document, value: Value) -> float:
    """One stroke in a circle about the middle, so that both canvases see the same movements."""
    assert document.active_id is not None
    turns = np.linspace(0, 2 * np.pi, DABS)
    points = document.width / 2 + 300 * np.stack([np.cos(turns), np.sin(turns)], axis=1)
    begin = time.perf_counter()
    stroke = Stroke(document, document.active_id, BRUSH, value)
    document.composite(stroke.begin(*points[0]))
    for x, y in points[1:]:
        document.composite(stroke.to(x, y))
    stroke.end()
    elapsed = time.perf_counter() - begin
    document.history.undo()
    return elapsed / DABS


def main() -> None:
    for name, label, value in (("raster", False, (200, 30, 30, 255)), ("label map", True, 9)):
        documents = [canvas(side, label) for side in SIDES]
        times: list[list[float]] = [[], []]
        for _ in range(ROUNDS):  # alternating, so that whatever else the machine does hits both
            for record, document in zip(times, documents, strict=True):
                record.append(seconds_per_dab(document, value))
        small, large = (statistics.median(record) for record in times)
        print(
            f"{name}: {small * 1e3:.2f} ms per dab at {SIDES[0]}², {large * 1e3:.2f} ms at {SIDES[1]}², "
            f"ratio {large / small:.2f}"
        )


if __name__ == "__main__":
    main()
