"""Sheets of any three parameters."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from ganstudio.api import ImageData, lettering
from ganstudio.errors import InputError
from ganstudio.host.registry import Registry

Run = Callable[..., Any]
REGISTRY = Registry.standard()
axis_of = REGISTRY.resolve("latent_editing", "axes:axis_of")
NO_AXIS = REGISTRY.resolve("latent_editing", "axes:NO_AXIS")
Layout = REGISTRY.resolve("latent_editing", "sheet:Layout")


def sheet(run: Run, **values: Any) -> ImageData:
    found = run("sheet", **{"x": "truncation=0,1", "y": "seed=4-6", "z": "", "side": 32, **values})
    assert isinstance(found, ImageData)
    return found


@pytest.mark.parametrize(
    ("text", "values", "shown"),
    [
        ("truncation=0, 0.5,1", (0.0, 0.5, 1.0), ("0", "0.5", "1")),
        ("seed=1-3,9", (1, 2, 3, 9), ("1", "2", "3", "9")),
        ("edits=smile=-2, age=1|", ("smile=-2, age=1", ""), ("smile=-2, age=1", "none")),
        ("noise-seed=1-9:4", (1, 5, 9), ("1", "5", "9")),
        ("noise=const|none", ("const", "none"), ("const", "none")),
    ],
)
def test_an_axis_is_a_parameter_and_its_values(text: str, values: Any, shown: Any) -> None:
    axis = axis_of(text)
    assert (axis.values, axis.labels) == (values, shown)


def test_every_picture_stands_where_its_values_say(run: Run) -> None:
    page = sheet(run, z="noise=none|const").rgb()
    axes = [axis_of(text) for text in ("truncation=0,1", "seed=4-6", "noise=none|const")]
    layout = Layout(*axes, 32)
    assert (page.shape[1], page.shape[0]) == layout.size
    places = layout.places()
    assert len(places) == len({place for place, _ in places}) == 12
    for (left, top), (truncation, seed, noise) in places:
        alone = run(truncation=truncation, seed=seed, noise=noise).rgb()
        shown = page[top : top + 32, left : left + 32]
        assert np.abs(shown.astype(int) - alone).max() <= 1


def test_words_leave_the_pictures_free() -> None:
    texts = ("truncation=0,0.25,1", "edits=smile=-2, a very long name of a direction=3|age=1", "seed=1-5")
    layout = Layout(*(axis_of(text) for text in texts), 64)
    blank = np.asarray(layout.blank())
    background = blank[0, 0]
    assert (blank != background).any()
    for (left, top), _ in layout.places():
        assert (blank[top : top + 64, left : left + 64] == background).all()


def test_one_axis_is_enough(run: Run) -> None:
    page = sheet(run, x="seed=1-3", y="")
    assert page.width > 2 * page.height / 2
    assert Layout(axis_of("seed=1-3"), NO_AXIS, NO_AXIS, 32).size == page.size


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"x": "frown=1,2"}, "frown"),
        ({"x": "smile"}, "“smile” is no axis. Axes are written like"),
        ({"x": "truncaton=1"}, "No axis can be called “truncaton”. Did you mean truncation?"),
        ({"x": "truncation=a,b"}, "The axis truncation has “a”, which is no number."),
        ({"x": "seed=9-1"}, "seed: the range “9-1” ends before it begins."),
        ({"x": "seed=1-500"}, "The axis seed has 500 values; at most 200 fit on a sheet."),
        ({"x": "seed=1,2"}, "Two axes vary seed."),
        ({"x": "truncation=9"}, "Truncation must lie between 0 and 1.5, not 9."),
        ({"x": "x=0,1", "y": "seed=1-200", "z": "y=0,1,2"}, "This sheet would have 1200 pictures; at most"),
        ({"x": "seed=1-40", "y": "x=0,1", "side": 1024}, "pixels, too many for one picture. Take fewer"),
    ],
)
def test_sheets_that_make_no_sense_are_one_sentence(run: Run, values: Any, sentence: str) -> None:
    with pytest.raises(InputError) as caught:
        sheet(run, **values)
    assert sentence in str(caught.value)


def test_a_direction_is_an_axis_on_top_of_other_edits(run: Run) -> None:
    page = sheet(run, x="Smile=0,2", y="edits=age=1|", edits="age=3").rgb()
    layout = Layout(axis_of("Smile=0,2"), axis_of("edits=age=1|"), NO_AXIS, 32)
    for ((left, top), _), edits in zip(
        layout.places(), ("age=1", "age=1, smile=2", "", "smile=2"), strict=True
    ):
        shown = page[top : top + 32, left : left + 32]
        assert np.abs(shown.astype(int) - run(edits=edits).rgb()).max() <= 1


def test_long_words_keep_both_ends() -> None:
    font = lettering.font_for("abc", 14)
    short = lettering.cut("smile=-2, age=1, hour=3", font, 70)
    assert font.getlength(short) <= 70
    assert (short[:2], short[-2:]) == ("sm", "=3")
    assert lettering.cut("abc", font, 70) == "abc"
