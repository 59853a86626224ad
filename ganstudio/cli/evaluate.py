"""`ganstudio evaluate`: the figures on a model's card, measured again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

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
    write_card: Annotated[bool, typer.Option("--write-card", help="Put the figures on the card.")] = False,
    as_json: Json = False,
) -> None:
    """Measure a model of the landscape world on scenes that no training run sees."""
    from ganstudio.checkpoints.library import find
    from ganstudio.checkpoints.load import load
    from ganstudio.training.world_evaluation import evaluation_of

    loaded = load(find(model))
    evaluation = evaluation_of(loaded)
    if evaluation is None:
        raise CheckpointError(f"{model} is no model of the landscape world.")
    with console.progress_bar("Evaluating") as progress:
        report = evaluation.run(loaded, count=count, size=size, segmenter=segmenter, progress=progress)
    figures = report.as_dict()
    if write_card:
        _write(loaded.path, figures)
    if as_json:
        console.show_json(figures)
        return
    for line in report.lines():
        console.show(line)


def _write(path: Path, figures: dict[str, Any]) -> None:
    from ganstudio import paths
    from ganstudio.checkpoints.card import card_path, read_card

    card = {**read_card(path), "metrics": figures}
    with paths.atomic_write(card_path(path)) as file:
        file.write((json.dumps(card, indent=2, ensure_ascii=False) + "\n").encode())
