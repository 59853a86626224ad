"""What is being imported and downloaded, at the bottom of the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ganstudio.app import theme
from ganstudio.app.models.arrivals import Arrival, Arrivals
from ganstudio.app.models.pieces import Elided, scrolling

if TYPE_CHECKING:
    from ganstudio.checkpoints.importing import Offer

_STAYS_MS = 6000
_ROWS = 4
_MARKS = {
    "done": ("done", "success"),
    "kept": ("done", "success"),
    "there": ("info", "accent"),
    "failed": ("error", "danger"),
}


class ArrivalList(QFrame):
    """One row for each; plain successes go by themselves. `show_wanted(name)` asks to choose a model."""

    show_wanted = Signal(str)

    def __init__(self, arrivals: Arrivals, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "panel")
        self._arrivals = arrivals
        self.rows: dict[int, ArrivalRow] = {}
        page = QWidget()
        self._column = QVBoxLayout(page)
        self._column.setContentsMargins(16, 8, 12, 8)
        self._column.setSpacing(4)
        self._column.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._area = scrolling(page)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        edge = QFrame()
        edge.setProperty("role", "line")
        outer.setSpacing(0)
        outer.addWidget(edge)
        outer.addWidget(self._area)
        arrivals.changed.connect(self._changed)
        arrivals.dismissed.connect(self._dismissed)
        for arrival in arrivals.all:
            if not arrival.quiet or not arrival.ended:
                self._changed(arrival)
        self._fit()

    def _changed(self, arrival: Arrival) -> None:
        if arrival.state == "cancelled":
            self._dismissed(arrival)
            return
        row = self.rows.get(arrival.id)
        if row is None:
            row = self.rows[arrival.id] = ArrivalRow(arrival, self._arrivals)
            row.show_wanted.connect(self.show_wanted)
            row.resized.connect(self._fit)
            self._column.addWidget(row)
        row.refresh()
        plain = arrival.state in ("done", "kept") and not (
            arrival.imported is not None and (arrival.imported.parts or arrival.imported.notes)
        )
        if plain and not row.leaving:
            row.leaving = True
            QTimer.singleShot(_STAYS_MS, row, lambda: self._arrivals.dismiss(arrival))
        self._fit()

    def _dismissed(self, arrival: Arrival) -> None:
        row = self.rows.pop(arrival.id, None)
        if row is not None:
            row.hide()
            row.deleteLater()
        self._fit()

    def _fit(self) -> None:
        self.setVisible(bool(self.rows))
        heights = [max(row.sizeHint().height(), row.minimumHeight()) + 4 for row in self.rows.values()]
        tallest = max(_ROWS * 34, 34 + max(heights, default=0))
        self.setFixedHeight(min(sum(heights), tallest) + 13 if heights else 0)


class ArrivalRow(QWidget):
    """State, what it is, how far it is, and what can be done about it."""

    show_wanted = Signal(str)
    resized = Signal()

    def __init__(self, arrival: Arrival, arrivals: Arrivals) -> None:
        super().__init__()
        self._arrival, self._arrivals = arrival, arrivals
        self.leaving = False
        self._mark = QLabel()
        self._mark.setFixedWidth(20)
        self.text = Elided()
        self.note = QLabel()
        self.note.setProperty("role", "caption")
        self.note.setMinimumWidth(1)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(160)
        self.bar.setRange(0, 1000)
        self.action = QPushButton()
        self.action.setProperty("link", True)
        self.action.clicked.connect(self._act)
        self.unfold = QPushButton(self.tr("Details"))
        self.unfold.setCheckable(True)
        self.unfold.setProperty("link", True)
        self.detail = QPlainTextEdit()
        self.detail.setReadOnly(True)
        self.detail.setAcceptDrops(False)
        self.detail.setAccessibleName(self.tr("Details"))
        self.detail.setFixedHeight(88)
        self.detail.hide()
        self.unfold.toggled.connect(self._unfold)
        self.close_button = QToolButton()
        theme.set_icon(self.close_button, "close", "text_muted")
        self.close_button.clicked.connect(self._close)
        self._lay_out()

    def refresh(self) -> None:
        arrival = self._arrival
        self.bar.setValue(round(1000 * arrival.fraction))
        self.bar.setVisible(not arrival.ended)
        self.bar.setAccessibleName(arrival.title)
        icon, colour = _MARKS.get(
            arrival.state, ("download" if arrival.state == "fetching" else "import", "text_muted")
        )
        self._mark.setPixmap(theme.pixmap(icon, 18, colour, self.devicePixelRatioF()))
        self.text.set_full(self._sentence())
        message = arrival.message
        note = self._note()
        self.note.setText(note)
        self.note.setVisible(bool(note))
        words = self._action_words()
        self.action.setText(words)
        self.action.setAccessibleName(f"{words or self.tr('Show')}: {arrival.title}")
        self.action.setVisible(bool(words))
        detail = (
            "\n".join(part for part in (message.text, message.hint, message.detail) if part)
            if message
            else ""
        )
        self.detail.setPlainText(detail)
        self.unfold.setVisible(bool(detail))
        words = self.tr("Close this message") if arrival.ended else self.tr("Cancel")
        self.close_button.setToolTip(words)
        self.close_button.setAccessibleName(f"{words}: {arrival.title}")

    def _sentence(self) -> str:
        arrival = self._arrival
        if arrival.message is not None:
            return arrival.message.text
        done = arrival.imported
        title = done.entry.title if done is not None else arrival.title
        ref = done.ref if done is not None else ""
        words = {
            "waiting": self.tr("{0} waits"),
            "fetching": self.tr("Downloading {0}"),
            "importing": self.tr("Importing {0}"),
            "done": self.tr("Imported {0}."),
            "there": self.tr("{0} is already here as {1}."),
            "kept": self.tr("{0} is kept for offline use."),
        }
        text = words.get(arrival.state, "{0}")
        name = arrival.title if arrival.state == "there" else (ref if "/" in ref else title)
        return text.replace("{0}", name).replace("{1}", ref)

    def _note(self) -> str:
        arrival = self._arrival
        if not arrival.ended:
            return arrival.note
        done = arrival.imported
        if done is None:
            return ""
        if self._offers():
            parts = ", ".join(offer.part for offer in self._offers())
            return self.tr("Also in the file: {0}").replace("{0}", parts)
        return " ".join(done.notes)

    def _action_words(self) -> str:
        done = self._arrival.imported
        if done is None:
            return ""
        return self.tr("Import them too") if self._offers() else self.tr("Show")

    def _offers(self) -> tuple[Offer, ...]:
        """Further networks, while their file is there: what was downloaded goes once it is imported."""
        done, path = self._arrival.imported, self._arrival.path
        return done.parts if done is not None and path is not None and path.exists() else ()

    def _act(self) -> None:
        done = self._arrival.imported
        if done is None:
            return
        path, offers = self._arrival.path, self._offers()
        if offers and path is not None:
            for offer in offers:
                self._arrivals.add_part(path, offer)
            self._arrivals.dismiss(self._arrival)
        else:
            self.show_wanted.emit(done.entry.name)

    def _close(self) -> None:
        if self._arrival.ended:
            self._arrivals.dismiss(self._arrival)
        else:
            self._arrivals.cancel(self._arrival)

    def _unfold(self, open: bool) -> None:
        self.detail.setVisible(open)
        self.resized.emit()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._mark)
        row.addWidget(self.text, 1)
        row.addWidget(self.note)
        row.addWidget(self.bar, 0, Qt.AlignmentFlag.AlignVCenter)
        for button in (self.action, self.unfold, self.close_button):
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(row)
        column.addWidget(self.detail)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setMinimumHeight(30)
