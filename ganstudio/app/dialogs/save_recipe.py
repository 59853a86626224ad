"""Save as recipe…: its name, and what is given anew each time it runs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QLineEdit, QWidget

from ganstudio.app.dialogs.form_dialog import FormDialog
from ganstudio.app.widgets.choice import SegmentedControl
from ganstudio.document.layers import Layer


@dataclass(frozen=True)
class RecipeChoice:
    """`open_layers` are asked for with every run; None leaves that to the recipe."""

    name: str = ""
    open_layers: frozenset[str] | None = None


class SaveRecipeDialog(FormDialog):
    """`chosen()` is the answer; the file is asked for afterwards."""

    def __init__(self, name: str, bottoms: Sequence[Layer], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.set_words(self.tr("Save as recipe"), self.tr("Choose file…"))
        self.name = QLineEdit(name)
        self.name.selectAll()
        self.name.textChanged.connect(self._update)
        self.add_row(self.tr("Name"), self.name)
        self.roles: dict[str, SegmentedControl] = {}
        self._names = {layer.id: layer.name for layer in bottoms}
        for place, layer in enumerate(bottoms):
            control = SegmentedControl(
                ("asked", "kept"), (self.tr("Given each time"), self.tr("Always this one"))
            )
            control.set_value("asked" if place == 0 else "kept")
            control.changed.connect(lambda _: self._update())
            self.add_row(layer.name, control)
            self.roles[layer.id] = control
        self._update()

    def chosen(self) -> RecipeChoice:
        return RecipeChoice(self.name.text().strip(), frozenset(self._asked()))

    def _asked(self) -> list[str]:
        return [id for id, control in self.roles.items() if control.value() == "asked"]

    def _update(self) -> None:
        asked = self._asked()
        if asked:
            names = ", ".join(f"“{self._names[id]}”" for id in asked)
            text = self.tr("What was done here will be done to whatever is given as {0}.")
            self.set_note(text.replace("{0}", names))
        else:
            self.set_note(self.tr("Something must be given each time."))
        self.verb.setEnabled(bool(asked and self.name.text().strip()))
