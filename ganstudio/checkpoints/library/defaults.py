"""Which model is used where the person has named none: one for each operation or family, in the settings."""

from __future__ import annotations

from ganstudio import settings
from ganstudio.checkpoints.library.entries import ModelEntry, entry_named, list_models


def default_models() -> dict[str, str]:
    """All choices: operation (`plugin.operation`) or family to the name of a model."""
    return dict(settings.load().default_models)


def default_model(*keys: str) -> ModelEntry | None:
    """The model chosen for the first of these keys that has one; None if there is none, or it is gone."""
    chosen = default_models()
    if not chosen.keys() & set(keys):
        return None
    entries = {entry.name: entry for entry in list_models()}
    return next((entries[chosen[key]] for key in keys if chosen.get(key) in entries), None)


def set_default(key: str, name: str | None) -> None:
    """Choose a model of the library for an operation or a family; None goes back to the program's own.

    InputError if there is no such model.
    """
    chosen = {other: model for other, model in default_models().items() if other != key}
    if name is not None:
        chosen[key] = entry_named(name).name
    settings.save(default_models=chosen)


def rename_in_defaults(old: str, new: str | None) -> None:
    """Follow a model to its new name, or forget it."""
    chosen = default_models()
    kept = {key: new if name == old else name for key, name in chosen.items()}
    if kept != chosen:
        settings.save(default_models={key: name for key, name in kept.items() if name is not None})
