from __future__ import annotations

import torch
from torch.nn import functional as F

from ganstudio.networks.antialias import BlurDown, BlurUp


def test_flat_pictures_stay_flat() -> None:
    flat = torch.full((1, 2, 6, 8), 0.75)
    assert torch.equal(BlurDown(2)(flat), flat[..., :3, :4])
    torch.testing.assert_close(BlurUp(2)(flat), torch.full((1, 2, 12, 16), 0.75))


def test_a_dot_spreads_as_the_filter_says() -> None:
    dot = torch.zeros(1, 1, 5, 5)
    dot[..., 2, 2] = 16
    assert BlurDown(1)(dot)[0, 0].tolist() == [[0, 0, 0], [0, 4, 0], [0, 0, 0]]
    assert BlurUp(1)(dot)[0, 0, 4].tolist() == [0, 0, 0, 3, 9, 9, 3, 0, 0, 0]


def test_up_is_bilinear_interpolation() -> None:
    image = torch.rand(2, 3, 5, 7)
    torch.testing.assert_close(BlurUp(3)(image), F.interpolate(image, scale_factor=2, mode="bilinear"))


def test_odd_sides_are_rounded_up() -> None:
    assert BlurDown(1)(torch.zeros(1, 1, 5, 8)).shape == (1, 1, 3, 4)
