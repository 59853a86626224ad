"""The models as a grid of cards."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from ganstudio.app.i18n import translate
from ganstudio.app.models.shelf import Shelf
from ganstudio.app.models.words import size_text
from ganstudio.app.widgets.card_grid import Card, Cards, CardView
from ganstudio.checkpoints.library import ModelEntry
from ganstudio.checkpoints.names import family_name


class CardModel(Cards):
    """The entries that pass the filter, with their pictures and what they are the default for."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.shelf = Shelf()
        self.entries: tuple[ModelEntry, ...] = ()

    def take(self, shelf: Shelf, entries: Sequence[ModelEntry]) -> list[Card]:
        """The cards of these, which become those of the model."""
        self.shelf, self.entries = shelf, tuple(entries)
        return [self._card(entry) for entry in entries]

    def picture(self, entry: ModelEntry) -> QImage:
        return self.shelf.pictures.get(entry.name) or QImage()

    def is_default(self, entry: ModelEntry) -> bool:
        return entry.name in self.shelf.defaults.values()

    def _card(self, entry: ModelEntry) -> Card:
        picture, shown = self.picture(entry), tuple(marks(entry, self))
        return Card(entry.name, entry.title, second_line(entry), picture, "model", shown)


def second_line(entry: ModelEntry) -> str:
    family = family_name(entry.family) if entry.family else translate("ModelGrid", "Not known yet")
    return " · ".join(part for part in (family, size_text(entry.size)) if part)


def marks(entry: ModelEntry, model: CardModel) -> list[tuple[str, str]]:
    """Icon and sentence of everything that a card should show at a glance."""
    found = []
    if entry.problem:
        found.append(("warning", f"{entry.problem[:1].upper()}{entry.problem[1:]}"))
    if entry.assumed:
        found.append(("help", translate("ModelGrid", "Something about it had to be assumed")))
    if entry.link is not None:
        found.append(("link", translate("ModelGrid", "Linked: the file stays where it is")))
    if model.is_default(entry):
        found.append(("star-filled", translate("ModelGrid", "Used by default")))
    return found


class CardGrid(CardView):
    """`chosen(entry)` follows the current card, `opened(entry)` a double click or Enter."""

    chosen = Signal(object)
    opened = Signal(object)
    remove_wanted = Signal(object)
    rename_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        cards = CardModel()
        super().__init__(cards, translate("CardGrid", "Models"), parent)
        self.cards: CardModel = cards
        self.card_chosen.connect(lambda _: self.chosen.emit(self.current))
        self.card_opened.connect(lambda _: self.opened.emit(self.current))
        self.card_remove_wanted.connect(lambda _: self.remove_wanted.emit(self.current))
        self.card_rename_wanted.connect(lambda _: self.rename_wanted.emit(self.current))

    @property
    def current(self) -> ModelEntry | None:
        key = self.current_key
        return next((entry for entry in self.cards.entries if entry.name == key), None)

    def show_entries(self, shelf: Shelf, entries: Sequence[ModelEntry]) -> None:
        """Show these; the chosen one stays chosen if it is among them."""
        self.show_cards(self.cards.take(shelf, entries))
