"""Loaded models, kept as long as they fit into a budget of bytes."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
M = TypeVar("M")


class ModelCache(Generic[K, M]):
    """Least recently used first out. Several threads may ask; each model is loaded once.

    The model asked for last stays even when it alone exceeds the budget.
    """

    def __init__(self, loader: Callable[[K], M], budget_bytes: int, size_of: Callable[[M], int]) -> None:
        self._loader = loader
        self._budget = budget_bytes
        self._size_of = size_of
        self._lock = threading.Lock()
        self._models: OrderedDict[K, tuple[M, int]] = OrderedDict()
        self._loading: dict[K, Future[M]] = {}

    @property
    def bytes(self) -> int:
        with self._lock:
            return sum(size for _, size in self._models.values())

    def get(self, key: K) -> M:
        """The model, loaded by this call or an earlier one; what the loader raises comes through."""
        with self._lock:
            if key in self._models:
                self._models.move_to_end(key)
                return self._models[key][0]
            pending = self._loading.get(key)
            mine = pending is None
            future: Future[M] = pending if pending is not None else Future()
            self._loading[key] = future
        if mine:
            self._load(key, future)
        return future.result()

    def free(self) -> None:
        """Forget all models; those in use live as long as their users hold them."""
        with self._lock:
            self._models.clear()

    def _load(self, key: K, future: Future[M]) -> None:
        try:
            model = self._loader(key)
            size = self._size_of(model)
        # Those who wait for the same model get the same error.
        except BaseException as error:
            with self._lock:
                del self._loading[key]
            future.set_exception(error)
            return
        with self._lock:
            self._models[key] = model, size
            del self._loading[key]
            total = sum(size for _, size in self._models.values())
            while total > self._budget and len(self._models) > 1:
                total -= self._models.popitem(last=False)[1][1]
        future.set_result(model)
