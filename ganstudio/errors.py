"""Errors a person may see. Each carries one sentence that says what happened, and may say what to do."""

from __future__ import annotations


class GanStudioError(Exception):
    """An expected failure; its text is shown as it is, without a traceback."""

    exit_code = 1

    def __init__(self, message: str, *, hint: str = "", detail: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.detail = detail

    def __str__(self) -> str:
        return f"{self.message} {self.hint}" if self.hint else self.message


class InputError(GanStudioError):
    """A file, folder or value that the person gave cannot be used."""

    exit_code = 2


class NotYetError(InputError):
    """Something is still to be given, such as a sentence; the window waits for it without a complaint."""


class CheckpointError(InputError):
    """A weight file that cannot be read, or does not hold what was asked for."""


class PluginError(GanStudioError):
    """A plugin that cannot be loaded, or that failed while it ran."""

    exit_code = 3


class SaveError(GanStudioError):
    """Writing failed; what was there before is untouched."""

    exit_code = 4


class OutOfMemoryError(GanStudioError):
    """The computation does not fit into memory, even in its smallest form."""

    exit_code = 5


class DownloadError(GanStudioError):
    """A file could not be fetched: no network, not found, or not what was promised."""

    exit_code = 6


class CancelledError(GanStudioError):
    """The person stopped it."""

    exit_code = 130

    def __init__(self, message: str = "Cancelled.") -> None:
        super().__init__(message)
