"""Recordings with pictures of the same name, for sounds that become pictures."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from torch import Tensor

from ganstudio.datasets.base import Batch, PictureSet, stored
from ganstudio.datasets.columns import PictureColumn
from ganstudio.datasets.decoding import decode
from ganstudio.datasets.findings import each
from ganstudio.datasets.reading import Fit
from ganstudio.datasets.sound import SpectrogramColumn
from ganstudio.datasets.source import Array, Kind, Listing, Row, Table
from ganstudio.datasets.tree import DataFile, Tree
from ganstudio.datasets.views import Indices, pictures
from ganstudio.engine.randomness import Randomness
from ganstudio.errors import InputError
from ganstudio.events import Progress

READABLE = (".wav", ".wave")
_SOUNDS = (*READABLE, ".mp3", ".flac", ".ogg", ".opus", ".m4a", ".aac", ".wma", ".aif", ".aiff")


@dataclass(frozen=True)
class AudioBatch(Batch):
    """images (N, 3, S, S) and spectrograms (N, 1, S, S), both in [-1, 1]."""

    images: Tensor
    spectrograms: Tensor


class AudioDataset(PictureSet):
    """images (N, S, S, 3) and log-mel spectrograms (N, S, S), uint8; time is never mirrored."""

    kind: Kind = "audio"

    def __init__(self, images: Array, spectrograms: Array, **settings: Any) -> None:
        super().__init__(**{**settings, "mirror": False, "crops": 0.0})
        self.images, self.spectrograms = stored(images), stored(spectrograms)

    def __len__(self) -> int:
        return len(self.images)

    @property
    def size(self) -> int:
        return int(self.images.shape[1])

    def batch(self, indices: Indices, size: int, random: Randomness | None = None) -> AudioBatch:
        views = self.views(indices, size, random)
        sounds = pictures(self.spectrograms[..., None], indices, views)
        return AudioBatch(pictures(self.images, indices, views), sounds)


def recognise(tree: Tree) -> tuple[Kind, float]:
    sounds = {PurePosixPath(file.name).stem for file in tree.files.values() if file.suffix in _SOUNDS}
    return "audio", 0.95 if sounds & {file.stem for file in tree.pictures} else 0.0


def scan(tree: Tree, *, seconds: float = 4.0, fit: Fit = "crop") -> Listing:
    """Pictures and WAV files of the same stem, wherever they lie; `seconds` of each recording are used."""
    if not 0.1 <= seconds <= 600:
        raise InputError(f"A recording is cut to 0.1 to 600 seconds, not {seconds:g}.")
    sounds: dict[str, DataFile] = {}
    strange = []
    for file in tree.files.values():
        if file.suffix in READABLE:
            sounds.setdefault(file.stem, file)
        elif file.suffix in _SOUNDS:
            strange.append(file)
    rows = [Row(((file,), (sounds[file.stem],))) for file in tree.pictures if file.stem in sounds]
    alone = [file for file in tree.pictures if file.stem not in sounds]
    stems = {file.stem for file in tree.pictures}
    findings = (
        *each("warning", strange, "is no WAV and cannot be read; convert it to WAV."),
        *each("warning", alone, "has no recording of its name; it is left out."),
        *each("warning", (f for s, f in sounds.items() if s not in stems), "has no picture of its name."),
    )
    if not rows:
        hint = "Only WAV files can be read." if strange else ""
        raise InputError(f"{tree.root} holds no picture with a recording of the same name.", hint=hint)
    table = Table((PictureColumn(fit=fit), SpectrogramColumn(seconds=seconds)), tuple(rows))
    facts = {"source": "pictures and WAV files of the same name", "seconds of each": f"{seconds:g}"}
    return Listing("audio", tree.root, {"": table}, findings, facts=facts)


def prepare(
    listing: Listing,
    size: int,
    cache: Path | None = None,
    *,
    progress: Progress | None = None,
    workers: int | None = None,
    **settings: Any,
) -> AudioDataset:
    """Decode at `size`; `settings` are those of `PictureSet`."""
    made = decode(listing.tables[""], size, cache, progress=progress, workers=workers)
    findings = (*listing.findings, *made.findings)
    return AudioDataset(made.arrays["images"], made.arrays["spectrograms"], findings=findings, **settings)
