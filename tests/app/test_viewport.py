from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF, QRectF, QSizeF

from ganstudio.app.canvas.viewport import MAX_ZOOM, MIN_ZOOM, Viewport
from ganstudio.document.tiles import Rect


@pytest.mark.parametrize("zoom", [0.3, 1.0, 7.5])
def test_zooming_keeps_what_lies_under_the_anchor(zoom: float) -> None:
    viewport, anchor = Viewport(1.5, QPointF(40, -20)), QPointF(310, 77)
    before = viewport.to_document(anchor)
    after = viewport.zoomed(zoom, anchor).to_document(anchor)
    # The origin stands on whole pixels, so half a pixel of the screen may be lost.
    assert abs(after.x() - before.x()) * zoom <= 0.5
    assert abs(after.y() - before.y()) * zoom <= 0.5


def test_zoom_stays_within_its_limits() -> None:
    assert Viewport().zoomed(1e9, QPointF()).zoom == MAX_ZOOM
    assert Viewport().zoomed(0, QPointF()).zoom == MIN_ZOOM


def test_fitting_shows_all_of_it_in_the_middle() -> None:
    viewport = Viewport().fitted(QSizeF(400, 300), 1000, 200, margin=0)
    page = viewport.pane_rect(Rect(0, 0, 1000, 200))
    assert page == QRectF(0, 110, 400, 80)


def test_on_a_dense_screen_full_size_is_one_device_pixel() -> None:
    viewport = Viewport(1.0, ratio=2.0)
    assert viewport.pane_rect(Rect(0, 0, 100, 100)).width() == 50


def test_the_mip_level_is_never_coarser_than_the_screen() -> None:
    levels = {zoom: Viewport(zoom).level for zoom in (1.0, 0.51, 0.5, 0.26, 0.25, 1 / 32)}
    assert levels == {1.0: 0, 0.51: 0, 0.5: 1, 0.26: 1, 0.25: 2, 1 / 32: 5}


def test_a_part_of_the_document_always_stays_in_sight() -> None:
    size = QSizeF(400, 300)
    far = Viewport(2.0, QPointF(9000, -9000)).kept(size, 100, 100)
    page = far.pane_rect(Rect(0, 0, 100, 100))
    assert page.intersects(QRectF(0, 0, 400, 300))


def test_steps_go_up_and_down_the_same_ladder() -> None:
    viewport = Viewport(0.7)
    assert viewport.step(1) == 1.0
    assert viewport.step(-1) == pytest.approx(2 / 3)
