from __future__ import annotations

from pathlib import Path

import pytest

from ganstudio.errors import PluginError
from ganstudio.host.manifest import read_manifest
from tests.support.plugins import edit_manifest, make_plugin


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_plugin("tinter", tmp_path)


def test_a_manifest_is_read_whole(folder: Path) -> None:
    (folder / "plugin.toml").write_text(
        (folder / "plugin.toml").read_text()
        + '[[start]]\ntitle = "Go"\noperation = "tint"\n'
        + '[[panels]]\nid = "own"\ntitle = "Own"\nentry = "panel:OwnPanel"\n'
    )
    manifest = read_manifest(folder)
    assert (manifest.id, manifest.name, manifest.version) == ("tinter", "Tinter", "0.1.0")
    assert manifest.operations[0].inputs == ("image",)
    assert manifest.operations[0].preview
    assert manifest.start[0].operation == "tint"
    assert manifest.panels[0].entry == "panel:OwnPanel"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('name = "Tinter"', 'nmae = "Tinter"', "there is no key “nmae”. Did you mean name?"),
        ("preview = true", "preveiw = true", "no key “operations[0].preveiw”. Did you mean preview?"),
        ('license = "Apache-2.0"\n', "", "the key “license” is missing."),
        ("schema = 1", "schema = 2", "schema: input should be 1, not 2."),
        ('id = "tinter"', 'id = "Tinter!"', "id: string should match"),
        ('entry = "ops:tint"', 'entry = "ops.tint"', "operations[0].entry: string should match"),
        ('output = "image"', 'output = "sound"', "operations[0].output: input should be 'image'"),
        ("schema = 1", "schema = ", "is no valid TOML"),
        ('api = "0.1"', 'api = "0.2"', "written for version 0.2"),
        ('api = "0.1"', 'api = "1.0"', "written for version 1.0"),
        ("[[operations]]", '[[start]]\ntitle = "Go"\noperation = "tnit"\n[[operations]]', "“tnit”"),
    ],
)
def test_what_is_wrong_is_one_sentence(folder: Path, old: str, new: str, message: str) -> None:
    edit_manifest(folder, old, new)
    with pytest.raises(PluginError) as caught:
        read_manifest(folder)
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


def test_two_operations_of_one_name(folder: Path) -> None:
    text = (folder / "plugin.toml").read_text()
    (folder / "plugin.toml").write_text(text + text[text.index("[[operations]]") :])
    with pytest.raises(PluginError, match="two operations are called “tint”"):
        read_manifest(folder)


def test_a_folder_without_a_manifest(tmp_path: Path) -> None:
    with pytest.raises(PluginError, match=r"holds no plugin\.toml"):
        read_manifest(tmp_path)


def test_a_manifest_that_is_no_text(folder: Path) -> None:
    (folder / "plugin.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(PluginError, match="no valid TOML"):
        read_manifest(folder)
