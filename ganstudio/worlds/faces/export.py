"""A data set of faces on disk: images with captions, and a record of each."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

from PIL import Image

from ganstudio.errors import InputError
from ganstudio.events import Progress
from ganstudio.paths import atomic_write
from ganstudio.worlds.faces.describe import TRAITS, traits
from ganstudio.worlds.faces.record import attributes
from ganstudio.worlds.faces.scene import Face, check_size, render_batch
from ganstudio.worlds.records import RECORDS, append_record, prepare_folder, read_records, write_records


def write_faces(
    out: Path,
    count: int,
    size: int,
    seed: int,
    workers: int | None = None,
    progress: Progress | None = None,
) -> int:
    """Draw the faces of `seed` to `seed + count - 1` into `out`; returns how many were drawn now.

    Writes images/NNNNNN.png with its captions in NNNNNN.txt, a line each, and metadata.jsonl with
    attributes, traits and the places of the eyes in pixels. What is there already is kept, so an
    interrupted run goes on where it stopped. Raises InputError for a folder that holds another data set,
    SaveError where it cannot write.
    """
    progress = progress or Progress()
    if count < 1:
        raise InputError(f"A data set has at least one picture, not {count}.")
    check_size(size)
    attributes(seed)
    prepare_folder(out, {"world": "faces", "size": size, "seed": seed}, ("images",))
    records = read_records(out / RECORDS)
    missing = [n for n in range(count) if n not in records or not all(f.is_file() for f in _files(out, n))]
    write_records(out / RECORDS, records)
    faces = render_batch([seed + number for number in missing], size, workers)
    done = count - len(missing)
    for offset, (number, face) in enumerate(zip(missing, faces, strict=True)):
        progress.set((done + offset) / count, f"{done + offset} of {count} pictures")
        records[number] = _write(out, number, seed + number, face)
        append_record(out / RECORDS, records[number])
    write_records(out / RECORDS, records)
    progress.set(1.0, f"{count} of {count} pictures")
    return len(missing)


def _files(out: Path, number: int) -> tuple[Path, Path]:
    """Image and captions."""
    return out / "images" / f"{number:06d}.png", out / "images" / f"{number:06d}.txt"


def _write(out: Path, number: int, seed: int, face: Face) -> dict[str, Any]:
    image, text = _files(out, number)
    with atomic_write(image) as stream:
        Image.fromarray(face.image).save(stream, "PNG")
    with atomic_write(text) as stream:
        stream.write("".join(f"{caption}\n" for caption in face.captions).encode())
    had = [name for name, has in zip(TRAITS, traits(face.attributes), strict=True) if has]
    return {
        "number": number, "image": image.relative_to(out).as_posix(), "seed": seed,
        "captions": face.captions, "traits": had, "eyes": face.eyes, "attributes": asdict(face.attributes),
    }  # fmt: skip
