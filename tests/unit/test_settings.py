from __future__ import annotations

import json
from pathlib import Path

import pytest

from ganstudio import paths, settings
from ganstudio.errors import SaveError
from ganstudio.settings import Settings


def test_defaults_hold_where_nothing_is_stored() -> None:
    assert settings.load() == Settings()
    assert settings.load().device == "auto"


def test_changes_are_stored_beside_earlier_ones() -> None:
    settings.save(theme="light")
    assert settings.save(undo_megabytes=64).theme == "light"
    assert settings.load().undo_megabytes == 64
    assert json.loads((paths.config_dir() / "settings.json").read_text()) == {
        "theme": "light",
        "undo_megabytes": 64,
    }


def test_the_environment_wins_over_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    settings.save(device="mps", precision="fp32")
    monkeypatch.setenv("GANSTUDIO_DEVICE", "cpu")
    loaded = settings.load()
    assert (loaded.device, loaded.precision) == ("cpu", "fp32")


@pytest.mark.parametrize("text", ["", "{", "[1, 2]", '"text"', "\x00\xff"])
def test_a_damaged_file_counts_as_none(text: str) -> None:
    paths.config_dir().mkdir(parents=True)
    (paths.config_dir() / "settings.json").write_text(text, encoding="latin-1")
    assert settings.load() == Settings()


def test_a_wrong_value_falls_back_alone() -> None:
    paths.config_dir().mkdir(parents=True)
    (paths.config_dir() / "settings.json").write_text('{"theme": "pink", "undo_megabytes": 64, "old": 1}')
    loaded = settings.load()
    assert (loaded.theme, loaded.undo_megabytes) == ("dark", 64)


def test_a_wrong_environment_does_not_stop_the_program(monkeypatch: pytest.MonkeyPatch) -> None:
    settings.save(undo_megabytes=64, threads=2)
    monkeypatch.setenv("GANSTUDIO_THREADS", "many")
    monkeypatch.setenv("GANSTUDIO_DEVICE", "cpu")
    loaded = settings.load()
    assert (loaded.threads, loaded.undo_megabytes, loaded.device) == (0, 64, "cpu")


def test_a_folder_that_cannot_be_written_is_a_save_error(home: Path) -> None:
    paths.config_dir().mkdir(parents=True)
    (paths.config_dir() / "settings.json").mkdir()
    with pytest.raises(SaveError, match=r"settings\.json could not be saved"):
        settings.save(theme="light")


def test_chosen_models_are_a_table(monkeypatch: pytest.MonkeyPatch) -> None:
    assert settings.save(default_models={"spade": "mine"}).default_models == {"spade": "mine"}
    monkeypatch.setenv("GANSTUDIO_DEFAULT_MODELS", '{"spade": "theirs"}')
    assert settings.load().default_models == {"spade": "theirs"}
    monkeypatch.setenv("GANSTUDIO_DEFAULT_MODELS", "spade=theirs")
    assert settings.load().default_models == {}


def test_who_had_switched_records_off_keeps_them_off() -> None:
    assert settings.Settings(write_provenance=False).record == "none"
    assert settings.Settings(write_provenance=True).record == "full"
    settings.save(write_provenance=False)
    assert settings.load().record == "none"
    settings.save(record="private")
    assert settings.load().record == "private"
