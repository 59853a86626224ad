"""What a batch costs beside the bare network, and whether its memory grows with the number of files.

    python -m tests.benchmarks.bench_batch [PICTURES] [FILES]

Shares are of throughput: 1.00 means as many pictures a second as the network alone makes of tensors that are
in memory already, one after another. The ways take turns, a few pictures each, so that a busy machine slows
all of them alike. GANSTUDIO_THREADS=1 leaves another core of a small machine to reading and writing, as a GPU
leaves all of them; a network that has all cores for itself has to give some of them up.

One thread of two shared cores that three trainings wanted too, bfloat16, 40 pictures of 256 px:

                                       alone in memory     batch  share of the network   of the operation
    the network, one at a time       0.073 s   0.074 s   0.079 s            0.93                   0.94
    the network, some at a time      0.071 s   0.072 s   0.075 s            0.95                   0.96
    change of season, one at a time  0.070 s   0.162 s   0.169 s            0.42                   0.96
    change of season, some at a time 0.073 s   0.168 s   0.174 s            0.42                   0.97

Memory after 500, 5,000 and 10,000 files of 48 px: 681.1 MB each time.
"""

from __future__ import annotations

import gc
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

import numpy as np
import torch

from ganstudio import Studio
from ganstudio import settings as stored
from ganstudio.api import Context, ImageData, OperationParams
from ganstudio.document.files import write_image
from ganstudio.operations.batch import Batch
from ganstudio.operations.chain import Chain, single
from ganstudio.operations.contract import operation
from ganstudio.operations.planning import plan
from ganstudio.worlds.landscape import render

MODEL = "landscape-summer-winter"
SIDE = 256
SMALL = 48
TURN = 4
"""Pictures that a way makes before it is the next one's turn: as many as share a pass of this size."""
FEW = 500


def seconds(action: Callable[[], object]) -> float:
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def bare_network(params: OperationParams, ctx: Context, *, image: ImageData) -> ImageData:
    """The least that an operation with a network does: to a tensor, through it, and back."""
    model = ctx.model(MODEL)
    with ctx.compute.inference():
        x = torch.from_numpy(image.rgb().copy()).to(ctx.compute.device).permute(2, 0, 1)[None] / 127.5 - 1
        y = ctx.forward(model.module, x)[0].float().clamp(-1, 1).add(1).mul(127.5).round().byte()
    return ImageData(y.permute(1, 2, 0).contiguous().cpu().numpy())


def copy(params: OperationParams, ctx: Context, *, image: ImageData) -> ImageData:
    return image


def pictures(folder: Path, count: int) -> None:
    folder.mkdir()
    for seed in range(count):
        write_image(folder / f"{seed:04}.png", ImageData(render(seed, SIDE).image))


def taken(
    chain: Chain, studio: Studio, folder: Path, out: Path, at_once: int
) -> Iterator[Callable[[], object]]:
    """One action for every few pictures of a batch."""
    out.mkdir()
    items = plan(chain, {"image": folder}, out)
    outcomes = Batch(chain, studio.compute, studio.models, at_once=at_once).run(items)

    def some() -> None:
        made = [outcome.status for outcome in islice(outcomes, TURN)]
        assert made == ["done"] * TURN, made

    for _ in range(0, len(items), TURN):
        yield some


def speed(studio: Studio, room: Path, count: int) -> None:
    pictures(room / "in", count)
    model = studio.models(MODEL, (), studio.compute)
    x = torch.zeros(1, 3, SIDE, SIDE, device=studio.compute.device)

    def network() -> None:
        with studio.compute.inference():
            for _ in range(TURN):
                model.module(x).cpu()

    least = single(operation("bench.network", "Network", bare_network), OperationParams())
    transfer = studio.chain("domain_transfer.transfer", model=MODEL, detail=SIDE)
    image = ImageData(render(0, SIDE).image)
    print(f"{studio.compute.description}, {studio.compute.threads} threads, {count} pictures of {SIDE} px")
    print(f"{'':34} {'alone':>9} {'in memory':>9} {'batch':>9}  share of the network   of the operation")
    for name, chain in {"the network": least, "change of season": transfer}.items():

        def in_memory(chain: Chain = chain) -> None:
            for _ in range(TURN):
                chain.run({"image": image}, compute=studio.compute, models=studio.models)

        for at_once in (1, 0):
            network()
            in_memory()
            rows = [
                (seconds(network), seconds(in_memory), seconds(action))
                for action in taken(chain, studio, room / "in", room / f"{name}-{at_once}", at_once)
            ]
            # The first has nothing to read ahead of it, and the last nothing to write behind it.
            alone, ran, made = (statistics.median(column) / TURN for column in zip(*rows[1:-1], strict=True))
            said = f"{name}, {'one at a time' if at_once else 'some at a time'}"
            shares = f"{alone / made:15.2f} {ran / made:22.2f}"
            print(f"{said:34} {alone:7.3f} s {ran:7.3f} s {made:7.3f} s {shares}", flush=True)


def resident_megabytes() -> float:
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096 / 2**20


def memory(studio: Studio, room: Path, many: int) -> None:
    rng = np.random.default_rng(0)
    folder = room / "small"
    folder.mkdir()
    for number in range(many):
        pixels = rng.integers(0, 255, (SMALL, SMALL, 3), np.uint8)
        write_image(folder / f"{number:05}.png", ImageData(pixels))
    out = room / "copies"
    out.mkdir()
    chain = single(operation("bench.copy", "Copy", copy), OperationParams())
    items = plan(chain, {"image": folder}, out)
    start = time.perf_counter()
    for count, _ in enumerate(Batch(chain, studio.compute, studio.models).run(items), 1):
        if count in (FEW, many // 2, many):
            print(f"after {count:6,} files of {SMALL} px: {resident_megabytes():.1f} MB", flush=True)
    print(f"{many / (time.perf_counter() - start):.0f} files a second where nothing is computed")


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 24
    many = int(sys.argv[2]) if len(sys.argv) > 2 else 10_000
    studio = Studio(stored.load())
    with tempfile.TemporaryDirectory() as room:
        speed(studio, Path(room), count)
        memory(studio, Path(room), many)


if __name__ == "__main__":
    main()
