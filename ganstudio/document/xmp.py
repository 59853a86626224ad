"""The record of how a picture was made as XMP (ISO 16684-1), which other programs show and keep.

Beside the record itself stand the program's name and the IPTC's word for what networks drew
(https://cv.iptc.org/newscodes/digitalsourcetype/), by which websites tell such pictures from photographs.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from xml.etree import ElementTree
from xml.sax.saxutils import escape, quoteattr

from ganstudio.provenance import KEY

_NAMESPACE = "https://github.com/ganstudio/ganstudio/ns/1.0/"
_DRAWN = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"
_CHANGED = "http://cv.iptc.org/newscodes/digitalsourcetype/compositeWithTrainedAlgorithmicMedia"
_MOST_BYTES = 60_000
"""What is read back: JPEG holds at most 65 502 bytes, and TIFF and WebP of others may hold anything."""
_PACKET = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" xmlns:ganstudio="{namespace}"
 xmp:CreatorTool={program} Iptc4xmpExt:DigitalSourceType="{source}">
<ganstudio:record>{record}</ganstudio:record>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""


def xmp_packet(text: Mapping[str, str]) -> bytes:
    """The packet for a picture that carries these texts; empty without a record among them."""
    record = text.get(KEY)
    if record is None:
        return b""
    packet = _PACKET.format(
        namespace=_NAMESPACE,
        program=quoteattr(_program(record)),
        source=digital_source(text),
        record=escape(record),
    ).encode()
    if len(packet) <= _MOST_BYTES:
        return packet
    return packet.replace(f"<ganstudio:record>{escape(record)}</ganstudio:record>\n".encode(), b"")


def texts_of_xmp(packet: bytes | str | None) -> dict[str, str]:
    """The record in a packet under its key; nothing where there is none, or the packet is damaged."""
    raw = packet.encode() if isinstance(packet, str) else packet or b""
    # Entities, which could be nested to grow without end, are declared there; XMP has no use for them.
    if not raw or len(raw) > 2 * _MOST_BYTES or b"<!" in raw:
        return {}
    try:
        root = ElementTree.fromstring(raw.strip(b"\0 \n\r\t"))
    except (ElementTree.ParseError, ValueError):
        return {}
    found = root.find(f".//{{{_NAMESPACE}}}record")
    return {} if found is None or not found.text else {KEY: found.text}


def digital_source(text: Mapping[str, str]) -> str:
    """The IPTC's word: drawn by a network from what is no picture, or a picture that a network changed."""
    inputs = _facts(text.get(KEY, "")).get("inputs")
    given = inputs.values() if isinstance(inputs, dict) else ()
    pictured = any(isinstance(item, dict) and item.get("kind") == "image" for item in given)
    return _CHANGED if pictured else _DRAWN


def _facts(record: str) -> dict[str, object]:
    try:
        found = json.loads(record)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _program(record: str) -> str:
    return str(_facts(record).get("program", "GAN Studio"))
