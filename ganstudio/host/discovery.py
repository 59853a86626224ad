"""Where plugins are: shipped with the program, in the person's folder, in installed packages."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import Literal

from ganstudio import paths
from ganstudio.errors import PluginError
from ganstudio.host.manifest import Manifest, read_manifest

GROUP = "ganstudio.plugins"
"""Entry points of this group name a package that has a plugin.toml beside its `__init__.py`."""

Origin = Literal["bundled", "user", "package"]


@dataclass(frozen=True)
class PluginInfo:
    """A plugin that can be used."""

    manifest: Manifest
    folder: Path
    origin: Origin

    @property
    def id(self) -> str:
        return self.manifest.id


@dataclass(frozen=True)
class BrokenPlugin:
    """A plugin that cannot, and why, in one sentence."""

    folder: Path
    origin: Origin
    error: str


def discover() -> tuple[list[PluginInfo], list[BrokenPlugin]]:
    """All plugins in the three places. Of two with one id, the one found later counts as broken."""
    return read_all(
        [
            *_folders(paths.bundled_plugins_dir(), "bundled"),
            *_folders(paths.user_plugins_dir(), "user"),
            *_packages(entry_points(group=GROUP)),
        ]
    )


def read_all(
    found: Iterable[tuple[Path, Origin] | BrokenPlugin],
) -> tuple[list[PluginInfo], list[BrokenPlugin]]:
    """Read the manifests of plugin folders."""
    plugins: dict[str, PluginInfo] = {}
    broken: list[BrokenPlugin] = []
    for item in found:
        if isinstance(item, BrokenPlugin):
            broken.append(item)
            continue
        folder, origin = item
        try:
            manifest = read_manifest(folder)
            other = plugins.get(manifest.id)
            if other is not None:
                raise PluginError(f"There is already a plugin “{manifest.id}” in {other.folder}.")
        except PluginError as error:
            broken.append(BrokenPlugin(folder, origin, str(error)))
        else:
            plugins[manifest.id] = PluginInfo(manifest, folder, origin)
    return list(plugins.values()), broken


def _folders(root: Path, origin: Origin) -> Iterator[tuple[Path, Origin] | BrokenPlugin]:
    """Visible folders below `root`; one that is not there holds no plugins."""
    try:
        items = sorted(path for path in root.iterdir() if path.is_dir() and path.name[0] not in "._")
    except FileNotFoundError:
        return
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        yield BrokenPlugin(root, origin, f"{root} cannot be read: {reason}.")
        return
    yield from ((path, origin) for path in items)


def _packages(points: Iterable[EntryPoint]) -> Iterator[tuple[Path, Origin] | BrokenPlugin]:
    for point in points:
        try:
            spec = importlib.util.find_spec(point.module)
        # Parents of a dotted name are imported, and they may do anything.
        except Exception as error:
            yield BrokenPlugin(Path(point.module), "package", f"{point.module} cannot be found: {error}.")
            continue
        if spec is None or not spec.submodule_search_locations:
            yield BrokenPlugin(Path(point.module), "package", f"There is no package {point.module}.")
        else:
            yield Path(next(iter(spec.submodule_search_locations))), "package"
