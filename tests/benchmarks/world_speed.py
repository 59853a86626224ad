"""Pictures a second of the worlds at 128 px: landscapes in one style a seed and in all styles; faces."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

from ganstudio.worlds import faces, landscape
from ganstudio.worlds.landscape import STYLES


def rate(pictures: Iterator[Any]) -> float:
    """Pictures a second after the first, which pays for starting the processes."""
    next(pictures)
    start, drawn = time.perf_counter(), sum(1 for _ in pictures)
    return drawn / (time.perf_counter() - start)


def main() -> None:
    for workers in (1, 2):
        single = rate(landscape.render_batch(range(160 * workers), 128, [("summer", "day")], workers))
        every = rate(landscape.render_batch(range(12 * workers), 128, STYLES, workers))
        clay = rate(faces.render_batch(range(160 * workers), 128, workers))
        print(
            f"{workers} process(es): landscapes {single:.1f} images/s (one style a seed), {every:.1f} "
            f"(all 16 styles); faces {clay:.1f}"
        )


if __name__ == "__main__":
    main()
