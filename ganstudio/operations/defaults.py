"""The person's own choice of models, where an operation is run without naming one."""

from __future__ import annotations

from collections.abc import Sequence

from ganstudio.checkpoints import library
from ganstudio.params import ParameterSpec


def chosen_models(operation: str, specs: Sequence[ParameterSpec]) -> dict[str, str]:
    """Parameter to model: the choice for the operation, else for one of the families that it accepts.

    A model that has gone, or is of a family that the parameter does not accept, counts as not chosen.
    """
    found: dict[str, str] = {}
    for spec in specs:
        if spec.kind != "model" or spec.optional:
            continue
        for key in (operation, *spec.families):
            entry = library.default_model(key)
            if entry is not None and (not spec.families or entry.family in ("", *spec.families)):
                found[spec.name] = entry.name
                break
    return found
