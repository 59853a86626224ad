"""Films through latents."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from ganstudio.api import LATENT_TEXT, FrameData
from ganstudio.errors import InputError

Run = Callable[..., Any]
PLAIN = {"fps": 4, "seconds": 1.0, "loop": False, "easing": "none"}


def film(run: Run, keyframes: str = "3; 5; 8", **values: Any) -> FrameData:
    found = run("interpolate", keyframes=keyframes, **{**PLAIN, **values})
    assert isinstance(found, FrameData)
    return found


@pytest.mark.parametrize("space", ["w", "z"])
def test_keyframes_are_the_pictures_of_their_seeds_and_between_them_it_moves(run: Run, space: str) -> None:
    frames = list(film(run, space=space))
    assert len(frames) == 9
    for index, seed in ((0, 3), (4, 5), (8, 8)):
        alone = run(seed=seed, space=space).rgb()
        assert np.abs(frames[index].astype(int) - alone).max() <= 1
    moved = [np.abs(b.astype(int) - a).mean() for a, b in itertools.pairwise(frames)]
    assert min(moved) > 0.05
    assert max(moved) < np.abs(frames[4].astype(int) - frames[0]).mean()


def test_any_frame_can_be_looked_at_alone(run: Run) -> None:
    made = film(run)
    in_order = list(made)
    assert np.abs(made.draw(3).astype(int) - in_order[3]).max() <= 1
    assert np.array_equal(made.draw(0), in_order[0])


def test_a_loop_ends_just_before_it_began(run: Run) -> None:
    frames = list(film(run, "3; 5", loop=True))
    assert len(frames) == 8
    assert np.abs(frames[7].astype(int) - frames[1]).max() <= 1


@pytest.mark.parametrize("space", ["w", "z"])
def test_edits_come_and_go_with_their_keyframe(run: Run, space: str) -> None:
    frames = list(film(run, "3; 3 | smile=3; 3", space=space))
    smiling = run(seed=3, edits="smile=3").rgb()
    assert np.abs(frames[4].astype(int) - smiling).max() <= 1
    assert np.abs(frames[8].astype(int) - run(seed=3).rgb()).max() <= 1
    half = run(seed=3, edits="smile=1.5").rgb()
    assert np.abs(frames[2].astype(int) - half).max() <= 2


def test_edits_of_the_film_are_in_every_frame(run: Run) -> None:
    frames = list(film(run, "3; 5", edits="smile=2"))
    assert np.abs(frames[4].astype(int) - run(seed=5, edits="smile=2").rgb()).max() <= 1


def test_rows_that_are_mixed_in_stay_on_the_way_through_z(run: Run) -> None:
    frames = list(film(run, "3; 5", space="z", mix="2-=9"))
    assert np.abs(frames[0].astype(int) - run(seed=3, mix="2-=9").rgb()).max() <= 1
    assert np.abs(frames[4].astype(int) - run(seed=5, mix="2-=9").rgb()).max() <= 1


def test_copied_latents_and_sums_are_keyframes_in_w(run: Run) -> None:
    copied = run(seed=7).text[LATENT_TEXT]
    frames = list(film(run, f"{copied}; 3 4 - 5"))
    assert np.abs(frames[0].astype(int) - run(seed=7).rgb()).max() <= 2
    assert np.abs(frames[4].astype(int) - run(base="3 4 - 5").rgb()).max() <= 1
    with pytest.raises(InputError, match="lies in w, so no film leads to it through z"):
        film(run, f"{copied}; 3", space="z")


def test_a_film_is_scaled(run: Run) -> None:
    made = film(run, size=48)
    assert made.size == (48, 48)
    assert made.draw(2).shape == (48, 48, 3)


@pytest.mark.parametrize(
    ("keyframes", "sentence"),
    [("4", "only one keyframe"), ("4; cat", "“cat” is no seed"), ("1; 2 | frown=2", "frown")],
)
def test_bad_timelines_are_told_before_a_film_is_saved(run: Run, keyframes: str, sentence: str) -> None:
    with pytest.raises(InputError) as caught:
        film(run, keyframes)
    assert sentence in str(caught.value)
