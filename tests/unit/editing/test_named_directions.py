"""Directions with a meaning, learned from what a scorer sees in a small generator's pictures."""

from __future__ import annotations

from dataclasses import replace

import pytest
import torch
from torch import Tensor

from ganstudio.checkpoints.load import load
from ganstudio.editing.directions import edited
from ganstudio.editing.finding import find_directions, independent
from ganstudio.editing.generator import LatentGenerator
from ganstudio.editing.latent_text import Edit
from ganstudio.editing.named_directions import (
    REACH,
    STEPS,
    Slider,
    effects_of,
    from_labels,
    learn,
    ridge_weights,
    row_ranges,
    sample,
)
from ganstudio.errors import InputError
from tests.support.stylegan import small_generator

ATTRIBUTES = ("red", "bright", "nothing")


def score(pictures: Tensor) -> Tensor:
    red, green, blue = pictures.mean(dim=(2, 3)).unbind(dim=1)
    return torch.stack([red - green, red + green + blue, torch.zeros_like(red)], dim=1)


@pytest.fixture(scope="module")
def generator(tmp_path_factory: pytest.TempPathFactory) -> LatentGenerator:
    path = small_generator(tmp_path_factory.mktemp("generator") / "model.safetensors")
    return LatentGenerator.of(load(path))


def test_a_slider_moves_its_own_attribute_most_and_what_cannot_be_moved_gets_none(
    generator: LatentGenerator,
) -> None:
    samples = sample(generator, score, ATTRIBUTES, 300)
    sliders = (Slider("Redness", "red", "Colour"), Slider("Light", "bright"), Slider("Ghost", "nothing"))
    found = learn(generator, score, samples, sliders, probes=8)
    assert [each.direction.name for each in found] == ["Redness", "Light"]
    for each in found:
        other = next(name for name in ("red", "bright") if name != each.attribute)
        assert each.effects[each.attribute] > 2 * abs(each.effects[other])
        # The end of the slider is where the attribute has moved by so much, or as far as it may go.
        assert 0.2 < each.effects[each.attribute] * STEPS <= REACH * 1.1
    redness = found[0].direction
    assert (redness.group, redness.low, redness.high) == ("Colour", -STEPS, STEPS)
    moved = effects_of(generator, score, samples, redness, 1.0, probes=8)
    assert moved["red"] == pytest.approx(found[0].effects["red"], rel=0.5)
    ws = generator.styles(generator.latent(4))
    changed = edited(ws, [Edit("redness", 2.0)], [redness])
    assert score(generator.draw(changed))[0, 0] > score(generator.draw(ws))[0, 0]


def test_directions_that_move_one_another_are_mixed_until_they_do_not(generator: LatentGenerator) -> None:
    def blended(pictures: Tensor) -> Tensor:
        red, bright, _ = score(pictures).unbind(dim=1)
        return torch.stack([red, bright, red + bright], dim=1)

    samples = sample(generator, blended, ("red", "bright", "both"), 300)
    found = learn(
        generator, blended, samples, (Slider("Red", "red", kin=("both",)), Slider("Light", "bright"))
    )
    red = found[0].effects
    assert red["red"] > 3 * abs(red["bright"])
    one, other = (each.direction for each in found)
    alone = independent(one, [other])
    flat = [each.vector.expand(6, -1) if each.vector.dim() == 1 else each.vector for each in (alone, other)]
    assert alone.vector.dim() == other.vector.dim() == 1 or abs(float((flat[0] * flat[1]).sum())) < 1e-4


def test_an_attribute_that_nobody_scores_is_refused(generator: LatentGenerator) -> None:
    samples = sample(generator, score, ATTRIBUTES, 40)
    with pytest.raises(InputError, match="Nothing scores “smile”"):
        learn(generator, score, samples, (Slider("Smile", "smile"),))


def test_rows_are_parted_by_the_size_of_what_they_draw(generator: LatentGenerator) -> None:
    # 16 px: rows 0 to 2 draw 4 and 8 px, the others 16.
    assert row_ranges(generator) == {"all": (0, None), "coarse": (0, 2), "middle": (3, 5)}


def test_a_regression_knows_which_number_matters() -> None:
    styles = torch.randn(400, 5, generator=torch.Generator().manual_seed(0))
    weights = ridge_weights(styles, torch.stack([styles[:, 2] * 3, -styles[:, 0]], dim=1))
    assert weights.abs().argmax(dim=1).tolist() == [2, 0]
    assert weights[0, 2] > 0 > weights[1, 0]


def test_labels_of_seeds_give_a_direction(generator: LatentGenerator) -> None:
    seeds = list(range(60))
    pictures = torch.cat([generator.draw(generator.styles(generator.latent(seed))) for seed in seeds])
    values = score(pictures)[:, 1]
    labels = (values > values.median()).float().tolist()
    direction = from_labels(generator, seeds, labels, "Light")
    samples = sample(generator, score, ATTRIBUTES, 100)
    assert effects_of(generator, score, samples, direction, 1.0, probes=8)["bright"] > 0.3
    with pytest.raises(InputError, match="too few"):
        from_labels(generator, seeds[:5], labels[:5], "Light")
    with pytest.raises(InputError, match="all the same"):
        from_labels(generator, seeds, [1.0] * 60, "Light")


@pytest.mark.parametrize("method", ["sefa", "ganspace"])
def test_directions_without_names_are_found(generator: LatentGenerator, method: str) -> None:
    given: dict[str, object] = {"method": method, "count": 3, "rows": (0, 2)}
    found = find_directions(generator, **given)  # type: ignore[arg-type]
    vectors = torch.stack([each.vector for each in found])
    assert torch.allclose(vectors @ vectors.T, torch.eye(3), atol=1e-4)
    assert all(each.rows == (0, 2) and each.unit > 0 for each in found)
    with pytest.raises(InputError, match="1 to 8 directions"):
        find_directions(generator, **{**given, "count": 9})  # type: ignore[arg-type]


def test_what_is_made_independent_shares_nothing(generator: LatentGenerator) -> None:
    first, second = find_directions(generator, "sefa", 2)
    mixed = replace(first, name="Mixed", vector=first.vector + second.vector, unit=2.0)
    rest = independent(mixed, [second])
    assert abs(float(rest.vector @ second.vector)) < 1e-5
    assert rest.name == "Mixed without SeFa 2"
    with pytest.raises(InputError, match="nothing of its own"):
        independent(first, [first])
