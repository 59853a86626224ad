"""Panels that plugins bring themselves, between what the form shows first and what it folds.

What such a class is given is documented at `host.manifest.PanelManifest`.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ganstudio.app.i18n import plugin_text, translate
from ganstudio.app.panels.generated import GeneratedControls
from ganstudio.app.panels.panel_context import PanelContext, Surroundings
from ganstudio.app.studio import AppStudio
from ganstudio.app.widgets.fold import Fold
from ganstudio.errors import GanStudioError, PluginError
from ganstudio.host.manifest import PanelManifest
from ganstudio.operations.contract import Operation
from ganstudio.operations.run import first_line

Found = Sequence[tuple[PanelManifest, Any]]
"""Panels, each with what its entry names or with the error that importing it raised."""


class OwnPanels(QWidget):
    """All panels of one plugin under their titles; one that fails is told of, and the others are shown."""

    def __init__(
        self,
        found: Found,
        controls: GeneratedControls,
        around: Surroundings,
        tell: Callable[[BaseException], object],
    ) -> None:
        super().__init__()
        self._tell = tell
        self._around = around
        self._controls = controls
        self._shared: dict[str, Any] = {}
        self._contexts: list[PanelContext] = []
        self.panels: list[QWidget] = []
        self.folds: dict[str, Fold] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 12, 0)
        self._column.setSpacing(12)
        for manifest, made in found:
            self._guarded(manifest, lambda manifest=manifest, made=made: self._add(manifest, made, controls))
        if not self.panels:
            self.hide()

    def refresh(self) -> None:
        try:
            params = self._controls.params()
            for context in self._contexts:
                context.refresh(params)
        except GanStudioError as error:
            self._tell(error)

    def let_go(self) -> None:
        """The panels are about to be deleted: stop what they have begun."""
        for context in self._contexts:
            context.close()

    def _add(self, manifest: PanelManifest, made: Any, controls: GeneratedControls) -> None:
        if isinstance(made, BaseException):
            raise made
        if not _suits(made, controls.operation):
            return
        context = PanelContext(controls, self._around, self._shared, self._tell, self)
        panel = made(context)
        if not isinstance(panel, QWidget):
            raise TypeError(f"{manifest.entry} is no QWidget")
        fold = Fold(plugin_text(manifest.title), open=not getattr(made, "folded", False))
        inner = QVBoxLayout(fold.body)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.addWidget(panel)
        self._column.addWidget(fold)
        self._contexts.append(context)
        self.panels.append(panel)
        self.folds[manifest.id] = fold

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


def taken_over(found: Found, operation: Operation) -> set[str]:
    """Names of parameters and inputs that panels have controls for, so that the form shows none."""
    return {name for _, made in found if _suits(made, operation) for name in getattr(made, "handles", ())}


def find_panels(studio: AppStudio, operation_id: str) -> Found:
    """Import the panels of the operation's plugin; not for the UI thread."""
    info = studio.operation_info(operation_id)
    if info is None:
        return ()
    return [(item, _entry(studio, info.plugin.id, item.entry)) for item in info.plugin.manifest.panels]


def _suits(made: Any, operation: Operation) -> bool:
    """Whether the panel says that it is for this operation; one that says nothing is for all."""
    suits = getattr(made, "suits", None)
    return suits is None or bool(suits(operation.params))


def _entry(studio: AppStudio, plugin_id: str, entry: str) -> Any:
    try:
        return studio.registry.resolve(plugin_id, entry)
    except GanStudioError as error:
        return error
