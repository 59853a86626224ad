"""Animated GIF, written frame by frame: Pillow's own writer keeps all frames in memory until the last."""

from __future__ import annotations

from collections.abc import Iterable
from typing import IO

import numpy as np
from PIL import GifImagePlugin, Image

from ganstudio.document.frames import FrameData
from ganstudio.document.image import Bytes

MOST_FPS = 50
"""Frames shorter than two hundredths of a second are shown for a tenth by most viewers."""

_SAMPLES = 8
_SAMPLE_SIDE = 192


def write_gif(file: IO[bytes], film: FrameData, frames: Iterable[Bytes], comment: str) -> None:
    """An endless loop in 256 colours that serve all frames, so that still parts do not flicker.

    `frames` are those of the film, in order. `comment` is ASCII.
    """
    palette = _palette(film)
    shown = 0
    for index, frame in enumerate(frames):
        # Durations are whole hundredths of a second; what one rounds away the next makes up for.
        end = round((index + 1) * 100 / film.fps)
        image = Image.fromarray(frame).quantize(palette=palette, dither=Image.Dither.FLOYDSTEINBERG)
        if index == 0:
            header, _ = GifImagePlugin.getheader(image, info={"loop": 0, "comment": comment, "duration": 1})
            file.writelines(header)
        file.writelines(GifImagePlugin.getdata(image, duration=(end - shown) * 10))
        shown = end
    file.write(b";")


def _palette(film: FrameData) -> Image.Image:
    """The colours of some frames from all of the film, by median cut."""
    chosen = np.unique(np.linspace(0, film.count - 1, _SAMPLES).round().astype(int))
    samples = []
    for index in chosen:
        sample = Image.fromarray(film.draw(int(index)))
        sample.thumbnail((_SAMPLE_SIDE, _SAMPLE_SIDE), Image.Resampling.BOX)
        samples.append(np.asarray(sample))
    return Image.fromarray(np.concatenate(samples)).quantize(256, Image.Quantize.MEDIANCUT, kmeans=2)
