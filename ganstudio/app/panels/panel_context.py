"""What a plugin's panel is made with: the generated layer as its operation sees it, and the window around."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
from PIL import Image
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor

from ganstudio.app.bridge import Bridge
from ganstudio.app.live import LiveRenderer
from ganstudio.app.panels.generated import GeneratedControls
from ganstudio.app.panels.kit import Kit
from ganstudio.app.panels.remembered import remember, remembered
from ganstudio.app.panels.result import ResultWindow
from ganstudio.app.session import EditorSession, Pair
from ganstudio.app.studio import AppStudio
from ganstudio.document.image import ImageData, MaskData
from ganstudio.document.layers import GeneratedLayer, MaskLayer, RasterLayer
from ganstudio.engine.jobs import Job
from ganstudio.events import Progress
from ganstudio.host.studio import Studio
from ganstudio.operations.contract import OperationParams

T = TypeVar("T")
_NOTES = "panel_notes"


@dataclass(frozen=True)
class Surroundings:
    """The parts of the window that panels reach through their context."""

    studio: AppStudio
    session: EditorSession
    bridge: Bridge
    live: LiveRenderer
    command: Callable[[str], object] = lambda id: None
    """Does what the command of this id does."""


class PanelContext(QObject):
    """One for each panel. All but `post` and `show` belongs to the UI thread."""

    changed = Signal()
    """The parameters are others now, by whatever hand: the form, undo, or this panel itself."""
    points_changed = Signal()
    drawn = Signal()
    """The layer was drawn anew, draft or full."""
    models_changed = Signal()
    """Models have come into the library, or gone."""

    def __init__(
        self,
        controls: GeneratedControls,
        around: Surroundings,
        shared: dict[str, Any],
        tell: Callable[[BaseException], object],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._controls = controls
        self._around = around
        self._tell = tell
        self._params = controls.params()
        self._gesture = 0
        self._held = False
        self._alive = True
        self._jobs: list[Job] = []
        self._result: ResultWindow | None = None
        self._passing = False
        self.shared = shared
        """The same for all panels of the layer."""
        self.kit = Kit(self)
        around.session.points_changed.connect(self.points_changed)
        around.live.finished.connect(self._finished)
        controls.models_changed.connect(self.models_changed)

    @property
    def params(self) -> OperationParams:
        """The operation's parameters as they are; frozen."""
        return self._params

    @property
    def operation(self) -> str:
        """Its full id."""
        return self._controls.operation.id

    @property
    def studio(self) -> Studio:
        """Runs operations, as for scripts; work that takes long belongs into `work`."""
        return self._around.studio.core

    # Parameters

    def set_params(self, **changes: Any) -> None:
        """Change parameters in one undoable step; InputError for values that the operation refuses."""
        self._controls.set_params(changes)
        self._controls.refresh()
        self.refresh()

    def drag(self, **changes: Any) -> None:
        """The same while something is held: all until `settle` is one step, and drafts are drawn."""
        self._held = True
        self._around.session.set_stroking(True)
        self._controls.set_params(changes, f"panel:{id(self)}:{self._gesture}")
        self.refresh()

    def settle(self) -> None:
        """What was held is let go."""
        self._gesture += 1
        if self._held:
            self._held = False
            self._around.session.set_stroking(False)

    def refresh(self, params: OperationParams | None = None) -> None:
        """Look at the layer again."""
        params = params or self._controls.params()
        if params != self._params:
            self._params = params
            self.changed.emit()

    # Work

    def work(
        self,
        work: Callable[[Progress], T],
        *,
        title: str,
        done: Callable[[T], None] | None = None,
        failed: Callable[[BaseException], None] | None = None,
        cancelled: Callable[[], None] | None = None,
        quiet: bool = False,
    ) -> Job:
        """Do something on a worker thread; the callbacks come here again, unless the panel has gone.

        A job that is not `quiet` is shown in the status bar, with its progress and a way to stop it.
        """
        self._jobs = [job for job in self._jobs if not job.finished]
        job = self._around.bridge.run(
            work,
            title=title,
            done=self._while_alive(done),
            failed=self._while_alive(failed or self.fail),
            cancelled=self._while_alive(cancelled),
            quiet=quiet,
        )
        self._jobs.append(job)
        return job

    def post(self, callback: Callable[[], None]) -> None:
        """From a worker: have this done on the UI thread, unless the panel has gone."""
        self._around.bridge.ui.post(self._while_alive(callback))

    def close(self) -> None:
        """The panel goes, and a passing picture with it."""
        self.settle()
        self._alive = False
        if self._passing:
            self.redraw()
        for job in self._jobs:
            job.cancel()
        self._around.session.points_changed.disconnect(self.points_changed)
        self._around.live.finished.disconnect(self._finished)

    # The layer's picture

    def picture(self) -> ImageData | None:
        """The layer as it is shown now."""
        layer = self._controls.layer
        return None if layer is None else layer.image()

    @property
    def is_current(self) -> bool:
        """Whether the picture shows the parameters."""
        layer = self._controls.layer
        return layer is not None and not layer.stale

    def show(self, picture: ImageData) -> None:
        """Lay a passing picture into the layer, scaled to it; no step, and gone with the next drawing."""
        document = self._around.session.document
        if document is None:
            return
        fitting = _scaled(picture, (document.width, document.height))
        self.post(lambda: self._lay_in(fitting))

    def redraw(self) -> None:
        """Draw what the parameters say, in place of a passing picture."""
        self._around.live.draw_now(self._controls.layer_id)

    def show_result(self, title: str, picture: ImageData) -> None:
        """A picture to be looked at, in a window of its own, from where it is copied and saved."""
        before, self._result = self._result, ResultWindow(title, picture, self._controls)
        if before is not None:
            before.close()
            before.deleteLater()
        self._result.show()

    def keep_as_layer(self, name: str, picture: ImageData | None = None) -> None:
        """A picture, by default the layer's, as a plain layer of its own above it."""
        document, kept = self._around.session.document, picture or self.picture()
        if document is not None and kept is not None:
            kept = _scaled(kept, (document.width, document.height))
            self._around.session.add_layer(RasterLayer.of(kept, name))

    # Masks and points

    def selection(self) -> MaskData | None:
        """What is selected; None for everything."""
        document = self._around.session.document
        if document is None or document.selection.is_everything:
            return None
        return MaskData(document.selection.alpha(document.rect))

    def paint_mask(self, input_name: str, title: str) -> None:
        """Paint what a mask input reads: an empty mask layer at first, with the brush in hand."""
        session = self._around.session
        document, layer = session.document, self._controls.layer
        if document is None or layer is None:
            return
        known = next((item for item in document.layers if item.id == layer.reads.get(input_name)), None)
        if known is None:
            known = MaskLayer.blank(document.width, document.height, title)
            with session.attempt(), document.transaction(title):
                document.add_layer(known, document.index_of(layer.id))
                document.set_layer(layer.id, reads={**layer.reads, input_name: known.id})
        document.active_id = known.id
        session.set_tool("brush")
        session.set_colour(QColor(255, 255, 255))

    def draw_into_selection(self, image_input: str, mask_input: str, title: str) -> None:
        """Read the picture below the layer, and what is selected as the place to draw into; in one step.

        What is missing for that is told in the status bar.
        """
        document, layer = self._around.session.document, self._controls.layer
        if document is None or layer is None:
            return
        lower = document.layers[: document.index_of(layer.id)]
        pictures = [item for item in lower if isinstance(item, RasterLayer | GeneratedLayer)]
        if not pictures:
            self.tell(self.tr("There is no picture below this layer to draw into."))
        elif document.selection.is_everything:
            self.tell(self.tr("Select something first: press M and drag over the picture."))
        else:
            reads = {**layer.reads, image_input: pictures[-1].id}
            with self._around.session.attempt(), document.transaction(title):
                document.set_layer(layer.id, reads=reads)
                self._controls.use_selection(mask_input)

    def reads(self, input_name: str) -> bool:
        """Whether the layer reads something by this input."""
        layer = self._controls.layer
        return layer is not None and input_name in layer.reads

    def drop_input(self, *input_names: str) -> None:
        """Read nothing by these inputs any more."""
        layer = self._controls.layer
        if layer is not None:
            reads = {name: id for name, id in layer.reads.items() if name not in input_names}
            self._around.session.set_layer(layer.id, reads=reads)

    @property
    def points(self) -> tuple[Pair, ...]:
        """Handles and their targets on the picture, ((x, y), (x, y)) in shares of it."""
        return self._around.session.points

    def set_points(self, points: Sequence[Pair]) -> None:
        self._around.session.set_points(points)

    def take_tool(self, tool: str) -> None:
        """Put a tool into the hand: "points", "brush" …"""
        self._around.session.set_tool(tool)

    # What the document keeps for the panel

    def note(self, name: str) -> Any:
        """What `set_note` has kept with the document for this layer; None without."""
        document = self._around.session.document
        kept = document.metadata.get(_NOTES, {}) if document is not None else {}
        return kept.get(f"{self._controls.layer_id}:{name}") if isinstance(kept, dict) else None

    def set_note(self, name: str, value: Any) -> None:
        """Keep something that JSON can hold; it is saved with the project, and no step of the history."""
        document = self._around.session.document
        if document is not None:
            kept = document.metadata.get(_NOTES, {})
            document.metadata[_NOTES] = {**kept, f"{self._controls.layer_id}:{name}": value}
            document.mark_unsaved()

    # What the program keeps for the plugin, whatever the document

    def remembered(self, name: str) -> Any:
        """What `remember` has kept for the plugin; None without."""
        return remembered(self.operation.partition(".")[0], name)

    def remember(self, name: str, value: Any) -> None:
        """Keep something that JSON can hold, for all documents and for the next start."""
        remember(self.operation.partition(".")[0], name, value)

    # Words

    def run_command(self, id: str) -> None:
        """Do what a command of the window does: "app.models", "app.train" …"""
        self._around.command(id)

    def tell(self, text: str) -> None:
        """Say something in the status bar."""
        self._around.session.message.emit(text)

    def fail(self, error: BaseException) -> None:
        """Tell of an error above the canvas."""
        self._tell(error)

    def _lay_in(self, picture: ImageData) -> None:
        document, layer = self._around.session.document, self._controls.layer
        if document is not None and layer is not None:
            document.set_generated(layer.id, picture, layer.model_hash)
            self._passing = True

    def _finished(self, layer_id: str, *_: object) -> None:
        if self._alive and layer_id == self._controls.layer_id:
            self._passing = False
            self.drawn.emit()

    def _while_alive(self, callback: Callable[..., None] | None) -> Callable[..., None]:
        def call(*arguments: Any) -> None:
            if self._alive and callback is not None:
                callback(*arguments)

        return call


def _scaled(picture: ImageData, size: tuple[int, int]) -> ImageData:
    if picture.size == size:
        return picture
    scaled = Image.fromarray(picture.rgba()).resize(size, Image.Resampling.BILINEAR)
    return ImageData.of(np.asarray(scaled))
