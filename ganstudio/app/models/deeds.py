"""What can be done with a model of the library, each off the UI thread; the outcome comes as a message."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QMessageBox, QWidget

from ganstudio.app import file_dialogs
from ganstudio.app.bridge import Bridge
from ganstudio.app.errors import message_of
from ganstudio.app.models.pieces import widen
from ganstudio.app.models.sampling import Sample, Sampler, keep_as_thumbnail
from ganstudio.app.widgets.message_bar import Message
from ganstudio.checkpoints import library
from ganstudio.checkpoints.library import ModelEntry, Verified
from ganstudio.engine.jobs import Job
from ganstudio.events import Progress

_SEEDS = 2**31 - 1


class ModelDeeds(QObject):
    """`changed(name)` asks to read the library again and to choose this model."""

    message = Signal(object)
    changed = Signal(str)
    sampling = Signal(str, float, str)
    sampled = Signal(object)
    sample_failed = Signal(str, object)

    def __init__(self, window: QWidget, bridge: Bridge) -> None:
        super().__init__(window)
        self._window = window
        self._bridge = bridge
        self._sampler = Sampler()
        self._sample_job: tuple[Job, str] | None = None
        bridge.progressed.connect(self._progressed)

    def rename(self, entry: ModelEntry, new: str) -> None:
        """The name, and with it what lists call it."""

        def work(progress: Progress) -> ModelEntry:
            renamed = library.rename(entry.name, new)
            return renamed if renamed.title == renamed.name else library.set_title(renamed.name, renamed.name)

        self._do(work, self.tr("Renaming {0}"), entry, lambda done: self.changed.emit(done.name))

    def set_tags(self, entry: ModelEntry, tags: Sequence[str]) -> None:
        self._do(
            lambda progress: library.set_tags(entry.name, tags),
            self.tr("Tagging {0}"),
            entry,
            lambda done: self.changed.emit(done.name),
        )

    def tell(self, entry: ModelEntry, name: str, answer: str) -> None:
        """Answer what had to be assumed."""

        def work(progress: Progress) -> ModelEntry:
            from ganstudio.checkpoints.questions import tell

            return tell(entry.name, {name: answer}, progress=progress)

        self._do(work, self.tr("Changing {0}"), entry, lambda done: self.changed.emit(done.name))

    def use_for(self, entry: ModelEntry, operation: str, *, on: bool) -> None:
        """Make it what an operation uses where no model is named, or leave that to the program again."""
        name = entry.name if on else None
        self._do(
            lambda progress: library.set_default(operation, name),
            self.tr("Choosing {0}"),
            entry,
            lambda _: self.changed.emit(entry.name),
        )

    def verify(self, entry: ModelEntry) -> None:
        def done(found: tuple[Verified, ...]) -> None:
            self.message.emit(self._verdict(entry, found))

        self._do(lambda progress: library.verify(entry.name, progress), self.tr("Verifying {0}"), entry, done)

    def export(self, entry: ModelEntry, layout: str) -> None:
        """Ask where to, and write it as other programs load it."""
        plain = layout == "safetensors"
        suffix = ".safetensors" if plain else ".pth"
        kind = self.tr("Safetensors") if plain else self.tr("Weights")
        path = file_dialogs.ask_save(
            self._window, self.tr("Export model"), entry.name.replace("/", "-"), suffix, kind
        )
        if path is None:
            return

        def work(progress: Progress) -> Any:
            from ganstudio.checkpoints.export import export_model

            # The file dialog has asked whether a file may be replaced.
            return export_model(entry.name, path, layout, force=path.exists(), progress=progress)

        def done(exported: Any) -> None:
            files = ", ".join(file.name for file in exported.files)
            text = self.tr("Exported {0} to {1}.").replace("{0}", files).replace("{1}", str(path.parent))
            self.message.emit(Message(text, " ".join(exported.notes), level="done"))

        def failed(error: BaseException) -> None:
            message = message_of(error)
            if "--force" in message.hint:
                message = replace(message, hint=self.tr("Choose another name or folder."))
            self.message.emit(message)

        self._do(work, self.tr("Exporting {0}"), entry, done, failed)

    def show_in_folder(self, entry: ModelEntry) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str((entry.link or entry.path).parent)))

    def ask_to_remove(self, entry: ModelEntry) -> QMessageBox:
        """Ask once, and say what will be gone."""
        box = QMessageBox(self._window)
        widen(box)
        box.setText(self.tr("Remove “{0}”?").replace("{0}", entry.title))
        box.setInformativeText(self._what_goes(entry))
        remove = box.addButton(self.tr("Remove"), QMessageBox.ButtonRole.DestructiveRole)
        cancel = box.addButton(QMessageBox.StandardButton.Cancel)
        box.setDefaultButton(cancel)
        box.setEscapeButton(cancel)
        box.finished.connect(lambda _: self.remove(entry) if box.clickedButton() is remove else None)
        box.finished.connect(box.deleteLater)
        box.open()
        return box

    def remove(self, entry: ModelEntry) -> None:
        def done(_: object) -> None:
            text = self.tr("Removed {0}.").replace("{0}", entry.title)
            self.message.emit(Message(text, level="done"))
            self.changed.emit("")

        self._do(lambda progress: library.remove(entry.name), self.tr("Removing {0}"), entry, done)

    # Test renders

    def sample(self, entry: ModelEntry) -> None:
        """Draw with a new seed; a drawing that is under way for another model is given up."""
        if self._sample_job is not None:
            job, name = self._sample_job
            if name == entry.name:
                return
            job.cancel()
        seed = secrets.randbelow(_SEEDS)

        def over() -> None:
            if self._sample_job is not None and self._sample_job[1] == entry.name:
                self._sample_job = None

        def done(sample: Sample) -> None:
            over()
            self.sampled.emit(sample)

        def failed(error: BaseException) -> None:
            over()
            self.sample_failed.emit(entry.name, message_of(error))

        def cancelled() -> None:
            over()
            self.sample_failed.emit(entry.name, None)

        job = self._bridge.run(
            lambda progress: self._sampler.render(entry.name, seed, progress),
            title=self.tr("Drawing a sample with {0}").replace("{0}", entry.title),
            done=done,
            failed=failed,
            cancelled=cancelled,
        )
        self._sample_job = job, entry.name
        self.sampling.emit(entry.name, 0.0, "")

    @property
    def sampled_now(self) -> str:
        """The name of the model that draws at this moment."""
        return self._sample_job[1] if self._sample_job is not None else ""

    def cancel_sample(self) -> None:
        if self._sample_job is not None:
            self._sample_job[0].cancel()

    def keep_thumbnail(self, sample: Sample) -> None:
        self._bridge.run(
            lambda progress: keep_as_thumbnail(sample),
            title=self.tr("Saving the picture"),
            done=lambda _: self.changed.emit(sample.name),
            failed=lambda error: self.message.emit(message_of(error)),
            quiet=True,
        )

    def free(self) -> None:
        """Let go of the model that was rendered last."""
        self._sampler.free()

    def _progressed(self, job: Job) -> None:
        if self._sample_job is not None and self._sample_job[0] is job:
            self.sampling.emit(self._sample_job[1], job.fraction, job.message)

    def _do(
        self,
        work: Callable[[Progress], Any],
        title: str,
        entry: ModelEntry,
        done: Callable[[Any], None],
        failed: Callable[[BaseException], None] | None = None,
    ) -> None:
        def tell(error: BaseException) -> None:
            self.message.emit(message_of(error))
            self.changed.emit(entry.name)

        self._bridge.run(work, title=title.replace("{0}", entry.title), done=done, failed=failed or tell)

    def _what_goes(self, entry: ModelEntry) -> str:
        if entry.link is not None:
            text = self.tr("Its card and picture are deleted. The linked file stays: {0}")
            return text.replace("{0}", str(entry.link))
        folder = entry.path.parent if entry.path.name.startswith("model.") else entry.path
        text = self.tr("This deletes {0} for good.").replace("{0}", str(folder))
        if entry.parts:
            parts = self.tr("Its further networks go with it: {0}.").replace("{0}", ", ".join(entry.parts))
            text = f"{text}\n{parts}"
        return text

    def _verdict(self, entry: ModelEntry, found: tuple[Verified, ...]) -> Message:
        worst = next((each for each in found if not each.ok), found[0])
        words = {
            "unchanged": self.tr("{0} is as it was imported."),
            "changed": self.tr("{0} has changed since it was imported: its SHA-256 is another."),
            "unrecorded": self.tr("{0} can be read. No SHA-256 was recorded that it could be compared with."),
            "missing": self.tr("{0} is not complete: a file is missing."),
            "unreadable": self.tr("{0} cannot be read."),
        }
        hint = {
            "changed": self.tr("Import the original again if you did not change it yourself."),
            "missing": self.tr("Put it back where it was, or import it again."),
            "unreadable": self.tr("Import the original again."),
        }
        name = entry.title if worst.name == entry.name else worst.name
        text = words[worst.status].replace("{0}", name)
        return Message(text, hint.get(worst.status, ""), worst.detail, level="done" if worst.ok else "error")
