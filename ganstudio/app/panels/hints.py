"""Colouring a drawing: whether one draws or dabs colour, and the colours to dab."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PIL import Image
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QButtonGroup,
    QColorDialog,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ganstudio.app import sketches, theme
from ganstudio.app.panels.paint_choice import swatch
from ganstudio.app.session import EditorSession
from ganstudio.app.widgets.flow import FlowLayout
from ganstudio.document.layers import PixelLayer

_SIDE = 28
_USUAL = ("#7db6e8", "#2f6fa8", "#4f8a3c", "#a9c46c", "#d9a441", "#b5522b", "#f2f4f7", "#27324f")
"""Sky, water, wood, meadow, autumn, roof, snow, night: what landscapes are made of."""
_FROM_PICTURE = 8
_THUMBNAIL = 96


class HintControls(QWidget):
    """Belongs to a generated layer that reads a sketch and hints; shows what the session is at."""

    def __init__(self, session: EditorSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._picture: object = None
        self._swatches: list[tuple[QToolButton, QColor]] = []
        self._modes = QButtonGroup(self)
        self.draw = self._mode("ink", self.tr("Draw"), self.tr("Draw lines on the sketch (P)"), "ink")
        self.colour = self._mode(
            "brush", self.tr("Colour"), self.tr("Dab colour where you want it (B)"), "brush"
        )
        self.clear = self._tool("trash", self.tr("Remove all hints"), self.remove_all)
        self._note = QLabel()
        self._note.setProperty("role", "caption")
        self._usual, self._recent = QWidget(), QWidget()
        self._usual_row, self._recent_row = FlowLayout(self._usual, 2), FlowLayout(self._recent, 2)
        self._lay_out()
        for signal in (session.active_layer_changed, session.tool_changed, session.colour_changed):
            signal.connect(self.refresh)
        session.stroke_changed.connect(self._stroke_changed)
        session.history_changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show the mode, the colours that there are, and which one is used."""
        found = sketches.colouring_of(self._session.document)
        if found is None:
            return
        hinting = found.hints is not None and self._session.active_layer is found.hints
        self.colour.setChecked(hinting and self._session.tool == "brush")
        self.draw.setChecked(self._session.tool == "ink" and not hinting)
        self.clear.setEnabled(found.hints is not None and not found.hints.tiles.bounds().is_empty)
        self._show_colours(found.palette)
        chosen = self._session.colour if hinting else QColor()
        for button, colour in self._swatches:
            button.setChecked(hinting and colour == chosen)

    def use(self, colour: QColor) -> None:
        """Go on dabbing with this colour."""
        self._dab()
        self._session.set_colour(colour)

    def remove_all(self) -> None:
        """Take every hint away, in one step."""
        document = self._session.document
        found = sketches.colouring_of(document)
        if document is None or found is None or found.hints is None:
            return
        blank = np.zeros((document.height, document.width, 4), np.uint8)
        with self._session.attempt():
            document.paint(found.hints.id, document.rect, blank, "Clear")
        self.refresh()

    # What buttons do

    def _draw(self) -> None:
        self._session.set_tool("ink")
        self._join(sketches.SKETCH)

    def _dab(self) -> None:
        fresh = not self._session.recent_colours
        self._ensure_hints()
        self._session.set_tool("brush")
        self._join(sketches.HINTS)
        if fresh and self._session.colour not in [colour for _, colour in self._swatches]:
            self._session.set_colour(self._swatches[0][1])

    def _join(self, name: str) -> None:
        """Work on that layer, wherever one was before."""
        found = sketches.colouring_of(self._session.document)
        layer = found.result.reads.get(name) if found is not None else None
        if layer is not None:
            self._session.set_active_layer(layer)

    def _ensure_hints(self) -> None:
        """A drawing that was opened, or whose hints were deleted, gets a layer for them."""
        document = self._session.document
        found = sketches.colouring_of(document)
        if document is None or found is None or found.hints is not None:
            return
        layer = sketches.hint_layer(document.width, document.height)
        with self._session.attempt(), document.transaction("Add layer"):
            document.add_layer(layer, document.index_of(found.result.id))
            document.set_layer(found.result.id, reads={**found.result.reads, sketches.HINTS: layer.id})

    def _pick(self) -> None:
        self._dab()
        self._session.set_tool("eyedropper")

    def _ask(self) -> None:
        dialog = QColorDialog(self._session.colour, self.window())
        dialog.setOption(QColorDialog.ColorDialogOption.DontUseNativeDialog)
        dialog.setWindowTitle(self.tr("Colour"))
        dialog.colorSelected.connect(self.use)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _stroke_changed(self, stroking: bool) -> None:
        if not stroking:
            self.refresh()

    # Making

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(0)
        head.addWidget(self.draw, 1)
        head.addWidget(self.colour, 1)
        self.draw.setProperty("first", True)
        self.colour.setProperty("last", True)
        words = QHBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._note, 1)
        words.addWidget(self._tool("eyedropper", self.tr("Take a colour from the picture (I)"), self._pick))
        words.addWidget(self._tool("plus", self.tr("Another colour…"), self._ask))
        words.addWidget(self.clear)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 12, 0)
        column.setSpacing(4)
        column.addLayout(head)
        column.addSpacing(4)
        column.addLayout(words)
        column.addWidget(self._usual)
        column.addWidget(self._recent)

    def _mode(self, icon: str, title: str, help: str, tool: str) -> QToolButton:
        button = QToolButton()
        button.setProperty("segment", True)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setIconSize(QSize(18, 18))
        button.setText(f" {title}")
        button.setToolTip(help)
        button.setAccessibleName(title)
        button.setCheckable(True)
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        theme.set_icon(button, icon)
        button.clicked.connect(self._draw if tool == "ink" else self._dab)
        button.clicked.connect(self.refresh)
        return button

    def _tool(self, icon: str, text: str, action: Callable[[], None]) -> QToolButton:
        button = _small_button(text)
        theme.set_icon(button, icon, "text_muted")
        button.setIconSize(QSize(16, 16))
        button.clicked.connect(action)
        return button

    def _show_colours(self, palette: PixelLayer | None) -> None:
        """Colours of the palette picture, or the usual ones; below them what was used last."""
        recent = [colour.name() for colour in self._session.recent_colours]
        picture = None if palette is None else palette.id
        if self._picture == (picture, recent):
            return
        self._picture = picture, recent
        self._note.setText(self.tr("Colours of the picture") if palette is not None else self.tr("Colours"))
        usual = main_colours(palette) if palette is not None else list(_USUAL)
        self._swatches.clear()
        self._fill(self._usual_row, usual)
        self._fill(self._recent_row, [name for name in recent if name not in usual])
        self._recent.setVisible(self._recent_row.count() > 0)

    def _fill(self, row: FlowLayout, names: list[str]) -> None:
        while (item := row.takeAt(0)) is not None:
            item.widget().hide()
            item.widget().deleteLater()
        for name in names:
            colour = QColor(name)
            # Without an icon of the theme's: that would come back over the colour when the theme changes.
            button = _small_button(self.tr("Dab with {0}").replace("{0}", name))
            button.setIcon(swatch(colour, 20))
            button.setIconSize(QSize(20, 20))
            button.setCheckable(True)
            button.clicked.connect(lambda _, colour=colour: self.use(colour))
            row.addWidget(button)
            self._swatches.append((button, colour))


def _small_button(text: str) -> QToolButton:
    button = QToolButton()
    button.setFixedSize(_SIDE, _SIDE)
    button.setToolTip(text)
    button.setAccessibleName(text)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button


def main_colours(layer: PixelLayer, count: int = _FROM_PICTURE) -> list[str]:
    """The colours that most of a picture has, "#rrggbb", the most frequent first (median cut)."""
    step = max(1, max(layer.tiles.width, layer.tiles.height) // _THUMBNAIL)
    pixels = layer.tiles.read(layer.tiles.rect, step)
    seen = pixels[pixels[..., 3] >= 128][:, :3]
    if not len(seen):
        return []
    reduced = Image.fromarray(seen[None]).quantize(count, Image.Quantize.MEDIANCUT)
    table = np.asarray(reduced.getpalette()).reshape(-1, 3)
    found = sorted(reduced.getcolors() or [], reverse=True)
    names = [QColor(*(int(part) for part in table[index])).name() for _, index in found]
    return list(dict.fromkeys(names))
