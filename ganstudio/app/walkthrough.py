"""Walk-throughs: three sentences that are done with the real tools, one after the other.

Steps are data in `resources/help/walkthroughs.json`. Each names a target to point at and what must happen
for the next one to come; nothing is blocked meanwhile.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from ganstudio import paths
from ganstudio.app import theme
from ganstudio.app.i18n import translate
from ganstudio.app.session import EditorSession
from ganstudio.document.layers import GeneratedLayer

Targets = Callable[[str, bool], QWidget]
"""The widget that a step's target names; True brings it to the front."""


@dataclass(frozen=True)
class Step:
    """`say` is the sentence, `target` what it points at, `until` the event that ends it: "class:mountain"."""

    say: str
    target: str
    until: str

    @property
    def text(self) -> str:
        return translate("help", self.say)


@dataclass(frozen=True)
class Walkthrough:
    """`start` is the operation of the start tile that it begins with; empty begins with what is open."""

    id: str
    title: str
    summary: str
    start: str
    steps: tuple[Step, ...]

    @property
    def title_text(self) -> str:
        return translate("help", self.title)

    @property
    def summary_text(self) -> str:
        return translate("help", self.summary)


@cache
def load_walkthroughs() -> tuple[Walkthrough, ...]:
    file = paths.resources_dir() / "help" / "walkthroughs.json"
    return tuple(
        Walkthrough(**{**item, "steps": tuple(Step(**step) for step in item["steps"])})
        for item in json.loads(file.read_text(encoding="utf-8"))
    )


class Callout(QFrame):
    """The sentence, how far one is, and a way out."""

    skipped = Signal()
    left = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "popover")
        self.setFixedWidth(288)
        self._count = QLabel()
        self._count.setProperty("role", "caption")
        self._text = QLabel()
        self._text.setWordWrap(True)
        self.next = QPushButton(self.tr("Skip this step"))
        self.next.setProperty("link", True)
        self.next.clicked.connect(self.skipped)
        self.leave = QPushButton(self.tr("Leave"))
        self.leave.setProperty("link", True)
        self.leave.clicked.connect(self.left)
        buttons = QHBoxLayout()
        buttons.addWidget(self._count, 1)
        buttons.addWidget(self.leave)
        buttons.addWidget(self.next)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 8, 8)
        column.setSpacing(8)
        column.addWidget(self._text)
        column.addLayout(buttons)

    def show_step(self, text: str, number: int, total: int, *, last: bool) -> None:
        self._text.setText(text)
        self._count.setText(f"{number} / {total}")
        self.setAccessibleName(text)
        self.leave.setVisible(not last)
        self.next.setText(self.tr("Done") if last else self.tr("Skip this step"))
        self.layout().activate()
        self.resize(self.width(), self.layout().totalHeightForWidth(self.width()))


class Spotlight(QWidget):
    """A frame around what a step points at; it lets every press through."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.tokens().colour("accent"), 2))
        painter.drawRoundedRect(self.rect().adjusted(2, 2, -2, -2), 6, 6)


class WalkthroughGuide(QObject):
    """Leads through one walk-through at a time. `finished` says whether it came to its end."""

    finished = Signal(bool)

    def __init__(self, window: QWidget, session: EditorSession, targets: Targets) -> None:
        super().__init__(window)
        self._window = window
        self._session = session
        self._targets = targets
        self._walk: Walkthrough | None = None
        self._index = 0
        self._before: dict[str, Any] = {}
        self.callout = Callout(window)
        self.spotlight = Spotlight(window)
        self.callout.hide()
        self.spotlight.hide()
        self.callout.skipped.connect(self.advance)
        self.callout.left.connect(self.stop)
        self._settle = QTimer(self, singleShot=True, interval=0)
        self._settle.timeout.connect(self._place)
        window.installEventFilter(self)
        for signal in (
            session.tool_changed,
            session.label_class_changed,
            session.layers_changed,
            session.history_changed,
            session.document_changed,
        ):
            signal.connect(self._look)

    @property
    def step(self) -> Step | None:
        return self._walk.steps[self._index] if self._walk is not None else None

    def begin(self, walk: Walkthrough) -> None:
        self._walk, self._index = walk, 0
        self._show()

    def advance(self) -> None:
        """Go to the next step, or end."""
        if self._walk is None:
            return
        self._index += 1
        if self._index >= len(self._walk.steps):
            self._end(complete=True)
        else:
            self._show()

    def stop(self) -> None:
        if self._walk is not None:
            self._end(complete=False)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest) and self._walk is not None:
            self._settle.start()
        return False

    def _show(self) -> None:
        step, walk = self.step, self._walk
        if step is None or walk is None:
            return
        self._before = _state(self._session)
        total = len(walk.steps)
        self.callout.show_step(step.text, self._index + 1, total, last=self._index == total - 1)
        self._targets(step.target, True)
        self._place()
        self.callout.show()
        self.callout.raise_()
        self._look()

    def _place(self) -> None:
        """Beside the target, within the window."""
        if self.step is None:
            return
        widget = self._targets(self.step.target, False)
        # The person may have put another panel in front of it.
        shown = widget.isVisible() and not widget.visibleRegion().isEmpty()
        corner = widget.mapTo(self._window, QPoint(0, 0)) if shown else self._window.rect().center()
        target = QRect(corner, widget.size() if shown else QSize(0, 0))
        self.spotlight.setGeometry(target.adjusted(-4, -4, 4, 4).intersected(self._window.rect()))
        self.spotlight.setVisible(shown)
        self.spotlight.raise_()
        self.callout.raise_()
        self.callout.move(_beside(target, self.callout, self._window.rect()))

    def _look(self) -> None:
        """Has happened what the step waits for?"""
        step = self.step
        if step is None:
            return
        kind, _, wanted = step.until.partition(":")
        if CONDITIONS[kind](_state(self._session), self._before, wanted):
            # After the event that did it, so that its own effects are seen first.
            QTimer.singleShot(0, self, self._advance_if(step))

    def _advance_if(self, step: Step) -> Callable[[], None]:
        def advance() -> None:
            if self.step is step:
                self.advance()

        return advance

    def _end(self, *, complete: bool) -> None:
        self._walk = None
        self.callout.hide()
        self.spotlight.hide()
        self.finished.emit(complete)


def _state(session: EditorSession) -> dict[str, Any]:
    """What conditions look at."""
    document = session.document
    layers = document.layers if document is not None else ()
    generated = [layer for layer in layers if isinstance(layer, GeneratedLayer)]
    palette = session.palette
    index = session.label_class
    return {
        "tool": session.tool,
        "class": palette.classes[index].name if palette and index < len(palette) else "",
        "steps": document.history.index if document is not None else 0,
        "params": dict(generated[-1].params) if generated else {},
        "hidden": sum(not layer.visible for layer in layers),
        "layers": len(layers),
    }


State = Mapping[str, Any]
CONDITIONS: dict[str, Callable[[State, State, str], bool]] = {
    "class": lambda now, before, wanted: now["class"] == wanted,
    "tool": lambda now, before, wanted: now["tool"] == wanted,
    "edited": lambda now, before, wanted: now["steps"] > before["steps"],
    "undone": lambda now, before, wanted: now["steps"] < before["steps"],
    "param": lambda now, before, wanted: (
        str(now["params"].get(wanted.partition("=")[0])) == wanted.partition("=")[2]
    ),
    "param_changed": lambda now, before, wanted: now["params"].get(wanted) != before["params"].get(wanted),
    "hidden": lambda now, before, wanted: now["hidden"] != before["hidden"],
    "layer_added": lambda now, before, wanted: now["layers"] > before["layers"],
    "read": lambda now, before, wanted: False,
}
"""What a step can wait for: (state now, state when the step began, what stands after the colon)."""


def _beside(target: QRect, callout: QWidget, window: QRect) -> QPoint:
    """Left of the target if there is room, else right, else inside of it at the lower edge."""
    gap = 12
    y = min(max(target.center().y() - callout.height() // 2, 8), window.height() - callout.height() - 8)
    if target.left() - gap - callout.width() >= 8:
        return QPoint(target.left() - gap - callout.width(), y)
    if target.right() + gap + callout.width() <= window.width() - 8:
        return QPoint(target.right() + gap, y)
    x = target.center().x() - callout.width() // 2
    return QPoint(
        min(max(x, 8), window.width() - callout.width() - 8), target.bottom() - callout.height() - gap
    )
