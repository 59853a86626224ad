"""Pictures from several processes, in order, without holding more than a few of them."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from functools import partial
from multiprocessing import get_context
from typing import TypeVar

from ganstudio.worlds.landscape import Scene, render_styles

Job = tuple[int, tuple[tuple[str, str], ...]]  # a seed and its (season, hour) styles
_Order = TypeVar("_Order")
_Drawn = TypeVar("_Drawn")
_CHUNK_PICTURES = 16
_THREAD_VARIABLES = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


def render_jobs(jobs: Sequence[Job], size: int, workers: int | None = None) -> Iterator[Scene]:
    """Draw the styles of each job. Abandoning the iterator stops the processes."""
    pictures = max((len(styles) for _, styles in jobs), default=1)
    return spread(partial(_render_chunk, size=size), jobs, _CHUNK_PICTURES // max(1, pictures), workers)


def spread(
    draw: Callable[[Sequence[_Order]], list[_Drawn]],
    orders: Sequence[_Order],
    portion: int,
    workers: int | None = None,
) -> Iterator[_Drawn]:
    """What `draw` makes of all orders, in their order; processes are sent `portion` of them at a time.

    `draw` must be importable. Abandoning the iterator stops the processes.
    """
    workers = min(workers or available_cores(), len(orders))
    if workers <= 1:
        for order in orders:
            yield from draw([order])
        return
    length = max(1, min(portion, -(-len(orders) // workers)))
    chunks = [orders[i : i + length] for i in range(0, len(orders), length)]
    with _single_threaded():  # workers inherit it, and one is started at each early submission
        pool = ProcessPoolExecutor(workers, mp_context=get_context("spawn"))
        waiting = deque(pool.submit(draw, c) for c in chunks[: 2 * workers])
    try:
        yield from _in_order(pool, waiting, chunks[2 * workers :], draw)
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def available_cores() -> int:
    """Cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _in_order(
    pool: ProcessPoolExecutor,
    waiting: deque[Future[list[_Drawn]]],
    rest: Sequence[Sequence[_Order]],
    draw: Callable[[Sequence[_Order]], list[_Drawn]],
) -> Iterator[_Drawn]:
    upcoming = iter(rest)
    while waiting:
        drawn = waiting.popleft().result()
        chunk = next(upcoming, None)
        if chunk is not None:
            waiting.append(pool.submit(draw, chunk))
        yield from drawn


def _render_chunk(jobs: Sequence[Job], size: int) -> list[Scene]:
    return [scene for seed, styles in jobs for scene in render_styles(seed, size, styles)]


@contextmanager
def _single_threaded() -> Iterator[None]:
    """Processes started inside keep numpy to one thread each."""
    before = {name: os.environ.get(name) for name in _THREAD_VARIABLES}
    os.environ.update(dict.fromkeys(_THREAD_VARIABLES, "1"))
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
