"""Keyframes as text, and what lies between them."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from ganstudio.errors import InputError
from ganstudio.host.registry import Registry

REGISTRY = Registry.standard()
keyframes = REGISTRY.resolve("latent_editing", "timeline:keyframes")
Timeline = REGISTRY.resolve("latent_editing", "timeline:Timeline")


def line(text: str = "1; 2; 3 @5s", **values: Any) -> Any:
    return Timeline(keyframes(text, 2.0), 2.0, **values)


def test_the_time_may_stand_before_the_edits() -> None:
    (_, one), (_, other) = (
        keyframes(f"1; {text}", 2.0) for text in ("7 | hour=-1@4-9 @3s", "7 @3s | hour=-1@4-9")
    )
    assert one == other
    assert (one.at, one.edits, one.base) == (3.0, "hour=-1@4-9", "7")


def test_keyframes_have_a_latent_edits_and_a_time() -> None:
    found = keyframes("seed 1; 12 @1.5s ; 3 4 - 7 | smile=2, hour=-1@4-9 ; w:1:AA+/==|Age=1@9s;", 2.0)
    assert [(key.base, key.edits, key.at) for key in found] == [
        ("1", "", 0.0),
        ("12", "", 1.5),
        ("3 4 - 7", "smile=2, hour=-1@4-9", 3.5),
        ("w:1:AA+/==", "Age=1", 9.0),
    ]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (" ; ", "The timeline has no keyframes. Keyframes are written like 1; 12 @1.5s; 7 | smile=2."),
        ("seed 1", "The timeline has only one keyframe, “seed 1”."),
        ("1; | smile=2", "The keyframe “| smile=2” has no seed and no latent."),
        ("1; 2 @3s; 3 @3s", "The keyframe “3 @3s” comes at 3 s, not after the one before it, at 3 s."),
    ],
)
def test_what_is_no_timeline_is_one_sentence(text: str, sentence: str) -> None:
    with pytest.raises(InputError) as caught:
        keyframes(text, 1.0)
    assert str(caught.value).startswith(sentence)


def test_places_lie_between_the_keyframes_around_a_time() -> None:
    assert line().place(0.5) == (0, 1, 0.25)
    assert line().place(3.5) == (1, 2, 0.5)
    assert line().place(5.0) == line().place(9.0) == (2, 2, 0.0)
    assert line("1 @1s; 2").place(0.5) == (0, 0, 0.0)


def test_a_loop_goes_back_to_the_first_and_does_not_show_it_twice() -> None:
    assert (line().duration, line().count(10)) == (5.0, 51)
    assert (line(loop=True).duration, line(loop=True).count(10)) == (7.0, 70)
    assert line(loop=True).place(6.0) == (2, 0, 0.5)
    assert line(loop=True).place(0.0) == (0, 1, 0.0)


def test_easing_starts_and_ends_gently() -> None:
    shares = [line(easing="smooth").place(time / 10)[2] for time in range(20)]
    steps = [after - before for before, after in itertools.pairwise(shares)]
    assert shares[10] == 0.5
    assert steps[0] < steps[5] < steps[9] > steps[14] > steps[18] > 0


def test_a_thousand_keyframes_are_fine_but_not_a_film_of_weeks() -> None:
    many = line("; ".join(str(seed) for seed in range(1000)))
    assert many.count(25) == 999 * 2 * 25 + 1
    assert many.place(1997.0) == (998, 999, 0.5)
    with pytest.raises(InputError, match="more than 100000 frames"):
        line("1; 2 @1e9s".replace("1e9", "1000000000")).count(25)
