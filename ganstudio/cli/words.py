"""`ganstudio words`: what can be said to a generator of pictures from sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from ganstudio.cli import console, options
from ganstudio.errors import InputError

if TYPE_CHECKING:
    from ganstudio.clip.vocabulary import WordGroup

_WIDE = 16


def mount(app: typer.Typer) -> None:
    app.command("words")(words)


def words(
    model: Annotated[
        str, typer.Argument(metavar="MODEL", help="A generator that draws from sentences, or a CLIP model.")
    ],
    search: Annotated[
        str, typer.Argument(metavar="[SEARCH]", help="A part of a word, or a meaning such as season.")
    ] = "",
    clip: Annotated[
        str, typer.Option(metavar="NAME", help="Another text model than it was trained with.")
    ] = "",
    json: options.Json = False,
) -> None:
    """List the words that a model knows, by what they mean, in English and Korean."""
    from ganstudio.checkpoints.library import find
    from ganstudio.clip.vocabulary import vocabulary_of_model

    find(model)
    known = vocabulary_of_model(model, clip)
    if known is None:
        raise InputError(
            f"Nothing tells which words {model} knows.",
            hint="Models that were trained with captions here have them on their card.",
        )
    groups = searched(known.groups(), search)
    if json:
        console.show_json([asdict(group) for group in groups])
        return
    for group in groups:
        name = group.meaning.replace("_", " ")
        console.show(f"{group.language:2}  {name:{_WIDE}} {', '.join(group.words)}")
    if not groups:
        _say_near(search, known.telling)


def searched(groups: Sequence[WordGroup], text: str) -> list[WordGroup]:
    """The groups whose meaning has the text in its name, and of the others the words that have it."""
    from dataclasses import replace

    wanted = text.strip().lower()
    found = []
    for group in groups:
        meant = wanted in group.meaning.replace("_", " ")
        words = group.words if meant else tuple(word for word in group.words if wanted in word)
        if words:
            found.append(replace(group, words=words))
    return found


def _say_near(search: str, known: frozenset[str]) -> None:
    from ganstudio.clip.prompts import nearest

    near = nearest(search.strip().lower(), known)
    console.say(f"It knows no such word; near are {', '.join(near)}." if near else "It knows no such word.")
