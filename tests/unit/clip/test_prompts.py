"""Prompts before they are drawn: what is read, what is unknown, what is refused."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ganstudio.clip.prompts import check, checked, cleaned
from ganstudio.clip.vocabulary import Vocabulary, vocabulary_of
from ganstudio.errors import InputError

LANDSCAPE, FACES = (
    vocabulary_of({"training": {"data": {"world": f"{world}:words"}}}) for world in ("landscape", "faces")
)


def test_unknown_words_have_their_place_and_what_is_near() -> None:
    found = check("A snowwy mountian, by the lake", LANDSCAPE)
    assert [(word.text, word.start, word.end) for word in found.unknown] == [
        ("snowwy", 2, 8),
        ("mountian", 9, 17),
    ]
    assert found.unknown[0].suggestions[0] == "snowy"
    assert found.unknown[1].suggestions[0] == "mountain"
    assert check("a smile", FACES).unknown[0].suggestions[0] == "smiling"
    assert found.telling == 1
    assert "A snowwy mountian, by the lake"[found.words[-1].start : found.words[-1].end] == "lake"


def test_korean_is_compared_by_letters_and_without_particles() -> None:
    found = check("호쑤에서 눈덮인 산을", LANDSCAPE)
    assert {word.text: word.suggestions for word in found.unknown} == {
        "호쑤에서": ("호수",),
        "눈덮인": ("눈 덮인",),
    }
    assert not check(unicodedata.normalize("NFD", "눈 덮인 산"), LANDSCAPE).unknown


def test_nobody_knows_the_words_of_some_models() -> None:
    found = check("a castle", None)
    assert not found.checked
    assert not found.unknown
    assert checked("🏰", None) == ("🏰", ())


@pytest.mark.parametrize(
    ("prompt", "says"),
    [
        ("", "The prompt is empty"),
        (" \n\u200b\u202e ", "The prompt is empty"),
        ("a\x07lake", r"Character 2 of the prompt is a control character \(U\+0007\)"),
        ("🏰🐉", "The prompt has no words"),
        ("of the a", "No word of the prompt means anything"),
        ("قلعة في الصحراء", "knows no word of the prompt: “قلعة”"),
        ("castle " * 1500, "knows no word of the prompt: “castle”"),
    ],
)
def test_what_would_give_a_picture_of_nothing_is_refused(prompt: str, says: str) -> None:
    with pytest.raises(InputError, match=says) as error:
        checked(prompt, LANDSCAPE)
    assert error.value.hint
    assert len(str(error.value)) < 300


def test_what_has_no_effect_is_told_in_one_sentence() -> None:
    text, notes = checked("  a lake,\n beneath dragons\u202e ", LANDSCAPE)
    assert text == "a lake, beneath dragons"
    assert notes == ("This model does not know “dragons”.",)
    (note,) = checked("a lake " + " ".join(f"strange{i}" for i in range(1000)), LANDSCAPE)[1]
    assert note.endswith("and 992 more words.")


@given(st.text(max_size=60))
def test_any_text_is_cleaned_or_refused(text: str) -> None:
    try:
        found = cleaned(text)
    except InputError:
        return
    assert found == found.strip() != ""
    assert not any(unicodedata.category(letter) in ("Cc", "Cs") for letter in found)
    words = check(text, Vocabulary(frozenset({"a"}), frozenset({"a"}))).words
    assert all(text[word.start : word.end] == word.text for word in words)
