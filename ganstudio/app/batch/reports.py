"""The report of a batch, as a page in the browser or as a file."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from ganstudio import paths
from ganstudio.app import file_dialogs
from ganstudio.app.batch.queue import BatchJob
from ganstudio.app.bridge import Bridge
from ganstudio.operations.batch import write_report


class Reports(QObject):
    """Pages are written in the background: they hold small pictures of what was made."""

    def __init__(self, window: QWidget, bridge: Bridge, failed: Callable[[BaseException], None]) -> None:
        super().__init__(window)
        self._window, self._bridge, self._failed = window, bridge, failed

    def open(self, job: BatchJob) -> None:
        """Show the page; one of an earlier run of the same batch is replaced."""
        mark = hashlib.sha256(str(job.task.out).encode()).hexdigest()[:8]
        folder = paths.cache_dir() / "reports"
        path = folder / f"{job.task.out.name}-{mark}.html"

        def done(_: object) -> None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))

        self._write(job, path, done)

    def save(self, job: BatchJob) -> None:
        """As the page, or as JSON or CSV where the person names the file so."""
        title, kind = self.tr("Save the report"), self.tr("Page, also .json, .jsonl or .csv")
        path = file_dialogs.ask_save(self._window, title, job.task.out.name, ".html", kind)
        if path is not None:
            self._write(job, path, lambda _: None)

    def _write(self, job: BatchJob, path: Path, done: Callable[[object], None]) -> None:
        outcomes = [job.outcomes[place] for place in sorted(job.outcomes)]
        items, title, seconds = tuple(job.items), job.task.title, job.pace.seconds

        def work(progress: object) -> None:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_report(outcomes, path, items=items, title=title, seconds=seconds)

        self._bridge.run(
            work, title=self.tr("Writing the report"), done=done, failed=self._failed, quiet=True
        )
