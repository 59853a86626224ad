from __future__ import annotations

from pathlib import Path

import pytest

from ganstudio.errors import InputError
from ganstudio.host.authoring import check_plugin, new_plugin
from tests.support.plugins import edit_manifest, make_plugin


def test_a_new_plugin_passes_the_check(tmp_path: Path) -> None:
    folder = new_plugin("warm_colours", tmp_path)
    assert check_plugin(folder) == []
    assert 'name = "Warm colours"' in (folder / "plugin.toml").read_text()
    assert {path.relative_to(folder).as_posix() for path in folder.rglob("*.*") if path.suffix != ".pyc"} == {
        "plugin.toml",
        "__init__.py",
        "ops.py",
        "tests/test_ops.py",
    }


@pytest.mark.parametrize("id", ["Tinter", "2d", "a-b", "", "../up"])
def test_an_id_must_be_a_plain_name(id: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be the id"):
        new_plugin(id, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_an_existing_folder_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "tinter").mkdir()
    with pytest.raises(InputError, match="exists already"):
        new_plugin("tinter", tmp_path)


def test_the_check_finds_everything_at_once(tmp_path: Path) -> None:
    folder = make_plugin(
        "tinter",
        tmp_path,
        ops="raise ValueError('no luck')",
        extra="from ganstudio import document\nimport ganstudio.engine.device\nfrom PySide6 import QtCore",
        panel="import PySide6.QtWidgets\nfrom ganstudio.api import InputError",
    )
    (folder / "plugin.toml").write_text(
        (folder / "plugin.toml").read_text()
        + '[[start]]\ntitle = "Go"\noperation = "tint"\npicture = "gone.webp"\n'
        + '[[panels]]\nid = "own"\ntitle = "Own"\nentry = "panels.own:OwnPanel"\n'
    )
    assert check_plugin(folder) == [
        "The plugin tinter cannot be loaded: ValueError: no luck.",
        "plugin.toml names panels.own:OwnPanel, but there is no panels/own.py.",
        "plugin.toml names gone.webp, which is not there.",
        "extra.py imports ganstudio.document; plugins may import ganstudio.api only.",
        "extra.py imports ganstudio.engine.device; plugins may import ganstudio.api only.",
        "extra.py imports PySide6; only panel.py may, since plugins also run without a window.",
    ]


def test_a_default_outside_its_range_is_found(tmp_path: Path) -> None:
    folder = make_plugin("tinter", tmp_path)
    text = (folder / "ops.py").read_text()
    (folder / "ops.py").write_text(text.replace("] = 0.5", "] = 5.0"))
    assert check_plugin(folder) == ["Strength must lie between 0 and 1, not 5."]


def test_a_broken_manifest_is_the_only_finding(tmp_path: Path) -> None:
    folder = make_plugin("tinter", tmp_path)
    edit_manifest(folder, "schema = 1", "shcema = 1")
    (problem,) = check_plugin(folder)
    assert "schema" in problem
