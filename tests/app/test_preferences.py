"""Settings that are changed hold at once and at the next start."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel

from ganstudio import settings
from ganstudio.app import theme
from ganstudio.app.dialogs.preferences import PreferencesDialog
from ganstudio.app.studio import AppStudio
from ganstudio.document.document import Document
from ganstudio.host.discovery import read_all
from ganstudio.host.registry import Registry
from ganstudio.settings import Settings


@pytest.fixture
def dialog(studio: AppStudio, qtbot: object) -> PreferencesDialog:
    made = PreferencesDialog(studio, ("cuda:0", "cpu"))
    qtbot.addWidget(made)
    return made


def test_a_changed_theme_is_applied_and_kept(window: object, qapp: QApplication) -> None:
    window.preferences.set_theme("light")
    assert theme.current() == "light"
    assert settings.load().theme == "light"
    window.preferences.set_theme("dark")
    assert theme.current() == "dark"


def test_every_setting_has_a_control(dialog: PreferencesDialog) -> None:
    told: list[str] = []
    dialog.changed.connect(lambda name, value: told.append(name))
    from PySide6.QtWidgets import QCheckBox, QSpinBox

    from ganstudio.app.widgets.control import Control

    for field in dialog.findChildren(QSpinBox):
        field.setValue(field.value() + 1)
    for box in dialog.findChildren(QCheckBox):
        box.toggle()
    for control in dialog.findChildren(Control):
        control.changed.emit("x")
    elsewhere = {"default_models"}  # chosen where the models are
    assert set(told) == set(Settings.model_fields) - elsewhere


def test_broken_plugins_are_listed_with_their_sentence(qtbot: object, tmp_path: Path) -> None:
    (tmp_path / "bad").mkdir()
    (tmp_path / "bad" / "plugin.toml").write_text('schema = 1\nid = "bad"\nsurprise = 2\n')
    studio = AppStudio(Settings(), Registry(*read_all([(tmp_path / "bad", "user")])))
    dialog = PreferencesDialog(studio, ())
    qtbot.addWidget(dialog)
    texts = [label.text() for label in dialog.findChildren(QLabel)]
    assert any("surprise" in text for text in texts)
    studio.shutdown()


def test_the_history_keeps_to_its_memory(window: object, start: Callable[[], Document]) -> None:
    window.preferences.set("undo_megabytes", 32)
    assert start().history.budget_bytes == 32 << 20


def test_a_new_device_setting_makes_a_new_choice(window: object) -> None:
    before = window.studio.core
    window.preferences.set("autosave_seconds", 90)
    assert window.studio.core is before
    assert window.autosave._timer.interval() == 90_000
    window.preferences.set("threads", 1)
    assert window.studio.core is not before
