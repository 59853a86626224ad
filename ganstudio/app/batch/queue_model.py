"""The batches of the queue as rows of a list that a person can drag into another order."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QMimeData, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QWidget

from ganstudio.app.batch.progress import state_title
from ganstudio.app.batch.queue import BatchJob
from ganstudio.app.batch.task import Planned, Task
from ganstudio.app.i18n import translate

Index = QModelIndex | QPersistentModelIndex
Draft = tuple[Task, Planned]
ROW_ROLE = Qt.ItemDataRole.UserRole
_DRAG = "application/x-ganstudio-batch"


class QueueModel(QAbstractListModel):
    """Batches, and below them the one that is being set up, if there is one."""

    move_wanted = Signal(object, int)
    """(BatchJob, the place that it is to have)."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: tuple[BatchJob | Draft, ...] = ()

    def show(self, jobs: Sequence[BatchJob], draft: Draft | None) -> bool:
        """Whether other rows are shown now; else only what they say was brought up to date."""
        rows = (*jobs, *([draft] if draft is not None else []))
        if len(rows) == len(self.rows) and all(a is b for a, b in zip(rows, self.rows, strict=True)):
            self.touch()
            return False
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()
        return True

    def touch(self) -> None:
        if self.rows:
            self.dataChanged.emit(self.index(0), self.index(len(self.rows) - 1))

    def place_of(self, job: BatchJob | None) -> int:
        """The row of a batch, or of the one that is set up; -1 where there is none."""
        for place, row in enumerate(self.rows):
            if row is job or (job is None and not isinstance(row, BatchJob)):
                return place
        return -1

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        task = row.task if isinstance(row, BatchJob) else row[0]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return task.title
            case Qt.ItemDataRole.AccessibleTextRole | Qt.ItemDataRole.ToolTipRole:
                return f"{task.title}\n{task.out}\n{says(row)}"
            case _ if role == ROW_ROLE:
                return row
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.ItemIsDropEnabled
        row, flags = self.rows[index.row()], Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled
        return flags | Qt.ItemFlag.ItemIsDragEnabled if isinstance(row, BatchJob) and row.pending else flags

    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:
        return [_DRAG]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        data = QMimeData()
        data.setData(_DRAG, str(indexes[0].row()).encode())
        return data

    def dropMimeData(
        self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index
    ) -> bool:
        """Says no, since a yes would have the view take out the row that was dragged."""
        if data.hasFormat(_DRAG):
            origin = int(bytes(data.data(_DRAG).data()))
            dragged = self.rows[origin]
            place = len(self.rows) if row < 0 else row
            if isinstance(dragged, BatchJob):
                self.move_wanted.emit(dragged, place - 1 if place > origin else place)
        return False


def says(row: BatchJob | Draft) -> str:
    """How far a batch is, in two or three words."""
    if not isinstance(row, BatchJob):
        return translate("BatchQueue", "Being set up")
    total = row.pace.total
    match row.state:
        case "waiting" | "held":
            count = _count(total)
            return f"{count} · {state_title('held')}" if row.state == "held" else count
        case "running" | "paused":
            words = translate("BatchQueue", "{0} of {1}")
            words = words.replace("{0}", f"{row.pace.ended:,}").replace("{1}", f"{total:,}")
            parts = [words]
            parts += [_failed(row)] if row.failed else []
            parts += [state_title("paused")] if row.state == "paused" else []
            return " · ".join(parts)
        case "done" if row.failed:
            return _failed(row)
        case "done":
            return _count(total)
    return state_title(row.state)


def _failed(job: BatchJob) -> str:
    return translate("BatchQueue", "{0} failed").replace("{0}", f"{job.failed:,}")


def _count(total: int) -> str:
    text = translate("BatchQueue", "{0} pictures") if total != 1 else translate("BatchQueue", "One picture")
    return text.replace("{0}", f"{total:,}")
