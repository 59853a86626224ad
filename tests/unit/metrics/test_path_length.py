"""Perceptual path length."""

from __future__ import annotations

import math

import pytest
import torch
from torch import Tensor

from ganstudio.metrics.path_length import (
    filtered_mean,
    latents_on_path,
    path_distances,
    percentiles,
    prepare,
)


def doubled_rows(z: Tensor) -> Tensor:
    return (2 * z)[:, None].repeat(1, 3, 1)


def test_in_z_the_arc_is_mapped_and_in_w_the_ends_are() -> None:
    z0, z1, t = torch.tensor([[4.0, 0.0]]), torch.tensor([[0.0, 4.0]]), torch.tensor([0.5])
    before, after = latents_on_path(doubled_rows, z0, z1, t, space="z", epsilon=0.5)
    torch.testing.assert_close(before, torch.full((1, 3, 2), math.sqrt(2)))
    torch.testing.assert_close(after, torch.tensor([0.0, 2.0]).expand(1, 3, 2), atol=1e-6, rtol=0)
    before, after = latents_on_path(doubled_rows, z0, z1, t, space="w", epsilon=0.25)
    torch.testing.assert_close(before, torch.full((1, 3, 2), 4.0))
    torch.testing.assert_close(after, torch.tensor([2.0, 6.0]).expand(1, 3, 2))


def test_pictures_are_cropped_to_the_face_then_reduced_and_stretched_to_bytes() -> None:
    assert prepare(torch.zeros(1, 1, 1024, 1024), crop=False).shape == (1, 3, 256, 256)
    assert prepare(torch.zeros(1, 3, 1024, 1024), crop=True).shape == (1, 3, 128, 128)
    marked = torch.full((1, 1, 32, 32), -1.0)
    marked[..., 12:28, 8:24] = 1.0
    assert prepare(marked, crop=True).tolist() == torch.full((1, 3, 16, 16), 255.0).tolist()
    assert prepare(marked, crop=False).mean() == pytest.approx(255 / 4)


def test_distances_are_per_step_squared() -> None:
    before, after = torch.zeros(2, 2), torch.tensor([[3.0, 4.0], [0.0, 0.0]])
    assert path_distances(before, after, epsilon=0.5).tolist() == [100.0, 0.0]


def test_outliers_on_both_sides_do_not_count() -> None:
    distances = torch.cat([torch.full((98,), 7.0), torch.tensor([-1e9, 1e9])])
    assert percentiles(distances) == (-1e9, 1e9)
    # Of 101 values the percentiles fall on the second and the last but one.
    longer = torch.cat([distances, torch.tensor([7.0])])
    assert percentiles(longer) == (7.0, 7.0)
    assert filtered_mean(longer) == 7.0
