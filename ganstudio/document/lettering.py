"""Words on pictures: a font that draws them, cut to the room there is, or broken into lines."""

from __future__ import annotations

from functools import cache
from typing import Any

from PIL import ImageDraw, ImageFont

Font = Any
_MISSING = "\U0010ffff"
_OTHERS = (
    "NotoSansCJK-Regular.ttc",
    "NanumGothic.ttf",
    "AppleSDGothicNeo.ttc",
    "malgun.ttf",
    "DroidSansFallback.ttf",
    "DejaVuSans.ttf",
    "arial.ttf",
)
"""Fonts of the usual systems, for words that Pillow's own font, which has ASCII and little else, lacks."""


def font_for(text: str, size: int) -> Font:
    """Pillow's own font where it has all letters of the text, else the first on this machine that has."""
    own = _of_pillow(size)
    if text.isascii() or _has_all(own, text):
        return own
    others = (font for name in _OTHERS if (font := _of_system(name, size)) is not None)
    return next((font for font in others if _has_all(font, text)), own)


def cut(text: str, font: Font, width: float) -> str:
    """The text, its middle left out where it is wider than `width` pixels: both ends tell it from others."""
    if font.getlength(text) <= width:
        return text
    for kept in range(len(text) - 1, 1, -1):
        short = f"{text[: (kept + 1) // 2]}…{text[len(text) - kept // 2 :]}"
        if font.getlength(short) <= width:
            return short
    return "…"


def lines(text: str, font: Font, width: float, most: int) -> list[str]:
    """The text in at most so many lines of `width` pixels, broken at blanks; the last is cut if need be."""
    found = [""]
    words = text.split()
    for place, word in enumerate(words):
        longer = f"{found[-1]} {word}".strip()
        if not found[-1] or font.getlength(longer) <= width:
            found[-1] = longer
        elif len(found) < most:
            found.append(word)
        else:
            found[-1] = " ".join([found[-1], *words[place:]])
            break
    return [cut(line, font, width) for line in found]


def write(
    draw: ImageDraw.ImageDraw,
    place: tuple[float, float],
    text: str,
    size: int,
    colour: tuple[int, int, int],
    *,
    width: float,
    anchor: str = "la",
) -> None:
    """Draw a line of text at `place`, as Pillow's `anchor` counts it, at most `width` pixels wide."""
    font = font_for(text, size)
    draw.text(place, cut(text, font, width), colour, font, anchor=anchor)


def width_of(text: str, size: int) -> float:
    return float(font_for(text, size).getlength(text))


@cache
def _of_pillow(size: int) -> Font:
    return ImageFont.load_default(size)


@cache
def _of_system(name: str, size: int) -> Font | None:
    try:
        return ImageFont.truetype(name, size)
    except OSError:
        return None


def _has_all(font: Font, text: str) -> bool:
    """A letter that a font lacks is drawn as one that nothing has."""
    missing = bytes(font.getmask(_MISSING))
    return all(letter.isspace() or bytes(font.getmask(letter)) != missing for letter in set(text))
