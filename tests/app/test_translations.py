"""Korean is complete: every text of sources and data is translated, and the compiled catalogue is current."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication

from ganstudio.app import i18n
from tests.support import translations

UPDATE = "run `python tests/support/translations.py` and translate what it lists"


def test_every_text_is_in_the_catalogue_and_translated(tmp_path: Path) -> None:
    fresh = tmp_path / "ganstudio_ko.ts"
    shutil.copy(translations.CATALOGUE, fresh)
    translations.update(fresh)
    found = translations.read(fresh)
    assert len(found) > 400
    assert [key for key, text in found.items() if text is None] == [], UPDATE
    assert found == translations.read(translations.CATALOGUE), UPDATE


def test_the_compiled_catalogue_is_of_this_source(tmp_path: Path) -> None:
    compiled = tmp_path / "ganstudio_ko.qm"
    translations.compile(translations.CATALOGUE, compiled)
    assert compiled.read_bytes() == translations.COMPILED.read_bytes(), UPDATE


def test_translations_keep_the_places_that_are_filled_in() -> None:
    for (context, text), translated in translations.read(translations.CATALOGUE).items():
        assert sorted(re.findall(r"\{\d\}", text)) == sorted(re.findall(r"\{\d\}", translated or "")), context


def test_the_window_speaks_korean(qapp: QApplication) -> None:
    i18n.install(qapp, "ko")
    try:
        assert i18n.translate("Menus", "File") == "파일"
        assert i18n.plugin_text("Winter") == "겨울"
        assert i18n.palette_text("Mountain") == "산"
        assert QCoreApplication.translate("QPlatformTheme", "Cancel") != "Cancel"
    finally:
        i18n.install(qapp, "en")
    assert i18n.translate("Menus", "File") == "File"


def test_a_new_text_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(translations, "data_strings", lambda: iter([("help", "Never said before.")]))
    fresh = tmp_path / "ganstudio_ko.ts"
    shutil.copy(translations.CATALOGUE, fresh)
    translations.update(fresh)
    assert translations.read(fresh)["help", "Never said before."] is None
