from __future__ import annotations

import json
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pytest

from ganstudio.cli import doctor
from tests.cli.conftest import Command
from tests.support.plugins import edit_manifest, make_plugin


def test_a_healthy_program(ganstudio: Command, home: Path) -> None:
    ran = ganstudio("doctor", "--json")
    facts = json.loads(ran.out)
    assert (ran.code, facts["missing"]) == (0, [])
    assert facts["Versions"]["PySide6"] == version("PySide6")
    assert facts["Devices"]["chosen"] == "CPU, fp32"
    assert facts["Devices"]["bf16 on the CPU"].endswith(" ms")
    assert facts["Folders"]["your data"] == str(home / "data")
    assert "semantic_painting" in facts["Plugins"]
    assert ganstudio("doctor").out.endswith("Nothing is missing.\n")


def test_a_broken_plugin_of_the_person_is_told_but_not_missing(ganstudio: Command) -> None:
    edit_manifest(make_plugin("bad"), "schema = 1", "schema = 2")
    ran = ganstudio("doctor")
    assert ran.code == 0
    assert "broken: " in ran.out


def test_what_is_missing_is_told_and_counts(ganstudio: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    def find(name: str) -> str:
        if name == "PySide6":
            raise PackageNotFoundError(name)
        return version(name)

    monkeypatch.setattr(doctor, "version", find)
    monkeypatch.setenv("GANSTUDIO_DEVICE", "cuda:9")
    ran = ganstudio("doctor")
    assert ran.code == 1
    assert "missing: The package PySide6 is not installed." in ran.out
    assert "missing: There is no device “cuda:9” here." in ran.out


def test_a_folder_that_cannot_be_written(
    ganstudio: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("GANSTUDIO_HOME", str(tmp_path / "file"))
    ran = ganstudio("doctor")
    assert ran.code == 1
    assert f"missing: {tmp_path / 'file' / 'data'} cannot be written." in ran.out
