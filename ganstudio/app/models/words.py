"""Sizes, licences and the progress of transfers, in words for people."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ganstudio.app.i18n import translate
from ganstudio.app.status_bar import time_left
from ganstudio.checkpoints.catalogue import Licence

_BYTES = re.compile(r"(\d+)(?: of (\d+))? MB")


def size_text(count: int) -> str:
    """Bytes as authors' pages tell them, in powers of ten; nothing for an unknown size."""
    if not count:
        return ""
    if count >= 10**9:
        return f"{count / 1e9:.1f} GB"
    return f"{count / 1e6:.0f} MB" if count >= 10**7 else f"{max(count, 10**5) / 1e6:.1f} MB"


def step_text(message: str) -> str:
    """What an import or a download says of its present step."""
    steps = {
        "reading": translate("ModelWork", "Reading"),
        "building": translate("ModelWork", "Building the network"),
        "drawing a sample": translate("ModelWork", "Drawing a sample"),
        "writing": translate("ModelWork", "Writing"),
        "connecting": translate("ModelWork", "Connecting"),
    }
    return steps.get(message, message)


@dataclass
class Pace:
    """How fast a transfer is, from what it says of itself: "12 of 340 MB"."""

    began: float | None = None
    first: int = 0

    def text(self, message: str, now: float) -> str:
        """Megabytes, their number in a second, and the time that is left once that can be told."""
        found = _BYTES.fullmatch(message)
        if found is None:
            return step_text(message)
        done, total = int(found[1]), int(found[2] or 0)
        if self.began is None:
            self.began, self.first = now, done
        words = [f"{done} / {total} MB" if total else f"{done} MB"]
        seconds, arrived = now - self.began, done - self.first
        if arrived > 0 and seconds > 0.5:
            pace = arrived / seconds
            words.append(f"{pace:.1f} MB/s")
            if total > done:
                words.append(time_left((total - done) / pace))
        return " · ".join(words)


def licence_name(licence: Licence) -> str:
    """A pill's word."""
    return licence.id or translate("ModelWords", "Licence unknown")


def note_text(licence: Licence) -> str:
    """What the catalogue adds to a licence's name."""
    words = {
        "research or evaluation": translate("ModelWords", "research or evaluation"),
        "the licence of the code; the authors name none for the weights": translate(
            "ModelWords", "the licence of the code; the authors name none for the weights"
        ),
        "see the authors' page": translate("ModelWords", "see the authors’ page"),
    }
    return words.get(licence.note, licence.note)


def role_text(role: str) -> str:
    """What kind of network it is."""
    words = {
        "generator": translate("ModelWords", "Generator"),
        "discriminator": translate("ModelWords", "Discriminator"),
        "encoder": translate("ModelWords", "Encoder"),
        "segmenter": translate("ModelWords", "Segmenter"),
        "hypernetwork": translate("ModelWords", "Hypernetwork"),
        "classifier": translate("ModelWords", "Classifier"),
    }
    return words.get(role, role)


def value_text(value: object) -> str:
    """A fact's value as people write it."""
    if isinstance(value, bool):
        return translate("ModelWords", "yes") if value else translate("ModelWords", "no")
    if isinstance(value, (list, tuple)):
        return ", ".join(value_text(item) for item in value)
    if isinstance(value, float):
        return f"{value:g}"
    return "" if value is None else str(value)
