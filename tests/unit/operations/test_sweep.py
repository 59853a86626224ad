from __future__ import annotations

from typing import Any

import pytest

from ganstudio.errors import InputError
from ganstudio.operations.sweep import combinations, name_pattern, split_sweeps, whole_numbers
from tests.support.films import SpinParams


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
    assert name_pattern(sweeps, stem=True) == "{stem}_seed{seed:02}_count{count:01}"
    assert name_pattern(sweeps, stem=False) == "seed{seed:02}_count{count:01}"
