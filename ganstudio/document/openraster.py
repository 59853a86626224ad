"""The index of an OpenRaster file: `stack.xml`, as Krita, GIMP and MyPaint write and read it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from xml.etree import ElementTree
from xml.parsers import expat

from ganstudio.document.layers import BlendMode
from ganstudio.errors import InputError

MIMETYPE = "image/openraster"
STACK = "stack.xml"
MERGED = "mergedimage.png"
THUMBNAIL = "Thumbnails/thumbnail.png"

_OPS: dict[BlendMode, str] = {
    "normal": "svg:src-over",
    "multiply": "svg:multiply",
    "screen": "svg:screen",
}
_MODES = {op: mode for mode, op in _OPS.items()}


@dataclass(frozen=True)
class Entry:
    """One layer of the stack: where its picture is in the archive and how it is laid down."""

    name: str
    src: str
    x: int = 0
    y: int = 0
    opacity: float = 1.0
    visible: bool = True
    blend: BlendMode = "normal"
    locked: bool = False


def stack_xml(width: int, height: int, entries: list[Entry]) -> bytes:
    """`stack.xml` of layers given bottom first."""
    image = ElementTree.Element("image", version="0.0.6", w=str(width), h=str(height))
    stack = ElementTree.SubElement(image, "stack")
    for entry in reversed(entries):
        layer = ElementTree.SubElement(
            stack,
            "layer",
            {
                "name": _printable(entry.name),
                "src": entry.src,
                "x": str(entry.x),
                "y": str(entry.y),
                "opacity": f"{entry.opacity:.6g}",
                "visibility": "visible" if entry.visible else "hidden",
                "composite-op": _OPS[entry.blend],
            },
        )
        if entry.locked:
            layer.set("edit-locked", "true")
    xml: bytes = ElementTree.tostring(image, encoding="UTF-8", xml_declaration=True)
    return xml


def parse_stack(xml: bytes) -> tuple[int, int, list[Entry]]:
    """Width, height and layers, bottom first, of a `stack.xml`.

    Groups are taken apart: their opacity and visibility go over to the layers in them. Raises InputError,
    expat.ExpatError, KeyError or ValueError for what is no such file.
    """
    image = _parse(xml)
    if image.tag != "image":
        raise ValueError(f"the root is {image.tag}")
    entries: list[Entry] = []
    # Element and what its groups have added up to; the topmost layer comes first in the file.
    todo = [(child, Entry("", "")) for child in reversed(image)]
    while todo:
        element, group = todo.pop()
        entry = _entry(element, group)
        if element.tag == "stack":
            todo += [(child, replace(entry, blend="normal")) for child in reversed(element)]
        elif element.tag == "layer" and entry.src:
            entries.append(entry)
    return int(image.attrib["w"]), int(image.attrib["h"]), entries[::-1]


def _entry(element: ElementTree.Element, group: Entry) -> Entry:
    opacity = min(max(float(element.get("opacity", 1)), 0.0), 1.0)
    return Entry(
        name=element.get("name", "") or "Layer",
        src=element.get("src", ""),
        x=group.x + int(float(element.get("x", 0))),
        y=group.y + int(float(element.get("y", 0))),
        opacity=group.opacity * opacity,
        visible=group.visible and element.get("visibility", "visible") != "hidden",
        blend=_MODES.get(element.get("composite-op", ""), "normal"),
        locked=element.get("edit-locked") == "true",
    )


def _parse(xml: bytes) -> ElementTree.Element:
    """An element tree of XML without a document type: entities, the stuff of bombs, are declared there."""
    builder = ElementTree.TreeBuilder()
    parser = expat.ParserCreate()

    def refuse(*_: object) -> None:
        raise InputError("its index declares entities")

    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.Parse(xml, True)
    return builder.close()


def _printable(name: str) -> str:
    """A name without the characters that XML cannot hold."""
    return "".join(char for char in name if char.isprintable())
