"""Test renders: what a model draws from a seed, made on a worker and kept until another is looked at."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QImage

from ganstudio.checkpoints import library
from ganstudio.checkpoints.library.entries import THUMBNAIL
from ganstudio.events import Progress

if TYPE_CHECKING:
    from PIL.Image import Image

    from ganstudio.checkpoints.load import LoadedModel


@dataclass(frozen=True)
class Sample:
    """A picture, and the seconds that the network took."""

    name: str
    seed: int
    image: QImage
    picture: Image
    seconds: float


class Sampler:
    """Keeps the model that was rendered last: the next seed need not read it again."""

    def __init__(self) -> None:
        self._kept: tuple[tuple[Path, int], LoadedModel] | None = None
        self._lock = threading.Lock()

    def render(self, name: str, seed: int, progress: Progress) -> Sample:
        """On a worker; CheckpointError when the model cannot be opened or draws nothing by itself."""
        from ganstudio.checkpoints.families import STANDARD
        from ganstudio.checkpoints.thumbnail import draw_sample

        with self._lock:
            progress.set(0.1, "reading")
            model = self._loaded(name)
            progress.set(0.5, "drawing a sample")
            began = time.perf_counter()
            picture = draw_sample(STANDARD.named(model.family, model.role), model.config, model.module, seed)
            seconds = time.perf_counter() - began
        return Sample(name, seed, _qimage(picture), picture, seconds)

    def free(self) -> None:
        self._kept = None

    def _loaded(self, name: str) -> LoadedModel:
        from ganstudio.checkpoints.load import load

        path = library.find(name)
        key = path, path.stat().st_mtime_ns
        if self._kept is None or self._kept[0] != key:
            self._kept = None
            self._kept = key, load(path)
        return self._kept[1]


def keep_as_thumbnail(sample: Sample) -> None:
    """On a worker: the picture becomes the one that lists show."""
    from ganstudio.checkpoints.thumbnail import store_thumbnail

    store_thumbnail(sample.picture, library.find(sample.name).with_name(THUMBNAIL))


def _qimage(picture: Image) -> QImage:
    data = picture.tobytes()
    image = QImage(data, picture.width, picture.height, 3 * picture.width, QImage.Format.Format_RGB888)
    return image.copy()
