"""The pen: calm lines, round curves, width by pressure or speed, one step each."""

from __future__ import annotations

from math import cos, hypot, pi, sin

import numpy as np
import pytest

from ganstudio.document.document import Document
from ganstudio.document.layers import RasterLayer
from ganstudio.document.painting import BrushSettings
from ganstudio.document.pen import PenStroke, PulledString, Touch
from ganstudio.document.tiles import Rect

BLACK = (0, 0, 0, 255)
PEN = BrushSettings(size=8, hardness=1, pressure_size=True, thinnest=0.25)


def draw(touches: list[Touch], brush: BrushSettings = PEN, side: int = 200, **options: object) -> Document:
    document = Document(side, side)
    document.adopt((RasterLayer.blank(side, side),))
    line = PenStroke(document, document.layers[0].id, brush, BLACK, **options)
    line.begin(touches[0])
    for touch in touches[1:]:
        line.to(touch)
    line.end()
    return document


def alpha(document: Document) -> np.ndarray:
    return document.layers[0].tiles.array()[..., 3]


def width_at(document: Document, x: int) -> float:
    """Thickness of a level line at a column, in pixels."""
    return float(alpha(document)[:, x].sum() / 255)


def test_pressure_makes_the_line_as_wide_as_its_range_says() -> None:
    for pressure, width in ((0.0, 2.0), (0.5, 5.0), (1.0, 8.0)):
        document = draw([Touch(20, 100, pressure), Touch(100, 100, pressure), Touch(180, 100, pressure)])
        assert width_at(document, 100) == pytest.approx(width, abs=0.1)


def test_what_is_thinner_than_a_pixel_is_fainter() -> None:
    thin = BrushSettings(size=0.5, hardness=1)
    assert width_at(draw([Touch(20, 99.5, 1.0), Touch(180, 99.5, 1.0)], thin), 100) == pytest.approx(
        0.5, abs=0.05
    )


def test_a_trembling_hand_on_a_string_draws_a_calm_line() -> None:
    tremor = np.random.default_rng(3).uniform(-4, 4, (60, 2))
    hand = [Touch(10 + 3 * i + dx, 100 + dy, 1.0) for i, (dx, dy) in enumerate(tremor.tolist())]

    def roughness(document: Document) -> float:
        inked = np.array([np.flatnonzero(column).mean() for column in alpha(document).T[30:160]])
        return float(np.abs(np.diff(inked)).sum())

    assert roughness(draw(hand, string=30.0)) < roughness(draw(hand)) / 3


def test_the_string_is_slack_until_the_hand_has_gone_its_length() -> None:
    string = PulledString(10, Touch(0, 0, 1.0))
    assert string.pull(Touch(10, 0, 1.0)) is None
    tip = string.pull(Touch(25, 0, 1.0))
    assert tip is not None
    assert (tip.x, tip.y) == pytest.approx((15, 0))


def test_the_line_ends_where_the_hand_lifts() -> None:
    document = draw([Touch(20, 100, 1.0), Touch(60, 100, 1.0), Touch(120, 100, 1.0)], string=40.0)
    assert alpha(document)[100, 119] == 255
    assert not alpha(document)[:, 126:].any()


def test_few_reports_of_a_circle_make_no_corners() -> None:
    turns = [2 * pi * i / 12 for i in range(13)]
    document = draw([Touch(100 + 80 * cos(t), 100 + 80 * sin(t), 1.0) for t in turns], BrushSettings(2, 1.0))
    rows, columns = np.nonzero(alpha(document)[:, :160] > 200)  # not where it begins and ends
    radii = [hypot(x + 0.5 - 100, y + 0.5 - 100) for x, y in zip(columns, rows, strict=True)]
    assert max(radii) - min(radii) < 2  # 3.7 with corners


def test_without_pressure_speed_thins_the_line_and_its_ends_taper() -> None:
    def level(seconds: float) -> Document:
        return draw(
            [Touch(10.0 + i * 6, 100, None, i * seconds) for i in range(30)], PEN, tapered=True, string=12.0
        )

    slow, fast = level(0.1), level(0.002)
    assert width_at(fast, 100) < 0.6 * width_at(slow, 100)
    assert width_at(slow, 10) < 0.6 * width_at(slow, 100)
    assert width_at(slow, 183) < 0.7 * width_at(slow, 100)


def test_a_click_of_the_mouse_is_a_whole_dot() -> None:
    document = draw([Touch(100, 100)], PEN, tapered=True)
    assert width_at(document, 100) == pytest.approx(8, abs=0.2)


def test_a_line_is_one_step_and_cancel_leaves_none() -> None:
    document = draw([Touch(20, 20, 1.0), Touch(90, 60, 0.5)])
    assert document.history.names == ("Ink",)
    document.history.undo()
    assert not alpha(document).any()
    line = PenStroke(document, document.layers[0].id, PEN, BLACK)
    line.begin(Touch(20, 20, 1.0))
    line.to(Touch(90, 60, 1.0))
    line.cancel()
    assert not alpha(document).any()


def test_a_move_touches_a_small_rectangle_and_one_tile_of_a_large_canvas() -> None:
    document = Document(4096, 4096)
    document.adopt((RasterLayer.blank(4096, 4096),))
    touched: list[Rect] = []
    document.pixels_changed.connect(lambda id, rect: touched.append(rect))
    line = PenStroke(document, document.layers[0].id, PEN, BLACK, string=8.0)
    line.begin(Touch(1040, 1040, 1.0))
    for i in range(1, 40):
        line.to(Touch(1040 + 5 * i, 1040 + 3 * i, 1.0))
    line.end()
    assert max(rect.w * rect.h for rect in touched) < 1000
    assert document.layers[0].tiles.bytes == 256 * 256 * 4
