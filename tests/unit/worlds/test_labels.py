"""Regions and specks of label maps."""

from __future__ import annotations

import numpy as np

from ganstudio.worlds.labels import find_regions, halve, remove_specks


def test_regions_join_across_rows_and_around_corners() -> None:
    labels = np.array([[1, 0, 1], [1, 0, 1], [1, 1, 1], [2, 0, 2]], np.uint8)
    regions = find_regions(labels)
    assert sorted(zip(regions.label.tolist(), regions.area.tolist(), strict=True)) == [
        (0, 1), (0, 2), (1, 7), (2, 1), (2, 1),
    ]  # fmt: skip
    assert regions.index[0, 0] == regions.index[0, 2]


def test_a_spiral_is_one_region() -> None:
    labels = np.zeros((9, 9), np.uint8)
    labels[0], labels[:, 8], labels[8], labels[2:, 0], labels[2, :7], labels[2:7, 6] = 1, 1, 1, 1, 1, 1
    regions = find_regions(labels)
    assert regions.area[regions.label == 1].tolist() == [int(labels.sum())]


def test_specks_take_the_label_around_them_and_kept_classes_stay() -> None:
    labels = np.full((20, 20), 7, np.uint8)
    labels[5, 5], labels[12:14, 12:14], labels[:4] = 3, 2, 0
    cleaned = remove_specks(labels, 12, keep=(2,))
    assert cleaned[5, 5] == 7
    assert (cleaned == 2).sum() == 4
    assert (cleaned == 0).sum() == 80


def test_halving_takes_the_majority() -> None:
    blocks = np.array([[1, 2, 3, 3, 5, 6], [2, 2, 4, 4, 7, 7]], np.uint8)
    assert halve(blocks).tolist() == [[2, 3, 7]]
