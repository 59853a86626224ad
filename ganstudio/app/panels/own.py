"""Panels that plugins bring themselves, below the form that is made from their parameters.

What such a class is given is documented at `host.manifest.PanelManifest`.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ganstudio.app.i18n import plugin_text, translate
from ganstudio.app.panels.generated import GeneratedControls
from ganstudio.app.studio import AppStudio
from ganstudio.app.widgets.fold import Fold
from ganstudio.errors import GanStudioError, PluginError
from ganstudio.host.manifest import PanelManifest
from ganstudio.host.studio import Studio
from ganstudio.operations.contract import OperationParams
from ganstudio.operations.run import first_line

Found = Sequence[tuple[PanelManifest, Any]]
"""Panels, each with what its entry names or with the error that importing it raised."""


class PanelContext(QObject):
    """The one thing that a plugin's panel is made with: the generated layer, as its operation sees it."""

    changed = Signal()
    """The parameters are others now, by whatever hand: the form, undo, or this panel itself."""

    def __init__(self, controls: GeneratedControls, studio: AppStudio, parent: QObject) -> None:
        super().__init__(parent)
        self._controls = controls
        self._studio = studio
        self._params = controls.params()

    @property
    def params(self) -> OperationParams:
        """The operation's parameters as they are; frozen."""
        return self._params

    @property
    def studio(self) -> Studio:
        """Runs operations, as for scripts; work that takes long belongs on a thread of the panel's own."""
        return self._studio.core

    def set_params(self, **changes: Any) -> None:
        """Change parameters in one undoable step; InputError for values that the operation refuses."""
        self._controls.set_params(changes)

    def refresh(self) -> None:
        """Look at the layer again."""
        params = self._controls.params()
        if params != self._params:
            self._params = params
            self.changed.emit()


class OwnPanels(QWidget):
    """All panels of one plugin under their titles; one that fails is told of, and the others are shown."""

    def __init__(
        self,
        found: Found,
        controls: GeneratedControls,
        studio: AppStudio,
        tell: Callable[[BaseException], object],
    ) -> None:
        super().__init__()
        self._tell = tell
        self._contexts: list[PanelContext] = []
        self.panels: list[QWidget] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 12, 0)
        self._column.setSpacing(12)
        for manifest, made in found:
            self._guarded(
                manifest, lambda manifest=manifest, made=made: self._add(manifest, made, controls, studio)
            )

    def refresh(self) -> None:
        for context in self._contexts:
            try:
                context.refresh()
            except GanStudioError as error:
                self._tell(error)

    def _add(
        self, manifest: PanelManifest, made: Any, controls: GeneratedControls, studio: AppStudio
    ) -> None:
        if isinstance(made, BaseException):
            raise made
        context = PanelContext(controls, studio, self)
        panel = made(context)
        if not isinstance(panel, QWidget):
            raise TypeError(f"{manifest.entry} is no QWidget")
        fold = Fold(plugin_text(manifest.title))
        inner = QVBoxLayout(fold.body)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.addWidget(panel)
        self._column.addWidget(fold)
        self._contexts.append(context)
        self.panels.append(panel)

    def _guarded(self, manifest: PanelManifest, add: Callable[[], None]) -> None:
        try:
            add()
        except GanStudioError as error:
            self._tell(error)
        # Whatever a plugin's code raises, the rest of the dock goes on.
        except Exception as error:
            text = translate("OwnPanels", "The panel “{0}” of the plugin failed: {1}.")
            text = text.replace("{0}", plugin_text(manifest.title)).replace("{1}", first_line(error))
            self._tell(PluginError(text, detail="".join(traceback.format_exception(error))))


def find_panels(studio: AppStudio, operation_id: str) -> Found:
    """Import the panels of the operation's plugin; not for the UI thread."""
    info = studio.operation_info(operation_id)
    if info is None:
        return ()
    return [(item, _entry(studio, info.plugin.id, item.entry)) for item in info.plugin.manifest.panels]


def _entry(studio: AppStudio, plugin_id: str, entry: str) -> Any:
    try:
        return studio.registry.resolve(plugin_id, entry)
    except GanStudioError as error:
        return error
