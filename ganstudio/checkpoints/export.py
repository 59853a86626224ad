"""Models out of the library: in the layout of their authors, or as plain safetensors."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import nn

from ganstudio.checkpoints import library
from ganstudio.checkpoints.card import card_path
from ganstudio.checkpoints.detect import identify
from ganstudio.checkpoints.families import STANDARD
from ganstudio.checkpoints.load import LoadedModel, build_filled, load
from ganstudio.checkpoints.options import read_options
from ganstudio.checkpoints.registry import Family, Registry
from ganstudio.checkpoints.save import export_official, save
from ganstudio.checkpoints.tensors import read_weights
from ganstudio.errors import CheckpointError, InputError, SaveError
from ganstudio.events import Progress

OFFICIAL, PLAIN = "official", "safetensors"
_SUFFIX = ".safetensors"
_OPTIONS = "opt.txt"


@dataclass(frozen=True)
class Exported:
    """`files` are all that were written, the weights first; `layout` is one of `layouts`.

    `notes` say what another program has to be told about the file.
    """

    files: tuple[Path, ...]
    family: str
    layout: str
    notes: tuple[str, ...] = ()


def layouts(config: Any, *, registry: Registry = STANDARD) -> tuple[str, ...]:
    """The layouts in which a network of this config can be written, the usual one first."""
    families = [each for each in registry if type(config) is each.config and (each.options or each.export)]
    return (*(each.layout or OFFICIAL for each in families), PLAIN)


def export_model(
    ref: str | Path,
    target: Path,
    layout: str | None = None,
    *,
    force: bool = False,
    progress: Progress | None = None,
    registry: Registry = STANDARD,
) -> Exported:
    """Write a model of the library, or any weight file, for other programs.

    `layout` is one of `layouts`. Without it a target that ends in .safetensors is written as such, and any
    other in the layout that the model came in, if there is one. What was written in an author's layout is
    read back and compared with the model before it gets its name. Raises InputError when a file would be
    replaced without `force`, or there is no such layout, and SaveError.
    """
    progress = progress or Progress()
    progress.set(0.0, "reading")
    target = target.expanduser()
    if target.is_dir():
        raise InputError(f"{target} is a folder.", hint="Name a file in it.")
    if not target.parent.is_dir():
        raise SaveError(f"{target} could not be saved: there is no folder {target.parent}.")
    model = load(library.find(str(ref)), registry=registry)
    layout = _chosen(model, target, layout, registry)
    progress.set(0.5, "writing")
    if layout == PLAIN:
        return _plain(model, target, force, registry)
    family = registry.of_config(model.config, "" if layout == OFFICIAL else layout)
    _spare(force, target)
    options = target.with_name(_OPTIONS)
    if family.options is not None and options.exists() and not force:
        _spare_options(options, family.options(model.config))
    with _drafts(target) as folder:
        draft = Path(folder) / target.name
        export_official(model.module, model.config, draft, layout=family.layout, registry=registry)
        progress.set(0.7, "reading it back")
        notes = _proven(draft, family, model, registry)
        progress.set(0.9, "writing")
        # Once more, where options of other networks of the same model may lie.
        export_official(model.module, model.config, target, layout=family.layout, registry=registry)
    files = (target, options) if family.options is not None else (target,)
    return Exported(files, model.family, layout, notes)


def _chosen(model: LoadedModel, target: Path, layout: str | None, registry: Registry) -> str:
    """As asked for, else as the file's name says, else as the model came, else as is usual."""
    there = layouts(model.config, registry=registry)
    if layout is None:
        came = model.card.get("layout", model.layout) or OFFICIAL
        layout = PLAIN if target.suffix == _SUFFIX else came if came in there else there[0]
    if layout not in there:
        title = registry.of_config(model.config).title
        raise InputError(
            f"{title[:1].upper()}{title[1:]} cannot be written in the layout “{layout}”.",
            hint=f"There is {', '.join(there)}.",
        )
    if layout == PLAIN and target.suffix != _SUFFIX:
        raise InputError(f"{target.name} has another suffix than {_SUFFIX}.", hint="It is the only layout.")
    return layout


def _plain(model: LoadedModel, target: Path, force: bool, registry: Registry) -> Exported:
    """With the card in its header and beside it."""
    card = card_path(target)
    _spare(force, target, card)
    carried = {key: value for key, value in model.card.items() if key != "sha256"}
    written = save(model.module, model.config, target, carried, registry=registry)
    return Exported((written, card), model.family, PLAIN)


def _spare(force: bool, *files: Path) -> None:
    there = next((file for file in files if file.exists()), None)
    if there is not None and not force:
        raise InputError(f"{there} is there already.", hint="Add --force if it may be replaced.")


def _spare_options(path: Path, mine: Mapping[str, Any]) -> None:
    """Networks of one model share their options; those of another model must not be changed."""
    try:
        theirs = read_options(path)
    except CheckpointError:
        theirs = dict.fromkeys(mine)
    other = next((name for name, value in mine.items() if name in theirs and theirs[name] != value), None)
    if other is not None:
        raise InputError(
            f"{path} holds the options of another model: its {other} differs.",
            hint="Export into another folder, or add --force if it may be replaced.",
        )


def _drafts(target: Path) -> tempfile.TemporaryDirectory[str]:
    try:
        return tempfile.TemporaryDirectory(prefix=".export-", dir=target.parent)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise SaveError(f"{target} could not be saved: {reason}.") from error


def _proven(draft: Path, family: Family, model: LoadedModel, registry: Registry) -> tuple[str, ...]:
    """Read the file as any other; SaveError if it is not this model any more."""
    weights = read_weights(draft)
    told, asked = model.card.get("told"), {unknown.name for unknown in family.unknowns}
    # Another layout of the same network leaves other questions open.
    answers = {name: told[name] for name in asked & told.keys()} if isinstance(told, dict) else {}
    try:
        network = identify(weights, draft, answers, registry=Registry([family])).network
        again = build_filled(family, model.config, network.tensors, draft)
    except CheckpointError as error:
        raise SaveError(
            f"{family.title} could not be read back, so it was not exported.", detail=str(error)
        ) from error
    if not _same(again, model.module):
        raise SaveError(f"{family.title} did not come back as it was written, so it was not exported.")
    try:
        found = identify(weights, draft, registry=registry)
    except CheckpointError:
        return ("The file alone does not tell all of its configuration; keep the card.",)
    if (found.family.id, found.role) != (model.family, model.role):
        return (f"The file alone looks like {found.family.title}.",)
    same = found.config == model.config
    return () if same else ("The file alone does not tell all of its configuration; keep the card.",)


def _same(one: nn.Module, two: nn.Module) -> bool:
    left, right = one.state_dict(), two.state_dict()
    return left.keys() == right.keys() and all(
        torch.allclose(left[name].float(), tensor.float(), rtol=1e-5, atol=1e-7, equal_nan=True)
        for name, tensor in right.items()
    )
