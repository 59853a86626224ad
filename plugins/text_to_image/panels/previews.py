"""Small pictures of other sentences, drawn on a worker one after another."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtGui import QImage

from ganstudio.api import CancelledError, GanStudioError, Progress

OPERATION = "text_to_image.generate"
_MOST = 200


class Previews(QObject):
    """Pictures of the layer's model; those that were drawn are kept for as long as the layer is shown."""

    def __init__(self, context: Any) -> None:
        super().__init__(context)
        self._context = context
        self._kept: dict[str, QImage] = {}
        self._memo: dict[Any, Any] = {}
        self._job: Any = None
        self._generation = 0

    @staticmethod
    def of(context: Any) -> Previews:
        if "previews" not in context.shared:
            context.shared["previews"] = Previews(context)
        found: Previews = context.shared["previews"]
        return found

    def ask(self, wishes: Sequence[Mapping[str, Any]], arrived: Callable[[int, QImage], None]) -> None:
        """Draw these in turn, in place of what was asked for before; each arrives with its place."""
        self.stop()
        context, missing, generation = self._context, [], self._generation
        for place, params in enumerate(wishes):
            kept = self._kept.get(_key(params))
            if kept is None:
                missing.append((place, params))
            else:
                arrived(place, kept)

        def take(place: int, params: Mapping[str, Any], image: QImage) -> None:
            while len(self._kept) >= _MOST:
                del self._kept[next(iter(self._kept))]
            self._kept[_key(params)] = image
            if generation == self._generation:
                arrived(place, image)

        def work(progress: Progress) -> None:
            for place, params in missing:
                progress.check()
                try:
                    drawn = context.studio.run(OPERATION, memo=self._memo, progress=progress, **params)
                except CancelledError:
                    raise
                except GanStudioError:
                    # The rendering tells what is wrong; a picture that is missing says no more.
                    return
                image = context.kit.image(drawn.data)
                context.post(lambda place=place, params=params, image=image: take(place, params, image))

        if missing:
            self._job = context.work(work, title="", failed=lambda error: None, quiet=True)

    def stop(self) -> None:
        """Nothing arrives any more."""
        self._generation += 1
        if self._job is not None:
            self._job.cancel()
            self._job = None


def _key(params: Mapping[str, Any]) -> str:
    return repr(sorted(params.items()))
