"""The look: colour tokens, palette, stylesheet and icons of the dark and the light theme.

Colours are data in `resources/themes/*.json`, the stylesheet is `studio.qss` with tokens put in, icons are
SVG files whose `currentColor` becomes the theme's text colour.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict, dataclass
from functools import cache
from string import Template
from typing import Literal, Protocol

from PySide6.QtCore import QByteArray, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QGuiApplication, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication, QStyleFactory

from ganstudio import paths

ThemeName = Literal["dark", "light"]

_ICON_SIZES = (16, 20, 24, 32, 40, 48, 60, 72)
_FAMILIES = ("Inter", "Noto Sans", "Noto Sans KR", "Noto Sans CJK KR", "NanumBarunGothic", "NanumGothic")


@dataclass(frozen=True)
class Tokens:
    """Colours as #rrggbb, and the measures that every panel keeps to (logical pixels)."""

    well: str
    window: str
    panel: str
    raised: str
    hover: str
    border: str
    border_strong: str
    text: str
    text_muted: str
    text_disabled: str
    accent: str
    accent_hover: str
    accent_soft: str
    on_accent: str
    danger: str
    warning: str
    success: str
    grid: int = 4
    control_height: int = 28
    body_px: int = 13
    caption_px: int = 11
    motion_ms: int = 120

    def colour(self, name: str) -> QColor:
        return QColor(getattr(self, name))


class _Notifier(QObject):
    changed = Signal()


class _HasIcon(Protocol):
    def setIcon(self, icon: QIcon) -> None: ...


_current: ThemeName = "dark"
notifier = _Notifier()
"""`notifier.changed` is emitted after another theme was applied; self-painting widgets repaint on it."""


@cache
def load_tokens(theme: ThemeName) -> Tokens:
    """The tokens of a theme, whether or not it is the current one."""
    file = paths.resources_dir() / "themes" / f"{theme}.json"
    return Tokens(**json.loads(file.read_text(encoding="utf-8")))


def tokens() -> Tokens:
    return load_tokens(_current)


def current() -> ThemeName:
    return _current


def resolve(choice: str) -> ThemeName:
    """Turn the setting "system" into what the desktop asks for."""
    if choice in ("dark", "light"):
        return choice
    scheme = QGuiApplication.styleHints().colorScheme()
    return "light" if scheme == Qt.ColorScheme.Light else "dark"


def apply(app: QApplication, theme: ThemeName) -> None:
    """Give the whole program this theme; icons set with `set_icon` follow."""
    global _current
    _current = theme
    app.setStyle(QStyleFactory.create("Fusion"))
    app.setFont(_font())
    app.setPalette(_palette(tokens()))
    app.setStyleSheet(stylesheet(theme))
    _refresh_icons(app)
    notifier.changed.emit()


def stylesheet(theme: ThemeName) -> str:
    folder = paths.resources_dir() / "themes"
    source = Template((folder / "studio.qss").read_text(encoding="utf-8"))
    return source.substitute(asdict(load_tokens(theme)), glyphs=(folder / theme).as_posix())


def icon(name: str, colour: str = "text") -> QIcon:
    """The icon `resources/icons/<name>.svg` in a token's colour; KeyError when there is no such icon."""
    return _icon(name, colour, _current)


def has_icon(name: str) -> bool:
    """Whether there is such an icon; plugins may name any."""
    return bool(name) and (paths.resources_dir() / "icons" / f"{name}.svg").is_file()


def set_icon(target: _HasIcon, name: str, colour: str = "text") -> None:
    """Give a button or action an icon that follows the theme."""
    target.setProperty("icon_name", f"{name}|{colour}")
    target.setIcon(icon(name, colour))


def pixmap(name: str, size: int, colour: str = "text", ratio: float = 1.0) -> QPixmap:
    """An icon as a picture of `size` logical pixels, for labels."""
    return icon(name, colour).pixmap(QPixmap(size, size).size(), ratio)


@cache
def _icon(name: str, colour: str, theme: ThemeName) -> QIcon:
    file = paths.resources_dir() / "icons" / f"{name}.svg"
    if not file.is_file():
        raise KeyError(name)
    source = file.read_text(encoding="utf-8")
    palette = load_tokens(theme)
    made = QIcon()
    for mode, token in ((QIcon.Mode.Normal, colour), (QIcon.Mode.Disabled, "text_disabled")):
        renderer = QSvgRenderer(QByteArray(source.replace("currentColor", getattr(palette, token)).encode()))
        for size in _ICON_SIZES:
            made.addPixmap(_render(renderer, size), mode)
    return made


def _render(renderer: QSvgRenderer, size: int) -> QPixmap:
    canvas = QPixmap(size, size)
    canvas.fill(Qt.GlobalColor.transparent)
    painter = QPainter(canvas)
    renderer.render(painter, QRectF(0, 0, size, size))
    painter.end()
    return canvas


def _refresh_icons(app: QApplication) -> None:
    for widget in app.allWidgets():
        for target in (widget, *widget.actions()):
            wanted = target.property("icon_name")
            if wanted:
                target.setIcon(icon(*wanted.split("|")))


def _font() -> QFont:
    """13 px of the desktop's own face, or on Linux of the first good one that is installed."""
    font = QApplication.font()
    if sys.platform.startswith("linux"):
        font.setFamilies([*_FAMILIES, *font.families()])
    font.setPixelSize(tokens().body_px)
    return font


def _palette(t: Tokens) -> QPalette:
    roles = {
        QPalette.ColorRole.Window: t.window,
        QPalette.ColorRole.WindowText: t.text,
        QPalette.ColorRole.Base: t.panel,
        QPalette.ColorRole.AlternateBase: t.raised,
        QPalette.ColorRole.Text: t.text,
        QPalette.ColorRole.Button: t.raised,
        QPalette.ColorRole.ButtonText: t.text,
        QPalette.ColorRole.BrightText: t.danger,
        QPalette.ColorRole.ToolTipBase: t.raised,
        QPalette.ColorRole.ToolTipText: t.text,
        QPalette.ColorRole.PlaceholderText: t.text_muted,
        QPalette.ColorRole.Highlight: t.accent,
        QPalette.ColorRole.HighlightedText: t.on_accent,
        QPalette.ColorRole.Link: t.accent,
        QPalette.ColorRole.LinkVisited: t.accent,
        QPalette.ColorRole.Accent: t.accent,
        QPalette.ColorRole.Light: t.hover,
        QPalette.ColorRole.Midlight: t.hover,
        QPalette.ColorRole.Mid: t.border,
        QPalette.ColorRole.Dark: t.border,
        QPalette.ColorRole.Shadow: t.well,
    }
    palette = QPalette()
    for role, colour in roles.items():
        palette.setColor(role, QColor(colour))
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(t.text_disabled))
    return palette


def contrast(first: str, second: str) -> float:
    """WCAG 2 contrast ratio of two opaque colours, 1 to 21."""
    light, dark = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    value = QColor(colour)
    linear = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
        for c in (value.redF(), value.greenF(), value.blueF())
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
