"""Undo and redo: a line of named steps that hold what they touched, within a memory bound."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from ganstudio.document.document import Document

DEFAULT_BUDGET = 512 * 2**20
MAX_STEPS = 1000


class Change(Protocol):
    """One reversible change of a document."""

    @property
    def cost(self) -> int:
        """Bytes that only this change keeps alive, at most."""
        ...

    def undo(self, document: Document) -> None: ...

    def redo(self, document: Document) -> None: ...

    def merged(self, later: Change) -> Change | None:
        """This change followed by `later` as one; None when the two do not fit together."""
        ...


_serials = count(1)


@dataclass
class Step:
    """One entry of the history. `serial` tells states of the document apart."""

    name: str
    changes: list[Change]
    merge_key: object = None
    serial: int = field(default_factory=lambda: next(_serials))

    @property
    def cost(self) -> int:
        return sum(change.cost for change in self.changes)

    def extend(self, changes: list[Change]) -> None:
        """Let this step do what `changes` do, too."""
        for change in changes:
            joined = self.changes[-1].merged(change) if self.changes else None
            if joined is not None:
                self.changes[-1] = joined
            else:
                self.changes.append(change)
        self.serial = next(_serials)


class History:
    """The steps of one document; `index` of them are applied, the rest wait to be done again.

    The oldest are forgotten when there are more than `MAX_STEPS` or all hold more than `budget_bytes`; the
    last one stays even when it alone is larger.
    """

    def __init__(self, document: Document, budget_bytes: int = DEFAULT_BUDGET) -> None:
        self._document = document
        self._budget = budget_bytes
        self._steps: list[Step] = []
        self._index = 0
        self._base = next(_serials)

    @property
    def names(self) -> tuple[str, ...]:
        """All steps, the oldest first."""
        return tuple(step.name for step in self._steps)

    @property
    def index(self) -> int:
        """How many of the steps are applied."""
        return self._index

    @property
    def can_undo(self) -> bool:
        return self._index > 0

    @property
    def can_redo(self) -> bool:
        return self._index < len(self._steps)

    @property
    def bytes(self) -> int:
        return sum(step.cost for step in self._steps)

    @property
    def budget_bytes(self) -> int:
        return self._budget

    @budget_bytes.setter
    def budget_bytes(self, value: int) -> None:
        self._budget = value
        self._forget_oldest()
        self._document.history_moved()

    @property
    def state(self) -> int:
        """Equal numbers mean equal documents."""
        return self._steps[self._index - 1].serial if self._index else self._base

    def undo(self) -> bool:
        """Take one step back; False when there is none, or an edit is going on."""
        return self.jump(self._index - 1)

    def redo(self) -> bool:
        """Do one step again; False when there is none, or an edit is going on."""
        return self.jump(self._index + 1)

    def jump(self, index: int) -> bool:
        """Go to the state after `index` steps; False when there is none, or an edit is going on."""
        if self._document.editing or not 0 <= index <= len(self._steps) or index == self._index:
            return False
        while self._index > index:
            self._index -= 1
            for change in reversed(self._steps[self._index].changes):
                change.undo(self._document)
        while self._index < index:
            for change in self._steps[self._index].changes:
                change.redo(self._document)
            self._index += 1
        self._document.history_moved()
        return True

    def push(self, step: Step) -> None:
        """Append a step that is applied already. One with the key of the last step becomes part of it."""
        last = self._steps[-1] if self._steps and not self.can_redo else None
        mergeable = last is not None and step.merge_key is not None and last.merge_key == step.merge_key
        if last is not None and mergeable and last.serial != self._document.saved_state:
            last.extend(step.changes)
        else:
            del self._steps[self._index :]
            self._steps.append(step)
            self._index += 1
        self._forget_oldest()
        self._document.history_moved()

    def clear(self) -> None:
        """Forget all steps; the document stays as it is."""
        self._base = self.state
        self._steps.clear()
        self._index = 0
        self._document.history_moved()

    def _forget_oldest(self) -> None:
        excess = self.bytes - self._budget
        while (excess > 0 or len(self._steps) > MAX_STEPS) and self._index > 1:
            oldest = self._steps.pop(0)
            self._base = oldest.serial
            self._index -= 1
            excess -= oldest.cost
