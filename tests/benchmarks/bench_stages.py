"""What each stage of a batch costs, and what that says about a hundred million pictures.

    python -m tests.benchmarks.bench_stages [PICTURES] [DEVICES]

Costs are seconds of processor time for one picture, so that a busy machine does not blur them; waiting for
the disk is told beside. The rest is arithmetic on them and a simulation of devices that die now and then.
"""

from __future__ import annotations

import pickle
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import torch

from ganstudio import Studio, paths
from ganstudio.document.files import write_image
from ganstudio.document.image import ImageData
from ganstudio.operations.planning import plan
from ganstudio.operations.run import save_result
from ganstudio.operations.sources import read_source
from ganstudio.settings import Settings
from ganstudio.worlds.landscape import render

MODEL, SIDE = "landscape-summer-winter", 256
WANTED = 100_000_000
HOURS_BETWEEN_DEATHS, RESTART_SECONDS, AT_ONCE = 24.0, 60.0, 32
"""Of one device: a cheap one that may be taken away; and what a killed actor gives back at most."""


@dataclass(frozen=True)
class Stages:
    """Seconds for one picture."""

    decode: float
    network: float
    operation: float
    encode: float
    write: float
    plan: float
    item_bytes: float
    file_bytes: float


def spent(action: Callable[[], object], clock: Callable[[], float] = time.process_time) -> float:
    start = clock()
    action()
    return clock() - start


def measured(studio: Studio, room: Path, count: int) -> Stages:
    """Medians over `count` pictures; network and operation take one thread where they run on the CPU."""
    for name in ("in", "out"):
        (room / name).mkdir()
    for seed in range(count):
        write_image(room / "in" / f"{seed:04}.png", ImageData(render(seed, SIDE).image))
    chain = studio.chain("domain_transfer.transfer", model=MODEL, detail=SIDE)
    run = partial(chain.run, compute=studio.compute, models=studio.models)
    model = studio.models(MODEL, (), studio.compute)
    x = torch.zeros(1, 3, SIDE, SIDE, device=studio.compute.device)

    def network() -> None:
        with studio.compute.inference():
            model.module(x).cpu()

    clock = time.process_time if studio.compute.device == "cpu" else time.perf_counter
    items = plan(chain, {"image": room / "in"}, room / "out")
    network()
    rows = []
    for item in items:
        (path,) = item.inputs.values()
        source = read_source("image", path)
        result = run({"image": source})
        rows.append(
            (
                spent(partial(read_source, "image", path)),
                spent(network, clock),
                spent(partial(run, {"image": source}), clock),
                spent(partial(save_result, result, item.output)),
                spent(partial(_put, room / "put", item.output.read_bytes()), time.perf_counter),
            )
        )
    medians = [statistics.median(column) for column in zip(*rows, strict=True)]
    many = [items[0]] * 1000
    planned = spent(lambda: [pickle.loads(pickle.dumps(item)) for item in many]) / len(many)
    size = statistics.mean(item.output.stat().st_size for item in items)
    return Stages(*medians, planned, len(pickle.dumps(items[0])), size)


def _put(path: Path, held: bytes) -> None:
    with paths.atomic_write(path) as file:
        file.write(held)


def lost_share(seconds: float, devices: int, seed: int = 0) -> float:
    """Share of the devices' time that deaths cost: a simulation of a month of work in blocks.

    A device works through blocks of `AT_ONCE` pictures of so many seconds. When it dies, it comes back after
    `RESTART_SECONDS`; of the block, what was written is not made again, so only one picture is lost.
    """
    rng = random.Random(seed)
    month, lost = 30 * 86_400.0, 0.0
    for _ in range(devices):
        now = 0.0
        while (now := now + rng.expovariate(1 / (HOURS_BETWEEN_DEATHS * 3600))) < month:
            lost += RESTART_SECONDS + rng.random() * seconds
    return lost / (month * devices)


def tell(found: Stages, device: str, devices: int) -> None:
    print(f"{device}, pictures of {SIDE} px, one thread")
    for name in ("decode", "network", "operation", "encode"):
        print(f"  {name:10} {getattr(found, name) * 1000:9.1f} ms of processor time")
    print(f"  {'write':10} {found.write * 1000:9.1f} ms until it is safe on the disk")
    print(f"  {'hand over':10} {found.plan * 1e6:9.1f} µs and {found.item_bytes:.0f} bytes, there and back")
    print(f"  a file is {found.file_bytes / 1000:.0f} kB")
    lost = lost_share(found.operation, devices)
    pace = max(found.operation, found.encode + found.write)
    days = WANTED * pace / devices / 86_400 / (1 - lost)
    bare = WANTED * found.network / devices / 86_400
    print(f"{WANTED:,} pictures on {devices} such devices")
    print(f"  {days:.1f} days, {bare:.1f} if there were nothing but the network")
    busy = found.decode + found.operation + found.encode
    print(f"  {WANTED * busy / 86_400 / 365:.1f} years of processor time in all")
    print(f"  {WANTED * found.file_bytes / 1e12:.1f} TB, {devices / pace:.0f} files a second to store")
    print(f"  {WANTED * found.item_bytes / 1e9:.0f} GB if all files were planned at once")
    print(f"  {pace / found.plan:,.0f} devices keep one core busy with packing what is handed over")
    print(f"  {lost:.3%} of the time lost to a death a day for each device")


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10
    devices = int(sys.argv[2]) if len(sys.argv) > 2 else 100
    studio = Studio(Settings(threads=1))
    with tempfile.TemporaryDirectory() as room, studio.compute.on_its_threads():
        tell(measured(studio, Path(room), count), studio.compute.description, devices)


if __name__ == "__main__":
    main()
