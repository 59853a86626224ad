"""`ganstudio evaluate`: the figures on a model's card, measured again."""

from __future__ import annotations

from typing import Annotated

import typer

from ganstudio.cli import console
from ganstudio.cli.options import Json
from ganstudio.errors import CheckpointError


def mount(app: typer.Typer) -> None:
    app.command("evaluate")(evaluate)


def evaluate(
    model: Annotated[str, typer.Argument(metavar="NAME|FILE", help="A model of the landscape world.")],
    segmenter: Annotated[
        str, typer.Option(metavar="NAME|FILE", help="Reads the label maps off the pictures.")
    ] = "landscape-segmenter",
    count: Annotated[int, typer.Option(min=16, help="Held-out scenes.")] = 500,
    size: Annotated[int, typer.Option(min=64, max=512, help="Side of the pictures.")] = 128,
    pairs: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME|FILE", help="A model trained on pairs, to see what it would be worth."),
    ] = None,
    write_card: Annotated[
        bool, typer.Option("--write-card", help="Put the figures on the card and its page.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Measure a model of the landscape world on scenes that no training run sees."""
    from ganstudio.checkpoints.library import find
    from ganstudio.checkpoints.load import load
    from ganstudio.training.world_evaluation import evaluation_of
    from ganstudio.training.world_evaluation.figures import write_figures

    loaded, bounds = load(find(model)), [load(find(name)) for name in pairs or ()]
    evaluation = evaluation_of(loaded)
    if evaluation is None:
        raise CheckpointError(f"{model} is no model of the landscape world.")
    with console.progress_bar("Evaluating") as progress:
        report = evaluation.run(
            loaded, count=count, size=size, segmenter=segmenter, pairs=bounds, progress=progress
        )
    if write_card:
        also = "".join(f" --pairs {name}" for name in pairs or ())
        write_figures(loaded.path, report, f"ganstudio evaluate {model} --count {count} --size {size}{also}")
    if as_json:
        console.show_json(report.as_dict())
        return
    for line in report.lines():
        console.show(line)
