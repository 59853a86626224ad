"""Values of parameters in the words of their controls."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ganstudio.app.i18n import plugin_text, translate
from ganstudio.app.presets.shelf import Item, Part
from ganstudio.app.studio import AppStudio
from ganstudio.app.widgets.parameter_form import choice_title
from ganstudio.params import ParameterSpec


def title_of(item: Item) -> str:
    """What it is called; what comes with the program, in the person's language."""
    return item.title if item.own else plugin_text(item.title)


def summary_of(item: Item) -> str:
    return item.summary if item.own else plugin_text(item.summary)


def operation_title(studio: AppStudio, id: str) -> str:
    """What a plugin calls an operation; its id, where the plugin is not here."""
    info = studio.operation_info(id)
    return plugin_text(info.title) if info is not None else id


def kind_text(item: Item) -> str:
    if item.kind == "preset":
        return translate("PresetWords", "Preset")
    if len(item.parts) > 1:
        return translate("PresetWords", "Recipe of {0} steps").replace("{0}", str(len(item.parts)))
    return translate("PresetWords", "Recipe")


def values_of(part: Part) -> Iterator[tuple[str, str]]:
    """Labels and values of what differs from the defaults, and what the operation is about in any case.

    Without the plugin, all that the file says, as it says it.
    """
    if not part.specs:
        yield from ((name, str(value)) for name, value in part.params.items())
    about = next((spec.name for spec in part.specs if spec.kind != "model"), "")
    for spec in part.specs:
        value = part.params.get(spec.name, spec.default)
        if value != spec.default or spec.name == about or (spec.name in part.params and spec.kind == "seed"):
            shown = part.titles.get(value) if spec.kind == "model" else None
            yield plugin_text(spec.label), shown or value_text(spec, value)


def value_text(spec: ParameterSpec, value: Any) -> str:
    """A value as its control shows it."""
    if value is None:
        return plugin_text(spec.unset) or translate("PresetWords", "none")
    if isinstance(value, bool):
        return translate("PresetWords", "yes") if value else translate("PresetWords", "no")
    if spec.kind == "gallery" and spec.gallery is not None:
        return ", ".join(choice_title(word) for word in str(value).split(spec.gallery.separator))
    if spec.kind == "choice" or (spec.suggest is not None and value in spec.suggestions):
        return choice_title(str(value))
    if isinstance(value, float | int):
        unit = spec.range.unit if spec.range is not None else ""
        number = f"{value:g}" if isinstance(value, float) else str(value)
        return f"{number} {unit}".strip()
    return str(value) or translate("PresetWords", "empty")
