"""`ganstudio presets`: named values of an operation's parameters, to be kept, shared and used again."""

from __future__ import annotations

import shlex
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ganstudio.cli import console, options
from ganstudio.errors import InputError

if TYPE_CHECKING:
    from ganstudio.host.studio import Studio
    from ganstudio.operations.preset_library import Kept
    from ganstudio.operations.presets import Preset
    from ganstudio.operations.recipe_library import KeptRecipe

app = typer.Typer(help="Keep, show and share parameter values under a name.", no_args_is_help=True)

Name = Annotated[str, typer.Argument(metavar="NAME", help="The name of a preset.")]
NameOrFile = Annotated[str, typer.Argument(metavar="NAME|FILE", help="The name of a preset, or its file.")]
Force = Annotated[bool, typer.Option("--force", help="It may replace one of the same name.")]


@app.command("list")
def list_presets(
    operation: Annotated[
        str, typer.Argument(metavar="[OPERATION]", help="Only those of an operation.", show_default=False)
    ] = "",
    json: options.Json = False,
) -> None:
    """List your presets and those that come with plugins, and your recipes."""
    from ganstudio.operations.recipe_library import RecipeLibrary

    studio = options.studio()
    if operation and operation not in studio.registry.operations:
        studio.registry.operation(operation)  # says what is wrong with it
    found, broken = studio.presets.all(operation)
    recipes, spoilt = RecipeLibrary().all() if not operation else ([], [])
    if json:
        rows = [_row(kept) for kept in found]
        console.show_json([*rows, *(_recipe_row(kept) for kept in recipes)])
    else:
        width = max((len(kept.preset.name) for kept in found), default=0)
        ids = max((len(kept.preset.operation) for kept in found), default=0)
        for kept in found:
            preset = kept.preset
            console.show(f"{preset.name:{width}}  {preset.operation:{ids}}  {preset.summary}".rstrip())
        for recipe in recipes:
            console.show(f"{recipe.recipe.name}: ganstudio run {shlex.quote(str(recipe.path))}")
    for file in (*broken, *spoilt):
        console.warn(file.sentence)


@app.command()
def show(name: NameOrFile, json: options.Json = False) -> None:
    """Show the values of a preset, and whether it can be used here."""
    studio = options.studio()
    preset = studio.preset(name)
    if json:
        console.show_json(asdict(preset))
    else:
        console.show("\n".join(_facts(preset)))
    _check(preset, studio)


@app.command()
def save(
    name: Annotated[str, typer.Argument(metavar="NAME", help="What it shall be called.")],
    picture: Annotated[
        Path | None,
        typer.Option("--from", metavar="PICTURE", help="A picture that was made with what is to be kept."),
    ] = None,
    operation: Annotated[
        str | None, typer.Option(metavar="PLUGIN.OPERATION", help="The operation, where no picture says it.")
    ] = None,
    assigned: Annotated[
        list[str] | None, typer.Option("--set", metavar="NAME=VALUE", help="A parameter; may be repeated.")
    ] = None,
    summary: Annotated[str, typer.Option(metavar="TEXT", help="What it is for, in a sentence.")] = "",
    force: Force = False,
    json: options.Json = False,
) -> None:
    """Keep the values that made a picture, or those that are named, as a preset."""
    studio = options.studio()
    if picture is not None:
        if operation is not None or assigned:
            raise InputError(
                "The picture says the operation and its values.", hint="Leave out --operation and --set."
            )
        preset = _of_picture(picture, name, summary, studio)
    elif operation is not None:
        preset = _of_words(operation, assigned or [], name, summary, studio)
    else:
        raise InputError("A preset needs values.", hint="Give --from PICTURE or --operation OP --set a=b.")
    _keep(preset, studio, force, json)


@app.command("import")
def import_preset(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The file of a preset or recipe.")],
    force: Force = False,
    json: options.Json = False,
) -> None:
    """Take a preset or recipe from a file, if its values fit; a model that it needs may come later."""
    from ganstudio.operations.schema_file import is_recipe_file

    if is_recipe_file(file):
        _import_recipe(file, force, json)
    else:
        _import_preset(file, force, json)


def _import_recipe(file: Path, force: bool, as_json: bool) -> None:
    from ganstudio.operations.chain import prepare
    from ganstudio.operations.recipe_file import read_recipe
    from ganstudio.operations.recipe_library import RecipeLibrary

    recipe = read_recipe(file)
    prepare(recipe, options.studio().registry.operation)
    kept = RecipeLibrary().keep(recipe, replace=force)
    if as_json:
        console.show_json(_recipe_row(kept))
    else:
        console.show(f"{kept.path}: {recipe.name}, {len(recipe.steps)} steps")


def _import_preset(file: Path, force: bool, json: bool) -> None:
    from ganstudio.errors import CheckpointError
    from ganstudio.operations.presets import read_preset

    studio = options.studio()
    preset = read_preset(file)
    preset.values_for(studio.registry.operation(preset.operation))
    _keep(preset, studio, force, json)
    try:
        _check(preset, studio)
    except CheckpointError as error:
        console.warn(str(error))


@app.command()
def export(
    name: Name,
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help="The file, a .toml.")],
    force: Annotated[bool, typer.Option("--force", help="It may replace a file.")] = False,
) -> None:
    """Write a preset into a file, for others."""
    from ganstudio.operations.presets import SUFFIX, is_preset_file, write_preset

    if not is_preset_file(output):
        raise InputError(f"{output.name} is no name for a preset's file.", hint=f"It ends in {SUFFIX}.")
    preset = options.studio().presets.find(name).preset
    if output.exists() and not force:
        raise InputError(f"{output} is there already.", hint="Add --force to replace it.")
    write_preset(preset, output)
    console.show(f"{output}: {preset.name}")


@app.command()
def rename(
    name: Name, new: Annotated[str, typer.Argument(metavar="NEW", help="What it shall be called.")]
) -> None:
    """Call a preset of yours otherwise."""
    presets = options.studio().presets
    renamed = presets.rename(presets.find(name), new)
    console.show(f"{renamed.path}: {renamed.preset.name}")


@app.command()
def duplicate(
    name: Name,
    new: Annotated[str, typer.Argument(metavar="[NEW]", help="What the copy is called.")] = "",
) -> None:
    """Make a copy of a preset, a plugin's too, that is yours to change."""
    presets = options.studio().presets
    copy = presets.duplicate(presets.find(name), new)
    console.show(f"{copy.path}: {copy.preset.name}")


@app.command()
def remove(name: Name) -> None:
    """Remove a preset of yours."""
    gone = options.studio().presets.remove(name)
    console.show(f"{gone.preset.name} removed")


def _of_picture(picture: Path, name: str, summary: str, studio: Studio) -> Preset:
    from ganstudio.operations.presets import preset_of_record
    from ganstudio.operations.run import read_record

    record = read_record(picture)
    if record.steps:
        raise InputError(
            f"{picture.name} was made in several steps, and a preset is of one.",
            hint="Save them as a recipe instead.",
        )
    operation = studio.registry.operation(record.operation)
    return preset_of_record(operation, record, studio.models, name=name, summary=summary)


def _of_words(id: str, assigned: list[str], name: str, summary: str, studio: Studio) -> Preset:
    from ganstudio.cli.flags import assigned_values
    from ganstudio.operations.presets import preset_of
    from ganstudio.params import specs

    operation = studio.registry.operation(id)
    values = assigned_values(assigned, specs(operation.params))
    return preset_of(operation, operation.build(dict(values)), studio.models, name=name, summary=summary)


def _keep(preset: Preset, studio: Studio, force: bool, as_json: bool) -> None:
    path = studio.presets.keep(preset, replace=force)
    if as_json:
        console.show_json({"path": str(path), **asdict(preset)})
    else:
        console.show(f"{path}: {preset.name}, {len(preset.params)} values of {preset.operation}")


def _check(preset: Preset, studio: Studio) -> None:
    """Why it cannot be used here comes last, as the error of the command."""
    for warning in preset.check(studio.registry.operation(preset.operation), studio.models):
        console.warn(warning)


def _facts(preset: Preset) -> list[str]:
    version = f", plugin {preset.plugin_version}" if preset.plugin_version else ""
    facts = [("preset", preset.name), ("", preset.summary), ("operation", f"{preset.operation}{version}")]
    facts += [(f"  {name}", str(value)) for name, value in preset.params.items()]
    for need in preset.models:
        told = (f"SHA-256 {need.sha256[:16]}…" if need.sha256 else "", need.source)
        facts.append((f"  model {need.name}", ", ".join(word for word in told if word) or "source unknown"))
    width = max(len(name) for name, _ in facts)
    return [f"{name:{width}}  {value}".rstrip() for name, value in facts if name or value]


def _recipe_row(kept: KeptRecipe) -> dict[str, Any]:
    recipe = kept.recipe
    return {
        "kind": "recipe",
        "name": recipe.name,
        "summary": recipe.summary,
        "own": True,
        "path": str(kept.path),
        "steps": [step.operation for step in recipe.steps],
    }


def _row(kept: Kept) -> dict[str, Any]:
    preset = kept.preset
    return {
        "kind": "preset",
        "id": kept.id,
        "name": preset.name,
        "operation": preset.operation,
        "summary": preset.summary,
        "own": kept.own,
        "path": str(kept.path),
        "params": dict(preset.params),
    }
