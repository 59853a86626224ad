"""What to do where there is no generator to draw with."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout

from .knowledge import Knowledge


class NoModel(QFrame):
    """Hidden as long as there is one."""

    def __init__(self, context: Any) -> None:
        super().__init__()
        self._context = context
        self.setProperty("role", "card")
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        self.heading = QLabel()
        self.heading.setProperty("role", "heading")
        self.text = QLabel()
        self.text.setProperty("role", "muted")
        for label in (self.heading, self.text):
            label.setWordWrap(True)
            column.addWidget(label)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.other = context.kit.button("", "model", primary=True)
        self.other.clicked.connect(self._use_other)
        self.library = context.kit.button(self.tr("Models…"), "model")
        self.library.setToolTip(self.tr("Import a model from a file, or download one"))
        self.library.clicked.connect(lambda: context.run_command("app.models"))
        self.train = context.kit.button(self.tr("Train one…"), "train")
        self.train.setToolTip(self.tr("Train a model with pictures and captions of your own"))
        self.train.clicked.connect(lambda: context.run_command("app.train"))
        row.addWidget(self.library)
        row.addWidget(self.train)
        row.addStretch(1)
        column.addWidget(self.other)
        column.addLayout(row)
        self._other = ""
        self.hide()

    def show_problem(self, knowledge: Knowledge) -> None:
        problem = knowledge.problem
        self.setVisible(problem is not None)
        if problem is None:
            return
        others = [entry for entry in knowledge.others if entry.name != knowledge.ref]
        self._other = others[0].name if others else ""
        self.other.setVisible(bool(others))
        if knowledge.others:
            self.heading.setText(self.tr("This model cannot draw."))
            self.text.setText(str(problem))
        else:
            self.heading.setText(self.tr("No model that draws from words is there yet."))
            self.text.setText(
                self.tr("Import one (GigaGAN, GAN-CLS), or train one with pictures and their captions.")
            )
        if others:
            self.other.setText(self.tr("Use {0}").replace("{0}", others[0].title))

    def _use_other(self) -> None:
        self._context.set_params(model=self._other)
