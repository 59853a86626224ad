"""Resize canvas…: the new size, and where the content stays."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QToolButton, QWidget

from ganstudio.app.dialogs.form_dialog import FormDialog
from ganstudio.app.dialogs.new_document import SizeFields


class AnchorGrid(QWidget):
    """Nine places; `value()` is (0, 0) for the upper left and (1, 1) for the lower right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        names = (
            (self.tr("Upper left"), self.tr("Above"), self.tr("Upper right")),
            (self.tr("Left"), self.tr("Centre"), self.tr("Right")),
            (self.tr("Lower left"), self.tr("Below"), self.tr("Lower right")),
        )
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(2)
        self._group = QButtonGroup(self)
        for index in range(9):
            button = QToolButton()
            button.setCheckable(True)
            button.setFixedSize(28, 28)
            button.setText("•")
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setAccessibleName(names[index // 3][index % 3])
            button.setToolTip(names[index // 3][index % 3])
            self._group.addButton(button, index)
            grid.addWidget(button, index // 3, index % 3)
        grid.setColumnStretch(3, 1)
        self._group.button(4).setChecked(True)

    def value(self) -> tuple[float, float]:
        row, column = divmod(self._group.checkedId(), 3)
        return column / 2, row / 2


class ResizeCanvasDialog(FormDialog):
    """`chosen()` is (width, height, anchor)."""

    def __init__(self, width: int, height: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.set_words(self.tr("Resize canvas"), self.tr("Resize"))
        self.size_fields = SizeFields(width, height)
        self.anchor = AnchorGrid()
        self.add_row(self.tr("Pixels"), self.size_fields)
        self.add_row(self.tr("Content stays"), self.anchor)

    def chosen(self) -> tuple[int, int, tuple[float, float]]:
        return (*self.size_fields.value(), self.anchor.value())
