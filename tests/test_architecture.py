"""The walls of the house: who may import whom, and what is not imported before it is needed."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from ganstudio import paths

ROOT = Path(__file__).parents[1]
HEAVY = ("torch", "torchvision", "PySide6", "open_clip")


def python(code: str) -> str:
    """What a fresh interpreter prints."""
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


def test_rooms_import_downwards_only() -> None:
    script = Path(sys.executable).with_name("lint-imports")
    ran = subprocess.run([script, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout


@pytest.mark.parametrize(
    "code",
    [
        "import ganstudio.__main__",
        "import ganstudio.api",
        "from ganstudio.__main__ import main; main(['--help'])",
        "from ganstudio.__main__ import main; main(['run'])",
        "from ganstudio.host.registry import Registry; Registry.standard().operations",
        "from ganstudio import Studio; Studio()",
    ],
)
def test_starting_imports_neither_torch_nor_qt_nor_plugins(code: str) -> None:
    shown = python(
        f"{code}\nimport sys\nprint('loaded:', *sorted(name for name in sys.modules if "
        f"name.split('.')[0] in {HEAVY} or name.startswith('ganstudio.ext.')))"
    )
    assert shown.splitlines()[-1] == "loaded:"


def imported(tree: ast.AST) -> Iterator[str]:
    """Absolute names of modules, however they are imported."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def trespasses(source: str, name: str) -> list[str]:
    """What a plugin's file imports although it may not; Qt is for `panel.py` and a folder `panels`."""
    found = []
    for module in imported(ast.parse(source)):
        inside = module == "ganstudio.api" or module.startswith("ganstudio.api.")
        if module.split(".")[0] == "ganstudio" and not inside:
            found.append(module)
        if module.split(".")[0] == "PySide6" and name != "panel.py" and not name.startswith("panels/"):
            found.append(module)
    return found


@pytest.mark.parametrize(
    "path", sorted(paths.bundled_plugins_dir().rglob("*.py")), ids=lambda path: path.name
)
def test_bundled_plugins_see_the_facade_alone(path: Path) -> None:
    name = path.relative_to(paths.bundled_plugins_dir()).as_posix().partition("/")[2]
    assert trespasses(path.read_text(encoding="utf-8"), name) == []


def test_trespasses_are_found_in_every_form() -> None:
    source = (
        "import ganstudio.engine.device\nfrom ganstudio import document\nfrom ganstudio.api import Context\n"
        "def later():\n    from PySide6.QtCore import QObject\n"
    )
    assert trespasses(source, "ops.py") == [
        "ganstudio.engine.device",
        "ganstudio.document",
        "PySide6.QtCore.QObject",
    ]
    assert trespasses("import PySide6", "panel.py") == []
    assert trespasses("import PySide6", "panels/sliders.py") == []
    assert trespasses("import ganstudio.app", "panels/sliders.py") == ["ganstudio.app"]
