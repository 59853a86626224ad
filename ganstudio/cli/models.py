"""`ganstudio models`: what is in the library, and what is inside a weight file."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

import typer

from ganstudio.cli import console, options

app = typer.Typer(help="List models and look into weight files.", no_args_is_help=True)


@app.command("list")
def list_models(json: options.Json = False) -> None:
    """List the models that can be used by name."""
    from ganstudio.checkpoints import library

    entries = library.list_models()
    if json:
        console.show_json([{**asdict(entry), "path": str(entry.path)} for entry in entries])
        return
    for entry in entries:
        what = " ".join(part for part in (entry.family, entry.role) if part) or "no model card"
        console.show(f"{entry.name}: {entry.title} ({what}, {_megabytes(entry.size)}, {entry.origin})")
        if entry.problem:
            console.show(f"  broken: {entry.problem}")
    if not entries:
        console.say("The library is empty.")


@app.command()
def inspect(
    model: Annotated[str, typer.Argument(metavar="NAME|FILE", help="A model, or any weight file.")],
    json: options.Json = False,
) -> None:
    """Tell what a weight file holds, without running anything from it."""
    from ganstudio.checkpoints.detect import detect
    from ganstudio.checkpoints.library import find
    from ganstudio.checkpoints.tensors import read_tensors, sha256_weights

    path = find(model)
    found = detect(path)
    tensors = read_tensors(path).values()
    facts: dict[str, Any] = {
        "file": str(path),
        "family": found.family.id,
        "role": found.role,
        "title": found.card.get("title", found.family.title),
        "tensors": len(tensors),
        "numbers": sum(tensor.numel() for tensor in tensors),
        "sha256": sha256_weights(path),
        "assumed": list(found.unknown),
        "config": asdict(found.config),
    }
    if json:
        console.show_json(facts)
        return
    config = facts.pop("config")
    for name, value in (facts | {f"  {key}": item for key, item in config.items()}).items():
        console.show(f"{name:18} {', '.join(value) if isinstance(value, list) else value}")


def _megabytes(size: int) -> str:
    return f"{size / 1e6:.1f} MB"
