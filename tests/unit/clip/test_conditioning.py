"""Which text model reads for a generator, and that it reads a sentence once."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import torch

from ganstudio import paths
from ganstudio.checkpoints.card import card_path, read_card
from ganstudio.clip.conditioning import reader_for, reader_of
from ganstudio.errors import CheckpointError, InputError
from tests.support.clip import SMALL, small_clip, small_config

WIDE, DEEP = SMALL["embed_dim"], SMALL["text_cfg"]["width"]


@pytest.fixture
def clip() -> Path:
    return small_clip(paths.user_models_dir() / "small")


def test_the_weights_count_more_than_the_name(clip: Path) -> None:
    sha256 = reader_of("small").sha256
    card_path(clip).write_text(json.dumps({**read_card(clip), "sha256": sha256}), encoding="utf-8")
    card = {"text_features": "open_clip/lost", "text_features_sha256": sha256}
    reader, note = reader_for(card, WIDE, by_word=False)
    assert (reader.name, note) == ("small", "")


def test_other_weights_of_that_name_are_told(clip: Path) -> None:
    card = {"text_features": "open_clip/small", "text_features_sha256": "0" * 64}
    assert "another text model than small" in reader_for(card, DEEP, by_word=True)[1]


def test_a_sentence_is_read_once_and_stays_as_it_was(clip: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reader = reader_of("small")
    assert reader_of("small") is reader
    with torch.inference_mode():
        first = reader.read("a lake", by_word=True)
    assert first.shape == (1, reader.encoder.tokens(["a lake"]).shape[1], DEEP)
    assert not first.is_inference()
    monkeypatch.setattr(reader.clip, "tokens", None)
    assert reader.read("a lake", by_word=True) is first
    assert reader.read("a lake", by_word=False).norm() == pytest.approx(1, abs=1e-5)


def test_another_content_of_the_file_is_another_text_model(clip: Path) -> None:
    before = reader_of("small")
    small_clip(clip.parent, small_config(), title="Changed")
    assert reader_of("small") is not before


def test_what_is_too_long_ends_at_a_word(clip: Path) -> None:
    reader = reader_of("small")
    long = "a snowy lake at dawn with a house on the left and a path"
    end = reader.read_until(long, by_word=True)
    assert 0 < end < len(long)
    assert long[end] == " "
    assert not reader.encoder.tokenize([long[:end]]).truncated.any()
    assert reader.read_until("a lake", by_word=True) == len("a lake")
    hashed, _ = reader_for({"text_features": "hashed-16"}, 16, by_word=True)
    assert hashed.read_until("lake " * 30, by_word=True) == 24 * 5 - 1
    assert hashed.read_until("lake " * 30, by_word=False) == 150


def test_scores_need_eyes(clip: Path) -> None:
    pictures = torch.rand(3, 3, 20, 20) * 2 - 1
    scores = reader_of("small").scores(pictures, "a lake")
    assert len(scores) == 3
    assert all(-100 <= score <= 100 for score in scores)
    hashed, _ = reader_for({"text_features": "hashed-16"}, 16, by_word=False)
    with pytest.raises(InputError, match="sees no pictures"):
        hashed.scores(pictures, "a lake")


@pytest.mark.parametrize(
    ("card", "width", "ref", "says"),
    [
        ({"text_features": "open_clip/small"}, 99, "small", f"wants texts of 99 numbers, .* have {WIDE}"),
        ({}, WIDE, "", "does not say which text model"),
        ({"text_features": "brought by the data"}, WIDE, "", "does not say which text model"),
        ({"text_features": "open_clip/lost"}, WIDE, "", "text model lost, which is not here"),
        ({}, WIDE, "nowhere", "no model named nowhere"),
    ],
)
def test_what_does_not_fit_is_told_in_a_sentence(
    clip: Path, card: dict[str, Any], width: int, ref: str, says: str
) -> None:
    with pytest.raises((InputError, CheckpointError), match=says) as error:
        reader_for(card, width, by_word=False, ref=ref)
    assert error.value.hint
