"""Which model of the library was made from which file, and what a new one is called."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from ganstudio import paths
from ganstudio.checkpoints import library
from ganstudio.checkpoints.card import read_card
from ganstudio.checkpoints.library.changes import check_name, free_name, own
from ganstudio.checkpoints.library.entries import MODEL, taken, weights_in
from ganstudio.checkpoints.weight_files import INDEX_SUFFIX, sha256_weights, size_of
from ganstudio.errors import CheckpointError, InputError

# Names that training scripts give to every model; the folder tells more.
_NET = re.compile(r"(?:latest|best|final|iter_?\d+|\d+)_net_(?P<net>\w+)", re.IGNORECASE)
_NO_NAME = re.compile(
    r"(?:model|generator|net_?g|checkpoint|ckpt|weights|latest|best|final|pytorch_model|state_dict"
    r"|network-(?:snapshot|final)[-\d]*|\d+)(?:[._-]?(?:final|best|latest|ema|\d+))*",
    re.IGNORECASE,
)


def original_of(weights: Path) -> dict[str, Any]:
    """What the card says of the file that these weights were made from; empty if nothing."""
    try:
        original = read_card(weights).get("original")
    except CheckpointError:
        return {}
    return original if isinstance(original, dict) else {}


def twin_of(file: Path, sha256: str, part: str) -> str | None:
    """The name under which the library has this network of this file."""
    size = size_of(file)
    for entry in library.list_models():
        for ref in (entry.name, *(f"{entry.name}/{each}" for each in entry.parts)):
            try:
                weights = library.find(ref)
                original, digest = original_of(weights), read_card(weights).get("sha256")
                if (original.get("sha256"), original.get("part")) == (sha256, part) or digest == sha256:
                    return ref
                # The starters, and files that were put there by hand, have no digest.
                unknown = not original and not digest and size_of(weights) == size
                if unknown and not weights.samefile(file) and sha256_weights(weights) == sha256:
                    return ref
            except (CheckpointError, OSError):
                continue
    return None


def made_from(sha256: str) -> str | None:
    """The person's model whose main network was made from a file."""
    mine = (entry for entry in library.list_models() if entry.origin == "user")
    return next((entry.name for entry in mine if original_of(entry.path).get("sha256") == sha256), None)


def parts_made(model: str) -> set[str]:
    """Which networks of its file a model has."""
    entry = library.entry_named(model)
    refs = (model, *(f"{model}/{each}" for each in entry.parts))
    return {str(original_of(library.find(ref)).get("part", "")) for ref in refs}


def suggested_name(file: Path) -> str:
    """What a model is called after its file, or after the folder of a file that is called like all others."""
    stem = file.name.removesuffix(INDEX_SUFFIX) if file.name.endswith(INDEX_SUFFIX) else file.stem
    folder = file.resolve().parent.name
    net = _NET.fullmatch(stem)
    if net is not None:
        stem = folder if net["net"].upper() == "G" else f"{folder}-{net['net']}"
    elif _NO_NAME.fullmatch(stem):
        stem = folder
    cleaned = re.sub(r"^[\W_]+|[^\w)]+$", "", re.sub(r"[^\w .+=()-]+", "-", stem)) or "model"
    return free_name(cleaned[:80])


def suggested_part(model: str, role: str, part: str) -> str:
    """What a further network of a model is called: its role, or if that is taken, what its file calls it."""
    entry = library.entry_named(model)
    wished = role if role not in (entry.role, *entry.parts) else part
    return re.sub(r"\W+", "-", wished).strip("-_") or role


def checked(name: str) -> str:
    """A name for a model, or `model/part`, that is not taken; InputError."""
    model, slash, part = name.partition("/")
    if not slash:
        model = check_name(model)
        if taken(model):
            raise InputError(f"There is already a model named {model}.", hint="Choose another name.")
        return model
    folder = own(model, "changed").path.parent
    part = check_name(part)
    if folder == paths.user_models_dir():
        raise InputError(f"{model} is a single file; import it first to add further networks to it.")
    if part == MODEL or weights_in(folder, part) is not None:
        raise InputError(f"{model} has a part {part} already.", hint="Choose another name.")
    return f"{model}/{part}"
