"""Importing a plugin's code, when something of it is used for the first time."""

from __future__ import annotations

import importlib
import importlib.util
import sys
import threading
import traceback
from pathlib import Path
from types import ModuleType
from typing import Any

from ganstudio.errors import GanStudioError, PluginError
from ganstudio.host.discovery import PluginInfo
from ganstudio.operations.run import first_line

_PARENT = "ganstudio.ext"
_lock = threading.RLock()


def resolve(plugin: PluginInfo, entry: str) -> Any:
    """The object that `module:name` means in this plugin; PluginError when importing fails."""
    module_name, _, name = entry.partition(":")
    with _lock:
        package = _package(plugin)
        module = _import(plugin, f"{package.__name__}.{module_name}")
    try:
        return getattr(module, name)
    except AttributeError:
        raise PluginError(
            f"The plugin {plugin.id} has no “{name}” in {module_name}.py, which its plugin.toml names."
        ) from None


def _package(plugin: PluginInfo) -> ModuleType:
    """The plugin's folder as the package `ganstudio.ext.<id>`."""
    name = f"{_PARENT}.{plugin.id}"
    known = sys.modules.get(name)
    if known is not None and Path(known.__path__[0]) == plugin.folder:
        return known
    _forget(name)
    init = plugin.folder / "__init__.py"
    spec = importlib.util.spec_from_file_location(name, init, submodule_search_locations=[str(plugin.folder)])
    if spec is None or spec.loader is None or not init.is_file():
        raise PluginError(f"The plugin {plugin.id} has no __init__.py in {plugin.folder}.")
    package = importlib.util.module_from_spec(spec)
    sys.modules[name] = package
    try:
        spec.loader.exec_module(package)
    # SystemExit too: a plugin does not decide when the program ends.
    except (Exception, SystemExit) as error:
        _forget(name)
        raise _failed(plugin, error) from error
    setattr(importlib.import_module(_PARENT), plugin.id, package)
    return package


def _import(plugin: PluginInfo, name: str) -> ModuleType:
    try:
        return importlib.import_module(name)
    except (Exception, SystemExit) as error:
        _forget(name)
        raise _failed(plugin, error) from error


def _forget(name: str) -> None:
    """Drop a module and its children, so that the next attempt starts anew."""
    for module in [known for known in sys.modules if known == name or known.startswith(f"{name}.")]:
        del sys.modules[module]
    importlib.invalidate_caches()


def _failed(plugin: PluginInfo, error: BaseException) -> GanStudioError:
    return PluginError(
        f"The plugin {plugin.id} cannot be loaded: {first_line(error)}.",
        detail="".join(traceback.format_exception(error)),
    )
