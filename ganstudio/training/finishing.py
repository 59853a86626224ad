"""A finished run's networks become a model of the person's library."""

from __future__ import annotations

from pathlib import Path

from ganstudio.checkpoints import library
from ganstudio.checkpoints.importing import import_file
from ganstudio.checkpoints.library.changes import check_name
from ganstudio.checkpoints.library.entries import MODEL

__all__ = ["check_name", "into_library"]

_SUFFIX = ".safetensors"


def into_library(folder: Path, name: str) -> str:
    """Import what `Recipe.export` wrote: the model with its card, then its further networks under its name.

    Returns the name that it got: another one if that is taken, for what is there is never replaced. Raises
    CheckpointError, InputError or SaveError.
    """
    taken = {entry.name for entry in library.list_models()}
    free = name
    number = 2
    while free in taken:
        free, number = f"{name}-{number}", number + 1
    import_file(folder / f"{MODEL}{_SUFFIX}", name=free, again=True)
    for path in sorted(folder.glob(f"*{_SUFFIX}")):
        if path.stem != MODEL:
            import_file(path, name=f"{free}/{path.stem}", again=True)
    return free
