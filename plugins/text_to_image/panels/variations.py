"""The same words from other seeds, each with how well it fits them; a click takes one."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from ganstudio.api import Progress

from ..drawing import TEXT

_OPERATION = "text_to_image.variations"
_COUNT, _AT_ONCE, _COLUMNS, _SIDE = 9, 3, 3, 128
_LABEL_WIDTH = 84
_SHARED = (
    "model",
    "prompt",
    "negative",
    "negative_strength",
    "truncation",
    "to_prompt",
    "between",
    "mix",
    "noise",
    "noise_strength",
    "clip",
    "judge",
)
"""What all seeds have in common."""


@dataclass(frozen=True, eq=False)
class Cell:
    """A picture and how well it fits, from 0 to 100; None where nobody can tell."""

    seed: int
    image: QImage
    score: float | None


class Variations(QWidget):
    """Writes `seed`, and `candidates` for the operation to choose among seeds itself."""

    handles = ("candidates",)
    folded = True

    @staticmethod
    def suits(params: Any) -> bool:
        return {"prompt", "seed", "candidates"} <= set(params.model_fields)

    def __init__(self, context: Any) -> None:
        super().__init__()
        self._context = context
        self._kit = context.kit
        self._job: Any = None
        self._memo: dict[Any, Any] = {}
        self._drawn_with: Mapping[str, Any] = {}
        self._generation = 0
        self.cells: list[Cell] = []
        self.buttons: dict[int, Any] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(self._make_candidates())
        column.addLayout(self._make_verbs())
        self.note = QLabel()
        self.note.setProperty("role", "caption")
        self.note.setWordWrap(True)
        column.addWidget(self.note)
        self._grid = QGridLayout()
        self._grid.setSpacing(4)
        for place in range(_COLUMNS):
            self._grid.setColumnStretch(place, 1)
        column.addLayout(self._grid)
        context.changed.connect(self._show)
        self._show()

    def _make_candidates(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(4)
        label = QLabel(self.tr("Best of"))
        label.setFixedWidth(_LABEL_WIDTH)
        self.candidates = self._kit.number(1, 64, 1, 1, whole=True)
        about = self.tr("So many seeds are drawn each time, and the picture that fits the words best is kept")
        self.candidates.set_name(self.tr("Best of"), about)
        label.setToolTip(about)
        # Each step costs as many pictures: what is passed by is not drawn.
        self.candidates.settled.connect(self._take_candidates)
        row.addWidget(label)
        row.addWidget(self.candidates, 1)
        return row

    def _make_verbs(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        self.draw = self._kit.button("", "grid")
        self.draw.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.draw.clicked.connect(self._press)
        self.best_first = QCheckBox(self.tr("Best first"))
        self.best_first.setToolTip(self.tr("Sort by how well they fit the words"))
        self.best_first.toggled.connect(lambda _: self._lay_out())
        row.addWidget(self.draw, 1)
        row.addWidget(self.best_first)
        return row

    # Drawing

    @property
    def busy(self) -> bool:
        return self._job is not None

    def _press(self) -> None:
        if self.busy:
            self.stop()
        else:
            self.draw_variations()

    def draw_variations(self) -> None:
        """The next seeds; from the first on where the words are others."""
        context, params = self._context, self._context.params
        values = params.model_dump(mode="json")
        words = {name: values[name] for name in _SHARED}
        if words != self._drawn_with:
            self.cells, self._drawn_with = [], words
            self._lay_out()
        first = max((cell.seed for cell in self.cells), default=params.seed - 1) + 1
        self._generation += 1
        generation = self._generation

        def arrive(found: list[Cell]) -> None:
            if generation == self._generation:
                self.cells += found
                self._lay_out()

        def work(progress: Progress) -> None:
            for done in range(0, _COUNT, _AT_ONCE):
                part = progress.sub(done / _COUNT, (done + _AT_ONCE) / _COUNT)
                found = self._drawn({**words, "seed": first + done}, part)
                context.post(lambda found=found: arrive(found))

        self._job = context.work(
            work,
            title=self.tr("Variations"),
            done=lambda _: self._ended(),
            failed=self._failed,
            cancelled=self._ended,
        )
        self._show()

    def _drawn(self, values: Mapping[str, Any], progress: Progress) -> list[Cell]:
        """On the worker."""
        more = {"count": _AT_ONCE, "columns": _AT_ONCE, "side": _SIDE, "labels": False, "sort": False}
        run = self._context.studio.run
        sheet = run(_OPERATION, memo=self._memo, progress=progress, **values, **more).data
        whole = self._kit.image(sheet)
        return [
            Cell(cell["seed"], whole.copy(*cell["place"]), cell.get("score"))
            for cell in json.loads(sheet.text[TEXT])["cells"]
        ]

    def stop(self) -> None:
        """What has been drawn is kept."""
        if self._job is not None:
            self._job.cancel()

    def _ended(self) -> None:
        self._job = None
        self._show()

    def _failed(self, error: BaseException) -> None:
        self._job = None
        self._context.fail(error)
        self._show()

    # What is shown

    def _lay_out(self) -> None:
        """Buttons in their order."""
        while (item := self._grid.takeAt(0)) is not None:
            button = item.widget()
            if button is not None:
                button.hide()
                button.deleteLater()
        self.buttons = {}
        cells = list(self.cells)
        if self.best_first.isChecked():
            cells.sort(key=lambda each: -(each.score or 0.0))
        for place, cell in enumerate(cells):
            scored = f"{cell.seed}  ·  {cell.score:.1f}" if cell.score is not None else str(cell.seed)
            button = self._kit.picture_button(scored)
            button.set_picture(QPixmap.fromImage(cell.image))
            about = self.tr("Seed {0}").replace("{0}", str(cell.seed))
            if cell.score is not None:
                about += self.tr(", fits by {0} of 100").replace("{0}", f"{cell.score:.1f}")
            button.setToolTip(about)
            button.setAccessibleName(about)
            button.clicked.connect(partial(self.take, cell.seed))
            self._grid.addWidget(button, *divmod(place, _COLUMNS))
            self.buttons[cell.seed] = button
        self._show()

    def take(self, seed: int) -> None:
        """The picture that was chosen, and no search for a better one."""
        self._context.set_params(seed=seed, candidates=1)
        self._show()

    def _take_candidates(self) -> None:
        count = int(self.candidates.value())
        if count != self._context.params.candidates:
            self._context.set_params(candidates=count)

    def _show(self) -> None:
        params = self._context.params
        if not self.candidates.slider.isSliderDown():
            self.candidates.set_value(params.candidates)
        for seed, button in self.buttons.items():
            button.setChecked(seed == params.seed)
        values = params.model_dump(mode="json")
        same = all(values[name] == value for name, value in self._drawn_with.items())
        self.note.setText("" if same else self.tr("These were drawn with other words or values."))
        self.note.setVisible(bool(self.cells) and not same)
        self.draw.setEnabled(self.busy or bool(params.prompt))
        if self.busy:
            text = self.tr("Stop")
        elif self.cells and same:
            text = self.tr("Draw {0} more")
        else:
            text = self.tr("Draw {0} variations")
        self.draw.setText(text.replace("{0}", str(_COUNT)))
        self._kit.set_icon(self.draw, "stop" if self.busy else "grid")
