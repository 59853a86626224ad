"""Model cards: what a person and this program should know about a model, as one JSON object.

The program reads `schema`, `family`, `role` and `config`; people read `title`, `summary`, `licence`,
`source`, `data`, `training` and `metrics`, and give `tags`. What belongs to one family (`palette`, `classes`,
`captions`, `style_groups`) is read by its plugin. An imported model tells in `original` which file it was
made from, in `told` what was known besides its tensors, and in `assumed` what was not. The card lies beside
the weights, and in the header of our safetensors files; `tags` and the weights' `sha256` only beside them.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from ganstudio.errors import CheckpointError

SCHEMA = 1
METADATA_KEY = "ganstudio"
_HEADER_MAX = 100_000_000  # as the safetensors library has it
Card = dict[str, Any]


def card_path(weights: Path) -> Path:
    """`model.safetensors` has `card.json`; any other file `<stem>.card.json`."""
    stem = weights.name.partition(".")[0]
    return weights.with_name("card.json" if stem == "model" else f"{stem}.card.json")


def parse_card(text: str, source: Path) -> Card:
    """CheckpointError if it is no card that this version understands."""
    try:
        card = json.loads(text)
        if not isinstance(card, dict) or not isinstance(card.get("schema"), int):
            raise ValueError("an object with a schema number expected")
    except ValueError as error:
        raise CheckpointError(f"The model card of {source} is damaged.", detail=str(error)) from error
    if card["schema"] > SCHEMA:
        raise CheckpointError(f"{source} was written by a newer GAN Studio.", hint="Update to open it.")
    return card


def read_card(weights: Path) -> Card:
    """The card beside a weight file; empty if there is none."""
    path = card_path(weights)
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise CheckpointError(f"The model card {path} cannot be read.", detail=str(error)) from error
    return parse_card(text, path)


def card_in_header(weights: Path) -> Card:
    """The card inside a safetensors file, read without torch; empty if there is none."""
    try:
        with weights.open("rb") as file:
            size = int.from_bytes(file.read(8), "little")
            if weights.suffix != ".safetensors" or size > _HEADER_MAX:
                return {}
            text = json.loads(file.read(size))["__metadata__"][METADATA_KEY]
    except (OSError, ValueError, KeyError, TypeError):
        return {}
    return parse_card(text, weights)
