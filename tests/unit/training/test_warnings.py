"""What a run's numbers say about it."""

from __future__ import annotations

import pytest

from ganstudio.training import warnings

HEALTHY = [{"step": float(i), "d_real": 0.7, "d_fake": 0.6, "diversity": 0.4 + 0.01 * i} for i in range(20)]


def kinds(rows: list[dict[str, float]]) -> list[str]:
    return [warning.kind for warning in warnings.check(rows)]


def test_a_healthy_run_is_left_in_peace() -> None:
    assert kinds(HEALTHY) == []
    assert kinds([]) == []


def test_falling_diversity_is_a_collapse() -> None:
    assert kinds([*HEALTHY, {"diversity": 0.1}]) == ["collapse"]
    assert kinds([*HEALTHY, {"diversity": 0.3}]) == []
    found = warnings.collapse([{"diversity": 1.0}, {"diversity": 0.25}])
    assert found is not None
    assert "25%" in found.message


def test_a_discriminator_that_is_never_wrong_overpowers() -> None:
    easy = [{"d_real": 0.001, "d_fake": 0.002}] * 10
    assert kinds([*HEALTHY, *easy]) == ["overpowering"]
    assert kinds([*HEALTHY, *easy[:5]]) == []


def test_losses_without_a_lower_bound_say_nothing_about_power() -> None:
    assert kinds([{"d_real": -5.0, "d_fake": -4.0}] * 20) == []


@pytest.mark.parametrize(("held_out", "expected"), [(0.9, []), (-0.9, ["overfitting"]), (0.3, [])])
def test_overfitting_is_judging_new_pictures_like_generated_ones(
    held_out: float, expected: list[str]
) -> None:
    rows = [{"score_real": 1.0, "score_fake": -1.0, "score_held_out": held_out}] * 10
    assert kinds(rows) == expected
    assert kinds(rows[:9]) == []


def test_a_learning_rate_of_zero_is_named() -> None:
    assert warnings.idle({"drawing": 1e-4}) is None
    found = warnings.idle({"judging": 0.0, "drawing": 0.0})
    assert found is not None
    assert "drawing and judging is 0" in str(found)


def test_the_first_value_that_is_no_number_is_named() -> None:
    assert warnings.not_finite({"a": 1.0}) is None
    assert warnings.not_finite({"a": 1.0, "b": float("inf"), "c": float("nan")}) == "b"
