"""`ganstudio doctor`: what is there, what was chosen, and what is missing."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Callable, Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import typer

from ganstudio import __version__
from ganstudio.cli import console, options
from ganstudio.cli.window import has_display

# Without these the program does not work; what else is shown explains, but is not needed.
_NEEDED = ("torch", "torchvision", "PySide6", "numpy", "pillow", "safetensors", "pydantic")

Facts = dict[str, dict[str, Any]]


def mount(app: typer.Typer) -> None:
    app.command("doctor")(doctor)


def doctor(json: options.Json = False) -> None:
    """Tell versions, devices, chosen precision, folders, models and plugins, and what is missing."""
    facts, missing = examine()
    if json:
        console.show_json({**facts, "missing": missing})
    else:
        for title, section in facts.items():
            console.show(f"{title}\n{_table(section)}\n")
        console.show("\n".join(f"missing: {item}" for item in missing) or "Nothing is missing.")
    raise typer.Exit(1 if missing else 0)


def examine() -> tuple[Facts, list[str]]:
    """All facts by section, and a sentence for everything needed that is not there."""
    missing: list[str] = []
    facts: Facts = {"Versions": _versions(missing)}
    sections: dict[str, Callable[[list[str]], dict[str, Any]]] = {
        "Devices": _devices,
        "Display": _display,
        "Folders": _folders,
        "Models": _models,
        "Plugins": _plugins,
    }
    for title, section in sections.items():
        try:
            facts[title] = section(missing)
        # A doctor must not die of what it finds.
        except Exception as error:
            missing.append(f"{title}: {type(error).__name__}: {error}")
    return facts, missing


def _versions(missing: list[str]) -> dict[str, Any]:
    found = {"GAN Studio": __version__, "Python": platform.python_version(), "system": platform.platform()}
    for name in _NEEDED:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "not installed"
            missing.append(f"The package {name} is not installed.")
    return found


def _devices(missing: list[str]) -> dict[str, Any]:
    from ganstudio import settings
    from ganstudio.engine import device
    from ganstudio.errors import InputError

    timed = device.measured()
    found: dict[str, Any] = {
        "found": ", ".join(device.available()),
        "processor": f"{device.cpu_name()}, {os.cpu_count()} cores",
        "fp32 on the CPU": f"{timed.fp32_ms:.2f} ms",
        "bf16 on the CPU": f"{timed.bf16_ms:.2f} ms",
    }
    try:
        found["chosen"] = device.choose(settings.load()).description
    except InputError as error:
        missing.append(str(error))
    return found


def _display(missing: list[str]) -> dict[str, Any]:
    there = has_display(os.environ, sys.platform)
    return {
        "display": "there" if there else "none; without one, see: ganstudio demo -o demo.png",
        **{name: os.environ[name] for name in _DISPLAY_VARIABLES if name in os.environ},
    }


_DISPLAY_VARIABLES = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")


def _folders(missing: list[str]) -> dict[str, Any]:
    from ganstudio import paths

    folders = {
        "your data": paths.data_dir(),
        "settings": paths.config_dir(),
        "cache": paths.cache_dir(),
        "your models": paths.user_models_dir(),
        "your plugins": paths.user_plugins_dir(),
        "recovered": paths.recovery_dir(),
    }
    personal, shipped = (folders["your data"], folders["settings"]), _shipped()
    missing.extend(f"{path} cannot be written." for path in personal if not _writable(path))
    missing.extend(
        f"{path}, which comes with the program, is not there." for path in shipped if not path.is_dir()
    )
    return {name: str(path) for name, path in folders.items()}


def _shipped() -> tuple[Path, Path]:
    from ganstudio import paths

    return paths.bundled_plugins_dir(), paths.resources_dir()


def _writable(folder: Path) -> bool:
    """Whether it can be written, or made where it does not exist yet."""
    nearest = next(path for path in (folder, *folder.parents) if path.exists())
    return nearest.is_dir() and os.access(nearest, os.W_OK)


def _models(missing: list[str]) -> dict[str, Any]:
    from ganstudio.checkpoints.library import list_models

    entries = list_models()
    if not any(entry.origin == "starter" for entry in entries):
        missing.append("The starter models, which come with the program, are not there.")
    return {
        entry.name: entry.problem or f"{entry.family or 'no card'}, {entry.size / 1e6:.1f} MB, {entry.origin}"
        for entry in entries
    }


def _plugins(missing: list[str]) -> dict[str, Any]:
    from ganstudio.host.registry import Registry

    registry = Registry.standard()
    found = {plugin.id: f"{plugin.manifest.version}, {plugin.origin}" for plugin in registry.plugins}
    broken = {item.folder.name: f"broken: {item.error}" for item in registry.broken}
    missing.extend(item.error for item in registry.broken if item.origin == "bundled")
    return {**found, **broken}


def _table(section: Mapping[str, Any]) -> str:
    if not section:
        return "  none"
    width = max(len(name) for name in section)
    return "\n".join(f"  {name:{width}}  {value}" for name, value in section.items())
