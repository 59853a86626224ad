"""Directions that the model itself suggests: each as a row of pictures, to be named and kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ganstudio.api import Direction, InputError, Progress, find_directions

from ..sampling import as_image
from .drawing import styles_of
from .models import Models
from .previews import SIDE
from .thumbs import Thumb
from .words import translate

_COUNT = 10
_STEPS = (-3.0, -1.5, 0.0, 1.5, 3.0)
_THUMB = 84


class FindDialog(QDialog):
    """`keep(direction, then)` adds one to the sliders."""

    def __init__(
        self, context: Any, models: Models, keep: Callable[..., None], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._kit = context.kit
        self._models = models
        self._keep = keep
        self._job: Any = None
        self.rows: list[_Row] = []
        self.setWindowTitle(self.tr("Find directions"))
        self.resize(720, 640)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        column.addLayout(self._make_head())
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column.addWidget(self._area, 1)
        self.note = QLabel()
        self.note.setProperty("role", "muted")
        self.note.setWordWrap(True)
        column.addWidget(self.note)
        self.finished.connect(lambda _: self._stop())
        self.search()

    def _make_head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        text = QLabel(
            self.tr("Each row goes along one direction. Name what you can use, and keep it as a slider.")
        )
        text.setProperty("role", "muted")
        text.setWordWrap(True)
        self.method = self._kit.segments(
            ("sefa", "ganspace"), (self.tr("From the weights"), self.tr("From samples"))
        )
        self.method.set_name(self.tr("Method"), self.tr("SeFa, or principal components (GANSpace)"))
        self.method.set_value("sefa")
        self.method.setFixedWidth(232)
        self.method.changed.connect(lambda _: self.search())
        row.addWidget(text, 1)
        row.addWidget(self.method)
        return row

    def search(self) -> None:
        """Search, then draw the rows; the model's own directions take seconds."""
        known = self._models.known
        if known is None:
            return
        self._stop()
        self.note.setText(self.tr("Searching…"))
        method, params = self.method.value(), self._context.params
        context = self._context

        def work(progress: Progress) -> tuple[Direction, ...]:
            return find_directions(known.generator, method, _COUNT, progress=progress)

        def done(found: tuple[Direction, ...]) -> None:
            self.note.setText("")
            self._show(found)
            self._job = context.work(
                lambda progress: self._draw(known.generator, params, found, progress),
                title=self.tr("Drawing directions"),
                quiet=True,
            )

        def failed(error: BaseException) -> None:
            hint = f" {error.hint}" if isinstance(error, InputError) and error.hint else ""
            self.note.setText(f"{error}{hint}")

        self._job = context.work(
            work, title=self.tr("Finding directions"), done=done, failed=failed, quiet=True
        )

    def _show(self, found: tuple[Direction, ...]) -> None:
        page = QWidget()
        grid = QGridLayout(page)
        grid.setContentsMargins(0, 0, 8, 0)
        grid.setHorizontalSpacing(4)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(0, 1)
        self.rows = [_Row(self, grid, index, direction) for index, direction in enumerate(found)]
        self._area.setWidget(page)

    def _draw(self, generator: Any, params: Any, found: tuple[Direction, ...], progress: Progress) -> None:
        """On a worker: what the picture becomes along each direction."""
        context = self._context
        ws = styles_of(context, params)
        with context.studio.compute.inference():
            for index, direction in enumerate(found):
                for place, steps in enumerate(_STEPS):
                    progress.check()
                    moved = ws + (direction.vector * (direction.unit * steps)).to(ws)
                    picture = generator.draw(moved, generator.noise())
                    image = self._kit.image(as_image(picture, moved, SIDE * 2))
                    context.post(
                        lambda index=index, place=place, image=image: self._arrived(index, place, image)
                    )

    def _arrived(self, index: int, place: int, image: QImage) -> None:
        if index < len(self.rows):
            self.rows[index].thumbs[place].set_image(image)

    def keep(self, direction: Direction, steps: float) -> None:
        """As a slider, moved to where it was pressed."""
        context = self._context

        def then() -> None:
            context.tell(self.tr("“{0}” is among the sliders now.").format(direction.name))
            if steps:
                edits = context.params.edits
                added = f"{direction.name}={steps:g}"
                context.set_params(edits=f"{edits}, {added}" if edits else added)

        self._keep(direction, then)

    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self._job = None


class _Row:
    """A name, five pictures from one end to the other, and the button that keeps it."""

    def __init__(self, dialog: FindDialog, grid: QGridLayout, at: int, direction: Direction) -> None:
        self._dialog = dialog
        self._direction = direction
        box = QVBoxLayout()
        box.setSpacing(8)
        box.setContentsMargins(0, 0, 8, 0)
        self.name = QLineEdit(direction.name)
        self.name.setAccessibleName(translate("FindDialog", "Name"))
        self.button = QPushButton(translate("FindDialog", "Keep"))
        self.button.clicked.connect(lambda: self._keep(0.0))
        box.addStretch(1)
        box.addWidget(self.name)
        box.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        box.addStretch(1)
        grid.addLayout(box, at, 0)
        self.thumbs = []
        for column, steps in enumerate(_STEPS):
            words = translate("FindDialog", "{0} steps along {1}").format(f"{steps:+g}", direction.name)
            thumb = Thumb(dialog._context, _THUMB, words)
            thumb.clicked.connect(lambda _=False, steps=steps: self._keep(steps))
            grid.addWidget(thumb, at, column + 1)
            self.thumbs.append(thumb)

    def _keep(self, steps: float) -> None:
        """A press on a picture keeps the direction and makes the picture look so."""
        dialog = self._dialog
        try:
            named = replace(self._direction, name=self.name.text().strip())
        except InputError as error:
            dialog.note.setText(str(error))
            self.name.setFocus()
            return
        self.button.setText(translate("FindDialog", "Kept"))
        self.button.setEnabled(False)
        dialog.keep(named, steps)
