"""A heading that folds what stands below it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy, QToolButton, QVBoxLayout, QWidget

from ganstudio.app import theme


class Fold(QWidget):
    """`body` is the widget to fill."""

    def __init__(self, title: str, *, open: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.head = QToolButton()
        self.head.setText(title)
        self.head.setCheckable(True)
        self.head.setProperty("role", "fold")
        self.head.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.head.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.head.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.body = QWidget()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.head)
        layout.addWidget(self.body)
        self.head.toggled.connect(self._toggled)
        self.head.setChecked(open)
        self._toggled(open)

    def _toggled(self, open: bool) -> None:
        self.body.setVisible(open)
        theme.set_icon(self.head, "chevron-down" if open else "chevron-right", "text_muted")
