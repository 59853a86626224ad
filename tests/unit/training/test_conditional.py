"""Conditional losses where their value or their sense is known."""

from __future__ import annotations

import math

import pytest
import torch

from ganstudio.training import conditional

# Two images of class 0 that look alike, one of class 1 at a right angle; each has its class's own direction.
EMBEDDINGS = torch.tensor([[1.0, 0.0], [1.0, 0.0], [0.0, 1.0]])
PROXIES = EMBEDDINGS.clone()
LABELS = torch.tensor([0, 0, 1])


def test_the_contrastive_loss_counts_who_is_alike() -> None:
    e = math.e
    alike, alone = math.log((2 * e + 1) / (2 * e)), math.log((e + 2) / e)
    loss = conditional.contrastive(EMBEDDINGS, PROXIES, LABELS)
    assert float(loss) == pytest.approx((2 * alike + alone) / 3)
    scaled = conditional.contrastive(7 * EMBEDDINGS, 3 * PROXIES, LABELS)
    torch.testing.assert_close(scaled, loss)


def test_the_contrastive_loss_of_cool_embeddings_stays_finite() -> None:
    embeddings = EMBEDDINGS.clone().requires_grad_()
    conditional.contrastive(embeddings, PROXIES, LABELS, temperature=0.001).backward()
    assert embeddings.grad is not None
    assert embeddings.grad.isfinite().all()


def test_data_to_data_asks_nothing_beyond_the_margins() -> None:
    embeddings = torch.tensor([[1.0, 0.0], [-1.0, 0.0]], requires_grad=True)
    loss = conditional.data_to_data(embeddings, embeddings.detach(), torch.tensor([0, 1]))
    loss.backward()
    torch.testing.assert_close(embeddings.grad, torch.zeros(2, 2))


def test_data_to_data_pulls_to_the_class_and_pushes_off_others() -> None:
    good = conditional.data_to_data(EMBEDDINGS, PROXIES, LABELS)
    assert conditional.data_to_data(EMBEDDINGS, PROXIES.roll(1, 0), LABELS) > good
    blurred = torch.tensor([[1.0, 0.0], [1.0, 0.0], [1.0, 0.1]])
    assert conditional.data_to_data(blurred, blurred, LABELS) > good


def test_the_multi_hinge_asks_for_a_margin_over_the_best_wrong_score() -> None:
    scores = torch.tensor([[3.0, 1.0, 2.5], [0.0, 5.0, 1.0]])
    assert float(conditional.multi_hinge(scores, torch.tensor([0, 1]))) == pytest.approx(0.25)
    assert float(conditional.multi_hinge(scores, torch.tensor([0, 0]))) == pytest.approx((0.5 + 6) / 2)


def test_attributes_are_summed_and_images_averaged() -> None:
    logits = torch.zeros(2, 5)
    loss = conditional.attributes(logits, torch.ones(2, 5))
    assert float(loss) == pytest.approx(5 * math.log(2))
    assert float(conditional.classification(torch.zeros(2, 4), LABELS[:2])) == pytest.approx(math.log(4))


def test_a_wrong_text_counts_as_much_as_a_generated_image() -> None:
    half = torch.tensor([0.5])
    assert float(conditional.matching_aware(half, half)) == pytest.approx(2 * math.log(2))
    assert float(conditional.matching_aware(half, half, half)) == pytest.approx(3 * math.log(2))


def test_the_smoothed_label_is_the_best_probability() -> None:
    right = torch.tensor([0.9], requires_grad=True)
    conditional.matching_aware(right, torch.tensor([0.5]), real_label=0.9).backward()
    torch.testing.assert_close(right.grad, torch.zeros(1), atol=1e-5, rtol=0)


def test_certain_probabilities_cost_much_but_not_without_end() -> None:
    assert conditional.cross_entropy_with(torch.tensor([0.0]), 1.0) == 100.0


def test_the_generator_of_texts_pays_for_features_and_pixels() -> None:
    sure, zeros, ones = torch.ones(2), torch.zeros(2, 3, 2, 2), torch.ones(2, 3, 2, 2)
    assert float(conditional.text_to_image(sure, (zeros, ones), (zeros, 2 * ones))) == 100 + 2 * 50
    assert float(conditional.text_to_image(sure, (zeros, zeros), (zeros, zeros))) == 0.0
