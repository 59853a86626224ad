from __future__ import annotations

import pytest
import torch

from ganstudio.metrics.colour import colour_error, to_cielab


def picture(*rgb: float) -> torch.Tensor:
    return (torch.tensor(rgb).view(1, 3, 1, 1) * 2 - 1).float()


@pytest.mark.parametrize(
    ("rgb", "lab"),
    [
        # Bruce Lindbloom's calculator (brucelindbloom.com), sRGB and D65.
        ((1, 1, 1), (100, 0, 0)),
        ((1, 0, 0), (53.24, 80.09, 67.20)),
        ((0, 0, 1), (32.30, 79.19, -107.86)),
        ((0.02, 0.02, 0.02), (1.40, 0, 0)),
    ],
)
def test_known_colours(rgb: tuple[float, ...], lab: tuple[float, ...]) -> None:
    assert to_cielab(picture(*rgb)).flatten().tolist() == pytest.approx(lab, abs=0.05)


def test_the_error_is_the_way_from_colour_to_colour() -> None:
    assert colour_error(picture(1, 1, 1), picture(0, 0, 0)).tolist() == [[[pytest.approx(100, abs=0.01)]]]
    assert not colour_error(picture(0.3, 0.6, 0.9), picture(0.3, 0.6, 0.9)).any()
