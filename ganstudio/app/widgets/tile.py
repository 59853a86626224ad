"""A picture with a title that can be pressed: the tiles of the start page."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPainterPath, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from ganstudio.app import theme

_MARGIN = 12


class Tile(QAbstractButton):
    """`picture` covers the upper part; without one stands an icon. `badge` is a word on the picture."""

    def __init__(
        self,
        title: str,
        text: str = "",
        *,
        picture: QPixmap | None = None,
        icon: str = "image",
        badge: str = "",
        size: QSize | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._title, self._subtitle, self._badge = title, text, badge
        self._picture = picture or QPixmap()
        self._icon_name = icon
        self._size = size or QSize(240, 208)
        self.setAccessibleName(f"{badge} {title}".strip())
        self.setAccessibleDescription(text)
        self.setToolTip(text)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def sizeHint(self) -> QSize:
        return self._size

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = theme.tokens()
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        frame = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        outline = QPainterPath()
        outline.addRoundedRect(frame, 8, 8)
        hot = self.underMouse() or self.isDown()
        painter.fillPath(outline, tokens.colour("hover" if hot else "panel"))
        words = self._words_height()
        top = QRectF(frame.x(), frame.y(), frame.width(), frame.height() - words)
        painter.setClipPath(outline)
        self._draw_picture(painter, top)
        painter.setClipping(False)
        self._draw_words(painter, QRectF(frame.x(), top.bottom(), frame.width(), words))
        colour = "accent" if self.hasFocus() else "border_strong" if hot else "border"
        painter.setPen(QPen(tokens.colour(colour), 2 if self.hasFocus() else 1))
        painter.drawPath(outline)

    def _words_height(self) -> float:
        return 64 if self._subtitle else 36

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

    def _draw_words(self, painter: QPainter, area: QRectF) -> None:
        tokens = theme.tokens()
        inner = area.adjusted(_MARGIN, 9, -_MARGIN, -8)
        painter.setFont(self._font(tokens.body_px, bold=True))
        painter.setPen(tokens.colour("text"))
        metrics = painter.fontMetrics()
        title = metrics.elidedText(self._title, Qt.TextElideMode.ElideMiddle, int(inner.width()))
        painter.drawText(inner, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, title)
        if self._subtitle:
            painter.setFont(self._font(tokens.caption_px))
            painter.setPen(tokens.colour("text_muted"))
            below = inner.adjusted(0, metrics.height(), 0, 0)
            painter.drawText(below, Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap, self._subtitle)

    def _font(self, pixels: int, *, bold: bool = False) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(pixels)
        font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
        return font
