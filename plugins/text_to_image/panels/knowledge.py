"""What a layer's generator knows: its words, its levels, and which other model of the library knows more."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QObject, Signal

from ganstudio.api import (
    TEXT_FAMILIES,
    GanStudioError,
    ModelEntry,
    Progress,
    TextGenerator,
    TextReader,
    WordGroup,
    known_words,
    list_models,
    prompt_check,
    text_reader,
)

from .prompt_box import Unknown

_SHORT = 60
"""No text model has too little room for so many characters."""


@dataclass(frozen=True)
class Known:
    """`groups` are the words of the model by what they mean; none where nobody knows what it has read.

    `levels` are the sides in pixels of what can be told different things.
    """

    ref: str
    title: str = ""
    levels: tuple[int, ...] = ()
    groups: tuple[WordGroup, ...] = ()
    reader: TextReader | None = None
    by_word: bool = True


@dataclass(frozen=True)
class Checked:
    """A sentence as the model reads it.

    `rest` is what is left unread of one that is too long. `elsewhere` is a model that knows more of its
    words.
    """

    text: str
    unknown: tuple[Unknown, ...] = ()
    readable: bool = True
    rest: str = ""
    elsewhere: ModelEntry | None = None


class Knowledge(QObject):
    """One for each layer. `changed` comes when another generator has been looked at, or none was found."""

    changed = Signal()

    def __init__(self, context: Any) -> None:
        super().__init__(context)
        self._context = context
        self._asked: tuple[str, str] | None = None
        self.known: Known | None = None
        self.problem: BaseException | None = None
        """Why there is no generator, once that is known."""
        self.others: tuple[ModelEntry, ...] = ()
        """All generators of the library that draw from words."""
        context.changed.connect(self._params_changed)
        context.models_changed.connect(self.reload)
        self._params_changed()

    @staticmethod
    def of(context: Any) -> Knowledge:
        """The one that all sections of the layer share."""
        if "knowledge" not in context.shared:
            context.shared["knowledge"] = Knowledge(context)
        found: Knowledge = context.shared["knowledge"]
        return found

    @property
    def ref(self) -> str:
        return str(self._context.params.model)

    @property
    def clip(self) -> str:
        return str(self._context.params.clip or "")

    def reload(self) -> None:
        """Look again, off the UI thread."""
        asked = self._asked = (self.ref, self.clip)
        ref, clip = asked
        studio = self._context.studio

        def work(progress: Progress) -> tuple[tuple[ModelEntry, ...], Known | BaseException]:
            others = text_models()
            try:
                return others, known_of(studio, ref, clip, others)
            except GanStudioError as error:
                return others, error

        def done(found: tuple[tuple[ModelEntry, ...], Known | BaseException]) -> None:
            if asked != self._asked:
                return
            self.others, known = found
            self.known = known if isinstance(known, Known) else None
            self.problem = known if isinstance(known, BaseException) else None
            self.changed.emit()

        self._context.work(work, title="", done=done, quiet=True)

    def check(self, text: str, done: Callable[[Checked], None]) -> None:
        """Look a sentence up; the answer comes later, unless a newer model has been chosen meanwhile."""
        ref, others, known = self.ref, self.others, self.known

        def work(progress: Progress) -> Checked:
            found = checked(ref, text, others)
            return found if known is None else replace(found, rest=unread(known, text))

        def answer(found: Checked) -> None:
            if ref == self.ref:
                done(found)

        # What hinders reading hinders drawing, which tells of it in full.
        def failed(error: BaseException) -> None:
            answer(Checked(text))

        self._context.work(work, title="", done=answer, failed=failed, quiet=True)

    def _params_changed(self) -> None:
        if (self.ref, self.clip) != self._asked:
            self.reload()


def text_models() -> tuple[ModelEntry, ...]:
    return tuple(entry for entry in list_models() if entry.family in TEXT_FAMILIES)


def known_of(studio: Any, ref: str, clip: str, others: tuple[ModelEntry, ...]) -> Known:
    """What a generator knows, with the text model `clip` or its own. Not for the UI thread.

    InputError and CheckpointError as loading either has them.
    """
    drawing = TextGenerator.of(studio.models(ref, TEXT_FAMILIES, studio.compute))
    reader, _ = text_reader(
        drawing.card,
        drawing.text_width,
        by_word=drawing.by_word,
        ref=clip,
        device=studio.compute.device,
    )
    title = next((entry.title for entry in others if entry.name == ref), "")
    return Known(ref, title, drawing.levels, known_words(ref, clip), reader, drawing.by_word)


def unread(known: Known, text: str) -> str:
    """What follows the last word that the text model has room for; not for the UI thread."""
    if known.reader is None or len(text) < _SHORT:
        return ""
    return text[known.reader.read_until(text, known.by_word) :]


def checked(ref: str, text: str, others: tuple[ModelEntry, ...]) -> Checked:
    """Not for the UI thread; InputError where the model's words cannot be read."""
    found = prompt_check(ref, text)
    unknown = tuple(
        Unknown(word.start, word.text, word.suggestions) for word in found.words if not word.known
    )
    elsewhere = _better(ref, text, len(found.unknown), others) if unknown else None
    return Checked(text, unknown, found.telling > 0, elsewhere=elsewhere)


def _better(ref: str, text: str, unknown: int, others: tuple[ModelEntry, ...]) -> ModelEntry | None:
    """The model that knows most of the words, if it knows more than the present one."""
    counts: list[tuple[int, str, ModelEntry]] = []
    for entry in others:
        if entry.name != ref:
            try:
                counts.append((len(prompt_check(entry.name, text).unknown), entry.name, entry))
            except GanStudioError:
                continue
    fewest = min(counts, key=lambda item: item[:2], default=None)
    return fewest[2] if fewest is not None and fewest[0] < unknown else None


def readable(ref: str, texts: Sequence[str]) -> list[str]:
    """Those of which the model knows every word; not for the UI thread."""
    try:
        return [text for text in texts if not prompt_check(ref, text).unknown]
    except GanStudioError:
        return []
