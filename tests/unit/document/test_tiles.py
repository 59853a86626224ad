"""The tile store is a numpy array that remembers, whatever is done to it."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from ganstudio.document.tiles import EMPTY, TILE, Rect, TileStore

WIDTH, HEIGHT = 2 * TILE + 70, TILE + 30

rects = st.builds(
    Rect,
    st.integers(-50, WIDTH + 10),
    st.integers(-50, HEIGHT + 10),
    st.integers(1, WIDTH),
    st.integers(1, HEIGHT),
)
writes = st.lists(st.tuples(rects, st.integers(0, 255)), max_size=6)


def write(store: TileStore, plain: np.ndarray, rect: Rect, value: int) -> None:
    store.write(rect, np.full((rect.h, rect.w, store.channels), value, np.uint8))
    inside = rect.intersect(store.rect)
    plain[inside.y : inside.bottom, inside.x : inside.right] = value


@settings(max_examples=40, deadline=None)
@given(writes=writes, seen=rects, step=st.integers(1, 5), fill=st.sampled_from([0, 255]))
def test_a_store_reads_like_the_array_that_was_written_the_same_way(
    writes: list[tuple[Rect, int]], seen: Rect, step: int, fill: int
) -> None:
    store, plain = TileStore(WIDTH, HEIGHT, 2, fill=fill), np.full((HEIGHT, WIDTH, 2), fill, np.uint8)
    for rect, value in writes:
        write(store, plain, rect, value)
    assert np.array_equal(store.array(), plain)
    around = np.pad(plain, ((600, 900), (600, 900), (0, 0)), constant_values=fill)
    expected = around[600 + seen.y : 600 + seen.bottom : step, 600 + seen.x : 600 + seen.right : step]
    assert np.array_equal(store.read(seen, step), expected)


@settings(max_examples=30, deadline=None)
@given(first=writes, second=writes)
def test_a_journal_brings_back_what_was_and_what_came(
    first: list[tuple[Rect, int]], second: list[tuple[Rect, int]]
) -> None:
    store, plain = TileStore(WIDTH, HEIGHT, 1), np.zeros((HEIGHT, WIDTH, 1), np.uint8)
    for rect, value in first:
        write(store, plain, rect, value)
    then, twin = plain.copy(), store.clone()
    store.open_journal()
    for rect, value in second:
        write(store, plain, rect, value)
    before, after = store.close_journal()
    assert np.array_equal(store.array(), plain)
    store.restore(before)
    assert np.array_equal(store.array(), then)
    store.restore(after)
    assert np.array_equal(store.array(), plain)
    store.write(store.rect, np.array([[9]], np.uint8))  # must not reach what the journal and the twin hold
    for key, tile in after.items():
        store.write(store.rect, np.array([[0]], np.uint8))
        store.restore({key: tile})
        place = Rect(key[0] * TILE, key[1] * TILE, TILE, TILE).intersect(store.rect)
        assert np.array_equal(store.read(place), plain[place.y : place.bottom, place.x : place.right])
    assert np.array_equal(twin.array(), then)


def test_a_journal_holds_only_tiles_that_came_out_different() -> None:
    store = TileStore.of(np.full((TILE, 3 * TILE), 7, np.uint8))
    store.open_journal()
    store.write(Rect(0, 0, 2 * TILE, 10), np.array([[7]], np.uint8))
    store.write(Rect(2 * TILE, 0, 5, 5), np.array([[1]], np.uint8))
    before, _ = store.close_journal()
    assert list(before) == [(2, 0)]


def test_only_what_differs_from_fill_takes_memory() -> None:
    store = TileStore(20_000, 20_000, 4)
    assert store.bytes == 0
    store.write(Rect(10_000, 10_000, 3, 3), np.array([[[1, 2, 3, 4]]], np.uint8))
    assert store.bytes == TILE * TILE * 4
    assert store.bounds() == Rect(10_000 // TILE * TILE, 10_000 // TILE * TILE, TILE, TILE)
    store.write(Rect(10_000, 10_000, 3, 3), np.zeros((3, 3, 4), np.uint8))
    store.compact()
    assert store.bytes == 0
    assert store.bounds() == EMPTY


@settings(max_examples=25, deadline=None)
@given(dx=st.integers(-300, 300), dy=st.integers(-300, 300), w=st.integers(1, 700), h=st.integers(1, 500))
def test_moving_shifts_the_content_onto_another_canvas(dx: int, dy: int, w: int, h: int) -> None:
    plain = np.arange(WIDTH * HEIGHT, dtype=np.uint32).reshape(HEIGHT, WIDTH).astype(np.uint8)
    moved = TileStore.of(plain, fill=255).moved(w, h, dx, dy)
    expected = TileStore.of(plain, fill=255).read(Rect(-dx, -dy, w, h))
    assert np.array_equal(moved.array(), expected)


@given(a=rects, b=rects)
def test_union_holds_both_and_intersection_is_held_by_both(a: Rect, b: Rect) -> None:
    assert a.union(b).intersect(a) == a
    assert a.union(EMPTY) == EMPTY.union(a) == a
    shared = a.intersect(b)
    assert shared.is_empty or (shared.intersect(a) == shared and shared.intersect(b) == shared)


def test_a_rectangle_around_points_is_made_of_whole_pixels() -> None:
    assert Rect.of_points([(1.2, 7.0), (3.1, 2.5)]) == Rect(1, 2, 3, 5)
    assert Rect(2, 3, 4, 5).expanded(1) == Rect(1, 2, 6, 7)
    assert EMPTY.expanded(5).is_empty
