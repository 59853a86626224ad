"""Style mixing: whose styles each layer takes, as a strip of layers and the sources beneath it."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from ganstudio.api import InputError, Mixed, Progress, mix_of, mix_text

from .drawing import latent_text_of
from .models import Known, Models
from .previews import Previews
from .thumbs import Thumb

_THUMB = 40
_OWN = -1
"""The picture's own styles, in place of the number of a source."""
Source = int | str


@dataclass(frozen=True)
class Plan:
    """Which source each row takes; `_OWN` is none of them."""

    sources: tuple[Source, ...]
    rows: tuple[int, ...]

    @staticmethod
    def of(text: str, count: int) -> Plan:
        """From the parameter `mix`; what cannot be read mixes nothing."""
        try:
            parts = mix_of(text)
        except InputError:
            parts = ()
        sources = tuple(dict.fromkeys(part.source for part in parts))
        rows = [_OWN] * count
        for part in parts:
            first, last = part.rows
            for row in range(first, min(count, count if last is None else last + 1)):
                rows[row] = sources.index(part.source)
        return Plan(sources, tuple(rows))

    @property
    def text(self) -> str:
        """For the parameter: each run of rows with the same source."""
        parts: list[Mixed] = []
        start = 0
        for row in range(1, len(self.rows) + 1):
            if row == len(self.rows) or self.rows[row] != self.rows[start]:
                if self.rows[start] != _OWN:
                    parts.append(Mixed((start, row - 1), self.sources[self.rows[start]]))
                start = row
        return mix_text(parts)


class Mixing(QWidget):
    """Writes the parameter `mix`. A source without rows is remembered here alone."""

    handles = ("mix",)
    folded = True

    @staticmethod
    def suits(params: Any) -> bool:
        return {"mix", "base"} <= set(params.model_fields)

    def __init__(self, context: Any) -> None:
        super().__init__()
        self._context = context
        self._kit = context.kit
        self._models = Models.of(context)
        self._previews = Previews(context, self._arrived)
        self._images: dict[Source, QImage] = {}
        self.plan = Plan((), ())
        self.chosen = 0
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.strip = Strip(self)
        column.addWidget(self.strip)
        self._list = QVBoxLayout()
        self._list.setSpacing(4)
        column.addLayout(self._list)
        self.note = QLabel(self.tr("Add a seed, or drop a picture from the plane or the filmstrip."))
        self.note.setProperty("role", "muted")
        self.note.setWordWrap(True)
        column.addWidget(self.note)
        column.addLayout(self._make_adding())
        self.rows: list[SourceRow] = []
        self.setAcceptDrops(True)
        context.changed.connect(self._show)
        self._models.changed.connect(self._show)
        self._show()

    @property
    def known(self) -> Known | None:
        return self._models.known

    def image(self, source: int) -> QImage:
        """The picture of a source by its number; a null one while it is drawn."""
        return self._images.get(self.plan.sources[source], QImage()) if source != _OWN else QImage()

    def _make_adding(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(4)
        self.seed = self._kit.seed()
        self.seed.set_name(self.tr("Seed to mix in"))
        self.seed.lock.hide()
        self.add = self._kit.button(self.tr("Add"), "plus")
        self.add.clicked.connect(lambda: self.add_source(self.seed.value()))
        row.addWidget(self.seed, 1)
        row.addWidget(self.add)
        return row

    # What is done

    def add_source(self, source: Source) -> None:
        """A new source begins with the fine layers, or with those that are free if it is the second."""
        known = self.known
        if known is None or source in self.plan.sources:
            return
        plan = Plan((*self.plan.sources, source), self.plan.rows)
        self.chosen = len(plan.sources) - 1
        free = [band for band in reversed(known.bands) if self._is_free(band)]
        self._write(self._with(plan, range(free[0][0], free[0][1] + 1) if free else (), self.chosen))

    def remove(self, index: int) -> None:
        plan = self.plan
        rows = tuple(_OWN if row == index else row - (row > index) for row in plan.rows)
        self.chosen = max(0, min(self.chosen, len(plan.sources) - 2))
        self._write(Plan(plan.sources[:index] + plan.sources[index + 1 :], rows))

    def take_rows(self, rows: Sequence[int], source: int, *, held: bool = False) -> None:
        """Give rows to a source, or back to the picture."""
        self._write(self._with(self.plan, rows, source), held=held)

    def choose(self, index: int) -> None:
        self.chosen = index
        self._show_rows()

    def _with(self, plan: Plan, rows: Sequence[int], source: int) -> Plan:
        return Plan(plan.sources, tuple(source if i in rows else old for i, old in enumerate(plan.rows)))

    def _is_free(self, band: tuple[int, int]) -> bool:
        first, last = band
        return first <= last and all(row == _OWN for row in self.plan.rows[first : last + 1])

    def _write(self, plan: Plan, *, held: bool = False) -> None:
        self.plan = plan
        (self._context.drag if held else self._context.set_params)(mix=plan.text)
        self._show()

    # What is shown

    def _show(self) -> None:
        known = self.known
        count = known.generator.num_ws if known is not None else 0
        read = Plan.of(self._context.params.mix, count)
        if read.text != self.plan.text or len(self.plan.rows) != count:
            # Undo, or another model; sources that take no rows are forgotten.
            self.plan = read
            self.chosen = min(self.chosen, max(len(read.sources) - 1, 0))
        self._show_rows()
        self._ask()

    def _show_rows(self) -> None:
        if len(self.rows) != len(self.plan.sources):
            for row in self.rows:
                row.hide()
                row.deleteLater()
            self.rows = [SourceRow(self, index) for index in range(len(self.plan.sources))]
            for row in self.rows:
                self._list.addWidget(row)
        for row in self.rows:
            row.show_state()
        self.note.setVisible(not self.rows)
        self.strip.setVisible(bool(self.rows))
        self.add.setEnabled(self.known is not None)
        self.strip.update()

    def showEvent(self, event: object) -> None:
        self._ask()

    def _ask(self) -> None:
        if not self.isVisible():
            return
        params = self._context.params
        shared = {
            "model": str(params.model),
            "truncation": params.truncation,
            "class_name": params.class_name,
        }
        self._previews.ask(
            [
                (source, {**shared, **({"base": source} if isinstance(source, str) else {"seed": source})})
                for source in self.plan.sources
                if source not in self._images
            ]
        )

    def _arrived(self, source: Hashable, image: QImage) -> None:
        if isinstance(source, int | str):
            self._images[source] = image
            self._show_rows()

    # Dropping

    def dragEnterEvent(self, event: Any) -> None:
        if self._kit.dropped_look(event.mimeData()) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: Any) -> None:
        look = self._kit.dropped_look(event.mimeData())
        if look is not None:
            self.take_look(look)

    def take_look(self, look: Any) -> None:
        """A plain seed as such; what was edited, as the latent that it has become."""
        context = self._context
        if is_plain(look.params):
            self.add_source(look.seed)
            return
        params = type(context.params)(**{**look.params, "seed": look.seed})

        def work(progress: Progress) -> str:
            return latent_text_of(context, params, progress)

        context.work(work, title=self.tr("Reading the latent"), done=self.add_source, quiet=True)


class SourceRow(QWidget):
    """A source: its picture, its seed, and which bands of layers it gives."""

    def __init__(self, mixing: Mixing, index: int) -> None:
        super().__init__()
        self._mixing = mixing
        self._index = index
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        self.thumb = Thumb(mixing._context, _THUMB, "")
        self.thumb.setCheckable(True)
        self.thumb.clicked.connect(lambda: mixing.choose(index))
        self.name = QLabel()
        self.name.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        row.addWidget(self.thumb)
        row.addWidget(self.name, 1)
        self.bands: list[QToolButton] = []
        for letter, title in (
            (self.tr("C"), self.tr("Coarse: pose and shape")),
            (self.tr("M"), self.tr("Middle: parts and features")),
            (self.tr("F"), self.tr("Fine: colours and texture")),
        ):
            button = mixing._kit.tool("", title)
            button.setText(letter)
            button.setCheckable(True)
            button.setFixedSize(28, 28)
            button.clicked.connect(lambda on, place=len(self.bands): self._take(place, on))
            self.bands.append(button)
            row.addWidget(button)
        self.remove = mixing._kit.tool("close", self.tr("Remove"))
        self.remove.clicked.connect(lambda: mixing.remove(index))
        row.addWidget(self.remove)

    def show_state(self) -> None:
        mixing, source = self._mixing, self._mixing.plan.sources[self._index]
        text = self.tr("Seed {0}").format(source) if isinstance(source, int) else self.tr("Latent")
        self.name.setText(text)
        self.thumb.setAccessibleName(text)
        self.thumb.setToolTip(self.tr("Choose it, then paint layers in the strip"))
        self.thumb.setChecked(mixing.chosen == self._index)
        self.thumb.set_image(mixing.image(self._index))
        known = mixing.known
        for button, band in zip(self.bands, known.bands if known is not None else (), strict=False):
            rows = mixing.plan.rows[band[0] : band[1] + 1]
            button.setEnabled(bool(rows))
            button.setChecked(bool(rows) and all(row == self._index for row in rows))

    def _take(self, place: int, on: bool) -> None:
        known = self._mixing.known
        if known is not None:
            first, last = known.bands[place]
            self._mixing.take_rows(range(first, last + 1), self._index if on else _OWN)


class Strip(QWidget):
    """One cell for each layer; a press or a drag gives cells to the chosen source, or takes them back."""

    def __init__(self, mixing: Mixing) -> None:
        super().__init__()
        self._mixing = mixing
        self._value: int | None = None
        self._at = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Layers and their sources"))
        self.setToolTip(self.tr("Click or drag over layers to give them to the chosen source"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        mixing._kit.theme_changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(200, 54)

    def _rect(self, row: int) -> QRectF:
        count = max(len(self._mixing.plan.rows), 1)
        width = self.width() / count
        return QRectF(row * width, 16, width, self.height() - 16)

    def _row_at(self, point: QPointF) -> int:
        count = len(self._mixing.plan.rows)
        return min(max(int(point.x() / max(self.width(), 1) * count), 0), max(count - 1, 0))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._mixing.plan.sources and event.button() == Qt.MouseButton.LeftButton:
            row = self._row_at(event.position())
            held = self._mixing.plan.rows[row] == self._mixing.chosen
            self._value = _OWN if held else self._mixing.chosen
            self._paint(row)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._value is not None:
            self._paint(self._row_at(event.position()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._value is not None:
            self._value = None
            self._mixing._context.settle()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go along the layers, Space gives one to the chosen source."""
        count = len(self._mixing.plan.rows)
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right) and count:
            self._at = (self._at + (1 if event.key() == Qt.Key.Key_Right else -1)) % count
            self.update()
        elif event.key() == Qt.Key.Key_Space and self._mixing.plan.sources:
            held = self._mixing.plan.rows[self._at] == self._mixing.chosen
            self._mixing.take_rows((self._at,), _OWN if held else self._mixing.chosen)
        else:
            super().keyPressEvent(event)

    def _paint(self, row: int) -> None:
        if self._value is not None and self._mixing.plan.rows[row] != self._value:
            self._at = row
            self._mixing.take_rows((row,), self._value, held=True)

    def paintEvent(self, event: QPaintEvent) -> None:
        mixing, kit = self._mixing, self._mixing._kit
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        for row, source in enumerate(mixing.plan.rows):
            place = self._rect(row).adjusted(1, 0, -1, 0)
            painter.fillRect(place, kit.colour("raised"))
            image = mixing.image(source)
            if not image.isNull():
                painter.drawImage(place, image, _middle(image, place))
            if source != _OWN and source == mixing.chosen:
                painter.fillRect(
                    QRectF(place.left(), place.bottom() - 3, place.width(), 3), kit.colour("accent")
                )
            if self.hasFocus() and row == self._at:
                painter.setPen(QPen(kit.colour("accent"), 2))
                painter.drawRect(place.adjusted(1, 1, -1, -1))
        self._paint_bands(painter)

    def _paint_bands(self, painter: QPainter) -> None:
        known, kit = self._mixing.known, self._mixing._kit
        if known is None:
            return
        font = painter.font()
        font.setPixelSize(11)
        painter.setFont(font)
        titles = (self.tr("Coarse"), self.tr("Middle"), self.tr("Fine"))
        for title, (first, last) in zip(titles, known.bands, strict=True):
            if first > last:
                continue
            area = QRectF(
                self._rect(first).left() + 2, 0, self._rect(last).right() - self._rect(first).left() - 4, 14
            )
            painter.setPen(kit.colour("text_muted"))
            painter.drawText(area, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, title)


def _middle(image: QImage, place: QRectF) -> QRectF:
    """The part of a picture that fills a place of another shape."""
    width = image.height() * place.width() / max(place.height(), 1)
    width = min(width, image.width())
    return QRectF((image.width() - width) / 2, 0, width, image.height())


def is_plain(params: Any) -> bool:
    """Whether parameters say no more of the latent than the seed does."""
    return not any(params.get(name) for name in ("base", "edits", "mix", "x", "y"))
