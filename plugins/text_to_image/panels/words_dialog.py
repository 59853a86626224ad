"""The words that a model knows, by what they are about, to be searched and put into a sentence."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ganstudio.api import WordGroup

from .group_titles import group_title

_LANGUAGES = {"en": "English", "ko": "한국어"}
_PARTICLES = "이가을를은는에의도"


class WordsDialog(QDialog):
    """Stays open beside the canvas; `insert(word)` puts a word into the sentence."""

    def __init__(
        self,
        context: Any,
        groups: Sequence[WordGroup],
        insert: Callable[[str], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._kit = context.kit
        self._insert = insert
        self._groups = groups
        self.chips: dict[str, QPushButton] = {}
        self._sections: list[tuple[QWidget, str, list[QPushButton]]] = []
        self.setWindowTitle(self.tr("Words it knows"))
        self.resize(440, 560)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 4, 16)
        column.setSpacing(12)
        column.addLayout(self._make_head())
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column.addWidget(self._area, 1)
        self.note = QLabel()
        self.note.setProperty("role", "muted")
        self.note.setWordWrap(True)
        column.addWidget(self.note)
        self._fill()

    def set_groups(self, groups: Sequence[WordGroup]) -> None:
        """Another model's words."""
        if groups != self._groups:
            self._groups = groups
            self._fill()

    def _make_head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.setContentsMargins(0, 0, 12, 0)
        self.field = QLineEdit()
        self.field.setPlaceholderText(self.tr("Search words"))
        self.field.setAccessibleName(self.tr("Search words"))
        self.field.setClearButtonEnabled(True)
        self.field.textChanged.connect(lambda _: self._filter())
        self.field.returnPressed.connect(self._insert_first)
        self.language = self._kit.segments(list(_LANGUAGES), list(_LANGUAGES.values()))
        self.language.set_name(self.tr("Language of the words"))
        korean = QLocale().language() == QLocale.Language.Korean
        self.language.set_value("ko" if korean else "en")
        self.language.setFixedWidth(136)
        self.language.changed.connect(lambda _: self._fill())
        row.addWidget(self.field, 1)
        row.addWidget(self.language)
        return row

    def _fill(self) -> None:
        """Chips of the chosen language, under what they are about."""
        languages = {group.language for group in self._groups if group.language}
        self.language.setVisible(len(languages) > 1)
        wanted = self.language.value() if len(languages) > 1 else None
        self.chips, self._sections = {}, []
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 12, 0)
        column.setSpacing(12)
        for group in self._groups:
            # What nobody has put into a language stands under both.
            if not wanted or group.language in ("", wanted):
                column.addWidget(self._section(group_title(group.meaning), _bare(group.words)))
        column.addStretch(1)
        self._area.setWidget(page)
        self._filter()

    def _section(self, title: str, words: Sequence[str]) -> QWidget:
        section = QWidget()
        column = QVBoxLayout(section)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        heading = QLabel(title)
        heading.setProperty("role", "caption")
        holder = QWidget()
        flow = self._kit.flow(holder)
        chips = []
        for word in words:
            chip = QPushButton(word)
            chip.setProperty("chip", True)
            chip.setAutoDefault(False)
            chip.clicked.connect(partial(self._take, word))
            flow.addWidget(chip)
            chips.append(chip)
            self.chips.setdefault(word, chip)
        column.addWidget(heading)
        column.addWidget(holder)
        self._sections.append((section, title.casefold(), chips))
        return section

    def _take(self, word: str) -> None:
        self._insert(word)
        self.note.setText(self.tr("“{0}” stands in the sentence now.").replace("{0}", word))

    def _filter(self) -> None:
        """Words that contain what was typed, or whose heading does."""
        wanted = self.field.text().strip().casefold()
        found = 0
        for section, heading, chips in self._sections:
            for chip in chips:
                chip.setVisible(wanted in chip.text().casefold() or (bool(wanted) and wanted in heading))
            count = sum(not chip.isHidden() for chip in chips)
            section.setVisible(count > 0)
            found += count
        self.note.setText("" if found else self.tr("No such word. Try another one, or part of it."))

    def _insert_first(self) -> None:
        chips = [chip for *_, chips in self._sections for chip in chips if not chip.isHidden()]
        if chips and self.field.text().strip():
            # The word that was typed, rather than one that contains it.
            typed = self.field.text().strip().casefold()
            chips.sort(key=lambda chip: chip.text().casefold() != typed)
            self._take(chips[0].text())
            self.field.selectAll()


def _bare(words: Sequence[str]) -> list[str]:
    """Without Korean nouns that stand there without their particle, too."""
    return [word for word in words if word[-1] not in _PARTICLES or word[:-1] not in words]
