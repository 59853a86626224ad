"""`ganstudio train`: a world or a folder of images becomes a model."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ganstudio.cli import console, options
from ganstudio.cli.flags import FORWARDING, parameters_app, run_app
from ganstudio.errors import InputError
from ganstudio.events import CancelToken

if TYPE_CHECKING:
    from ganstudio.datasets.label_maps import LabelMapDataset
    from ganstudio.events import Progress
    from ganstudio.training.launch import RecipeEntry


def mount(app: typer.Typer) -> None:
    app.command("train", context_settings=FORWARDING, add_help_option=False)(train)


def train(ctx: typer.Context, recipe: Annotated[str, typer.Argument(metavar="RECIPE")] = "") -> None:
    """Train a model on a world or on your own folder; `ganstudio train` lists the recipes."""
    from ganstudio.training.launch import RECIPES, recipe_named

    if recipe in ("", "--help", "-h"):
        console.show(
            "Usage: ganstudio train RECIPE --world landscape|--data FOLDER --out RUN [--PARAMETER VALUE]\n"
        )
        for entry in RECIPES.values():
            console.show(f"  {entry.name:12}{entry.title}")
        console.show("\nFlags of one of them: ganstudio train RECIPE --help")
        return
    entry = recipe_named(recipe)
    from ganstudio.params import specs
    from ganstudio.training.trainer import RunOptions

    known = (*specs(entry.params_class()), *specs(RunOptions))
    app = parameters_app(f"{entry.title}: train it", known, _handler(entry))
    raise typer.Exit(run_app(app, ctx.args, f"ganstudio train {recipe}"))


def _handler(entry: RecipeEntry) -> Any:
    def handle(
        values: dict[str, Any],
        *,
        out: Annotated[Path, typer.Option("--out", "-o", metavar="RUN", help="Folder of the run.")],
        data: Annotated[
            Path | None, typer.Option(metavar="FOLDER", help="Folder with images/ and labels/.")
        ] = None,
        world: Annotated[
            str | None, typer.Option(metavar="WORLD", help="landscape: drawn on the spot.")
        ] = None,
        scenes: Annotated[
            int, typer.Option(min=16, help="Scenes to draw of a world, four styles each.")
        ] = 2500,
        source_size: Annotated[int, typer.Option(min=32, help="Side at which pictures are kept.")] = 256,
        palette: Annotated[str, typer.Option(help="Classes of the label maps.")] = "landscape",
        vgg: Annotated[
            Path | None, typer.Option(metavar="FILE", help="VGG-19 weights for the perceptual loss.")
        ] = None,
        start_from: Annotated[
            str,
            typer.Option("--from", metavar="NAME|FILE", help="Go on from the weights of a finished model."),
        ] = "",
        device: options.Device = None,
    ) -> None:
        from ganstudio.params import build
        from ganstudio.training.launch import brought, prepare
        from ganstudio.training.trainer import RunOptions

        mine = {name: values.pop(name) for name in [*values] if name in RunOptions.model_fields}
        params, run_options = build(entry.params_class(), values), build(RunOptions, mine)
        assert isinstance(run_options, RunOptions)
        compute = options.studio(device=device).compute
        with _interruptible() as token, console.progress_bar(entry.title, token) as progress:
            dataset = _dataset(out, data, world, scenes, source_size, entry, params, progress.sub(0, 0.05))
            trainer = prepare(
                entry,
                params,
                dataset,
                out,
                run_options,
                extra=brought(dataset, palette=palette),
                device=compute.device,
                vgg=vgg,
                start_from=start_from,
                progress=progress.sub(0.05, 1),
            )
            trainer.run()
        console.show(f"{out / 'model'}: step {trainer.step}, {trainer.seconds / 60:.1f} minutes in all")

    return handle


@contextmanager
def _interruptible() -> Iterator[CancelToken]:
    """Ctrl+C and a terminate signal end the run between two steps, saved."""
    token = CancelToken()
    names = (signal.SIGINT, signal.SIGTERM)
    before = {name: signal.signal(name, lambda *_: token.cancel()) for name in names}
    try:
        yield token
    finally:
        for name, handler in before.items():
            signal.signal(name, handler)


def _dataset(
    out: Path,
    data: Path | None,
    world: str | None,
    scenes: int,
    size: int,
    entry: RecipeEntry,
    params: Any,
    progress: Progress,
) -> LabelMapDataset:
    if (data is None) == (world is None):
        raise InputError("Choose what to train on:", hint="--world landscape or --data FOLDER.")
    if size % params.size:
        raise InputError(f"--source-size {size} is no multiple of --size {params.size}.")
    if data is not None:
        from ganstudio.datasets.label_maps import load_folder
        from ganstudio.training.world_data import STYLE_GROUPS

        # A folder that a world was exported to names its styles; other people's folders have none.
        groups = STYLE_GROUPS if (data / "metadata.jsonl").is_file() else None
        return load_folder(data, size, style_groups=groups, progress=progress)
    if world != "landscape":
        raise InputError(f"There is no world “{world}”.", hint="There is landscape.")
    from ganstudio.training.world_data import landscape_dataset

    return landscape_dataset(out / "data", scenes, size=size, progress=progress)
