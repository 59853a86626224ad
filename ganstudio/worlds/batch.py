"""Scenes from several processes, in order, without holding more than a few of them."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context

from ganstudio.worlds.landscape import Scene, render_styles

Job = tuple[int, tuple[tuple[str, str], ...]]  # a seed and its (season, hour) styles
_CHUNK_PICTURES = 16
_THREAD_VARIABLES = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


def render_jobs(jobs: Sequence[Job], size: int, workers: int | None = None) -> Iterator[Scene]:
    """Draw the styles of each job. Abandoning the iterator stops the processes."""
    workers = min(workers or available_cores(), len(jobs))
    if workers <= 1:
        for job in jobs:
            yield from render_styles(job[0], size, job[1])
        return
    chunks = _chunks(jobs, workers)
    with _single_threaded():  # workers inherit it, and one is started at each early submission
        pool = ProcessPoolExecutor(workers, mp_context=get_context("spawn"))
        waiting = deque(pool.submit(_render_chunk, c, size) for c in chunks[: 2 * workers])
    try:
        yield from _in_order(pool, waiting, chunks[2 * workers :], size)
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def available_cores() -> int:
    """Cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _in_order(
    pool: ProcessPoolExecutor, waiting: deque[Future[list[Scene]]], rest: Sequence[Sequence[Job]], size: int
) -> Iterator[Scene]:
    upcoming = iter(rest)
    while waiting:
        scenes = waiting.popleft().result()
        chunk = next(upcoming, None)
        if chunk is not None:
            waiting.append(pool.submit(_render_chunk, chunk, size))
        yield from scenes


def _chunks(jobs: Sequence[Job], workers: int) -> list[Sequence[Job]]:
    """Jobs in portions that are small enough to share out and large enough to be worth sending."""
    pictures = max(1, max(len(styles) for _, styles in jobs))
    length = max(1, min(_CHUNK_PICTURES // pictures, -(-len(jobs) // workers)))
    return [jobs[i : i + length] for i in range(0, len(jobs), length)]


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
