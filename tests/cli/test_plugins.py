from __future__ import annotations

import json
import runpy
from pathlib import Path

from ganstudio import paths
from tests.cli.conftest import Command
from tests.support.plugins import edit_manifest, make_plugin


def test_a_new_plugin_can_be_checked_listed_tested_and_run(ganstudio: Command, grey: Path) -> None:
    ran = ganstudio("plugins", "new", "my_colours")
    folder = paths.user_plugins_dir() / "my_colours"
    assert (ran.code, folder.is_dir()) == (0, True)
    assert ganstudio("plugins", "check", folder) == (0, f"The plugin in {folder} is all right.\n", "")
    assert "my_colours.tint: Tint" in ganstudio("plugins", "list").out
    out = grey.with_name("out.png")
    assert ganstudio("run", "my_colours.tint", "--image", grey, "-o", out).code == 0
    assert out.is_file()
    tests = runpy.run_path(str(folder / "tests" / "test_ops.py"))
    own = [test for name, test in tests.items() if name.startswith("test_")]
    assert len(own) == 2
    for test in own:
        test()


def test_a_plugin_in_another_folder(ganstudio: Command, tmp_path: Path) -> None:
    assert ganstudio("plugins", "new", "tinter", "--folder", tmp_path).code == 0
    assert (tmp_path / "tinter" / "plugin.toml").is_file()
    ran = ganstudio("plugins", "new", "tinter", "--folder", tmp_path)
    assert (ran.code, ran.err) == (2, f"error: {tmp_path / 'tinter'} exists already.\n")


def test_a_broken_plugin_is_listed_and_spoils_nothing(ganstudio: Command) -> None:
    edit_manifest(make_plugin("bad"), "schema = 1", "schema = 2")
    ran = ganstudio("plugins", "list")
    assert ran.code == 0
    assert "semantic_painting" in ran.out
    assert "broken: " in ran.out
    told = json.loads(ganstudio("plugins", "list", "--json").out)
    assert [Path(item["folder"]).name for item in told["broken"]] == ["bad"]


def test_the_check_lists_all_problems(ganstudio: Command) -> None:
    folder = make_plugin("tinter", ops="raise ValueError('no luck')", extra="import ganstudio.engine")
    ran = ganstudio("plugins", "check", folder)
    assert ran.code == 3
    assert ran.out.splitlines() == [
        "The plugin tinter cannot be loaded: ValueError: no luck.",
        "extra.py imports ganstudio.engine; plugins may import ganstudio.api only.",
    ]
    assert ran.err == f"error: The plugin in {folder} has 2 problems.\n"
