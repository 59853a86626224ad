"""Save these values as a preset…: its name, what it is for, and whether the seed belongs to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QLineEdit, QWidget

from ganstudio.app.dialogs.form_dialog import FormDialog
from ganstudio.app.widgets.text import SwitchControl


@dataclass(frozen=True)
class PresetWish:
    """What the person has answered; `replaces` one of their own that is called so."""

    name: str
    summary: str
    with_seed: bool
    replaces: bool


class SavePresetDialog(FormDialog):
    """`taken(name)` says whether the name is that of an own preset, `refused(name)` why it can be none."""

    def __init__(
        self,
        name: str,
        *,
        taken: Callable[[str], bool],
        refused: Callable[[str], str],
        has_seed: bool,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._taken, self._refused = taken, refused
        self.name = QLineEdit(name)
        self.name.selectAll()
        self.name.setMinimumWidth(280)
        self.name.textChanged.connect(self._update)
        self.summary = QLineEdit()
        self.summary.setPlaceholderText(self.tr("In a sentence, if you like"))
        self.seed = SwitchControl()
        self.seed.set_value(True)
        self.name.setFocus()
        self.add_row(self.tr("Name"), self.name)
        self.add_row(self.tr("What it is for"), self.summary)
        if has_seed:
            self.add_row(self.tr("Keep the seed"), self.seed)
        self._update()

    def wish(self) -> PresetWish:
        name = self.name.text().strip()
        return PresetWish(name, self.summary.text().strip(), bool(self.seed.value()), self._taken(name))

    def _update(self) -> None:
        name = self.name.text().strip()
        refusal = self._refused(name) if name else ""
        replaces = bool(name) and not refusal and self._taken(name)
        title = self.tr("Save as preset")
        self.set_words(title, self.tr("Replace preset") if replaces else self.tr("Save preset"))
        told = self.tr("You have a preset of this name; it will be replaced.")
        self.set_note(refusal or (told if replaces else ""))
        self.verb.setEnabled(bool(name) and not refusal)
