"""Texts that stand for latents and edits: what is written is read again, and what is wrong is told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from ganstudio.editing.latent_text import (
    Edit,
    Mixed,
    Term,
    bends_of,
    edits_of,
    edits_text,
    latent_of,
    latent_text,
    mix_of,
    mix_text,
    rows_of,
    rows_slice,
    rows_text,
    terms_of,
    terms_text,
)
from ganstudio.errors import InputError

ROWS = st.tuples(st.integers(0, 30), st.none() | st.integers(30, 60))
NAMES = st.from_regex(r"[A-Za-z][A-Za-z ]{0,8}[a-z]", fullmatch=True)


def test_a_latent_comes_back_in_half_precision() -> None:
    ws = torch.randn(1, 6, 8)
    assert torch.equal(latent_of(latent_text(ws), 6, 8), ws.half().float())


def test_equal_rows_are_written_once() -> None:
    one, many = torch.randn(1, 1, 8).expand(1, 6, 8), torch.randn(1, 6, 8)
    assert len(latent_text(one)) < len(latent_text(many)) / 4
    assert torch.equal(latent_of(latent_text(one), 6, 8), one.half().float())


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("w:6:AAA", "damaged"),
        ("w:", "damaged"),
        (latent_text(torch.zeros(1, 6, 4)), "1 × 4 numbers, the model wants 6 × 8"),
        (latent_text(torch.full((1, 1, 8), 1e9)), "infinite"),
    ],
)
def test_what_is_no_latent_of_this_model_is_told(text: str, says: str) -> None:
    with pytest.raises(InputError, match=says):
        latent_of(text, 6, 8)


def test_arithmetic_averages_the_seeds_of_a_term() -> None:
    terms = terms_of("1 2 3 - 4 5 + 6")
    assert terms == (Term(1, (1, 2, 3)), Term(-1, (4, 5)), Term(1, (6,)))
    assert terms_of(terms_text(terms)) == terms


@given(st.lists(st.tuples(NAMES, st.floats(-9, 9), st.none() | ROWS), max_size=5))
def test_edits_are_read_as_they_were_written(items: list[Any]) -> None:
    edits = tuple(Edit(name.strip(), float(f"{steps:g}"), rows) for name, steps, rows in items)
    assert edits_of(edits_text(edits)) == tuple(edit for edit in edits if edit.steps)


@given(ROWS)
def test_rows_are_read_as_they_were_written(rows: tuple[int, int | None]) -> None:
    assert rows_of(rows_text(rows)) == rows


def test_mixing_takes_seeds_and_latents() -> None:
    text = latent_text(torch.zeros(1, 2, 4))
    mixed = mix_of(f"0-3=12, 8-={text}")
    assert mixed == (Mixed((0, 3), 12), Mixed((8, None), text))
    assert mix_of(mix_text(mixed)) == mixed


def test_bending_names_layer_channels_factor_and_offset() -> None:
    first, second, third = bends_of("b16.conv1:3*2+0.5, L3_36_512*0.5, b8.conv0:2-4*-1-.25")
    assert (first.stage, first.first, first.last, first.factor, first.offset) == ("b16.conv1", 3, 3, 2, 0.5)
    assert (second.stage, second.first, second.last, second.factor) == ("L3_36_512", 0, -1, 0.5)
    assert (third.first, third.last, third.factor, third.offset) == (2, 4, -1, -0.25)


def test_rows_that_the_model_has_not_are_told() -> None:
    assert rows_slice((2, None), 6) == slice(2, None)
    with pytest.raises(InputError, match="rows 0 to 5"):
        rows_slice((4, 6), 6)


@pytest.mark.parametrize(
    ("read", "text"),
    [
        (terms_of, "1 + - 2"),
        (terms_of, "1 +"),
        (terms_of, "smile"),
        (terms_of, " ".join(map(str, range(65)))),
        (edits_of, "smile"),
        (edits_of, "smile=much"),
        (edits_of, "smile=1e999"),
        (edits_of, "smile=1@x"),
        (mix_of, "4-7"),
        (mix_of, "4-7=red"),
        (mix_of, "7-4=1"),
        (bends_of, "b16.conv1"),
        (rows_of, "-"),
        (rows_of, ""),
    ],
)
def test_what_cannot_be_understood_is_told_in_one_sentence(read: Callable[[str], Any], text: str) -> None:
    with pytest.raises(InputError) as caught:
        read(text)
    assert str(caught.value).count("\n") == 0
