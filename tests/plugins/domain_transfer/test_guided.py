"""The parts that carry a change from a small picture to a large one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import torch

Run = Callable[..., Any]


def test_oklab_has_its_authors_values_and_goes_back(modules: Run) -> None:
    colour = modules("colour")
    red = colour.to_oklab(colour.to_linear(torch.tensor([1.0, 0.0, 0.0]).view(3, 1)))
    assert red.flatten().tolist() == pytest.approx([0.628, 0.2249, 0.1258], abs=1e-3)
    levels = torch.linspace(0, 1, 18)
    rgb = torch.stack(torch.meshgrid(levels, levels, levels, indexing="ij")).flatten(1)
    assert float((colour.to_srgb(colour.to_oklab(colour.to_linear(rgb))) - rgb).abs().max()) < 1e-3


def test_a_change_that_is_affine_in_the_colours_is_found(modules: Run) -> None:
    guided = modules("guided")
    guide = torch.rand(3, 24, 32, generator=torch.Generator().manual_seed(0))
    matrix, offset = torch.tensor([[0.5, 0.1, 0.0], [0.0, -0.4, 0.2], [0.3, 0.0, 0.1]]), 0.05
    change = torch.einsum("ij,jhw->ihw", matrix, guide) + offset
    found = guided.applied(guided.affine(guide, change, 3), guide)
    assert float((found - change).abs().max()) < 0.01


def test_the_change_follows_the_edges_of_the_large_picture(modules: Run) -> None:
    """A network draws edges softly; brought to the picture they are sharp again, without a halo."""
    guided, enlarging = modules("guided"), modules("enlarging")
    large = torch.zeros(3, 160, 160)
    large[:, :, 83:] = 0.6
    small = torch.nn.functional.avg_pool2d(large, 10)
    soft = torch.nn.functional.avg_pool2d(small[None], 3, 1, 1, count_include_pad=False)[0]
    coefficients = guided.affine(small, 0.5 * soft, 2)
    change = guided.applied(enlarging.Enlarged(coefficients, 160, 160).rows(0, 160), large)
    plain = enlarging.Enlarged(0.5 * soft, 160, 160).rows(0, 160)

    def wrong(found: torch.Tensor) -> float:
        return float((found - 0.5 * large).abs()[..., 60:110].mean())

    assert wrong(change) < 0.5 * wrong(plain)


def test_enlarging_keeps_slopes_straight_in_any_bands(modules: Run) -> None:
    enlarged = modules("enlarging").Enlarged(
        torch.arange(12.0).view(1, 12, 1) + 100 * torch.arange(9.0), 31, 1100
    )
    whole = enlarged.rows(0, 31)
    rows = (torch.arange(31) + 0.5) * 12 / 31 - 0.5
    columns = (torch.arange(1100) + 0.5) * 9 / 1100 - 0.5
    inside = (slice(6, 25), slice(260, 840))
    expected = rows[:, None] + 100 * columns
    np.testing.assert_allclose(whole[0][inside], expected[inside], atol=2e-3)
    banded = torch.cat([enlarged.rows(top, min(top + 4, 31)) for top in range(0, 31, 4)], 1)
    assert torch.allclose(whole, banded, atol=1e-4)
