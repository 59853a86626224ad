"""Vector arithmetic: A − B + C on pictures, each an average of several; and where sums are taken."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ganstudio.api import InputError, Term, is_latent, terms_of, terms_text

from .previews import Previews
from .thumbs import Thumb

_THUMB = 40
_SIGNS = (1, -1, 1)
Wells = tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]]


class Arithmetic(QWidget):
    """Writes the parameters `base` and `space`."""

    handles = ("base", "space")
    folded = True

    @staticmethod
    def suits(params: Any) -> bool:
        return {"base", "space", "seed"} <= set(params.model_fields)

    def __init__(self, context: Any) -> None:
        super().__init__()
        self._context = context
        self._kit = context.kit
        self._previews = Previews(context, self._arrived)
        self._images: dict[int, QImage] = {}
        self.seeds: Wells = ((), (), ())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        titles = (self.tr("Take"), self.tr("Without"), self.tr("And with"))
        marks = ("A", "− B", "+ C")
        self.wells = [Well(self, i, marks[i], titles[i]) for i in range(3)]
        for well in self.wells:
            column.addWidget(well)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.space = self._kit.segments(("w", "z"), (self.tr("Styles (w)"), self.tr("Latents (z)")))
        self.space.set_name(self.tr("Where latents are added up"))
        self.space.changed.connect(lambda space: context.set_params(space=space))
        self.clear = self._kit.tool("trash", self.tr("Empty A, B and C: back to the seed"))
        self.clear.clicked.connect(lambda: context.set_params(base=""))
        row.addWidget(self.space, 1)
        row.addWidget(self.clear)
        column.addLayout(row)
        context.changed.connect(self._show)
        self._show()

    def image(self, seed: int) -> QImage:
        return self._images.get(seed, QImage())

    def add(self, index: int, seed: int) -> None:
        """A picture for B or C alone would have nothing to be added to: the present one is A then."""
        seeds = [list(well) for well in self.seeds]
        if seed in seeds[index]:
            return
        seeds[index].append(seed)
        if not seeds[0]:
            seeds[0].append(self._context.params.seed)
        self._write(seeds)

    def remove(self, index: int, seed: int) -> None:
        seeds = [
            [other for other in well if (i, other) != (index, seed)] for i, well in enumerate(self.seeds)
        ]
        self._write(seeds if seeds[0] else [[], [], []])

    def _write(self, seeds: list[list[int]]) -> None:
        terms = [Term(sign, tuple(well)) for sign, well in zip(_SIGNS, seeds, strict=True) if well]
        self._context.set_params(base=terms_text(terms))

    def _show(self) -> None:
        params = self._context.params
        self.seeds = wells_of(params.base)
        self.space.set_value(params.space)
        self.clear.setEnabled(bool(params.base))
        for well in self.wells:
            well.show_seeds(self.seeds[well.index])
        self._ask()

    def showEvent(self, event: object) -> None:
        self._ask()

    def _ask(self) -> None:
        if not self.isVisible():
            return
        params = self._context.params
        shared = {
            "model": str(params.model),
            "truncation": params.truncation,
            "class_name": params.class_name,
        }
        wanted = dict.fromkeys(seed for well in self.seeds for seed in well)
        self._previews.ask([(seed, {**shared, "seed": seed}) for seed in wanted])

    def _arrived(self, seed: Hashable, image: QImage) -> None:
        if isinstance(seed, int):
            self._images[seed] = image
            for well in self.wells:
                well.show_image(seed, image)


class Well(QFrame):
    """The pictures of one term: dropped, or added by their seed; a press takes one out."""

    def __init__(self, arithmetic: Arithmetic, index: int, mark: str, title: str) -> None:
        super().__init__()
        self._arithmetic = arithmetic
        self._kit = arithmetic._kit
        self.index = index
        self._thumbs: dict[int, Thumb] = {}
        self.setAcceptDrops(True)
        self.setAccessibleName(f"{mark} {title}")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        words = QVBoxLayout()
        words.setSpacing(0)
        letter = QLabel(mark)
        letter.setProperty("role", "heading")
        caption = QLabel(title)
        caption.setProperty("role", "caption")
        words.addWidget(letter)
        words.addWidget(caption)
        words.addStretch(1)
        holder = QWidget()
        holder.setFixedWidth(56)
        holder.setLayout(words)
        words.setContentsMargins(0, 4, 0, 0)
        row.addWidget(holder, 0, Qt.AlignmentFlag.AlignTop)
        self._body = QWidget()
        self._flow = self._kit.flow(self._body, 4)
        row.addWidget(self._body, 1)
        self._empty = Thumb(arithmetic._context, _THUMB, self._add_words())
        self._empty.setText("+")
        self._empty.set_takes_drops()
        self._empty.dropped.connect(lambda look: arithmetic.add(index, look.seed))
        self._empty.clicked.connect(self._ask_seed)
        self._flow.addWidget(self._empty)

    def _add_words(self) -> str:
        return self.tr("Drop a picture from the plane or the filmstrip here, or press to type a seed")

    def show_seeds(self, seeds: tuple[int, ...]) -> None:
        if tuple(self._thumbs) == seeds:
            return
        while (item := self._flow.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None and widget is not self._empty:
                widget.hide()
                widget.deleteLater()
        self._thumbs = {}
        for seed in seeds:
            words = self.tr("Seed {0}; press to take it out").format(seed)
            thumb = Thumb(self._arithmetic._context, _THUMB, words)
            thumb.set_image(self._arithmetic.image(seed))
            thumb.clicked.connect(lambda _=False, seed=seed: self._arithmetic.remove(self.index, seed))
            self._flow.addWidget(thumb)
            self._thumbs[seed] = thumb
        self._flow.addWidget(self._empty)
        self._empty.show()
        self._body.updateGeometry()

    def show_image(self, seed: int, image: QImage) -> None:
        if seed in self._thumbs:
            self._thumbs[seed].set_image(image)

    def _ask_seed(self) -> None:
        from PySide6.QtWidgets import QInputDialog

        seed, chosen = QInputDialog.getInt(
            self, self.accessibleName(), self.tr("Seed"), self._arithmetic._context.params.seed, 0, 2**31 - 1
        )
        if chosen:
            self._arithmetic.add(self.index, seed)

    def dragEnterEvent(self, event: Any) -> None:
        if self._kit.dropped_look(event.mimeData()) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: Any) -> None:
        look = self._kit.dropped_look(event.mimeData())
        if look is not None:
            self._arithmetic.add(self.index, look.seed)


def wells_of(base: str) -> Wells:
    """A, B and C of the parameter: the first sum, what is taken off, and what is added behind it."""
    found: tuple[list[int], list[int], list[int]] = ([], [], [])
    if base.strip() and not is_latent(base):
        try:
            terms = terms_of(base)
        except InputError:
            terms = ()
        for term in terms:
            place = 1 if term.sign < 0 else 2 if found[0] else 0
            found[place].extend(seed for seed in term.seeds if seed not in found[place])
    return tuple(found[0]), tuple(found[1]), tuple(found[2])
