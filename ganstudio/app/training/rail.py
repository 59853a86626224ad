"""The left side: the four steps, and below them the runs that are known."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from ganstudio.app import theme
from ganstudio.app.models.pieces import heading, line
from ganstudio.app.training.runs import Run
from ganstudio.app.training.words import recipe_title, state_colour, state_title
from ganstudio.app.widgets.card_grid import Index
from ganstudio.training.launch import RECIPES

DATA, RECIPE, RUN, RESULTS = range(4)
_RUN = Qt.ItemDataRole.UserRole


class Step(QAbstractButton):
    """A number in a circle, a word, and below it what was chosen there."""

    def __init__(self, number: int, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._number, self._title, self._said = number, title, ""
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setAccessibleName(title)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        theme.notifier.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(180, 44)

    def say(self, text: str) -> None:
        self._said = text
        self.setAccessibleDescription(text)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = theme.tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        on, able = self.isChecked(), self.isEnabled()
        frame = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        if on or (self.underMouse() and able) or self.hasFocus():
            painter.setPen(QPen(tokens.colour("accent"), 1) if self.hasFocus() else Qt.PenStyle.NoPen)
            painter.setBrush(tokens.colour("accent_soft" if on else "hover"))
            painter.drawRoundedRect(frame, 6, 6)
        middle = QPointF(22, self.height() / 2)
        painter.setPen(QPen(tokens.colour("accent" if on else "border_strong"), 1.5))
        painter.setBrush(tokens.colour("accent") if on else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(middle, 10, 10)
        font = QFont(self.font())
        font.setPixelSize(tokens.caption_px)
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        colour = "on_accent" if on else "text_muted" if able else "text_disabled"
        painter.setPen(tokens.colour(colour))
        circle = QRectF(middle.x() - 10, middle.y() - 10, 20, 20)
        painter.drawText(circle, Qt.AlignmentFlag.AlignCenter, str(self._number))
        words = QRect(42, 0, self.width() - 50, self.height())
        font.setPixelSize(tokens.body_px)
        font.setWeight(QFont.Weight.DemiBold if on else QFont.Weight.Normal)
        painter.setFont(font)
        painter.setPen(tokens.colour("text" if able else "text_disabled"))
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        if not self._said:
            painter.drawText(words, left, self._title)
            return
        painter.drawText(words.adjusted(0, 4, 0, -20), left, self._title)
        font.setPixelSize(tokens.caption_px)
        font.setWeight(QFont.Weight.Normal)
        painter.setFont(font)
        painter.setPen(tokens.colour("text_muted"))
        said = painter.fontMetrics().elidedText(self._said, Qt.TextElideMode.ElideMiddle, words.width())
        painter.drawText(words.adjusted(0, 20, 0, -4), left, said)


class Rail(QWidget):
    """`step_wanted(number from 0)`, `run_chosen(Run)`, `open_wanted` for a run that lies elsewhere."""

    step_wanted = Signal(int)
    run_chosen = Signal(object)
    open_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(212)
        self.runs: tuple[Run, ...] = ()
        self.steps: list[Step] = []
        self._group = QButtonGroup(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 12, 8, 8)
        column.setSpacing(2)
        titles = (self.tr("Data"), self.tr("Recipe"), self.tr("Run"), self.tr("Results"))
        for place, title in enumerate(titles):
            step = Step(place + 1, title)
            step.clicked.connect(lambda _=False, place=place: self.step_wanted.emit(place))
            self._group.addButton(step, place)
            self.steps.append(step)
            column.addWidget(step)
        column.addSpacing(10)
        column.addWidget(line())
        head = heading(self.tr("Runs"))
        head.setContentsMargins(8, 8, 0, 4)
        column.addWidget(head)
        self.nothing = QLabel(self.tr("Runs that you start stay here, also after the program is closed."))
        self.nothing.setProperty("role", "caption")
        self.nothing.setWordWrap(True)
        self.nothing.setContentsMargins(8, 0, 8, 0)
        column.addWidget(self.nothing)
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Runs"))
        self.list.setItemDelegate(_RunDelegate(self.list))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemClicked.connect(self._chosen)
        self.list.itemActivated.connect(self._chosen)
        column.addWidget(self.list, 1)
        self.open = QPushButton(self.tr("Open a run…"))
        theme.set_icon(self.open, "folder")
        self.open.setToolTip(self.tr("Show a run that lies in another folder"))
        self.open.clicked.connect(self.open_wanted)
        column.addWidget(self.open)

    def show_step(self, number: int) -> None:
        moves = any(step.hasFocus() for step in self.steps)
        self.steps[number].setChecked(True)
        if moves:
            self.steps[number].setFocus()

    def show_runs(self, runs: Sequence[Run], chosen: Path | None) -> None:
        runs = tuple(runs)
        if runs != self.runs:
            self.runs = runs
            place = self.list.verticalScrollBar().value()
            self.list.clear()
            for run in runs:
                item = QListWidgetItem(run.name)
                item.setData(_RUN, run)
                item.setToolTip(f"{run.folder}\n{state_title(run.state)}")
                item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{run.name}, {state_title(run.state)}")
                self.list.addItem(item)
            self.list.verticalScrollBar().setValue(place)
        self.nothing.setVisible(not runs)
        self.choose(chosen)

    def choose(self, folder: Path | None) -> None:
        for row, run in enumerate(self.runs):
            if run.folder == folder:
                self.list.setCurrentRow(row)
                return
        self.list.setCurrentRow(-1)

    def _chosen(self, item: QListWidgetItem) -> None:
        self.run_chosen.emit(item.data(_RUN))


class _RunDelegate(QStyledItemDelegate):
    """A dot that tells how the run stands, its name, and below it what it is."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(120, 44)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        run: Run = index.data(_RUN)
        tokens = theme.tokens()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen or option.state & QStyle.StateFlag.State_MouseOver:
            focus = chosen and bool(option.state & QStyle.StateFlag.State_HasFocus)
            painter.setPen(tokens.colour("accent") if focus else Qt.PenStyle.NoPen)
            painter.setBrush(tokens.colour("accent_soft" if chosen else "hover"))
            painter.drawRoundedRect(option.rect.adjusted(0, 0, -1, -1), 6, 6)
        dot = QPointF(option.rect.x() + 14, option.rect.y() + 15)
        colour = tokens.colour(state_colour(run.state))
        if run.live:
            halo = tokens.colour(state_colour(run.state))
            halo.setAlpha(60)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(halo)
            painter.drawEllipse(dot, 7, 7)
        painter.setPen(QPen(colour, 1.5))
        painter.setBrush(colour if run.live else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(dot, 3.5, 3.5)
        words = option.rect.adjusted(28, 5, -8, -5)
        font = QFont(option.font)
        font.setPixelSize(tokens.body_px)
        painter.setFont(font)
        painter.setPen(tokens.colour("text"))
        name = painter.fontMetrics().elidedText(run.name, Qt.TextElideMode.ElideMiddle, words.width())
        painter.drawText(words, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, name)
        font.setPixelSize(tokens.caption_px)
        painter.setFont(font)
        painter.setPen(tokens.colour("text_muted"))
        entry = RECIPES.get(run.recipe)
        said = [recipe_title(entry)[0] if entry is not None else run.recipe, state_title(run.state)]
        text = painter.fontMetrics().elidedText(
            " · ".join(part for part in said if part), Qt.TextElideMode.ElideRight, words.width()
        )
        painter.drawText(words, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom, text)
        painter.restore()
