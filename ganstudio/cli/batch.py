"""`ganstudio batch`: one operation on whole folders."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ganstudio.cli import console, options
from ganstudio.cli.flags import FORWARDING, operation_app, run_app
from ganstudio.cli.run import HELP, list_operations
from ganstudio.errors import SaveError

if TYPE_CHECKING:
    from collections.abc import Callable

    from ganstudio.host.registry import Registry
    from ganstudio.operations.batch import Outcome
    from ganstudio.operations.contract import Operation

    Tell = Callable[[Outcome], None]


class FormatChoice(StrEnum):
    png = "png"
    jpg = "jpg"
    webp = "webp"
    tif = "tif"


def mount(app: typer.Typer) -> None:
    app.command("batch", context_settings=FORWARDING, add_help_option=False)(batch)


def batch(
    ctx: typer.Context, operation: Annotated[str, typer.Argument(metavar="PLUGIN.OPERATION")] = ""
) -> None:
    """Run an operation on folders; run it again to go on where it stopped."""
    from ganstudio.host.registry import Registry

    registry = Registry.standard()
    if operation in HELP:
        return list_operations(registry, "batch", "--INPUT DIR --PARAMETER VALUE -o DIR")
    app = operation_app(registry.operation(operation), _handler(registry), folders=True)
    raise typer.Exit(run_app(app, ctx.args, f"ganstudio batch {operation}"))


def _handler(registry: Registry) -> Any:
    def handle(
        operation: Operation,
        inputs: dict[str, Path],
        values: dict[str, Any],
        *,
        output: Annotated[
            Path, typer.Option("--output", "-o", metavar="DIR", help="Folder for the results.")
        ],
        format: Annotated[FormatChoice, typer.Option(help="Format of the results.")] = FormatChoice.png,
        report: Annotated[
            Path | None, typer.Option(metavar="FILE", help="Also list the outcomes in a .csv or .jsonl.")
        ] = None,
        device: options.Device = None,
        precision: options.Precision = None,
        label_palette: options.LabelPalette = None,
        provenance: options.Provenance = None,
        json: options.Json = False,
    ) -> int:
        from ganstudio.operations.batch import plan, write_report

        studio = options.studio(registry, device=device, precision=precision, provenance=provenance)
        suffix = f".{format.value}"
        total = len(plan(operation, inputs, output, suffix))
        _make_folder(output)
        given: dict[str, Any] = {**inputs, **values}
        outcomes: list[Outcome] = []
        try:
            with _teller(total) as tell:
                for outcome in studio.batch(
                    operation.id, output, suffix=suffix, label_palette=label_palette, **given
                ):
                    outcomes.append(outcome)
                    tell(outcome)
        finally:
            # Also after Ctrl+C: what is done stays, and is told.
            if report is not None:
                write_report(outcomes, report)
            _summarise(outcomes, total, output, json)
        return 1 if any(outcome.status == "failed" for outcome in outcomes) else 0

    return handle


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


def _summarise(outcomes: list[Outcome], total: int, output: Path, as_json: bool) -> None:
    counts = Counter[str](outcome.status for outcome in outcomes)
    left = total - len(outcomes)
    if as_json:
        summary = {
            "total": total,
            "left": left,
            **{name: counts[name] for name in ("done", "skipped", "failed")},
        }
        console.show_json({**summary, "outcomes": [asdict(outcome) for outcome in outcomes]})
        return
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
