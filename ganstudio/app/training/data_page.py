"""First step: what to train on. A folder, a zip file or a world, looked at before anything is started."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ganstudio.app import file_dialogs, theme
from ganstudio.app.bridge import Bridge
from ganstudio.app.errors import message_of
from ganstudio.app.i18n import palette_text
from ganstudio.app.models.pieces import Elided, Nothing, heading, line, scrolling
from ganstudio.app.training.pieces import Bars, FigureStrip, Finding, Thumbnails
from ganstudio.app.training.words import kind_title, size_list
from ganstudio.app.widgets.choice import ComboControl
from ganstudio.engine.jobs import Job
from ganstudio.events import Progress

if TYPE_CHECKING:
    from ganstudio.datasets.source import Preview

_FINDINGS = 40
_ALL_KINDS = (
    "images", "labelled_images", "paired", "unpaired", "label_maps", "captions", "domains", "attributes",
    "boxes", "masks", "audio",
)  # fmt: skip
WORLDS = {
    "landscape": ("label_maps", "images", "paired", "unpaired", "captions", "domains", "boxes"),
}
"""Worlds that runs can train on, and the kinds of data that they draw."""


@dataclass(frozen=True)
class Chosen:
    """What to train on: a path or a world, and what it is."""

    kind: str
    count: int = 0
    path: str = ""
    world: str = ""
    usable: bool = True


@dataclass(frozen=True)
class Look:
    """A preview with its thumbnails as pictures."""

    preview: Preview
    images: tuple[QImage, ...]


def look(path: Path, kind: str | None, progress: Progress) -> Look:
    """On a worker: it decodes pictures, and imports torch."""
    from ganstudio.datasets.inspect import inspect

    chosen: Any = kind
    preview = inspect(path, chosen, progress=progress)
    return Look(preview, tuple(to_image(thumbnail) for thumbnail in preview.thumbnails))


def draw_world(name: str, progress: Progress, *, labels: bool = True) -> tuple[QImage, ...]:
    """On a worker: a few scenes of a world, with their label maps beside them if `labels`."""
    from ganstudio.document.palettes import load_palette
    from ganstudio.worlds.batch import render_jobs
    from ganstudio.worlds.landscape import STYLES

    colours = np.array([item.colour for item in load_palette(name).classes], np.uint8)
    jobs = [(seed, (STYLES[seed * 5 % len(STYLES)],)) for seed in range(8)]
    scenes = progress.steps(render_jobs(jobs, 128, 1), "drawing", total=len(jobs))
    if not labels:
        return tuple(to_image(scene.image) for scene in scenes)
    return tuple(to_image(np.hstack([colours[scene.labels][..., :3], scene.image])) for scene in scenes)


def to_image(array: np.ndarray[Any, Any]) -> QImage:
    """A copy of (H, W, 3) uint8."""
    plain = np.ascontiguousarray(array)
    height, width, _ = plain.shape
    return QImage(plain.data, width, height, 3 * width, QImage.Format.Format_RGB888).copy()


class DataPage(QStackedWidget):
    """`chosen(Chosen or None)` follows each look; `next_wanted` asks for the recipes."""

    chosen = Signal(object)
    next_wanted = Signal()
    failed = Signal(object)

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._job: Job | None = None
        self.path: Path | None = None
        self.world = ""
        self.current: Chosen | None = None
        self._make_empty()
        self._make_page()
        bridge.progressed.connect(self._progressed)

    # What is asked from outside

    def choose(self, path: Path, kind: str | None = None) -> None:
        """Look at a folder or file."""
        self.cancel()
        self.path, self.world = path, ""
        self._begin(path.name or str(path), str(path))
        self._offer_kinds(_ALL_KINDS)
        self._job = self._bridge.run(
            lambda progress: look(path, kind, progress),
            title=self.tr("Looking at {0}").replace("{0}", path.name),
            done=self._show,
            failed=self._fail,
            cancelled=self._cancelled,
        )

    def choose_world(self, name: str, kind: str) -> None:
        self.cancel()
        self.path, self.world = None, name
        self._begin(self._world_title(name))
        self._offer_kinds(WORLDS[name])
        self.kind.set_value(kind)
        self.current = Chosen(kind, world=name)
        self._show_facts(kind, "∞", "256 × 256", [self.tr("Scenes are drawn when the run begins")])
        self._set_ready(True)
        self.chosen.emit(self.current)
        self._job = self._bridge.run(
            lambda progress: draw_world(name, progress, labels=kind == "label_maps"),
            title=self.tr("Drawing examples"),
            done=self._show_world,
            failed=self._fail,
            cancelled=self._cancelled,
        )

    def cancel(self) -> None:
        """Give up the look that is under way."""
        job, self._job = self._job, None
        if job is not None:
            job.cancel()

    def ask_folder(self) -> None:
        folder = file_dialogs.ask_folder(self, self.tr("Train on a folder"))
        if folder is not None:
            self.choose(folder)

    def ask_zip(self) -> None:
        path = file_dialogs.ask_archive(self)
        if path is not None:
            self.choose(path)

    @property
    def busy(self) -> bool:
        return self._job is not None

    # Making it

    def _make_empty(self) -> None:
        self.nothing = Nothing(
            "folder",
            self.tr("Drop a folder or a zip file of pictures here"),
            self.tr(
                "Pictures alone, with classes, captions or label maps, in pairs or in two sets: "
                "what it is shows by itself, and nothing needs another name."
            ),
        )
        self.open_folder = QPushButton(self.tr("Choose a folder…"))
        self.open_folder.setProperty("primary", True)
        theme.set_icon(self.open_folder, "folder", "on_accent")
        self.open_folder.clicked.connect(self.ask_folder)
        self.open_zip = QPushButton(self.tr("Choose a zip file…"))
        self.open_zip.clicked.connect(self.ask_zip)
        self.nothing.add(self.open_folder)
        self.nothing.add(self.open_zip)
        self.worlds: dict[str, QPushButton] = {}
        for name, kinds in WORLDS.items():
            button = QPushButton(self._world_title(name))
            theme.set_icon(button, "globe")
            button.setToolTip(self.tr("Pictures that this program draws itself, as many as are needed"))
            button.clicked.connect(lambda _=False, name=name, kind=kinds[0]: self.choose_world(name, kind))
            self.worlds[name] = button
            self.nothing.add(button)
        self.addWidget(self.nothing)

    def _make_page(self) -> None:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._make_head())
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setRange(0, 1000)
        self.progress.setAccessibleName(self.tr("Progress of the look"))
        column.addWidget(self.progress)
        inner = QWidget()
        self._body = QVBoxLayout(inner)
        self._body.setContentsMargins(20, 12, 20, 16)
        self._body.setSpacing(14)
        self._make_body()
        self._body.addStretch(1)
        self.area = scrolling(inner)
        column.addWidget(self.area, 1)
        column.addWidget(line())
        column.addLayout(self._make_foot())
        self.addWidget(page)

    def _make_head(self) -> QHBoxLayout:
        self._title = Elided()
        self._title.setProperty("role", "title")
        self.kind = ComboControl(_ALL_KINDS, [kind_title(kind) for kind in _ALL_KINDS])
        self.kind.set_name(self.tr("What it is"), self.tr("Choose another if the guess is wrong"))
        self.kind.setFixedWidth(210)
        self.kind.changed.connect(self._other_kind)
        self.stop = QPushButton(self.tr("Cancel"))
        self.stop.clicked.connect(self.cancel)
        self.another = QPushButton(self.tr("Other data…"))
        self.another.clicked.connect(self.clear)
        head = QHBoxLayout()
        head.setContentsMargins(20, 14, 20, 12)
        head.setSpacing(8)
        self._where = Elided()
        self._where.setProperty("role", "caption")
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(self._title)
        names.addWidget(self._where)
        head.addLayout(names, 1)
        for widget in (self.kind, self.stop, self.another):
            head.addWidget(widget)
        return head

    def _make_body(self) -> None:
        self.facts = FigureStrip(
            (
                ("count", self.tr("Examples")),
                ("sizes", self.tr("Sizes")),
                ("classes", self.tr("Classes")),
                ("findings", self.tr("Findings")),
            )
        )
        self._body.addWidget(self.facts)
        self._findings_head = heading(self.tr("What to know"))
        self._findings = QVBoxLayout()
        self._findings.setSpacing(2)
        self._body.addWidget(self._findings_head)
        self._body.addLayout(self._findings)
        self._pictures_head = heading(self.tr("Examples"))
        self.thumbnails = Thumbnails()
        self._body.addWidget(self._pictures_head)
        self._body.addWidget(self.thumbnails)
        self._classes_head = heading(self.tr("Classes"))
        self.classes = Bars()
        self.classes.setAccessibleName(self.tr("Classes"))
        self._body.addWidget(self._classes_head)
        self._body.addWidget(self.classes)

    def _make_foot(self) -> QHBoxLayout:
        self._said = QLabel()
        self._said.setProperty("role", "muted")
        self.next = QPushButton(self.tr("Choose a recipe"))
        self.next.setProperty("primary", True)
        self.next.clicked.connect(self.next_wanted)
        foot = QHBoxLayout()
        foot.setContentsMargins(20, 10, 20, 10)
        foot.setSpacing(8)
        foot.addWidget(self._said, 1)
        foot.addWidget(self.next)
        return foot

    # Showing

    def clear(self) -> None:
        """Back to the choice of data."""
        self.cancel()
        self.path, self.world, self.current = None, "", None
        self.setCurrentIndex(0)
        self.open_folder.setFocus()
        self.chosen.emit(None)

    def _begin(self, title: str, where: str = "") -> None:
        self.current = None
        self.chosen.emit(None)
        self._title.set_full(title)
        self._where.set_full(where)
        self._where.setVisible(bool(where))
        self.setCurrentIndex(1)
        self._set_busy(True)
        self.thumbnails.show_images(())
        self.facts.show_figures({})
        self._show_findings(())
        self._show_classes({})
        self._pictures_head.hide()
        self._set_ready(False)
        self._said.setText("")

    def _set_busy(self, busy: bool) -> None:
        self.progress.setValue(0)
        policy = self.progress.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.progress.setSizePolicy(policy)
        self.progress.setVisible(busy)
        self.stop.setVisible(busy)
        self.kind.setEnabled(not busy)

    def _progressed(self, job: Job) -> None:
        if job is self._job:
            self.progress.setValue(round(1000 * job.fraction))

    def _show(self, found: Look) -> None:
        self._job = None
        self._set_busy(False)
        preview = found.preview
        self.kind.set_value(preview.kind)
        sizes = size_list(preview.sizes.most_common(), len(preview.sizes))
        facts = [f"{name.replace('_', ' ')}: {text}" for name, text in preview.facts.items()]
        self._show_facts(
            preview.kind, f"{preview.count:,}", sizes, facts, len(preview.classes), len(preview.findings)
        )
        self._show_classes(preview.classes)
        self._show_findings(preview.findings)
        self.thumbnails.show_images(found.images)
        self._pictures_head.setVisible(bool(found.images))
        self.current = Chosen(preview.kind, preview.count, str(self.path), usable=preview.usable)
        self._set_ready(preview.usable)
        if not preview.usable:
            self._said.setText(self.tr("It cannot be trained on as it is; see what is marked red."))
        self.chosen.emit(self.current)

    def _show_world(self, images: tuple[QImage, ...]) -> None:
        self._job = None
        self._set_busy(False)
        self.thumbnails.show_images(images)
        self._pictures_head.setVisible(True)

    def _show_facts(
        self, kind: str, count: str, sizes: str, facts: Sequence[str], classes: int = 0, findings: int = 0
    ) -> None:
        self.facts.show_figures(
            {
                "count": count,
                "sizes": sizes,
                "classes": str(classes) if classes else "–",
                "findings": str(findings) if findings else self.tr("none"),
            }
        )
        self._said.setText(" · ".join([kind_title(kind), *facts][:4]))

    def _show_classes(self, classes: Any) -> None:
        counts = sorted(classes.items(), key=lambda item: -item[1])
        names = [(palette_text(name.replace("_", " ")), count) for name, count in counts if count]
        # Label maps are counted in pixels, whose number says nothing.
        self.classes.show_counts(names, share=sum(classes.values() or (0,)) > 500_000)
        for widget in (self._classes_head, self.classes):
            widget.setVisible(bool(names))

    def _show_findings(self, findings: Sequence[Any]) -> None:
        while (item := self._findings.takeAt(0)) is not None:
            item.widget().hide()
            item.widget().deleteLater()
        order = {"error": 0, "warning": 1, "note": 2}
        for finding in sorted(findings, key=lambda one: order[one.level])[:_FINDINGS]:
            where = str(finding.file) if finding.file is not None else ""
            if finding.count > 1 and where:
                where = (
                    self.tr("{0} and {1} more").replace("{0}", where).replace("{1}", str(finding.count - 1))
                )
            self._findings.addWidget(Finding(finding.level, finding.message, where))
        self._findings_head.setVisible(bool(findings))

    def _fail(self, error: BaseException) -> None:
        self._job = None
        message = message_of(error)
        self.failed.emit(message)
        self.clear()

    def _cancelled(self) -> None:
        """A look that was given up for another one has ended; only the present one counts."""
        if self._job is None:
            self._set_busy(False)
            if self.current is None and self.currentIndex() == 1:
                self._said.setText(self.tr("The look was cancelled."))

    def _other_kind(self, kind: str) -> None:
        if self.path is not None:
            self.choose(self.path, kind)
        elif self.world:
            self.choose_world(self.world, kind)

    def _offer_kinds(self, kinds: Sequence[str]) -> None:
        self.kind.set_choices(kinds, [kind_title(kind) for kind in kinds])

    def _set_ready(self, ready: bool) -> None:
        self.next.setEnabled(ready)

    def _world_title(self, name: str) -> str:
        titles = {"landscape": self.tr("Drawn landscapes")}
        return titles.get(name, name)
