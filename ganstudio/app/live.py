"""Generated layers that follow the hand: what they read is captured here, drawn elsewhere, and laid in here.

A draft is drawn while a stroke goes on and the full picture when it ends. What equals the last drawing is
not drawn again, a layer that is hidden not at all, and a failure is told once.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol

import numpy as np
from PIL import Image
from PySide6.QtCore import QObject, QTimer, Signal

from ganstudio.app.bridge import Bridge, UiThread
from ganstudio.app.session import EditorSession
from ganstudio.document.document import Document
from ganstudio.document.image import ImageData, LabelData, MaskData
from ganstudio.document.layers import GeneratedLayer, LabelLayer, Layer, MaskLayer, RasterLayer
from ganstudio.engine.device import Compute
from ganstudio.engine.jobs import Job, JobRunner
from ganstudio.engine.preview import Delivery, PreviewScheduler, Quality
from ganstudio.errors import CancelledError, GanStudioError, NotYetError
from ganstudio.events import CancelToken, Progress
from ganstudio.operations.contract import Data, ModelSource, Operation
from ganstudio.operations.run import Result, run
from ganstudio.params import seed_names

_COALESCE_MS = 4
"""Changes that come closer together than this are one."""


class Studio(Protocol):
    """What is needed of `AppStudio`; all but `jobs` is asked for on worker threads."""

    @property
    def jobs(self) -> JobRunner: ...

    @property
    def compute(self) -> Compute: ...

    @property
    def models(self) -> ModelSource: ...

    def operation(self, id: str) -> Operation: ...


@dataclass(frozen=True)
class Snapshot:
    """All that a drawing depends on; equal snapshots make equal pictures."""

    layer_id: str
    operation: str
    params: Mapping[str, Any]
    seed: int
    inputs: Mapping[str, Data]
    size: tuple[int, int]


@dataclass(frozen=True)
class Drawing:
    """A drawn picture, (width, height) as the document, and what it was made with."""

    image: ImageData
    model_hash: str
    device: str


class LiveRenderer(QObject):
    """Keeps the generated layers of the session's document up to date."""

    started = Signal(str, str)
    """A layer is being drawn: (layer id, its name)."""
    progress = Signal(float, str)
    finished = Signal(str, float, str)
    """(layer id, seconds, device and precision); draft or full."""
    failed = Signal(str, str, str)
    """(what happened, what to do, details)."""
    waits = Signal(str, str)
    """A layer cannot be drawn before something is given: (layer id, what)."""
    stopped = Signal(str)
    """A drawing was given up because the layer was hidden, or the document closed: (layer id)."""
    variations_started = Signal(str, int)
    """(layer id, how many)."""
    variation_ready = Signal(str, int, object)
    """(layer id, seed, ImageData)."""
    variations_ended = Signal(str)

    def __init__(
        self,
        session: EditorSession,
        studio: Studio,
        bridge: Bridge | None = None,
        *,
        executor: Executor | None = None,
        clock: Callable[[], float] = time.monotonic,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._studio = studio
        self._bridge = bridge or Bridge(studio.jobs, self)
        self._ui = UiThread(self)
        self._scheduler: PreviewScheduler[Snapshot, Drawing] = PreviewScheduler(
            self._draw, self._deliver, executor=executor, clock=clock
        )
        self._memos: dict[str, dict[Any, Any]] = {}
        self._waiting: set[str] = set()
        self._asked: dict[str, int] = {}  # the request that a layer waits for, or has got
        self._laid: dict[str, tuple[int, Quality]] = {}  # the request whose pixels it holds
        self._shown: set[str] = set()
        self._told: dict[str, str] = {}
        self._variations: Job | None = None
        self._timer = QTimer(self, singleShot=True, interval=_COALESCE_MS)
        self._timer.timeout.connect(self._flush)
        session.document_changed.connect(self._document_changed)
        session.generated_stale.connect(self._want)
        session.layers_changed.connect(self._layers_changed)
        session.stroke_changed.connect(self._stroke_changed)
        self._document_changed()

    @property
    def busy(self) -> bool:
        """Whether a drawing goes on or is waited for."""
        return bool(self._waiting) or self._scheduler.busy

    def draw_now(self, layer_id: str) -> None:
        """Draw in full, even if nothing has changed."""
        self._scheduler.forget(layer_id)
        self._memos.pop(layer_id, None)
        self._told.pop(layer_id, None)
        self._request(layer_id, "full")

    def variations(self, layer_id: str, count: int = 6) -> None:
        """Draw the layer with other seeds; each arrives by `variation_ready`."""
        snapshot = self._capture(layer_id)
        if snapshot is None:
            return
        self.stop_variations()
        seeds = random.sample(range(1, 10_000), count)
        self.variations_started.emit(layer_id, count)
        self._variations = self._bridge.run(
            lambda progress: self._draw_variations(snapshot, seeds, progress),
            title=self.tr("Variations"),
            done=lambda _: self.variations_ended.emit(layer_id),
            failed=lambda error: self._variations_failed(layer_id, error),
            cancelled=lambda: self.variations_ended.emit(layer_id),
        )

    def stop_variations(self) -> None:
        if self._variations is not None:
            self._variations.cancel()
            self._variations = None

    def close(self) -> None:
        """Stop and wait for the worker; nothing arrives any more."""
        self._timer.stop()
        self.stop_variations()
        self._ui.close()
        self._scheduler.shutdown()

    # On the UI thread: what is to be drawn

    @property
    def _document(self) -> Document | None:
        return self._session.document

    def _document_changed(self) -> None:
        for id in self._shown | set(self._memos):
            self._forget(id)
        self._memos.clear()
        self._asked.clear()
        self._laid.clear()
        self._waiting.clear()
        self._shown.clear()
        self._told.clear()
        self._layers_changed()

    def _layers_changed(self) -> None:
        """A layer that has come into sight may be older than what it is made from."""
        generated = {layer.id: layer for layer in self._generated()}
        visible = {id for id, layer in generated.items() if layer.visible}
        for id in self._shown - visible:
            self._forget(id)
        for id in visible - self._shown:
            if generated[id].stale:
                self._want(id)
        self._shown = visible

    def _forget(self, layer_id: str) -> None:
        self._waiting.discard(layer_id)
        self._asked.pop(layer_id, None)
        self._laid.pop(layer_id, None)
        self._scheduler.forget(layer_id)
        self.stopped.emit(layer_id)

    def _generated(self) -> list[GeneratedLayer]:
        layers = self._document.layers if self._document is not None else ()
        return [layer for layer in layers if isinstance(layer, GeneratedLayer)]

    def _want(self, layer_id: str) -> None:
        self._waiting.add(layer_id)
        self._timer.start()

    def _stroke_changed(self, stroking: bool) -> None:
        """When the stroke ends, what was drawn as a draft is drawn in full."""
        if not stroking:
            self._waiting |= {layer.id for layer in self._generated() if layer.stale}
            self._flush()

    def _flush(self) -> None:
        """Ask for what waits. During a stroke one draft at a time: capturing costs time, too."""
        if self._session.stroking and self._scheduler.busy:
            return
        waiting, self._waiting = self._waiting, set()
        for id in waiting:
            self._request(id, "draft" if self._session.stroking else "full")

    def _request(self, layer_id: str, quality: Quality) -> None:
        snapshot = self._capture(layer_id)
        layer = self._generated_layer(layer_id)
        if snapshot is None or layer is None:
            return
        asked = self._asked[layer_id] = self._scheduler.request(layer_id, snapshot, quality)
        laid, _ = self._laid.get(layer_id, (None, quality))
        if asked == laid:
            layer.stale = not self._is_settled(layer_id)
        else:
            self.started.emit(layer_id, layer.name)

    def _is_settled(self, id: str) -> bool:
        """Whether the layer holds, in full, the pixels of the latest request, and no other is to come.

        What the scheduler has drawn may still be on its way here, so its word would be too early.
        """
        return id not in self._waiting and self._laid.get(id) == (self._asked.get(id), "full")

    def _generated_layer(self, id: str) -> GeneratedLayer | None:
        return next((layer for layer in self._generated() if layer.id == id), None)

    def _capture(self, layer_id: str) -> Snapshot | None:
        """Copy what a visible generated layer is made from."""
        document = self._document
        layer = self._generated_layer(layer_id)
        if document is None or layer is None or not layer.visible:
            return None
        there = {other.id: other for other in document.layers}
        inputs = {
            name: data
            for name, id in layer.reads.items()
            if id in there and (data := _data(there[id])) is not None
        }
        size = (document.width, document.height)
        return Snapshot(layer_id, layer.operation, dict(layer.params), layer.seed, inputs, size)

    # On the worker: drawing

    def _draw(self, snapshot: Snapshot, quality: Quality, progress: Progress) -> Drawing:
        memo = self._memos.setdefault(snapshot.layer_id, {})
        return self._drawn(snapshot, quality, Progress(self._report, _Linked(progress)), memo)

    def _drawn(
        self,
        snapshot: Snapshot,
        quality: Quality,
        progress: Progress,
        memo: dict[Any, Any],
        seed: int | None = None,
    ) -> Drawing:
        """Run the layer's operation; without `seed`, the layer's counts where its parameters name none.

        A layer's seed of 0 is one that nobody has chosen: the operation's default stands.
        """
        operation = self._studio.operation(snapshot.operation)
        values = dict(snapshot.params)
        for name in seed_names(operation.params):
            if seed is not None:
                values[name] = seed
            elif snapshot.seed:
                values.setdefault(name, snapshot.seed)
        result = run(
            operation,
            operation.build(values),
            snapshot.inputs,
            compute=self._studio.compute,
            models=self._studio.models,
            progress=progress,
            quality=quality,
            memo=memo,
        )
        return _drawing(result, snapshot.size)

    def _draw_variations(self, snapshot: Snapshot, seeds: list[int], progress: Progress) -> None:
        memo: dict[Any, Any] = {}
        for index, seed in enumerate(seeds):
            part = progress.sub(index / len(seeds), (index + 1) / len(seeds))
            drawing = self._drawn(snapshot, "full", part, memo, seed)
            self._ui.post(partial(self.variation_ready.emit, snapshot.layer_id, seed, drawing.image))

    def _report(self, fraction: float, message: str) -> None:
        self._ui.post(lambda: self.progress.emit(fraction, message))

    def _deliver(self, delivery: Delivery[Snapshot, Drawing]) -> None:
        self._ui.post(lambda: self._apply(delivery))

    # On the UI thread again: what was drawn

    def _apply(self, delivery: Delivery[Snapshot, Drawing]) -> None:
        if self._scheduler.is_current(delivery):
            if delivery.error is not None:
                self._tell(delivery.snapshot.layer_id, delivery.error)
            elif delivery.result is not None:
                self._lay_in(delivery, delivery.result)
        self._flush()

    def _lay_in(self, delivery: Delivery[Snapshot, Drawing], drawing: Drawing) -> None:
        id = delivery.snapshot.layer_id
        layer = self._generated_layer(id)
        if layer is None or self._document is None:
            return
        self._document.set_generated(id, drawing.image, drawing.model_hash)
        self._laid[id] = delivery.generation, delivery.quality
        layer.stale = not self._is_settled(id)
        self._told.pop(id, None)
        self.finished.emit(id, delivery.seconds, drawing.device)

    def _tell(self, layer_id: str, error: BaseException) -> None:
        """Tell of a failure, but not of the same one with every stroke."""
        if isinstance(error, NotYetError):
            self.waits.emit(layer_id, str(error))
            return
        if isinstance(error, CancelledError) or self._told.get(layer_id) == str(error):
            return
        self._told[layer_id] = str(error)
        if isinstance(error, GanStudioError):
            self.failed.emit(error.message, error.hint, error.detail)
        else:
            self.failed.emit(self.tr("The rendering failed: {0}.").format(error), "", repr(error))

    def _variations_failed(self, layer_id: str, error: BaseException) -> None:
        self._told.pop(layer_id, None)
        self._tell(layer_id, error)
        self.variations_ended.emit(layer_id)


class _Linked(CancelToken):
    """Cancelled when another progress is."""

    def __init__(self, progress: Progress) -> None:
        super().__init__()
        self._progress = progress

    @property
    def cancelled(self) -> bool:
        return self._progress.cancelled


def _data(layer: Layer) -> Data | None:
    """What an operation gets of a layer; a copy."""
    if isinstance(layer, LabelLayer):
        return layer.labels()
    if isinstance(layer, MaskLayer):
        return layer.mask()
    return layer.image() if isinstance(layer, RasterLayer | GeneratedLayer) else None


def _drawing(result: Result, size: tuple[int, int]) -> Drawing:
    image = _as_image(result.data)
    if image.size != size:
        scaled = Image.fromarray(image.rgba()).resize(size, Image.Resampling.LANCZOS)
        image = ImageData.of(np.asarray(scaled))
    hashes = " ".join(model.sha256 for model in result.models)
    return Drawing(image, hashes, result.compute.description)


def _as_image(data: Data) -> ImageData:
    if isinstance(data, LabelData):
        return ImageData.of(data.colourised())
    return ImageData.of(data.alpha) if isinstance(data, MaskData) else data
