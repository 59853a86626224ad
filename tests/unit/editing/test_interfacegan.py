"""InterFaceGAN's boundaries."""

from __future__ import annotations

import pytest
import torch
from torch.nn import functional as F

from ganstudio.editing.interfacegan import interpolate, project_boundary, train_boundary


def unit(seed: int) -> torch.Tensor:
    return F.normalize(torch.randn(1, 6, generator=torch.Generator().manual_seed(seed)))


def test_a_boundary_points_to_the_high_scores() -> None:
    codes = torch.randn(200, 6, generator=torch.Generator().manual_seed(0))
    found = train_boundary(codes, codes @ unit(1).T, ratio=0.2)
    assert found.shape == (1, 6)
    assert float(found.norm()) == pytest.approx(1, abs=1e-6)
    assert float(found @ unit(1).T) > 0.9


def test_more_than_half_on_one_side_is_half() -> None:
    codes = torch.randn(9, 6, generator=torch.Generator().manual_seed(0))
    scores = codes[:, 0]
    torch.testing.assert_close(
        train_boundary(codes, scores, ratio=1.0), train_boundary(codes, scores, ratio=0.45)
    )


def test_what_is_left_is_at_right_angles_to_the_conditions_however_they_depend_on_each_other() -> None:
    conditions = [unit(2), unit(3), F.normalize(unit(2) + 0.5 * unit(3)), unit(2)]
    left = project_boundary(unit(1), *conditions)
    assert float(left.norm()) == pytest.approx(1, abs=1e-6)
    torch.testing.assert_close(left @ torch.cat(conditions).T, torch.zeros(1, 4), atol=1e-6, rtol=0)
    assert project_boundary(unit(1)) is not None


def test_an_attribute_that_is_a_condition_leaves_nothing() -> None:
    with pytest.raises(ValueError, match="no direction"):
        project_boundary(unit(1), unit(1), unit(2))


def test_codes_of_one_row_end_at_the_distances_and_codes_of_many_move_by_them() -> None:
    row = torch.randn(1, 6, generator=torch.Generator().manual_seed(7))
    path = interpolate(row, unit(1), -2.0, 2.0, 5)
    torch.testing.assert_close(path @ unit(1).T, torch.linspace(-2, 2, 5)[:, None])
    rows = row[:, None].repeat(1, 3, 1)
    moved = interpolate(rows, unit(1), -2.0, 2.0, 5)
    assert moved.shape == (5, 3, 6)
    torch.testing.assert_close(moved[2], rows[0])
    torch.testing.assert_close(moved[4, 1] - rows[0, 1], 2 * unit(1)[0])
