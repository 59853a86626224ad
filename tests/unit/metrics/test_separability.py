"""Linear separability."""

from __future__ import annotations

import pytest
import torch

from ganstudio.metrics.separability import (
    conditional_entropy,
    joint_distribution,
    most_confident,
    separability,
)


def test_the_clearest_come_first_and_of_equals_the_earlier() -> None:
    predictions = torch.tensor([[0.6, 0.4], [0.1, 0.9], [0.9, 0.1], [0.5, 0.5]])
    assert most_confident(predictions, 3).tolist() == [1, 2, 0]


def test_rows_are_the_sides_and_columns_the_classes() -> None:
    joint = joint_distribution(torch.tensor([1, 1, 0, 1]), torch.tensor([0, 0, 0, 1]))
    assert joint.tolist() == [[0.25, 0], [0.5, 0.25]]


def test_a_side_that_tells_all_leaves_nothing_and_one_that_tells_nothing_leaves_one_bit() -> None:
    assert conditional_entropy(torch.eye(2).double() / 2) == 0
    assert conditional_entropy(torch.full((2, 2), 0.25).double()) == pytest.approx(1)
    one_class = torch.tensor([[1.0, 0.0], [0.0, 0.0]]).double()
    assert conditional_entropy(one_class) == 0


def test_it_is_the_class_that_is_asked_for_given_the_side() -> None:
    joint = torch.tensor([[0.5, 0.0], [0.25, 0.25]]).double()
    assert conditional_entropy(joint) == pytest.approx(0.5)
    assert conditional_entropy(joint.T) == pytest.approx(0.75 * 0.9182958340544896)


def test_the_score_multiplies_over_attributes() -> None:
    assert separability(torch.zeros(40)) == 1
    assert separability(torch.tensor([1.0, 0.5])) == pytest.approx(2**1.5)
