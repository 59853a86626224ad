"""How fast the canvas repaints, and what its size costs: a dab of 64 px on 1024² and on 4096² at fit zoom.

Aims: a stroke on 4096² costs at most 1.5 times what it costs on 1024², and stays within a frame of 16 ms.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from statistics import median

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtCore import QPointF
from PySide6.QtGui import QImage, QPainter, QRegion
from PySide6.QtWidgets import QApplication

from ganstudio.app.canvas.view import CanvasView
from ganstudio.app.session import EditorSession
from ganstudio.document.document import Document
from ganstudio.document.image import ImageData, LabelData
from ganstudio.document.layers import LabelLayer, RasterLayer
from ganstudio.document.painting import BrushSettings, Stroke

_WIDTH, _HEIGHT, _MOVES = 1200, 900, 60


def document(side: int) -> Document:
    """A label map below an opaque picture below one that is half transparent."""
    random = np.random.default_rng(0)
    blocks = np.ones((side // 64, side // 64), np.uint8)
    labels = np.kron(random.integers(0, 12, (64, 64), np.uint8), blocks)
    colours = np.kron(random.integers(0, 255, (64, 64, 4), np.uint8), blocks[..., None])
    colours[..., 3] = 255
    half = colours.copy()
    half[..., 3] = np.where(colours[..., 0] > 128, 0, 128)
    made = Document(side, side)
    made.adopt(
        (
            LabelLayer.of(LabelData(labels, "landscape")),
            RasterLayer.of(ImageData(colours)),
            RasterLayer.of(ImageData(half)),
        )
    )
    return made


class Scene:
    """A view of a document, painted into a picture of its size as the window would."""

    def __init__(self, side: int, zoom: float | None = None) -> None:
        self.session = EditorSession()
        self.view = CanvasView(self.session)
        self.view.resize(_WIDTH, _HEIGHT)
        self.document = document(side)
        self.session.set_document(self.document)
        self.view._measure()
        if zoom is not None:
            self.view.set_zoom(zoom)
        self.screen = QImage(_WIDTH, _HEIGHT, QImage.Format.Format_RGB32)
        self.paint(QRegion(0, 0, _WIDTH, _HEIGHT))

    def paint(self, region: QRegion) -> None:
        painter = QPainter(self.screen)
        painter.setClipRegion(region)
        self.view._stage.paint(painter, region, 0, self.view._overlay)
        painter.end()

    def repaint_all(self) -> None:
        self.paint(QRegion(0, 0, _WIDTH, _HEIGHT))

    def composite_all(self) -> None:
        self.view._stage._after.reset()
        self.repaint_all()

    def pan(self) -> None:
        self.view.pan(QPointF(7, 3))
        self.repaint_all()

    def dabs(self) -> float:
        """Milliseconds of one move of a stroke: painting it into the layer, and onto the screen."""
        top = self.document.layers[2].id
        stroke = Stroke(self.document, top, BrushSettings(size=64), (200, 60, 40, 255))
        heights = self.document.height
        stroke.begin(heights * 0.3, heights * 0.4)
        times = []
        for i in range(_MOVES):
            begun = time.perf_counter()
            dirty = stroke.to(heights * 0.3 + 8 * i, heights * 0.4 + 4 * i)
            self.paint(self.view._stage.region(dirty))
            times.append(time.perf_counter() - begun)
        stroke.end()
        self.session.undo()
        return 1000 * median(times)


def milliseconds(action: Callable[[], None], count: int = 7) -> float:
    times = []
    for _ in range(count):
        begun = time.perf_counter()
        action()
        times.append(time.perf_counter() - begun)
    return 1000 * median(times)


def main() -> None:
    application = QApplication.instance() or QApplication([])
    small, large, full = Scene(1024), Scene(4096), Scene(4096, zoom=1.0)
    print(f"view of {_WIDTH} x {_HEIGHT}, three layers, at {small.view.zoom:.2f} and {large.view.zoom:.2f}")
    one, other, near = small.dabs(), large.dabs(), full.dabs()
    print(f"a move of a 64 px stroke: 1024² {one:.2f} ms, 4096² {other:.2f} ms, ratio {other / one:.2f}")
    print(f"the same at 100 %: 4096² {near:.2f} ms")
    for name, scene in (("1024² fitted", small), ("4096² fitted", large), ("4096² at 100 %", full)):
        print(
            f"{name}: repaint {milliseconds(scene.repaint_all):.1f} ms, "
            f"pan {milliseconds(scene.pan):.1f} ms, composite all {milliseconds(scene.composite_all):.1f} ms"
        )
    application.processEvents()


if __name__ == "__main__":
    main()
