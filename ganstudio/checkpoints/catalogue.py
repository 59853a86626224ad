"""The checkpoints that their authors publish: what, under which licence, and where. Imports no torch."""

from __future__ import annotations

import difflib
import json
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from ganstudio import paths
from ganstudio.errors import InputError


@dataclass(frozen=True)
class Licence:
    """`id` is the SPDX name where there is one; it is empty where no licence is stated."""

    id: str
    note: str = ""
    url: str = ""
    non_commercial: bool = False

    @property
    def text(self) -> str:
        """One line for people."""
        name = self.id or "unknown"
        use = "non-commercial use only" if self.non_commercial else ""
        rest = "; ".join(part for part in (use, self.note) if part)
        return f"{name} ({rest})" if rest else name


@dataclass(frozen=True)
class HubFile:
    """A file of a repository on the Hugging Face Hub."""

    repo: str
    file: str
    revision: str | None = None


@dataclass(frozen=True)
class CatalogueEntry:
    """One published checkpoint.

    `url` or `hub` is where the file itself is; without both, `page` is where a person finds it. `sha256` and
    `size` (bytes) are there where the authors publish them. `member` is the file to take out of an archive.
    `part` and `told` go to the import; `details` into the card. `kind` "support" is a network that the
    program uses beside the models (a feature extractor): it is kept for offline use, not imported.
    """

    id: str
    title: str
    family: str
    licence: Licence
    authors: str
    page: str
    url: str = ""
    hub: HubFile | None = None
    member: str = ""
    sha256: str = ""
    size: int = 0
    part: str = ""
    told: dict[str, Any] = field(default_factory=dict)
    details: dict[str, Any] = field(default_factory=dict)
    paper: str = ""
    kind: str = "model"

    @property
    def direct(self) -> bool:
        """Whether the program can fetch it by itself."""
        return bool(self.url or self.hub)

    @property
    def how(self) -> str:
        """What there is to do, in one sentence."""
        if self.direct:
            return f"ganstudio models download {self.id}"
        return f"Open the authors' page, {self.page}, download the file there, then import it."


@cache
def entries() -> tuple[CatalogueEntry, ...]:
    """All that `resources/catalogue.json` names, in its order."""
    return _read(paths.resources_dir() / "catalogue.json")


def entry(id: str) -> CatalogueEntry:
    """InputError with ids that come near if there is none."""
    known = {each.id: each for each in entries()}
    if id not in known:
        near = difflib.get_close_matches(id, known, n=3, cutoff=0.4)
        hint = f"There is {', '.join(near)}." if near else "`ganstudio models catalogue` lists them."
        raise InputError(f"The catalogue has no {id}.", hint=hint)
    return known[id]


def _read(path: Path) -> tuple[CatalogueEntry, ...]:
    """Sources share authors, page, licence and paper; their checkpoints add the rest."""
    record = json.loads(path.read_text(encoding="utf-8"))
    licences = {name: Licence(**values) for name, values in record["licences"].items()}
    found = []
    for source in record["sources"]:
        shared = {key: value for key, value in source.items() if key not in ("checkpoints", "base")}
        for checkpoint in source["checkpoints"]:
            values = {**shared, **checkpoint}
            values["licence"] = licences[values["licence"]]
            if "file" in values:
                values["url"] = source["base"] + values.pop("file")
            if "hub" in values:
                values["hub"] = HubFile(**values["hub"])
            found.append(CatalogueEntry(**values))
    return tuple(found)
