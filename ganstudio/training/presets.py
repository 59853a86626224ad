"""Parameters of which a preset sets several at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from pydantic import model_validator

from ganstudio.params import Parameters


class PresetParameters(Parameters):
    """What is not named comes from `presets[preset]`; the defaults of a class are those of its `small`."""

    presets: ClassVar[Mapping[str, Mapping[str, Any]]] = {}

    @model_validator(mode="before")
    @classmethod
    def _of_preset(cls, values: Any) -> Any:
        return {**cls.presets.get(values.get("preset", "small"), {}), **values}
