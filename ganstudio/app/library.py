"""Adding models and plugins that are dropped on the window: models are imported, plugins copied."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMessageBox, QWidget

from ganstudio import paths
from ganstudio.app.bridge import Bridge
from ganstudio.app.i18n import translate
from ganstudio.app.models.arrivals import Arrival, Arrivals
from ganstudio.app.widgets.message_bar import Level, Message
from ganstudio.errors import InputError, PluginError, SaveError
from ganstudio.host.manifest import read_manifest


class LibraryController(QObject):
    """`message` tells how it went."""

    message = Signal(object)

    def __init__(self, window: QWidget, bridge: Bridge, arrivals: Arrivals) -> None:
        super().__init__(window)
        self._window = window
        self._bridge = bridge
        self._arrivals = arrivals
        arrivals.ended.connect(self._arrived)

    def add_models(self, found: Sequence[Path]) -> None:
        """Import them as the models window does; the message bar tells of it."""
        self._arrivals.add(found, quiet=True)

    def add_plugin(self, found: Sequence[Path]) -> None:
        """Copy a plugin's folder, once the person has said that its author is trusted."""
        folder = found[0] if found[0].is_dir() else found[0].parent
        try:
            manifest = read_manifest(folder)
        except PluginError as error:
            self.message.emit(Message(error.message, error.hint, error.detail))
            return
        if ask_about_plugin(self._window, manifest.name):
            done = self.tr("Added the plugin {0}. It is there at the next start.").format(manifest.name)
            self._copy(folder, paths.user_plugins_dir(), done, manifest.id)

    def _arrived(self, arrival: Arrival) -> None:
        if not arrival.quiet:
            return
        if arrival.message is not None:
            self.message.emit(arrival.message)
        done = arrival.imported
        if done is None:
            return
        if done.duplicate_of:
            text = self.tr("{0} is in the library already, as {1}.")
            text = text.replace("{0}", arrival.title).replace("{1}", done.duplicate_of)
            level: Level = "info"
        else:
            text = self.tr("Added the model {0}.").replace("{0}", done.entry.title)
            level = "done"
        hint = self.tr("The models window (Ctrl+Shift+M) shows it.")
        if done.questions:
            hint = self.tr("Something about it is not known; the models window (Ctrl+Shift+M) asks for it.")
        self.message.emit(Message(text, hint, level=level))
        self._arrivals.dismiss(arrival)

    def _copy(self, source: Path, folder: Path, text: str, name: str = "") -> None:
        target = folder / (name or source.name)
        self._bridge.run(
            lambda progress: copy_into(source, target),
            title=self.tr("Copying {0}").format(source.name),
            done=lambda _: self.message.emit(Message(text, level="done")),
        )


def copy_into(source: Path, target: Path) -> None:
    """Copy a file or folder so that it is there whole or not at all; InputError if it is there already."""
    if target.exists():
        raise InputError(f"There is already {target}.", hint="Remove it first.")
    partial = target.with_name(f".{target.name}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, partial, dirs_exist_ok=True)
        else:
            shutil.copyfile(source, partial)
        partial.replace(target)
    except OSError as error:
        shutil.rmtree(partial, ignore_errors=True)
        partial.unlink(missing_ok=True)
        reason = (error.strerror or str(error)).lower()
        raise SaveError(f"{source.name} could not be copied to {target.parent}: {reason}.") from error


def ask_about_plugin(parent: QWidget, name: str) -> bool:
    """A plugin is a program; that is for the person to decide."""
    box = QMessageBox(parent)
    box.setText(translate("Library", "Add the plugin “{0}”?").format(name))
    box.setInformativeText(
        translate("Library", "Plugins are programs. Add only those whose author you trust.")
    )
    add = box.addButton(translate("Library", "Add"), QMessageBox.ButtonRole.AcceptRole)
    box.addButton(QMessageBox.StandardButton.Cancel)
    box.exec()
    return box.clickedButton() is add
