"""ADA: its changes of pictures, and how often they happen."""

from __future__ import annotations

from math import pi

import pytest
import torch

from ganstudio.engine.randomness import Randomness
from ganstudio.training.augment.ada import AdaConfig, _colours, _Draw, _gains, _places, ada
from ganstudio.training.augment.ada_control import AdaControl
from ganstudio.training.augment.filter_bank import BANDS, bank, filtered
from ganstudio.training.augment.warp import warp
from ganstudio.training.recipe import alone
from ganstudio.training.regularizers import zero_centred_penalty

EVERYTHING = AdaConfig(True, True, True, True, True, True)
SIDE = 32


def pictures(n: int = 2, side: int = SIDE) -> torch.Tensor:
    """Slow waves, without edges that any resampling would soften."""
    places = (torch.arange(side) + 0.5) / side * 2 * pi
    wave = torch.sin(2 * places + 0.6)[None, :] * torch.cos(3 * places + 1.9)[:, None]
    return torch.stack([wave, -wave, wave.T])[None].expand(n, -1, -1, -1).clone() * 0.8


def always(n: int) -> _Draw:
    return _Draw(n, torch.ones(()), Randomness(0))


def test_without_probability_nothing_changes() -> None:
    assert torch.equal(ada(pictures(), torch.zeros(()), Randomness(), EVERYTHING), pictures())


@pytest.mark.parametrize("group", ["blit", "geometry", "colour", "filter", "noise", "cutout"])
def test_each_group_changes_each_picture_differently_and_lets_gradients_through(group: str) -> None:
    config = AdaConfig(**{name: name == group for name in vars(EVERYTHING)})
    images = pictures(6).requires_grad_()
    changed = ada(images, torch.ones(()), Randomness(1), config)
    assert changed.shape == images.shape
    assert len(changed.detach().unique(dim=0)) == 6
    assert all(not torch.equal(picture, images[0]) for picture in changed)
    (gradient,) = torch.autograd.grad(changed.square().sum(), images)
    assert gradient.isfinite().all()
    assert gradient.abs().sum() > 0


def test_the_probability_is_that_of_each_change() -> None:
    draw = _Draw(4000, torch.tensor(0.3), Randomness(2))
    colours, untouched = _colours(draw), torch.eye(4)
    shares = [(draw.spread(1.0) != 0), (draw.factor(1.0) != 1), (draw.between(1.0) != 0)]
    assert all(abs(float(share.float().mean()) - 0.3) < 0.03 for share in shares)
    same = (colours == untouched).flatten(1).all(1).float().mean()
    # Four of the five kinds always show; the luma flip half of the time.
    assert float(same) == pytest.approx(0.7**4 * 0.85, abs=0.03)


def test_two_turns_together_have_the_probability_of_one() -> None:
    draw = _Draw(4000, torch.tensor(0.5), Randomness(3))
    matrices = _places(draw, AdaConfig(blit=False, colour=False), SIDE)[:, :2, :2]
    straight = (matrices[:, 0, 1] == 0) & (matrices[:, 1, 0] == 0)
    assert float(straight.float().mean()) == pytest.approx(0.5, abs=0.03)


def test_places_and_colours_are_spread_as_in_the_paper() -> None:
    matrices = _places(always(4000), AdaConfig(blit=False), SIDE)
    sizes = torch.linalg.det(matrices[:, :2, :2]).log2()
    # The isotropic factor counts twice in an area, the anisotropic one not at all.
    assert float(sizes.std()) == pytest.approx(0.4, rel=0.08)
    colours = _colours(always(4000))
    grey = torch.ones(3) / 3**0.5
    brightness = (colours[:, :3, 3] @ grey).abs() / _contrasts(colours) / 3**0.5
    assert float(brightness.square().mean().sqrt()) == pytest.approx(0.2, rel=0.08)
    assert float(_contrasts(colours).log2().std()) == pytest.approx(0.5, rel=0.08)


def _contrasts(colours: torch.Tensor) -> torch.Tensor:
    """Grey stays grey under hue and saturation: its length is the contrast."""
    grey = torch.ones(3) / 3**0.5
    return (colours[:, :3, :3] @ grey).norm(dim=1)


def test_a_warp_by_nothing_is_nothing() -> None:
    images = torch.rand(2, 3, SIDE, SIDE)
    torch.testing.assert_close(warp(images, torch.eye(3).expand(2, 3, 3)), images, atol=2e-5, rtol=0)


def test_a_warp_mirrors_turns_and_moves_where_it_should() -> None:
    images = pictures()
    mirrored = torch.diag(torch.tensor([-1.0, 1, 1])).expand(2, 3, 3)
    torch.testing.assert_close(warp(images, mirrored), images.flip(-1), atol=0.08, rtol=0)
    quarter = torch.tensor([[0.0, -1, 0], [1, 0, 0], [0, 0, 1]]).expand(2, 3, 3)
    torch.testing.assert_close(warp(images, quarter), images.rot90(1, (-2, -1)), atol=0.08, rtol=0)
    moved = torch.tensor([[1.0, 0, 3], [0, 1, -2], [0, 0, 1]]).expand(2, 3, 3)
    torch.testing.assert_close(warp(images, moved)[:, :, 2:, :-3], images[:, :, :-2, 3:], atol=1e-4, rtol=0)


def test_a_warp_has_second_derivatives() -> None:
    images = torch.rand(1, 1, 8, 8, dtype=torch.float64, requires_grad=True)
    matrix = torch.tensor([[[0.8, -0.3, 1.2], [0.3, 1.1, -0.6], [0, 0, 1]]])
    assert torch.autograd.gradcheck(lambda x: warp(x, matrix), images)
    assert torch.autograd.gradgradcheck(lambda x: warp(x, matrix), images)


def test_r1_reaches_the_discriminator_through_the_changes() -> None:
    conv = torch.nn.Conv2d(3, 1, 3)

    def score(images: torch.Tensor) -> torch.Tensor:
        return conv(ada(images, torch.ones(()), Randomness(4))).square().mean((1, 2, 3))

    zero_centred_penalty(score, pictures()).backward()
    assert conv.weight.grad is not None
    assert conv.weight.grad.abs().sum() > 0


def test_bands_are_the_picture_together_and_do_not_shift_it() -> None:
    impulse = torch.zeros(bank().shape[1])
    impulse[len(impulse) // 2] = 1
    torch.testing.assert_close(bank().sum(0), impulse)
    torch.testing.assert_close(bank(), bank().flip(1))
    torch.testing.assert_close(bank().sum(1), torch.eye(BANDS)[0], atol=1e-6, rtol=0)
    torch.testing.assert_close(filtered(pictures(), torch.ones(2, BANDS)), pictures())


def test_gains_keep_the_power_of_natural_pictures() -> None:
    power = torch.tensor([10.0, 1, 1, 1]) / 13
    gains = _gains(always(1)) / _gains(_Draw(1, torch.zeros(()), Randomness()))
    assert gains.shape == (1, BANDS)
    assert torch.equal(_gains(_Draw(3, torch.zeros(()), Randomness())), torch.ones(3, BANDS))
    many = _gains(always(2000))
    assert 0.5 < float((power * many.square()).sum(1).median()) < 2


def test_processes_change_their_rows_as_one_process_would() -> None:
    images = torch.rand(4, 3, SIDE, SIDE)
    whole = ada(images, torch.tensor(0.7), Randomness(6), EVERYTHING)
    parts = [
        ada(images[2 * rank : 2 * rank + 2], torch.tensor(0.7), Randomness(6, rank, 2), EVERYTHING)
        for rank in range(2)
    ]
    torch.testing.assert_close(whole, torch.cat(parts), atol=1e-4, rtol=1e-4)


@pytest.mark.parametrize("sure", [1.0, -1.0])
def test_the_probability_goes_from_0_to_1_within_so_many_pictures(sure: float) -> None:
    control = AdaControl(100, torch.device("cpu"), kilo_images=10, start=0.0 if sure > 0 else 1.0)
    for _ in range(48):
        control.observe(torch.full((100, 1), sure), alone)
    assert float(control.p) == pytest.approx(0.48 if sure > 0 else 0.52, abs=1e-4)
    for _ in range(100):
        control.observe(torch.full((100, 1), sure), alone)
    assert float(control.p) == pytest.approx(1.0 if sure > 0 else 0.0)
    assert float(control.told()["ada_r"]) == sure


def test_the_probability_settles_where_the_target_is_met() -> None:
    """A discriminator that knows pictures the less, the more they are changed."""
    control, random = AdaControl(64, torch.device("cpu"), kilo_images=5), Randomness(0)
    for _ in range(1000):
        known = 1 - float(control.p) / 2
        control.observe(known - random.rand(64), alone)
    assert float(control.r) == pytest.approx(0.6, abs=0.2)
    assert float(control.p) == pytest.approx(0.4, abs=0.1)


def test_it_moves_every_fourth_step_only_and_goes_on_from_its_state() -> None:
    control, other = (AdaControl(10, torch.device("cpu"), kilo_images=1) for _ in range(2))
    for _ in range(3):
        control.observe(torch.ones(10), alone)
    assert float(control.p) == 0
    other.load_state_dict(control.state_dict())
    other.observe(torch.ones(10), alone)
    assert float(other.p) == pytest.approx(0.04)
