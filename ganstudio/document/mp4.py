"""MP4 by PyAV, which the extra `ganstudio[video]` installs: its wheels bring FFmpeg and x264 along."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from fractions import Fraction
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from ganstudio.document.frames import FrameData
from ganstudio.document.image import Bytes
from ganstudio.errors import InputError, SaveError

_TEXT = "comment"
_BT709, _LIMITED = 1, 1


def can_write() -> bool:
    """Whether PyAV is installed; it is not imported to know."""
    return sys.modules["av"] is not None if "av" in sys.modules else find_spec("av") is not None


def need() -> Any:
    """PyAV; SaveError says how to come by it."""
    if not can_write():
        raise SaveError(
            "MP4 films need the package av, which is not installed.",
            hint="Install it with: pip install 'ganstudio[video]'. Films as .gif and .webp need nothing.",
        )
    import av

    return av


def write_mp4(path: Path, film: FrameData, frames: Iterable[Bytes], comment: str, quality: int) -> None:
    """H.264 in 4:2:0, as every player takes it. An odd side repeats its last row or column to become even.

    `quality` is 1 to 100; 95 is the constant rate factor 18, which the eye does not tell from the original.
    OSError when writing fails.
    """
    av = need()
    width, height = (side + side % 2 for side in film.size)
    try:
        options = {"movflags": "+faststart"}
        with av.open(str(path), "w", format="mp4", options=options) as container:
            container.metadata[_TEXT] = comment
            rate = Fraction(film.fps).limit_denominator(1001)
            stream = container.add_stream("libx264", rate=rate, options={"crf": str(_rate_factor(quality))})
            stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
            for name in ("colorspace", "color_primaries", "color_trc"):
                setattr(stream.codec_context, name, _BT709)
            stream.codec_context.color_range = _LIMITED
            for frame in frames:
                container.mux(stream.encode(_yuv(av, frame, width, height)))
            container.mux(stream.encode())
    except av.FFmpegError as error:
        # Among FFmpeg's errors are those of the operating system, with its number and words.
        if isinstance(error, OSError):
            raise
        raise OSError(0, f"FFmpeg says: {error.strerror or error}") from error


def read_comment(path: Path) -> str:
    """What `write_mp4` wrote beside the pictures; InputError when the file cannot be read."""
    with _opened(path) as container:
        return str(container.metadata.get(_TEXT, ""))


def read_mp4(path: Path) -> Iterator[Bytes]:
    """The frames, (H, W, 3); InputError when the file cannot be read."""
    with _opened(path) as container:
        for frame in container.decode(video=0):
            yield frame.to_ndarray(format="rgb24")


def _opened(path: Path) -> Any:
    av = need()
    try:
        return av.open(str(path))
    except av.FFmpegError as error:
        raise InputError(f"{path.name} is not a film that can be read.", detail=str(error)) from error


def _yuv(av: Any, frame: Bytes, width: int, height: int) -> Any:
    rows, columns = height - frame.shape[0], width - frame.shape[1]
    if rows or columns:
        frame = np.pad(frame, ((0, rows), (0, columns), (0, 0)), "edge")
    picture = av.VideoFrame.from_ndarray(np.ascontiguousarray(frame), format="rgb24")
    return picture.reformat(format="yuv420p", dst_colorspace="ITU709")


def _rate_factor(quality: int) -> int:
    return round(18 + (95 - quality) * 33 / 94)
