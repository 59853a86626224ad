"""How quickly the starter paints: drafts against full previews, bfloat16 against float32.

    python tests/benchmarks/preview_speed.py

All figures of one run belong together; only their ratios mean anything on a busy machine.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

import numpy as np

from ganstudio import Studio
from ganstudio.api import LabelData
from ganstudio.settings import Settings
from ganstudio.worlds.landscape import render

SIDE = 512
TURNS = 5


def median_ms(action: Callable[[], object]) -> float:
    action()
    times = []
    for _ in range(TURNS):
        start = time.perf_counter()
        action()
        times.append(time.perf_counter() - start)
    return statistics.median(times) * 1000


def main() -> None:
    labels = LabelData(render(3, SIDE).labels, "landscape")
    figures: dict[tuple[str, str], float] = {}
    for precision in ("fp32", "bf16"):
        studio = Studio(Settings(precision=precision))
        for quality in ("draft", "full"):
            seeds = iter(np.arange(100))
            figures[precision, quality] = median_ms(
                lambda studio=studio, quality=quality, seeds=seeds: studio.run(
                    "semantic_painting.render", quality=quality, label_map=labels, seed=int(next(seeds))
                )
            )
        print(f"{studio.compute.description}: {SIDE} px label map")
        for quality in ("draft", "full"):
            print(f"  {quality:5} {figures[precision, quality]:7.1f} ms")
    print(f"full / draft, bf16   {figures['bf16', 'full'] / figures['bf16', 'draft']:.1f}")
    print(f"fp32 / bf16, draft   {figures['fp32', 'draft'] / figures['bf16', 'draft']:.1f}")
    print(f"fp32 / bf16, full    {figures['fp32', 'full'] / figures['bf16', 'full']:.1f}")


if __name__ == "__main__":
    main()
