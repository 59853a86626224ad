"""Every command of the window as one row of a table.

Menus, shortcuts, toolbars, the command palette and what is enabled all come from here. A row's `handler`
names a method of one of the window's parts: "files.save" is `save` of the part called `files`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from ganstudio.app import theme
from ganstudio.app.i18n import translate

Parts = Mapping[str, Any]
Condition = Callable[[Parts], bool]


@dataclass(frozen=True)
class Command:
    """One row. Without `menu` it is found in the command palette alone; `section` separates groups."""

    id: str
    title: str
    handler: str
    shortcut: str = ""
    icon: str = ""
    enabled: Condition | None = None
    checked: Condition | None = None
    args: tuple[Any, ...] = ()
    menu: str = ""
    section: int = 0
    context: str = "Commands"

    @property
    def text(self) -> str:
        """The title in the person's language."""
        return translate(self.context, self.title)

    @property
    def keys(self) -> tuple[str, ...]:
        """All shortcuts; the first is the one that is told."""
        return tuple(self.shortcut.split(" | ")) if self.shortcut else ()


class ActionTable(QObject):
    """The table made into QActions that stay enabled and checked as their conditions say."""

    def __init__(self, commands: Iterable[Command], parts: Parts, parent: QWidget) -> None:
        super().__init__(parent)
        self._parts = parts
        self._commands: dict[str, Command] = {}
        self._actions: dict[str, QAction] = {}
        self._refresh = QTimer(self, singleShot=True, interval=0)
        self._refresh.timeout.connect(self.refresh_now)
        for command in commands:
            self._add(command, parent)

    @property
    def commands(self) -> tuple[Command, ...]:
        return tuple(self._commands.values())

    def action(self, id: str) -> QAction:
        return self._actions[id]

    def run(self, id: str) -> None:
        """Do it as if its menu entry had been chosen."""
        self._actions[id].trigger()

    def refresh(self) -> None:
        """Look at all conditions again when the present event is over."""
        self._refresh.start()

    def refresh_now(self) -> None:
        for command in self._commands.values():
            action = self._actions[command.id]
            action.setEnabled(command.enabled is None or command.enabled(self._parts))
            if command.checked is not None:
                action.setChecked(command.checked(self._parts))

    def _add(self, command: Command, window: QWidget) -> None:
        if command.id in self._commands:
            raise ValueError(f"two commands are called {command.id}")
        action = QAction(command.text, window)
        action.setObjectName(command.id)
        action.setShortcuts([QKeySequence(key) for key in command.keys])
        action.setCheckable(command.checked is not None)
        if command.icon:
            theme.set_icon(action, command.icon)
        if command.keys:
            keys = QKeySequence(command.keys[0]).toString(QKeySequence.SequenceFormat.NativeText)
            action.setToolTip(f"{command.text.rstrip('…')} ({keys})")
        else:
            action.setToolTip(command.text.rstrip("…"))
        action.triggered.connect(partial(self._trigger, command))
        window.addAction(action)
        self._commands[command.id], self._actions[command.id] = command, action

    def _trigger(self, command: Command, _checked: bool = False) -> None:
        part, method = command.handler.split(".")
        getattr(self._parts[part], method)(*command.args)
        self.refresh()
