"""Training data drawn by a world, kept beside the run so that a resumed run need not draw it again."""

from __future__ import annotations

import json
import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from itertools import product
from pathlib import Path

import numpy as np

from ganstudio import paths
from ganstudio.datasets.label_maps import LabelMapDataset
from ganstudio.events import Progress
from ganstudio.worlds.landscape import HOURS, SEASONS, render_styles

STYLE_GROUPS = {"season": SEASONS, "hour": HOURS}


def landscape_dataset(
    folder: Path,
    scenes: int,
    *,
    styles_per_scene: int = 4,
    size: int = 256,
    seed: int = 0,
    workers: int = 2,
    progress: Progress | None = None,
) -> LabelMapDataset:
    """`scenes` seeds from `seed` on, each under some of the 16 styles; the arrays are mapped, not loaded.

    Scenes that `folder` holds already are kept, so that drawing may be interrupted.
    """
    folder.mkdir(parents=True, exist_ok=True)
    count = scenes * styles_per_scene
    images = _mapped(folder / "images.npy", (count, size, size, 3))
    labels = _mapped(folder / "labels.npy", (count, size, size))
    chosen = [_styles(seed + i, styles_per_scene) for i in range(scenes)]
    done = _done(folder, scenes, styles_per_scene, size, seed)
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=context) as pool:
        todo = range(done, scenes)
        draw = partial(_draw, size=size)
        drawn = pool.map(draw, (seed + i for i in todo), (chosen[i] for i in todo), chunksize=8)
        steps = (progress or Progress()).steps(zip(todo, drawn, strict=True), "drawing", total=len(todo))
        for i, (pictures, label_map) in steps:
            rows = slice(i * styles_per_scene, (i + 1) * styles_per_scene)
            images[rows] = pictures
            labels[rows] = label_map
            if i % 50 == 49 or i == scenes - 1:
                _mark_done(folder, i + 1, scenes, styles_per_scene, size, seed)
    styles = np.array([[SEASONS.index(s), HOURS.index(h)] for styles in chosen for s, h in styles])
    return LabelMapDataset(images, labels, styles, list(STYLE_GROUPS.values()))


def _styles(seed: int, count: int) -> list[tuple[str, str]]:
    every = list(product(SEASONS, HOURS))
    picked = np.random.default_rng((seed, 7)).choice(len(every), count, replace=False)
    return [every[int(i)] for i in picked]


def _draw(seed: int, styles: list[tuple[str, str]], *, size: int) -> tuple[np.ndarray, np.ndarray]:
    scenes = render_styles(seed, size, styles)
    return np.stack([scene.image for scene in scenes]), scenes[0].labels


def _mapped(path: Path, shape: tuple[int, ...]) -> np.ndarray:
    if path.is_file():
        existing: np.ndarray = np.load(path, mmap_mode="r+")
        if existing.shape == shape:
            return existing
    return np.lib.format.open_memmap(path, mode="w+", dtype=np.uint8, shape=shape)


def _key(scenes: int, styles: int, size: int, seed: int) -> dict[str, int]:
    return {"scenes": scenes, "styles": styles, "size": size, "seed": seed}


def _done(folder: Path, scenes: int, styles: int, size: int, seed: int) -> int:
    try:
        record = json.loads((folder / "done.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return 0
    same = record.get("key") == _key(scenes, styles, size, seed)
    return int(record["done"]) if same else 0


def _mark_done(folder: Path, done: int, scenes: int, styles: int, size: int, seed: int) -> None:
    with paths.atomic_write(folder / "done.json") as file:
        file.write(json.dumps({"key": _key(scenes, styles, size, seed), "done": done}).encode())
