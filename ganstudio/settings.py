"""What the person chose once for the whole program; a small JSON file, `GANSTUDIO_*` variables win.

Window geometry is not here: it belongs to the window (QSettings).
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from ganstudio import paths


class Settings(BaseSettings):
    """All settings with their defaults."""

    model_config = SettingsConfigDict(env_prefix="GANSTUDIO_", extra="ignore", frozen=True)

    theme: Literal["system", "dark", "light"] = "dark"
    language: Literal["system", "en", "ko"] = "system"
    device: str = Field(default="auto", description="auto, cpu, cuda, cuda:N or mps")
    precision: Literal["auto", "fp32", "bf16"] = "auto"
    threads: int = Field(default=0, ge=0, description="CPU threads for networks; 0 = all cores")
    record: Literal["full", "private", "none"] = Field(
        default="full", description="what files say of how they were made; private leaves out paths and texts"
    )
    sidecar: bool = Field(default=False, description="the record also as a .json beside the file")
    undo_megabytes: int = Field(default=512, ge=16, le=65536)
    model_cache_megabytes: int = Field(default=1024, ge=64, le=262144)
    autosave_seconds: int = Field(default=60, ge=5, le=3600)
    default_models: dict[str, str] = Field(default={}, description="operation or family to a model's name")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """What `load` hands over, variables included: read here, a broken one would stop the program."""
        return (init_settings,)

    @model_validator(mode="before")
    @classmethod
    def _renamed(cls, values: Any) -> Any:
        """Before there was the private form, records could be written or not."""
        if not isinstance(values, dict) or "write_provenance" not in values:
            return values
        rest = {name: value for name, value in values.items() if name != "write_provenance"}
        off = str(values["write_provenance"]).lower() in ("false", "0", "no", "off")
        return {"record": "none", **rest} if off else rest

    @field_validator("default_models", mode="before")
    @classmethod
    def _parsed(cls, value: Any) -> Any:
        """Variables come as text."""
        return json.loads(value) if isinstance(value, str) else value


def _file() -> Path:
    return paths.config_dir() / "settings.json"


def load() -> Settings:
    """Defaults, then the file, then the environment; a broken file or value counts as not there."""
    values = {**_saved(), **_environment()}
    try:
        return Settings(**values)
    except ValidationError as error:
        broken = {str(item["loc"][0]) for item in error.errors() if item["loc"]}
        defaults = {name: Settings.model_fields[name].default for name in broken}
        return Settings(**{**values, **defaults})


def save(**changes: Any) -> Settings:
    """Store the changes beside what was stored before and return the settings that now hold."""
    path = _file()
    path.parent.mkdir(parents=True, exist_ok=True)
    with paths.atomic_write(path) as file:
        file.write(json.dumps({**_saved(), **changes}, indent=1).encode())
    return load()


def _saved() -> dict[str, Any]:
    try:
        values = json.loads(_file().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return values if isinstance(values, dict) else {}


def _environment() -> dict[str, str]:
    """What variables say, as text; they are named in capitals."""
    known = [*Settings.model_fields, "write_provenance"]
    names = {name: f"GANSTUDIO_{name.upper()}" for name in known}
    return {name: os.environ[variable] for name, variable in names.items() if variable in os.environ}
