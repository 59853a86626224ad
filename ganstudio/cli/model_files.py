"""`ganstudio models import|tell|download|catalogue|export`: models into the library and out of it."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ganstudio.cli import console, options
from ganstudio.cli.model_text import (
    INDENT,
    catalogue_json,
    entry_json,
    entry_line,
    imported_json,
    plain,
    question_line,
)
from ganstudio.errors import GanStudioError, InputError

if TYPE_CHECKING:
    from ganstudio.checkpoints.catalogue import CatalogueEntry
    from ganstudio.checkpoints.importing import Imported

Part = Annotated[
    str | None,
    typer.Option(metavar="PART", help="One of several networks in the file.", show_default=False),
]
Answers = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="NAME=VALUE", help="Tell what the tensors do not show."),
]
NewName = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="Its name in the library, or MODEL/PART.", show_default=False),
]
Tags = Annotated[list[str] | None, typer.Option("--tag", metavar="TAG", help="A tag; may be repeated.")]
Again = Annotated[bool, typer.Option("--again", help="Import it even if the library has it.")]


def mount(app: typer.Typer) -> None:
    app.command("import")(import_models)
    for command in (tell, download, catalogue, export):
        app.command()(command)


def import_models(
    files: Annotated[list[Path], typer.Argument(metavar="FILE|FOLDER...", help="Weight files.")],
    name: NewName = None,
    part: Part = None,
    answers: Answers = None,
    link: Annotated[bool, typer.Option("--link", help="Leave the file where it is.")] = False,
    tags: Tags = None,
    licence: Annotated[str, typer.Option(metavar="LICENCE", help="Its licence.")] = "",
    source: Annotated[str, typer.Option(metavar="TEXT", help="Where it comes from.")] = "",
    title: Annotated[str, typer.Option(metavar="TEXT", help="What lists call it.")] = "",
    palette: Annotated[str, typer.Option(metavar="PALETTE", help="Palette of its label maps.")] = "",
    classes: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Names of its classes, one a line.")
    ] = None,
    captions: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Sentences to try it with, one a line.")
    ] = None,
    of: Annotated[
        str, typer.Option("--of", metavar="ID", help="The checkpoint of the catalogue that it is.")
    ] = "",
    again: Again = False,
    json: options.Json = False,
) -> None:
    """Convert weight files to safetensors with a card, and put them into the library."""
    from ganstudio.checkpoints.importing import import_file

    details = {"title": title, "palette": palette, "classes": _lines(classes), "captions": _lines(captions)}
    given: dict[str, Any] = {
        **_catalogued(of),
        **{key: value for key, value in (("licence", licence), ("source", source)) if value},
    }
    given["details"] = {**given.get("details", {}), **{key: item for key, item in details.items() if item}}
    told = {**given.pop("told", {}), **assigned(answers)}
    given |= {"part": part or given.pop("part", None), "link": link, "tags": tags or (), "again": again}
    wanted = _weight_files(files)
    if name is not None and len(wanted) != 1:
        raise InputError("--name names one model, but there are several files.")
    if len(wanted) == 1 and not any(file.is_dir() for file in files):
        with console.progress_bar(f"Importing {wanted[0].name}") as progress:
            done = import_file(wanted[0], name=name, told=told, progress=progress, **given)
        _tell_import(done, wanted[0], json)
        return
    outcomes: list[tuple[Path, Imported | GanStudioError]] = []
    with console.progress_bar("Importing") as progress:
        for index, file in enumerate(wanted):
            part_of = progress.sub(index / len(wanted), (index + 1) / len(wanted))
            try:
                outcomes.append((file, import_file(file, name=name, told=told, progress=part_of, **given)))
            except InputError as error:
                outcomes.append((file, error))
    _report(outcomes, json)


def _catalogued(id: str) -> dict[str, Any]:
    """What the catalogue says of a checkpoint, as the arguments of an import."""
    from ganstudio.checkpoints.catalogue import entry

    if not id:
        return {}
    known = entry(id)
    record = {"title": known.title, **known.details}
    rest = {"part": known.part or None, "told": known.told}
    return {"licence": known.licence.text, "source": known.page, "details": record, **rest}


def _weight_files(files: Sequence[Path]) -> list[Path]:
    from ganstudio.checkpoints.importing import weight_files_in

    found: list[Path] = []
    for file in files:
        inside = weight_files_in(file) if file.is_dir() else (file,)
        if not inside:
            raise InputError(f"{file} has no weight files in it.")
        found += inside
    return found


def _lines(file: Path | None) -> list[str]:
    if file is None:
        return []
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError) as error:
        raise InputError(f"{file} cannot be read as lines of text.", detail=str(error)) from error
    return [line.strip() for line in lines if line.strip()]


def assigned(words: Sequence[str] | None) -> dict[str, str]:
    """`name=value` as a dictionary; InputError for what is none."""
    pairs = [word.partition("=") for word in words or ()]
    strange = next((name for name, equals, value in pairs if not equals or not name or not value), None)
    if strange is not None:
        raise InputError(f"--set {strange} has no value.", hint="Write --set name=value.")
    return {name.strip(): value.strip() for name, _, value in pairs}


def _tell_import(done: Imported, file: Path, as_json: bool) -> None:
    if as_json:
        console.show_json(imported_json(done))
        return
    if done.duplicate_of:
        console.show(f"{file.name} is in the library already, as {done.duplicate_of}.")
    else:
        console.show(f"{file.name} was imported as {done.ref}.")
        console.show(f"  {entry_line(done.entry)}")
    for note in done.notes:
        console.show(f"  {note}")
    for question in done.questions:
        console.show(f"  {question_line(question, f'Answer with ganstudio models tell {done.ref}')}")
    for offer in done.parts:
        how = f"--part {offer.part} --name {offer.name}"
        console.show(f"  It also holds {offer.title}: import it with {how}")


def _report(outcomes: Sequence[tuple[Path, Imported | GanStudioError]], as_json: bool) -> None:
    """What became of each file; exit code 1 if one could not be imported."""
    failed = [error for _, error in outcomes if isinstance(error, GanStudioError)]
    if as_json:
        console.show_json(
            [
                {"file": str(file), "error": str(done)}
                if isinstance(done, GanStudioError)
                else {"file": str(file), **imported_json(done)}
                for file, done in outcomes
            ]
        )
    else:
        for file, done in outcomes:
            if isinstance(done, GanStudioError):
                console.show(f"{file.name} was not imported: {done}")
            else:
                _tell_import(done, file, False)
        there = sum(not isinstance(done, GanStudioError) and bool(done.duplicate_of) for _, done in outcomes)
        new = len(outcomes) - there - len(failed)
        console.show(f"{new} imported, {there} there already, {len(failed)} not imported")
    raise typer.Exit(1 if failed else 0)


def tell(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A model of the library, or MODEL/PART.")],
    answers: Answers = None,
    json: options.Json = False,
) -> None:
    """Answer what had to be assumed when a model was imported; without --set, list it."""
    from ganstudio.checkpoints import questions
    from ganstudio.checkpoints.library import entry_named

    told = assigned(answers)
    entry = questions.tell(name, told) if told else entry_named(name.partition("/")[0])
    left = questions.questions(name)
    if json:
        from ganstudio.cli.model_text import questions_json

        console.show_json({"model": entry_json(entry), "questions": questions_json(left)})
        return
    console.show(entry_line(entry))
    for question in left:
        console.show(f"  {question_line(question, f'Answer with ganstudio models tell {name}')}")
    if not left:
        console.show("  Nothing was assumed.")


def download(
    wanted: Annotated[
        str,
        typer.Argument(
            metavar="ID|ADDRESS",
            help="A checkpoint of the catalogue, an https address, or hf://OWNER/REPO/FILE.",
        ),
    ],
    name: NewName = None,
    sha256: Annotated[str | None, typer.Option(metavar="DIGEST", help="What the file must have.")] = None,
    part: Part = None,
    answers: Answers = None,
    tags: Tags = None,
    again: Again = False,
    yes: Annotated[
        bool, typer.Option("--yes", "-y", help="Do not ask whether the licence is right.")
    ] = False,
    json: options.Json = False,
) -> None:
    """Fetch a checkpoint from where its authors publish it, and import it."""
    from ganstudio.checkpoints.catalogue import entry
    from ganstudio.checkpoints.download import discard
    from ganstudio.checkpoints.download import download as fetch

    known = None if "://" in wanted else entry(wanted)
    told = assigned(answers)
    if known is not None:
        _show_licence(known)
        if known.direct and not yes and sys.stdin.isatty() and sys.stderr.isatty():
            typer.confirm("Download it?", default=True, abort=True, err=True)
    with console.progress_bar(f"Downloading {wanted}") as progress:
        file = fetch(known or wanted, sha256=sha256, progress=progress)
    if known is not None and known.kind == "support":
        console.show_json({"file": str(file)}) if json else console.show(f"{known.title}: {file}")
        return
    from ganstudio.checkpoints.importing import import_file

    given: dict[str, Any] = _catalogued(known.id) if known is not None else {"source": wanted}
    told = {**given.pop("told", {}), **told}
    given |= {"part": part or given.pop("part", None), "tags": tags or (), "again": again}
    with console.progress_bar(f"Importing {file.name}") as progress:
        wished = name or (_free(known.id) if known is not None else None)
        done = import_file(file, name=wished, told=told, progress=progress, **given)
    discard(file)
    _tell_import(done, file, json)


def _free(id: str) -> str:
    from ganstudio.checkpoints.library.changes import free_name

    return free_name(id)


def _show_licence(known: CatalogueEntry) -> None:
    console.say(f"{known.title}, by {known.authors} ({known.paper})")
    console.say(f"Licence: {known.licence.text} {known.licence.url}".rstrip())
    console.say(f"Published at {known.page}")


def catalogue(
    search: Annotated[
        str, typer.Argument(metavar="[ID|WORD]", help="One checkpoint, or those with this word.")
    ] = "",
    family: Annotated[str, typer.Option(metavar="FAMILY", help="Only those of this family.")] = "",
    json: options.Json = False,
) -> None:
    """List the checkpoints that their authors publish, with licence and address."""
    from ganstudio.checkpoints.catalogue import entries

    found = [each for each in entries() if not family or each.family == family]
    one = next((each for each in found if each.id == search), None)
    if one is None:
        word = search.lower()
        found = [each for each in found if word in f"{each.id} {each.title} {each.family}".lower()]
    if json:
        console.show_json([catalogue_json(each) for each in ([one] if one else found)])
    elif one is not None:
        _show_entry(one)
    else:
        width = max((len(each.id) for each in found), default=0)
        for each in found:
            rest = "" if each.direct else "; from the authors' page"
            console.show(f"{each.id:{width}}  {each.title} ({each.family}; {each.licence.text}{rest})")
        if not found:
            raise InputError("The catalogue has no such checkpoint.", hint="Without a word it lists all.")


def _show_entry(one: CatalogueEntry) -> None:
    place = one.url or (f"hf://{one.hub.repo}/{one.hub.file}" if one.hub else "")
    facts = {
        "id": one.id,
        "title": one.title,
        "family": one.family,
        "licence": f"{one.licence.text} {one.licence.url}".rstrip(),
        "authors": one.authors,
        "paper": one.paper,
        "page": one.page,
        "address": place,
        "in the archive": one.member,
        "sha256": one.sha256,
        "card": plain(one.details),
        "get it": one.how,
    }
    for name, value in facts.items():
        if value:
            console.show(f"{name:{INDENT}} {value}")


def export(
    model: Annotated[str, typer.Argument(metavar="NAME|FILE", help="A model, or any weight file.")],
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help="The file to write.")],
    layout: Annotated[
        str | None,
        typer.Option(
            metavar="LAYOUT", help="official, another program's, or safetensors.", show_default=False
        ),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Files that are there may be replaced.")] = False,
    json: options.Json = False,
) -> None:
    """Write a model as its authors' code loads it, or as plain safetensors."""
    from ganstudio.checkpoints.export import export_model

    with console.progress_bar(f"Exporting {model}") as progress:
        done = export_model(model, output, layout, force=force, progress=progress)
    if json:
        record = {"files": [str(file) for file in done.files], "family": done.family}
        console.show_json({**record, "layout": done.layout, "notes": list(done.notes)})
        return
    console.show(f"{', '.join(str(file) for file in done.files)}: {done.family}, {done.layout} layout")
    for note in done.notes:
        console.show(f"  {note}")
