"""The readers of all kinds, and which of them fits a folder."""

from __future__ import annotations

import difflib
import inspect as signatures
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol

from ganstudio.datasets import (
    attributes,
    audio,
    boxes,
    captions,
    domains,
    images,
    label_folders,
    masks,
    paired,
    unpaired,
)
from ganstudio.datasets.captions import expanded_shards, shards_tree
from ganstudio.datasets.findings import refused
from ganstudio.datasets.sketches import STYLES
from ganstudio.datasets.source import KINDS, Dataset, Kind, Listing
from ganstudio.datasets.tree import Tree, open_tree
from ganstudio.errors import InputError
from ganstudio.events import Progress


class Reader(Protocol):
    """What the module of each kind offers."""

    def recognise(self, tree: Tree) -> tuple[Kind, float]: ...

    @property
    def scan(self) -> Any: ...

    def prepare(
        self,
        listing: Listing,
        size: int,
        cache: Path | None = None,
        *,
        progress: Progress | None = None,
        workers: int | None = None,
        **settings: Any,
    ) -> Dataset: ...


READERS: Mapping[Kind, Reader] = {
    "images": images,
    "labelled_images": images,
    "paired": paired,
    "unpaired": unpaired,
    "label_maps": label_folders,
    "captions": captions,
    "domains": domains,
    "attributes": attributes,
    "boxes": boxes,
    "masks": masks,
    "audio": audio,
}


def list_data(
    path: Path, kind: Kind | None = None, *, progress: Progress | None = None, **options: Any
) -> Listing:
    """What belongs to what in a folder, zip or tar; its kind is guessed from the layout if not given.

    `options` are those of the kind's `scan`. InputError if nothing can be made of the folder.
    """
    path = Path(path)
    tree = shards_tree(path) if len(expanded_shards(path)) > 1 else open_tree(path, progress)
    chosen = kind or guess(tree)
    if chosen not in KINDS:
        near = difflib.get_close_matches(chosen, KINDS, 1)
        hint = f"Did you mean {near[0]}?" if near else f"There are {', '.join(KINDS)}."
        raise InputError(f"There is no kind of data “{chosen}”.", hint=hint)
    scan = READERS[chosen].scan
    options = _understood(chosen, scan, options)
    if READERS[chosen] is images:
        options["kind"] = chosen
    listing: Listing = scan(tree, **options)
    # What the archive refused comes first: it may explain what is missing.
    return _with_findings(listing, tree)


def guess(tree: Tree) -> Kind:
    """The kind whose layout fits best; InputError if there is nothing that any kind could use."""
    scores = {reader.recognise(tree) for reader in dict.fromkeys(READERS.values())}
    kind, score = max(scores, key=lambda one: one[1])
    if score == 0:
        what = "nothing" if not tree.files else f"{len(tree.files)} files, but no pictures"
        raise InputError(f"{tree.root} holds {what}.")
    return kind


def _understood(kind: Kind, scan: Any, options: Mapping[str, Any]) -> dict[str, Any]:
    """Options as `scan` wants them: words, as a command line has them, become numbers and lists."""
    known = {n: p for n, p in signatures.signature(scan).parameters.items() if n not in ("tree", "kind")}
    understood = {}
    for name, value in options.items():
        if name not in known:
            near = difflib.get_close_matches(name, known, 1) or list(known)
            raise InputError(
                f"Data of the kind {kind} has no option “{name}”.", hint=f"There is {', '.join(near)}."
            )
        wanted = str(known[name].annotation)
        try:
            understood[name] = _converted(value, wanted) if isinstance(value, str) else value
        except ValueError:
            raise InputError(f"The option {name} is a number, not “{value}”.") from None
        if wanted == "Fit" and value not in ("crop", "squash"):
            raise InputError(f"The option {name} is crop or squash, not “{value}”.")
        if wanted.startswith("SketchStyle") and value not in (None, *STYLES):
            raise InputError(f"The option {name} is {' or '.join(STYLES)}, not “{value}”.")
    return understood


def _converted(value: str, wanted: str) -> Any:
    if wanted.startswith("int"):
        return int(value)
    if wanted.startswith("float"):
        return float(value)
    if wanted.startswith("Sequence"):
        return tuple(word.strip() for word in value.split(",") if word.strip())
    return value


def _with_findings(listing: Listing, tree: Tree) -> Listing:
    said = refused(tree)
    return replace(listing, findings=(*said, *listing.findings)) if said else listing
