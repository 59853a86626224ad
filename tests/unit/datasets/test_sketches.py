from __future__ import annotations

import numpy as np

from ganstudio.datasets.sketches import outlines


def test_outlines_lie_where_classes_meet_and_are_as_wide_as_the_pen() -> None:
    labels = np.zeros((32, 32), np.uint8)
    labels[:, 16:] = 3
    for width in (1.0, 2.0, 4.0):
        ink = (255 - outlines(labels, width)[..., 0].astype(float)) / 255
        assert abs(ink[16].sum() - width) < 0.3
        assert abs((ink[16] * (np.arange(32) + 0.5)).sum() / ink[16].sum() - 16) < 0.2


def test_a_map_of_one_class_has_no_outline() -> None:
    assert (outlines(np.full((16, 16), 7, np.uint8)) == 255).all()
