"""What the words of a model are about, as people say it."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

translate = QCoreApplication.translate


def group_title(meaning: str) -> str:
    """The title of a group of words; what is not among these is shown as it is called."""
    return _titles().get(meaning) or meaning.replace("_", " ").capitalize()


def _titles() -> dict[str, str]:
    """Made when they are wanted: before, no language is chosen."""
    return {
        "season": translate("WordGroups", "Season"),
        "hour": translate("WordGroups", "Time of day"),
        "water": translate("WordGroups", "Water"),
        "houses": translate("WordGroups", "Houses"),
        "mountains": translate("WordGroups", "Mountains"),
        "forest": translate("WordGroups", "Forest"),
        "snow": translate("WordGroups", "Snow"),
        "sand": translate("WordGroups", "Sand"),
        "mist": translate("WordGroups", "Mist"),
        "path": translate("WordGroups", "Path"),
        "sky": translate("WordGroups", "Sky"),
        "sun": translate("WordGroups", "Sun and moon"),
        "moon": translate("WordGroups", "Moon"),
        "place": translate("WordGroups", "Where"),
        "glasses": translate("WordGroups", "Glasses"),
        "hair": translate("WordGroups", "Hair"),
        "hair_colour": translate("WordGroups", "Hair colour"),
        "beard": translate("WordGroups", "Beard"),
        "hat": translate("WordGroups", "Hat"),
        "skin": translate("WordGroups", "Skin"),
        "eyes": translate("WordGroups", "Eyes"),
        "eye_colour": translate("WordGroups", "Eye colour"),
        "garment": translate("WordGroups", "Clothes"),
        "background": translate("WordGroups", "Background"),
        "turned": translate("WordGroups", "Turned"),
        "looking": translate("WordGroups", "Looking"),
        "light": translate("WordGroups", "Light"),
        "mood": translate("WordGroups", "Mood"),
        "age": translate("WordGroups", "Age"),
        "other": translate("WordGroups", "Other words"),
    }
