"""The menu bar and the context menus, made from the table of commands."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QMenuBar

from ganstudio.app.actions import ActionTable
from ganstudio.app.i18n import translate

MENUS = ("File", "Edit", "Image", "Layer", "Select", "Generate", "View", "Help")
SUBMENUS = ("Tools", "Panels", "Theme", "Walk-throughs", "Open recent")
"""All menu titles; translated in the context "Menus"."""
RECENT = "File/Open recent"

_ROLES = {
    "app.preferences": QAction.MenuRole.PreferencesRole,
    "app.quit": QAction.MenuRole.QuitRole,
    "help.about": QAction.MenuRole.AboutRole,
}


def build_menus(bar: QMenuBar, table: ActionTable) -> dict[str, QMenu]:
    """Fill the bar in the order of `MENUS`; returns every menu by its path, "View/Panels"."""
    menus: dict[str, QMenu] = {}
    for title in MENUS:
        menus[title] = bar.addMenu(translate("Menus", title))
    sections: dict[str, int] = {}
    for command in table.commands:
        if not command.menu:
            continue
        menu = _menu(menus, command.menu)
        if sections.setdefault(command.menu, command.section) != command.section:
            menu.addSeparator()
            sections[command.menu] = command.section
        action = table.action(command.id)
        action.setMenuRole(_ROLES.get(command.id, QAction.MenuRole.NoRole))
        menu.addAction(action)
        if command.id == "file.open":
            menus[RECENT] = menu.addMenu(translate("Menus", "Open recent"))
    return menus


def fill_recent(menu: QMenu, paths: Iterable[Path], open_path: Callable[[Path], object]) -> None:
    """Put the recent files into their menu."""
    menu.clear()
    for path in paths:
        menu.addAction(path.name, lambda path=path: open_path(path)).setToolTip(str(path))
    menu.setEnabled(not menu.isEmpty())


def _menu(menus: dict[str, QMenu], path: str) -> QMenu:
    """The menu at a path; a submenu is made when it is first met, between lines."""
    if path not in menus:
        parent, _, title = path.rpartition("/")
        above = _menu(menus, parent)
        menus[path] = above.addMenu(translate("Menus", title))
    return menus[path]
