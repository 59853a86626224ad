"""Films to and from files: animated GIF and WebP, MP4, or a folder of numbered PNG pictures."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO

import numpy as np
from PIL import Image

from ganstudio.document import gif, mp4
from ganstudio.document.files import exif_block, read_image, texts_of_comment, write_image
from ganstudio.document.frames import FrameData
from ganstudio.document.image import Bytes, ImageData
from ganstudio.document.opening import opened
from ganstudio.errors import InputError, SaveError
from ganstudio.events import Progress
from ganstudio.paths import atomic_write

FILMS = {".gif": 65535, ".webp": 16383, ".mp4": 16384}
"""Suffixes that `write_film` knows, with the longest side that the format holds. No suffix is a folder."""


def check_film(path: Path) -> None:
    """SaveError when no film can be written there: refused at once, not when the work is done."""
    suffix = path.suffix.lower()
    if path.is_dir():
        if suffix in FILMS:
            raise SaveError(f"{path} is a folder.")
        if any(path.iterdir()):
            raise SaveError(
                f"{path} has something in it already.",
                hint="A film's frames need a folder of their own.",
            )
    elif suffix == ".mp4":
        mp4.need()
    elif suffix and suffix not in FILMS:
        raise SaveError(
            f"{path.name} has no suffix of a film that can be written.",
            hint=f"There are {', '.join(FILMS)}, and a name without suffix for a folder of PNG pictures.",
        )
    elif not suffix and path.exists():
        raise SaveError(f"{path} is a file; the frames of a film need a folder.")


def write_film(
    path: Path,
    film: FrameData,
    *,
    text: Mapping[str, str] | None = None,
    quality: int = 95,
    progress: Progress | None = None,
) -> None:
    """Draw and write all frames: the whole film or, after SaveError or whatever else ends it, nothing.

    `text` (by default the film's own) goes into the comment of a GIF or MP4, the EXIF of a WebP, or each
    picture of a folder. `quality` (1 to 100) counts for WebP and MP4.
    """
    path = Path(path)
    check_film(path)
    suffix, texts = path.suffix.lower(), dict(film.text if text is None else text)
    longest = FILMS.get(suffix, max(film.size))
    if max(film.size) > longest:
        raise SaveError(f"{path} could not be saved: {suffix} holds at most {longest} × {longest} pixels.")
    if suffix == ".gif" and film.fps > gif.MOST_FPS:
        raise SaveError(
            f"{path} could not be saved: GIF has at most {gif.MOST_FPS} frames a second, not {film.fps:g}."
        )
    frames = _drawn(film, progress or Progress())
    if path.is_dir() or not suffix:
        _write_folder(path, film, frames, texts)
        return
    with atomic_write(path) as file:
        if suffix == ".gif":
            gif.write_gif(file, frames, film.fps, json.dumps(texts) if texts else "")
        elif suffix == ".mp4":
            mp4.write_mp4(Path(file.name), film, frames, json.dumps(texts) if texts else "", quality)
        else:
            _write_webp(file, film, frames, texts, quality)


def read_texts(path: Path) -> Mapping[str, str]:
    """The named texts that a picture or a film carries; InputError when it cannot be read."""
    if path.is_dir():
        return read_image(_pictures(path)[0]).text
    if path.suffix.lower() == ".mp4":
        return texts_of_comment(mp4.read_comment(path))
    if path.suffix.lower() == ".gif":
        with opened(path) as image:
            comment = image.info.get("comment", b"")
            return texts_of_comment(comment.decode("ascii", "replace") if comment else "")
    return read_image(path).text


def read_frames(path: Path) -> Iterator[Bytes]:
    """The frames of a film, (H, W, 3) each, one after another; InputError when it cannot be read."""
    if path.is_dir():
        for picture in _pictures(path):
            yield read_image(picture).rgb()
    elif path.suffix.lower() == ".mp4":
        yield from mp4.read_mp4(path)
    else:
        with opened(path) as image:
            for index in range(getattr(image, "n_frames", 1)):
                image.seek(index)
                yield np.asarray(image.convert("RGB"))


def _drawn(film: FrameData, progress: Progress) -> Iterator[Bytes]:
    for index in range(film.count):
        progress.check()
        frame = film.draw(index)
        progress.set((index + 1) / film.count, f"frame {index + 1} of {film.count}")
        yield frame


def _write_folder(path: Path, film: FrameData, frames: Iterable[Bytes], text: Mapping[str, str]) -> None:
    """`0001.png` and so on, in a folder that gets its name when all are there."""
    digits = max(4, len(str(film.count)))
    try:
        with tempfile.TemporaryDirectory(
            dir=path.parent, prefix=f".{path.name}.", suffix=".part", ignore_cleanup_errors=True
        ) as made:
            inside = Path(made) / "frames"
            inside.mkdir()
            for number, frame in enumerate(frames, 1):
                picture = ImageData(frame, text={**text, "frame": f"{number} of {film.count}"})
                write_image(inside / f"{number:0{digits}}.png", picture)
            if path.is_dir():
                path.rmdir()
            shutil.move(inside, path)
    except SaveError as error:
        raise SaveError(error.message.replace(str(inside), str(path)), hint=error.hint) from error
    except OSError as error:
        reason = error.strerror or str(error)
        raise SaveError(f"{path} could not be saved: {reason[:1].lower()}{reason[1:]}.") from error


def _write_webp(
    file: IO[bytes], film: FrameData, frames: Iterable[Bytes], text: Mapping[str, str], quality: int
) -> None:
    ends = [round((index + 1) * 1000 / film.fps) for index in range(film.count)]
    durations = [end - start for start, end in zip([0, *ends], ends, strict=False)]
    _Reel(film, iter(frames)).save(
        file, "WEBP", save_all=True, loop=0, duration=durations, quality=quality, exif=exif_block(text)
    )


class _Reel(Image.Image):
    """What Pillow takes for a picture of many frames, so that it asks for one at a time."""

    def __init__(self, film: FrameData, frames: Iterator[Bytes]) -> None:
        super().__init__()
        self._frames, self._place = frames, -1
        self.n_frames = film.count
        self._mode, self._size = "RGB", film.size
        self.seek(0)

    def seek(self, frame: int) -> None:
        # When all is done, Pillow goes back to where it began.
        if frame <= self._place:
            return
        self.im = Image.fromarray(next(self._frames)).im
        self._place = frame

    def tell(self) -> int:
        return self._place


def _pictures(folder: Path) -> list[Path]:
    found = sorted(path for path in folder.glob("*.png") if path.is_file())
    if not found:
        raise InputError(f"{folder} holds no frames.")
    return found
