"""`ganstudio worlds`: data sets drawn by the program itself."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(help="Draw procedural data sets.", no_args_is_help=True)


class World(StrEnum):
    landscape = "landscape"
    faces = "faces"


class StyleChoice(StrEnum):
    random = "random"
    all = "all"


@app.callback()
def worlds() -> None:
    """Draw procedural data sets: landscapes with label maps, captions and boxes; faces with attributes."""


@app.command()
def render(
    world: Annotated[World, typer.Argument(help="Which world to draw.")],
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder for the pictures and metadata.jsonl.")],
    count: Annotated[int, typer.Option(min=1, help="Number of scenes.")] = 100,
    size: Annotated[int, typer.Option(min=64, max=512, help="Side of the pictures in pixels.")] = 128,
    seed: Annotated[int, typer.Option(min=0, help="Seed of the first scene.")] = 0,
    styles: Annotated[
        StyleChoice, typer.Option(help="Of landscapes: one random season and hour a scene, or all sixteen.")
    ] = StyleChoice.random,
    workers: Annotated[int | None, typer.Option(min=1, help="Processes; one a core if left out.")] = None,
) -> None:
    """Draw pictures with all that is known about them; run again to go on where it stopped."""
    from rich.progress import Progress as Bar

    from ganstudio.events import Progress
    from ganstudio.worlds.export import write_dataset
    from ganstudio.worlds.faces.export import write_faces

    with Bar(transient=True) as bar:
        task = bar.add_task("Drawing", total=1.0)

        def report(fraction: float, message: str) -> None:
            bar.update(task, completed=fraction, description=message or "Drawing")

        if world is World.faces:
            drawn = write_faces(out, count, size, seed, workers, Progress(report))
        else:
            drawn = write_dataset(out, count, size, seed, styles.value, workers, Progress(report))
    typer.echo(f"{drawn} pictures of the {world.value} world drawn into {out}.")


@app.command()
def vocabulary(
    out: Annotated[Path, typer.Option("--out", "-o", help="The file, as open_clip's tokenizer reads it.")],
    size: Annotated[int, typer.Option(min=515, max=49408, help="Tokens at most.")] = 2000,
) -> None:
    """Learn how a CLIP model splits words, from captions of both worlds in English and Korean."""
    from ganstudio.clip.merges import file_of, learn_merges
    from ganstudio.paths import atomic_write
    from ganstudio.worlds.captions import corpus

    merges = learn_merges(corpus(), size)
    with atomic_write(out) as stream:
        stream.write(file_of(merges))
    typer.echo(f"{len(merges)} merges learned into {out}.")
