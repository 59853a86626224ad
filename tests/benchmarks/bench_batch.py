"""What a batch costs beside the bare network, and whether its memory grows with the number of files.

    python tests/benchmarks/bench_batch.py [PICTURES]

Shares are of throughput: 1.00 means as many pictures a second as the network alone makes of tensors that are
in memory already. The ways take turns picture by picture, so that a busy machine slows all of them alike.
"""

from __future__ import annotations

import gc
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import numpy as np
import torch

from ganstudio import Studio
from ganstudio.api import Context, ImageData, OperationParams
from ganstudio.document.files import write_image
from ganstudio.operations.batch import Batch
from ganstudio.operations.chain import Chain, single
from ganstudio.operations.contract import operation
from ganstudio.operations.planning import plan
from ganstudio.settings import Settings
from ganstudio.worlds.landscape import render

MODEL = "landscape-summer-winter"
SIDE = 256
SMALL = 48
FEW, MANY = 100, 2_000


def seconds(action: Callable[[], object]) -> float:
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def bare_network(params: OperationParams, ctx: Context, *, image: ImageData) -> ImageData:
    """The least that an operation with a network does: to a tensor, through it, and back."""
    model = ctx.model(MODEL)
    with ctx.compute.inference():
        x = torch.from_numpy(image.rgb().copy()).to(ctx.compute.device).permute(2, 0, 1)[None] / 127.5 - 1
        y = model.module(x)[0].float().clamp(-1, 1).add(1).mul(127.5).round().byte()
    return ImageData(y.permute(1, 2, 0).contiguous().cpu().numpy())


def copy(params: OperationParams, ctx: Context, *, image: ImageData) -> ImageData:
    return image


def pictures(folder: Path, count: int) -> None:
    folder.mkdir()
    for seed in range(count):
        write_image(folder / f"{seed:04}.png", ImageData(render(seed, SIDE).image))


def taken(chain: Chain, studio: Studio, folder: Path, out: Path) -> Iterator[Callable[[], object]]:
    """One action a picture of a batch."""
    out.mkdir()
    items = plan(chain, {"image": folder}, out)
    outcomes = Batch(chain, studio.compute, studio.models).run(items)
    for _ in items:
        yield lambda: next(outcomes)


def speed(studio: Studio, room: Path, count: int) -> None:
    pictures(room / "in", count)
    model = studio.models(MODEL, (), studio.compute)
    x = torch.zeros(1, 3, SIDE, SIDE, device=studio.compute.device)

    def network() -> None:
        with studio.compute.inference():
            model.module(x).cpu()

    least = single(operation("bench.network", "Network", bare_network), OperationParams())
    transfer = studio.chain("domain_transfer.transfer", model=MODEL, detail=SIDE)
    image = ImageData(render(0, SIDE).image)
    alone: list[float] = []
    batches: dict[str, list[float]] = {"the network": [], "change of season": []}
    operations: dict[str, list[float]] = {name: [] for name in batches}
    for name, chain in zip(batches, (least, transfer), strict=True):
        in_memory = partial(chain.run, {"image": image}, compute=studio.compute, models=studio.models)
        in_memory()
        for action in taken(chain, studio, room / "in", room / name.replace(" ", "-")):
            alone.append(seconds(network))
            operations[name].append(seconds(in_memory))
            batches[name].append(seconds(action))
    bare = statistics.median(alone)
    print(f"{studio.compute.description}, {count} pictures of {SIDE} px, the network alone {bare:.3f} s each")
    print(f"{'':18} {'in memory':>10} {'batch':>10}  share of the network   share of the operation")
    for name in batches:
        ran, made = statistics.median(operations[name]), statistics.median(batches[name])
        print(f"{name:18} {ran:8.3f} s {made:8.3f} s {bare / made:15.2f} {ran / made:22.2f}")


def resident_megabytes() -> float:
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096 / 2**20


def memory(studio: Studio, room: Path) -> None:
    rng = np.random.default_rng(0)
    folder = room / "small"
    folder.mkdir()
    for number in range(MANY):
        pixels = rng.integers(0, 255, (SMALL, SMALL, 3), np.uint8)
        write_image(folder / f"{number:05}.png", ImageData(pixels))
    out = room / "copies"
    out.mkdir()
    chain = single(operation("bench.copy", "Copy", copy), OperationParams())
    items = plan(chain, {"image": folder}, out)
    start = time.perf_counter()
    for count, _ in enumerate(Batch(chain, studio.compute, studio.models).run(items), 1):
        if count in (FEW, MANY):
            print(f"after {count:5,} files of {SMALL} px: {resident_megabytes():.1f} MB")
    print(f"{MANY / (time.perf_counter() - start):.0f} files a second where nothing is computed")


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    studio = Studio(Settings())
    with tempfile.TemporaryDirectory() as room:
        speed(studio, Path(room), count)
        memory(studio, Path(room))


if __name__ == "__main__":
    main()
