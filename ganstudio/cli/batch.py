"""`ganstudio batch`: one operation or recipe on whole folders, with many values, or on rows of a table."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ganstudio.cli import console, options
from ganstudio.cli.flags import FORWARDING, run_app
from ganstudio.cli.run import HELP, WORK, app_of, chain_of, list_operations, with_preset
from ganstudio.errors import InputError, SaveError

if TYPE_CHECKING:
    from collections.abc import Callable

    from ganstudio.host.registry import Registry
    from ganstudio.operations.batch import Outcome
    from ganstudio.operations.chain import Chain
    from ganstudio.operations.contract import Operation
    from ganstudio.operations.planning import Item
    from ganstudio.operations.recipe import Recipe

    Tell = Callable[[Outcome], None]


class FormatChoice(StrEnum):
    png = "png"
    jpg = "jpg"
    webp = "webp"
    tif = "tif"
    gif = "gif"
    mp4 = "mp4"


class ColoursChoice(StrEnum):
    keep = "keep"
    srgb = "srgb"


class ExistingChoice(StrEnum):
    update = "update"
    keep = "keep"
    replace = "replace"  # type: ignore[assignment]


def mount(app: typer.Typer) -> None:
    app.command("batch", context_settings=FORWARDING, add_help_option=False)(batch)


def batch(ctx: typer.Context, operation: Annotated[str, typer.Argument(metavar=WORK)] = "") -> None:
    """Run an operation or a recipe on folders, many seeds or rows; run it again to go on where it stopped."""
    from ganstudio.host.registry import Registry

    registry = Registry.standard()
    if operation in HELP:
        return list_operations(registry, "batch", "--INPUT DIR --PARAMETER VALUE -o DIR")
    app = app_of(operation, registry, _handler(registry), folders=True)
    raise typer.Exit(run_app(app, ctx.args, f"ganstudio batch {operation}"))


def _handler(registry: Registry) -> Any:
    def handle(
        work: Operation | Recipe,
        inputs: dict[str, Path],
        values: dict[str, Any],
        *,
        folder: Annotated[
            Path | None, typer.Argument(metavar="[IN]", help="The folder, where one input is needed.")
        ] = None,
        rows: Annotated[
            Path | None,
            typer.Option(
                metavar="FILE",
                help="A .csv or .jsonl: each row has values of parameters, files, perhaps an output.",
            ),
        ] = None,
        sweep: Annotated[
            list[str] | None,
            typer.Option(metavar="NAME=A|B", help="Several values of any parameter; may be repeated."),
        ] = None,
        output: Annotated[
            str,
            typer.Option(
                "--output", "-o", metavar="DIR|URL", help="Folder for the results; also s3://… and the like."
            ),
        ],
        format: Annotated[
            FormatChoice | None,
            typer.Option(
                help="Format of the results; png if left out, or gif for films.", show_default=False
            ),
        ] = None,
        quality: Annotated[
            int, typer.Option(min=1, max=100, metavar="1-100", help="Quality of .jpg and .webp.")
        ] = 95,
        longest: Annotated[
            int,
            typer.Option(
                min=0,
                max=65_535,
                metavar="PIXELS",
                help="Longer side of the results at most; what is larger is made smaller. 0 leaves it.",
            ),
        ] = 0,
        colours: Annotated[
            ColoursChoice,
            typer.Option(
                help="keep the profile that a picture has, or convert to srgb and embed its profile."
            ),
        ] = ColoursChoice.keep,
        existing: Annotated[
            ExistingChoice,
            typer.Option(
                help="Which results that are there are made again: those that differ, none, or all."
            ),
        ] = ExistingChoice.update,
        recursive: Annotated[
            bool, typer.Option("--recursive", help="Sub-folders too, which are kept.")
        ] = False,
        names: Annotated[
            str,
            typer.Option(
                metavar="PATTERN",
                help="Names of the results, of {stem}, {index}, {row} and parameters, such as "
                "{stem}_{seed:04}.",
            ),
        ] = "{stem}",
        dry_run: Annotated[
            bool, typer.Option("--dry-run", help="Only list what would be written, and from what.")
        ] = False,
        report: Annotated[
            Path | None,
            typer.Option(
                metavar="FILE", help="Write the outcomes too, as a page (.html), .json, .jsonl or .csv."
            ),
        ] = None,
        preset: options.Preset = None,
        batch_size: Annotated[
            int,
            typer.Option(
                min=0,
                max=64,
                metavar="N",
                help="Pictures of one size that a network is given in one pass; 0 is what suits the device.",
            ),
        ] = 0,
        device: options.Device = None,
        precision: options.Precision = None,
        label_palette: options.LabelPalette = None,
        ray: Annotated[
            str | None,
            typer.Option(
                metavar="auto|ADDRESS", help="On a Ray cluster: this machine's, or that at an address."
            ),
        ] = None,
        workers: Annotated[
            int, typer.Option(min=0, metavar="N", help="Workers on the cluster; 0 is one for each device.")
        ] = 0,
        record: options.Record = None,
        sidecar: options.Sidecar = None,
        provenance: options.Provenance = None,
        sign: options.Sign = None,
        key: options.Key = None,
        json: options.Json = False,
    ) -> int:
        from ganstudio.operations.batch import write_report
        from ganstudio.operations.export import Export
        from ganstudio.operations.places import place_of
        from ganstudio.operations.recipe import Recipe
        from ganstudio.operations.rows import read_rows
        from ganstudio.operations.sweep import add_sweeps, split_sweeps

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
        sweeps: dict[str, tuple[Any, ...]] = {}
        if not isinstance(work, Recipe):
            given_values = add_sweeps(work.params, values, sweep or ())
            values, sweeps = split_sweeps(work.params, with_preset(work, preset, given_values, studio))
        elif sweep:
            raise InputError("The values of a recipe are fixed.", hint="Sweep those of an operation.")
        else:
            with_preset(work, preset, values, studio)
        table = read_rows(rows, work, values, sweeps) if rows is not None else None
        chain = chain_of(work, dict(table.plain) if table else values, studio)
        given = _with_folder(chain, inputs, folder)
        suffix = format.value if format else "gif" if chain.output == "frames" else "png"
        out, place = place_of(output)
        items = studio.plan_batch(
            chain,
            out,
            suffix=f".{suffix}",
            recursive=recursive,
            names=names,
            sweeps=sweeps,
            rows=table,
            **given,
        )
        export = Export(quality, longest, colours.value)
        export.check(chain.output)
        if studio.signature is not None:
            studio.signature.check(f".{suffix}")
        if dry_run:
            _list(items, output, json)
            return 1 if any(item.problem for item in items) else 0
        if place is None:
            _make_folder(out)
        if report is not None and not report.parent.is_dir():
            raise SaveError(f"{report} could not be saved: there is no folder {report.parent}.")
        if ray is not None:
            from ganstudio.host.cluster import run_on_ray

            made = run_on_ray(
                studio,
                chain,
                items,
                ray,
                workers=workers,
                export=export,
                existing=existing.value,
                label_palette=label_palette,
                place=place,
                at_once=batch_size,
            )
        else:
            made = studio.run_items(
                chain,
                items,
                export=export,
                existing=existing.value,
                label_palette=label_palette,
                place=place,
                at_once=batch_size,
            )
        outcomes: list[Outcome] = []
        started = time.monotonic()
        try:
            with _teller(len(items)) as tell:
                for outcome in made:
                    outcomes.append(outcome)
                    tell(outcome)
        finally:
            # Also after Ctrl+C: what is done stays, and is told.
            if report is not None:
                seconds = time.monotonic() - started
                write_report(outcomes, report, items=items, title=chain.title, seconds=seconds)
            _summarise(outcomes, len(items), output, json)
        return 1 if any(outcome.status == "failed" for outcome in outcomes) else 0

    return handle


def _with_folder(chain: Chain, inputs: dict[str, Path], folder: Path | None) -> dict[str, Path]:
    """The inputs with the folder that was given without a flag, for the one input that is needed."""
    if folder is None:
        return inputs
    needed = [spec for spec in chain.inputs if spec.required] or list(chain.inputs)
    if len(needed) != 1:
        flags = " and ".join(spec.flag for spec in needed) or "nothing"
        raise InputError(f"{chain.id} takes {flags}: say which of them {folder} is.")
    if needed[0].name in inputs:
        raise InputError(f"{folder} and {needed[0].flag} are the same input.", hint="Give one of them.")
    return {**inputs, needed[0].name: folder}


@contextmanager
def _teller(total: int) -> Iterator[Tell]:
    """Tells of each outcome: by a bar on a terminal, else by a line."""
    if not sys.stderr.isatty():
        count = 0

        def line(outcome: Outcome) -> None:
            nonlocal count
            count += 1
            rest = f": {outcome.message}" if outcome.message else f", {outcome.seconds:.1f} s"
            console.say(f"[{count}/{total}] {outcome.output} {outcome.status}{rest}")

        yield line
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Rendering", total=total)

        def advance(outcome: Outcome) -> None:
            if outcome.message:
                bar.console.print(
                    f"{outcome.output} failed: {outcome.message}", markup=False, highlight=False
                )
            bar.update(task, advance=1, description=outcome.output)

        yield advance


def _list(items: list[Item], output: str, as_json: bool) -> None:
    """What would be written. Whether what is there already is up to date only a run finds out."""
    if as_json:
        console.show_json([_row(item, output) for item in items])
        return
    for item in items:
        files = [str(path) for path in item.inputs.values()]
        row = [f"row {item.row}"] if item.row else []
        values = (f"{name} {value}" for name, value in item.values.items() if value not in ("", None))
        read = ", ".join([*row, *files, *values])
        there = " (there already)" if item.output.is_file() else ""
        end = f": {item.problem}" if item.problem else f" from {read}{there}"
        console.show(_place(item, output) + end)


def _place(item: Item, output: str) -> str:
    """Where an item will be found."""
    from ganstudio.operations.places import is_url

    return f"{output.rstrip('/')}/{item.name}" if is_url(output) else str(item.output)


def _row(item: Item, output: str) -> dict[str, object]:
    inputs = {name: str(path) for name, path in item.inputs.items()}
    there = item.output.is_file()
    varied: dict[str, object] = {"row": item.row} if item.row else {}
    varied |= {"values": dict(item.values)} if item.values else {}
    return {
        "output": _place(item, output),
        "inputs": inputs,
        **varied,
        "there": there,
        "problem": item.problem,
    }


def _summarise(outcomes: list[Outcome], total: int, output: str, as_json: bool) -> None:
    from ganstudio.operations.batch import report

    counts = report(outcomes, total)
    if as_json:
        console.show_json(counts)
        return
    left = counts["left"]
    parts = [f"{counts['done']} done"]
    parts += [f"{counts[name]} {text}" for name, text in _OTHER if counts[name]]
    parts += [f"{left} left"] if left else []
    console.show(f"{output}: {', '.join(parts)}")


_OTHER = (("skipped", "there already"), ("failed", "failed"))


def _make_folder(output: Path) -> None:
    try:
        output.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SaveError(f"{output} cannot be made: {(error.strerror or str(error)).lower()}.") from error
