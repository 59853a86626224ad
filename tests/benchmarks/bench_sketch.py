"""What colouring a drawing costs beside the bare network, and what a stroke, a dab and a slider cost.

    python tests/benchmarks/bench_sketch.py [MODEL]

Figures are milliseconds, the best of some runs; only the ratios of one run mean anything on a busy machine.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import torch
from PIL import Image

from ganstudio import Studio
from ganstudio.api import ImageData
from ganstudio.datasets.sketches import outlines
from ganstudio.settings import Settings
from ganstudio.worlds.landscape import render

OPERATION = "sketch_colorization.colorize"
SIDES = (512, 1024, 2048)
SCENE, TURNS = 1_000_003, 4


def best(action: Callable[[int], object]) -> float:
    """Milliseconds; the action is told which turn it is, so that it can do something new each time."""
    times = []
    for turn in range(TURNS):
        start = time.perf_counter()
        action(turn)
        times.append(time.perf_counter() - start)
    return min(times) * 1000


def drawing(side: int) -> ImageData:
    lines = Image.fromarray(outlines(render(SCENE, 512).labels, 3.5))
    return ImageData(np.asarray(lines.resize((side, side), Image.Resampling.BICUBIC)))


def stroked(sketch: ImageData, turn: int) -> ImageData:
    """The drawing with one line more, another one each turn."""
    pixels = sketch.pixels.copy()
    pixels[40 + 9 * turn : 43 + 9 * turn, 30:200] = 0
    return ImageData(pixels)


def dabbed(side: int, turn: int) -> ImageData:
    pixels = np.zeros((side, side, 4), np.uint8)
    pixels[100 : 120 + turn, 100:120] = (90, 140, 210, 255)
    return ImageData(pixels)


def bare(studio: Studio, name: str, side: int) -> float:
    """The network alone on a picture of this side."""
    model = studio.models(name, (), studio.compute)
    x = torch.zeros(1, model.config.in_channels, side, side, device=studio.compute.device)

    def forward(_: int) -> None:
        with studio.compute.inference():
            model.module(x)

    return best(forward)


def seen_sides(studio: Studio, name: str, sketch: ImageData) -> dict[str, int]:
    """The side of the picture that the network gets of a drawing, in a draft and in full."""
    seen: list[int] = []
    module = studio.models(name, (), studio.compute).module
    hook = module.register_forward_pre_hook(lambda module, given: seen.append(max(given[0].shape[-2:])))
    for quality in ("draft", "full"):
        studio.run(OPERATION, sketch=sketch, model=name, quality=quality)
    hook.remove()
    return dict(zip(("draft", "full"), seen, strict=True))


def measure(studio: Studio, name: str, side: int, network: dict[str, float]) -> None:
    """Print what each thing that a person does on a canvas of this side costs."""
    sketch, memo = drawing(side), {}  # type: ignore[var-annotated]

    def colour(sketch: ImageData = sketch, **values: Any) -> None:
        studio.run(OPERATION, sketch=sketch, model=name, memo=memo, **values)

    deeds: dict[str, tuple[str, Callable[[int], None]]] = {
        "a stroke, draft": ("draft", lambda turn: colour(stroked(sketch, turn), quality="draft")),
        "a stroke, full": ("full", lambda turn: colour(stroked(sketch, turn))),
        "a dab, full": ("full", lambda turn: colour(hints=dabbed(side, turn))),
        "show lines": ("full", lambda turn: colour(lines=0.2 + turn / 10)),
    }
    for what, (quality, action) in deeds.items():
        took = best(action)
        print(f"{side:5} px  {what:16} {took:6.0f} ms   {took / network[quality]:5.2f} of the network")


def main() -> None:
    name = sys.argv[1] if len(sys.argv) > 1 else "landscape-sketch"
    studio = Studio(Settings())
    seen = seen_sides(studio, name, drawing(512))
    network = {quality: bare(studio, name, side) for quality, side in seen.items()}
    print(f"{studio.compute.description}, {torch.get_num_threads()} threads")
    for quality, side in seen.items():
        print(f"the network alone, {quality}, {side} px: {network[quality]:.0f} ms")
    for side in SIDES:
        measure(studio, name, side, network)


if __name__ == "__main__":
    main()
