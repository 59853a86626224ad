"""The catalogue of translations: what is to be translated, and the tools of Qt that keep it.

`python tests/support/translations.py` brings `ganstudio_ko.ts` up to date and compiles it. Strings come from
two places: calls in the sources, which `pyside6-lupdate` finds, and data (commands, plugins, palettes,
walk-throughs), which is written down for it here.
"""

from __future__ import annotations

import json
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

from ganstudio import paths
from ganstudio.app.commands import COMMANDS
from ganstudio.app.menus import MENUS, SUBMENUS
from ganstudio.app.walkthrough import load_walkthroughs
from ganstudio.app.widgets.parameter_form import choice_words
from ganstudio.document.palettes import load_palette, palette_ids
from ganstudio.host.discovery import PluginInfo
from ganstudio.host.registry import Registry
from ganstudio.operations.preset_library import PresetLibrary
from ganstudio.params import specs
from ganstudio.training.launch import RECIPES
from ganstudio.training.world_evaluation.generator_worlds import FACES, LANDSCAPE

ROOT = Path(__file__).parents[2]
CATALOGUE = paths.resources_dir() / "translations" / "ganstudio_ko.ts"
COMPILED = CATALOGUE.with_suffix(".qm")

Key = tuple[str, str]
"""Context and text."""


def data_strings() -> Iterator[Key]:
    """Every text for people that is data."""
    yield from (("Menus", title) for title in (*MENUS, *SUBMENUS))
    yield from (("Commands", command.title) for command in COMMANDS)
    for walk in load_walkthroughs():
        yield from (("help", text) for text in (walk.title, walk.summary, *(step.say for step in walk.steps)))
    for id in palette_ids():
        palette = load_palette(id)
        yield "palette", palette.title
        yield from (("palette", item.title) for item in palette.classes)
    registry = Registry.standard()
    for plugin in registry.plugins:
        if plugin.origin == "bundled":
            yield from (("plugin", text) for text in plugin_strings(registry, plugin) if text)
    for kept in PresetLibrary(plugin.folder for plugin in registry.plugins).all()[0]:
        if not kept.own:
            yield from (("plugin", text) for text in (kept.preset.name, kept.preset.summary))
    for world in (FACES, LANDSCAPE):
        # The directions of shipped generators are called so.
        for slider in world.sliders:
            yield from (("plugin", text) for text in (slider.name, slider.group, slider.about) if text)
    for recipe in RECIPES.values():
        # What a parameter does is said in the words of its paper.
        known = specs(recipe.params_class())
        yield from (("plugin", text) for spec in known for text in (spec.label, spec.group) if text)


def plugin_strings(registry: Registry, plugin: PluginInfo) -> Iterator[str]:
    """What a plugin's manifest and parameter classes say to people."""
    manifest = plugin.manifest
    yield from (manifest.name, manifest.summary)
    for tile in manifest.start:
        yield from (tile.title, tile.text)
    yield from (panel.title for panel in manifest.panels)
    for item in manifest.operations:
        yield from (item.title, item.summary)
        operation = registry.operation(f"{plugin.id}.{item.id}")
        yield from (choice_words(spec.name) for spec in operation.inputs)
        for spec in specs(operation.params):
            yield from (spec.label, spec.help, spec.group, spec.unset)
            words = (*spec.gallery.rows, *spec.gallery.columns) if spec.gallery else spec.choices
            yield from (choice_words(word) for word in words)


def update(catalogue: Path) -> None:
    """Bring a catalogue up to date with the sources; new strings are marked unfinished."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data.py"
        keys = dict.fromkeys(data_strings())
        lines = [f"QT_TRANSLATE_NOOP({_quoted(context)}, {_quoted(text)})" for context, text in keys]
        data.write_text("\n".join(lines), encoding="utf-8")
        folders = (ROOT / "ganstudio" / "app", *paths.bundled_plugins_dir().glob("*/panels"))
        sources = sorted(str(file) for folder in folders for file in folder.rglob("*.py"))
        options = ["-locations", "none", "-no-obsolete", "-target-language", "ko_KR", "-silent"]
        _tool("pyside6-lupdate", *options, *sources, str(data), "-ts", str(catalogue))


def compile(catalogue: Path, compiled: Path) -> None:
    _tool("pyside6-lrelease", "-silent", str(catalogue), "-qm", str(compiled))


def read(catalogue: Path) -> dict[Key, str | None]:
    """All texts with their translations; None for those that are not finished."""
    found: dict[Key, str | None] = {}
    for context in ElementTree.parse(catalogue).iter("context"):
        for message in context.iter("message"):
            translation = message.find("translation")
            finished = translation is not None and translation.get("type") is None and translation.text
            key = context.findtext("name", ""), message.findtext("source", "")
            found[key] = translation.text if finished and translation is not None else None
    return found


def _quoted(text: str) -> str:
    """A Python string that lupdate reads, too."""
    return json.dumps(text, ensure_ascii=False)


def _tool(name: str, *arguments: str) -> None:
    """Run a tool of PySide6 that is installed beside this Python."""
    suffix = ".exe" if sys.platform == "win32" else ""
    tool = Path(sysconfig.get_path("scripts")) / f"{name}{suffix}"
    subprocess.run([str(tool), *arguments], check=True, capture_output=True, text=True)


if __name__ == "__main__":
    update(CATALOGUE)
    compile(CATALOGUE, COMPILED)
    missing = [key for key, text in read(CATALOGUE).items() if text is None]
    print("\n".join(f"not translated: {context}: {text}" for context, text in missing))
