"""OASIS's loss against its formula, and its discriminator in the SPADE recipe."""

from __future__ import annotations

import math

import pytest
import torch

from ganstudio.networks.oasis import SegmentationDiscriminator, SegmentationDiscriminatorConfig
from ganstudio.training.segmentation_loss import as_generated, as_labelled, class_weights


def test_a_rare_class_weighs_more_and_an_absent_one_nothing() -> None:
    labels = torch.tensor([[[0, 0, 0, 1]]])
    assert class_weights(labels, 3).tolist() == pytest.approx([4 / 6, 2.0, 0.0])


def test_weights_average_to_one_over_the_pixels() -> None:
    labels = torch.randint(0, 5, (2, 8, 8), generator=torch.Generator().manual_seed(0))
    assert float(class_weights(labels, 5)[labels].mean()) == pytest.approx(1.0)


def test_undecided_scores_cost_log_of_the_number_of_answers() -> None:
    labels = torch.tensor([[[0, 1], [1, 0]]])
    scores = torch.zeros(1, 4, 2, 2)
    assert float(as_labelled(scores, labels)) == pytest.approx(math.log(4))
    assert float(as_generated(scores)) == pytest.approx(math.log(4))


def test_pixels_of_no_class_count_for_nothing() -> None:
    scores = torch.randn(1, 4, 2, 2, generator=torch.Generator().manual_seed(0))
    assert float(as_labelled(scores, torch.full((1, 2, 2), 255))) == 0.0


def test_the_right_answer_is_cheap_and_the_last_plane_means_generated() -> None:
    scores = torch.zeros(1, 3, 1, 1)
    scores[:, 2] = 20.0
    assert float(as_generated(scores)) < 1e-6
    assert float(as_labelled(scores, torch.zeros(1, 1, 1, dtype=torch.long))) > 10


def test_the_discriminator_names_every_pixel() -> None:
    network = SegmentationDiscriminator(SegmentationDiscriminatorConfig(in_channels=5, classes=6, width=4))
    *features, scores = network(torch.randn(2, 5, 32, 48))
    assert scores.shape == (2, 7, 32, 48)
    assert [feature.shape[-1] for feature in features] == [3, 6, 12, 24, 48]
