"""Small pictures of files, made on the thread that wrote them."""

from __future__ import annotations

from pathlib import Path

from PIL import Image
from PySide6.QtGui import QImage

from ganstudio.document.opening import opened
from ganstudio.errors import GanStudioError

WIDTH, HEIGHT = 128, 96
"""The most pixels of a thumbnail: twice what a row shows, for screens that show two for one."""


def problem(path: Path | None) -> str:
    """Why a file is no picture, as far as its beginning tells; empty where nothing is wrong."""
    if path is None or not path.is_file():
        return ""
    try:
        with opened(path):
            return ""
    except GanStudioError as error:
        return str(error)


def thumbnail(path: Path | None) -> QImage:
    """The picture in a file, small and opaque; an empty one where there is none or it cannot be read."""
    return look(path)[0]


def look(path: Path | None) -> tuple[QImage, str]:
    """The thumbnail of a file, or the sentence that says why it has none."""
    if path is None or not path.is_file():
        return QImage(), ""
    try:
        with opened(path) as image:
            # JPEG can be decoded at an eighth of its size.
            image.draft("RGB", (2 * WIDTH, 2 * HEIGHT))
            image.thumbnail((WIDTH, HEIGHT), Image.Resampling.BILINEAR, reducing_gap=2.0)
            small = image.convert("RGBA")
    except GanStudioError as error:
        return QImage(), str(error)
    data = small.tobytes()
    made = QImage(data, small.width, small.height, 4 * small.width, QImage.Format.Format_RGBA8888)
    return made.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied), ""
