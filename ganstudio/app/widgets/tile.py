"""A picture with a title that can be pressed: the tiles of the start page."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter, QPainterPath, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from ganstudio.app import theme

_MARGIN = 12


class Tile(QAbstractButton):
    """`picture` covers the upper part; without one stands an icon. `badge` is a word on the picture.

    A picture with transparent parts, as of a half-painted document, lies on the theme's own ground.
    """

    def __init__(
        self,
        title: str,
        text: str = "",
        *,
        picture: QPixmap | None = None,
        icon: str = "image",
        size: QSize | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._title, self._subtitle, self._badge = title, text, ""
        self._picture = picture or QPixmap()
        self._icon_name = icon
        self._size = size or QSize(240, 208)
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
        self.setToolTip(text)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    @property
    def badge(self) -> str:
        return self._badge

    @badge.setter
    def badge(self, word: str) -> None:
        self._badge = word
        self.setAccessibleName(f"{self._title}, {word}" if word else self._title)
        self.update()

    def sizeHint(self) -> QSize:
        return self._size

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = theme.tokens()
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        frame = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        outline = QPainterPath()
        outline.addRoundedRect(frame, 8, 8)
        hot = self.underMouse() or self.isDown()
        painter.fillPath(outline, tokens.colour("hover" if hot else "panel"))
        painter.setClipPath(outline)
        self._draw_content(painter, frame)
        painter.setClipping(False)
        colour = "accent" if self.hasFocus() else "border_strong" if hot else "border"
        painter.setPen(QPen(tokens.colour(colour), 2 if self.hasFocus() else 1))
        painter.drawPath(outline)

    def _draw_content(self, painter: QPainter, frame: QRectF) -> None:
        large = self._size.width() > 200
        words = 68 if large else 50
        top = QRectF(frame.x(), frame.y(), frame.width(), frame.height() - words)
        self._draw_picture(painter, top)
        self._draw_words(painter, QRectF(frame.x(), top.bottom(), frame.width(), words), wrap=large)

    def _draw_picture(self, painter: QPainter, area: QRectF) -> None:
        tokens = theme.tokens()
        if self._picture.isNull():
            painter.fillRect(area, tokens.colour("raised"))
            size = 32
            place = QRectF(area.center().x() - size / 2, area.center().y() - size / 2, size, size)
            theme.icon(self._icon_name, "text_muted").paint(painter, place.toRect())
        else:
            scale = min(self._picture.width() / area.width(), self._picture.height() / area.height())
            width, height = area.width() * scale, area.height() * scale
            left, above = (self._picture.width() - width) / 2, (self._picture.height() - height) / 2
            painter.drawPixmap(area, self._picture, QRectF(left, above, width, height))
        if self._badge:
            self._draw_badge(painter, area)

    def _draw_badge(self, painter: QPainter, area: QRectF) -> None:
        tokens = theme.tokens()
        font = self._font(tokens.caption_px, bold=True)
        painter.setFont(font)
        width = painter.fontMetrics().horizontalAdvance(self._badge) + 16
        pill = QRectF(area.x() + 8, area.y() + 8, width, 20)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tokens.colour("accent"))
        painter.drawRoundedRect(pill, 10, 10)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(tokens.colour("on_accent"))
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, self._badge)

    def _draw_words(self, painter: QPainter, area: QRectF, *, wrap: bool) -> None:
        """Title, and below it the text: on two lines, or on one that shows its end."""
        tokens = theme.tokens()
        inner = area.adjusted(_MARGIN, 8, -_MARGIN, -4)
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
        painter.setFont(self._font(tokens.body_px, bold=True))
        painter.setPen(tokens.colour("text"))
        metrics = painter.fontMetrics()
        title = metrics.elidedText(self._title, Qt.TextElideMode.ElideMiddle, int(inner.width()))
        painter.drawText(inner, left, title)
        painter.setFont(self._font(tokens.caption_px))
        painter.setPen(tokens.colour("text_muted"))
        below = inner.adjusted(0, metrics.height() + 1, 0, 0)
        text = self._subtitle
        if not wrap:
            text = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideLeft, int(inner.width()))
        painter.drawText(
            below, left | (Qt.TextFlag.TextWordWrap if wrap else Qt.TextFlag.TextSingleLine), text
        )

    def _font(self, pixels: int, *, bold: bool = False) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(pixels)
        font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
        return font


class RowTile(Tile):
    """A low tile: an icon, and beside it the words in the middle of its height."""

    def _draw_content(self, painter: QPainter, frame: QRectF) -> None:
        size = 24
        place = QRectF(frame.x() + 16, frame.center().y() - size / 2, size, size)
        theme.icon(self._icon_name, "accent").paint(painter, place.toRect())
        words = frame.adjusted(40, 0, 0, 0)
        flags = Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap
        inner = words.adjusted(_MARGIN, 0, -_MARGIN, 0).toRect()
        small = QFontMetrics(self._font(theme.tokens().caption_px)).boundingRect(inner, flags, self._subtitle)
        title = QFontMetrics(self._font(theme.tokens().body_px, bold=True)).height()
        words.setTop(frame.center().y() - (title + 1 + small.height()) / 2 - 8)
        self._draw_words(painter, words, wrap=True)
