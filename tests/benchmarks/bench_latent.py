"""What a picture of StyleGAN2 costs, from the first layer and from later ones, beside the plain arithmetic.

    python -m tests.benchmarks.bench_latent [--device cpu|cuda] [--sizes 256,512,1024] [--rounds N] [--busy]

Generators of the paper's largest configuration (F) with random weights draw one picture at a time, in
milliseconds. "Plain" is the published formulation in float32 (`plain_stylegan2`). All ways take turns and the
median of the rounds counts, so that a busy machine slows all alike: only the ratios to the plain pass mean
anything there. With --busy the processor's time is taken instead, on one thread. "From 64 px" is a slider
whose first layer is the first of that resolution, the layers before it being kept. A draft is what is shown
while the slider moves: all layers changed, and stopped at 256 pixels. The difference is the mean one to the
plain picture, in grey levels; bfloat16 is used for sliders where it is below one and quicker.
"""

from __future__ import annotations

import argparse
import os
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

# As the program has it: see `ganstudio.__main__`.
os.environ.setdefault("THP_MEM_ALLOC_ENABLE", "1")

import torch
from torch import Tensor

from ganstudio.engine.device import Compute, cpu_name
from ganstudio.networks.cuda_graphs import graphed
from ganstudio.networks.staged import StageCache, StagedSynthesis
from ganstudio.networks.stylegan2 import SynthesisNetwork
from tests.benchmarks import plain_stylegan2 as plain

DRAFT = 256


@dataclass
class Way:
    """One way to a picture, and what its rounds took in milliseconds."""

    name: str
    draw: Callable[[], Tensor]
    times: list[float] = field(default_factory=list)
    note: str = ""

    @property
    def median(self) -> float:
        return statistics.median(self.times)


@dataclass(frozen=True)
class Bench:
    device: torch.device
    rounds: int
    clock: Callable[[], float]

    def time(self, ways: list[Way]) -> None:
        """All ways once without the clock, which prepares kernels, then in turns."""
        for turn in range(self.rounds + 1):
            for way in ways:
                started = self._now()
                way.draw()
                if turn:
                    way.times.append((self._now() - started) * 1000)

    def _now(self) -> float:
        if self.device.type == "cuda":
            torch.cuda.synchronize(self.device)
        return self.clock()


class Sliders:
    """One picture whose style vectors are moved, there and back, from some row on."""

    def __init__(
        self, network: SynthesisNetwork, ws: Tensor, compute: Compute, runner: StagedSynthesis | None = None
    ) -> None:
        self.runner = runner or network
        self.ws, self.compute, self.noise = ws, compute, network.noise()
        self.cache = StageCache()

    def move(self, first_row: int = 0, upto: int | None = None) -> Tensor:
        self.ws = self.ws.clone()
        self.ws[:, first_row:] *= -1
        with self.compute.inference():
            return self.cache.synthesise(self.runner, self.ws, self.noise, upto)


def full(network: SynthesisNetwork, ws: Tensor, compute: Compute) -> Tensor:
    with compute.inference():
        image: Tensor = network(ws)
    return image


def bench(size: int, how: Bench) -> list[Way]:
    network = plain.random_network(size, how.device)
    ws = torch.randn(1, network.num_ws, network.config.w_dim, device=how.device)
    whole = Compute(str(how.device))
    half = Compute(str(how.device), "bfloat16")
    ways = [
        Way("plain, fp32", partial(plain.synthesise, network, ws)),
        Way("full, fp32", partial(full, network, ws, whole)),
        Way("full, bf16", partial(full, network, ws, half)),
    ]
    reference = ways[0].draw()
    for way in ways[1:]:
        difference = plain.average_difference(way.draw(), reference)
        way.note = f"differs by {difference:.3g} of 255"
    how.time(ways)
    quick = half if difference < 1 and ways[2].median < ways[1].median else whole
    sliders = from_each_resolution(network, ws, quick)
    if size > DRAFT:
        sliders.append(Way(f"draft of {DRAFT} px", partial(Sliders(network, ws, quick).move, upto=DRAFT)))
    if how.device.type == "cuda":
        sliders.append(recorded(network, ws, quick))
    for way in sliders:
        way.note = way.note or quick.dtype
    # One more turn of the plain pass for each of theirs.
    how.time([again := Way("plain", ways[0].draw), *sliders])
    ways[0].times += again.times
    return [*ways, *sliders]


def from_each_resolution(network: SynthesisNetwork, ws: Tensor, compute: Compute) -> list[Way]:
    sliders = Sliders(network, ws, compute)
    ways = [
        Way(f"from {stage.resolution} px", partial(sliders.move, stage.first_w))
        for stage in network.stages
        if stage.name.endswith("conv0")
    ]
    last = network.stages[-1].first_w - 1
    return [*ways, Way("the last convolution", partial(sliders.move, last))]


def recorded(network: SynthesisNetwork, ws: Tensor, compute: Compute) -> Way:
    with compute.inference():
        sliders = Sliders(network, ws, compute, graphed(network, ws))
    return Way("full, CUDA graphs", sliders.move)


def table(size: int, ways: list[Way]) -> None:
    print(f"\n{size} px{'':24} {'ms':>8} {'x plain':>8}")
    for way in ways:
        print(f"  {way.name:28} {way.median:8.1f} {ways[0].median / way.median:8.2f}  {way.note}")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--device", choices=["cpu", "cuda"])
    parser.add_argument("--sizes", default="256,512,1024", help="pixels, with commas between them")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--busy", action="store_true", help="the processor's time on one thread")
    options = parser.parse_args()
    device = torch.device(options.device or ("cuda" if torch.cuda.is_available() else "cpu"))
    if options.busy:
        torch.set_num_threads(1)
    where = torch.cuda.get_device_name(device) if device.type == "cuda" else cpu_name()
    clock = "processor's time" if options.busy else "time on the wall"
    print(f"{device.type}: {where}, {torch.get_num_threads()} threads, {clock}, torch {torch.__version__}")
    how = Bench(device, options.rounds, time.process_time if options.busy else time.perf_counter)
    for size in map(int, options.sizes.split(",")):
        table(size, bench(size, how))


if __name__ == "__main__":
    main()
