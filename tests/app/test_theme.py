"""Tokens, contrast, stylesheet and icons."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QToolButton

from ganstudio import paths
from ganstudio.app import theme

THEMES = ("dark", "light")
TEXT_ON = [
    (text, ground)
    for text in ("text", "text_muted")
    for ground in ("window", "panel", "raised", "hover", "accent_soft")
] + [("on_accent", "accent"), ("on_accent", "accent_hover")]
MARKS_ON = [
    (mark, ground) for mark in ("accent", "danger", "warning", "success") for ground in ("window", "panel")
]


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize(("text", "ground"), TEXT_ON + MARKS_ON)
def test_text_can_be_read(name: theme.ThemeName, text: str, ground: str) -> None:
    tokens = theme.load_tokens(name)
    assert theme.contrast(getattr(tokens, text), getattr(tokens, ground)) >= 4.5


@pytest.mark.parametrize("name", THEMES)
def test_the_focus_ring_stands_out_from_every_surface(name: theme.ThemeName) -> None:
    tokens = theme.load_tokens(name)
    for ground in (tokens.window, tokens.panel, tokens.raised, tokens.hover):
        assert theme.contrast(tokens.accent, ground) >= 3


def test_contrast_is_that_of_wcag() -> None:
    assert theme.contrast("#ffffff", "#000000") == pytest.approx(21)
    assert theme.contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("name", THEMES)
def test_the_stylesheet_names_only_files_that_are_there(name: theme.ThemeName) -> None:
    sheet = theme.stylesheet(name)
    files = re.findall(r"url\(([^)]+)\)", sheet)
    assert files
    assert all(paths.Path(file).is_file() for file in files)
    assert "$" not in sheet


def test_icons_are_one_family() -> None:
    files = list((paths.resources_dir() / "icons").glob("*.svg"))
    assert len(files) > 60
    for file in files:
        source = file.read_text()
        assert 'viewBox="0 0 24 24"' in source, file.name
        assert 'stroke-width="1.5"' in source, file.name
        assert set(re.findall(r'(?:stroke|fill)="([^"]+)"', source)) <= {"none", "currentColor"}, file.name


def test_icons_follow_the_theme(qapp: QApplication, qtbot: object) -> None:
    theme.apply(qapp, "dark")
    button = QToolButton()
    qtbot.addWidget(button)
    theme.set_icon(button, "stop")

    def brightest() -> int:
        image = button.icon().pixmap(QSize(24, 24)).toImage()
        pixels = [image.pixelColor(x, y) for x in range(24) for y in range(24)]
        return max((QColor(p).lightness() for p in pixels if p.alpha() > 200), default=0)

    on_dark = brightest()
    theme.apply(qapp, "light")
    assert on_dark > 180 > 100 > brightest()
    theme.apply(qapp, "dark")


def test_an_icon_that_is_not_there_is_an_error() -> None:
    with pytest.raises(KeyError):
        theme.icon("no-such-icon")
