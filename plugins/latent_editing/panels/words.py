"""Words of data (names of directions, of classes) in the person's language."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

translate = QCoreApplication.translate


def shown(text: str) -> str:
    """What a file says, translated where the program knows it, with a capital."""
    words = translate("plugin", text) if text else ""
    return words[:1].upper() + words[1:]


def plain(name: str) -> str:
    """For comparing names: capitals, spaces and strokes do not count."""
    return "".join(name.lower().split()).replace("_", "").replace("-", "")
