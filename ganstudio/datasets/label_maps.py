"""Pictures with label maps, as `ganstudio worlds render` writes them and as people keep them.

    FOLDER/images/NAME.png  FOLDER/labels/NAME.png  [FOLDER/metadata.jsonl]

Label maps are index PNGs. `metadata.jsonl` may name the style of each picture (`season`, `hour`).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from PIL import Image, UnidentifiedImageError
from torch import Tensor
from torch.nn import functional as F

from ganstudio.datasets.base import Batch, PictureSet, stored
from ganstudio.datasets.source import Kind
from ganstudio.datasets.views import Indices, pictures, values
from ganstudio.engine.randomness import Randomness
from ganstudio.errors import InputError
from ganstudio.events import Progress

SUFFIXES = (".png", ".jpg", ".jpeg", ".webp", ".tif", ".tiff", ".bmp")


@dataclass(frozen=True)
class LabelMapBatch(Batch):
    """images (N, 3, S, S) in [-1, 1]; labels (N, 1, S, S) uint8; style (N, sum of group sizes) one-hot.

    rows (N, 2): where the top and the bottom edge of each crop lie in its whole picture, -1 top to 1 bottom.
    instances (N, 1, S, S) int32: numbers that differ from one thing to the next, where there are such maps.
    """

    images: Tensor
    labels: Tensor
    style: Tensor
    rows: Tensor
    instances: Tensor | None = None


class LabelMapDataset(PictureSet):
    """images (N, S, S, 3) and labels (N, S, S), uint8; styles (N, groups); instances (N, S, S) int32 or None.

    `class_names` are in the order of the labels, `palette` is the id of the program's palette they are from;
    both are empty where nothing tells them.
    """

    kind: Kind = "label_maps"
    default_crops = 0.5

    def __init__(
        self,
        images: np.ndarray,
        labels: np.ndarray,
        styles: np.ndarray | None = None,
        style_groups: Sequence[Sequence[str]] = (),
        *,
        instances: np.ndarray | None = None,
        class_names: Sequence[str] = (),
        palette: str = "",
        **settings: Any,
    ) -> None:
        super().__init__(**settings)
        self.images, self.labels = stored(images), stored(labels)
        self.instances = None if instances is None else stored(instances)
        self.class_names = tuple(class_names)
        self.palette = palette
        if class_names:
            # What a recipe must be told besides.
            self.extra = {"classes": len(self.class_names), "palette": palette}
        self.style_groups = tuple(tuple(group) for group in style_groups)
        self.styles = torch.from_numpy(
            np.zeros((len(images), 0), np.int64) if styles is None else styles.astype(np.int64)
        )

    def __len__(self) -> int:
        return len(self.images)

    @property
    def size(self) -> int:
        return int(self.images.shape[1])

    def batch(self, indices: Indices, size: int, random: Randomness | None = None) -> LabelMapBatch:
        """Square crops of `size`: given `random`, half of them from full resolution, and half mirrored.

        Without it, and for the other half, the whole picture is reduced to `size`: colours by area, labels by
        nearest neighbour.
        """
        views = self.views(indices, size, random)
        instances = None if self.instances is None else values(self.instances, indices, views)
        return LabelMapBatch(
            pictures(self.images, indices, views),
            values(self.labels, indices, views),
            self.one_hot_styles(indices),
            views.rows(),
            instances,
        )

    def one_hot_styles(self, indices: Indices) -> Tensor:
        chosen = self.styles[torch.as_tensor(np.asarray(indices))]
        planes = [F.one_hot(chosen[:, i], len(group)) for i, group in enumerate(self.style_groups)]
        return torch.cat(planes, 1).float() if planes else torch.zeros(len(chosen), 0)


def simplified(labels: Tensor, classes: int, radius: int) -> Tensor:
    """Labels (N, 1, H, W) as a person with a brush of `radius` pixels would paint them: borders made smooth.

    Each pixel takes the class with the largest share of its neighbourhood. Shares of rare classes count more,
    so that small things (a sun, a house) do not vanish.
    """
    planes = F.one_hot(labels[:, 0].long().clamp(max=classes), classes + 1).permute(0, 3, 1, 2).float()
    frequency = planes.mean((2, 3), keepdim=True)
    side = 2 * radius + 1
    for kernel, padding in (((side, 1), (radius, 0)), ((1, side), (0, radius))):
        planes = F.avg_pool2d(planes, kernel, 1, padding, count_include_pad=False)
    winner = (planes / frequency.clamp(min=1e-6).sqrt()).argmax(1, keepdim=True)
    return torch.where(winner == classes, 255, winner).to(labels.dtype)


def load_folder(
    folder: Path,
    size: int,
    *,
    style_groups: dict[str, Sequence[str]] | None = None,
    workers: int = 2,
    progress: Progress | None = None,
) -> LabelMapDataset:
    """Read a folder as described above; each picture is cut to a square and scaled to `size`.

    `style_groups` maps keys of `metadata.jsonl` to their possible values. InputError names the first file
    that has no partner or cannot be read.
    """
    pairs = find_pairs(folder)
    images = np.empty((len(pairs), size, size, 3), np.uint8)
    labels = np.empty((len(pairs), size, size), np.uint8)

    def read(index: int) -> None:
        image_path, label_path = pairs[index]
        images[index] = np.asarray(_open(image_path, size, Image.Resampling.LANCZOS, "RGB"))
        labels[index] = np.asarray(_open(label_path, size, Image.Resampling.NEAREST, None))

    with ThreadPoolExecutor(workers) as pool:
        for _ in (progress or Progress()).steps(
            pool.map(read, range(len(pairs))), "reading", total=len(pairs)
        ):
            pass
    groups = style_groups or {}
    styles = _styles(folder, [image.stem for image, _ in pairs], groups)
    return LabelMapDataset(images, labels, styles, list(groups.values()))


def find_pairs(folder: Path) -> list[tuple[Path, Path]]:
    """(image, label map) by equal stem, in the order of their names."""
    images, labels = (_by_stem(folder / name) for name in ("images", "labels"))
    if not images:
        raise InputError(f"{folder / 'images'} holds no pictures.")
    for stem, path in images.items():
        if stem not in labels:
            raise InputError(f"{path.name} has no label map of the same name in {folder / 'labels'}.")
    return [(images[stem], labels[stem]) for stem in sorted(images)]


def _by_stem(folder: Path) -> dict[str, Path]:
    try:
        return {path.stem: path for path in folder.iterdir() if path.suffix.lower() in SUFFIXES}
    except OSError as error:
        raise InputError(f"{folder} cannot be read: {error.strerror}.") from error


def _open(path: Path, size: int, resampling: Image.Resampling, mode: str | None) -> Image.Image:
    try:
        with Image.open(path) as picture:
            picture.load()
            if mode is None and picture.mode not in ("L", "P", "1"):
                raise InputError(f"{path} is no index PNG: its pixels are {picture.mode}, not class numbers.")
            flat: Image.Image = picture.convert(mode) if mode else picture.copy()
    except (OSError, UnidentifiedImageError, SyntaxError) as error:
        raise InputError(f"{path} cannot be read as a picture.", detail=str(error)) from error
    if mode is None and flat.mode == "P":
        # Scaling a palette picture would work on colours; the class numbers are wanted.
        flat = Image.fromarray(np.array(flat))
    side = min(flat.size)
    left, top = (flat.width - side) // 2, (flat.height - side) // 2
    return flat.resize((size, size), resampling, box=(left, top, left + side, top + side))


def _styles(folder: Path, stems: list[str], groups: dict[str, Sequence[str]]) -> np.ndarray:
    if not groups:
        return np.zeros((len(stems), 0), np.int64)
    rows = _metadata(folder / "metadata.jsonl")
    styles = np.empty((len(stems), len(groups)), np.int64)
    for i, stem in enumerate(stems):
        for j, (key, known) in enumerate(groups.items()):
            value = rows.get(stem, {}).get(key)
            if value is None or value not in known:
                raise InputError(
                    f"metadata.jsonl gives {stem} no known {key}.", hint=f"Known: {', '.join(known)}."
                )
            styles[i, j] = list(known).index(value)
    return styles


def _metadata(path: Path) -> dict[str, dict[str, Any]]:
    try:
        lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
        return {Path(row["image"]).stem: row for row in lines}
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}.") from error
    except (ValueError, KeyError, TypeError) as error:
        raise InputError(f"{path} is damaged.", detail=str(error)) from error
