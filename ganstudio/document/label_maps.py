"""Label maps from and to files, index by index."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image

from ganstudio.document.image import Bytes, LabelData
from ganstudio.document.opening import opened
from ganstudio.document.palettes import NO_CLASS, Palette, load_palette, palette_ids
from ganstudio.document.png import PngWriter
from ganstudio.errors import InputError, SaveError
from ganstudio.paths import atomic_write

PALETTE_KEY = "ganstudio:palette"
"""The PNG text in which a label map names its palette."""

Indices = npt.NDArray[np.int64]


def read_label_map(path: Path, palette: str | None = None) -> LabelData:
    """A label map: an index or grey picture of class indices, or one in the colours of a palette.

    Without `palette` the file says which, or its colours do, or it is the landscape's. InputError names the
    first index or colour that is no class, and how many there are.
    """
    path = Path(path)
    with opened(path) as image:
        image.load()
        named = palette or getattr(image, "text", {}).get(PALETTE_KEY)
        candidates = tuple(load_palette(id) for id in ((named,) if named else palette_ids()))
        if image.mode == "P":
            indices, chosen = _from_index_picture(image, candidates)
        elif image.mode in ("1", "L") or image.mode.startswith("I"):
            indices, chosen = np.asarray(image).astype(np.int64), candidates[0]
        else:
            return _from_colours(path, np.asarray(image.convert("RGBA")), candidates)
    wrong = np.unique(indices[(indices != NO_CLASS) & ((indices < 0) | (indices >= len(chosen)))])
    if wrong.size:
        raise _unknown_classes(path, chosen, wrong.size, f"number {wrong[0]}")
    return LabelData(indices.astype(np.uint8), chosen.id)


def write_label_map(path: Path, labels: LabelData) -> None:
    """Write an index PNG in the palette's colours, which names its palette; SaveError for other suffixes."""
    path = Path(path)
    if path.suffix.lower() != ".png":
        raise SaveError(f"{path.name} cannot hold a label map.", hint="Label maps are saved as .png.")
    colours = load_palette(labels.palette).lut[:, :3]
    with atomic_write(path) as file:
        writer = PngWriter(file, *labels.size, 3, palette=colours, text={PALETTE_KEY: labels.palette})
        writer.rows(labels.indices)
        writer.close()


def _from_index_picture(image: Image.Image, candidates: tuple[Palette, ...]) -> tuple[Indices, Palette]:
    """The indices as they are, unless the colours tell that another program has renumbered them."""
    indices = np.asarray(image).astype(np.int64)
    used = np.unique(indices)
    flat = np.asarray(image.getpalette("RGB") or [], np.uint8).reshape(-1, 3)
    table = np.zeros((256, 3), np.uint8)
    table[: len(flat)] = flat
    for palette in candidates:
        if np.array_equal(table[used], palette.lut[used, :3]):
            return indices, palette
        known, found = _look_up(table[used], palette)
        if known.all() and not (found == NO_CLASS).all():
            renumbered = np.zeros(256, np.int64)
            renumbered[used] = found
            return renumbered[indices], palette
    return indices, candidates[0]


def _from_colours(path: Path, pixels: Bytes, candidates: tuple[Palette, ...]) -> LabelData:
    """Indices from the palette's colours; what is transparent is no class."""
    clear = pixels[..., 3] == 0
    failure: InputError | None = None
    for palette in candidates:
        known, indices = _look_up(pixels[..., :3], palette)
        wrong = np.unique(_codes(pixels[~known & ~clear]))
        if not wrong.size:
            return LabelData(np.where(clear, NO_CLASS, indices).astype(np.uint8), palette.id)
        failure = failure or _unknown_classes(path, palette, wrong.size, f"the colour #{wrong[0]:06x}")
    assert failure is not None
    raise failure


def _look_up(colours: Bytes, palette: Palette) -> tuple[npt.NDArray[np.bool_], Indices]:
    """Whether each colour (..., 3) is one of the palette's, and its index there."""
    keys = _codes(np.array(list(palette.by_colour), np.uint8))
    order = np.argsort(keys)
    codes = _codes(colours)
    place = np.minimum(np.searchsorted(keys, codes, sorter=order), len(keys) - 1)
    nearest = order[place]
    return keys[nearest] == codes, np.array(list(palette.by_colour.values()), np.int64)[nearest]


def _codes(colours: Bytes) -> Indices:
    """0xRRGGBB of (..., 3 or more) channels."""
    wide = colours.astype(np.int64)
    codes: Indices = wide[..., 0] << 16 | wide[..., 1] << 8 | wide[..., 2]
    return codes


def _unknown_classes(path: Path, palette: Palette, count: int, first: str) -> InputError:
    what = "one class" if count == 1 else f"{count} classes"
    return InputError(
        f"{path.name} has {what} that the palette {palette.title} does not know: "
        f"{'it' if count == 1 else 'the first'} is {first}.",
        hint="Choose the palette that it was made with.",
    )
