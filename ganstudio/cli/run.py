"""`ganstudio run`: one operation or recipe on one input."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ganstudio.cli import console, options
from ganstudio.cli.flags import FORWARDING, operation_app, recipe_app, run_app
from ganstudio.errors import InputError

if TYPE_CHECKING:
    from ganstudio.host.registry import Registry
    from ganstudio.host.studio import Studio
    from ganstudio.operations.chain import Chain
    from ganstudio.operations.contract import Operation
    from ganstudio.operations.recipe import Recipe
    from ganstudio.operations.run import Result

HELP = ("", "--help", "-h")
WORK = "PLUGIN.OPERATION|RECIPE.toml"


def mount(app: typer.Typer) -> None:
    app.command("run", context_settings=FORWARDING, add_help_option=False)(run)


def run(ctx: typer.Context, operation: Annotated[str, typer.Argument(metavar=WORK)] = "") -> None:
    """Run an operation of a plugin, or a recipe, on a picture; `ganstudio run` lists operations."""
    from ganstudio.host.registry import Registry

    registry = Registry.standard()
    if operation in HELP:
        return list_operations(registry, "run", "--INPUT FILE --PARAMETER VALUE -o OUT")
    app = app_of(operation, registry, _handler(registry))
    raise typer.Exit(run_app(app, ctx.args, f"ganstudio run {operation}"))


def app_of(work: str, registry: Registry, handler: Any, *, folders: bool = False) -> typer.Typer:
    """The command of an operation, or of the recipe in a file."""
    from ganstudio.operations.recipe_file import is_recipe, read_recipe

    if is_recipe(work):
        return recipe_app(read_recipe(work), handler, folders=folders)
    return operation_app(registry.operation(work), handler, folders=folders)


def chain_of(work: Operation | Recipe, values: dict[str, Any], studio: Studio) -> Chain:
    """What is to be run; what differs from when a recipe was made is told."""
    from ganstudio.operations.chain import single
    from ganstudio.operations.recipe import Recipe

    if not isinstance(work, Recipe):
        return single(work, work.build(values))
    chain = studio.prepare(work)
    for warning in chain.warnings:
        console.warn(warning)
    return chain


def with_preset(
    work: Operation | Recipe, preset: str | None, values: dict[str, Any], studio: Studio
) -> dict[str, Any]:
    """The values that were given over those of a preset; what differs from when it was made is told."""
    from ganstudio.operations.recipe import Recipe

    if preset is None:
        return values
    if isinstance(work, Recipe):
        raise InputError("The values of a recipe are fixed.", hint="Presets are for operations.")
    found = studio.preset(preset, work.id)
    for warning in found.check(work, studio.models, values):
        console.warn(warning)
    return found.over(work, values)


def list_operations(registry: Registry, command: str, rest: str) -> None:
    """What there is to run, and how to learn more."""
    console.show(f"Usage: ganstudio {command} PLUGIN.OPERATION {rest}")
    console.show(f"       ganstudio {command} RECIPE.toml {rest.replace(' --PARAMETER VALUE', '')}\n")
    width = max((len(id) for id in registry.operations), default=0)
    for id, info in registry.operations.items():
        console.show(f"  {id:{width}}  {info.manifest.summary or info.title}")
    for broken in registry.broken:
        console.warn(broken.error)
    console.show(f"\nFlags of one of them: ganstudio {command} PLUGIN.OPERATION --help")


def _handler(registry: Registry) -> Any:
    def handle(
        work: Operation | Recipe,
        inputs: dict[str, Path],
        values: dict[str, Any],
        *,
        output: Annotated[
            Path, typer.Option("--output", "-o", metavar="FILE", help="The result; its suffix is its format.")
        ],
        force: Annotated[bool, typer.Option("--force", help="The result may replace an input.")] = False,
        preset: options.Preset = None,
        device: options.Device = None,
        precision: options.Precision = None,
        label_palette: options.LabelPalette = None,
        record: options.Record = None,
        sidecar: options.Sidecar = None,
        provenance: options.Provenance = None,
        sign: options.Sign = None,
        key: options.Key = None,
        json: options.Json = False,
    ) -> None:
        from ganstudio.operations.run import check_output

        studio = options.studio(
            registry,
            device=device,
            precision=precision,
            record=record,
            sidecar=sidecar,
            provenance=provenance,
            sign=sign,
            key=key,
        )
        chain = chain_of(work, with_preset(work, preset, values, studio), studio)
        check_output(chain.links[-1].operation, output)
        if studio.signature is not None:
            studio.signature.check(output.suffix)
        _spare_inputs(output, inputs, force)
        started = time.monotonic()
        # The frames of a film are drawn while it is saved.
        share = 0.0 if chain.output == "frames" else 1.0
        with console.progress_bar(chain.title) as progress:
            run = progress.sub(0.0, share)
            result = studio.run_recipe(chain, progress=run, label_palette=label_palette, **inputs)
            studio.save(result, output, progress=progress.sub(share, 1.0))
        tell(result, output, time.monotonic() - started, json)

    return handle


def tell(
    result: Result, output: Path, seconds: float, as_json: bool, note: str = "", **facts: object
) -> None:
    """What was made: a line for people, or an object with the whole record; `note` and `facts` join them."""
    from ganstudio.document.frames import FrameData

    for told in result.notes:
        console.warn(told)
    width, height = result.data.size
    film = result.data if isinstance(result.data, FrameData) else None
    if film is not None:
        facts = {"frames": film.count, "fps": film.fps, **facts}
        note = f"; {film.count} frames, {film.seconds:.1f} s at {film.fps:g} a second{note}"
    if as_json:
        console.show_json(
            {
                "output": str(output),
                "width": width,
                "height": height,
                "seconds": round(seconds, 3),
                "device": result.compute.description,
                **facts,
                "record": result.provenance.plain(),
            }
        )
    else:
        where = result.compute.description
        console.show(f"{output}: {width} × {height}, {seconds:.1f} s on {where}{note}")


def _spare_inputs(output: Path, inputs: dict[str, Path], force: bool) -> None:
    for path in inputs.values():
        if not force and path.resolve() == output.resolve():
            raise InputError(f"{output} is an input and would be replaced.", hint="Add --force if it may be.")
