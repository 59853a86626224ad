"""Batches: augmentation is the same for what belongs together, and for any number of processes."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from ganstudio.datasets.audio import AudioDataset
from ganstudio.datasets.boxes import BoxDataset
from ganstudio.datasets.captions import CaptionDataset
from ganstudio.datasets.domains import DomainDataset
from ganstudio.datasets.images import ImageDataset
from ganstudio.datasets.label_maps import LabelMapDataset
from ganstudio.datasets.masks import MaskDataset
from ganstudio.datasets.paired import PairDataset
from ganstudio.datasets.unpaired import UnpairedDataset
from ganstudio.engine.randomness import Randomness
from ganstudio.errors import InputError

RNG = np.random.default_rng(0)
PICTURES = RNG.integers(0, 256, (6, 16, 16, 3), np.uint8)
OTHERS = RNG.integers(0, 256, (5, 16, 16, 3), np.uint8)
LABELS = RNG.integers(0, 4, (6, 16, 16), np.uint8)
BOXES = np.tile(np.array([0.1, 0.2, 0.3, 0.4], np.float32), (6, 2, 1))
SETS = {
    "images": ImageDataset(PICTURES, np.arange(6)),
    "cropped": ImageDataset(PICTURES, crops=0.5),
    "paired": PairDataset(PICTURES, PICTURES),
    "unpaired": UnpairedDataset(PICTURES, OTHERS),
    "label_maps": LabelMapDataset(PICTURES, LABELS, instances=LABELS.astype(np.int32)),
    "captions": CaptionDataset(PICTURES, [("a", "b", "c")] * 6),
    "domains": DomainDataset(PICTURES, np.eye(6), "abcdef"),
    "boxes": BoxDataset(PICTURES, BOXES, np.array([[1, 0]] * 6), ("", "x")),
    "masks": MaskDataset(PICTURES, PICTURES[..., :2], OTHERS, OTHERS[..., :2]),
    "audio": AudioDataset(PICTURES, PICTURES[..., 0]),
}


def parts(batch: object) -> dict[str, torch.Tensor | list[str]]:
    return {name: value for name, value in vars(batch).items() if value is not None}


def same(one: object, other: object) -> bool:
    return torch.equal(one, other) if isinstance(one, torch.Tensor) else one == other  # type: ignore[arg-type]


@pytest.mark.parametrize("size", [16, 14, 8])
@pytest.mark.parametrize("name", SETS)
def test_two_processes_draw_what_one_draws(name: str, size: int) -> None:
    data, indices = SETS[name], [5, 0, 3, 1]
    whole = parts(data.batch(indices, size, Randomness(7)))
    shares = [
        parts(data.batch(indices[2 * r : 2 * r + 2], size, Randomness(7, rank=r, world=2))) for r in range(2)
    ]
    for key, value in whole.items():
        first, second = (share[key] for share in shares)
        joined = torch.cat([first, second]) if isinstance(value, torch.Tensor) else [*first, *second]  # type: ignore[list-item]
        assert same(joined, value), key


@pytest.mark.parametrize("name", SETS)
def test_a_seed_repeats_a_batch_and_the_next_differs(name: str) -> None:
    data, indices = SETS[name], [5, 0, 3, 1, 2, 4]
    first, again = (parts(data.batch(indices, 8, Randomness(3))) for _ in range(2))
    assert all(same(first[key], again[key]) for key in first)
    if name != "audio":
        other = parts(data.batch(indices, 8, Randomness(4)))
        assert not all(same(first[key], other[key]) for key in first)


@pytest.mark.parametrize("name", SETS)
def test_pictures_lie_between_minus_one_and_one(name: str) -> None:
    images = next(iter(parts(SETS[name].batch([0, 1], 8)).values()))
    assert isinstance(images, torch.Tensor)
    assert images.shape == (2, 3, 8, 8)
    assert images.dtype == torch.float32
    assert -1 <= images.min() < -0.2
    assert 0.2 < images.max() <= 1


def test_without_randomness_pictures_are_whole() -> None:
    batch = SETS["paired"].batch([2], 16)
    expected = torch.from_numpy(PICTURES[2]).permute(2, 0, 1).float() / 127.5 - 1
    assert torch.allclose(batch.source[0], expected)
    half = SETS["paired"].batch([2], 8).source[0]
    assert torch.allclose(half, torch.nn.functional.avg_pool2d(expected, 2), atol=1e-6)


@pytest.mark.parametrize("size", [16, 14, 8])
def test_pairs_and_masks_are_cut_and_mirrored_together(size: int) -> None:
    indices = [0, 1, 2, 3, 4, 5]
    pairs = SETS["paired"].batch(indices, size, Randomness(1))
    assert torch.equal(pairs.source, pairs.target)
    masks = SETS["masks"].batch(indices, size, Randomness(1))
    assert torch.equal(masks.a_masks, masks.a[:, :2])
    assert torch.equal(masks.b_masks, masks.b[:, :2])
    maps = SETS["label_maps"].batch(indices, size, Randomness(1))
    assert torch.equal(maps.labels.int(), maps.instances)


def test_label_maps_follow_their_pictures() -> None:
    marked = np.repeat((LABELS * 60)[..., None], 3, axis=3)
    data = LabelMapDataset(marked, LABELS, crops=1.0)
    batch = data.batch(range(6), 8, Randomness(2))
    assert torch.allclose((batch.images[:, :1] + 1) * 127.5 / 60, batch.labels.float(), atol=1e-4)


def test_boxes_are_mirrored_with_their_pictures() -> None:
    batch = SETS["boxes"].batch(range(6), 16, Randomness(0))
    plain = SETS["boxes"].batch(range(6), 16)
    turned = torch.isclose(batch.boxes[:, 0, 0], torch.tensor(0.6))
    assert 0 < int(turned.sum()) < 6
    assert torch.equal(batch.images[turned], plain.images[turned].flip(-1))
    assert torch.equal(batch.images[~turned], plain.images[~turned])
    assert torch.equal(batch.boxes[:, 1], plain.boxes[:, 1]), "places without a thing stay as they are"


def test_sound_is_never_mirrored() -> None:
    batch, plain = SETS["audio"].batch(range(6), 16, Randomness(0)), SETS["audio"].batch(range(6), 16)
    assert torch.equal(batch.images, plain.images)
    assert torch.equal(batch.spectrograms, plain.spectrograms)


def test_unpaired_sides_of_different_length_are_both_used() -> None:
    data = UnpairedDataset(PICTURES[:2], OTHERS)
    assert len(data) == 5
    batch = data.batch(range(5), 16)
    assert torch.equal(batch.a[0], batch.a[2])
    sums = [data.batch([0], 16, Randomness(seed)).b.abs().sum() for seed in range(40)]
    assert len({round(float(value), 1) for value in sums}) == 5


def test_each_sentence_of_a_picture_has_its_turn_and_its_features() -> None:
    features = [torch.arange(3.0)[:, None] for _ in range(6)]
    data = CaptionDataset(PICTURES, [("0", "1", "2")] * 6).with_features(features)
    batch = data.batch(np.arange(24) % 6, 16, Randomness(0))
    assert set(batch.captions) == {"0", "1", "2"}
    assert batch.features is not None
    assert [float(text) for text in batch.captions] == batch.features[:, 0].tolist()
    assert data.batch([0], 16).captions == ["0"]
    with pytest.raises(ValueError, match="for each sentence"):
        data.with_features(features[:2])


def test_larger_than_stored_is_refused() -> None:
    with pytest.raises(InputError, match="32 px were asked for; they are kept at 16 px"):
        SETS["images"].batch([0], 32)


def test_a_batch_moves_with_all_its_tensors() -> None:
    moved = SETS["label_maps"].batch([0], 8).to("meta")
    assert {value.device.type for value in parts(moved).values() if isinstance(value, torch.Tensor)} == {
        "meta"
    }
    assert SETS["captions"].batch([0], 8).to("cpu").captions == ["a"]
