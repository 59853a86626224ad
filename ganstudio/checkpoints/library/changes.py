"""Renaming, removing, tagging and verifying models. What came with the program stays as it is."""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from ganstudio import paths
from ganstudio.checkpoints.card import SCHEMA, card_in_header, card_path, read_card
from ganstudio.checkpoints.library.defaults import rename_in_defaults
from ganstudio.checkpoints.library.entries import (
    MODEL,
    ModelEntry,
    entry_named,
    find,
    parts_in,
    taken,
    weights_in,
)
from ganstudio.checkpoints.weight_files import Link, part_files, read_link, sha256_weights
from ganstudio.errors import CheckpointError, InputError, SaveError
from ganstudio.events import Progress

_NAME = re.compile(r"[^\W_][\w .+=()-]*")
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)


def check_name(name: str) -> str:
    """A name that every file system takes, without blanks around it; InputError if it is none."""
    name = name.strip()
    if not _NAME.fullmatch(name) or name.endswith(".") or _DEVICES.fullmatch(name) or len(name) > 100:
        raise InputError(
            f"“{name}” cannot be a model's name.",
            hint="Letters, digits, blanks, dots, hyphens and underscores can be used.",
        )
    return name


def free_name(wished: str) -> str:
    """`wished`, or with the first number behind it that makes it a name that is not taken."""
    name, number = wished, 2
    while taken(name):
        name, number = f"{wished}-{number}", number + 1
    return name


def rename(name: str, new: str) -> ModelEntry:
    """Give a model of the person's another name; its defaults follow. InputError if that is taken."""
    entry = own(name, "renamed")
    new = check_name(new)
    if new == name:
        return entry
    if taken(new):
        raise InputError(f"There is already a model named {new}.")
    with _saving(name):
        if _in_folder(entry):
            entry.path.parent.rename(entry.path.parent.with_name(new))
        else:
            for file in _loose_files(entry):
                file.rename(file.with_name(new + file.name.removeprefix(entry.path.stem)))
    rename_in_defaults(name, new)
    return entry_named(new)


def remove(name: str) -> None:
    """Remove a model of the person's, or one further network of it (`name/part`). A linked file stays."""
    model, _, part = name.partition("/")
    entry = own(model, "removed")
    with _saving(name):
        if part:
            _remove_part(entry, part)
        elif _in_folder(entry):
            _remove_folder(entry.path.parent)
        else:
            for file in _loose_files(entry):
                file.unlink()
    if not part:
        rename_in_defaults(model, None)


def set_tags(name: str, tags: Iterable[str]) -> ModelEntry:
    """Replace the tags of a model of the person's; blanks around them and doubles go."""
    kept = list(dict.fromkeys(tag.strip() for tag in tags if tag.strip()))
    return _change_card(name, tags=kept)


def set_title(name: str, title: str) -> ModelEntry:
    """What lists call a model of the person's; empty goes back to its name."""
    return _change_card(name, title=title.strip())


def _change_card(name: str, **changes: object) -> ModelEntry:
    entry = own(name, "changed")
    card = read_card(entry.path) or card_in_header(entry.path) or {"schema": SCHEMA}
    write_card(entry.path, {**card, **changes})
    return entry_named(name)


def write_card(weights: Path, card: dict[str, object]) -> None:
    """The card beside the weights; SaveError."""
    with paths.atomic_write(card_path(weights)) as file:
        file.write((json.dumps(card, indent=2, ensure_ascii=False) + "\n").encode())


@dataclass(frozen=True)
class Verified:
    """How one network of a model stands to the digest that was recorded when it was imported.

    "unrecorded": it can be read, but there is no digest to compare it with.
    """

    name: str
    path: Path
    status: Literal["unchanged", "changed", "unrecorded", "missing", "unreadable"]
    sha256: str = ""
    expected: str = ""
    detail: str = ""

    @property
    def ok(self) -> bool:
        return self.status in ("unchanged", "unrecorded")


def verify(name: str, progress: Progress | None = None) -> tuple[Verified, ...]:
    """Hash the weights of a model and its further networks again, and compare with what was recorded."""
    progress = progress or Progress()
    model, _, part = name.partition("/")
    entry = entry_named(model)
    names = [name] if part or not entry.parts else [model, *(f"{model}/{each}" for each in entry.parts)]
    return tuple(
        _verified(each, progress.sub(index / len(names), (index + 1) / len(names)))
        for index, each in enumerate(names)
    )


def _verified(name: str, progress: Progress) -> Verified:
    path = find(name)
    try:
        card = read_card(path)
        link = read_link(path)
        lost = next((file for file in part_files(path) if not file.is_file()), None)
        if lost is not None:
            return Verified(name, path, "missing", detail=f"{lost} is not there.")
        expected = str(card["original"]["sha256"] if link else card.get("sha256", ""))
        found = sha256_weights(path, progress)
    except CheckpointError as error:
        gone = (link := _link_or_none(path)) is not None and not link.path.exists()
        return Verified(name, path, "missing" if gone else "unreadable", detail=str(error))
    except (OSError, KeyError, TypeError) as error:
        return Verified(name, path, "unreadable", detail=str(error))
    if expected:
        return Verified(name, path, "unchanged" if found == expected else "changed", found, expected)
    return _opened(name, path, found)


def _link_or_none(path: Path) -> Link | None:
    try:
        return read_link(path)
    except CheckpointError:
        return None


def _opened(name: str, path: Path, digest: str) -> Verified:
    """Without a digest, that it loads is all that can be said."""
    from ganstudio.checkpoints.load import load

    try:
        load(path)
    except CheckpointError as error:
        return Verified(name, path, "unreadable", digest, detail=str(error))
    return Verified(name, path, "unrecorded", digest)


def own(name: str, verb: str) -> ModelEntry:
    """The entry of a model of the person's; InputError if it came with the program."""
    entry = entry_named(name)
    if entry.origin == "starter":
        raise InputError(f"{name} came with the program and cannot be {verb}.")
    return entry


def _in_folder(entry: ModelEntry) -> bool:
    return entry.path.parent != paths.user_models_dir()


def _loose_files(entry: ModelEntry) -> list[Path]:
    """The card first: a file without its card is still a model, a card without its file is nothing."""
    card = card_path(entry.path)
    return [entry.path, *([card] if card.is_file() else [])]


def _remove_folder(folder: Path) -> None:
    """Under a hidden name first: a model that is half removed must not be found."""
    doomed = Path(tempfile.mkdtemp(prefix=".removed-", dir=folder.parent))
    try:
        folder.rename(doomed / folder.name)
    finally:
        shutil.rmtree(doomed)


def _remove_part(entry: ModelEntry, part: str) -> None:
    folder = entry.path.parent
    if part == MODEL or part not in parts_in(folder):
        raise InputError(
            f"{entry.name} has no part {part}.", hint=f"It has {', '.join(entry.parts) or 'none'}."
        )
    weights = weights_in(folder, part)
    assert weights is not None
    files = [weights] if read_link(weights) else [weights, *part_files(weights)]
    for file in [*dict.fromkeys(files), card_path(weights)]:
        file.unlink(missing_ok=True)


class _saving:
    """OSError becomes a SaveError that names the model."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, OSError):
            reason = (error.strerror or str(error)).lower()
            raise SaveError(f"{self._name} could not be changed: {reason}.") from error
