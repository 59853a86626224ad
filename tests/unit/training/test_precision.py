"""Scaled losses, for numbers with a small range."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from torch import nn

from ganstudio.errors import InputError
from ganstudio.training.precision import LossScale, all_finite, autocast, resolve


def parameter(grad: float) -> nn.Parameter:
    made = nn.Parameter(torch.ones(2))
    made.grad = torch.full((2,), grad)
    return made


def test_the_factor_is_taken_out_again() -> None:
    scale, weight = LossScale(8.0), parameter(16.0)
    scale.unscale([weight])
    assert weight.grad is not None
    assert weight.grad.tolist() == [2, 2]


def test_gradients_that_overflow_are_dropped_and_the_factor_halves_after_the_step() -> None:
    scale = LossScale(8.0)
    weights = [parameter(16.0), parameter(float("inf"))]
    scale.unscale(weights)
    assert [weight.grad for weight in weights] == [None, None]
    # A second network of the same step was scaled by the same factor.
    assert scale.value == 8
    scale.finish_step()
    assert scale.value == 4


def test_the_factor_grows_after_many_good_steps_and_is_remembered() -> None:
    scale = LossScale(8.0)
    for _ in range(1999):
        scale.finish_step()
    again = LossScale(2.0)
    again.load_state_dict(scale.state_dict())
    again.finish_step()
    assert (scale.value, again.value) == (8, 16)


def test_nothing_is_scaled_in_other_precisions() -> None:
    scale, weight = LossScale.for_precision("bf16"), parameter(float("nan"))
    scale.unscale([weight])
    scale.finish_step()
    scale.load_state_dict({"value": 65536.0, "good": 3})
    assert scale.value == 1
    assert weight.grad is not None


def test_auto_is_what_is_faster_here(home: Path) -> None:
    cpu = torch.device("cpu")
    assert resolve("auto", cpu) in ("32", "bf16")
    assert resolve("auto", torch.device("mps")) == "32"
    assert resolve("bf16", cpu) == "bf16"
    with pytest.raises(InputError, match="CUDA"):
        resolve("fp16", cpu)


def test_products_are_in_the_chosen_numbers() -> None:
    cpu = torch.device("cpu")
    for precision, dtype in (("32", torch.float32), ("bf16", torch.bfloat16)):
        with autocast(precision, cpu):  # type: ignore[arg-type]
            assert (torch.ones(2, 2) @ torch.ones(2, 2)).dtype == dtype


def test_one_number_that_is_none_is_found() -> None:
    assert all_finite([])
    assert all_finite([torch.ones(3), torch.zeros(2)])
    assert not all_finite([torch.ones(3), torch.tensor([1.0, float("nan")])])
