"""What it brings to compute pictures of one size together, and whether they stay the same.

    python -m tests.benchmarks.bench_together [PICTURES]

For each operation and size the same pictures are made in batches that compute them one by one and several at
a time, in turns. Printed is how many times as many pictures a second that makes, and by how much the most
different value differs.

One thread of a shared server core, bfloat16, 8 pictures, best of 3; no value of any picture differed:

    operation                       side     alone      4 at a time   8 at a time
    domain_transfer.transfer          64    19.9 ms         1.08          0.97
                                     128    48.9 ms         1.01          1.05
                                     256   173.0 ms         0.94          0.91
    sketch_colorization.colorize      64    22.0 ms         1.36          1.30
                                     128    27.4 ms         1.38          1.42
    enlarge.enlarge                   64    48.9 ms         1.18          1.19
                                     128   158.7 ms         0.98          0.98
    semantic_painting.extract         64    10.7 ms         1.11          1.39
                                     128    20.9 ms         1.11          1.19
                                     256    59.9 ms         0.95          0.79
    semantic_painting.render         128    39.1 ms         1.18          1.12

So a CPU gets up to 4 pictures of 128 px in one pass, and larger ones one at a time. On two threads of two
cores that others wanted too it was 5 to 7 times as many of 128 px: a pass waits for its slowest thread at
each layer.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np

from ganstudio import Studio
from ganstudio import settings as stored
from ganstudio.api import line_drawing
from ganstudio.document.files import read_image, write_image, write_label_map
from ganstudio.document.image import ImageData, LabelData
from ganstudio.operations.batch import Batch
from ganstudio.operations.chain import Chain
from ganstudio.operations.planning import plan
from ganstudio.worlds.landscape import render

WAYS = (1, 4, 8)
TURNS = 3
Case = tuple[str, dict[str, Any], tuple[int, ...]]
CASES: tuple[Case, ...] = (
    ("domain_transfer.transfer", {"model": "landscape-summer-winter"}, (64, 128, 256)),
    ("sketch_colorization.colorize", {}, (64, 128)),
    ("enlarge.enlarge", {}, (64, 128)),
    ("semantic_painting.extract", {}, (64, 128, 256)),
    ("semantic_painting.render", {"detail": 128}, (128,)),
)


def inputs(folder: Path, kind: str, side: int, count: int) -> None:
    folder.mkdir(parents=True)
    for seed in range(count):
        scene, path = render(seed, side), folder / f"{seed:03}.png"
        if kind == "label_map":
            write_label_map(path, LabelData(scene.labels, "landscape"))
        else:
            drawn = line_drawing(scene.image, "edges") if kind == "sketch" else scene.image
            write_image(path, ImageData.of(drawn))


def seconds(studio: Studio, chain: Chain, photos: Path, out: Path, at_once: int) -> float:
    out.mkdir(exist_ok=True)
    (name,) = [spec.name for spec in chain.inputs if spec.required]
    batch = Batch(chain, studio.compute, studio.models, at_once=at_once, existing="replace")
    start = time.perf_counter()
    failed = [outcome for outcome in batch.run(plan(chain, {name: photos}, out)) if outcome.status != "done"]
    assert not failed, failed
    return time.perf_counter() - start


def apart(one: Path, other: Path) -> int:
    """The largest difference of any value of any picture."""
    names = sorted(path.name for path in one.iterdir())
    pairs = ((read_image(one / name).pixels, read_image(other / name).pixels) for name in names)
    return max(int(np.abs(a.astype(int) - b).max()) for a, b in pairs)


def measure(studio: Studio, room: Path, case: Case, count: int) -> None:
    id, values, sides = case
    chain = studio.chain(id, **values)
    (kind,) = [spec.kind for spec in chain.inputs if spec.required]
    for side in sides:
        here = room / id / str(side)
        inputs(here / "in", "sketch" if "sketch" in id else kind, side, count)
        best = dict.fromkeys(WAYS, float("inf"))
        for turn in range(TURNS + 1):
            for at_once in WAYS:
                took = seconds(studio, chain, here / "in", here / f"out{at_once}", at_once)
                if turn:  # the first loads the model
                    best[at_once] = min(best[at_once], took)
        told = "  ".join(
            f"{at_once}: {best[1] / best[at_once]:4.2f}, {apart(here / 'out1', here / f'out{at_once}')}"
            for at_once in WAYS[1:]
        )
        print(f"{id:30} {side:4} px  alone {best[1] / count * 1000:7.1f} ms   {told}", flush=True)


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 16
    studio = Studio(stored.load())
    print(f"{studio.compute.description}, {studio.compute.threads} threads, {count} pictures")
    print("at a time: times as many pictures a second, largest difference of a value")
    with tempfile.TemporaryDirectory() as room:
        for case in CASES:
            measure(studio, Path(room), case, count)


if __name__ == "__main__":
    main()
