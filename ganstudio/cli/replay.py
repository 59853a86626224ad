"""`ganstudio replay` and `inspect`: how a picture was made, and the same again; what a recipe does."""

from __future__ import annotations

import time
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ganstudio.cli import console, options
from ganstudio.cli.run import tell
from ganstudio.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ganstudio.operations.recipe import Recipe
    from ganstudio.operations.replay import Difference
    from ganstudio.provenance import InputRecord, Provenance, Step

    Fact = tuple[str, str]

_KINDS = {"image": "picture", "label_map": "label map", "mask": "mask"}

Picture = Annotated[Path, typer.Argument(metavar="FILE", help="A picture that this program made.")]


def mount(app: typer.Typer) -> None:
    app.command("replay")(replay)
    app.command("inspect")(info)
    app.command("info")(info)


def replay(
    picture: Picture,
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help="The picture made again.")],
    force: Annotated[bool, typer.Option("--force", help="It may replace the picture.")] = False,
    device: options.Device = None,
    record: options.Record = None,
    sidecar: options.Sidecar = None,
    provenance: options.Provenance = None,
    json: options.Json = False,
) -> None:
    """Make a picture or a film again, pixel for pixel, from the record inside it."""
    from ganstudio.document.files import read_image
    from ganstudio.document.frames import FrameData
    from ganstudio.operations.replay import difference, film_difference

    if not force and picture.resolve() == output.resolve():
        raise InputError(f"{output} would be replaced.", hint="Add --force if it may be.")
    studio = options.studio(device=device, record=record, sidecar=sidecar, provenance=provenance)
    first = picture.with_suffix("") if picture.suffix.lower() == ".json" else picture
    started = time.monotonic()
    with console.progress_bar("Making it again") as progress:
        found = studio.replay(picture, progress=progress)
        film = isinstance(found.result.data, FrameData)
        before = None if film else read_image(first)
        studio.save(found.result, output, progress=progress)
    for warning in found.warnings:
        console.warn(warning)
    note, facts = "", dict[str, Any]()
    if before is not None:
        note, facts = _comparison(first.name, difference(before, read_image(output)), found.tolerance)
    elif first.resolve() != output.resolve():  # a film that was replaced is not there to be compared with
        note, facts = _comparison(first.name, film_difference(first, output), found.tolerance)
    tell(found.result, output, time.monotonic() - started, json, note, **facts)


def info(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A file that this program made, or a recipe.")],
    json: options.Json = False,
) -> None:
    """Show how a picture was made, or what a recipe does and whether it can be run here."""
    from ganstudio.operations.recipe_file import is_recipe, read_recipe
    from ganstudio.operations.run import read_record

    if is_recipe(file):
        _show_recipe(read_recipe(file), json)
        return
    record = read_record(file)
    if json:
        console.show_json(record.plain())
    else:
        console.show("\n".join(_aligned(_facts(record))))


def _comparison(picture: str, found: Difference | None, tolerance: float) -> tuple[str, dict[str, Any]]:
    """How near the two are, and how near they should be: in words, and for programs."""
    if found is None:
        return f"; its size, depth or length is not that of {picture}", {"equal": False, "as_expected": False}
    expected = found.within(tolerance)
    allowed = round(tolerance * found.of)
    facts = {"equal": found.none, "largest_difference": found.largest, "differing": found.share}
    facts |= {"tolerance": allowed, "as_expected": expected}
    if found.none:
        return f"; the same pixels as {picture}", facts
    extent = f"up to {found.largest} of {found.of} in {found.share:.2%} of its values"
    if not tolerance:
        judged = "where none was expected"
    else:
        judged = f"{'within' if expected else 'beyond'} the {allowed} that another computation may bring"
    return f"; it differs from {picture} by {extent}, {judged}", facts


def _show_recipe(recipe: Recipe, as_json: bool) -> None:
    """What it does, even where it cannot be run; why not comes last, as the error of the command."""
    if as_json:
        constants = {name: {"kind": source.kind} for name, source in recipe.constants.items()}
        console.show_json({**asdict(replace(recipe, constants={})), "constants": constants})
    else:
        console.show("\n".join(_aligned(_recipe_facts(recipe))))
    for warning in options.studio().prepare(recipe).warnings:
        console.warn(warning)


def _aligned(facts: Sequence[Fact]) -> list[str]:
    """Names and values in two columns."""
    width = max(len(name) for name, _ in facts)
    return [f"{name:{width}}  {value}".rstrip() for name, value in facts]


def _facts(record: Provenance) -> list[Fact]:
    """A chain's steps by name, each with what it read; what it all began with comes last."""
    if not record.steps:
        facts = [
            ("operation", record.operation),
            ("made by", f"{record.program}, plugin {record.plugin_version}"),
            ("computed on", _computed(record)),
        ]
        facts += [(f"  {name}", str(value)) for name, value in record.params.items()]
    else:
        facts = [
            ("steps", ", ".join(step.id for step in record.steps)),
            ("made by", record.program),
            ("computed on", _computed(record)),
        ]
        facts += [fact for step in record.steps for fact in _step_facts(step)]
        facts.append(("made from", ""))
    facts += [(f"  {name}", _input(item)) for name, item in record.inputs.items()]
    facts += [("left out", ", ".join(record.left_out) or "paths")] if record.private else []
    if record.export:
        facts.append(("written with", ", ".join(f"{name} {value}" for name, value in record.export.items())))
    return facts + [(f"  model {model.name}", _digest(model.sha256)) for model in record.models]


def _computed(record: Provenance) -> str:
    threads = f", {record.threads} threads" if record.threads > 1 else ""
    together = f", {max(record.stacks)} pictures at a time" if record.stacks else ""
    return f"{record.device}, {record.precision}{threads}{together}"


def _recipe_facts(recipe: Recipe) -> list[Fact]:
    facts = [("recipe", recipe.name)]
    facts += [("", recipe.summary)] if recipe.summary else []
    for spec in recipe.inputs:
        facts.append(("takes", f"{spec.flag}, a {_KINDS[spec.kind]}{'' if spec.required else ', if wanted'}"))
    for name, constant in recipe.constants.items():
        width, height = constant.data.size
        facts.append(("keeps", f"{name}, a {_KINDS[constant.kind]} of {width} × {height}"))
    facts += [fact for step in recipe.needed for fact in _step_facts(step)]
    facts.append(("gives", f"what {recipe.output} makes"))
    return facts + [(f"  model {need.name}", _digest(need.sha256)) for need in recipe.models]


def _step_facts(step: Step) -> list[Fact]:
    version = f", plugin {step.plugin_version}" if step.plugin_version else ""
    facts = [(step.id, f"{step.operation}{version}")]
    facts += [(f"  {name}", f"from {ref}") for name, ref in step.inputs.items()]
    return facts + [(f"  {name}", str(value)) for name, value in step.params.items()]


def _digest(sha256: str) -> str:
    return f"SHA-256 {sha256[:16]}…" if sha256 else "any weights of that name"


def _input(item: InputRecord) -> str:
    kept = "inside the record" if item.embedded else _digest(item.sha256)
    return f"{item.path}, {kept}" if item.path else kept
