"""The files of a batch as rows painted by a delegate: ten thousand of them are one widget."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from typing import Literal

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    QSortFilterProxyModel,
    Qt,
)
from PySide6.QtGui import QFont, QFontMetrics, QImage, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ganstudio.app import theme
from ganstudio.app.i18n import translate
from ganstudio.app.status_bar import seconds_text
from ganstudio.app.widgets.parameter_form import choice_title
from ganstudio.operations.batch import Outcome
from ganstudio.operations.planning import Item

Filter = Literal["all", "waiting", "done", "failed"]
ROW = 56
_PICTURE = QSize(64, 44)
_MOST_PICTURES = 1000
"""Rows whose pictures are kept; of others the words remain."""
_FEW_PICTURES = 100
"""The same of batches that nobody looks at."""

Index = QModelIndex | QPersistentModelIndex


class FileModel(QAbstractListModel):
    """Items in their order, each with what became of it."""

    def __init__(
        self, items: Sequence[Item] = (), there: frozenset[int] = frozenset(), parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.items = tuple(items)
        self.there = there
        """Places of the files that exist before the start."""
        self.outcomes: dict[int, Outcome] = {}
        self.pictures: OrderedDict[int, tuple[QImage, QImage]] = OrderedDict()
        self.current = -1
        self.expected: dict[int, str] = {}
        """Why some cannot be made, as far as that is known before the start."""

    @property
    def wrong(self) -> int:
        """How many are known to fail, or have failed."""
        return sum(self.kind_of(row) == "failed" for row in range(len(self.items)))

    @property
    def new(self) -> int:
        """How many can be made and are not there."""
        return sum(row not in self.there and self.kind_of(row) == "waiting" for row in range(len(self.items)))

    def forget_outcomes(self) -> None:
        """All are to be made; what will be read is still shown."""
        self.beginResetModel()
        self.current = -1
        made = (place for place, outcome in self.outcomes.items() if outcome.status != "failed")
        self.there = self.there.union(made)
        self.outcomes.clear()
        for place, (before, _) in self.pictures.items():
            self.pictures[place] = before, QImage()
        self.endResetModel()

    def forget_pictures(self) -> None:
        """Keep but a few, while nobody looks."""
        while len(self.pictures) > _FEW_PICTURES:
            self.pictures.popitem(last=False)

    def begin(self, place: int) -> None:
        before, self.current = self.current, place
        for row in (before, place):
            self._touch(row)

    def preview(self, place: int, before: QImage, wrong: str = "") -> None:
        """What will be read, before anything is written, or why it cannot be read."""
        if place < len(self.items) and place not in self.outcomes:
            if wrong:
                self.expected[place] = wrong
            else:
                self.pictures[place] = before, QImage()
            self._touch(place)

    def forget_expected(self) -> None:
        """It has begun: what becomes of each is seen soon."""
        self.beginResetModel()
        self.expected.clear()
        self.endResetModel()

    def problem_of(self, row: int) -> str:
        return self.items[row].problem or self.expected.get(row, "")

    def end(self, place: int, outcome: Outcome, before: QImage, after: QImage) -> None:
        self.outcomes[place] = outcome
        self.pictures[place] = before, after
        if len(self.pictures) > _MOST_PICTURES:
            self.pictures.popitem(last=False)
        if self.current == place:
            self.current = -1
        self._touch(place)

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.items)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self.items[index.row()].name
            case Qt.ItemDataRole.AccessibleTextRole | Qt.ItemDataRole.ToolTipRole:
                _, _, words = self.state_of(index.row())
                return f"{self.items[index.row()].output}\n{words}"
        return None

    def kind_of(self, row: int) -> Filter:
        outcome = self.outcomes.get(row)
        if outcome is None:
            return "failed" if self.problem_of(row) else "waiting"
        return "failed" if outcome.status == "failed" else "done"

    def state_of(self, row: int) -> tuple[str, str, str]:
        """Icon, its colour, and the sentence beside it."""
        outcome = self.outcomes.get(row)
        if outcome is None:
            if wrong := self.problem_of(row):
                return "warning", "warning", wrong
            if row == self.current:
                return "play", "accent", translate("BatchFiles", "being made…")
            if row in self.there:
                return "file", "text_muted", translate("BatchFiles", "is there already")
            return "clock", "text_muted", translate("BatchFiles", "will be written")
        if outcome.status == "failed":
            return "error", "danger", outcome.message
        if outcome.status == "skipped":
            return "check", "text_muted", translate("BatchFiles", "was there already")
        return "done", "success", seconds_text(outcome.seconds)

    def _touch(self, row: int) -> None:
        if 0 <= row < len(self.items):
            self.dataChanged.emit(self.index(row), self.index(row))


class _Filtered(QSortFilterProxyModel):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.wanted: Filter = "all"

    def want(self, wanted: Filter) -> None:
        self.beginFilterChange()
        self.wanted = wanted
        self.endFilterChange(QSortFilterProxyModel.Direction.Rows)

    def filterAcceptsRow(self, row: int, parent: Index) -> bool:
        model: FileModel = self.sourceModel()
        return self.wanted == "all" or model.kind_of(row) == self.wanted


class FileList(QListView):
    """Follows the file that is being made until the person scrolls away from it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.files = FileModel(parent=self)
        self._shown = _Filtered(self)
        self._shown.setSourceModel(self.files)
        self.setModel(self._shown)
        self.setItemDelegate(_RowDelegate(self))
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalScrollBar().setSingleStep(ROW // 2)
        self.setMouseTracking(True)
        self.setAccessibleName(self.tr("Files"))
        theme.notifier.changed.connect(self.viewport().update)

    def show_files(self, files: FileModel) -> None:
        """Those of another batch."""
        if files is not self.files:
            self.files.forget_pictures()
            self.files = files
            self._shown.setSourceModel(files)
            self.scrollTo(self._shown.mapFromSource(files.index(max(files.current, 0))))

    def want(self, wanted: Filter) -> None:
        self._shown.want(wanted)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.files.items and not self._shown.rowCount():
            painter = QPainter(self.viewport())
            area = self.viewport().rect().adjusted(20, 24, -20, 0)
            painter.setPen(theme.tokens().colour("text_muted"))
            centre = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop
            painter.drawText(area, centre, self._words_for_nothing())
            painter.end()

    def _words_for_nothing(self) -> str:
        match self._shown.wanted:
            case "failed":
                return self.tr("Nothing has failed.")
            case "done":
                return self.tr("Nothing is done yet.")
        return self.tr("Nothing is left to do.")

    def begin(self, place: int) -> None:
        follows = self._sees(self.files.current) or self.files.current < 0
        self.files.begin(place)
        if follows:
            self.scrollTo(self._shown.mapFromSource(self.files.index(place)))

    def _sees(self, place: int) -> bool:
        if place < 0:
            place = len(self.files.outcomes) - 1
        index = self._shown.mapFromSource(self.files.index(max(place, 0)))
        return index.isValid() and self.viewport().rect().intersects(self.visualRect(index))


class _RowDelegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(200, ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        shown: _Filtered = index.model()
        files: FileModel = shown.sourceModel()
        row = shown.mapToSource(index).row()
        tokens = theme.tokens()
        painter.save()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        area = option.rect.adjusted(12, 0, -12, 0)
        hot = bool(option.state & (QStyle.StateFlag.State_MouseOver | QStyle.StateFlag.State_Selected))
        if hot:
            path = QPainterPath()
            path.addRoundedRect(QRectF(option.rect.adjusted(4, 2, -4, -2)), 6, 6)
            painter.fillPath(path, tokens.colour("hover"))
        left = self._paint_pictures(painter, area, files, row)
        self._paint_words(painter, area.adjusted(left, 0, 0, 0), files, row)
        painter.restore()

    def _paint_pictures(self, painter: QPainter, area: QRect, files: FileModel, row: int) -> int:
        """Before, an arrow, after; returns the room that they take."""
        top = area.y() + (ROW - _PICTURE.height()) // 2
        before, after = files.pictures.get(row, (QImage(), QImage()))
        first = QRect(area.x(), top, _PICTURE.width(), _PICTURE.height())
        second = first.translated(_PICTURE.width() + 24, 0)
        if not files.items[row].inputs:
            # Made from nothing: there is no picture before.
            _paint_picture(painter, QRectF(first), after)
            return first.right() - area.x() + 16
        _paint_picture(painter, QRectF(first), before)
        if row in files.outcomes and files.kind_of(row) == "failed":
            return second.right() - area.x() + 16
        _paint_picture(painter, QRectF(second), after)
        arrow = QRect(first.right() + 5, top + _PICTURE.height() // 2 - 8, 16, 16)
        theme.icon("chevron-right", "text_muted").paint(painter, arrow)
        return second.right() - area.x() + 16

    def _paint_words(self, painter: QPainter, area: QRect, files: FileModel, row: int) -> None:
        tokens = theme.tokens()
        icon, colour, words = files.state_of(row)
        failed = files.kind_of(row) == "failed"
        item = files.items[row]
        inputs = item.inputs
        source = next(iter(inputs.values())).name if inputs else ""
        font = QFont(self.parent().font())
        upper = QRect(area.x(), area.y() + 9, area.width(), 19)
        lower = upper.translated(0, 19)
        if not failed:
            mark = QRect(area.right() - 16, area.y() + (ROW - 16) // 2, 16, 16)
            theme.icon(icon, colour).paint(painter, mark)
            tells = row in files.outcomes or row in files.there or row == files.current
            width = 130 if tells else 0
            place = QRect(mark.x() - 8 - width, area.y(), width, ROW)
            _write(painter, place, words, tokens.colour("text_muted"), font, right=True)
            upper.setRight(place.x() - 8)
            lower.setRight(place.x() - 8)
            small = translate("BatchFiles", "from {0}").replace("{0}", source) if source else ""
            if item.row:
                small = _row_words(item)
            elif item.values:
                small = " · ".join(part for part in (small, _values_words(item)) if part)
        else:
            theme.icon(icon, colour).paint(painter, QRect(lower.x(), lower.y() + 2, 14, 14))
            lower.setX(lower.x() + 20)
            small = words
        _write(painter, upper, files.items[row].name, tokens.colour("text"), font)
        font.setPixelSize(12 if failed else tokens.caption_px)
        # A sentence is read from its beginning; a file's name tells most at both ends.
        elide = Qt.TextElideMode.ElideRight if failed else Qt.TextElideMode.ElideMiddle
        _write(painter, lower, small, tokens.colour(colour if failed else "text_muted"), font, elide=elide)


def _values_words(item: Item) -> str:
    """Which of several values it is made with."""
    told = [(name, value) for name, value in item.values.items() if value not in ("", None)]
    return ", ".join(
        f"{choice_title(name)} {f'{value:g}' if isinstance(value, float) else value}" for name, value in told
    )


def _row_words(item: Item) -> str:
    """Which row of the table it is, and what the row says."""
    said = [str(value) for value in item.values.values() if value not in ("", None)]
    said += [path.name for path in item.inputs.values()]
    return (
        translate("BatchFiles", "row {0}: {1}").replace("{0}", str(item.row)).replace("{1}", ", ".join(said))
    )


def _paint_picture(painter: QPainter, frame: QRectF, image: QImage) -> None:
    outline = QPainterPath()
    outline.addRoundedRect(frame, 4, 4)
    painter.fillPath(outline, theme.tokens().colour("well"))
    if image.isNull():
        return
    painter.setClipPath(outline)
    scale = max(frame.width() / image.width(), frame.height() / image.height())
    width, height = frame.width() / scale, frame.height() / scale
    source = QRectF((image.width() - width) / 2, (image.height() - height) / 2, width, height)
    painter.drawImage(frame, image, source)
    painter.setClipping(False)


def _write(
    painter: QPainter,
    area: QRect,
    text: str,
    colour: object,
    font: QFont,
    *,
    right: bool = False,
    elide: Qt.TextElideMode = Qt.TextElideMode.ElideMiddle,
) -> None:
    painter.setFont(font)
    painter.setPen(colour)
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    shown = QFontMetrics(font).elidedText(text, elide, max(area.width(), 8))
    painter.drawText(area, side | Qt.AlignmentFlag.AlignVCenter, shown)
