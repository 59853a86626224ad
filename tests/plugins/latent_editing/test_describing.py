"""Editing by words, with a CLIP that has learned nothing: what is done, not how well."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from ganstudio import Studio, paths
from ganstudio.api import LATENT_TEXT, ImageData, InputError
from tests.support.clip import small_clip

Run = Callable[..., Any]
WORDS = ["a", "face", "smiling", "serious", "landscape", "snow", "picture"]


@pytest.fixture
def says(run: Run) -> Run:
    """`says(text="…")` edits by words."""
    small_clip(paths.user_models_dir() / "tiny-clip", words=WORDS)
    return lambda **values: run("describe", clip="tiny-clip", **values)


def test_words_move_the_picture_and_strength_0_leaves_it(run: Run, says: Run) -> None:
    plain = run("sample", seed=3).pixels
    assert np.array_equal(says(seed=3, strength=0, text="a smiling face").pixels, plain)
    there = says(seed=3, text="a smiling face", neutral="a serious face", strength=3)
    back = says(seed=3, text="a serious face", neutral="a smiling face", strength=-3)
    assert not np.array_equal(there.pixels, plain)
    assert np.abs(there.pixels.astype(int) - back.pixels).max() <= 1
    again = run("sample", base=there.text[LATENT_TEXT]).pixels.astype(int)
    assert np.abs(again - there.pixels).max() <= 2


def test_a_search_and_a_photo_are_moved_too(says: Run, photo: ImageData) -> None:
    assert says(seed=3, text="snow", method="optimise", steps=10).size == (32, 32)
    changed = says(image=photo, text="snow", photo_steps=2, strength=4)
    assert changed.size == photo.size
    assert not np.array_equal(changed.pixels[..., :3], photo.rgb())


def test_words_that_nobody_taught_it_are_told(says: Run, studio: Studio, tiny: str) -> None:
    values = {"model": tiny, "clip": "tiny-clip", "text": "a smiling zebra"}
    result = studio.run("latent_editing.describe", **values)
    assert "“zebra”" in " ".join(result.notes)
    assert {model.name for model in result.models} == {"tiny", "tiny-clip"}
    with pytest.raises(InputError, match="knows no word of the text: “zebra”"):
        says(text="zebra")
    with pytest.raises(InputError, match="The text is empty"):
        says(text=" ")
