"""From one sentence to another by a slider."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from .sentence import Sentence

_LABEL_WIDTH = 84


class Blend(QWidget):
    """Writes `to_prompt` and `between`."""

    handles = ("to_prompt", "between")
    folded = True

    @staticmethod
    def suits(params: Any) -> bool:
        return {"prompt", "to_prompt", "between"} <= set(params.model_fields)

    def __init__(self, context: Any) -> None:
        super().__init__()
        self._context = context
        kit = context.kit
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.sentence = Sentence(context, self.tr("Second prompt"), self.tr("The same at night, in the snow"))
        self.sentence.said.connect(self._take)
        column.addWidget(self.sentence)
        row = QHBoxLayout()
        row.setSpacing(4)
        label = QLabel(self.tr("From – to"))
        label.setFixedWidth(_LABEL_WIDTH)
        self.slider = kit.number(0.0, 1.0, 0.01)
        self.slider.set_name(
            self.tr("From – to"), self.tr("0 is the prompt, 1 the second one; between them lies the way")
        )
        self.slider.grabbed.connect(lambda on: None if on else context.settle())
        self.slider.changed.connect(self._slide)
        self.swap = kit.tool("swap", self.tr("Exchange the two prompts"))
        self.swap.clicked.connect(self.exchange)
        row.addWidget(label)
        row.addWidget(self.slider, 1)
        row.addWidget(self.swap)
        column.addLayout(row)
        context.changed.connect(self._show)
        self._show()

    def exchange(self) -> None:
        """The way back: what was the end is the start."""
        params = self._context.params
        if params.prompt and params.to_prompt:
            self._context.set_params(
                prompt=params.to_prompt, to_prompt=params.prompt, between=round(1 - params.between, 2)
            )

    def _take(self, text: str) -> None:
        """A first sentence to go to is gone to half-way, so that one sees what it does."""
        first = bool(text) and not self._context.params.to_prompt and not self._context.params.between
        self._context.set_params(to_prompt=text, **({"between": 0.5} if first else {}))

    def _slide(self, value: float) -> None:
        held = self.slider.slider.isSliderDown()
        (self._context.drag if held else self._context.set_params)(between=round(value, 2))

    def _show(self) -> None:
        params = self._context.params
        self.sentence.set_text(params.to_prompt)
        if not self.slider.slider.isSliderDown():
            self.slider.set_value(params.between)
        for part in (self.slider, self.swap):
            part.setEnabled(bool(params.to_prompt))

    def hideEvent(self, event: object) -> None:
        self._context.settle()
