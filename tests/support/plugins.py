"""Plugins for tests, made from the example that `ganstudio plugins new` writes."""

from __future__ import annotations

from pathlib import Path

from ganstudio import paths
from ganstudio.host.authoring import new_plugin


def make_plugin(id: str = "tinter", parent: Path | None = None, **files: str) -> Path:
    """The example plugin in the person's folder, with files replaced: `ops="..."` is `ops.py`."""
    folder = new_plugin(id, parent or paths.user_plugins_dir())
    for stem, text in files.items():
        (folder / f"{stem}.py").write_text(text, encoding="utf-8")
    return folder


def edit_manifest(folder: Path, old: str, new: str) -> None:
    """Replace one passage, which must be there."""
    path = folder / "plugin.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
