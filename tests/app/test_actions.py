"""The table of commands and what is made from it."""

from __future__ import annotations

from collections import Counter

import pytest
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QWidget

from ganstudio.app import theme
from ganstudio.app.actions import ActionTable, Command
from ganstudio.app.commands import COMMANDS
from ganstudio.app.menus import MENUS, SUBMENUS
from ganstudio.app.session import TOOLS


def test_no_two_commands_share_an_id_or_a_shortcut() -> None:
    ids = Counter(command.id for command in COMMANDS)
    keys = Counter(QKeySequence(key).toString() for command in COMMANDS for key in command.keys)
    assert [id for id, count in ids.items() if count > 1] == []
    assert [key for key, count in keys.items() if count > 1 or not key] == []


def test_rows_name_icons_and_menus_that_exist() -> None:
    for command in COMMANDS:
        assert not command.icon or theme.has_icon(command.icon), command.id
        assert all(part in MENUS + SUBMENUS for part in command.menu.split("/") if part), command.id


def test_every_tool_has_a_command_with_a_key() -> None:
    keys = {command.args[0]: command.keys for command in COMMANDS if command.id.startswith("tool.")}
    assert set(keys) == set(TOOLS)
    assert all(keys.values())


def test_every_handler_is_a_method_of_its_part(window: object) -> None:
    parts = window.actions_table._parts
    for command in window.actions_table.commands:
        part, method = command.handler.split(".")
        assert callable(getattr(parts[part], method)), command.id


class _Part:
    def __init__(self) -> None:
        self.got: list[tuple[int, ...]] = []
        self.ready = False

    def act(self, *args: int) -> None:
        self.got.append(args)


def test_an_action_calls_its_handler_and_keeps_to_its_conditions(qtbot: object) -> None:
    holder, part = QWidget(), _Part()
    qtbot.addWidget(holder)
    row = Command(
        "a", "Do it", "part.act", "Ctrl+J", enabled=lambda p: p["part"].ready,
        checked=lambda p: len(p["part"].got) == 1, args=(7,),
    )  # fmt: skip
    table = ActionTable([row], {"part": part}, holder)
    table.refresh_now()
    table.run("a")
    assert part.got == []
    part.ready = True
    table.refresh_now()
    table.run("a")
    table.refresh_now()
    assert part.got == [(7,)]
    assert table.action("a").isChecked()
    assert "Ctrl+J" in table.action("a").toolTip()


def test_one_id_twice_is_an_error(qtbot: object) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    with pytest.raises(ValueError, match="two commands"):
        ActionTable([Command("a", "A", "x.y"), Command("a", "B", "x.y")], {}, holder)
