from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from ganstudio.engine.model_cache import ModelCache
from ganstudio.errors import CheckpointError


class Shelf:
    """Loads strings, whose size is their length, and counts."""

    def __init__(self, budget: int) -> None:
        self.loaded: list[str] = []
        self.cache: ModelCache[str, str] = ModelCache(self.load, budget, len)

    def load(self, key: str) -> str:
        self.loaded.append(key)
        if key == "broken":
            raise CheckpointError("broken is no model.")
        return key


def test_a_model_is_loaded_once() -> None:
    shelf = Shelf(100)
    assert shelf.cache.get("spade") is shelf.cache.get("spade")
    assert shelf.loaded == ["spade"]


def test_the_least_recently_used_goes_first() -> None:
    shelf = Shelf(10)
    for name in ("aaaa", "bbbb", "aaaa", "cccc"):
        shelf.cache.get(name)
    assert shelf.cache.bytes == 8
    shelf.cache.get("aaaa")
    assert shelf.loaded == ["aaaa", "bbbb", "cccc"]
    shelf.cache.get("bbbb")
    assert shelf.loaded[-1] == "bbbb"


def test_a_model_larger_than_the_budget_stays_until_the_next() -> None:
    shelf = Shelf(3)
    shelf.cache.get("larger")
    shelf.cache.get("larger")
    assert shelf.loaded == ["larger"]
    shelf.cache.get("next")
    assert shelf.cache.bytes == len("next")


def test_free_forgets_everything() -> None:
    shelf = Shelf(100)
    shelf.cache.get("spade")
    shelf.cache.free()
    assert shelf.cache.bytes == 0


def test_an_error_comes_through_and_is_not_kept() -> None:
    shelf = Shelf(100)
    for _ in range(2):
        with pytest.raises(CheckpointError):
            shelf.cache.get("broken")
    assert shelf.loaded == ["broken", "broken"]


def test_threads_that_ask_at_once_share_one_load() -> None:
    asked, go = threading.Barrier(3), threading.Event()
    loads: list[str] = []

    def load(key: str) -> str:
        loads.append(key)
        assert go.wait(10)
        return key

    cache: ModelCache[str, str] = ModelCache(load, 100, len)

    def ask() -> str:
        asked.wait(10)
        return cache.get("spade")

    with ThreadPoolExecutor(2) as threads:
        answers = [threads.submit(ask) for _ in range(2)]
        asked.wait(10)
        go.set()
        assert [answer.result(10) for answer in answers] == ["spade", "spade"]
    assert loads == ["spade"]
