"""Sentences as vectors."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import Tensor

from ganstudio.datasets.captions import CaptionDataset
from ganstudio.errors import InputError
from ganstudio.training import text_features
from ganstudio.training.evaluation.held_out import Part
from ganstudio.training.text_features import HashedText, text_encoder, with_text_features, words_read


def alike(a: str, b: str) -> float:
    first, second = HashedText()([a, b])
    return float(first @ second)


def test_sentences_have_length_one_and_stay_the_same() -> None:
    features = HashedText(64)(["a red house", "", "눈 덮인 산"])
    assert features.shape == (3, 64)
    assert features.norm(dim=1).tolist() == pytest.approx([1, 0, 1])
    assert torch.equal(features, HashedText(64)(["a red house", "", "눈 덮인 산"]))


def test_the_numbers_are_those_of_every_machine() -> None:
    """Python's own hash would differ from run to run."""
    features = HashedText(1024)(["red"])[0]
    places = [14, 163, 214, 427, 524, 570, 607, 671, 837, 1005]
    assert features.nonzero().flatten().tolist() == places
    assert float(features[163]) == pytest.approx(-(0.5**0.5))
    assert float(features[1005]) == pytest.approx(18**-0.5)


def test_sentences_with_common_words_are_nearer() -> None:
    assert alike("A red house.", "a RED house") == pytest.approx(1)
    assert alike("a red house", "a red car") > alike("a red house", "the blue sea") + 0.2


def test_inflected_words_are_alike() -> None:
    assert alike("mountain", "mountains") > 0.3
    assert alike("바다가 보인다", "바다를 본다") > alike("바다가 보인다", "산을 그린다") + 0.1


def test_order_counts_a_little() -> None:
    assert 0.6 < alike("red house blue door", "blue house red door") < 1


def test_every_sentence_gets_its_row_and_equal_ones_are_encoded_once() -> None:
    asked: list[str] = []

    class Lengths:
        name, sha256, dim, token_dim = "lengths", "", 1, 1

        def tokens(self, sentences: Sequence[str]) -> Tensor:
            return self(sentences)[:, None]

        def __call__(self, sentences: Sequence[str]) -> Tensor:
            asked.extend(sentences)
            return torch.tensor([[float(len(text))] for text in sentences])

    images = np.zeros((2, 8, 8, 3), dtype=np.uint8)
    made = with_text_features(CaptionDataset(images, [("a", "bbb"), ("a",)]), Lengths())
    assert asked == ["a", "bbb"]
    assert made.features is not None
    assert [rows.flatten().tolist() for rows in made.features] == [[1, 3], [1]]
    assert with_text_features(made, Lengths()) is made


def test_a_card_tells_the_words_that_were_read_unless_a_world_gives_them_their_meaning(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    images = np.zeros((3, 8, 8, 3), dtype=np.uint8)
    dataset = CaptionDataset(images, ["A red house.", ("눈 덮인 산", "a house"), "a cat"])
    assert words_read(dataset, {"data": {}}) == {"words": ["a", "cat", "house", "red", "눈", "덮인", "산"]}
    trained_on = Part(dataset, np.array([0, 1]), np.array([2]))
    assert "cat" not in words_read(trained_on, {"data": {}})["words"]
    assert words_read(dataset, {"data": {"world": "faces"}}) == {}
    monkeypatch.setattr(text_features, "MOST_WORDS_TOLD", 2)
    assert words_read(dataset, {"data": {}}) == {"words": ["a", "house"]}


def test_words_are_encoded_one_by_one() -> None:
    encoder = HashedText(64)
    tokens = encoder.tokens(["A red house", "house", ""])
    assert tokens.shape == (3, 24, 64)
    assert (tokens != 0).any(dim=2).sum(dim=1).tolist() == [3, 1, 0]
    assert torch.equal(tokens[0, 2], tokens[1, 0])
    assert torch.equal(tokens[1, 0], encoder(["house"])[0])


def test_the_hashes_serve_without_a_model(tmp_path: Path) -> None:
    assert text_encoder().name == "hashed-1024"
    with pytest.raises(InputError, match="no such file"):
        text_encoder("ViT-B-32", str(tmp_path / "none.safetensors"))
