"""Everything about the chosen preset or recipe, and what can be done with it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ganstudio.app import theme
from ganstudio.app.i18n import plugin_text
from ganstudio.app.models.pieces import FactTable, Nothing, Picture, Title, heading, scrolling
from ganstudio.app.presets.shelf import Item, Part
from ganstudio.app.presets.trouble_list import TroubleList
from ganstudio.app.presets.words import kind_text, operation_title, summary_of, title_of, values_of
from ganstudio.app.studio import AppStudio


class PresetDetails(QStackedWidget):
    """Each signal carries the item that is shown."""

    use_wanted = Signal(object)
    folder_wanted = Signal(object)
    renamed = Signal(object, str)
    duplicate_wanted = Signal(object)
    export_wanted = Signal(object)
    reveal_wanted = Signal(object)
    remove_wanted = Signal(object)
    models_wanted = Signal()

    def __init__(self, studio: AppStudio, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._studio = studio
        self.item: Item | None = None
        self.addWidget(Nothing("preset", self.tr("Choose a preset or recipe to see what it does.")))
        page = QWidget()
        self._column = QVBoxLayout(page)
        self._column.setContentsMargins(16, 16, 16, 20)
        self._column.setSpacing(12)
        self._make_head()
        self._make_actions()
        self._make_rest()
        self._column.addStretch(1)
        self.area = scrolling(page)
        self.area.setAccessibleName(self.tr("Details"))
        self.addWidget(self.area)

    def _make_head(self) -> None:
        self.picture = Picture()
        self.title = Title()
        self.title.renamed.connect(lambda text: self.renamed.emit(self.item, text))
        self._kind = _words("caption")
        self._summary = _words("muted")
        self.troubles = TroubleList()
        self.troubles.models_wanted.connect(self.models_wanted)
        named = QVBoxLayout()
        named.setSpacing(2)
        named.addWidget(self.title)
        named.addWidget(self._kind)
        self._column.addWidget(self.picture)
        self._column.addLayout(named)
        self._column.addWidget(self._summary)
        self._column.addWidget(self.troubles)

    def _make_actions(self) -> None:
        self.use = QPushButton()
        theme.set_icon(self.use, "play", "on_accent")
        self.use.setProperty("primary", True)
        self.use.clicked.connect(lambda: self.use_wanted.emit(self.item))
        self.folder = QPushButton(self.tr("Do it to a folder…"))
        self.folder.clicked.connect(lambda: self.folder_wanted.emit(self.item))
        self.duplicate = QPushButton(self.tr("Duplicate"))
        self.duplicate.clicked.connect(lambda: self.duplicate_wanted.emit(self.item))
        self.export = QPushButton(self.tr("Export…"))
        self.export.clicked.connect(lambda: self.export_wanted.emit(self.item))
        self.reveal = _tool("folder", self.tr("Show in folder"))
        self.reveal.clicked.connect(lambda: self.reveal_wanted.emit(self.item))
        self.remove = _tool("trash", self.tr("Delete"))
        self.remove.clicked.connect(lambda: self.remove_wanted.emit(self.item))
        first, second = QHBoxLayout(), QHBoxLayout()
        for row, widgets in ((first, (self.use, self.folder)), (second, (self.duplicate, self.export))):
            row.setSpacing(8)
            for widget in widgets:
                row.addWidget(widget, 1)
        second.addWidget(self.reveal)
        second.addWidget(self.remove)
        both = QVBoxLayout()
        both.setSpacing(8)
        both.addLayout(first)
        both.addLayout(second)
        self._column.addLayout(both)

    def _make_rest(self) -> None:
        self._heads = [heading(text) for text in (self.tr("Values"), self.tr("Models"), self.tr("Facts"))]
        self.values, self.models, self.facts = FactTable(), FactTable(), FactTable()
        for head, table in zip(self._heads, (self.values, self.models, self.facts), strict=True):
            self._column.addWidget(head)
            self._column.addWidget(table)

    def show_item(self, item: Item | None, image: QImage) -> None:
        same = self.item is not None and item is not None and item.key == self.item.key
        self.item = item
        self.setCurrentIndex(0 if item is None else 1)
        if item is None:
            return
        if not same:
            self.area.verticalScrollBar().setValue(0)
        self.show_picture(image)
        refusal = ""
        if item.content is None:
            refusal = self.tr("A file that cannot be read has no name to change.")
        elif not item.own:
            refusal = self.tr("It came with a plugin. Duplicate it to change it.")
        self.title.show_title(title_of(item), refusal)
        self._kind.setText(kind_text(item))
        self._summary.setText(summary_of(item))
        self._summary.setVisible(bool(item.summary))
        self.troubles.show_troubles(item.troubles)
        self._enable(item)
        self._show_values(item)
        self._show_models(item)
        self._show_facts(item)
        self._column.activate()

    def show_picture(self, image: QImage) -> None:
        self.picture.show_image(image)
        self.picture.setVisible(not image.isNull())

    def _enable(self, item: Item) -> None:
        preset = item.kind == "preset"
        self.use.setText(self.tr("Use preset") if preset else self.tr("Run recipe"))
        self.use.setToolTip(
            self.tr("Give its values to the picture that is open")
            if preset
            else self.tr("Do its steps to the picture that is open; the result is a new layer")
        )
        for button in (self.use, self.folder):
            button.setEnabled(item.usable)
        for button in (self.duplicate, self.export):
            button.setEnabled(item.content is not None)
        self.remove.setEnabled(item.own)
        self.remove.setToolTip(
            self.tr("Delete") if item.own else self.tr("It came with a plugin and cannot be deleted")
        )

    def _show_values(self, item: Item) -> None:
        self.values.clear()
        if item.kind == "preset":
            for part in item.parts:
                for name, value in values_of(part):
                    self.values.add(name, value)
        else:
            for number, part in enumerate(item.parts, 1):
                told = " · ".join(f"{name}: {value}" for name, value in values_of(part))
                title = f"{number}. {operation_title(self._studio, part.operation)}"
                self.values.add(title, told or self.tr("as it begins"))
        self._heads[0].setText(self.tr("Values") if item.kind == "preset" else self.tr("Steps"))
        self._heads[0].setVisible(bool(item.parts))
        self.values.setVisible(bool(item.parts))

    def _show_models(self, item: Item) -> None:
        self.models.clear()
        missing = {trouble.model for trouble in item.troubles}
        for need in item.needs:
            state = self.tr("not here") if need.name in missing else self.tr("in your library")
            digest = f"SHA-256 {need.sha256[:12]}…" if need.sha256 else ""
            told = " · ".join(text for text in (state, digest, need.source) if text)
            self.models.add(need.name, told, copy=need.sha256)
        for widget in (self._heads[1], self.models):
            widget.setVisible(bool(item.needs))

    def _show_facts(self, item: Item) -> None:
        self.facts.clear()
        if item.kind == "preset" and item.parts:
            self.facts.add(self.tr("For"), operation_title(self._studio, item.operation))
        self.facts.add(self.tr("Made with"), ", ".join(dict.fromkeys(map(self._made_with, item.parts))))
        self.facts.add(self.tr("File"), str(item.path))

    def _made_with(self, part: Part) -> str:
        info = self._studio.operation_info(part.operation)
        name = plugin_text(info.plugin.manifest.name) if info else part.operation.partition(".")[0]
        return f"{name} {part.version}".strip()


def _words(role: str) -> QLabel:
    label = QLabel()
    label.setProperty("role", role)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label


def _tool(icon: str, words: str) -> QToolButton:
    button = QToolButton()
    theme.set_icon(button, icon)
    button.setProperty("framed", True)
    button.setToolTip(words)
    button.setAccessibleName(words)
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return button
