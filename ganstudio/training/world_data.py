"""Training data drawn by a world, kept beside the run so that a resumed run need not draw it again."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from ganstudio import paths
from ganstudio.datasets.label_maps import LabelMapDataset
from ganstudio.events import Progress
from ganstudio.worlds.batch import render_jobs
from ganstudio.worlds.landscape import HOURS, SEASONS, STYLES

STYLE_GROUPS: dict[str, Sequence[str]] = {"season": SEASONS, "hour": HOURS}


def landscape_dataset(
    folder: Path,
    scenes: int,
    *,
    styles_per_scene: int = 4,
    size: int = 256,
    seed: int = 0,
    workers: int | None = None,
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
    jobs = [(seed + i, tuple(chosen[i])) for i in range(done, scenes)]
    drawn = render_jobs(jobs, size, workers)
    todo = range(done * styles_per_scene, count)
    for at, scene in (progress or Progress()).steps(
        zip(todo, drawn, strict=True), "drawing", total=len(todo)
    ):
        images[at] = scene.image
        labels[at] = scene.labels
        finished, rest = divmod(at + 1, styles_per_scene)
        if not rest and (finished % 50 == 0 or finished == scenes):
            _mark_done(folder, finished, scenes, styles_per_scene, size, seed)
    styles = np.array([[SEASONS.index(s), HOURS.index(h)] for styles in chosen for s, h in styles])
    return LabelMapDataset(images, labels, styles, list(STYLE_GROUPS.values()))


def _styles(seed: int, count: int) -> list[tuple[str, str]]:
    picked = np.random.default_rng((seed, 7)).choice(len(STYLES), count, replace=False)
    return [STYLES[int(i)] for i in picked]


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
