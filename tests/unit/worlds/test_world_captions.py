"""Captions of both worlds: true, varied, in two languages, and wrong by one fact where that is asked."""

from __future__ import annotations

import numpy as np
import pytest

from ganstudio.errors import InputError
from ganstudio.worlds.captions import (
    LANGUAGES,
    VALUES,
    Language,
    caption_about,
    caption_of,
    captions,
    face_facts,
    facts_of,
    known_words,
    landscape_facts,
    random_facts,
    vocabulary,
)
from ganstudio.worlds.faces import attributes
from ganstudio.worlds.faces.record import with_
from ganstudio.worlds.geometry import GRASS, HOUSE, SKY, WATER
from ganstudio.worlds.landscape import render

FACE = with_(
    attributes(3), smile=0.9, age=0.1, glasses="round", hat="none", hair="bob", hair_colour="black",
    beard="none", eyes_open=0.9, yaw=-20.0, light_azimuth=0.0, pitch=0.0,
)  # fmt: skip


def land(**patches: tuple[slice, slice]) -> np.ndarray:
    """Sky over grass, with houses or water at these places of 100 × 100 pixels."""
    labels = np.full((100, 100), GRASS, np.uint8)
    labels[:40] = SKY
    for name, place in patches.items():
        labels[place] = WATER if name.startswith("water") else HOUSE
    return labels


def test_facts_are_read_off_the_label_map() -> None:
    seed = next(seed for seed in range(99) if landscape_facts(seed, land(), "summer", "day")["houses"])
    far, near = slice(60, 70), slice(80, 95)
    facts = landscape_facts(seed, land(a=(far, slice(5, 15)), b=(far, slice(60, 70))), "winter", "day")
    assert (facts["houses"], facts["season"], facts["snow"], facts["water"]) == (
        "two",
        "winter",
        "snow",
        "none",
    )
    assert "houses_side" not in facts
    one = landscape_facts(seed, land(a=(near, slice(5, 20))), "summer", "night")
    assert (one["houses"], one["houses_side"], one["sun"]) == ("one", "left", "no moon")
    tiny = landscape_facts(seed, land(a=(slice(60, 61), slice(5, 8))), "summer", "day")
    assert "houses" not in tiny  # a house that may be overlooked is neither there nor not


def test_what_is_hidden_or_half_so_is_no_fact_of_a_face() -> None:
    facts = face_facts(FACE)
    assert facts["mood"] == "smiling" and facts["glasses"] == "round" and facts["turned"] == "left"
    assert (facts["hair"], facts["hair_colour"]) == ("bob", "black")
    dark = face_facts(with_(FACE, glasses="sunglasses", smile=0.4, hat="cap", hair="short"))
    assert not {"mood", "eye_colour", "hair", "hair_colour"} & dark.keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_captions_are_the_same_for_a_seed_and_many_otherwise(language: Language) -> None:
    def told(seed: int) -> list[str]:
        return [each.text for each in captions(FACE, language, np.random.default_rng(seed), 40)]

    assert told(1) == told(1)
    assert len(set(told(1))) > 35
    assert captions(FACE, language) == captions(face_facts(FACE), language)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("world", VALUES)
def test_captions_state_facts_and_every_value_can_be_told(world: str, language: Language) -> None:
    rng = np.random.default_rng(0)
    for _ in range(150):
        facts = random_facts(world, rng)
        for caption in captions(facts, language, rng, 1):
            assert caption.states.items() <= facts.items()
            assert caption.text.strip() and not set("{}<>|#") & set(caption.text)
    for name, values in VALUES[world].items():
        for value in values:
            facts = {**random_facts(world, rng), name: value}
            assert caption_about(facts, name, language, rng).states[name] == value


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_wrong_caption_differs_by_one_fact_alone(language: Language) -> None:
    rng = np.random.default_rng(0)
    caption = caption_of({"mood": "smiling", "glasses": "none", "hat": "cap"}, language, 5)
    for wrong in caption.wrong("glasses"):
        assert wrong.text != caption.text
        assert {**wrong.states, "glasses": "none"} == caption.states
    assert {wrong.states["glasses"] for wrong in caption.wrong("glasses")} == {
        "round",
        "square",
        "sunglasses",
    }
    with pytest.raises(ValueError, match="does not state"):
        caption.changed("beard", "full")
    moon = caption_about({"sun": "moon", "hour": "night"}, "sun", language, rng)
    assert [wrong.states["sun"] for wrong in moon.wrong("sun")] == ["no moon"]


@pytest.mark.parametrize(
    ("facts", "language", "words"),
    [
        ({"houses": "two"}, "en", ("two", "pair", "2")),
        ({"houses": "two"}, "ko", ("두 채",)),
        ({"water": "lake", "water_side": "left"}, "en", ("left",)),
        ({"water": "lake", "water_side": "left"}, "ko", ("왼쪽에", "왼편에")),
        ({"snow": "none"}, "en", ("no ", "without")),
        ({"glasses": "none"}, "ko", ("없", "않", "안 ")),
        ({"season": "winter", "hour": "night", "forest": "none"}, "ko", ("겨울", "한겨울")),
    ],
)
def test_counts_places_and_what_is_not_there_are_in_the_words(
    facts: dict[str, str], language: Language, words: tuple[str, ...]
) -> None:
    texts = [caption_of(facts, language, wording).text for wording in range(40)]
    assert all(any(word in text.lower() for word in words) for text in texts)


def test_words_have_their_meanings_in_both_languages() -> None:
    english, korean = vocabulary("en"), vocabulary("ko")
    assert {(each.attribute, each.value) for each in english["winter"]} == {("season", "winter")}
    assert {(each.attribute, each.value) for each in korean["선글라스"]} == {("glasses", "sunglasses")}
    assert {each.world for each in english["blue"]} == {"faces"}
    assert "with" not in english and "with" in known_words("en")
    assert len(english) > 200 and len(korean) > 200


def test_a_scene_that_is_drawn_has_facts() -> None:
    scene = render(5, 64, "winter", "night")
    assert facts_of(scene) == landscape_facts(5, scene.labels, "winter", "night")
    with pytest.raises(InputError, match="no captions in"):
        captions(scene, "fr")  # type: ignore[arg-type]
