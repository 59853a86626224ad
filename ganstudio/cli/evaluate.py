"""`ganstudio evaluate`: how good a model is, or what a run has made so far."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ganstudio.cli import console
from ganstudio.cli.options import Json
from ganstudio.errors import InputError

if TYPE_CHECKING:
    from ganstudio.training.evaluation.subject import Subject
    from ganstudio.training.world_evaluation import WorldEvaluation

_WORLD_SIZE, _SMALLEST_WORLD = 128, 64


def mount(app: typer.Typer) -> None:
    app.command("evaluate")(evaluate)


def evaluate(
    model: Annotated[
        str, typer.Argument(metavar="NAME|FILE|RUN", help="A model, or the folder of a training run.")
    ],
    metric: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME,...", help="What to measure; without it what makes sense of the model."),
    ] = None,
    data: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="What to measure on; of a run its own data.")
    ] = None,
    world: Annotated[str, typer.Option(metavar="WORLD", help="Measure on lands that no run sees.")] = "",
    features: Annotated[
        str,
        typer.Option(
            metavar="FILE", help="The network that compares pictures: FID Inception, CLIP or a VGG."
        ),
    ] = "",
    clip_model: Annotated[
        str, typer.Option(metavar="NAME", help="open_clip's name of the CLIP model in that file.")
    ] = "ViT-B-32",
    segmenter: Annotated[
        str, typer.Option(metavar="NAME|FILE", help="Reads the label maps off the pictures.")
    ] = "landscape-segmenter",
    count: Annotated[int, typer.Option(min=16, help="Pictures, or scenes of the world.")] = 500,
    size: Annotated[
        int | None, typer.Option(min=16, max=1024, help="Side of the pictures; by default the model's own.")
    ] = None,
    pairs: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME|FILE", help="A model trained on pairs, to see what it would be worth."),
    ] = None,
    write_card: Annotated[
        bool, typer.Option("--write-card", help="Put the figures on the card and its page.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Measure a model: on your data, on that of its run, or on scenes of the landscape world.

    A model of the landscape world is asked what only the world can answer, unless --metric, --data or --world
    says otherwise.
    """
    from ganstudio.training.evaluation.subject import subject_of
    from ganstudio.training.world_evaluation import evaluation_of

    subject = subject_of(model)
    special = evaluation_of(subject.model) if subject.run is None else None
    if special is not None and not (metric or data or world):
        shown = _of_world(subject, special, count, size or _WORLD_SIZE, segmenter, pairs or [], write_card)
    else:
        if pairs:
            raise InputError(f"{model} is not compared with a model of pairs.", hint="Leave out --pairs.")
        names = [name.strip() for words in metric or () for name in words.split(",")]
        look = {"features": features, "clip_model": clip_model, "segmenter": segmenter}
        shown = _of_data(subject, names, data, world, count, size or subject.size, look, write_card)
    if as_json:
        console.show_json(shown.as_dict())
        return
    for line in shown.lines():
        console.show(line)


def _of_world(
    subject: Subject,
    evaluation: WorldEvaluation,
    count: int,
    size: int,
    segmenter: str,
    pairs: list[str],
    write_card: bool,
) -> Any:
    from ganstudio.checkpoints.library import find
    from ganstudio.checkpoints.load import load
    from ganstudio.training.world_evaluation.figures import write_figures

    if not _SMALLEST_WORLD <= size <= 4 * _WORLD_SIZE:
        raise InputError(f"Landscapes are drawn at {_SMALLEST_WORLD} to {4 * _WORLD_SIZE} px, not {size}.")
    bounds = [load(find(name)) for name in pairs]
    with console.progress_bar("Evaluating") as progress:
        report = evaluation.run(
            subject.model, count=count, size=size, segmenter=segmenter, pairs=bounds, progress=progress
        )
    if write_card:
        also = "".join(f" --pairs {name}" for name in pairs)
        command = f"ganstudio evaluate {subject.name} --count {count} --size {size}{also}"
        write_figures(subject.model.path, report, command)
    return report


def _of_data(
    subject: Subject,
    names: list[str],
    data: Path | None,
    world: str,
    count: int,
    size: int,
    look: dict[str, str],
    write_card: bool,
) -> Any:
    from ganstudio.training.evaluation import evaluate as evaluation
    from ganstudio.training.evaluation.material import given
    from ganstudio.training.evaluation.measures import wanted_measures
    from ganstudio.training.evaluation.observers import observer_of

    asked = wanted_measures(names)
    observer = observer_of(look["features"], look["clip_model"])
    with console.progress_bar("Evaluating") as progress:
        material = given(subject, data, world, size=size, count=count, progress=progress.sub(0, 0.4))
        report = evaluation.evaluate(
            subject,
            material,
            observer,
            asked,
            count=count,
            size=size,
            segmenter=look["segmenter"],
            progress=progress.sub(0.4, 1),
        )
    if write_card:
        evaluation.write_card(subject.model.path, report)
    return report
