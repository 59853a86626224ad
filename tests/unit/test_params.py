from __future__ import annotations

from enum import Enum
from typing import Annotated, Any, Literal, Optional

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from ganstudio.errors import InputError
from ganstudio.params import (
    Advanced,
    Gallery,
    Group,
    Help,
    Label,
    ModelRef,
    Parameters,
    ParameterSpec,
    Range,
    Seed,
    accepts,
    build,
    formerly,
    specs,
)


class Season(Enum):
    summer = "summer"
    winter = "winter"


class Example(Parameters):
    model: Annotated[ModelRef, accepts("spade"), Help("Painter")] = ModelRef("starter")
    style: Annotated[str, Gallery(("a", "b"), ("x", "y"))] = "a-x"
    strength: Annotated[float, Range(0, 1, 0.1, "%"), Label("How much")] = 0.5
    count: Annotated[int, Range(1, 9), Group("Rare"), Advanced()] = 3
    seed: Annotated[int, Seed()] = 0
    mode: Literal["fast", "fine"] = "fast"
    season: Season = Season.summer
    on: bool = True
    note: str | None = None
    limit: Annotated[Optional[int], Range(0, 5)] = None  # noqa: UP045 - written so by some


class Needed(Parameters):
    name: str


def spec(name: str) -> ParameterSpec:
    return next(item for item in specs(Example) if item.name == name)


def test_specs_come_in_order_with_their_kinds() -> None:
    assert [(item.name, item.kind) for item in specs(Example)] == [
        ("model", "model"),
        ("style", "gallery"),
        ("strength", "float"),
        ("count", "int"),
        ("seed", "seed"),
        ("mode", "choice"),
        ("season", "choice"),
        ("on", "bool"),
        ("note", "text"),
        ("limit", "int"),
    ]


def test_a_spec_tells_what_every_face_needs() -> None:
    assert (spec("model").families, spec("model").help) == (("spade",), "Painter")
    assert (spec("strength").label, spec("strength").range) == ("How much", Range(0, 1, 0.1, "%"))
    assert (spec("count").advanced, spec("count").group, spec("count").label) == (True, "Rare", "Count")
    assert spec("style").choices == ("a-x", "a-y", "b-x", "b-y")
    assert spec("season").choices == ("summer", "winter")
    assert (spec("note").optional, spec("limit").optional, spec("on").optional) == (True, True, False)
    assert spec("seed").range == Range(0, 2**31 - 1, 1)
    assert specs(Needed)[0].required
    assert ParameterSpec("a_b", "int", 0, False, "A b").flag == "--a-b"


def test_values_are_frozen_and_compare() -> None:
    value = Example(strength=0.25)
    assert value == Example(strength=0.25)
    assert value != Example(strength=0.5)
    with pytest.raises(ValidationError):
        value.strength = 1.0  # type: ignore[misc]


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"strength": 1.5}, "How much must lie between 0 and 1, not 1.5."),
        ({"count": 0}, "Count must lie between 1 and 9, not 0."),
        ({"seed": -1}, "Seed must lie between 0 and"),
        ({"limit": 6}, "Limit must lie between 0 and 5"),
        ({"style": "c-x"}, "Style has no choice “c-x”."),
        ({"mode": "slow"}, "mode: input should be 'fast' or 'fine', not 'slow'."),
        ({"count": "many"}, "count: input should be a valid integer"),
        ({"cuont": 1}, "There is no parameter “cuont”."),
        ({"strength": float("nan")}, "How much must lie between 0 and 1, not nan."),
    ],
)
def test_wrong_values_are_one_sentence(values: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError) as caught:
        build(Example, values)
    assert caught.value.message.startswith(message)
    assert "\n" not in str(caught.value)


def test_a_missing_value_is_named() -> None:
    with pytest.raises(InputError, match="The parameter “name” is needed"):
        build(Needed, {})


@given(
    st.fixed_dictionaries(
        {},
        optional={
            "strength": st.floats(0, 1),
            "count": st.integers(1, 9),
            "seed": st.integers(0, 2**31 - 1),
            "mode": st.sampled_from(["fast", "fine"]),
            "season": st.sampled_from(["summer", "winter"]),
            "on": st.booleans(),
            "note": st.none() | st.text(),
            "style": st.sampled_from(["a-x", "b-y"]),
        },
    )
)
def test_values_survive_json(values: dict[str, Any]) -> None:
    value = build(Example, values)
    assert build(Example, value.model_dump(mode="json")) == value


def test_a_default_outside_its_range_is_refused() -> None:
    class Wrong(Parameters):
        strength: Annotated[float, Range(0, 1)] = 2.0

    with pytest.raises(InputError, match="must lie between"):
        Wrong()


def test_types_that_no_control_can_show_are_refused() -> None:
    class Odd(Parameters):
        sizes: list[int] = []

    with pytest.raises(TypeError, match="not supported"):
        specs(Odd)


class RenamedParams(Parameters):
    strength: Annotated[float, Range(0, 1), formerly("amount", "power")] = 0.5


@pytest.mark.parametrize("old", ["amount", "power", "strength"])
def test_a_renamed_parameter_is_found_under_all_its_names(old: str) -> None:
    assert build(RenamedParams, {old: 0.25}) == RenamedParams(strength=0.25)


def test_of_two_names_that_of_today_counts() -> None:
    assert build(RenamedParams, {"strength": 0.1, "amount": 0.9}).strength == 0.1
    with pytest.raises(InputError, match="Strength must lie between"):
        build(RenamedParams, {"amount": 3})
