"""What happens when memory runs out: free what is kept, take smaller tiles, then the CPU."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from ganstudio.engine.device import Compute, free_memory
from ganstudio.errors import OutOfMemoryError
from ganstudio.events import Progress

T = TypeVar("T")

_TILES = (512, 256)
# torch says it on the CPU in a plain RuntimeError: "DefaultCPUAllocator: not enough memory: …".
_SIGNS = ("not enough memory", "out of memory", "can't allocate memory")


@dataclass(frozen=True)
class Attempt:
    """One way to compute: where, and in tiles of which side (None = in one piece)."""

    compute: Compute
    tile: int | None
    message: str


def with_fallback(
    work: Callable[[Attempt], T], compute: Compute, *, free: Callable[[], None], progress: Progress
) -> T:
    """Do the work in the best way that fits into memory; the progress message tells of every retreat.

    `free` drops cached models. OutOfMemoryError when even the last attempt does not fit; all other
    exceptions come through.
    """
    for attempt in _attempts(compute):
        if attempt.message:
            free()
            free_memory(compute.device)
            progress.set(0.0, attempt.message)
        try:
            return work(attempt)
        # The traceback would keep the failed attempt's tensors alive during the next one.
        except (MemoryError, RuntimeError) as error:
            if not is_out_of_memory(error):
                raise
            error.__traceback__ = None
    raise OutOfMemoryError(
        "There is not enough memory for this, even in small tiles on the CPU.",
        hint="Try a smaller picture, or close other programs.",
    )


def is_out_of_memory(error: BaseException) -> bool:
    """Whether Python, the operating system or torch says that memory ran out."""
    if isinstance(error, MemoryError):
        return True
    if not isinstance(error, RuntimeError):
        return False
    # torch.OutOfMemoryError is a RuntimeError; by its name, torch need not be imported to recognise it.
    by_name = any(kind.__name__ == "OutOfMemoryError" for kind in type(error).__mro__)
    return by_name or any(sign in str(error).lower() for sign in _SIGNS)


def _attempts(compute: Compute) -> Iterator[Attempt]:
    yield Attempt(compute, None, "")
    yield Attempt(compute, None, "Memory is short: freed other models and trying again")
    for tile in _TILES:
        yield Attempt(compute, tile, f"Memory is short: rendering in tiles of {tile} pixels")
    if compute.device != "cpu":
        cpu = compute.on_cpu()
        yield Attempt(cpu, None, "Memory is short: rendering on the CPU, which is slower")
        for tile in _TILES:
            yield Attempt(cpu, tile, f"Memory is short: rendering on the CPU in tiles of {tile} pixels")
