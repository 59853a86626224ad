"""The narrow strip of tools at the left."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMainWindow, QToolBar, QToolButton

from ganstudio.app.actions import ActionTable
from ganstudio.app.i18n import translate
from ganstudio.app.session import TOOLS


def make_tool_strip(window: QMainWindow, table: ActionTable) -> QToolBar:
    """One button per tool; its tooltip tells the key."""
    strip = QToolBar(translate("Menus", "Tools"), window)
    strip.setObjectName("tool_strip")
    strip.setMovable(False)
    strip.setIconSize(QSize(20, 20))
    strip.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
    strip.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
    group = QActionGroup(strip)
    for tool in TOOLS:
        action = table.action(f"tool.{tool}")
        group.addAction(action)
        if tool in ("line", "eyedropper", "select_rectangle", "points", "hand"):
            strip.addSeparator()
        strip.addAction(action)
        button = strip.widgetForAction(action)
        if isinstance(button, QToolButton):
            button.setFixedSize(32, 32)
            button.setAccessibleName(action.text())
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    window.addToolBar(Qt.ToolBarArea.LeftToolBarArea, strip)
    return strip
