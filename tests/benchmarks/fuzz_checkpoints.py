"""Damaged and hostile weight files by the thousand: each gives tensors or a sentence, and runs nothing.

    python -m tests.benchmarks.fuzz_checkpoints --count 100000 --seed 1

Small files of every format are damaged in every way of `tests.support.mutations`, between them the hostile
pickles of `tests.support.hostile` in every container. Python's own audit events tell whether anything was
imported, compiled, started or opened besides the file; the address space is limited on Linux. Prints figures,
as JSON with --json, and ends with status 1 if anything but tensors or a CheckpointError came out.
"""

from __future__ import annotations

import argparse
import json
import pickletools
import random
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import torch

from ganstudio.checkpoints.tensors import read_weights
from ganstudio.errors import CheckpointError
from tests.support.hostile import cases_in_files, nonsense
from tests.support.mutations import mutated
from tests.support.small_files import Sample, samples

# What reading numbers never does. "open" is judged by its path.
_FORBIDDEN = (
    "import", "exec", "compile", "os.", "subprocess.", "socket.", "ctypes.", "marshal.", "pickle.", "shutil.",
    "code.", "sys._getframe", "builtins.input", "builtins.breakpoint", "pty.",
    "webbrowser.", "urllib.", "http.", "fcntl.", "tempfile.",
)  # fmt: skip
_HARMLESS = ("os.scandir", "os.listdir")
_EXTRA_MEMORY = 1 << 30
_LONGEST = 20
_MOST_FAILURES = 20


class Ran(BaseException):
    """A file made something happen."""


class Hangs(BaseException):
    """A file kept the reader busy for too long."""


@dataclass
class Figures:
    files: int = 0
    loaded: int = 0
    refused: int = 0
    refused_by_name: int = 0
    other_exceptions: int = 0
    ran_something: int = 0
    hangs: int = 0
    seconds: float = 0.0
    slowest_seconds: float = 0.0
    slowest_file: str = ""
    peak_extra_megabytes: float = 0.0
    kinds: dict[str, int] = field(default_factory=dict)
    failures: list[str] = field(default_factory=list)

    @property
    def failed(self) -> int:
        return self.other_exceptions + self.ran_something + self.hangs


class Watch:
    """Python's audit events while a file is read; a hook cannot be taken away, so it is switched."""

    def __init__(self, path: Path) -> None:
        self.path, self.on = str(path), False
        sys.addaudithook(self._hear)

    def _hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        if not self.on:
            return
        strange = event.startswith(_FORBIDDEN) and event not in _HARMLESS
        if event == "open" and (str(arguments[0]) != self.path or "w" in str(arguments[1])):
            strange = True
        if strange:
            self.on = False
            raise Ran(f"{event} {arguments!r}"[:300])


def files(count: int, seed: int) -> Iterator[tuple[str, str, bytes]]:
    """The hostile corpus once, in one container after the other; then damaged files up to the count."""
    source, known = random.Random(seed), samples()
    hostile = {kind: data for kind, (data, _) in cases_in_files().items()} | nonsense()
    containers = [sample for sample in known if sample.pickle]
    made = 0
    for kind, data in hostile.items():
        container = containers[made % len(containers)]
        if made < count // 4:
            yield "hostile", f"{kind} in {container.name}", container.wrap(data)
            made += 1
    bad = [Sample("hostile", data, data) for data in hostile.values() if _whole(data)]
    for number in range(made, count):
        sample = source.choice(bad if source.random() < 0.1 else known)
        yield sample.name, f"{sample.name} {number}", mutated(sample, source.choice(known), source)


def _whole(data: bytes) -> bool:
    try:
        return bool(list(pickletools.genops(data)))
    except ValueError:
        return False


def read(path: Path, figures: Figures) -> None:
    """One file, and every number of what came out of it."""
    try:
        for network in read_weights(path).networks.values():
            for tensor in network.tensors.values():
                tensor.clone()
        figures.loaded += 1
    except CheckpointError as error:
        figures.refused += 1
        figures.refused_by_name += "because it" in error.message
        if "\n" in error.message or len(str(error)) > 1000 or str(path) not in error.message:
            raise AssertionError(f"no sentence: {error.message[:200]!r}") from None


def fuzz(count: int, seed: int, folder: Path, keep: Path | None = None) -> Figures:
    figures, path = Figures(), folder / "file.bin"
    kinds: Counter[str] = Counter()
    watch, before = Watch(path), _peak_megabytes()
    alarm = getattr(signal, "alarm", lambda seconds: None)  # Windows has none
    if hasattr(signal, "SIGALRM"):
        signal.signal(signal.SIGALRM, _hang)
    for sample in samples():  # what the libraries import or open at their first use is their own affair
        path.write_bytes(sample.data)
        read(path, Figures())
    begin = time.perf_counter()
    for kind, name, data in files(count, seed):
        _replace(path, data)
        alarm(_LONGEST)
        start = time.perf_counter()
        try:
            watch.on = True
            read(path, figures)
        except Ran as error:
            figures.ran_something += 1
            _note(figures, name, data, error, keep)
        except Hangs as error:
            figures.hangs += 1
            _note(figures, name, data, error, keep)
        except BaseException as error:
            if isinstance(error, KeyboardInterrupt):
                raise
            figures.other_exceptions += 1
            _note(figures, name, data, error, keep)
        finally:
            watch.on = False
            alarm(0)
        elapsed = time.perf_counter() - start
        if elapsed > figures.slowest_seconds:
            figures.slowest_seconds, figures.slowest_file = elapsed, name
        figures.files += 1
        kinds[kind] += 1
    figures.seconds = time.perf_counter() - begin
    figures.peak_extra_megabytes = _peak_megabytes() - before
    figures.kinds = dict(kinds.most_common())
    return figures


def _replace(path: Path, data: bytes) -> None:
    """In the file that is there already: opening one to be emptied costs more than reading it."""
    with path.open("r+b") as file:
        file.write(data)
        file.truncate()


def _hang(*_: Any) -> None:
    raise Hangs(f"more than {_LONGEST} s")


def _note(figures: Figures, name: str, data: bytes, error: BaseException, keep: Path | None) -> None:
    last = traceback.extract_tb(error.__traceback__)[-1]
    if len(figures.failures) < _MOST_FAILURES:
        told = f"{type(error).__name__}: {str(error)[:200]} ({last.name}:{last.lineno})"
        figures.failures.append(f"{name}: {told}")
    if keep is not None:
        keep.mkdir(parents=True, exist_ok=True)
        (keep / f"{figures.files}.bin").write_bytes(data)


def _peak_megabytes() -> float:
    try:
        import resource
    except ImportError:  # Windows
        return 0.0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1 << 20 if sys.platform == "darwin" else 1 << 10)


def limit_memory() -> None:
    """What a file may ask for beyond what the libraries take; only Linux holds to it."""
    if sys.platform == "linux":
        import resource

        pages = int(Path("/proc/self/statm").read_text().split()[0])
        limit = pages * resource.getpagesize() + _EXTRA_MEMORY
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=20_000, help="how many files")
    parser.add_argument("--seed", type=int, default=0, help="another seed, other files")
    parser.add_argument("--keep", type=Path, help="a folder for files that went wrong")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    told = parser.parse_args()
    torch.set_num_threads(1)
    with tempfile.TemporaryDirectory() as folder:
        limit_memory()
        figures = fuzz(told.count, told.seed, Path(folder), told.keep)
    if told.json:
        print(json.dumps(asdict(figures)))
    else:
        for name, value in asdict(figures).items():
            print(f"{name.replace('_', ' ')}: {value if not isinstance(value, float) else round(value, 4)}")
    return int(figures.failed > 0)


if __name__ == "__main__":
    sys.exit(main())
