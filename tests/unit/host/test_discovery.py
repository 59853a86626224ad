from __future__ import annotations

import sys
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from ganstudio import paths
from ganstudio.host import discovery
from ganstudio.host.discovery import discover
from tests.support.plugins import edit_manifest, make_plugin


def test_the_persons_plugins_stand_beside_the_bundled_ones() -> None:
    make_plugin("tinter")
    plugins, broken = discover()
    assert {"semantic_painting": "bundled", "tinter": "user"}.items() <= {
        plugin.id: plugin.origin for plugin in plugins
    }.items()
    assert broken == []


def test_finding_plugins_runs_none_of_their_code() -> None:
    make_plugin("tinter", __init__="raise SystemExit", ops="raise SystemExit")
    assert "tinter" in {plugin.id for plugin in discover()[0]}


def test_a_broken_plugin_is_listed_and_the_others_stay() -> None:
    make_plugin("good")
    edit_manifest(make_plugin("bad"), "schema = 1", "schema = 7")
    (paths.user_plugins_dir() / "empty").mkdir()
    plugins, broken = discover()
    assert "good" in {plugin.id for plugin in plugins}
    assert {item.folder.name: "\n" in item.error for item in broken} == {"bad": False, "empty": False}


def test_hidden_folders_and_files_are_no_plugins() -> None:
    make_plugin("tinter")
    for name in (".git", "__pycache__"):
        (paths.user_plugins_dir() / name).mkdir()
    (paths.user_plugins_dir() / "notes.txt").touch()
    assert discover()[1] == []


def test_of_two_plugins_with_one_id_the_second_is_broken() -> None:
    edit_manifest(make_plugin("copy"), 'id = "copy"', 'id = "semantic_painting"')
    plugins, broken = discover()
    assert [plugin.origin for plugin in plugins if plugin.id == "semantic_painting"] == ["bundled"]
    assert "already a plugin “semantic_painting”" in broken[0].error


def test_installed_packages_bring_plugins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_plugin("packaged_tinter", tmp_path, __init__="raise RuntimeError('imported')")
    monkeypatch.syspath_prepend(tmp_path)
    points = [
        EntryPoint("packaged", "packaged_tinter", discovery.GROUP),
        EntryPoint("gone", "package_that_is_not_there", discovery.GROUP),
    ]
    monkeypatch.setattr(discovery, "entry_points", lambda group: points)
    plugins, broken = discover()
    assert ("packaged_tinter", "package") in {(plugin.id, plugin.origin) for plugin in plugins}
    assert [item.error for item in broken] == ["There is no package package_that_is_not_there."]
    assert "packaged_tinter" not in sys.modules
