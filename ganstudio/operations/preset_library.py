"""Where presets lie: the person's own, by operation, and those that plugins bring along."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ganstudio import paths
from ganstudio.errors import InputError, SaveError
from ganstudio.operations.presets import SUFFIX, Preset, read_preset, write_preset
from ganstudio.operations.suggest import did_you_mean

_LONGEST = 60
"""Letters of a name that its file takes: in UTF-8 they fit into any file system's 255 bytes."""


@dataclass(frozen=True)
class Kept:
    """A preset that can be named; `own` ones are the person's, others belong to a plugin."""

    preset: Preset
    path: Path
    own: bool

    @property
    def slug(self) -> str:
        return self.path.stem

    @property
    def id(self) -> str:
        """Tells it from one of the same name for another operation."""
        return f"{self.preset.operation}/{self.slug}"


@dataclass(frozen=True)
class Broken:
    """A file that lies among the presets (or recipes) and cannot be used; `sentence` says why."""

    path: Path
    own: bool
    sentence: str


class PresetLibrary:
    """`plugins` are folders of plugins, whose `presets/*.toml` count; an own preset hides one of theirs."""

    def __init__(self, plugins: Iterable[Path] = ()) -> None:
        self._plugins = tuple(plugins)

    def all(self, operation: str = "") -> tuple[list[Kept], list[Broken]]:
        """The presets, those of one operation if it is named, and the files that cannot be read."""
        found, broken = dict[str, Kept](), list[Broken]()
        for path, own in self._files():
            try:
                kept = Kept(read_preset(path), path, own)
            except InputError as error:
                broken.append(Broken(path, own, str(error)))
            else:
                found.setdefault(kept.id, kept)
        wanted = [kept for kept in found.values() if operation in ("", kept.preset.operation)]
        return sorted(wanted, key=lambda kept: kept.id), broken

    def find(self, name: str, operation: str = "") -> Kept:
        """By the name, its form in the file's name, or `operation/…`; InputError for none or several."""
        everything, _ = self.all(operation)
        found = [kept for kept in everything if name in (kept.id, kept.slug, kept.preset.name)]
        found = found or [kept for kept in everything if kept.slug == _slug(name)]
        if not found:
            which = f" for {operation}" if operation else ""
            names = [kept.preset.name for kept in everything]
            raise InputError(f"There is no preset “{name}”{which}.", hint=did_you_mean(name, names))
        if len(found) > 1:
            ids = " or ".join(kept.id for kept in found)
            raise InputError(f"Several presets are called “{name}”.", hint=f"Say {ids}.")
        return found[0]

    def place_of(self, name: str, operation: str) -> Path:
        """Where a preset of the person's own lies that is called so; InputError for what names no file."""
        return own_folder() / _safe(operation) / f"{slug_of(name)}{SUFFIX}"

    def keep(self, preset: Preset, *, replace: bool = False) -> Path:
        """Put a preset among the person's own; InputError where one is called so and may not be replaced."""
        path = self.place_of(preset.name, preset.operation)
        if path.exists() and not replace:
            raise InputError(
                f"There is already a preset “{preset.name}” for {preset.operation}.",
                hint="Add --force to replace it.",
            )
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise SaveError(f"{path.parent} cannot be made: {reason}.") from error
        write_preset(preset, path)
        return path

    def rename(self, kept: Kept, name: str) -> Kept:
        """Call one of the person's own otherwise; InputError for others, and for a name that is taken."""
        self._check_own(kept)
        renamed = replace(kept.preset, name=name.strip())
        path = self.place_of(renamed.name, renamed.operation)
        same = path == kept.path
        path = self.keep(renamed, replace=same)
        if not same:
            remove_file(kept.path)
        return Kept(renamed, path, own=True)

    def duplicate(self, kept: Kept, name: str = "") -> Kept:
        """The same under another name among the person's own; by default with a number behind it."""
        title = kept.preset.name
        taken = {other.slug for other in self.all(kept.preset.operation)[0]}
        names = (name.strip(),) if name.strip() else (f"{title} {number}" for number in itertools.count(2))
        free = next((each for each in names if name or slug_of(each) not in taken), title)
        copy = replace(kept.preset, name=free)
        return Kept(copy, self.keep(copy), own=True)

    def remove(self, name: str) -> Kept:
        """Remove one of the person's own; InputError for others."""
        kept = self.find(name)
        self.forget(kept)
        return kept

    def forget(self, kept: Kept) -> None:
        """Remove this one; InputError where it is a plugin's, SaveError where that cannot be."""
        self._check_own(kept)
        remove_file(kept.path)

    def _check_own(self, kept: Kept) -> None:
        if not kept.own:
            raise InputError(f"The preset “{kept.preset.name}” belongs to a plugin and stays.")

    def _files(self) -> Iterator[tuple[Path, bool]]:
        yield from ((path, True) for path in _sorted(own_folder().glob(f"*/*{SUFFIX}")))
        for folder in self._plugins:
            yield from ((path, False) for path in _sorted((folder / "presets").glob(f"*{SUFFIX}")))


def remove_file(path: Path) -> None:
    """SaveError where it stays; that it has gone already is no error."""
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise SaveError(f"{path} cannot be removed: {reason}.") from error


def own_folder() -> Path:
    """The person's presets, in a folder for each operation."""
    return paths.config_dir() / "presets"


def slug_of(name: str) -> str:
    """A name as that of a file; InputError for one without letters and digits."""
    slug = _slug(name)
    if not slug:
        raise InputError(f"“{name}” cannot name a preset.", hint="Names have letters or digits.")
    return slug


def _slug(name: str) -> str:
    words = re.sub(r"[\W_]+", "-", unicodedata.normalize("NFC", name).casefold())
    return words[:_LONGEST].strip("-")


def _safe(operation: str) -> str:
    """Operations come from files of others, too, and must not lead out of the folder."""
    if re.fullmatch(r"\w+\.\w+", operation) is None:
        raise InputError(f"“{operation}” is no operation.", hint="They are called plugin.operation.")
    return operation


def _sorted(files: Iterable[Path]) -> Sequence[Path]:
    return sorted(path for path in files if not path.name.startswith("."))
