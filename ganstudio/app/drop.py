"""Dropping files on the window: an overlay says beforehand what would happen, and where."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from ganstudio.app import theme
from ganstudio.app.intake import Offer, What, offers

Take = Callable[..., object]
"""Gets the files; that of "start" the operation, too."""


class DropOverlay(QWidget):
    """One field per offer, side by side; the one under the pointer is lit."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.offers: tuple[Offer, ...] = ()
        self._lit = 0
        self.hide()

    def show_offers(self, found: tuple[Offer, ...]) -> None:
        self.offers = found
        self._lit = 0
        self.setGeometry(self.parentWidget().rect())
        self.raise_()
        self.show()

    def point(self, position: QPoint) -> Offer | None:
        """Light what lies under the pointer and return it."""
        if not self.offers:
            return None
        fields = self.fields()
        self._lit = min(range(len(fields)), key=lambda i: abs(fields[i].center().x() - position.x()))
        self.update()
        return self.offers[self._lit]

    def fields(self) -> list[QRect]:
        inner = self.rect().adjusted(24, 24, -24, -24)
        gap = 16
        width = (inner.width() - gap * (len(self.offers) - 1)) // max(len(self.offers), 1)
        return [
            QRect(inner.x() + index * (width + gap), inner.y(), width, inner.height())
            for index in range(len(self.offers))
        ]

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = theme.tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        veil = tokens.colour("window")
        veil.setAlpha(236)
        painter.fillRect(self.rect(), veil)
        for index, (field, offer) in enumerate(zip(self.fields(), self.offers, strict=True)):
            self._paint_field(painter, field, offer, lit=index == self._lit)

    def _paint_field(self, painter: QPainter, field: QRect, offer: Offer, *, lit: bool) -> None:
        tokens = theme.tokens()
        refused = offer.what == "refuse"
        edge = "danger" if refused else "accent" if lit else "border_strong"
        painter.setPen(QPen(tokens.colour(edge), 2, Qt.PenStyle.SolidLine if lit else Qt.PenStyle.DashLine))
        painter.setBrush(tokens.colour("accent_soft") if lit and not refused else QColor(0, 0, 0, 0))
        painter.drawRoundedRect(QRectF(field), 12, 12)
        middle = field.center()
        icon = theme.icon(offer.icon, "danger" if refused else "accent" if lit else "text_muted")
        icon.paint(painter, QRect(middle.x() - 24, middle.y() - 56, 48, 48))
        font = self.font()
        font.setPixelSize(15)
        font.setBold(lit)
        painter.setFont(font)
        painter.setPen(tokens.colour("text" if lit else "text_muted"))
        words = QRect(field.x() + 16, middle.y() + 8, field.width() - 32, 72)
        flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
        painter.drawText(words, flags, offer.text)


class DropController(QObject):
    """Watches a window for dragged files; `takers` says what is done for each kind of offer.

    A window that takes other things than the main one says in `find` what can be done with them.
    """

    def __init__(
        self,
        window: QWidget,
        takers: Mapping[What, Take],
        has_document: Callable[[], bool],
        *,
        find: Callable[[Sequence[Path]], tuple[Offer, ...]] | None = None,
    ) -> None:
        super().__init__(window)
        self._takers = takers
        self._find = find or (lambda found: offers(found, has_document=has_document()))
        self.overlay = DropOverlay(window)
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        match event.type():
            case QEvent.Type.DragEnter:
                if found := files_of(event.mimeData()):
                    self.overlay.show_offers(self._find(found))
                    event.acceptProposedAction()
                    return True
            case QEvent.Type.DragMove:
                if self.overlay.isVisible():
                    self.overlay.point(event.position().toPoint())
                    event.acceptProposedAction()
                    return True
            case QEvent.Type.DragLeave:
                self.overlay.hide()
            case QEvent.Type.Drop:
                return self._drop(event)
        return False

    def _drop(self, event: QEvent) -> bool:
        offer = self.overlay.point(event.position().toPoint())
        self.overlay.hide()
        found = files_of(event.mimeData())
        if offer is None or not found:
            return False
        event.acceptProposedAction()
        if offer.what in self._takers:
            self._takers[offer.what](found, *([offer.operation] if offer.operation else []))
        return True


def files_of(data: QMimeData) -> list[Path]:
    """The local files of a drag."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()] if data.hasUrls() else []
