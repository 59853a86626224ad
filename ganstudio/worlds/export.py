"""A landscape data set on disk: images, label maps, captions and a record of each."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
from PIL import Image

from ganstudio.document.palettes import load_palette
from ganstudio.errors import InputError
from ganstudio.events import Progress
from ganstudio.paths import atomic_write
from ganstudio.worlds.batch import Job, render_jobs
from ganstudio.worlds.landscape import PALETTE, STYLES, Scene, check_request
from ganstudio.worlds.records import RECORDS, append_record, prepare_folder, read_records, write_records

StyleChoice = Literal["random", "all"]


@dataclass(frozen=True)
class _Item:
    """One picture of the data set."""

    number: int
    seed: int
    style: tuple[str, str]

    def files(self, out: Path) -> tuple[Path, Path, Path]:
        """Image, caption, label map."""
        name = f"{self.number:06d}"
        images = out / "images"
        return images / f"{name}.png", images / f"{name}.txt", out / "labels" / f"{name}.png"


def random_style(seed: int) -> tuple[str, str]:
    """The style that a seed gets where each seed is drawn once."""
    rng = np.random.Generator(np.random.PCG64(np.random.SeedSequence((seed, 9))))
    return STYLES[int(rng.integers(len(STYLES)))]


def write_dataset(
    out: Path,
    count: int,
    size: int,
    seed: int,
    styles: StyleChoice = "random",
    workers: int | None = None,
    progress: Progress | None = None,
) -> int:
    """Draw the seeds `seed` to `seed + count - 1` into `out`; returns how many pictures were drawn now.

    Writes images/NNNNNN.png with its caption in NNNNNN.txt, labels/NNNNNN.png (8-bit index PNG with the
    palette) and metadata.jsonl. With styles "random" each seed gives one picture, with "all" sixteen.
    What is there already is kept, so an interrupted run goes on where it stopped. Raises InputError for
    a folder that holds another data set, SaveError where it cannot write.
    """
    progress = progress or Progress()
    _check(count, size, seed, styles)
    prepare_folder(
        out, {"world": "landscape", "size": size, "seed": seed, "styles": styles}, ("images", "labels")
    )
    items = _items(count, seed, styles)
    records = read_records(out / RECORDS)
    missing = [i for i in items if i.number not in records or not all(f.is_file() for f in i.files(out))]
    write_records(out / RECORDS, records)
    scenes = render_jobs(_jobs(missing), size, workers)
    done = len(items) - len(missing)
    for offset, (item, scene) in enumerate(zip(missing, scenes, strict=True)):
        progress.set((done + offset) / len(items), f"{done + offset} of {len(items)} pictures")
        _write_scene(out, item, scene)
        records[item.number] = _record(out, item, scene)
        append_record(out / RECORDS, records[item.number])
    write_records(out / RECORDS, records)
    progress.set(1.0, f"{len(items)} of {len(items)} pictures")
    return len(missing)


def _check(count: int, size: int, seed: int, styles: str) -> None:
    if count < 1:
        raise InputError(f"A data set has at least one picture, not {count}.")
    if styles not in ("random", "all"):
        raise InputError(f"Styles are “random” or “all”, not “{styles}”.")
    check_request(seed, size, STYLES)


def _items(count: int, seed: int, styles: str) -> list[_Item]:
    pairs = [
        (s, style)
        for s in range(seed, seed + count)
        for style in (STYLES if styles == "all" else [random_style(s)])
    ]
    return [_Item(number, s, style) for number, (s, style) in enumerate(pairs)]


def _jobs(items: list[_Item]) -> list[Job]:
    """Items of one seed together, so that its geometry is built once."""
    jobs: dict[int, list[tuple[str, str]]] = {}
    for item in items:
        jobs.setdefault(item.seed, []).append(item.style)
    return [(seed, tuple(styles)) for seed, styles in jobs.items()]


def _write_scene(out: Path, item: _Item, scene: Scene) -> None:
    image, caption, labels = item.files(out)
    with atomic_write(image) as stream:
        Image.fromarray(scene.image).save(stream, "PNG")
    with atomic_write(caption) as stream:
        stream.write(scene.caption.encode() + b"\n")
    indexed = Image.fromarray(scene.labels, "P")
    indexed.putpalette(load_palette(PALETTE).lut[:, :3].tobytes())
    with atomic_write(labels) as stream:
        indexed.save(stream, "PNG")


def _record(out: Path, item: _Item, scene: Scene) -> dict[str, Any]:
    image, _, labels = (f.relative_to(out).as_posix() for f in item.files(out))
    boxes = [{"class": b.class_name, "box": [b.x0, b.y0, b.x1, b.y1]} for b in scene.boxes]
    return {
        "number": item.number, "image": image, "labels": labels, "seed": scene.seed, "season": scene.season,
        "hour": scene.hour, "caption": scene.caption, "boxes": boxes, "attributes": scene.attributes,
    }  # fmt: skip
