"""The models that come with the program: whole, carded, and as their cards say."""

from __future__ import annotations

import pytest

from ganstudio.checkpoints import library

STARTERS = [entry.name for entry in library.list_models() if entry.origin == "starter"]


@pytest.mark.parametrize("name", STARTERS)
def test_a_starter_is_the_one_its_card_speaks_of(name: str) -> None:
    entry = library.entry_named(name)
    assert [found.status for found in library.verify(name)] == ["unchanged"] * (1 + len(entry.parts))
    assert entry.licence == "CC0-1.0"
    # What names classes has no picture to show.
    assert (entry.thumbnail is not None) == (entry.role != "classifier")
    assert not entry.problem


def test_there_are_starters() -> None:
    assert {"landscape-spade", "landscape-segmenter"} <= set(STARTERS)
