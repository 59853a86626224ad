"""What every part of the window needs of the program: settings, plugins, jobs, models, a device.

Making it imports neither torch nor a plugin's code. `compute` and `operation` do, so they are asked for on
worker threads; `compute_if_known` is for the window.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import Any

from ganstudio import settings as stored
from ganstudio.checkpoints.library import ModelEntry, list_models
from ganstudio.engine.device import Compute
from ganstudio.engine.jobs import JobRunner
from ganstudio.host.registry import OperationInfo, Registry
from ganstudio.host.studio import Studio
from ganstudio.operations.contract import ModelSource, Operation
from ganstudio.settings import Settings

_NEEDS_ANOTHER_STUDIO = {"device", "precision", "threads", "model_cache_megabytes"}


class AppStudio:
    """One per program."""

    def __init__(self, settings: Settings | None = None, registry: Registry | None = None) -> None:
        self.registry = registry or Registry.standard()
        self.jobs = JobRunner(workers=2)  # a long one must not hold up a small one
        self._core = Studio(settings or stored.load(), self.registry)
        self._lock = threading.Lock()

    @property
    def settings(self) -> Settings:
        return self._core.settings

    @property
    def core(self) -> Studio:
        """The same for scripts; what runs now keeps the one that it began with when settings change."""
        return self._core

    @property
    def compute(self) -> Compute:
        """The chosen device; imports torch and measures when it is asked for the first time."""
        with self._lock:
            return self._core.compute

    @property
    def compute_if_known(self) -> Compute | None:
        """The chosen device, if something has asked for it before."""
        return self._core.__dict__.get("compute")

    @property
    def models(self) -> ModelSource:
        return self._core.models

    def operation(self, id: str) -> Operation:
        """Load an operation with its plugin's code."""
        return self.registry.operation(id)

    def operation_info(self, id: str) -> OperationInfo | None:
        """What the manifest says of an operation; None when its plugin is not there."""
        return self.registry.operations.get(id)

    def list_models(self, families: Sequence[str] = ()) -> list[ModelEntry]:
        """Models of the library that belong to one of these families; of all, when none is named."""
        wanted = set(families)
        return [entry for entry in list_models() if not wanted or not entry.family or entry.family in wanted]

    def change_settings(self, **changes: Any) -> Settings:
        """Store settings; a device or memory setting takes effect with the next run."""
        settings = stored.save(**changes)
        changed = {name for name in changes if getattr(settings, name) != getattr(self.settings, name)}
        if changed & _NEEDS_ANOTHER_STUDIO:
            self._core.models.free()
            self._core = Studio(settings, self.registry)
        else:
            self._core.settings = settings
        return settings

    def warm_up(self) -> Compute:
        """Import torch and choose the device, behind the window that is already there."""
        return self.compute

    def shutdown(self) -> None:
        """Cancel what runs and wait until its threads have ended."""
        self.jobs.shutdown()
