"""What a change of season costs beside the bare network, and what a slider costs once it has run.

    python tests/benchmarks/bench_transfer.py

Figures are seconds of the CPU on one thread; the ratios are those of one run. Peak memory is that of the
whole process, in steps from small pictures to large.
"""

from __future__ import annotations

import resource
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import torch

from ganstudio import Studio
from ganstudio.api import ImageData
from ganstudio.settings import Settings
from ganstudio.worlds.landscape import render

MODEL = "landscape-summer-winter"
DETAIL = 256
SIZES = {"512 px": (512, 512), "2 MP": (1632, 1224), "24 MP": (6000, 4000)}
TURNS = 3
ENOUGH = 2.0
"""Seconds after which another turn would tell nothing new."""


def best(action: Callable[[], object]) -> float:
    """CPU seconds of the fastest turn: the clock on the wall counts what else the machine does."""
    times = []
    while len(times) < TURNS and sum(times) < ENOUGH:
        start = time.process_time()
        action()
        times.append(time.process_time() - start)
    return min(times)


def peak_megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def enlarged(pixels: Any, width: int, height: int) -> ImageData:
    """A picture of this size without a float in memory, with grain, so that no band is like another."""
    rows = np.arange(height) * pixels.shape[0] // height
    columns = np.arange(width) * pixels.shape[1] // width
    grain = np.random.default_rng(0).integers(0, 8, (height, width, 1), np.uint8)
    return ImageData(np.maximum(pixels[rows[:, None], columns], 8) - grain)


def bare(studio: Studio, width: int, height: int) -> float:
    """Seconds of the network alone at the size in which it sees such a picture."""
    model = studio.models(MODEL, (), studio.compute)
    scale = DETAIL / max(width, height)
    h, w = (-(-round(n * scale) // 4) * 4 for n in (height, width))
    x = torch.zeros(1, 3, h, w, device=studio.compute.device)

    def forward() -> None:
        with studio.compute.inference():
            model.module(x)

    return best(forward)


def main() -> None:
    torch.set_num_threads(1)
    studio = Studio(Settings(device="cpu", precision="fp32"))
    print(f"{studio.compute.description}, {torch.get_num_threads()} threads, {MODEL} at {DETAIL} px")
    scene = render(3, 512).image
    studio.run("domain_transfer.transfer", image=ImageData(scene), model=MODEL, detail=DETAIL)
    print(f"{'':8} {'bare':>7} {'first':>7} {'slider':>7}  first/bare  first/slider  peak MB (before)")
    for name, (width, height) in SIZES.items():
        image = enlarged(scene, width, height)
        before = peak_megabytes()
        memo: dict[Any, Any] = {}

        def transfer(image: ImageData = image, memo: dict[Any, Any] = memo, **values: Any) -> None:
            studio.run(
                "domain_transfer.transfer", image=image, model=MODEL, detail=DETAIL, memo=memo, **values
            )

        network = bare(studio, width, height)
        first = best(lambda memo=memo, transfer=transfer: (memo.clear(), transfer()))
        slider = best(lambda transfer=transfer: transfer(strength=0.5))
        draft = best(lambda transfer=transfer: transfer(strength=0.4, quality="draft"))
        print(
            f"{name:8} {network:7.3f} {first:7.3f} {slider:7.3f}  {first / network:10.1f}"
            f"  {first / slider:12.1f}  {peak_megabytes():.0f} ({before:.0f})"
        )
        print(f"{'':8} a draft takes {draft:.3f} s: the first full picture / a draft = {first / draft:.1f}")


if __name__ == "__main__":
    main()
