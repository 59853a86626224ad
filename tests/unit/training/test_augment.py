"""What discriminators are shown instead of the pictures themselves."""

from __future__ import annotations

import pytest
import torch

from ganstudio.engine.randomness import Randomness
from ganstudio.training.augment.diffaugment import POLICIES, cutout, diffaugment, translation

MANY = 400


def pictures(n: int = 4, side: int = 16) -> torch.Tensor:
    return torch.rand(n, 3, side, side, generator=torch.Generator().manual_seed(0)) * 2 - 1


def test_diffaugment_of_nothing_is_the_picture_itself() -> None:
    assert diffaugment(pictures(), "none", Randomness()) is not None
    assert torch.equal(diffaugment(pictures(), "none", Randomness()), pictures())


@pytest.mark.parametrize("policy", [policy for policy in POLICIES if policy != "none"])
def test_diffaugment_changes_each_picture_differently_and_lets_gradients_through(policy: str) -> None:
    images = pictures(1).expand(6, -1, -1, -1).clone().requires_grad_()
    changed = diffaugment(images, policy, Randomness(1))
    assert changed.shape == images.shape
    assert all(not torch.equal(changed[0], other) for other in changed[1:])
    (gradient,) = torch.autograd.grad(changed.square().sum(), images, create_graph=True)
    (second,) = torch.autograd.grad(gradient.square().sum(), images)
    assert gradient.isfinite().all()
    assert second.abs().sum() > 0


def test_colours_move_as_far_as_the_paper_says() -> None:
    flat = torch.full((MANY, 3, 4, 4), 0.25)
    brightness = diffaugment(flat, "colour", Randomness(2))[:, 0, 0, 0] - 0.25
    assert brightness.min() < -0.45
    assert brightness.max() > 0.45
    assert brightness.abs().max() <= 0.5
    # With the mean taken off, contrast scales what is left by 0.5 to 1.5.
    two = torch.cat([torch.full((MANY, 3, 4, 2), -1.0), torch.full((MANY, 3, 4, 2), 1.0)], 3)
    contrast = diffaugment(two, "colour", Randomness(3)).std(dim=(1, 2, 3)) / two[:1].std()
    assert 0.5 <= contrast.min() < 0.55
    assert 1.45 < contrast.max() <= 1.5


def test_translation_moves_by_up_to_an_eighth_and_fills_with_nothing() -> None:
    image = torch.zeros(MANY, 3, 16, 16)
    image[:, :, 8, 8] = 1
    moved = translation(image, Randomness(4))
    rows, columns = moved[:, 0].amax(2).argmax(1), moved[:, 0].amax(1).argmax(1)
    assert set(rows.tolist()) == set(columns.tolist()) == set(range(6, 11))
    assert torch.equal(moved.sum((1, 2, 3)), torch.full((MANY,), 3.0))
    full = translation(torch.ones(MANY, 3, 16, 16), Randomness(4))
    assert float(full.sum((1, 2, 3)).min()) == 3 * 14 * 14


def test_cutout_takes_a_square_of_half_the_side() -> None:
    cut = cutout(torch.ones(MANY, 3, 16, 16), Randomness(5))
    holes = (cut[:, 0] == 0).sum((1, 2))
    assert float(holes.max()) == 64
    assert float(holes.min()) < 40
    assert torch.equal(cut[:, 0], cut[:, 2])


def test_processes_change_their_rows_as_one_process_would() -> None:
    images = pictures(4)
    whole = diffaugment(images, "colour+translation+cutout", Randomness(6))
    parts = [
        diffaugment(images[2 * rank : 2 * rank + 2], "colour+translation+cutout", Randomness(6, rank, 2))
        for rank in range(2)
    ]
    assert torch.equal(whole, torch.cat(parts))
