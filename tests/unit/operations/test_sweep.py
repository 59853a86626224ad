from __future__ import annotations

from typing import Any

import pytest

from ganstudio.errors import InputError
from ganstudio.operations.sweep import add_sweeps, combinations, name_pattern, split_sweeps, whole_numbers
from tests.support.films import SpinParams
from tests.support.operations import PaintParams


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("1-4", (1, 2, 3, 4)),
        ("9,1,5", (9, 1, 5)),
        ("1-10:4, 3, 2-3", (1, 5, 9, 3, 2)),
        ("-2-1", (-2, -1, 0, 1)),
        ("7-7", (7,)),
    ],
)
def test_lists_and_ranges_are_read_in_their_order_each_number_once(
    text: str, numbers: tuple[int, ...]
) -> None:
    assert whole_numbers(text) == numbers


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("5-1", "--seed: the range “5-1” ends before it begins."),
        ("1-9:0", "--seed: the range “1-9:0” takes steps of 0."),
        ("1,,2", "--seed: “” is no whole number and no range of them. Write 1-100, 1,5,9 or 1-100:10."),
        ("1-x", "--seed: “1-x” is no whole number and no range"),
        ("1.5-2", "“1.5-2” is no whole number"),
        ("0-99999999999", "--seed: “0-99999999999” are more than 100000 values."),
    ],
)
def test_what_is_no_list_of_numbers_is_one_sentence(text: str, sentence: str) -> None:
    with pytest.raises(InputError) as caught:
        split_sweeps(SpinParams, {"seed": text})
    assert sentence in str(caught.value)


@pytest.mark.parametrize("given", ["1,3", range(1, 4, 2), [1, 3]])
def test_several_values_are_told_from_one(given: Any) -> None:
    values = {"seed": given, "count": "5", "fails_at": "-1"}
    plain, sweeps = split_sweeps(SpinParams, values)
    assert plain == {"seed": 1, "count": "5", "fails_at": "-1"}
    assert sweeps == {"seed": (1, 3)}


def test_each_is_combined_with_each_and_names_sort() -> None:
    sweeps = {"seed": (8, 10), "count": (1, 2)}
    assert [tuple(values.values()) for values in combinations(sweeps)] == [(8, 1), (8, 2), (10, 1), (10, 2)]
    assert list(combinations({})) == [{}]
    assert name_pattern(sweeps, first="{stem}") == "{stem}_seed{seed:02}_count{count:01}"
    assert name_pattern(sweeps) == "seed{seed:02}_count{count:01}"


@pytest.mark.parametrize(
    ("given", "values"),
    [
        ({"strength": "0,0.5,1"}, (0.0, 0.5, 1.0)),
        ({"strength": "0-0.3:0.1"}, (0.0, 0.1, 0.2, 0.3)),
        ({"style": "noisy, plain"}, ("noisy", "plain")),
        ({"style": ["plain", "plain"]}, ("plain",)),
    ],
)
def test_numbers_and_choices_may_be_several(given: dict[str, Any], values: tuple[Any, ...]) -> None:
    plain, sweeps = split_sweeps(PaintParams, given)
    ((name, found),) = sweeps.items()
    assert (found, plain[name]) == (values, values[0])


def test_texts_have_several_values_only_where_it_is_said() -> None:
    assert split_sweeps(PaintParams, {"model": "a,b", "strength": "1e-3"})[1] == {}
    words = ["model=a, b|c", "seed=1-3|9", "strength=0,1"]
    _, sweeps = split_sweeps(PaintParams, add_sweeps(PaintParams, {}, words))
    assert sweeps == {"model": ("a, b", "c"), "seed": (1, 2, 3, 9), "strength": (0.0, 1.0)}
    assert name_pattern(sweeps) == "{model}_seed{seed:01}_strength{strength:g}"


@pytest.mark.parametrize(
    ("values", "words", "sentence"),
    [
        ({"strength": "0,x"}, [], "--strength: “x” is no number and no range of them. Write 0,0.5,1"),
        ({"strength": "0-1:0"}, [], "takes steps of 0"),
        ({"strength": "0-99999:.1"}, [], "are more than 100000 values"),
        ({"style": "plain,loud"}, [], "--style has no choice “loud”."),
        ({}, ["seed"], "“seed” names no values. Write --sweep name=one|another."),
        ({}, ["sed=1|2"], "There is no parameter “sed”. Did you mean seed?"),
        ({"seed": "1"}, ["seed=1|2"], "“seed” has values twice."),
    ],
)
def test_several_values_that_make_no_sense(values: Any, words: list[str], sentence: str) -> None:
    with pytest.raises(InputError) as caught:
        split_sweeps(PaintParams, add_sweeps(PaintParams, values, words))
    assert sentence in str(caught.value)
