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
    model: Annotated[str, typer.Argument(metavar="NAME|FILE", help="A painter of the landscape world.")],
    segmenter: Annotated[
        str, typer.Option(metavar="NAME|FILE", help="Reads the label maps off the pictures.")
    ] = "landscape-segmenter",
    count: Annotated[int, typer.Option(min=16, help="Held-out scenes.")] = 500,
    size: Annotated[int, typer.Option(min=64, max=512, help="Side of the pictures.")] = 128,
    write_card: Annotated[bool, typer.Option("--write-card", help="Put the figures on the card.")] = False,
    as_json: Json = False,
) -> None:
    """Measure a label-map painter on scenes of the world that no training run sees."""
    from ganstudio.checkpoints.library import find
    from ganstudio.checkpoints.load import load
    from ganstudio.networks.segmenter import Segmenter
    from ganstudio.networks.style_spade import StyleSpadeGenerator
    from ganstudio.training.recipes import spade_evaluation

    painter, reader = load(find(model)), load(find(segmenter))
    if not isinstance(painter.module, StyleSpadeGenerator):
        raise CheckpointError(f"{model} is no painter of the landscape world.")
    if not isinstance(reader.module, Segmenter):
        raise CheckpointError(f"{segmenter} is no segmenter.")
    with console.progress_bar("Evaluating") as progress:
        report = spade_evaluation.evaluate(
            painter.module, reader.module, count=count, size=size, progress=progress
        )
    figures = report.as_dict()
    if write_card:
        _write(painter.path, figures)
    if as_json:
        console.show_json(figures)
        return
    console.show(f"mIoU on generated pictures  {report.miou_generated:.4f}")
    console.show(f"mIoU on real renders        {report.miou_real:.4f}")
    console.show(f"share of the ceiling        {report.ratio:.1%}")
    console.show(f"L1 to the real render       {report.l1:.4f} (colours from -1 to 1)")
    console.show(f"L1 between styles           {report.diversity_styles:.4f}")
    console.show(f"L1 between variations       {report.diversity_latents:.4f}")
    for name in report.iou_real:
        console.show(f"  {name:12} {report.iou_generated[name]:.3f} of {report.iou_real[name]:.3f}")


def _write(path: Path, figures: dict[str, Any]) -> None:
    from ganstudio import paths
    from ganstudio.checkpoints.card import card_path, read_card

    card = {**read_card(path), "metrics": figures}
    with paths.atomic_write(card_path(path)) as file:
        file.write((json.dumps(card, indent=2, ensure_ascii=False) + "\n").encode())
