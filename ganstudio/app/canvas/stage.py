"""What the canvas draws: panes that look at the document through one viewport, from cached pictures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QLine, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QPainter, QRegion

from ganstudio.app import theme
from ganstudio.app.canvas import decorations, pictures
from ganstudio.app.canvas.backing import Backing
from ganstudio.app.canvas.outline import outline
from ganstudio.app.canvas.viewport import Viewport
from ganstudio.document.document import Document
from ganstudio.document.tiles import Rect

LayoutMode = Literal["single", "side_by_side"]
Overlay = Callable[[QPainter, "Pane"], None]
"""Draws over a pane, in its coordinates."""

_GAP = 2
_INTERSECT = Qt.ClipOperation.IntersectClip


@dataclass(frozen=True)
class Pane:
    """A part of the widget that shows the document, or what its rendering is made from."""

    rect: QRect
    before: bool = False
    caption: str = ""


class Stage:
    """Geometry and drawing; whoever changes an attribute repaints."""

    def __init__(self) -> None:
        self.document: Document | None = None
        self.viewport = Viewport()
        self.size = QSize(1, 1)
        self.layout: LayoutMode = "single"
        self.split: float | None = None
        self.split_warm = False
        self.showing_before = False
        self.show_grid = True
        self.show_rulers = False
        self.hover: QPointF | None = None
        """Where the pointer is, in a pane."""
        self._after, self._before = Backing(), Backing()
        self._ants: tuple[object, list[QLine]] = (None, [])
        self._looks: object = None

    # Documents and what changes in them

    def set_document(self, document: Document | None) -> None:
        self.document = document
        self._looks = None
        self.restack()

    def restack(self) -> bool:
        """Layers may have changed; what is cached is kept unless it shows. True when it did."""
        looks = None if self.document is None else _looks(self.document)
        if looks == self._looks:
            return False
        self._looks = looks
        for backing in (self._after, self._before):
            backing.reset()
        document = self.document
        self._after.show(pictures.Picture(document) if document is not None else None)
        self._before.show(pictures.before(document) if document is not None else None)
        return True

    @property
    def has_before(self) -> bool:
        """Whether there is something that the picture was made from."""
        return self._before.picture is not None

    def invalidate(self, layer_id: str, rect: Rect) -> QRegion:
        """Pixels of a layer changed; returns where the widget shows them."""
        for backing in (self._after, self._before):
            if backing.picture is not None and backing.picture.shows(layer_id):
                backing.invalidate(rect)
        return self.region(rect)

    @property
    def needs_refining(self) -> bool:
        return self._after.needs_refining or self._before.needs_refining

    def refine(self) -> QRegion | None:
        """Make a portion of what was drawn coarsely fine; None when all is."""
        for backing in (self._after, self._before):
            if backing.needs_refining:
                return self.region(backing.refine())
        return None

    # Geometry

    def panes(self) -> list[Pane]:
        """What there is on screen: one pane, or what the rendering is made from and the document."""
        whole = QRect(0, 0, self.size.width(), self.size.height())
        if self.layout == "single" or not self.has_before or self.document is None:
            return [Pane(self._without_rulers(whole))]
        names = self._captions()
        if whole.width() >= whole.height():
            half = (whole.width() - _GAP) // 2
            first = QRect(0, 0, half, whole.height())
            second = QRect(half + _GAP, 0, whole.width() - half - _GAP, whole.height())
        else:
            half = (whole.height() - _GAP) // 2
            first = QRect(0, 0, whole.width(), half)
            second = QRect(0, half + _GAP, whole.width(), whole.height() - half - _GAP)
        return [
            Pane(self._without_rulers(first), True, names[0]),
            Pane(self._without_rulers(second), False, names[1]),
        ]

    def pane_size(self) -> QSize:
        """Of the smaller pane: both share one viewport."""
        rects = [pane.rect for pane in self.panes()]
        return QSize(min(rect.width() for rect in rects), min(rect.height() for rect in rects))

    def pane_at(self, point: QPointF) -> Pane:
        """The pane under a position of the widget, or the nearest one."""
        panes = self.panes()
        return next((pane for pane in panes if pane.rect.contains(point.toPoint())), panes[0])

    def region(self, rect: Rect, margin: int = 2) -> QRegion:
        """Where the widget shows a rectangle of the document."""
        region = QRegion()
        if rect.is_empty:
            return region
        for pane in self.panes():
            shown = self.viewport.pane_rect(rect).translated(pane.rect.topLeft()).toAlignedRect()
            region += shown.adjusted(-margin, -margin, margin, margin).intersected(pane.rect)
        return region

    def brush_region(self, centre: QPointF, radius: float) -> QRegion:
        """Where the outline of the brush shows, in every pane."""
        region = QRegion()
        for pane in self.panes():
            ring = decorations.brush_region(centre, radius).translated(pane.rect.topLeft())
            region += ring.intersected(pane.rect)
        return region

    def ants_region(self) -> QRegion:
        """Where the edge of the selection shows."""
        region = QRegion()
        for pane in self.panes():
            lines = self._ant_lines(pane)
            rects = [QRect(line.p1(), line.p2()).normalized().adjusted(-1, -1, 1, 1) for line in lines]
            ring = QRegion()
            if len(rects) <= 64:
                for rect in rects:
                    ring += rect
            else:
                around = QRect()
                for rect in rects:
                    around = around.united(rect)
                ring = QRegion(around)
            region += ring.translated(pane.rect.topLeft()).intersected(pane.rect)
        return region

    @property
    def splits(self) -> bool:
        """Whether the line between before and after is there."""
        return self.split is not None and self.layout == "single" and self.has_before

    def split_x(self) -> float:
        """Where the line between before and after stands, in the pane."""
        width = self.document.width if self.document is not None else 1
        return self.viewport.to_pane(QPointF((self.split or 0.0) * width, 0)).x()

    def on_split_handle(self, point: QPointF) -> bool:
        """Whether a position of the widget lies on the handle of the split line."""
        if not self.splits:
            return False
        pane = self.panes()[0].rect
        away = point - QPointF(pane.x() + self.split_x(), pane.center().y())
        return abs(away.x()) <= 3 or away.x() ** 2 + away.y() ** 2 <= 16**2

    # Drawing

    def paint(self, painter: QPainter, exposed: QRegion, phase: int, overlay: Overlay) -> None:
        """Draw what is exposed."""
        tokens = theme.tokens()
        painter.fillRect(exposed.boundingRect(), tokens.colour("well"))
        if self.document is None:
            return
        panes = self.panes()
        for pane in panes:
            part = exposed.intersected(pane.rect)
            if part.isEmpty():
                continue
            painter.save()
            painter.setClipRegion(part)
            painter.translate(pane.rect.topLeft())
            self._paint_pane(painter, pane, phase)
            overlay(painter, pane)
            painter.restore()
            painter.save()
            if pane.caption:
                decorations.draw_caption(painter, pane.caption, pane.rect)
            painter.restore()
        if self.show_rulers:
            for pane in panes:
                decorations.draw_rulers(painter, self.viewport, pane.rect, self.hover)
        if len(panes) > 1:
            gap = QRegion(QRect(0, 0, self.size.width(), self.size.height()))
            for pane in panes:
                gap -= QRegion(self._with_rulers(pane.rect))
            painter.setClipRegion(gap)
            painter.fillRect(gap.boundingRect(), tokens.colour("window"))

    def _paint_pane(self, painter: QPainter, pane: Pane, phase: int) -> None:
        assert self.document is not None
        page = self.viewport.pane_rect(self.document.rect)
        painter.fillRect(page.adjusted(-1, -1, 1, 1), theme.tokens().colour("border"))
        everything = QRectF(0, 0, pane.rect.width(), pane.rect.height())
        if pane.before or (self.showing_before and self.has_before):
            self._paint_picture(painter, self._before, page, everything)
        elif self.splits:
            at = self.split_x()
            self._paint_picture(
                painter, self._before, page, everything.adjusted(0, 0, at - everything.width(), 0)
            )
            self._paint_picture(painter, self._after, page, everything.adjusted(at, 0, 0, 0))
        else:
            self._paint_picture(painter, self._after, page, everything)
        if self.show_grid and self.viewport.zoom >= decorations.GRID_ZOOM:
            decorations.draw_grid(painter, self.viewport, everything, page)
        lines = self._ant_lines(pane)
        if lines:
            decorations.draw_ants(painter, lines, phase)
        if self.splits and not self.showing_before:
            decorations.draw_split(painter, self.split_x(), everything.toRect(), self.split_warm)

    def _paint_picture(self, painter: QPainter, backing: Backing, page: QRectF, part: QRectF) -> None:
        """The cached picture within a part of the pane."""
        if backing.picture is None or part.width() <= 0:
            return
        visible = self.viewport.document_rect(part).intersect(backing.picture.document.rect)
        if visible.is_empty:
            return
        backing.cover(visible, self.viewport.level)
        painter.save()
        painter.setClipRect(part.intersected(page), _INTERSECT)
        if not backing.opaque:
            dark = theme.current() == "dark"
            painter.setBrushOrigin(page.topLeft())
            painter.fillRect(page.intersected(part), QBrush(decorations.checkerboard(dark)))
        smooth = self.viewport.zoom < 1
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, smooth)
        painter.drawImage(self.viewport.pane_rect(backing.covered), backing.image())
        painter.restore()

    def _ant_lines(self, pane: Pane) -> list[QLine]:
        """Cached: the same lines serve every pane of the same size, and every phase."""
        document = self.document
        if document is None or document.selection.is_everything:
            return []
        key = (document.selection.mask, self.viewport, pane.rect.size())
        if self._ants[0] != key:
            local = QRectF(0, 0, pane.rect.width(), pane.rect.height())
            visible = self.viewport.document_rect(local).intersect(document.rect)
            self._ants = (key, outline(document.selection, visible, self.viewport))
        return self._ants[1]

    def _captions(self) -> tuple[str, str]:
        assert self.document is not None and self._before.picture is not None
        ids = self._before.picture.ids or ()
        generated = pictures.generated_in_view(self.document)
        if generated is None:
            return "", ""
        names = {layer.id: layer.name for layer in self.document.layers if layer.id in ids}
        first = next((names[id] for id in generated.reads.values() if id in names), "")
        return first, generated.name

    def _without_rulers(self, rect: QRect) -> QRect:
        edge = decorations.RULER if self.show_rulers else 0
        return rect.adjusted(edge, edge, 0, 0)

    def _with_rulers(self, rect: QRect) -> QRect:
        edge = decorations.RULER if self.show_rulers else 0
        return rect.adjusted(-edge, -edge, 0, 0)


def _looks(document: Document) -> object:
    """Equal values look equal as long as no pixels change."""
    generated = pictures.generated_in_view(document)
    layers = tuple(
        (layer.id, layer.visible, layer.opacity, layer.blend, getattr(layer, "palette", None), id(layer))
        for layer in document.layers
    )
    reads = tuple(generated.reads.items()) if generated is not None else None
    return document.id, document.rect, layers, generated.id if generated is not None else None, reads
