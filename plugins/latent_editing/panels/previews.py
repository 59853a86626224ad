"""Small pictures of other parameters, drawn on a worker one after another; the latest wish counts."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QImage

from ganstudio.api import CancelledError, GanStudioError, Progress

SIDE = 96
"""Pixels of a thumbnail; enough for 48 logical ones on a fine display."""
_PAUSE_MS = 60
OPERATION = "latent_editing.sample"
Wish = tuple[Hashable, Mapping[str, Any]]
"""A key, and the parameters of the picture that is wanted for it."""


class Previews(QObject):
    """Pictures are kept by their parameters, the last few hundred of them."""

    _MOST = 400

    def __init__(self, context: Any, arrived: Callable[[Hashable, QImage], None]) -> None:
        super().__init__(context)
        self._context = context
        self._arrived = arrived
        self._kept: dict[str, QImage] = {}
        self._wishes: list[Wish] = []
        self._job: Any = None
        self._generation = 0
        self._memo: dict[Any, Any] = {}
        self._timer = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._timer.timeout.connect(self._begin)

    def ask(self, wishes: Sequence[Wish]) -> None:
        """Draw these, in this order, in place of what was asked for before. Kept ones arrive at once."""
        missing: list[Wish] = []
        for key, params in wishes:
            kept = self._kept.get(repr(sorted(params.items())))
            if kept is None:
                missing.append((key, params))
            else:
                self._arrived(key, kept)
        self._wishes = missing
        self._generation += 1
        if self._job is not None:
            self._job.cancel()
            self._job = None
        if missing:
            self._timer.start()

    def stop(self) -> None:
        self.ask([])

    def _begin(self) -> None:
        wishes, generation, context = list(self._wishes), self._generation, self._context

        def work(progress: Progress) -> None:
            for key, params in wishes:
                progress.check()
                try:
                    picture = thumbnail(context, params, self._memo, progress)
                except CancelledError:
                    raise
                except GanStudioError:
                    # The rendering tells what is wrong; a thumbnail that is missing says no more.
                    return
                context.post(
                    lambda key=key, params=params, got=picture: self._take(key, params, got, generation)
                )

        if wishes:
            self._job = context.work(work, title="", failed=lambda error: None, quiet=True)

    def _take(self, key: Hashable, params: Mapping[str, Any], picture: QImage, generation: int) -> None:
        self._kept[repr(sorted(params.items()))] = picture
        while len(self._kept) > self._MOST:
            del self._kept[next(iter(self._kept))]
        if generation == self._generation:
            self._arrived(key, picture)


def thumbnail(context: Any, params: Mapping[str, Any], memo: dict[Any, Any], progress: Progress) -> QImage:
    """One small picture; not for the UI thread."""
    drawn = context.studio.run(
        OPERATION, quality="draft", memo=memo, progress=progress, **{**params, "size": SIDE}
    )
    image: QImage = context.kit.image(drawn.data)
    return image
