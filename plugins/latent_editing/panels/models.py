"""The generator of a layer and its directions, loaded off the UI thread and shared by all sections."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from ganstudio.api import LATENT_FAMILIES, Direction, LatentGenerator, Progress, directions_of

from ..finding import own_directions
from ..sampling import bands

Band = tuple[int, int]


@dataclass(frozen=True, eq=False)
class Known:
    """What sections need to know of a generator. `bands` are the coarse, middle and fine rows."""

    ref: str
    path: Path
    generator: LatentGenerator
    directions: tuple[Direction, ...]
    own: frozenset[str]
    """Names of the directions that the person has kept."""
    bands: tuple[Band, Band, Band]

    @property
    def draws_faces(self) -> bool:
        """As far as its name and its card tell."""
        told = f"{self.ref} {self.generator.card}".lower()
        return any(word in told for word in ("face", "ffhq", "celeba", "portrait"))


class Models(QObject):
    """One for each layer; `changed` comes when another generator, or another set of directions, is there."""

    changed = Signal()

    def __init__(self, context: Any) -> None:
        super().__init__(context)
        self._context = context
        self._asked = ""
        self.known: Known | None = None
        self.problem = ""
        """Why there is no generator, once that is known."""
        context.changed.connect(self._params_changed)
        self._params_changed()

    @staticmethod
    def of(context: Any) -> Models:
        """The one that all sections of the layer share."""
        if "models" not in context.shared:
            context.shared["models"] = Models(context)
        found: Models = context.shared["models"]
        return found

    def reload(self, then: Callable[[], None] | None = None) -> None:
        """Look for directions again."""
        ref = self._asked = str(self._context.params.model)
        studio = self._context.studio

        def work(progress: Progress) -> Known:
            return known_of(studio, ref)

        def done(known: Known) -> None:
            if known.ref == self._asked:
                self.known, self.problem = known, ""
                self.changed.emit()
                if then is not None:
                    then()

        def failed(error: BaseException) -> None:
            # The rendering, which needs the same model, tells of it in full.
            if ref == self._asked:
                self.known, self.problem = None, str(error)
                self.changed.emit()

        self._context.work(work, title="", done=done, failed=failed, quiet=True)

    def _params_changed(self) -> None:
        if str(self._context.params.model) != self._asked:
            self.reload()


def known_of(studio: Any, ref: str) -> Known:
    """Not for the UI thread. InputError and CheckpointError as loading has them."""
    loaded = studio.models(ref, LATENT_FAMILIES, studio.compute)
    generator = LatentGenerator.of(loaded)
    path = Path(loaded.path)
    own = frozenset(item.name for item in own_directions(generator.sha256))
    return Known(ref, path, generator, directions_of(path, generator.sha256), own, bands(generator))
