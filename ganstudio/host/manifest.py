"""`plugin.toml`: everything that the program knows of a plugin before it runs any of its code."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from ganstudio.api import API_VERSION
from ganstudio.errors import PluginError
from ganstudio.operations.suggest import did_you_mean

FILE = "plugin.toml"

Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
Text = Annotated[str, StringConstraints(min_length=1)]
Entry = Annotated[str, StringConstraints(pattern=r"^[A-Za-z_][\w.]*:[A-Za-z_]\w*$")]
"""`module:name`, the module counted from the plugin's folder."""
InputName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*\??$")]
"""The name of an input; `?` behind it says that it may be left out."""


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class OperationManifest(_Table):
    """`[[operations]]`: a function of the plugin, and where the window shows it."""

    id: Name
    title: Text
    entry: Entry
    inputs: tuple[InputName, ...] = ()
    output: Literal["image", "label_map", "mask", "frames"] = "image"
    """What it makes; frames are a film, which is saved and becomes no layer."""
    summary: str = ""
    preview: bool = False
    opens: Literal["layer", "window"] = "layer"
    """Where its picture is shown: one that is not to be worked on has a window of its own."""
    menu: str = ""
    shortcut: str = ""
    icon: str = ""


class PanelManifest(_Table):
    """`[[panels]]`: a widget class of the plugin's own, within the form made from its parameters.

    The window imports the module when a layer that the plugin generates is worked on, and calls
    `Class(context)`, which must give a QWidget. The context has

    - `params`: the operation's parameters as they are, an object of its parameter class;
    - `set_params(**changes)`: change some of them, in one step that can be undone; InputError when refused;
    - `drag(**changes)` and `settle()`: the same while something is held, all in one step, drawn as drafts;
    - `changed`: a Qt signal for when they have changed, by the form, by undo or by the panel itself;
    - `studio`: runs operations, as a `ganstudio.Studio` does for scripts;
    - `work(function, title=, done=, failed=)`: do something on a worker thread; `post` comes back from there;
    - `picture()` and `show(picture)`: the layer as it is, and a passing picture in it (`redraw` ends that);
    - `kit`: the window's own controls, icons and colours; `shared`: a dict for all panels of the layer;
    - `selection`, `paint_mask`, `points` and `tell`: see `app.panels.panel_context.PanelContext`.

    The class may say `handles = ("name", …)`: parameters and inputs that the form then leaves to it;
    `suits(params_class) -> bool`: whether it is for an operation; `folded = True`: that it begins folded;
    `uses_points = True`: that the tool which puts points on the picture is of use.
    The panel lives as long as its layer is shown.
    """

    id: Name
    title: Text
    entry: Entry


class StartManifest(_Table):
    """`[[start]]`: a tile on the start page, which opens `template` with the operation on it.

    `template` is what the operation's first input reads; `layers` are the files of further inputs, by name.
    An operation that reads nothing, or nothing that it needs, begins on an empty canvas. `params` are values
    of its parameters in place of the defaults.
    """

    title: Text
    text: str = ""
    picture: str = ""
    operation: Name
    template: str = ""
    layers: dict[Name, str] = Field(default_factory=dict)
    params: dict[Name, str | int | float | bool] = Field(default_factory=dict)


class ArchitectureManifest(_Table):
    """`[[architectures]]`: a model family that the plugin adds."""

    id: Name
    title: Text
    entry: Entry


class RecipeManifest(_Table):
    """`[[recipes]]`: a way to train that the plugin adds."""

    id: Name
    title: Text
    entry: Entry
    summary: str = ""


_TABLES: dict[str, type[_Table]] = {
    "operations": OperationManifest,
    "panels": PanelManifest,
    "start": StartManifest,
    "architectures": ArchitectureManifest,
    "recipes": RecipeManifest,
}


class Manifest(_Table):
    """The whole file."""

    schema_: Literal[1] = Field(alias="schema")
    id: Name
    name: Text
    version: Text
    api: Annotated[str, StringConstraints(pattern=r"^\d+\.\d+$")]
    summary: Text
    license: Text
    operations: tuple[OperationManifest, ...] = ()
    panels: tuple[PanelManifest, ...] = ()
    start: tuple[StartManifest, ...] = ()
    architectures: tuple[ArchitectureManifest, ...] = ()
    recipes: tuple[RecipeManifest, ...] = ()

    @model_validator(mode="after")
    def _consistent(self) -> Manifest:
        for kind in ("operations", "panels", "architectures", "recipes"):
            ids = [item.id for item in getattr(self, kind)]
            doubled = next((id for id in ids if ids.count(id) > 1), None)
            if doubled:
                raise ValueError(f"two {kind} are called “{doubled}”")
        known = {operation.id for operation in self.operations}
        stray = next((tile.operation for tile in self.start if tile.operation not in known), None)
        if stray:
            raise ValueError(f"a start tile names the operation “{stray}”, which is not there")
        return self


def read_manifest(folder: Path) -> Manifest:
    """The manifest of the plugin in `folder`; PluginError says in one sentence what is wrong with it."""
    path = folder / FILE
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise PluginError(f"{folder} holds no {FILE}.") from None
    except OSError as error:
        raise PluginError(f"{path} cannot be read: {(error.strerror or str(error)).lower()}.") from error
    except ValueError as error:  # broken TOML, or no UTF-8
        raise PluginError(f"{path} is no valid TOML: {error}.") from error
    try:
        manifest = Manifest(**values)
    except ValidationError as error:
        raise PluginError(f"{path}: {_sentence(error)}") from None
    if not _speaks(manifest.api):
        raise PluginError(
            f"The plugin {manifest.id} is written for version {manifest.api} of the programming interface; "
            f"this program has {API_VERSION}."
        )
    return manifest


def _speaks(wanted: str) -> bool:
    (major, minor), (our_major, our_minor) = (_numbers(text) for text in (wanted, API_VERSION))
    return major == our_major and minor <= our_minor


def _numbers(version: str) -> tuple[int, int]:
    major, minor = version.split(".")
    return int(major), int(minor)


def _sentence(error: ValidationError) -> str:
    """The first complaint of pydantic in words that an author of plugins understands."""
    errors = error.errors()
    # A mistyped key is both unknown and missing; the author looks for what he wrote.
    first = next((item for item in errors if item["type"] == "extra_forbidden"), errors[0])
    place = [part if isinstance(part, str) else f"[{part}]" for part in first["loc"]]
    where = ".".join(place).replace(".[", "[")
    if first["type"] == "extra_forbidden":
        table = _TABLES.get(place[0], Manifest) if len(place) > 1 else Manifest
        known = [field.alias or name for name, field in table.model_fields.items()]
        return f"there is no key “{where}”. {did_you_mean(place[-1], known)}".rstrip()
    if first["type"] == "missing":
        return f"the key “{where}” is missing."
    reason = first["msg"].removeprefix("Value error, ")
    reason = f"{reason[:1].lower()}{reason[1:]}"
    return f"{where}: {reason}, not {first['input']!r}." if where else f"{reason}."
