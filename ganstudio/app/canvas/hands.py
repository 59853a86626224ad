"""Which tool a press goes to: the chosen one, or what a held key, another button or the pen's end asks for.

Space or the middle button pan, alt picks, shift resizes the brush, the pen's other end erases.
"""

from __future__ import annotations

from PySide6.QtCore import Qt

from ganstudio.app.canvas.ink_tool import InkTool
from ganstudio.app.canvas.points_tool import PointsTool
from ganstudio.app.canvas.tool import Modifier, Navigator, Pointer, Tool
from ganstudio.app.canvas.tools import TOOLS, EyedropperTool, HandTool, ResizeTool
from ganstudio.app.session import EditorSession

Button = Qt.MouseButton


class Hands:
    """One press at a time, from whichever device it comes."""

    def __init__(self, session: EditorSession, navigator: Navigator) -> None:
        made: dict[str, type[Tool]] = {**TOOLS, "ink": InkTool, "points": PointsTool}
        self._tools = {id: make(session, navigator) for id, make in made.items()}
        self._session = session
        self._hand = HandTool(session, navigator)
        self._picker = EyedropperTool(session, navigator)
        self._resizer = ResizeTool(session, navigator)
        self._space = False
        self._modifiers = Modifier.NoModifier
        self._active: Tool | None = None

    @property
    def busy(self) -> bool:
        """Whether a press has not been let go of."""
        return self._active is not None

    @property
    def tool(self) -> Tool:
        """The tool at work, or the one that a press would go to."""
        return self._active or self._choose(Button.LeftButton, eraser=False)

    def press(self, pointer: Pointer, button: Button, *, eraser: bool = False) -> bool:
        """Begin; False for buttons that mean nothing here."""
        if self.busy or button not in (Button.LeftButton, Button.MiddleButton):
            return False
        self._modifiers = pointer.modifiers
        self._active = self._choose(button, eraser)
        self._active.press(pointer)
        return True

    def move(self, pointer: Pointer) -> None:
        self._modifiers = pointer.modifiers
        if self._active is not None:
            self._active.move(pointer)

    def release(self, pointer: Pointer) -> None:
        tool, self._active = self._active, None
        if tool is not None:
            tool.release(pointer)

    def cancel(self) -> bool:
        """Take back what goes on; False when nothing does."""
        tool, self._active = self._active, None
        if tool is not None:
            tool.cancel()
        return tool is not None

    def hold_space(self, held: bool) -> None:
        self._space = held

    def hold(self, modifiers: Modifier) -> None:
        """Modifier keys went down or up while nothing is pressed."""
        self._modifiers = modifiers

    @property
    def cursor(self) -> Qt.CursorShape:
        panning = self.tool is self._hand or isinstance(self.tool, HandTool)
        return Qt.CursorShape.ClosedHandCursor if panning and self.busy else self.tool.cursor

    def _choose(self, button: Button, eraser: bool) -> Tool:
        tool = self._tools[self._session.tool]
        if self._space or button == Button.MiddleButton:
            return self._hand
        if eraser:
            return self._tools["eraser"]
        held = self._modifiers & (Modifier.AltModifier | Modifier.ShiftModifier)
        if held == Modifier.AltModifier and tool.picks:
            return self._picker
        if held == Modifier.ShiftModifier and tool.resizes:
            return self._resizer
        return tool
