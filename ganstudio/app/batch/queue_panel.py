"""The queue above the files: one line for each batch, and what can be done with the chosen one."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QItemSelectionModel, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QListView,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ganstudio.app import theme
from ganstudio.app.batch.progress import COLOURS
from ganstudio.app.batch.queue import BatchJob, State
from ganstudio.app.batch.queue_model import ROW_ROLE, Draft, Index, QueueModel, says
from ganstudio.app.batch.runner import BatchRunner
from ganstudio.app.models.pieces import heading, line
from ganstudio.app.status_bar import time_left

ROW = 34
_MOST_ROWS = 4
_ICONS: dict[State, str] = {
    "waiting": "clock",
    "held": "hand",
    "running": "play",
    "paused": "pause",
    "done": "done",
    "stopped": "stop",
    "failed": "error",
}


class QueuePanel(QWidget):
    """`chosen(BatchJob, or None for the one that is set up)`; `removed(BatchJob, place)`.

    Where there is only one batch it is not there at all.
    """

    chosen = Signal(object)
    removed = Signal(object, int)

    def __init__(self, runner: BatchRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._quiet = False
        self.model = QueueModel()
        self.model.setParent(self)
        self.view = _View()
        self.view.setModel(self.model)
        self.view.setItemDelegate(_RowDelegate(self.view))
        self.said = QLabel()
        self.said.setProperty("role", "caption")
        self.pause = self._tool(self.tr("Pause the queue"), "pause", runner.pause)
        self.go_on = self._tool(self.tr("Start the queue"), "play", runner.go_on)
        self.up = self._tool(self.tr("Earlier (Alt+Up)"), "chevron-up", partial(self.shift, -1))
        self.down = self._tool(self.tr("Later (Alt+Down)"), "chevron-down", partial(self.shift, 1))
        self.hold = self._tool(self.tr("Hold this one (Space)"), "hand", self.toggle_hold)
        self.hold.setCheckable(True)
        self.again = self._tool(self.tr("Run again what is missing"), "refresh", self.run_again)
        self.remove = self._tool(self.tr("Take it out of the queue (Delete)"), "trash", self.take_out)
        self._lay_out()
        self.view.selectionModel().currentChanged.connect(lambda *_: self._choose())
        self.view.key.connect(self._key)
        self.view.customContextMenuRequested.connect(self._menu)
        self.model.move_wanted.connect(self._move)

    @property
    def job(self) -> BatchJob | None:
        """The chosen one; None where that is the one that is set up."""
        row = self.view.currentIndex().data(ROW_ROLE)
        return row if isinstance(row, BatchJob) else None

    def show_queue(self, draft: Draft | None, chosen: BatchJob | None) -> None:
        """Bring the lines up to date, with that one chosen."""
        queue = self._runner.queue
        self.model.show(queue.jobs, draft if queue.jobs else None)
        self._select(chosen)
        rows = len(self.model.rows)
        self.setVisible(rows > 1)
        self.view.setFixedHeight(min(rows, _MOST_ROWS) * ROW + 4)
        self._show_buttons()
        self.show_pace()

    def show_pace(self) -> None:
        """How much is left, and for how long at the pace of the one at work."""
        self.model.touch()
        queue = self._runner.queue
        open = [job for job in queue.jobs if not job.ended and job.state != "held"]
        left = sum(job.pace.total - job.pace.ended for job in open)
        words = []
        if left:
            words.append(self.tr("{0} pictures to go").replace("{0}", f"{left:,}"))
        if left and not queue.going:
            words.append(self.tr("paused") if queue.current is not None else self.tr("not started"))
        elif (current := queue.current) is not None and current.pace.rate:
            words.append(time_left(left / current.pace.rate))
        self.said.setText(" · ".join(words))

    def shift(self, by: int) -> None:
        """The chosen one, a place earlier or later."""
        job = self.job
        if job is not None and self._runner.queue.can_move(job, by):
            self._move(job, self._runner.queue.jobs.index(job) + by)

    def toggle_hold(self) -> None:
        match self.job:
            case BatchJob(state="waiting") as job:
                self._runner.hold(job)
            case BatchJob(state="held") as job:
                self._runner.release(job)
            case BatchJob(state="running"):
                self._runner.pause()
            case BatchJob(state="paused"):
                self._runner.go_on()
        self._show_buttons()

    def run_again(self) -> None:
        if self.job is not None and self.job.ended:
            self._runner.again(self.job)

    def take_out(self) -> None:
        """The chosen one; one at work is stopped, and stays until it is taken out, too."""
        job = self.job
        if job is None:
            return
        if job is self._runner.queue.current:
            self._runner.stop()
        else:
            self.removed.emit(job, self._runner.remove(job))

    def clear(self) -> None:
        """Take out all that have nothing left to do."""
        for job in self._runner.queue.clear():
            self.removed.emit(job, -1)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(20, 8, 16, 4)
        head.setSpacing(4)
        title = heading(self.tr("Queue"))
        title.setContentsMargins(0, 0, 0, 0)
        head.addWidget(title)
        head.addSpacing(8)
        head.addWidget(self.said, 1)
        for button in (self.up, self.down, self.hold, self.again, self.remove):
            head.addWidget(button)
        head.addSpacing(12)
        head.addWidget(self.pause)
        head.addWidget(self.go_on)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.view)
        column.addWidget(line())

    def _tool(self, text: str, icon: str, do: object) -> QToolButton:
        button = QToolButton()
        theme.set_icon(button, icon)
        button.setToolTip(text)
        button.setAccessibleName(text)
        button.clicked.connect(lambda _=False: do())
        return button

    def _show_buttons(self) -> None:
        queue, job = self._runner.queue, self.job
        self.up.setEnabled(job is not None and queue.can_move(job, -1))
        self.down.setEnabled(job is not None and queue.can_move(job, 1))
        self.hold.setEnabled(job is not None and job.pending)
        self.hold.setChecked(job is not None and job.state == "held")
        self.again.setEnabled(job is not None and job.ended and job.lacks > 0)
        self.remove.setEnabled(job is not None)
        self.pause.setVisible(queue.going)
        self.go_on.setVisible(not queue.going)
        self.go_on.setEnabled(bool(queue.waiting) or queue.current is not None)

    def _select(self, job: BatchJob | None) -> None:
        place = self.model.place_of(job)
        if self.view.currentIndex().row() != place:
            self._quiet = True
            flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
            self.view.selectionModel().setCurrentIndex(self.model.index(place), flags)
            self._quiet = False

    def _choose(self) -> None:
        self._show_buttons()
        if not self._quiet and self.view.currentIndex().isValid():
            self.chosen.emit(self.job)

    def _move(self, job: BatchJob, place: int) -> None:
        self._runner.move(job, place)

    def _key(self, event: QKeyEvent) -> None:
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        match event.key():
            case Qt.Key.Key_Up if alt:
                self.shift(-1)
            case Qt.Key.Key_Down if alt:
                self.shift(1)
            case Qt.Key.Key_Space:
                self.toggle_hold()
            case Qt.Key.Key_Delete:
                self.take_out()

    def _menu(self, position: QPoint) -> None:
        self.menu().popup(self.view.viewport().mapToGlobal(position))

    def menu(self) -> QMenu:
        """What can be done with the chosen one, in words."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for button in (self.up, self.down, self.hold, self.again, self.remove):
            action = menu.addAction(button.icon(), button.toolTip(), button.click)
            action.setEnabled(button.isEnabled())
        menu.addSeparator()
        menu.addAction(self.tr("Take out all that are done"), self.clear)
        return menu


class _View(QListView):
    """`key(QKeyEvent)` for those that do something with a batch."""

    key = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDragDropOverwriteMode(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setAccessibleName(self.tr("Queue"))
        theme.notifier.changed.connect(self.viewport().update)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        arrows = (Qt.Key.Key_Up, Qt.Key.Key_Down)
        if event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Delete) or (alt and event.key() in arrows):
            self.key.emit(event)
        else:
            super().keyPressEvent(event)


class _RowDelegate(QStyledItemDelegate):
    """An icon for how it stands, what is done, where to, how far; below a line that grows."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(200, ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(ROW_ROLE)
        job = row if isinstance(row, BatchJob) else None
        tokens = theme.tokens()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_back(painter, option)
        area = option.rect.adjusted(20, 0, -20, 0)
        icon = _ICONS[job.state] if job is not None else "pencil"
        colour = COLOURS[job.state] if job is not None else "text_muted"
        if job is not None and job.state == "done" and job.lacks:
            icon, colour = "warning", "warning"
        theme.icon(icon, colour).paint(painter, QRect(area.x(), area.y() + (ROW - 16) // 2, 16, 16))
        self._paint_words(painter, area.adjusted(26, 0, 0, 0), row, self.parent().font())
        if job is not None and job.state in ("running", "paused"):
            track = QRectF(area.x() + 26, option.rect.bottom() - 3, area.width() - 26, 2)
            painter.fillRect(track, tokens.colour("border"))
            track.setWidth(track.width() * job.pace.ended / max(1, job.pace.total))
            painter.fillRect(track, tokens.colour(colour))
        painter.restore()

    def _paint_back(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if not chosen and not option.state & QStyle.StateFlag.State_MouseOver:
            return
        tokens = theme.tokens()
        focus = chosen and bool(option.state & QStyle.StateFlag.State_HasFocus)
        painter.setPen(tokens.colour("accent") if focus else Qt.PenStyle.NoPen)
        painter.setBrush(tokens.colour("accent_soft" if chosen else "hover"))
        painter.drawRoundedRect(QRectF(option.rect).adjusted(8.5, 1.5, -8.5, -1.5), 5, 5)

    def _paint_words(self, painter: QPainter, area: QRect, row: BatchJob | Draft, font: QFont) -> None:
        """The title first: where it is short, the folder has the room that it leaves."""
        tokens = theme.tokens()
        task = row.task if isinstance(row, BatchJob) else row[0]
        failed = isinstance(row, BatchJob) and (row.state == "failed" or (row.ended and row.failed > 0))
        font = QFont(font)
        centre = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(font)
        metrics = painter.fontMetrics()
        words = says(row)
        width = metrics.horizontalAdvance(words)
        painter.setPen(tokens.colour("danger" if failed else "text_muted"))
        painter.drawText(area, centre | Qt.AlignmentFlag.AlignRight, words)
        area = area.adjusted(0, 0, -width - 16, 0)
        painter.setPen(tokens.colour("text"))
        title = metrics.elidedText(task.title, Qt.TextElideMode.ElideRight, area.width() * 3 // 5)
        painter.drawText(area, centre | Qt.AlignmentFlag.AlignLeft, title)
        area.setLeft(area.left() + metrics.horizontalAdvance(title) + 10)
        font.setPixelSize(tokens.caption_px)
        painter.setFont(font)
        painter.setPen(tokens.colour("text_muted"))
        folder = painter.fontMetrics().elidedText(task.out.name, Qt.TextElideMode.ElideMiddle, area.width())
        painter.drawText(area, centre | Qt.AlignmentFlag.AlignLeft, folder)
