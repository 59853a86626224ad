"""What a generator knows, from cards."""

from __future__ import annotations

from ganstudio.clip.vocabulary import OTHERS, vocabulary_of
from ganstudio.worlds.captions import LANGUAGES, known_words

BOTH = {"words": [word for language in LANGUAGES for word in known_words(language)]}


def card(world: str) -> dict[str, object]:
    return {"training": {"data": {"world": world}}}


def test_a_generator_of_one_world_does_not_know_what_the_other_looks_like() -> None:
    faces, lands = vocabulary_of(card("faces:words"), BOTH), vocabulary_of(card("landscape:words"), BOTH)
    assert faces is not None
    assert lands is not None
    assert ("glasses" in faces.words, "glasses" in lands.words) == (True, False)
    assert ("호수" in faces.words, "호수" in lands.words) == (False, True)
    # Words of both, and those without a meaning of their own.
    assert {"green", "with"} <= faces.words
    assert "with" in lands.words - lands.telling


def test_words_stand_with_those_that_tell_the_same() -> None:
    lands = vocabulary_of(card("landscape:words"))
    assert lands is not None
    groups = {(group.language, group.meaning): group.words for group in lands.groups()}
    assert "dusk" in groups["en", "hour"]
    assert "겨울" in groups["ko", "season"]
    assert not any(meaning == "hair" for _, meaning in groups)
    assert [group.language for group in lands.groups()] == sorted(group.language for group in lands.groups())


def test_its_own_card_counts_before_that_of_its_text_model() -> None:
    own = vocabulary_of({"words": ["petal", "stamen"]}, BOTH)
    assert own is not None
    assert own.words == own.telling == {"petal", "stamen"}
    (group,) = own.groups()
    assert (group.meaning, group.words) == (OTHERS, ("petal", "stamen"))
    assert own.examples == ("petal", "stamen")


def test_where_nobody_tells_nothing_is_known() -> None:
    assert vocabulary_of({}) is None
    assert vocabulary_of(card("folder"), {"words": []}) is None
