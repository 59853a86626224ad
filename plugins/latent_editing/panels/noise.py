"""Fine detail: which noise there is, how strong, and a brush for where it is another."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QSizePolicy, QWidget

_LABEL_WIDTH = 84


class Noise(QWidget):
    """Writes the parameters of noise, and reads a mask where the brush has painted."""

    handles = ("noise", "noise_seed", "noise_strength", "noise_mask")
    folded = True

    @staticmethod
    def suits(params: Any) -> bool:
        return {"noise", "noise_seed", "noise_strength"} <= set(params.model_fields)

    def __init__(self, context: Any) -> None:
        super().__init__()
        self._context = context
        kit = context.kit
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(4)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnMinimumWidth(0, _LABEL_WIDTH)
        self._grid.setColumnStretch(1, 1)
        self.kind = kit.segments(
            ("const", "random", "none"), (self.tr("Model's"), self.tr("Random"), self.tr("None"))
        )
        self.kind.changed.connect(lambda kind: context.set_params(noise=kind))
        self.strength = kit.number(0, 3, 0.05, 1.0)
        self.strength.changed.connect(self._set_strength)
        self.strength.grabbed.connect(lambda on: None if on else context.settle())
        self.seed = kit.seed()
        self.seed.changed.connect(lambda seed: context.set_params(noise_seed=seed))
        self._add(self.tr("Noise"), self.kind, self.tr("The model's own, that of a seed, or none"))
        self._add(self.tr("Strength"), self.strength, self.tr("1 is as trained"))
        self._add(self.tr("Seed"), self.seed, self.tr("Of random noise, and of that under the brush"))
        row = QHBoxLayout()
        row.setSpacing(4)
        self.brush = kit.button(self.tr("Paint where it is another"), "brush")
        self.brush.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.brush.setToolTip(self.tr("The brush paints a mask: there, noise of the seed takes over"))
        self.brush.clicked.connect(self._paint)
        self.everywhere = kit.tool("close", self.tr("Paint no longer"))
        self.everywhere.clicked.connect(lambda: context.drop_input("noise_mask"))
        row.addWidget(self.brush, 1)
        row.addWidget(self.everywhere)
        self._grid.addLayout(row, self._grid.rowCount(), 0, 1, 2)
        context.changed.connect(self._show)
        context.drawn.connect(self._show)
        self._show()

    def _add(self, title: str, control: Any, help: str) -> None:
        control.set_name(title, help)
        label = QLabel(title)
        label.setToolTip(help)
        row = self._grid.rowCount()
        self._grid.addWidget(label, row, 0)
        self._grid.addWidget(control, row, 1)

    def _set_strength(self, value: float) -> None:
        held = self.strength.slider.isSliderDown()
        (self._context.drag if held else self._context.set_params)(noise_strength=round(value, 3))

    def _paint(self) -> None:
        if self._context.params.noise != "const":
            self._context.set_params(noise="const")
        self._context.paint_mask("noise_mask", self.tr("Other noise"))
        self.everywhere.setVisible(True)

    def _show(self) -> None:
        params = self._context.params
        self.kind.set_value(params.noise)
        if not self.strength.slider.isSliderDown():
            self.strength.set_value(params.noise_strength)
        self.seed.set_value(params.noise_seed)
        painted = self._context.reads("noise_mask")
        self.seed.setEnabled(params.noise == "random" or painted)
        self.everywhere.setVisible(painted)
