"""What one paints with, as a small control: colours on pictures, a class on label maps."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QColorDialog, QHBoxLayout, QMenu, QToolButton, QWidget

from ganstudio.app import theme
from ganstudio.app.i18n import palette_text
from ganstudio.app.session import EditorSession

_SWATCH = 18


def swatch(colour: QColor, side: int = _SWATCH) -> QIcon:
    """A rounded square of a colour."""
    picture = QPixmap(2 * side, 2 * side)
    picture.setDevicePixelRatio(2)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(128, 128, 128, 150), 1))
    painter.setBrush(colour)
    painter.drawRoundedRect(QRectF(0.5, 0.5, side - 1, side - 1), 4, 4)
    painter.end()
    return QIcon(picture)


class ColourChoice(QWidget):
    """Foreground, background, and a button that swaps them."""

    def __init__(self, session: EditorSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._front = self._button(self.tr("Colour"), lambda: self._ask(session.colour, session.set_colour))
        self._back = self._button(
            self.tr("Background colour"), lambda: self._ask(session.background, session.set_background)
        )
        swap = self._button(self.tr("Swap colours"), session.swap_colours)
        theme.set_icon(swap, "swap", "text_muted")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for button in (self._front, self._back, swap):
            row.addWidget(button)
        session.colour_changed.connect(self._refresh)
        self._refresh()

    def _button(self, text: str, action: object) -> QToolButton:
        button = QToolButton()
        button.setFixedSize(28, 28)
        button.setIconSize(QSize(_SWATCH, _SWATCH))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setToolTip(text)
        button.setAccessibleName(text)
        button.clicked.connect(action)
        return button

    def _refresh(self) -> None:
        self._front.setIcon(swatch(self._session.colour))
        self._back.setIcon(swatch(self._session.background))

    def _ask(self, colour: QColor, take: object) -> None:
        dialog = QColorDialog(colour, self.window())
        dialog.setOption(QColorDialog.ColorDialogOption.DontUseNativeDialog)
        dialog.setOption(QColorDialog.ColorDialogOption.ShowAlphaChannel)
        dialog.setWindowTitle(self.tr("Colour"))
        dialog.colorSelected.connect(take)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()


class ClassChoice(QToolButton):
    """The class that is painted, with a menu of the others."""

    def __init__(self, session: EditorSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setIconSize(QSize(_SWATCH, _SWATCH))
        self.setFixedHeight(28)
        self.setMinimumWidth(112)
        self.setProperty("role", "row")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setToolTip(self.tr("The class that is painted"))
        self._menu = QMenu(self)
        self._menu.aboutToShow.connect(self._fill)
        self.setMenu(self._menu)
        session.label_class_changed.connect(self._refresh)
        session.layers_changed.connect(self._refresh)
        session.active_layer_changed.connect(self._refresh)
        self._refresh()

    def _refresh(self) -> None:
        palette = self._session.palette
        if palette is None:
            return
        label = palette.classes[self._session.label_class]
        title = palette_text(label.title)
        self.setText(f" {title}")
        self.setIcon(swatch(QColor(*label.colour)))
        self.setAccessibleName(self.tr("Class: {0}").format(title))

    def _fill(self) -> None:
        self._menu.clear()
        palette = self._session.palette
        for index, label in enumerate(palette.classes if palette is not None else ()):
            choose = partial(self._session.set_label_class, index)
            self._menu.addAction(swatch(QColor(*label.colour)), palette_text(label.title), choose)
