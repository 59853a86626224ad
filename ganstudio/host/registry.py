"""What plugins offer: known from their manifests at once, loaded on first use."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from ganstudio.errors import InputError, PluginError
from ganstudio.host.activation import resolve
from ganstudio.host.discovery import BrokenPlugin, PluginInfo, discover
from ganstudio.host.manifest import OperationManifest, read_manifest
from ganstudio.operations.contract import Operation, operation
from ganstudio.operations.suggest import did_you_mean


@dataclass(frozen=True)
class OperationInfo:
    """An operation as its plugin's manifest describes it; `id` is `plugin.operation`."""

    plugin: PluginInfo
    manifest: OperationManifest

    @property
    def id(self) -> str:
        return f"{self.plugin.id}.{self.manifest.id}"

    @property
    def title(self) -> str:
        return self.manifest.title


class Registry:
    """A set of plugins. Making one reads manifests and imports none of their code."""

    def __init__(self, plugins: Sequence[PluginInfo], broken: Sequence[BrokenPlugin] = ()) -> None:
        self.plugins = tuple(plugins)
        self.broken = tuple(broken)
        self._loaded: dict[str, Operation] = {}

    @classmethod
    def standard(cls) -> Registry:
        """The plugins that are shipped, the person's, and those in installed packages."""
        return cls(*discover())

    @classmethod
    def of_folder(cls, folder: Path) -> Registry:
        """The one plugin in `folder`; PluginError when its manifest is broken."""
        folder = folder.resolve()
        return cls([PluginInfo(read_manifest(folder), folder, "user")])

    @cached_property
    def operations(self) -> dict[str, OperationInfo]:
        """All operations by id, in the order of the plugins."""
        infos = (
            OperationInfo(plugin, item) for plugin in self.plugins for item in plugin.manifest.operations
        )
        return {info.id: info for info in infos}

    def plugin(self, id: str) -> PluginInfo:
        for plugin in self.plugins:
            if plugin.id == id:
                return plugin
        raise InputError(
            f"There is no plugin “{id}”.", hint=did_you_mean(id, [plugin.id for plugin in self.plugins])
        )

    def operation(self, id: str) -> Operation:
        """Load an operation. InputError when there is none, PluginError when its plugin is at fault."""
        if id not in self._loaded:
            info = self.operations.get(id)
            if info is None:
                raise self._unknown(id)
            self._loaded[id] = _load(info)
        return self._loaded[id]

    def resolve(self, plugin_id: str, entry: str) -> Any:
        """What an entry (`module:name`) of a plugin's manifest names, say a panel's class."""
        return resolve(self.plugin(plugin_id), entry)

    def _unknown(self, id: str) -> InputError:
        """A broken plugin is a better explanation than a spelling mistake."""
        plugin = id.partition(".")[0]
        for broken in self.broken:
            if broken.folder.name == plugin:
                return InputError(f"The plugin {plugin} is broken.", hint=broken.error)
        return InputError(f"There is no operation “{id}”.", hint=did_you_mean(id, self.operations))


def _load(info: OperationInfo) -> Operation:
    manifest = info.manifest
    function = resolve(info.plugin, manifest.entry)
    if not callable(function):
        raise PluginError(f"{manifest.entry} of the plugin {info.plugin.id} is no function.")
    loaded = operation(info.id, manifest.title, function, plugin_version=info.plugin.manifest.version)
    declared = tuple(f"{spec.name}{'' if spec.required else '?'}" for spec in loaded.inputs)
    if declared != manifest.inputs:
        raise PluginError(
            f"The plugin.toml of {info.plugin.id} gives “{manifest.id}” the inputs {list(manifest.inputs)}; "
            f"its function has {list(declared)}."
        )
    if loaded.output != manifest.output:
        raise PluginError(
            f"The plugin.toml of {info.plugin.id} says that “{manifest.id}” gives {manifest.output}; "
            f"its function gives {loaded.output}."
        )
    return loaded
