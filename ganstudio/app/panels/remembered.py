"""What panels of plugins keep for the person beyond one document: a small JSON file for each plugin."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

from ganstudio import paths
from ganstudio.errors import SaveError


def remembered(plugin: str, name: str) -> Any:
    """What was kept under this name; None where nothing was, or where it cannot be read."""
    return _all(plugin).get(name)


def remember(plugin: str, name: str, value: Any) -> None:
    """Keep something that JSON can hold. Failing to keep it is no failure."""
    file = _file(plugin)
    with suppress(OSError, SaveError):
        file.parent.mkdir(parents=True, exist_ok=True)
        with paths.atomic_write(file) as out:
            out.write(json.dumps({**_all(plugin), name: value}, ensure_ascii=False).encode())


def _all(plugin: str) -> dict[str, Any]:
    try:
        values = json.loads(_file(plugin).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return values if isinstance(values, dict) else {}


def _file(plugin: str) -> Path:
    return paths.config_dir() / "panels" / f"{plugin}.json"
