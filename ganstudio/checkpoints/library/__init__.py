"""The model library: the starters that come with the program, and the person's own. Imports no torch.

A model is a folder with `model.safetensors` (or its index of parts, or a link to a file elsewhere),
`card.json` and `thumbnail.webp`; further networks of the same model lie beside it (`encoder.safetensors`)
and are named `<model>/encoder`. A weight file of any format in the person's folder is a model too, under
its stem.
"""

from __future__ import annotations

from ganstudio.checkpoints.library.changes import Verified, remove, rename, set_tags, set_title, verify
from ganstudio.checkpoints.library.defaults import default_model, default_models, set_default
from ganstudio.checkpoints.library.entries import ModelEntry, entry_named, find, list_models

__all__ = [
    "ModelEntry",
    "Verified",
    "default_model",
    "default_models",
    "entry_named",
    "find",
    "list_models",
    "remove",
    "rename",
    "set_default",
    "set_tags",
    "set_title",
    "verify",
]
