"""Confusion and mIoU by hand."""

from __future__ import annotations

import math

import pytest
import torch

from ganstudio.metrics.segmentation import confusion_matrix, intersection_over_union, mean_iou


def test_by_hand() -> None:
    target = torch.tensor([0, 0, 1, 1, 255])
    predicted = torch.tensor([0, 1, 1, 1, 0])
    confusion = confusion_matrix(predicted, target, 3)
    assert confusion.tolist() == [[1, 1, 0], [0, 2, 0], [0, 0, 0]]
    iou = intersection_over_union(confusion).tolist()
    assert iou[:2] == pytest.approx([1 / 2, 2 / 3])
    assert math.isnan(iou[2])
    assert mean_iou(confusion) == pytest.approx((1 / 2 + 2 / 3) / 2)
