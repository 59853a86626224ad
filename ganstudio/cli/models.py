"""`ganstudio models`: what is in the library, and keeping it in order."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ganstudio.cli import console, model_files, options
from ganstudio.cli.model_text import INDENT, entry_json, entry_line, plain, question_line, questions_json
from ganstudio.errors import InputError

if TYPE_CHECKING:
    from ganstudio.checkpoints.detect import Detection
    from ganstudio.checkpoints.library import ModelEntry

app = typer.Typer(help="List, inspect, import, download and export models.", no_args_is_help=True)
Name = Annotated[str, typer.Argument(metavar="NAME", help="A model of the library.")]


@app.command("list")
def list_models(
    tag: Annotated[str, typer.Option(metavar="TAG", help="Only those with this tag.")] = "",
    family: Annotated[str, typer.Option(metavar="FAMILY", help="Only those of this family.")] = "",
    json: options.Json = False,
) -> None:
    """List the models that can be used by name."""
    from ganstudio.checkpoints import library

    entries = [
        entry
        for entry in library.list_models()
        if (not tag or tag in entry.tags) and (not family or family == entry.family)
    ]
    if json:
        console.show_json([entry_json(entry) for entry in entries])
        return
    for entry in entries:
        console.show(entry_line(entry))
        if entry.problem:
            console.show(f"  broken: {entry.problem}")
    if not entries:
        console.say("The library has no such model." if tag or family else "The library is empty.")


@app.command()
def inspect(
    model: Annotated[str, typer.Argument(metavar="NAME|FILE", help="A model, or any weight file.")],
    part: model_files.Part = None,
    answers: model_files.Answers = None,
    json: options.Json = False,
) -> None:
    """Tell what a weight file holds, without running anything from it."""
    from ganstudio.checkpoints.detect import identify
    from ganstudio.checkpoints.importing import others_in
    from ganstudio.checkpoints.library import find
    from ganstudio.checkpoints.questions import asked
    from ganstudio.checkpoints.tensors import read_weights, sha256_weights

    path = find(model)
    weights = read_weights(path)
    found = identify(weights, path, model_files.assigned(answers), part=part)
    others = list(others_in(weights, path, found))
    questions = asked(found.family, found.assumed or found.card.get("assumed"))
    tensors = found.network.tensors.values()
    facts: dict[str, Any] = {
        "file": str(path),
        "family": found.family.id,
        "role": found.role,
        "title": found.card.get("title", found.family.title),
        **_from_card(found),
        "tensors": len(tensors),
        "numbers": sum(tensor.numel() for tensor in tensors),
        "sha256": sha256_weights(path),
    }
    if json:
        parts = [{"part": each.part, "role": each.role, "title": each.family.title} for each in others]
        rest = {"parts": parts, "assumed": questions_json(questions), "config": asdict(found.config)}
        console.show_json(facts | rest)
        return
    shown = {name: value for name, value in facts.items() if value not in ("", None, [], {})}
    for name, value in (shown | {f"  {key}": item for key, item in asdict(found.config).items()}).items():
        console.show(f"{name:{INDENT}} {plain(value)}")
    for each in others:
        console.show(f"{'also in the file':{INDENT}} {each.part}: {each.family.title}")
    for question in questions:
        console.show(question_line(question, "Answer with"))


def _from_card(found: Detection) -> dict[str, Any]:
    """What people want to know of a model, and its card or its family tells."""
    names = ("summary", "licence", "source", "tags", "palette", "classes", "captions", "original", "notes")
    return {
        **{name: found.card.get(name) for name in names},
        "paper": found.card.get("paper", found.family.paper),
        "layout": found.card.get("layout", found.family.layout),
        "part": found.part,
        "options": str(found.options_file) if found.options_file else None,
    }


@app.command()
def rename(
    name: Name,
    new: Annotated[str, typer.Argument(metavar="NEW", help="Its new name.")],
    json: options.Json = False,
) -> None:
    """Give a model of your own another name."""
    from ganstudio.checkpoints import library

    _tell(library.rename(name, new), json)


@app.command()
def tag(
    name: Name,
    tags: Annotated[list[str] | None, typer.Argument(metavar="[TAG]...", help="Tags to add.")] = None,
    remove: Annotated[
        list[str] | None, typer.Option("--remove", metavar="TAG", help="A tag to take away.")
    ] = None,
    json: options.Json = False,
) -> None:
    """Add tags to a model of your own, or take some away."""
    from ganstudio.checkpoints import library

    entry = library.entry_named(name)
    if tags or remove:
        gone = set(remove or ())
        entry = library.set_tags(name, [each for each in (*entry.tags, *(tags or ())) if each not in gone])
    _tell(entry, json)


def _tell(entry: ModelEntry, as_json: bool) -> None:
    if as_json:
        console.show_json(entry_json(entry))
    else:
        console.show(entry_line(entry))


@app.command()
def remove(
    names: Annotated[list[str], typer.Argument(metavar="NAME...", help="Models, or parts as NAME/PART.")],
    json: options.Json = False,
) -> None:
    """Remove models of your own; a linked file stays where it is."""
    from ganstudio.checkpoints import library

    for name in names:
        library.remove(name)
        if not json:
            console.show(f"{name} was removed.")
    if json:
        console.show_json({"removed": names})


@app.command()
def verify(
    names: Annotated[list[str] | None, typer.Argument(metavar="[NAME]...", help="All, if left out.")] = None,
    json: options.Json = False,
) -> None:
    """Compare models with the digests that were recorded when they were imported."""
    from ganstudio.checkpoints import library

    wanted = names or [entry.name for entry in library.list_models()]
    found: list[library.Verified] = []
    with console.progress_bar("Verifying") as progress:
        for index, name in enumerate(wanted):
            found += library.verify(name, progress.sub(index / len(wanted), (index + 1) / len(wanted)))
    if json:
        console.show_json([{**asdict(each), "path": str(each.path), "ok": each.ok} for each in found])
    else:
        for each in found:
            console.show(f"{each.name}: {_VERDICTS[each.status]}{f' {each.detail}' if each.detail else ''}")
    raise typer.Exit(0 if all(each.ok for each in found) else 1)


_VERDICTS = {
    "unchanged": "unchanged since it was imported.",
    "changed": "changed since it was imported; its SHA-256 is another.",
    "unrecorded": "can be read; there is no record of its SHA-256 to compare with.",
    "missing": "missing.",
    "unreadable": "unreadable.",
}


@app.command()
def default(
    key: Annotated[
        str, typer.Argument(metavar="[OPERATION|FAMILY]", help="What it is for; lists all, if left out.")
    ] = "",
    name: Annotated[str, typer.Argument(metavar="[NAME]", help="The model; shows it, if left out.")] = "",
    clear: Annotated[bool, typer.Option("--clear", help="Go back to the program's own choice.")] = False,
    json: options.Json = False,
) -> None:
    """Choose the model that an operation or a family uses where none is named."""
    from ganstudio.checkpoints import library

    if name:
        _check_default(key, name)
    if name or (key and clear):
        library.set_default(key, None if clear else name)
    chosen = library.default_models()
    shown = {key: chosen.get(key)} if key else chosen
    if json:
        console.show_json(shown)
        return
    for each, model in shown.items():
        console.show(f"{each}: {model or 'the program’s own choice'}")
    if not shown:
        console.say("No model was chosen; the program's own are used.")


def _check_default(key: str, name: str) -> None:
    """InputError for what is neither an operation nor a family, or takes no such model."""
    from ganstudio.checkpoints import library
    from ganstudio.host.registry import Registry
    from ganstudio.operations.suggest import did_you_mean
    from ganstudio.params import specs

    entry, registry = library.entry_named(name), Registry.standard()
    if key in registry.operations:
        wanted = [spec for spec in specs(registry.operation(key).params) if spec.kind == "model"]
        if not wanted:
            raise InputError(f"{key} uses no model.")
        families = {family for spec in wanted for family in spec.families}
    else:
        from ganstudio.checkpoints.families import STANDARD

        known = {family.id for family in STANDARD}
        if key not in known:
            hint = did_you_mean(key, [*registry.operations, *known])
            raise InputError(f"There is no operation or family “{key}”.", hint=hint)
        families = {key}
    if families and entry.family and entry.family not in families:
        needed = " or ".join(sorted(families))
        raise InputError(f"{name} is a model of the family {entry.family}; {key} needs {needed}.")


model_files.mount(app)
