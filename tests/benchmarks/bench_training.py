"""How quickly each recipe trains, and what the trainer costs besides the arithmetic.

    python -m tests.benchmarks.bench_training [--recipe NAME] [--seconds S] [--rounds N] [--size S]
        [--alone] [--busy]

The columns: steps and pictures per second of the trainer; the share of its time that it waits for data; how
many times as long it takes as the plainest loop (the recipe's own step and the average of the weights, on
batches that are in memory); how many times as fast bfloat16 is as float32 in that loop; and how many times as
fast two processes are as one, each with one thread. All recipes have the preset `tiny` and pictures of the
landscape world, of 64 pixels unless --size says otherwise. What is compared takes turns, and the best turn of
each counts: on a busy machine only the ratios mean anything. With --busy the processor's time is taken
instead, which others on the machine change less; it counts the loading of data to the trainer, also where it
hides behind the step.
"""

from __future__ import annotations

import argparse
import csv
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch

from ganstudio.__main__ import leave
from ganstudio.events import Progress
from ganstudio.params import build, specs
from ganstudio.training import ema, launch, precision
from ganstudio.training.data_source import DataSource, load
from ganstudio.training.options import RunOptions
from ganstudio.training.processes import ALONE, Processes, described, joined
from ganstudio.training.stepping import Stepper
from ganstudio.training.trainer import Trainer

SCENES = 64
WARM_UP = 2
CLOCKS: dict[str, Callable[[], float]] = {"wall": time.perf_counter, "busy": time.process_time}
CPU = torch.device("cpu")


@dataclass(frozen=True)
class Subject:
    """A recipe, the folder that the world's pictures are kept in, and their side."""

    name: str
    data: Path
    size: int


def trainer_of(
    subject: Subject,
    run: Path,
    steps: int = 0,
    *,
    numbers: precision.Precision = "32",
    report: Callable[[float, str], None] | None = None,
    processes: Processes = ALONE,
) -> Trainer:
    """A run of `steps` steps that writes nothing before its end but the log."""
    entry = launch.recipe_named(subject.name)
    cls = entry.params_class()
    known = {spec.name for spec in specs(cls)}
    wished = {"preset": "tiny", "size": subject.size}
    params = build(cls, {key: value for key, value in wished.items() if key in known})
    dataset = load(
        DataSource(world="landscape", scenes=SCENES), entry, params, subject.data / entry.accepts[0]
    )
    never = 1e5
    options = RunOptions(
        max_steps=steps,
        precision=numbers,
        sample_minutes=never,
        checkpoint_minutes=never,
        metric_minutes=0,
        log_steps=10,
    )
    extra, progress = launch.brought(dataset), Progress(report) if report else None
    return launch.prepare(
        entry, params, dataset, run, options, extra=extra, progress=progress, processes=processes
    )


def trained(subject: Subject, steps: int, numbers: precision.Precision, clock: str) -> tuple[float, float]:
    """Seconds per step of the trainer's own loop, and the share of them in which it waited for data."""
    marks: dict[str, float] = {}

    def report(_: float, message: str) -> None:
        marks.setdefault(message, CLOCKS[clock]())

    with tempfile.TemporaryDirectory() as run:
        trainer = trainer_of(subject, Path(run), WARM_UP + steps, numbers=numbers, report=report)
        trainer.run()
        with (Path(run) / "log.csv").open(encoding="utf-8") as file:
            shares = [float(line["loading"]) for line in csv.DictReader(file)]
    # Of a run that is too short for a row of the log, all that it waited for since it began.
    loading = min(shares, default=trainer.stepper.loading_share())
    seconds = marks[f"step {WARM_UP + steps - 1}"] - marks[f"step {WARM_UP}"]
    return seconds / (steps - 1), loading


class BareLoop:
    """Nothing but the arithmetic, on batches that are in memory."""

    def __init__(self, subject: Subject, numbers: precision.Precision) -> None:
        with tempfile.TemporaryDirectory() as run:
            self.trainer = trainer_of(subject, Path(run))
        self.recipe: Any = self.trainer.recipe
        self.autocast = lambda: precision.autocast(numbers, CPU)
        size = self.recipe.batch_size
        count = self.recipe.item_count
        places = [[(turn * size + row) % count for row in range(size)] for turn in range(4)]
        self.batches = [self.recipe.batch(indices) for indices in places]
        self.run(0, WARM_UP)

    def run(self, first: int, steps: int, clock: str = "wall") -> float:
        """Seconds per step."""
        start = CLOCKS[clock]()
        for step in range(first, first + steps):
            with self.autocast():
                self.recipe.step(self.batches[step % len(self.batches)], step)
            for name, average in self.trainer.averages.items():
                ema.update(average, self.recipe.modules[name], 0.99)
        return (CLOCKS[clock]() - start) / steps


def processes_step(subject: Subject, steps: int, world: int) -> float:
    """Seconds per step of one run in `world` processes with one thread each."""
    with socket.socket() as chosen:
        chosen.bind(("127.0.0.1", 0))
        port = chosen.getsockname()[1]
    started = []
    for rank in range(world):
        variables = {"RANK": rank, "LOCAL_RANK": rank, "WORLD_SIZE": world, "MASTER_PORT": port}
        named = {key: str(value) for key, value in variables.items()}
        place = {"MASTER_ADDR": "127.0.0.1", "GLOO_SOCKET_IFNAME": "lo", "OMP_NUM_THREADS": "1"}
        words = ["--recipe", subject.name, "--size", str(subject.size)]
        words += ["--worker", str(subject.data), str(steps)]
        command = [sys.executable, "-m", "tests.benchmarks.bench_training", *words]
        output = subprocess.PIPE if rank == 0 else subprocess.DEVNULL
        started.append(
            subprocess.Popen(command, env={**os.environ, **place, **named}, stdout=output, text=True)
        )
    said, _ = started[0].communicate()
    for process in started:
        if process.wait():
            raise SystemExit(f"{subject.name} failed in {world} processes")
    return float(said)


def worker(subject: Subject, steps: int) -> None:
    """One of several processes; the first prints its seconds per step."""
    torch.set_num_threads(1)
    with joined(described(os.environ), "cpu") as processes, tempfile.TemporaryDirectory() as run:
        stepper: Stepper = trainer_of(subject, Path(run), processes=processes).stepper
        stepper.begin()
        for _ in range(WARM_UP):
            stepper.one_step()
        start = time.perf_counter()
        for _ in range(steps):
            stepper.one_step()
        if processes.leads:
            print((time.perf_counter() - start) / steps, flush=True)
        stepper.close()
    leave(0)


def row(subject: Subject, wishes: argparse.Namespace) -> str:
    numbers, clock = precision.resolve("auto", CPU), "busy" if wishes.busy else "wall"
    kinds: tuple[precision.Precision, ...] = ("32", "bf16")
    loops = {each: BareLoop(subject, each) for each in kinds}
    usual = loops[numbers]
    steps = max(4, min(400, round(wishes.seconds / usual.run(WARM_UP, 2))))
    best: dict[str, float] = {}

    def keep(key: str, value: float) -> None:
        best[key] = min(value, best.get(key, value))

    for _ in range(wishes.rounds):
        step, share = trained(subject, steps, numbers, clock)
        keep("trainer", step)
        keep("loading", share)
        for key, loop in loops.items():
            # The same steps as the trainer's: some regularisers run in a few of them only.
            keep(key, loop.run(WARM_UP, steps, clock))
        if not wishes.alone:
            for world in (1, 2):
                keep(f"{world} processes", processes_step(subject, max(4, steps // 2), world))
    scaling = "-" if wishes.alone else f"{best['1 processes'] / best['2 processes']:.2f}"
    rate, size = 1 / best["trainer"], usual.recipe.batch_size
    speed = f"{rate:8.2f} {rate * size:8.1f} {100 * best['loading']:7.1f} %"
    ratios = f"{best['trainer'] / best[numbers]:8.3f} {best['32'] / best['bf16']:10.2f} {scaling:>12}"
    return f"{subject.name:11} {numbers:>5} {size:6} {speed} {ratios}"


def main() -> None:
    parser = argparse.ArgumentParser(description="How quickly each recipe trains.")
    parser.add_argument("--recipe", action="append", help="one of them; may be given several times")
    parser.add_argument("--seconds", type=float, default=5.0, help="of each measurement")
    parser.add_argument("--rounds", type=int, default=3, help="turns, of which the best counts")
    parser.add_argument("--size", type=int, default=64, help="side of the pictures")
    parser.add_argument("--alone", action="store_true", help="leave out two processes")
    parser.add_argument("--busy", action="store_true", help="take the processor's time")
    parser.add_argument("--worker", nargs=2, help=argparse.SUPPRESS)
    wishes = parser.parse_args()
    if wishes.worker:
        data, steps = wishes.worker
        worker(Subject(wishes.recipe[0], Path(data), wishes.size), int(steps))
        return
    print(f"torch {torch.__version__}, {torch.get_num_threads()} threads, {os.cpu_count()} cores", flush=True)
    print(
        f"{'recipe':11} {'':>5} {'batch':>6} {'steps/s':>8} {'img/s':>8} {'loading':>9} {'/ bare':>8}"
        f" {'bf16/fp32':>10} {'2 processes':>12}",
        flush=True,
    )
    with tempfile.TemporaryDirectory() as data:
        for name in wishes.recipe or launch.RECIPES:
            print(row(Subject(name, Path(data), wishes.size), wishes), flush=True)


if __name__ == "__main__":
    main()
