from __future__ import annotations

import pytest
import torch

from ganstudio.engine.device import Compute
from ganstudio.engine.fallback import Attempt, is_out_of_memory, with_fallback
from ganstudio.errors import OutOfMemoryError
from ganstudio.events import Progress


class Desk:
    """Work that fits into memory only in some attempts."""

    def __init__(self, fits: dict[str, int | None] | None = None) -> None:
        self.fits = fits or {}
        self.attempts: list[tuple[str, int | None]] = []
        self.freed = 0
        self.told: list[str] = []

    def run(self, device: str = "cpu") -> str:
        return with_fallback(
            self.work,
            Compute(device),
            free=self.free,
            progress=Progress(lambda _, text: self.told.append(text)),
        )

    def free(self) -> None:
        self.freed += 1

    def work(self, attempt: Attempt) -> str:
        self.attempts.append((attempt.compute.device, attempt.tile))
        if attempt.compute.device in self.fits:
            limit = self.fits[attempt.compute.device]
            if limit is None or (attempt.tile or 10**6) <= limit:
                return "done"
        raise RuntimeError("[enforce fail] DefaultCPUAllocator: not enough memory: you tried to allocate")


def test_enough_memory_needs_no_fallback() -> None:
    desk = Desk({"cpu": None})
    assert desk.run() == "done"
    assert (desk.attempts, desk.freed, desk.told) == ([("cpu", None)], 0, [])


def test_tiles_shrink_until_they_fit_and_each_retreat_is_told() -> None:
    desk = Desk({"cpu": 256})
    assert desk.run() == "done"
    assert desk.attempts == [("cpu", None), ("cpu", None), ("cpu", 512), ("cpu", 256)]
    assert desk.freed == 3
    assert "tiles of 256 pixels" in desk.told[-1]


def test_the_cpu_is_the_last_resort() -> None:
    desk = Desk({"cpu": None})
    assert desk.run("cuda:0") == "done"
    assert desk.attempts[-1] == ("cpu", None)
    assert "CPU" in desk.told[-1]


def test_when_nothing_fits_one_sentence_says_so() -> None:
    with pytest.raises(OutOfMemoryError, match="not enough memory"):
        Desk().run()


def test_other_errors_come_through_at_once() -> None:
    def work(attempt: Attempt) -> None:
        raise RuntimeError("shapes do not match")

    with pytest.raises(RuntimeError, match="shapes"):
        with_fallback(work, Compute(), free=lambda: pytest.fail("freed"), progress=Progress())


@pytest.mark.parametrize(
    ("error", "memory"),
    [
        (torch.OutOfMemoryError("Tried to allocate 20 GiB"), True),
        (MemoryError(), True),
        (RuntimeError("MPS backend out of memory"), True),
        (RuntimeError("size mismatch"), False),
        (ValueError("not enough memory"), False),
    ],
)
def test_signs_of_memory_running_out(error: Exception, memory: bool) -> None:
    assert is_out_of_memory(error) is memory
