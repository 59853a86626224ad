"""Pictures from seeds, sums of seeds and copied latents, and what changes them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from ganstudio import Studio
from ganstudio.api import LATENT_TEXT, InputError, MaskData

Run = Callable[..., Any]


def same(one: Any, other: Any, tolerance: int = 1) -> bool:
    return int(np.abs(one.pixels.astype(int) - other.pixels).max()) <= tolerance


def test_a_seed_is_a_picture_of_the_models_size(run: Run) -> None:
    assert run(seed=3).size == (32, 32)
    assert run(seed=3, size=80).size == (80, 80)
    assert same(run(seed=3), run(seed=3), 0)
    assert not same(run(seed=3), run(seed=4))


def test_a_draft_of_a_large_picture_stops_early_and_keeps_its_size(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = run(seed=3)
    assert same(run(seed=3, quality="draft"), whole, 0)
    monkeypatch.setattr("ganstudio.ext.latent_editing.sampling.DRAFT_SIDE", 16)
    draft = run(seed=3, quality="draft")
    assert draft.size == whole.size
    assert not same(draft, whole, 0)


def test_wandering_reaches_the_next_seeds(run: Run) -> None:
    assert same(run(seed=3, x=1), run(seed=4))
    assert same(run(seed=3, x=-2, y=1), run(seed=101))
    assert not same(run(seed=3, x=0.5), run(seed=3))


def test_no_truncation_left_is_the_average_of_all_seeds(run: Run) -> None:
    assert same(run(seed=3, truncation=0), run(seed=99, truncation=0))


def test_a_copied_latent_is_the_same_picture(run: Run) -> None:
    picture = run(seed=3, edits="smile=2")
    assert same(run(seed=77, base=picture.text[LATENT_TEXT]), picture, 2)


def test_arithmetic_with_one_seed_is_the_seed(run: Run) -> None:
    assert same(run(base="3"), run(seed=3))
    assert same(run(base="3 - 4 + 4"), run(seed=3))
    assert same(run(base="3", space="z"), run(seed=3))
    assert not same(run(base="3 4"), run(seed=3))


def test_edits_move_and_move_back(run: Run) -> None:
    plain = run(seed=3)
    assert not same(run(seed=3, edits="Smile=1.5"), plain)
    assert not same(run(seed=3, edits="age=1.5"), plain)
    assert same(run(seed=3, edits="smile=1, Smile=-1"), plain)


def test_mixed_rows_come_from_the_other_seed(run: Run) -> None:
    assert same(run(seed=3, mix="0-=4"), run(seed=4))
    assert not same(run(seed=3, mix="0-1=4"), run(seed=3))
    assert same(run("mix", seed=3, coarse=4, middle=4, fine=4), run(seed=4))
    assert same(run("mix", seed=3), run(seed=3))


def test_noise_changes_inside_the_mask_alone(run: Run, studio: Studio, tiny: str) -> None:
    from ganstudio.checkpoints.library import find
    from ganstudio.checkpoints.load import load

    module = studio.models(tiny, ("stylegan2",), studio.compute).module
    for name, value in module.named_parameters():
        if name.endswith("noise_strength"):
            value.data.fill_(0.5)
    assert load(find(tiny)).module is not module
    mask = MaskData(np.zeros((32, 32), np.uint8))
    plain = run(seed=3)
    assert same(run(seed=3, noise_mask=mask, noise_seed=9), plain, 0)
    mask.alpha[:, 24:] = 255
    painted = run(seed=3, noise_mask=mask, noise_seed=9).pixels.astype(int)
    changed = np.abs(painted - plain.pixels).mean(axis=(0, 2))
    assert changed[28:].mean() > 4 * changed[:8].mean()


def test_a_slider_goes_on_from_the_layers_before(run: Run, studio: Studio, tiny: str) -> None:
    memo: dict[Any, Any] = {}
    for steps in (0.5, 1.0):
        studio.run("latent_editing.sample", model=tiny, seed=3, edits=f"smile={steps}@6-7", memo=memo)
    assert memo["stages"].stages_run <= 4
    assert same(
        studio.run("latent_editing.sample", model=tiny, seed=3, edits="smile=1@6-7", memo=memo).data,
        run(seed=3, edits="smile=1@6-7"),
        0,
    )


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"truncation": float("inf")}, "Truncation must lie between"),
        ({"truncation": float("nan")}, "Truncation must lie between"),
        ({"edits": "hat=1"}, "no direction “hat”"),
        ({"edits": "smile"}, "is no edit"),
        ({"mix": "0-99=1"}, "rows 0 to 7"),
        ({"bend": "b99.conv0*2"}, "no layer called “b99.conv0”"),
        ({"noise_layers": "b4.torgb=2"}, "No layer called"),
        ({"base": "w:1:AAAA"}, "made with another model|damaged"),
        ({"turn": 5}, "Only a StyleGAN3"),
        ({"class_name": "cat"}, "no classes"),
        ({"model": "landscape-segmenter"}, "segmenter"),
    ],
)
def test_bad_values_are_told_in_a_sentence(run: Run, values: dict[str, Any], says: str) -> None:
    with pytest.raises(InputError, match=says):
        run(**values)
