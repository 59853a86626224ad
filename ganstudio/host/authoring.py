"""For people who write plugins: a first one that works, and a check that finds what is wrong with one."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from ganstudio import paths
from ganstudio.errors import GanStudioError, InputError, SaveError
from ganstudio.host.manifest import FILE, Manifest
from ganstudio.host.registry import Registry
from ganstudio.params import specs

_ID = re.compile(r"[a-z][a-z0-9_]*")
_EXAMPLE = Path(__file__).parent / "example"


def new_plugin(id: str, parent: Path) -> Path:
    """Copy the example plugin to `parent/id`, under that id, and return the folder.

    InputError when the id is no plain name or the folder exists; SaveError when it cannot be written.
    """
    if not _ID.fullmatch(id):
        raise InputError(
            f"“{id}” cannot be the id of a plugin.", hint="Take small letters, digits and underscores."
        )
    folder = parent / id
    if folder.exists():
        raise InputError(f"{folder} exists already.")
    title = id.replace("_", " ").capitalize()
    for source in sorted(_EXAMPLE.rglob("*")):
        if source.suffix not in (".py", ".toml"):
            continue
        text = source.read_text(encoding="utf-8").replace("example", id).replace("Example", title)
        path = folder / source.relative_to(_EXAMPLE)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise SaveError(f"{path.parent} cannot be made: {(error.strerror or '').lower()}.") from error
        with paths.atomic_write(path) as file:
            file.write(text.encode())
    return folder


def check_plugin(folder: Path) -> list[str]:
    """Everything that is wrong with a plugin, one sentence each. Imports its code, but none of its panels."""
    try:
        registry = Registry.of_folder(folder)
    except GanStudioError as error:
        return [str(error)]
    manifest = registry.plugins[0].manifest
    return [
        *_wrong_operations(registry),
        *_missing_modules(folder, manifest),
        *_missing_files(folder, manifest),
        *_wrong_imports(folder),
    ]


def _wrong_operations(registry: Registry) -> Iterator[str]:
    for id in registry.operations:
        try:
            operation = registry.operation(id)
            if not any(spec.required for spec in specs(operation.params)):
                operation.build({})
        except GanStudioError as error:
            yield str(error)


def _missing_modules(folder: Path, manifest: Manifest) -> Iterator[str]:
    tables = (manifest.panels, manifest.architectures, manifest.recipes)
    for entry in (item.entry for table in tables for item in table):
        module = entry.partition(":")[0].replace(".", "/")
        if not (folder / f"{module}.py").is_file() and not (folder / module / "__init__.py").is_file():
            yield f"{FILE} names {entry}, but there is no {module}.py."


def _missing_files(folder: Path, manifest: Manifest) -> Iterator[str]:
    for tile in manifest.start:
        for name in (tile.picture, tile.template, *tile.layers.values()):
            if name and not (folder / name).is_file():
                yield f"{FILE} names {name}, which is not there."


def _wrong_imports(folder: Path) -> Iterator[str]:
    """Plugins see `ganstudio.api` alone; Qt is for panels, which are not imported without a window."""
    for path in sorted(folder.rglob("*.py")):
        place = path.relative_to(folder)
        if place.parts[0] == "tests":
            continue
        for name in _imported(path):
            if name.split(".")[0] == "ganstudio" and name != "ganstudio.api":
                yield f"{place} imports {name}; plugins may import ganstudio.api only."
            if name.split(".")[0] == "PySide6" and path.name != "panel.py":
                yield f"{place} imports PySide6; only panel.py may, since plugins also run without a window."


def _imported(path: Path) -> Iterator[str]:
    try:
        tree = ast.parse(path.read_text(encoding="utf-8"))
    except (SyntaxError, ValueError):
        return  # importing it has said so
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            if node.module == "ganstudio":
                yield from (f"ganstudio.{alias.name}" for alias in node.names)
            else:
                yield node.module
