"""Regularisers on discriminators whose gradients are known."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor

from ganstudio.training import regularizers

IMAGES = torch.linspace(-1, 1, 3 * 2 * 4).reshape(3, 2, 2, 2)


def slope(x: Tensor) -> Tensor:
    """Its gradient has the length 3 everywhere: 8 pixels, 3 / sqrt(8) each."""
    return x.flatten(1).sum(dim=1) * 3 / 8**0.5


def parabola(x: Tensor) -> Tensor:
    """Its gradient is the image."""
    return 0.5 * x.square().flatten(1).sum(dim=1)


def test_a_constant_slope_is_penalised_by_its_excess() -> None:
    assert float(regularizers.gradient_penalty(slope, IMAGES)) == pytest.approx(4.0)
    assert float(regularizers.gradient_penalty(slope, IMAGES, target=3.0)) == pytest.approx(0.0, abs=1e-9)
    assert float(regularizers.max_gradient_penalty(slope, IMAGES)) == pytest.approx(9.0)
    assert float(regularizers.zero_centred_penalty(slope, IMAGES)) == pytest.approx(4.5)


def test_one_sided_penalties_let_gradients_be_shorter() -> None:
    short = lambda x: slope(x) / 6  # noqa: E731
    assert float(regularizers.gradient_penalty(short, IMAGES)) == pytest.approx(0.25)
    assert float(regularizers.gradient_penalty(short, IMAGES, one_sided=True)) == 0.0
    assert float(regularizers.gradient_penalty(slope, IMAGES, one_sided=True)) == pytest.approx(4.0)


def test_each_image_has_its_own_gradient() -> None:
    torch.testing.assert_close(regularizers.score_gradients(parabola, IMAGES), IMAGES.flatten(1))
    lengths = IMAGES.flatten(1).square().sum(dim=1)
    torch.testing.assert_close(regularizers.max_gradient_penalty(parabola, IMAGES), lengths.max())
    torch.testing.assert_close(regularizers.zero_centred_penalty(parabola, IMAGES), lengths.mean() / 2)


def test_a_penalty_trains_the_discriminator_but_not_what_made_the_images() -> None:
    weight, made = torch.tensor(2.0, requires_grad=True), IMAGES.clone().requires_grad_()
    regularizers.zero_centred_penalty(lambda x: weight * parabola(x), made * 1).backward()
    assert weight.grad is not None
    assert made.grad is None


def test_a_map_of_scores_counts_by_its_sum() -> None:
    whole = regularizers.score_gradients(slope, IMAGES)
    parts = regularizers.score_gradients(lambda x: x * 3 / 8**0.5, IMAGES)
    torch.testing.assert_close(parts, whole)


def test_flat_discriminators_have_a_finite_gradient() -> None:
    weight = torch.tensor(0.0, requires_grad=True)
    regularizers.gradient_penalty(lambda x: weight * slope(x), IMAGES).backward()
    assert weight.grad is not None
    assert weight.grad.isfinite()


def test_points_lie_between_and_around() -> None:
    real, fake = torch.zeros(2, 1, 2, 2), torch.ones(2, 1, 2, 2)
    mixed = regularizers.between(real, fake, torch.tensor([[1.0], [0.25]]))
    assert mixed.flatten(1).tolist() == [[0.0] * 4, [0.75] * 4]
    noise = torch.ones_like(IMAGES)
    moved = regularizers.around(IMAGES, torch.tensor([0.0, 1.0, 0.5]), noise) - IMAGES
    deviation = float(IMAGES.std())
    expected = torch.tensor([0.0, 0.5 * deviation, 0.25 * deviation])[:, None].expand(3, 8)
    torch.testing.assert_close(moved.flatten(1), expected)


def test_lecam_starts_where_scores_leave_the_averages_of_the_others() -> None:
    averages = {"average_real": 1.0, "average_fake": -1.0}
    assert float(regularizers.lecam(torch.tensor([-1.5]), torch.tensor([1.5]), **averages)) == 0.0
    assert float(regularizers.lecam(torch.tensor([1.0]), torch.tensor([0.0]), **averages)) == 5.0


def test_the_context_is_what_no_mask_covers_before_or_after() -> None:
    masks = -torch.ones(1, 2, 2, 2)
    masks[0, 0, 0, 0] = masks[0, 1, 0, 0] = masks[0, 1, 1, 1] = 1
    assert regularizers.union_of_masks(masks)[0, 0].tolist() == [[1, -1], [-1, 1]]
    later = -torch.ones(1, 2, 2, 2)
    later[0, 0, 0, 1] = 1
    weight = regularizers.context_weight(masks, later)
    assert weight[0, 0].tolist() == [[0, 0], [1, 0]]
    source, target = torch.zeros(1, 3, 2, 2), torch.full((1, 3, 2, 2), 2.0)
    assert float(regularizers.context_preserving(source, target, weight)) == 0.5
