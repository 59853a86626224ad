"""Presets of the operation that a batch is set up with."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QWidget

from ganstudio.app import theme
from ganstudio.app.i18n import plugin_text
from ganstudio.app.studio import AppStudio


class PresetMenu(QWidget):
    """`chosen(Kept)`; not there where an operation has no presets."""

    chosen = Signal(object)

    def __init__(self, operation: str, studio: AppStudio, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._operation, self._studio = operation, studio
        self.button = QPushButton(self.tr("Values of a preset"))
        self.button.setProperty("link", True)
        theme.set_icon(self.button, "preset", "accent")
        self.menu = QMenu(self.button)
        self.menu.setToolTipsVisible(True)
        self.menu.aboutToShow.connect(self.fill)
        self.button.setMenu(self.menu)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.button)
        row.addStretch(1)
        self.fill()
        self.setVisible(bool(self.menu.actions()))

    def fill(self) -> None:
        """Anew each time that it opens: presets come and go. A person's own come first."""
        self.menu.clear()
        found, _ = self._studio.core.presets.all(self._operation)
        for kept in sorted(found, key=lambda kept: not kept.own):
            preset = kept.preset
            name = preset.name if kept.own else plugin_text(preset.name)
            action = self.menu.addAction(name.replace("&", "&&"))
            action.setToolTip(preset.summary if kept.own else plugin_text(preset.summary))
            action.triggered.connect(lambda _=False, kept=kept: self.chosen.emit(kept))
