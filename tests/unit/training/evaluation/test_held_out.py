"""What is kept apart from a data set."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from ganstudio.datasets.captions import CaptionDataset
from ganstudio.datasets.images import ImageDataset
from ganstudio.datasets.unpaired import UnpairedDataset
from ganstudio.training.evaluation.held_out import FEWEST, keep_apart, wanted


def numbered(count: int) -> np.ndarray:
    """Pictures whose colour is their number."""
    return np.broadcast_to(np.arange(count, dtype=np.uint8)[:, None, None, None], (count, 8, 8, 3)).copy()


def numbers(images: torch.Tensor) -> list[int]:
    return [round(float(value)) for value in ((images[:, 0, 0, 0] + 1) * 127.5)]


def test_no_picture_is_in_both_parts_and_each_in_one() -> None:
    training = keep_apart(ImageDataset(numbered(200)), 0.05)
    held_out = training.held_out
    seen = [numbers(part.batch(range(len(part)), 8).images) for part in (training, held_out)]
    assert sorted(seen[0] + seen[1]) == list(range(200))
    assert len(held_out) == FEWEST
    assert training.kind == "images"


def test_neighbours_are_kept_apart_together_all_over_the_data() -> None:
    apart = keep_apart(ImageDataset(numbered(200)), 0.05).apart
    runs = apart.reshape(-1, 4)
    assert (np.diff(runs, axis=1) == 1).all()
    assert (runs[:, 0] % 4 == 0).all()
    assert runs[0, 0] < 20
    assert runs[-1, 0] > 180


@pytest.mark.parametrize(("count", "share"), [(100, 0.05), (15, 0.5), (2000, 0.0)])
def test_too_little_data_is_left_whole(count: int, share: float) -> None:
    dataset = ImageDataset(np.zeros((count, 1, 1, 3), np.uint8))
    assert keep_apart(dataset, share) is dataset


@pytest.mark.parametrize(("count", "found"), [(160, 16), (1000, 50), (1_000_000, 2000)])
def test_it_is_a_twentieth_within_bounds(count: int, found: int) -> None:
    assert wanted(count, 0.05) == found


def test_of_two_sets_the_ends_are_kept_apart_and_never_drawn() -> None:
    training = keep_apart(UnpairedDataset(numbered(200), numbered(160), ("a", "b")), 0.05)
    assert (len(training.a), len(training.b)) == (184, 144)
    held_out = training.held_out.batch(range(16), 8)
    assert numbers(held_out.a) == list(range(184, 200))
    assert numbers(held_out.b) == list(range(144, 160))


def test_sentences_stay_with_their_pictures() -> None:
    captions = CaptionDataset(numbered(200), [str(number) for number in range(200)])
    training = keep_apart(captions, 0.05)
    told = training.with_features([torch.full((1, 2), float(number)) for number in range(200)])
    for part in (told, told.held_out):
        batch = part.batch([0, 5, 9], 8)
        assert [str(number) for number in numbers(batch.images)] == batch.captions
        assert [str(int(row[0])) for row in batch.features] == batch.captions
