"""Dragging on the canvas: handles and targets come from the window's tool, the styles follow them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QSizePolicy, QVBoxLayout, QWidget

from ganstudio.api import LATENT_TEXT, ImageData, InputError, Progress, handles_of

OPERATION = "latent_editing.drag"
HANDLES_TEXT = "GAN Studio handles"
Pairs = Sequence[tuple[tuple[float, float], tuple[float, float]]]


class Points(QWidget):
    """Its result is the latent that the drag has come to, in place of all that made the old one."""

    folded = True
    uses_points = True

    @staticmethod
    def suits(params: Any) -> bool:
        return {"base", "edits", "mix", "x", "y"} <= set(params.model_fields)

    def __init__(self, context: Any) -> None:
        super().__init__()
        self._context = context
        kit = context.kit
        self._job: Any = None
        self._latest: ImageData | None = None
        self._stopped = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.note = QLabel()
        self.note.setProperty("role", "muted")
        self.note.setWordWrap(True)
        column.addWidget(self.note)
        row = QHBoxLayout()
        row.setSpacing(4)
        self.tool = kit.tool("points", self.tr("Put handles on the picture (D)"), framed=True)
        self.tool.clicked.connect(lambda: context.take_tool("points"))
        self.verb = kit.button(self.tr("Move"), "play", primary=True)
        self.verb.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.verb.clicked.connect(self._press)
        self.clear = kit.tool("trash", self.tr("Remove all handles"))
        self.clear.clicked.connect(lambda: context.set_points(()))
        row.addWidget(self.tool)
        row.addWidget(self.verb, 1)
        row.addWidget(self.clear)
        column.addLayout(row)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setRange(0, 1000)
        self.bar.setAccessibleName(self.tr("How far the drag is"))
        self.bar.hide()
        column.addWidget(self.bar)
        context.points_changed.connect(self._show)
        self._show()

    @property
    def busy(self) -> bool:
        return self._job is not None

    def _press(self) -> None:
        if self.busy:
            self.stop()
        else:
            self.move_points()

    def move_points(self) -> None:
        """Drag on a worker; the canvas shows how it goes."""
        context = self._context
        text = handles_text(context.points)
        selection = context.selection()
        values = {name: value for name, value in context.params.model_dump().items() if name != "size"}
        inputs = {} if selection is None else {"mask": selection}
        self._latest, self._stopped = None, False

        def show(picture: ImageData) -> None:
            """On the worker."""
            self._latest = picture
            context.show(picture)
            pairs = pairs_of(picture.text.get(HANDLES_TEXT, ""))
            context.post(lambda: context.set_points(pairs) if self.busy else None)

        def report(fraction: float, message: str) -> None:
            context.post(lambda: self.bar.setValue(round(fraction * 1000)))

        def work(progress: Progress) -> ImageData:
            drawn = context.studio.run(
                OPERATION,
                progress=progress.also(report),
                memo={"show": show},
                handles=text,
                **values,
                **inputs,
            )
            result: ImageData = drawn.data
            return result

        self._job = context.work(
            work,
            title=self.tr("Moving points"),
            done=self._take,
            failed=self._failed,
            cancelled=lambda: self._take(self._latest),
        )
        self.bar.setValue(0)
        self._show()

    def stop(self) -> None:
        """What has been reached is kept."""
        if self._job is not None:
            self._stopped = True
            self._job.cancel()

    def _take(self, picture: ImageData | None) -> None:
        self._job = None
        latent = picture.text.get(LATENT_TEXT, "") if picture is not None else ""
        if latent:
            self._context.set_params(base=latent, edits="", mix="", x=0.0, y=0.0)
            self._context.set_points(pairs_of(picture.text.get(HANDLES_TEXT, "")) if picture else ())
        else:
            self._context.redraw()
        self._show()

    def _failed(self, error: BaseException) -> None:
        self._job = None
        self._context.fail(error)
        self._context.redraw()
        self._show()

    def _show(self) -> None:
        kit, points = self._context.kit, self._context.points
        moving = sum(handle != target for handle, target in points)
        self.bar.setVisible(self.busy)
        self.verb.setText(self.tr("Stop") if self.busy else self.tr("Move"))
        kit.set_icon(self.verb, "stop" if self.busy else "play", "on_accent")
        self.verb.setEnabled(self.busy or moving > 0)
        self.clear.setEnabled(bool(points) and not self.busy)
        if self.busy:
            text = self.tr("The picture follows the handles.")
        elif moving:
            text = self.tr("Move lets the picture follow. Select an area first, and only that changes.")
        else:
            text = self.tr(
                "Take the tool, and drag on the picture from what is to move to where it should be."
            )
        self.note.setText(text)


def handles_text(points: Pairs) -> str:
    """As the operation reads handles; one without a way holds its place."""
    return "; ".join(f"{x:.4f},{y:.4f}>{u:.4f},{v:.4f}" for (x, y), (u, v) in points)


def pairs_of(text: str) -> Pairs:
    """Handles and targets of a text; none where it cannot be read."""
    try:
        return [((h.x, h.y), (h.to_x, h.to_y)) for h in handles_of(text)]
    except InputError:
        return ()
