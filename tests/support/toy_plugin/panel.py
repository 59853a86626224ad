"""A panel of the toy's own: its one button doubles the gain and sets the seed to 9."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QPushButton


class Knob(QPushButton):
    """Shows the gain."""

    def __init__(self, context: Any) -> None:
        super().__init__()
        self._context = context
        context.changed.connect(self._show)
        self.clicked.connect(self._double)
        self._show()

    def _show(self) -> None:
        self.setText(f"{self._context.params.gain:g}")

    def _double(self) -> None:
        self._context.set_params(gain=2 * self._context.params.gain, seed=9)
