from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from PIL import Image

from tests.cli.conftest import Command


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two classes, and a broken file."""
    for name, colour in (("cat/a", 10), ("cat/b", 20), ("dog/a", 30)):
        path = tmp_path / "set" / f"{name}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.new("RGB", (24, 16), (colour, 0, 0)).save(path)
    (tmp_path / "set/dog/b.png").write_bytes(b"broken")
    return tmp_path / "set"


def test_a_folder_is_shown(ganstudio: Command, folder: Path) -> None:
    ran = ganstudio("data", "inspect", folder)
    assert ran.code == 0, ran.err
    assert "labelled images, 3 examples" in ran.out
    assert "24 × 16" in ran.out
    assert "warning: dog/b.png is no picture that can be read. It is left out." in ran.out


def test_the_same_as_json(ganstudio: Command, folder: Path, tmp_path: Path) -> None:
    sheet = tmp_path / "sheet.png"
    ran = ganstudio("data", "inspect", folder, "--kind", "domains", "--json", "--thumbnails", sheet)
    shown = json.loads(ran.out)
    assert (shown["kind"], shown["count"], shown["usable"]) == ("domains", 3, True)
    assert shown["classes"] == {"cat": 2, "dog": 2}
    assert shown["sizes"] == [{"width": 24, "height": 16, "count": 3}]
    assert shown["findings"][0]["file"] == str(folder / "dog/b.png")
    with Image.open(sheet) as picture:
        assert picture.size == (3 * 96, 96)


def test_options_of_the_kind_are_understood(ganstudio: Command, folder: Path) -> None:
    words = ("data", "inspect", folder, "--kind", "domains", "--set")
    assert "1 example" not in ganstudio(*words, "domains=dog,cat").out
    ran = ganstudio(*words, "domain=dog")
    assert ran.code == 1
    assert "Data of the kind domains has no option “domain”." in ran.out


def test_names_that_are_no_text_do_not_stop_it(ganstudio: Command, folder: Path) -> None:
    (folder / "cat" / os.fsdecode(b"\xff.png")).write_bytes(b"broken")
    assert "cat/?.png is no picture" in ganstudio("data", "inspect", folder).out
    assert "cat/?.png" in ganstudio("data", "inspect", folder, "--json").out


def test_a_folder_that_nothing_can_be_trained_on_fails(ganstudio: Command, tmp_path: Path) -> None:
    ran = ganstudio("data", "inspect", tmp_path)
    assert ran.code == 1
    assert "error:" in ran.out
    assert "holds nothing" in ran.out


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["data", "inspect", "nowhere"], "nowhere does not exist."),
        (["data", "inspect", "."], ""),
        (["data", "inspect", ".", "--set", "domains"], "“domains” is no NAME=VALUE."),
    ],
)
def test_a_mistake_is_one_sentence(
    ganstudio: Command, folder: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], sentence: str
) -> None:
    monkeypatch.chdir(folder)
    ran = ganstudio(*words)
    assert sentence in ran.err
    assert ran.err.count("\n") == (1 if sentence else 0)
