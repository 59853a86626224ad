"""Pictures a second of the landscape world at 128 px: one style a seed, and all styles of a seed."""

from __future__ import annotations

import time
from collections.abc import Sequence

from ganstudio.worlds.landscape import STYLES, render_batch


def rate(seeds: range, styles: Sequence[tuple[str, str]], workers: int) -> float:
    """Pictures a second after the first, which pays for starting the processes."""
    scenes = render_batch(seeds, 128, styles, workers)
    next(scenes)
    start, drawn = time.perf_counter(), sum(1 for _ in scenes)
    return drawn / (time.perf_counter() - start)


def main() -> None:
    for workers in (1, 2):
        single = rate(range(160 * workers), [("summer", "day")], workers)
        every = rate(range(12 * workers), STYLES, workers)
        print(f"{workers} process(es): {single:.1f} images/s (one style a seed), {every:.1f} (all 16 styles)")


if __name__ == "__main__":
    main()
