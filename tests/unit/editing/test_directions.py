"""SeFa, GANSpace, StyleCLIP, and the step along a direction."""

from __future__ import annotations

import pytest
import torch

from ganstudio.editing.ganspace import principal_components
from ganstudio.editing.latents import moved, oriented
from ganstudio.editing.sefa import factorize
from ganstudio.editing.styleclip import channel_relevance, channel_weights, style_direction, text_direction


def random(*shape: int) -> torch.Tensor:
    return torch.randn(*shape, generator=torch.Generator().manual_seed(0))


def test_a_step_touches_the_chosen_layers_alone() -> None:
    ws, direction = torch.zeros(2, 4, 3), torch.tensor([1.0, 0.0, -2.0]).double()
    result = moved(ws, direction, 2.0, slice(1, 3))
    assert result[:, 1:3].tolist() == [[[2, 0, -4]] * 2] * 2
    assert not result[:, [0, 3]].any()
    assert not ws.any()
    assert moved(ws, direction, 2.0, [3]).any(2).tolist() == [[False, False, False, True]] * 2
    assert moved(ws, direction, 2.0).any(2).all()


def test_the_largest_entry_decides_the_sign() -> None:
    assert oriented(torch.tensor([[1.0, -3.0], [2.0, -1.0]])).tolist() == [[-1, 3], [2, -1]]


def test_sefa_without_normalisation_gives_singular_vectors() -> None:
    weights = [random(3, 5), 2 * random(4, 5)]
    factors = factorize(weights, normalized=False)
    torch.testing.assert_close(factors.lengths, torch.linalg.svdvals(torch.cat(weights).double()))
    stretched = (torch.cat(weights).double() @ factors.directions.T).norm(dim=0)
    torch.testing.assert_close(stretched, factors.lengths)


def test_normalised_sefa_forgets_the_scale_of_each_output() -> None:
    weight = random(4, 5)
    scaled = weight * torch.tensor([[0.1], [5.0], [1.0], [2.0]])
    torch.testing.assert_close(factorize([scaled]).lengths, factorize([weight]).lengths)
    # Four outputs leave a direction that nothing depends on.
    assert float(factorize([weight]).lengths[-1]) < 1e-6


def test_components_describe_the_cloud() -> None:
    latents = random(300, 3) * torch.tensor([0.5, 4.0, 2.0]) + 7
    found = principal_components(latents, 2)
    assert found.directions.abs().argmax(dim=1).tolist() == [1, 2]
    torch.testing.assert_close(
        ((latents.double() - found.mean) @ found.directions.T).std(dim=0), found.deviations
    )
    assert float(found.shares.sum()) < 1 < float(principal_components(latents, 3).shares.sum()) + 1e-9
    biased = principal_components(latents, 2, unbiased=False)
    torch.testing.assert_close(biased.deviations**2 * 300, found.deviations**2 * 299)


def test_a_channel_that_moves_with_the_text_is_relevant() -> None:
    low, high = torch.tensor([1.0, 0.0, 0.0]), torch.tensor([0.0, 1.0, 0.0])
    features = torch.stack([torch.stack([low, high]), torch.stack([high, low])])[:, None].repeat(1, 4, 1, 1)
    direction = text_direction(5 * high, 2 * low)
    weights = channel_weights(channel_relevance(features), direction, 0.1)
    torch.testing.assert_close(weights, torch.tensor([1.0, -1.0]).double())


def test_channels_below_the_threshold_stay() -> None:
    relevance = torch.tensor([[0.6, 0.8], [0.2, -0.1], [-0.9, 0.0]]).double()
    weights = channel_weights(relevance, torch.tensor([1.0, 0.0]).double(), 0.3)
    assert weights.tolist() == [pytest.approx(2 / 3), 0, -1]
    assert not channel_weights(relevance, torch.tensor([1.0, 0.0]).double(), 0.95).any()


def test_in_style_space_the_weights_count_deviations_and_to_rgb_stays() -> None:
    direction = style_direction(
        torch.tensor([1.0, -0.5]), torch.tensor([2.0, 7.0, 4.0]), torch.tensor([False, True, False])
    )
    assert direction.tolist() == [2, 0, -2]
