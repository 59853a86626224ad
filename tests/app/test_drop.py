"""A drag over the window tells what would happen, a drop does it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QApplication

from ganstudio.document.document import Document
from ganstudio.document.files import write_image
from ganstudio.document.image import ImageData

HELD = (Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)


def drag(window: object, qapp: QApplication, paths: list[Path]) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    enter = QDragEnterEvent(
        QPoint(5, 5),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    qapp.sendEvent(window, enter)
    return data


def test_the_field_under_the_pointer_is_what_happens(
    window: object, start: Callable[[], Document], qapp: QApplication, qtbot: object, tmp_path: Path
) -> None:
    document = start()
    write_image(tmp_path / "photo.png", ImageData(np.zeros((8, 8, 3), np.uint8)))
    data = drag(window, qapp, [tmp_path / "photo.png"])
    overlay = window.drops.overlay
    assert overlay.isVisible()
    assert [offer.what for offer in overlay.offers] == ["add_layers", "use_labels", "open"]
    place = QPointF(overlay.fields()[0].center())
    drop = QDropEvent(place, Qt.DropAction.CopyAction, data, *HELD)
    qapp.sendEvent(window, drop)
    assert not overlay.isVisible()
    qtbot.waitUntil(lambda: len(document.layers) == 3)


def test_leaving_takes_the_overlay_away(window: object, qapp: QApplication, tmp_path: Path) -> None:
    (tmp_path / "words.txt").write_text("hello")
    drag(window, qapp, [tmp_path / "words.txt"])
    assert window.drops.overlay.offers[0].what == "refuse"
    qapp.sendEvent(window, QDragLeaveEvent())
    assert not window.drops.overlay.isVisible()
