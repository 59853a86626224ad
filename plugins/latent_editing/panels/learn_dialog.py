"""A direction learned from pictures that the person tags: those with something, and those without."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ganstudio.api import Direction, InputError, Progress

from ..finding import FEWEST_TAGS, learned_direction
from .models import Models
from .previews import Previews
from .thumbs import Thumb

_COUNT = 50
_THUMB = 80
_NEXT: dict[bool | None, bool | None] = {None: True, True: False, False: None}


class LearnDialog(QDialog):
    """A click tags a picture: with, without, not at all. Y and N tag by key and go on."""

    def __init__(
        self, context: Any, models: Models, keep: Callable[..., None], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._kit = context.kit
        self._models = models
        self._keep = keep
        self._previews = Previews(context, self._arrived)
        self.tags: dict[int, bool] = {}
        self.seeds: list[int] = []
        self.thumbs: list[Thumb] = []
        self.setWindowTitle(self.tr("Learn a direction"))
        self.resize(960, 640)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        text = QLabel(
            self.tr(
                "Tag pictures that have what the slider is to do, and pictures that do not. "
                "Click: with; again: without. Keys: Y, N and the arrows."
            )
        )
        text.setProperty("role", "muted")
        text.setWordWrap(True)
        column.addWidget(text)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column.addWidget(self._area, 1)
        column.addLayout(self._make_foot())
        self.finished.connect(lambda _: self._previews.stop())
        self.more_pictures()

    def _make_foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        self.count = QLabel()
        self.count.setProperty("role", "muted")
        self.name = QLineEdit()
        self.name.setPlaceholderText(self.tr("Name of the slider"))
        self.name.setAccessibleName(self.tr("Name of the slider"))
        self.name.setFixedWidth(180)
        self.name.textChanged.connect(lambda _: self._show_count())
        self.other = QPushButton(self.tr("Other pictures"))
        self.other.setToolTip(self.tr("Tags of these pictures are kept"))
        self.other.clicked.connect(self.more_pictures)
        self.verb = QPushButton(self.tr("Learn"))
        self.verb.setProperty("primary", True)
        self.verb.clicked.connect(self.learn)
        row.addWidget(self.count, 1)
        row.addWidget(self.other)
        row.addWidget(self.name)
        row.addWidget(self.verb)
        return row

    def more_pictures(self) -> None:
        """Fifty others; what was tagged before counts as well."""
        self.seeds = random.sample(range(10_000), _COUNT)
        page = QWidget()
        flow = self._kit.flow(page, 8)
        self.thumbs = []
        for index, seed in enumerate(self.seeds):
            thumb = Thumb(self._context, _THUMB, self.tr("Picture {0}").format(seed))
            thumb.clicked.connect(lambda _=False, index=index: self._click(index))
            thumb.installEventFilter(self)
            flow.addWidget(thumb)
            self.thumbs.append(thumb)
        self._area.setWidget(page)
        params = self._context.params
        shared = {"model": str(params.model), "truncation": 1.0, "class_name": params.class_name}
        self._previews.ask([(i, {**shared, "seed": seed}) for i, seed in enumerate(self.seeds)])
        self._show_count()

    def tag(self, index: int, value: bool | None) -> None:
        seed, thumb = self.seeds[index], self.thumbs[index]
        if value is None:
            self.tags.pop(seed, None)
        else:
            self.tags[seed] = value
        thumb.mark = "" if value is None else self.tr("with") if value else self.tr("without")
        thumb.strong = bool(value)
        thumb.setAccessibleDescription(thumb.mark)
        thumb.update()
        self._show_count()

    def eventFilter(self, watched: Any, event: Any) -> bool:
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QKeyEvent.Type.KeyPress
            and watched in self.thumbs
        ):
            index = self.thumbs.index(watched)
            keys = {Qt.Key.Key_Y: True, Qt.Key.Key_N: False, Qt.Key.Key_Backspace: None}
            if event.key() in keys:
                self.tag(index, keys[Qt.Key(event.key())])
                self.thumbs[min(index + 1, len(self.thumbs) - 1)].setFocus()
                return True
        return super().eventFilter(watched, event)

    def learn(self) -> None:
        known, context = self._models.known, self._context
        if known is None:
            return
        name, seeds, tags = self.name.text().strip(), list(self.tags), list(self.tags.values())
        self.verb.setEnabled(False)

        def work(progress: Progress) -> Direction:
            return learned_direction(name, known.generator, seeds, tags)

        def done(direction: Direction) -> None:
            self._keep(direction, lambda: context.tell(self.tr("“{0}” is a slider now.").format(name)))
            self.close()

        def failed(error: BaseException) -> None:
            self._show_count()
            hint = error.hint if isinstance(error, InputError) else ""
            self.count.setText(f"{error} {hint}".rstrip())

        context.work(work, title=self.tr("Learning a direction"), done=done, failed=failed, quiet=True)

    def _click(self, index: int) -> None:
        self.tag(index, _NEXT[self.tags.get(self.seeds[index])])

    def _arrived(self, index: Any, image: QImage) -> None:
        if index < len(self.thumbs):
            self.thumbs[index].set_image(image)

    def _show_count(self) -> None:
        having = sum(self.tags.values())
        lacking = len(self.tags) - having
        self.count.setText(self.tr("{0} with, {1} without").format(having, lacking))
        enough = min(having, lacking) >= FEWEST_TAGS and bool(self.name.text().strip())
        self.verb.setEnabled(enough)
        self.verb.setToolTip(
            ""
            if enough
            else self.tr("Needs a name, and at least {0} pictures of either kind").format(FEWEST_TAGS)
        )
