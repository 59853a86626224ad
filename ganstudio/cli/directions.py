"""`ganstudio directions`: sliders of a generator, found, learned, shown and freed of each other."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ganstudio.cli import console
from ganstudio.cli.options import Json
from ganstudio.errors import InputError

if TYPE_CHECKING:
    from ganstudio.checkpoints.load import LoadedModel
    from ganstudio.editing.directions import Direction, DirectionFile
    from ganstudio.editing.generator import LatentGenerator
    from ganstudio.editing.named_directions import Learned, Scorer, Slider

app = typer.Typer(
    help="Find, learn and show the directions behind a generator's sliders.", no_args_is_help=True
)


class Method(StrEnum):
    sefa = "sefa"
    ganspace = "ganspace"


Model = Annotated[str, typer.Argument(metavar="NAME|FILE", help="A generator with a latent.")]
Out = Annotated[Path, typer.Option("--out", "-o", metavar="FILE", help="A file .safetensors to write.")]


@app.callback()
def directions() -> None:
    """Directions in latent space: what a slider moves along."""


@app.command()
def find(
    model: Model,
    out: Out,
    method: Annotated[
        Method, typer.Option(help="sefa: what the weights stretch; ganspace: what styles differ in.")
    ] = Method.sefa,
    count: Annotated[int, typer.Option(min=1, help="How many, the strongest first.")] = 10,
    rows: Annotated[
        str, typer.Option(metavar="ROWS", help="Rows that they move, like 0-3; all if left out.")
    ] = "",
) -> None:
    """Directions that have no names yet, in seconds, for any generator."""
    from ganstudio.editing.directions import DirectionFile
    from ganstudio.editing.finding import find_directions
    from ganstudio.editing.latent_text import ALL, rows_of

    _check_name(out)
    loaded, generator = _generator(model)
    with console.progress_bar("Looking") as progress:
        found = find_directions(
            generator, method.value, count, rows=rows_of(rows) if rows else ALL, progress=progress
        )
    how = {"method": method.value, "rows": rows or "all"}
    _write(out, DirectionFile(found, f"{method.value} of {model}", loaded.sha256, how))


@app.command()
def learn(
    model: Model,
    out: Out,
    world: Annotated[
        str, typer.Option(metavar="WORLD", help="faces or landscape: all sliders that its attributes give.")
    ] = "",
    table: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="CSV of seed,label lines; labels are numbers, or 0 and 1."),
    ] = None,
    clip: Annotated[
        str, typer.Option(metavar="NAME|FILE", help="A CLIP model that looks for what two texts say.")
    ] = "",
    clip_model: Annotated[
        str, typer.Option(metavar="NAME", help="open_clip's name of the model, if the file does not tell it.")
    ] = "",
    prompt: Annotated[str, typer.Option(metavar="TEXT", help="What there is more of: a smiling face.")] = "",
    neutral: Annotated[str, typer.Option(metavar="TEXT", help="What there is without it: a face.")] = "",
    name: Annotated[
        str, typer.Option(metavar="TEXT", help="What the direction of a table or of texts is called.")
    ] = "",
    count: Annotated[int, typer.Option(min=100, help="Pictures that the world's networks look at.")] = 2000,
    probes: Annotated[int, typer.Option(min=2, help="Pictures on which each vector is tried.")] = 16,
    json: Json = False,
) -> None:
    """Directions with a meaning: from a world's networks, your own labels of seeds, or two texts."""
    from ganstudio.editing.directions import DirectionFile
    from ganstudio.editing.named_directions import from_labels

    if [bool(world), table is not None, bool(clip)].count(True) != 1:
        raise InputError("Say what to learn from:", hint="--world faces, --table FILE or --clip NAME.")
    if clip and not (prompt.strip() and neutral.strip()):
        raise InputError(
            "CLIP compares two texts.", hint='Write --prompt "a smiling face" --neutral "a face".'
        )
    _check_name(out)
    loaded, generator = _generator(model)
    if table is not None:
        seeds, labels = read_table(table)
        direction = from_labels(generator, seeds, labels, name or table.stem)
        file = DirectionFile((direction,), name or table.stem, loaded.sha256, {"labels": len(seeds)})
        _write(out, file)
        return
    if clip:
        found, how = _of_texts(
            generator, clip, clip_model, (prompt, neutral), name or prompt.strip(), count, probes
        )
    else:
        found, how = _of_world(generator, world, count, probes)
    title = f"Sliders of {loaded.card.get('title') or model}"
    _write(out, DirectionFile(tuple(each.direction for each in found), title, loaded.sha256, how))
    if json:
        console.show_json(how)
        return
    for each in found:
        console.show(_effect_line(each))


@app.command()
def show(
    source: Annotated[
        str, typer.Argument(metavar="FILE|NAME", help="A file of directions, or a model that has some.")
    ],
    json: Json = False,
) -> None:
    """What a file or a model has: names, rows, the length of a step."""
    from ganstudio.editing.latent_text import ALL, rows_text

    known = _known(source)
    facts: list[dict[str, Any]] = [
        {
            "name": each.name,
            "group": each.group,
            "space": each.space,
            "rows": "all" if each.rows == ALL else rows_text(each.rows),
            "numbers": each.width,
            "step": each.unit,
            "range": [each.low, each.high],
            "about": each.about,
        }
        for each in known
    ]
    if json:
        console.show_json(facts)
        return
    for fact in facts:
        span = f"{fact['range'][0]:g} to {fact['range'][1]:g} steps of {fact['step']:.3g}"
        console.show(f"{fact['name']:18} rows {fact['rows']:6} {span:26} {fact['about']}".rstrip())


@app.command()
def orthogonalise(
    direction: Annotated[str, typer.Argument(metavar="FILE|MODEL[#NAME]", help="The direction to free.")],
    out: Out,
    against: Annotated[
        list[str], typer.Option(metavar="FILE|MODEL[#NAME]", help="What it must not move; may be repeated.")
    ],
) -> None:
    """A direction without what it shares with others, so that their attributes stay."""
    from ganstudio.editing.directions import DirectionFile
    from ganstudio.editing.finding import independent

    (chosen,) = _chosen(direction, one=True)
    others = [each for word in against for each in _chosen(word)]
    made = independent(chosen, others)
    _write(out, DirectionFile((made,), made.name))


def read_table(path: Path) -> tuple[list[int], list[float]]:
    """Seeds and labels of a CSV file, with or without a line of titles; InputError names a bad line."""
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            rows = [row for row in csv.reader(file) if any(word.strip() for word in row)]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InputError(f"{path} cannot be read as a table.", detail=str(error)) from None
    seeds, labels = [], []
    for number, row in enumerate(rows, start=1):
        try:
            seed, label, *_ = row
            found = int(seed), float(label)
        except ValueError:
            if number == 1:
                continue
            raise InputError(
                f"Line {number} of {path.name} is no seed and label.", hint="Lines are like 17,1."
            ) from None
        if found[0] < 0:
            raise InputError(f"Line {number} of {path.name} has a negative seed.")
        seeds.append(found[0])
        labels.append(found[1])
    return seeds, labels


def _of_world(
    generator: LatentGenerator, world: str, count: int, probes: int
) -> tuple[list[Learned], dict[str, Any]]:
    from ganstudio.training.world_evaluation.generator_worlds import world_named

    known = world_named(world)
    found, sliders = _of_scores(
        generator, known.scorer(), known.attributes, known.sliders, count=count, probes=probes
    )
    if not found:
        raise InputError(
            f"No attribute of the world {world} can be moved in this generator.", hint="Was it trained on it?"
        )
    return found, {"world": world, "samples": count, "sliders": sliders}


def _of_texts(
    generator: LatentGenerator,
    clip: str,
    clip_model: str,
    texts: tuple[str, str],
    name: str,
    count: int,
    probes: int,
) -> tuple[list[Learned], dict[str, Any]]:
    """By how much nearer a picture is to the first text than to the second."""
    from ganstudio.clip.loading import load_clip
    from ganstudio.editing.named_directions import Slider

    looking = load_clip(clip, clip_model)
    wanted, neutral = looking.encode_text(texts)
    towards = wanted - neutral
    if float(towards.norm()) < 1e-4:
        raise InputError("CLIP finds both texts the same.", hint="Write two that differ.")
    found, sliders = _of_scores(
        generator,
        lambda pictures: looking.encode_image(pictures) @ towards[:, None],
        (name,),
        (Slider(name.replace("=", " ").replace(",", " ").replace("@", " "), name, "Texts", texts[0]),),
        count=count,
        probes=probes,
    )
    if not found:
        raise InputError("Nothing in this generator brings its pictures nearer to the text.")
    told = {"clip": looking.name, "clip_sha256": looking.sha256, "texts": list(texts), "samples": count}
    return found, {**told, "sliders": sliders}


def _of_scores(
    generator: LatentGenerator,
    score: Scorer,
    attributes: tuple[str, ...],
    sliders: Sequence[Slider],
    *,
    count: int,
    probes: int,
) -> tuple[list[Learned], dict[str, Any]]:
    """What was learned, and a record of it for the file."""
    from ganstudio.editing.named_directions import learn as learned
    from ganstudio.editing.named_directions import sample

    with console.progress_bar("Learning") as progress:
        samples = sample(generator, score, attributes, count, progress=progress.sub(0, 0.2))
        found = learned(generator, score, samples, sliders, probes=probes, progress=progress.sub(0.2, 1))
    names = {each.direction.name for each in found}
    for slider in sliders if found else ():
        if slider.name not in names:
            console.say(f"{slider.name} was left out: nothing moves it clearly.")
    record = {
        each.direction.name: {"attribute": each.attribute, "found as": each.candidate, "a step": each.effects}
        for each in found
    }
    return found, record


def _effect_line(found: Learned) -> str:
    others = {name: value for name, value in found.effects.items() if name != found.attribute}
    most = max(others, key=lambda name: abs(others[name]), default="")
    besides = f", {most} by {others[most]:+.2f} σ" if most else ""
    moved = found.effects[found.attribute]
    return f"{found.direction.name:14} a step moves it by {moved:.2f} σ{besides}  ({found.candidate})"


def _generator(model: str) -> tuple[LoadedModel, LatentGenerator]:
    from ganstudio.checkpoints.library import find as found
    from ganstudio.checkpoints.load import load
    from ganstudio.editing.generator import LatentGenerator

    loaded = load(found(model))
    return loaded, LatentGenerator.of(loaded)


def _known(source: str) -> tuple[Direction, ...]:
    """Of a file, or of a model: those beside it and the person's own. InputError where there are none."""
    from ganstudio.checkpoints.library import find as found
    from ganstudio.checkpoints.weight_files import sha256_weights
    from ganstudio.editing.directions import directions_of, read_directions

    path = Path(source).expanduser()
    if path.is_file() and path.stem != "model":
        return read_directions(path).directions
    weights = found(source)
    known = directions_of(weights, sha256_weights(weights))
    if not known:
        raise InputError(f"{source} has no directions yet.", hint="`ganstudio directions find` finds some.")
    return known


def _chosen(word: str, *, one: bool = False) -> tuple[Direction, ...]:
    """All directions of a source, or the one named behind #."""
    from ganstudio.editing.directions import DirectionFile

    source, _, name = word.partition("#")
    known = _known(source)
    if name:
        found = DirectionFile(known).named(name)
        if found is None:
            raise InputError(f"{source} has no direction “{name}”.", hint=_names(known))
        return (found,)
    if one and len(known) != 1:
        raise InputError(
            f"{source} has {len(known)} directions.", hint=f"Name one: {source}#{known[0].name}."
        )
    return known


def _names(known: tuple[Direction, ...]) -> str:
    return f"It has {', '.join(each.name for each in known[:20])}."


def _check_name(out: Path) -> None:
    if out.suffix.lower() != ".safetensors":
        raise InputError(f"{out.name} should end in .safetensors.")


def _write(out: Path, file: DirectionFile) -> None:
    from ganstudio.editing.directions import write_directions

    _check_name(out)
    write_directions(out, file)
    number = len(file.directions)
    console.say(f"{out}: {number} direction{'s' if number != 1 else ''}")
