"""What the words of a model are about, as people say it."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

_translate = QCoreApplication.translate


def group_title(meaning: str) -> str:
    """The title of a group of words; what is not among these is shown as it is called."""
    return _titles().get(meaning) or meaning.replace("_", " ").capitalize()


def _titles() -> dict[str, str]:
    """Made when they are wanted: before, no language is chosen."""
    return {
        "season": _translate("WordGroups", "Season"),
        "hour": _translate("WordGroups", "Time of day"),
        "water": _translate("WordGroups", "Water"),
        "houses": _translate("WordGroups", "Houses"),
        "mountains": _translate("WordGroups", "Mountains"),
        "forest": _translate("WordGroups", "Forest"),
        "snow": _translate("WordGroups", "Snow"),
        "sand": _translate("WordGroups", "Sand"),
        "mist": _translate("WordGroups", "Mist"),
        "path": _translate("WordGroups", "Path"),
        "sky": _translate("WordGroups", "Sky"),
        "sun": _translate("WordGroups", "Sun and moon"),
        "moon": _translate("WordGroups", "Moon"),
        "place": _translate("WordGroups", "Where"),
        "glasses": _translate("WordGroups", "Glasses"),
        "hair": _translate("WordGroups", "Hair"),
        "hair_colour": _translate("WordGroups", "Hair colour"),
        "beard": _translate("WordGroups", "Beard"),
        "hat": _translate("WordGroups", "Hat"),
        "skin": _translate("WordGroups", "Skin"),
        "eyes": _translate("WordGroups", "Eyes"),
        "eye_colour": _translate("WordGroups", "Eye colour"),
        "garment": _translate("WordGroups", "Clothes"),
        "background": _translate("WordGroups", "Background"),
        "turned": _translate("WordGroups", "Turned"),
        "looking": _translate("WordGroups", "Looking"),
        "light": _translate("WordGroups", "Light"),
        "mood": _translate("WordGroups", "Mood"),
        "age": _translate("WordGroups", "Age"),
        "other": _translate("WordGroups", "Other words"),
    }
