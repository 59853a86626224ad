"""Thumbnails: what a preset or recipe makes of a sample, drawn behind everything else and kept on disk."""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from PIL import Image
from PySide6.QtGui import QImage

from ganstudio import paths
from ganstudio.app.canvas.clipboard import to_qimage
from ganstudio.app.presets.shelf import Item
from ganstudio.app.studio import AppStudio
from ganstudio.document.files import read_image, read_label_map
from ganstudio.document.frames import FrameData
from ganstudio.document.image import ImageData, LabelData, MaskData
from ganstudio.errors import GanStudioError, SaveError
from ganstudio.events import Progress
from ganstudio.operations.chain import Chain, as_image, prepare, single
from ganstudio.operations.contract import Data, InputSpec, ModelSource, Output
from ganstudio.operations.presets import Preset

_SIDE = 320
"""Longer side in pixels: sharp on a card at twice the usual density."""
_FORMAT = 1
"""Goes up when thumbnails are drawn otherwise than before."""
_LOWEST = 19


def folder() -> Path:
    return paths.cache_dir() / "presets"


def thumbnail(item: Item, studio: AppStudio, models: ModelSource, progress: Progress) -> QImage:
    """The kept picture, or a new one; a null image where it cannot be drawn. On a worker.

    Only what is usable is drawn, with `models` apart from the studio's: those that the canvas uses stay
    loaded. Raises CancelledError.
    """
    if not item.usable:
        return QImage()
    try:
        chain = _chain(item, studio)
        file = folder() / f"{_key(chain, studio)}.webp"
        kept = QImage(str(file))
        return kept if not kept.isNull() else _drawn(chain, studio, models, progress, file)
    except (GanStudioError, OSError):
        return QImage()


def step_back() -> None:
    """Let this thread wait for all others, where the system can do that for one thread alone."""
    if sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, 0, _LOWEST)


def _chain(item: Item, studio: AppStudio) -> Chain:
    if isinstance(item.content, Preset):
        operation = studio.operation(item.content.operation)
        return single(operation, operation.build(item.content.values_for(operation)))
    assert item.content is not None
    return prepare(item.content, studio.operation)


def _drawn(chain: Chain, studio: AppStudio, models: ModelSource, progress: Progress, file: Path) -> QImage:
    inputs = samples(chain, studio)
    result = chain.run(inputs, compute=studio.compute, models=models, progress=progress)
    picture = Image.fromarray(_picture(result.data).rgba())
    picture.thumbnail((_SIDE, _SIDE), Image.Resampling.LANCZOS)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with paths.atomic_write(file) as out:
            picture.save(out, "WEBP", quality=90)
    except (OSError, SaveError):
        pass  # It is shown this time, and drawn again the next.
    return to_qimage(np.asarray(picture))


def samples(chain: Chain, studio: AppStudio) -> dict[str, Data]:
    """What it is drawn on. Where its start page begins with several layers, one alone would tell little."""
    info = studio.operation_info(chain.links[0].operation.id)
    tiles = info.plugin.manifest.start if info is not None and len(chain.links) == 1 else ()
    for tile in tiles:
        if info is not None and tile.layers and tile.operation == info.manifest.id:
            first = chain.inputs[0].name
            files = {first: tile.template, **tile.layers}
            return {name: read_image(info.plugin.folder / file) for name, file in files.items()}
    return {spec.name: _sample(spec) for spec in chain.inputs if spec.required}


def _sample(spec: InputSpec) -> Data:
    """The program's own picture for an input, by its kind and, for drawings, its name."""
    pictures = paths.resources_dir() / "samples"
    if spec.kind == "label_map":
        return read_label_map(pictures / "labels.png", "landscape")
    if spec.kind == "mask":
        width, height = read_image(pictures / "photo.webp").size
        return MaskData(np.full((height, width), 255, np.uint8))
    drawn = "sketch" in spec.name or "drawing" in spec.name
    return read_image(pictures / ("drawing.png" if drawn else "photo.webp"))


def _picture(data: Output) -> ImageData:
    return ImageData(data.draw(0)) if isinstance(data, FrameData) else as_image(data)


def _key(chain: Chain, studio: AppStudio) -> str:
    """Changes with the values, the plugins' versions, the weights and what is drawn on."""
    told: Mapping[str, object] = {
        "format": _FORMAT,
        "steps": [
            (link.operation.id, link.operation.plugin_version, link.step.params, dict(link.reads))
            for link in chain.links
        ],
        "models": {name: studio.models.sha256(name) for name in chain.named_models()},
        "inputs": {name: _digest(data) for name, data in samples(chain, studio).items()},
        "constants": {name: _digest(source.data) for name, source in chain.constants.items()},
    }
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:32]


def _digest(data: Data) -> str:
    pixels = data.indices if isinstance(data, LabelData) else as_image(data).rgba()
    return hashlib.sha256(np.ascontiguousarray(pixels).tobytes()).hexdigest()
