"""A landscape data set on disk: images, label maps, captions and a record of each."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
from PIL import Image

from ganstudio.document.palettes import load_palette
from ganstudio.errors import InputError, SaveError
from ganstudio.events import Progress
from ganstudio.paths import atomic_write
from ganstudio.worlds.batch import Job, render_jobs
from ganstudio.worlds.landscape import PALETTE, STYLES, Scene, check_request

StyleChoice = Literal["random", "all"]
_DESCRIPTION, _RECORDS = "dataset.json", "metadata.jsonl"


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
    _prepare(out, {"world": "landscape", "size": size, "seed": seed, "styles": styles})
    items = _items(count, seed, styles)
    records = _read_records(out / _RECORDS)
    missing = [i for i in items if i.number not in records or not all(f.is_file() for f in i.files(out))]
    _write_records(out / _RECORDS, records)
    scenes = render_jobs(_jobs(missing), size, workers)
    done = len(items) - len(missing)
    for offset, (item, scene) in enumerate(zip(missing, scenes, strict=True)):
        progress.set((done + offset) / len(items), f"{done + offset} of {len(items)} pictures")
        _write_scene(out, item, scene)
        records[item.number] = _record(out, item, scene)
        _append(out / _RECORDS, records[item.number])
    _write_records(out / _RECORDS, records)
    progress.set(1.0, f"{len(items)} of {len(items)} pictures")
    return len(missing)


def _check(count: int, size: int, seed: int, styles: str) -> None:
    if count < 1:
        raise InputError(f"A data set has at least one picture, not {count}.")
    if styles not in ("random", "all"):
        raise InputError(f"Styles are “random” or “all”, not “{styles}”.")
    check_request(seed, size, STYLES)


def _prepare(out: Path, description: dict[str, Any]) -> None:
    """Make the folders; refuse a folder that holds another data set."""
    file = out / _DESCRIPTION
    try:
        for folder in ("images", "labels"):
            (out / folder).mkdir(parents=True, exist_ok=True)
        present = json.loads(file.read_text(encoding="utf-8")) if file.is_file() else description
    except ValueError:
        raise InputError(f"{file} cannot be read.", hint="Choose another folder.") from None
    except OSError as error:
        raise SaveError(f"{out} cannot be used: {error.strerror or error}.") from error
    if present != description:
        raise InputError(f"{out} holds a data set with other settings.", hint="Choose another folder.")
    with atomic_write(file) as stream:
        stream.write(json.dumps(description, indent=2).encode() + b"\n")


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


def _lines(file: Path) -> Iterator[dict[str, Any]]:
    for line in file.read_text(encoding="utf-8").splitlines():
        try:
            yield json.loads(line)
        except ValueError:  # the line that was being written when the run was killed
            continue


def _read_records(file: Path) -> dict[int, dict[str, Any]]:
    return {int(r["number"]): r for r in _lines(file)} if file.is_file() else {}


def _write_records(file: Path, records: dict[int, dict[str, Any]]) -> None:
    with atomic_write(file) as stream:
        for number in sorted(records):
            stream.write(json.dumps(records[number]).encode() + b"\n")


def _append(file: Path, record: dict[str, Any]) -> None:
    try:
        with file.open("ab") as stream:
            stream.write(json.dumps(record).encode() + b"\n")
    except OSError as error:
        raise SaveError(f"{file} could not be written: {error.strerror or error}.") from error
