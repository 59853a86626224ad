"""Folders of many small pictures of all sorts, some of them broken, and batches over them that are killed."""

from __future__ import annotations

import io
import signal
import struct
import subprocess
import sys
import time
import zlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import tifffile
from PIL import Image

from ganstudio.document.image import Bytes

SIDES = ((96, 96), (128, 96), (96, 128), (112, 112))


def picture(number: int, size: tuple[int, int]) -> Bytes:
    """(H, W, 3): a sky over ground, another one for each number."""
    rng = np.random.default_rng(number)
    width, height = size
    top, bottom = rng.integers(0, 256, (2, 1, 1, 3))
    rows = np.linspace(0, 1, height)[:, None, None]
    mixed = top * (1 - rows) + bottom * rows + rng.normal(0, 6, (height, width, 3))
    pixels: Bytes = mixed.clip(0, 255).astype(np.uint8)
    return pixels


def _rgb(pixels: Bytes) -> tuple[str, bytes]:
    return ".png", _saved(Image.fromarray(pixels), "PNG")


def _rgba(pixels: Bytes) -> tuple[str, bytes]:
    alpha = np.full(pixels.shape[:2], 255, np.uint8)
    alpha[:20] = 0
    return ".png", _saved(Image.fromarray(np.dstack([pixels, alpha])), "PNG")


def _grey(pixels: Bytes) -> tuple[str, bytes]:
    return ".png", _saved(Image.fromarray(pixels[..., 0]), "PNG")


def _deep(pixels: Bytes) -> tuple[str, bytes]:
    file = io.BytesIO()
    tifffile.imwrite(file, pixels.astype(np.uint16) * 257, photometric="rgb")
    return ".tif", file.getvalue()


def _cmyk(pixels: Bytes) -> tuple[str, bytes]:
    return ".jpg", _saved(Image.fromarray(pixels).convert("CMYK"), "JPEG")


def _jpeg(pixels: Bytes) -> tuple[str, bytes]:
    return ".jpg", _saved(Image.fromarray(pixels), "JPEG")


def _webp(pixels: Bytes) -> tuple[str, bytes]:
    return ".webp", _saved(Image.fromarray(pixels), "WEBP")


def _saved(image: Image.Image, form: str) -> bytes:
    file = io.BytesIO()
    image.save(file, form)
    return file.getvalue()


KINDS: tuple[Callable[[Bytes], tuple[str, bytes]], ...] = (_rgb, _rgba, _grey, _deep, _cmyk, _jpeg, _webp)


def absurd_header(side: int = 2_000_000) -> bytes:
    """A PNG that announces a picture of so many pixels a side."""
    body = b"IHDR" + struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    chunks = [body, b"IDAT" + zlib.compress(bytes(100))]
    packed = (struct.pack(">I", len(c) - 4) + c + struct.pack(">I", zlib.crc32(c)) for c in chunks)
    return b"\x89PNG\r\n\x1a\n" + b"".join(packed)


def broken(number: int) -> tuple[str, bytes]:
    """Suffix and content of a file that is no picture, each of several ways in turn."""
    pixels = picture(number, SIDES[0])
    png, jpeg, webp, tiff = (kind(pixels)[1] for kind in (_rgb, _jpeg, _webp, _deep))
    ways = (
        (".png", png[: len(png) // 2]),
        (".jpg", jpeg[:200]),
        (".png", b"Dear diary, this is no picture.\n"),
        (".png", b""),
        (".png", absurd_header()),
        (".webp", webp[: len(webp) // 2]),
        (".tif", tiff[: len(tiff) // 3]),
        (".png", png[:60] + bytes(len(png) - 60)),
        (".jpg", np.random.default_rng(number).bytes(500)),
        (".gif", b"GIF89a"),
    )
    return ways[number % len(ways)]


def fill(folder: Path, count: int, bad: int) -> tuple[set[str], set[str]]:
    """Make so many files, `bad` of them broken, and beside them a folder that is called like a picture.

    Returns the stems of good and of bad ones.
    """
    folder.mkdir(parents=True)
    (folder / "folder.png").mkdir()
    every = count // bad
    stems: tuple[set[str], set[str]] = set(), set()
    for number in range(count):
        wrong = number % every == every // 2 and number // every < bad
        if wrong:
            suffix, content = broken(number // every)
        else:
            suffix, content = KINDS[number % len(KINDS)](picture(number, SIDES[number // 3 % len(SIDES)]))
        (folder / f"{number:04}{suffix}").write_bytes(content)
        stems[wrong].add(f"{number:04}")
    return stems


State = tuple[int, int]


def killed(words: Sequence[object], out: Path, until: int, patience: float = 600) -> dict[str, State]:
    """Run `ganstudio` until so many outputs are there, and kill it; what was whole, as inode and time."""
    command = [sys.executable, "-m", "ganstudio", *map(str, words)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as running:
        end = time.monotonic() + patience
        while len(list(outputs(out))) < until:
            assert running.poll() is None, running.communicate()
            assert time.monotonic() < end, f"{len(list(outputs(out)))} outputs in {patience} s"
            time.sleep(0.02)
        running.send_signal(signal.SIGKILL)
    return states(out)


def outputs(out: Path) -> Iterator[Path]:
    return (path for path in out.glob("*") if not path.name.startswith("."))


def states(out: Path) -> dict[str, State]:
    """Inode and time of each output: both change when it is written again."""
    found = ((path.name, path.stat()) for path in outputs(out))
    return {name: (status.st_ino, status.st_mtime_ns) for name, status in found}
