"""`ganstudio replay` and `ganstudio info`: how a picture was made, and the same again."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ganstudio.cli import console, options
from ganstudio.cli.run import tell
from ganstudio.errors import InputError

if TYPE_CHECKING:
    from ganstudio.provenance import InputRecord, Provenance

Picture = Annotated[Path, typer.Argument(metavar="FILE", help="A picture that this program made.")]


def mount(app: typer.Typer) -> None:
    app.command("replay")(replay)
    app.command("info")(info)


def replay(
    picture: Picture,
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help="The picture made again.")],
    force: Annotated[bool, typer.Option("--force", help="It may replace the picture.")] = False,
    device: options.Device = None,
    provenance: options.Provenance = None,
    json: options.Json = False,
) -> None:
    """Make a picture again, pixel for pixel, from the record inside it."""
    if not force and picture.resolve() == output.resolve():
        raise InputError(f"{output} would be replaced.", hint="Add --force if it may be.")
    studio = options.studio(device=device, provenance=provenance)
    started = time.monotonic()
    with console.progress_bar("Making it again") as progress:
        found = studio.replay(picture, progress=progress)
    studio.save(found.result, output)
    for warning in found.warnings:
        console.warn(warning)
    tell(found.result, output, time.monotonic() - started, json)


def info(picture: Picture, json: options.Json = False) -> None:
    """Show how a picture was made."""
    from ganstudio.operations.run import read_record

    record = read_record(picture)
    if json:
        console.show_json(record.plain())
    else:
        console.show("\n".join(_lines(record)))


def _lines(record: Provenance) -> list[str]:
    facts = [
        ("operation", record.operation),
        ("made by", f"{record.program}, plugin {record.plugin_version}"),
        ("computed on", f"{record.device}, {record.precision}"),
    ]
    facts += [(f"  {name}", str(value)) for name, value in record.params.items()]
    facts += [(f"  {name}", _input(item)) for name, item in record.inputs.items()]
    facts += [(f"  model {model.name}", f"SHA-256 {model.sha256[:16]}…") for model in record.models]
    width = max(len(name) for name, _ in facts)
    return [f"{name:{width}}  {value}" for name, value in facts]


def _input(item: InputRecord) -> str:
    kept = "inside the record" if item.embedded else f"SHA-256 {item.sha256[:16]}…"
    return f"{item.path}, {kept}" if item.path else kept
