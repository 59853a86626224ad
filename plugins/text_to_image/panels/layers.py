"""Other sentences for the coarse and for the fine layers of the generator."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from .knowledge import Knowledge
from .sentence import Sentence

_LABEL_WIDTH = 84


class Layers(QWidget):
    """Writes `mix`: one sentence up to some size of what is drawn, another from there on.

    What is mixed in more parts than these two rows can show stays as it is, as text.
    """

    handles = ("mix",)
    folded = True

    @staticmethod
    def suits(params: Any) -> bool:
        return {"prompt", "mix"} <= set(params.model_fields)

    def __init__(self, context: Any) -> None:
        super().__init__()
        self._context = context
        self._knowledge = Knowledge.of(context)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.note = QLabel()
        self.note.setProperty("role", "muted")
        self.note.setWordWrap(True)
        column.addWidget(self.note)
        self.rows = QWidget()
        column.addWidget(self.rows)
        self._fill_rows()
        self.text = QLineEdit()
        self.text.setAccessibleName(self.tr("Words by layer"))
        self.text.editingFinished.connect(self._take_text)
        column.addWidget(self.text)
        context.changed.connect(self._show)
        self._knowledge.changed.connect(self._show)
        self._show()

    def _fill_rows(self) -> None:
        context = self._context
        column = QVBoxLayout(self.rows)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.coarse = Sentence(context, self.tr("Coarse: layout"), self.tr("Coarse: as the prompt"), lines=1)
        self.fine = Sentence(context, self.tr("Fine: colours"), self.tr("Fine: as the prompt"), lines=1)
        for sentence in (self.coarse, self.fine):
            sentence.said.connect(lambda _: self._take())
        border = QHBoxLayout()
        border.setSpacing(8)
        label = QLabel(self.tr("Coarse is"))
        label.setFixedWidth(_LABEL_WIDTH)
        self.border = context.kit.list((), ())
        self.border.set_name(
            self.tr("Coarse is"), self.tr("Where the coarse layers end, in pixels of what they draw")
        )
        self.border.changed.connect(lambda _: self._take())
        border.addWidget(label)
        border.addWidget(self.border, 1)
        column.addWidget(self.coarse)
        column.addLayout(border)
        column.addWidget(self.fine)

    def _show(self) -> None:
        mix, levels = self._context.params.mix, self._levels
        parts = two_parts(mix, levels)
        self.rows.setVisible(len(levels) > 1 and parts is not None)
        self.text.setVisible(bool(mix) and not self.rows.isVisibleTo(self))
        self.text.setText(mix)
        self.note.setText(self._words(parts is not None))
        if len(levels) < 2:
            return
        places = [str(level) for level in levels[:-1]]
        self.border.set_choices(places, [_span(levels[0], level) for level in levels[:-1]])
        if parts is not None:
            coarse, fine, end = parts
            self.coarse.set_text(coarse)
            self.fine.set_text(fine)
            if end or self.border.value() is None:
                self.border.set_value(str(end or levels[(len(levels) - 1) // 2]))

    @property
    def _levels(self) -> tuple[int, ...]:
        return self._knowledge.known.levels if self._knowledge.known is not None else ()

    def _words(self, fits: bool) -> str:
        if self._knowledge.known is None:
            return ""
        if len(self._levels) < 2:
            return self.tr("This model takes in its sentence as a whole: its layers cannot be told others.")
        if not fits:
            return self.tr("More than two parts, as text:")
        return self.tr("Take the layout from one sentence, colours and surfaces from another.")

    def _take(self) -> None:
        border = int(self.border.value() or 0)
        mix = mix_of_two(self.coarse.text(), self.fine.text(), border, self._levels)
        if mix != self._context.params.mix:
            self._context.set_params(mix=mix)

    def _take_text(self) -> None:
        if self.text.text() != self._context.params.mix:
            self._context.set_params(mix=self.text.text())


def mix_of_two(coarse: str, fine: str, border: int, levels: Sequence[int]) -> str:
    """As the operation reads it: `4-8=a lake; 16-64=snow`; border is the last coarse level."""
    finer = [level for level in levels if level > border]
    coarser = [level for level in levels if level <= border]
    told = ((coarse, coarser), (fine, finer))
    return "; ".join(f"{rows[0]}-{rows[-1]}={_plain(text)}" for text, rows in told if text and rows)


def two_parts(mix: str, levels: Sequence[int]) -> tuple[str, str, int] | None:
    """Coarse sentence, fine sentence and the last coarse level (0 where nothing says it).

    None for a text that says more, or something else.
    """
    coarse, fine, border = "", "", 0
    for part in filter(None, (each.strip() for each in mix.split(";"))):
        rows, sign, text = part.partition("=")
        first, _, last = rows.strip().partition("-")
        if not (sign and first.isdigit() and last.isdigit() and levels):
            return None
        low, high = int(first), int(last)
        if low == levels[0] and high in levels[:-1] and not coarse and border in (0, high):
            coarse, border = text.strip(), high
        elif high == levels[-1] and low in levels[1:] and not fine:
            before = levels[levels.index(low) - 1]
            if border not in (0, before):
                return None
            fine, border = text.strip(), before
        else:
            return None
    return coarse, fine, border


def _plain(text: str) -> str:
    """Without the sign that parts are told apart by."""
    return text.replace(";", ",")


def _span(first: int, last: int) -> str:
    return f"{first} px" if first == last else f"{first}–{last} px"
