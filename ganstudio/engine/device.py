"""Which device computes, and in which precision: chosen once, by what is there and what is faster."""

from __future__ import annotations

import json
import os
import platform
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from ganstudio import paths
from ganstudio.errors import InputError, SaveError
from ganstudio.settings import Settings

if TYPE_CHECKING:
    import torch

Precision = Literal["float32", "bfloat16"]
_BY_SETTING: dict[str, Precision] = {"fp32": "float32", "bf16": "bfloat16"}

# bf16 gives up some digits, so it must be worth it.
_WORTHWHILE = 0.9
_BUDGET_SECONDS = 0.3
_TURNS = 12


@dataclass(frozen=True)
class Compute:
    """Where networks run: a torch device, the precision of their layers, their memory format.

    `threads` of the CPU share the sums of a network, whose last digits depend on how many do; 0 where none
    of them counts or nobody looked.
    """

    device: str = "cpu"
    dtype: Precision = "float32"
    channels_last: bool = False
    description: str = "CPU, fp32"
    threads: int = 0

    @contextmanager
    def autocast(self) -> Iterator[None]:
        """Convolutions and products in the chosen precision; parameters stay as they are."""
        import torch

        kind = torch.device(self.device).type
        with torch.autocast(kind, dtype=torch.bfloat16, enabled=self.dtype == "bfloat16"):
            yield

    @contextmanager
    def inference(self) -> Iterator[None]:
        """`autocast` without gradients: what every forward pass that trains nothing wants."""
        import torch

        with torch.inference_mode(), self.autocast():
            yield

    @contextmanager
    def on_its_threads(self) -> Iterator[None]:
        """With as many threads as `threads` says, for making the same pixels again."""
        import torch

        before = torch.get_num_threads()
        torch.set_num_threads(self.threads or before)
        try:
            yield
        finally:
            torch.set_num_threads(before)

    def on_cpu(self) -> Compute:
        """The same on the CPU, for when the device is out of memory."""
        import torch

        description = _describe("CPU", self.dtype)
        return Compute("cpu", self.dtype, description=description, threads=torch.get_num_threads())

    def memory(self) -> dict[str, int]:
        """Bytes "used" by this program and "total" of the device, as far as the system tells."""
        import torch

        if self.device.startswith("cuda"):
            return {
                "used": torch.cuda.memory_reserved(self.device),
                "total": torch.cuda.get_device_properties(self.device).total_memory,
            }
        if self.device == "mps":
            return {
                "used": torch.mps.driver_allocated_memory(),
                "total": torch.mps.recommended_max_memory(),
            }
        return _host_memory()


@dataclass(frozen=True)
class Measurement:
    """Milliseconds of one pass of a small convolutional network on the CPU."""

    fp32_ms: float
    bf16_ms: float

    @property
    def faster(self) -> Precision:
        return "bfloat16" if self.bf16_ms < _WORTHWHILE * self.fp32_ms else "float32"


def choose(settings: Settings) -> Compute:
    """The device and precision for all that runs; InputError when the wished one is not there."""
    import torch

    if settings.threads:
        torch.set_num_threads(settings.threads)
    device = _device(settings.device)
    wished = _BY_SETTING.get(settings.precision)
    if device == "cpu":
        precision = wished or measured().faster
        description = _describe("CPU", precision)
        return Compute("cpu", precision, description=description, threads=torch.get_num_threads())
    if device == "mps":
        precision = wished or "float32"
        return Compute("mps", precision, description=_describe("Apple GPU", precision))
    precision = wished or ("bfloat16" if torch.cuda.is_bf16_supported(False) else "float32")
    name = _describe(torch.cuda.get_device_name(device), precision)
    return Compute(device, precision, channels_last=precision == "bfloat16", description=name)


def available() -> tuple[str, ...]:
    """All devices of this machine, the best first."""
    import torch

    cuda = tuple(f"cuda:{index}" for index in range(torch.cuda.device_count()))
    mps = ("mps",) if torch.backends.mps.is_available() else ()
    return (*cuda, *mps, "cpu")


def measured() -> Measurement:
    """How fast the CPU is in either precision: measured once per machine and torch, then remembered."""
    file = paths.cache_dir() / "device.json"
    key = _machine()
    known = _remembered(file, key)
    if known is not None:
        return known
    found = measure()
    # A place that cannot be written costs half a second at the next start, no more.
    with suppress(OSError, SaveError):
        file.parent.mkdir(parents=True, exist_ok=True)
        with paths.atomic_write(file) as out:
            out.write(json.dumps({"machine": key, **asdict(found)}).encode())
    return found


def measure(clock: Callable[[], float] = time.perf_counter) -> Measurement:
    """Time both precisions in turns for less than half a second and keep the best of each.

    On one thread: threads that wait for a core which something else keeps busy would time the something else.
    """
    import torch

    network = torch.nn.Sequential(
        torch.nn.Conv2d(64, 64, 3, padding=1), torch.nn.ReLU(), torch.nn.Conv2d(64, 64, 3, padding=1)
    ).eval()
    image = torch.zeros(1, 64, 64, 64)
    best = dict.fromkeys(_BY_SETTING.values(), float("inf"))
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        started = clock()
        for turn in range(_TURNS):
            for precision in best:
                seconds = _time(network, image, precision, clock)
                if turn:  # the first prepares kernels
                    best[precision] = min(best[precision], seconds)
            if turn and clock() - started > _BUDGET_SECONDS:
                break
    finally:
        torch.set_num_threads(threads)
    return Measurement(best["float32"] * 1000, best["bfloat16"] * 1000)


def free_memory(device: str) -> None:
    """Give what torch keeps in reserve back to the device."""
    import gc

    import torch

    gc.collect()
    if device.startswith("cuda"):
        torch.cuda.empty_cache()
    elif device == "mps":
        torch.mps.empty_cache()


def _time(
    network: torch.nn.Module, image: torch.Tensor, precision: Precision, clock: Callable[[], float]
) -> float:
    with Compute(dtype=precision).inference():
        started = clock()
        network(image)
        return clock() - started


def _device(wish: str) -> str:
    found = available()
    if wish == "auto":
        return found[0]
    name = "cuda:0" if wish == "cuda" else wish
    if name not in found:
        raise InputError(f"There is no device “{wish}” here.", hint=f"There are {', '.join(found)}.")
    return name


def _describe(device: str, precision: Precision) -> str:
    return f"{device}, {'bf16' if precision == 'bfloat16' else 'fp32'}"


def _machine() -> str:
    import torch

    return f"torch {torch.__version__}, {cpu_name()}"


def cpu_name() -> str:
    """The processor's name, as well as the system knows it."""
    with suppress(OSError, StopIteration):
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace").splitlines()
        return next(line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return platform.processor() or platform.machine()


def _remembered(file: Path, key: str) -> Measurement | None:
    try:
        values = json.loads(file.read_text(encoding="utf-8"))
        if values.pop("machine") == key:
            return Measurement(**values)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        pass
    return None


def _host_memory() -> dict[str, int]:
    found: dict[str, int] = {}
    if sys.platform == "linux":
        with suppress(OSError, ValueError, IndexError):
            resident = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
            found["used"] = resident * os.sysconf("SC_PAGE_SIZE")
    if hasattr(os, "sysconf"):
        with suppress(OSError, ValueError):
            found["total"] = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return found
