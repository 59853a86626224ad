"""The sentence, what goes with it, and the ways to a first or an earlier one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from .history import Entry, History, HistoryList
from .idea_list import IdeaList
from .knowledge import Checked, Knowledge
from .no_model import NoModel
from .sentence import Sentence
from .words_dialog import WordsDialog

_LABEL_WIDTH = 84
_REMEMBER_MS = 1500
"""A picture that stood for so long is remembered; what one only passes through while typing is not."""
_ABOUT_THE_PLACE = ("size", "feather")
_POPOVER = (328, 400)
_EVERYWHERE, _SELECTION = "everywhere", "selection"


class Prompt(QWidget):
    """Writes `prompt`, `negative` with its strength, `seed` and `truncation`, and where it is drawn."""

    handles = (
        "prompt",
        "negative",
        "negative_strength",
        "seed",
        "truncation",
        "feather",
        "image",
        "mask",
    )

    @staticmethod
    def suits(params: Any) -> bool:
        return {"prompt", "negative", "seed", "truncation", "feather"} <= set(params.model_fields)

    def __init__(self, context: Any) -> None:
        super().__init__()
        self._context = context
        self._kit = context.kit
        self._knowledge = Knowledge.of(context)
        self._elsewhere = ""
        self.history = History(context)
        self.words: WordsDialog | None = None
        self.popover: Any = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.no_model = NoModel(context)
        column.addWidget(self.no_model)
        self._add_sentence(column)
        column.addLayout(self._make_tools())
        self._add_values(column)
        self._add_negative(column)
        self._remember = QTimer(self, singleShot=True, interval=_REMEMBER_MS)
        self._remember.timeout.connect(self._keep)
        context.drawn.connect(self._remember.start)
        context.drawn.connect(self._show_place)
        context.changed.connect(self._show)
        self._knowledge.changed.connect(self._known)
        self._known()
        self._show()
        # Whoever opens an empty one wants to write.
        if not context.params.prompt:
            QTimer.singleShot(0, self, self.sentence.box.setFocus)

    # What stands here

    def _add_sentence(self, column: QVBoxLayout) -> None:
        self.sentence = Sentence(
            self._context,
            self.tr("Prompt"),
            self.tr("Write what the picture shows: a still lake at dawn, snowy mountains behind"),
            lines=3,
            required=True,
        )
        self.sentence.said.connect(lambda text: self._context.set_params(prompt=text))
        self.sentence.read.connect(self._show_elsewhere)
        column.addWidget(self.sentence)
        self.elsewhere = self._kit.button("", "model")
        self.elsewhere.clicked.connect(self.use_elsewhere)
        self.elsewhere.hide()
        column.addWidget(self.elsewhere)

    def _make_tools(self) -> QHBoxLayout:
        kit = self._kit
        row = QHBoxLayout()
        row.setSpacing(0)
        self.vocabulary = kit.button(self.tr("Words it knows…"), "search")
        self.vocabulary.setToolTip(self.tr("All words of this model, to search and to put in"))
        self.vocabulary.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.vocabulary.clicked.connect(self.open_words)
        self.ideas = kit.tool("learn", self.tr("Prompts to begin with"))
        self.ideas.clicked.connect(self.open_ideas)
        self.earlier = kit.tool("history", self.tr("Prompts that were drawn"))
        self.earlier.clicked.connect(self.open_history)
        self.keep = kit.tool("duplicate", self.tr("Keep this picture as a layer of its own"))
        self.keep.clicked.connect(self.keep_as_layer)
        row.addWidget(self.vocabulary, 1)
        row.addSpacing(4)
        for button in (self.ideas, self.earlier, self.keep):
            row.addWidget(button)
        return row

    def _add_values(self, column: QVBoxLayout) -> None:
        context = self._context
        self.seed = self._kit.seed()
        self.seed.set_name(
            self.tr("Seed"),
            self.tr("The seed gives layout and look. Keep it and change the words: the layout stays."),
        )
        self.seed.changed.connect(lambda seed: context.set_params(seed=seed))
        self.truncation = self._kit.number(0.0, 1.5, 0.05, 0.9)
        self.truncation.set_name(
            self.tr("Truncation"),
            self.tr("0 is the sentence's average picture; more is more varied and less sure"),
        )
        self._connect(self.truncation, "truncation")
        column.addLayout(self._row(self.tr("Seed"), self.seed))
        column.addLayout(self._row(self.tr("Truncation"), self.truncation))
        self.place = self._kit.segments(
            (_EVERYWHERE, _SELECTION), (self.tr("Everywhere"), self.tr("Selection"))
        )
        self.place.set_name(
            self.tr("Where"), self.tr("The whole picture, or only what is selected of the picture below")
        )
        self.place.changed.connect(self._place)
        self.feather = self._kit.number(0.0, 500.0, 1.0, 8.0, unit="px")
        self.feather.set_name(self.tr("Soft edge"), self.tr("How far it fades out across the edge"))
        self._connect(self.feather, "feather")
        column.addLayout(self._row(self.tr("Where"), self.place))
        self.edge = QWidget()
        edge = self._row(self.tr("Soft edge"), self.feather)
        edge.setContentsMargins(0, 0, 0, 0)
        self.edge.setLayout(edge)
        column.addWidget(self.edge)

    def _add_negative(self, column: QVBoxLayout) -> None:
        self.leave_out = self._kit.fold(self.tr("Leave out"), open=bool(self._context.params.negative))
        inner = QVBoxLayout(self.leave_out.body)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(8)
        self.negative = Sentence(
            self._context, self.tr("Leave out"), self.tr("What it is not to show: fog, houses"), lines=1
        )
        self.negative.said.connect(lambda text: self._context.set_params(negative=text))
        self.strength = self._kit.number(0.0, 2.0, 0.05, 1.0)
        self.strength.set_name(self.tr("Strength"), self.tr("How far the picture is pushed away from it"))
        self._connect(self.strength, "negative_strength")
        inner.addWidget(self.negative)
        inner.addLayout(self._row(self.tr("Strength"), self.strength))
        column.addWidget(self.leave_out)

    def _row(self, text: str, control: QWidget) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(4)
        label = QLabel(text)
        label.setFixedWidth(_LABEL_WIDTH)
        label.setToolTip(control.toolTip())
        label.setBuddy(control)
        row.addWidget(label)
        row.addWidget(control, 1)
        return row

    def _connect(self, control: Any, name: str) -> None:
        """A slider that is held draws drafts, all in one step."""

        def take(value: float) -> None:
            held = control.slider.isSliderDown()
            (self._context.drag if held else self._context.set_params)(**{name: round(value, 3)})

        control.changed.connect(take)
        control.grabbed.connect(lambda on: None if on else self._context.settle())

    # What the parameters and the model say

    def _show(self) -> None:
        params = self._context.params
        self.sentence.set_text(params.prompt)
        self.negative.set_text(params.negative)
        self.seed.set_value(params.seed)
        for control, value in (
            (self.truncation, params.truncation),
            (self.strength, params.negative_strength),
            (self.feather, params.feather),
        ):
            if not control.slider.isSliderDown():
                control.set_value(value)
        self.strength.setEnabled(bool(params.negative))
        self._show_place()
        if params.negative:
            self.leave_out.head.setChecked(True)

    def _show_place(self) -> None:
        inside = self._context.reads("mask")
        self.place.set_value(_SELECTION if inside else _EVERYWHERE)
        self.edge.setVisible(inside)

    def _place(self, where: str) -> None:
        if where == _SELECTION:
            self._context.draw_into_selection("image", "mask", self.tr("Draw into the selection"))
        else:
            self._context.drop_input("image", "mask")
        self._show_place()

    def _known(self) -> None:
        known = self._knowledge.known
        self.no_model.show_problem(self._knowledge)
        self.vocabulary.setEnabled(known is not None and bool(known.groups))
        if self.words is not None and known is not None:
            self.words.set_groups(known.groups)

    def _show_elsewhere(self, found: Checked) -> None:
        other = found.elsewhere
        self._elsewhere = other.name if other is not None else ""
        self.elsewhere.setVisible(other is not None)
        if other is not None:
            self.elsewhere.setText(self.tr("Use {0}").replace("{0}", other.title))
            self.elsewhere.setToolTip(self.tr("This model of the library knows more of these words"))
            # Where nothing can be drawn, this is what there is to do.
            self.elsewhere.setProperty("primary", not found.readable)
            self._kit.set_icon(self.elsewhere, "model", "text" if found.readable else "on_accent")
            self.elsewhere.style().polish(self.elsewhere)

    def use_elsewhere(self) -> None:
        """Draw what stands there with the model that knows its words."""
        self._context.set_params(model=self._elsewhere, prompt=self.sentence.text())

    # Words, ideas, history

    def open_words(self) -> None:
        known = self._knowledge.known
        if known is None:
            return
        if self.words is None:
            self.words = WordsDialog(self._context, known.groups, self._insert, self.window())
            self.words.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            self.words.destroyed.connect(self._words_closed)
        self.words.show()
        self.words.raise_()

    def _words_closed(self) -> None:
        self.words = None

    def _insert(self, word: str) -> None:
        self.sentence.box.insert_word(word)

    def open_ideas(self) -> None:
        found = IdeaList(self._context, self._knowledge.ref, self._use_idea)
        self._open(self.tr("Prompts to begin with"), found, self.ideas)

    def open_history(self) -> None:
        entries = HistoryList(self._context, self.history, self._use_entry)
        self._open(self.tr("Prompts that were drawn"), entries, self.earlier)

    def _open(self, title: str, content: QWidget, anchor: QWidget) -> None:
        self.popover = self._kit.popover(self)
        self.popover.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.popover.setAccessibleName(title)
        content.setFixedSize(*_POPOVER)
        heading = QLabel(title)
        heading.setProperty("role", "heading")
        self.popover.column.addWidget(heading)
        self.popover.column.addWidget(content)
        self.popover.open_below(anchor)

    def _use_idea(self, text: str) -> None:
        self._close_popover()
        self._context.set_params(prompt=text)
        self.sentence.set_text(text, anew=True)

    def _use_entry(self, entry: Entry) -> None:
        """All that made that picture; the rest as it is by default."""
        self._close_popover()
        fields = type(self._context.params).model_fields
        kept = {name: entry.params[name] for name in fields if name in entry.params}
        defaults = {name: each.default for name, each in fields.items() if name not in _ABOUT_THE_PLACE}
        self._context.set_params(**{**defaults, **kept})
        self.sentence.set_text(self._context.params.prompt, anew=True)

    def _close_popover(self) -> None:
        if self.popover is not None:
            self.popover.close()
            self.popover = None

    def _keep(self) -> None:
        """Into the history, once a picture has stood for a while."""
        picture = self._context.picture()
        if picture is not None and self._context.is_current and self._context.params.prompt:
            self.history.add(made_of(self._context.params), self._kit.image(picture))

    def keep_as_layer(self) -> None:
        self._context.keep_as_layer(self._context.params.prompt or self.tr("Picture"))


def made_of(params: Any) -> Mapping[str, Any]:
    """The parameters that differ from the defaults, and always the model and the seed, as JSON has them."""
    values: dict[str, Any] = params.model_dump(mode="json")
    fields = type(params).model_fields
    return {
        name: value
        for name, value in values.items()
        if name not in _ABOUT_THE_PLACE and (name in ("model", "seed") or value != fields[name].default)
    }
