"""Classes and their colours, as people write them down beside label maps."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass

from ganstudio.datasets.reading import opened
from ganstudio.datasets.tree import DataFile, Tree
from ganstudio.document.label_maps import PALETTE_KEY
from ganstudio.document.palettes import load_palette, palette_ids
from ganstudio.errors import InputError

_NAMES = (
    "palette.json", "palette.txt", "palette.csv", "palette.gpl", "classes.json", "class_dict.csv",
    "label_colors.txt", "labelmap.txt", "colormap.txt", "colours.txt", "colors.txt", "classes.csv",
)  # fmt: skip
_HEX = re.compile(r"#?([0-9a-fA-F]{6})\b")
_NUMBERS = re.compile(r"(?<![\w.])(\d{1,3})(?:\s*[,;:\t ]\s*)(\d{1,3})(?:\s*[,;:\t ]\s*)(\d{1,3})(?![\w.])")

Colour = tuple[int, int, int]


@dataclass(frozen=True)
class Classes:
    """Names and colours in the order of the class numbers; `id` where it is a palette of the program."""

    names: tuple[str, ...]
    colours: tuple[Colour, ...]
    id: str = ""


def shipped(id: str) -> Classes:
    """One of the program's palettes; InputError names those that there are."""
    palette = load_palette(id)
    return Classes(tuple(c.name for c in palette.classes), tuple(c.colour for c in palette.classes), id)


def find_classes(tree: Tree, palette: str = "") -> Classes | None:
    """The palette of that name or file, or one that lies at the root; None if there is none."""
    if palette in palette_ids():
        return shipped(palette)
    if palette:
        file = tree.files.get(palette)
        if file is None:
            known = ", ".join(palette_ids())
            raise InputError(
                f"There is no palette “{palette}”.", hint=f"Name a file there, or one of {known}."
            )
        return read_classes(file)
    found = next((tree.files[name] for name in tree.files if name.lower() in _NAMES), None)
    return read_classes(found) if found else None


def named_palette(file: DataFile) -> Classes | None:
    """The program's palette that an index picture names, or whose colours it carries, if any."""
    try:
        with opened(file) as image:
            image.load()
            named = getattr(image, "text", {}).get(PALETTE_KEY)
            flat = (image.getpalette("RGB") or []) if image.mode == "P" else []
            used = [index for _, index in image.getcolors() or []] if flat else []
    except InputError:
        return None
    if named in palette_ids():
        return shipped(named)
    for id in palette_ids():
        colours = shipped(id).colours
        known = [index for index in used if isinstance(index, int) and index < len(colours)]
        same = all(tuple(flat[3 * index : 3 * index + 3]) == colours[index] for index in known)
        if known and same and len(known) >= len(used) - 1:
            return shipped(id)
    return None


def read_classes(file: DataFile) -> Classes:
    """A palette from JSON, CSV (name, r, g, b), GIMP's .gpl, or lines of three numbers or #rrggbb and a name.

    The order of the lines is that of the classes. InputError if no line holds a colour.
    """
    text = file.read_text()
    pairs = _from_json(text) if file.suffix == ".json" else _from_lines(text)
    if not pairs:
        raise InputError(
            f"{file.name} names no colours.", hint="Each line holds a name and r, g, b or #rrggbb."
        )
    if len(pairs) > 255:
        raise InputError(f"{file.name} names {len(pairs)} classes; there can be 255.")
    return Classes(tuple(name for name, _ in pairs), tuple(colour for _, colour in pairs))


def _from_json(text: str) -> list[tuple[str, Colour]]:
    """{name: colour}, a list of {name, colour}, or either under "classes"."""
    try:
        record = json.loads(text)
        if isinstance(record, dict) and "classes" in record:
            record = record["classes"]
        if isinstance(record, dict):
            return [(str(name), _colour(colour)) for name, colour in record.items()]
        return [
            (str(item.get("name", number)), _colour(item.get("colour", item.get("color"))))
            for number, item in enumerate(record)
        ]
    except (ValueError, TypeError, AttributeError, RecursionError):
        return []


def _colour(told: object) -> Colour:
    if isinstance(told, str) and (found := _HEX.fullmatch(told)):
        red, green, blue = bytes.fromhex(found[1])
        return red, green, blue
    if isinstance(told, Sequence) and len(told) == 3 and all(0 <= int(value) <= 255 for value in told):
        return int(told[0]), int(told[1]), int(told[2])
    raise ValueError(f"{told!r} is no colour")


def _from_lines(text: str) -> list[tuple[str, Colour]]:
    pairs: list[tuple[str, Colour]] = []
    for words in csv.reader(io.StringIO(text.replace("\t", " "))):
        line = " ".join(word.strip() for word in words)
        numbers, code = _NUMBERS.search(line), _HEX.search(line)
        if numbers and max(int(value) for value in numbers.groups()) <= 255:
            colour = (int(numbers[1]), int(numbers[2]), int(numbers[3]))
            rest = line[: numbers.start()] + line[numbers.end() :]
        elif code and "#" in line:
            red, green, blue = bytes.fromhex(code[1])
            colour, rest = (red, green, blue), line[: code.start()] + line[code.end() :]
        else:
            continue
        pairs.append((rest.strip(" :;,#") or str(len(pairs)), colour))
    return pairs
