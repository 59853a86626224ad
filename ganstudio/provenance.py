"""How a picture was made, as a record that travels inside the picture.

The record is one JSON object, stored in PNG text chunks, EXIF and XMP or a sidecar, under the key
`ganstudio`. `ganstudio replay` makes the same pixels from it.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from ganstudio import __version__
from ganstudio.errors import InputError

KEY = "ganstudio"
SCHEMA = 5
"""The newest that is understood: 2 has steps, 3 threads, 4 may be private, 5 may tell how the file was
written and how many were made at once. A record is written as the oldest that it fits."""
MOST_AT_ONCE = 64
"""Pictures that may share a pass: more than that a record cannot make the program compute."""


@dataclass(frozen=True)
class InputRecord:
    """One input of the operation: where it was and what it held; small ones ride along as base64 PNG."""

    kind: str
    path: str = ""
    sha256: str = ""
    embedded: str = ""
    palette: str = ""


@dataclass(frozen=True)
class ModelRecord:
    """A model that was used: its name or path and the SHA-256 of its weights."""

    name: str
    sha256: str


@dataclass(frozen=True)
class Step:
    """One operation of several. `inputs` maps its inputs to recorded inputs or ids of earlier steps."""

    id: str
    operation: str
    params: dict[str, Any] = field(default_factory=dict)
    inputs: dict[str, str] = field(default_factory=dict)
    plugin_version: str = ""


@dataclass(frozen=True)
class Provenance:
    """Operation, its parameters and everything else that fixes the pixels.

    Where several operations made the picture, `steps` has all of them in order, `operation`, `params` and
    `plugin_version` repeat the last one, and `inputs` and `models` are those of all steps. `threads` are
    those of the CPU, on which the last digits of its sums depend; 0 where another device computed.

    A `private` record lacks paths, embedded inputs and the texts in `left_out`. `seal` lets whoever has the
    key see whether those texts were the same as others, and nobody else guess them. `export` tells what was
    done to the result when it was written: `longest`, `colours`, and `quality` where it costs some. `stacks`
    are the numbers of pictures that shared each pass of a network, on which the last digits may depend; the
    last counts for all passes that follow.
    """

    operation: str
    params: dict[str, Any]
    inputs: dict[str, InputRecord] = field(default_factory=dict)
    models: tuple[ModelRecord, ...] = ()
    plugin_version: str = ""
    device: str = ""
    precision: str = ""
    program: str = f"GAN Studio {__version__}"
    steps: tuple[Step, ...] = ()
    threads: int = 0
    private: bool = False
    left_out: tuple[str, ...] = ()
    seal: str = ""
    export: dict[str, Any] = field(default_factory=dict)
    stacks: tuple[int, ...] = ()

    @property
    def schema(self) -> int:
        if self.export or self.stacks:
            return 5
        if self.private:
            return 4
        if self.threads:
            return 3
        return 2 if self.steps else 1

    def plain(self) -> dict[str, Any]:
        """The record as a JSON object."""
        record = {**asdict(self), "schema": self.schema}
        for name in ("steps", "threads", "private", "left_out", "seal", "export", "stacks"):
            if not record[name]:
                del record[name]
        return record

    def to_json(self) -> str:
        return json.dumps(self.plain(), ensure_ascii=False, sort_keys=True)

    def without(self, texts: Collection[str], key: bytes) -> Provenance:
        """The private form; `texts` name parameters, as `step.parameter` where there are steps.

        Digests of inputs and models, numbers and choices stay.
        """
        secret = {name: self._value(name) for name in sorted(texts)}
        sealed = hmac.new(key, json.dumps(secret, sort_keys=True).encode(), hashlib.sha256)
        steps = tuple(replace(step, params=_cut(step.params, texts, f"{step.id}.")) for step in self.steps)
        return replace(
            self,
            params=dict(steps[-1].params) if steps else _cut(self.params, texts),
            steps=steps,
            inputs={name: replace(item, path="", embedded="") for name, item in self.inputs.items()},
            models=tuple(replace(model, name=Path(model.name).name) for model in self.models),
            private=True,
            left_out=tuple(secret),
            seal=sealed.hexdigest() if secret else "",
        )

    def _value(self, name: str) -> Any:
        params = {step.id: step.params for step in self.steps}
        id, dot, rest = name.partition(".")
        return params[id][rest] if dot else self.params[name]

    @staticmethod
    def from_json(text: str) -> Provenance:
        """InputError when the text is no record that this version understands."""
        try:
            record = json.loads(text)
            if record.pop("schema") > SCHEMA:
                raise InputError("The picture was made by a newer GAN Studio.", hint="Update to replay it.")
            record["inputs"] = {name: InputRecord(**item) for name, item in record["inputs"].items()}
            record["models"] = tuple(ModelRecord(**item) for item in record["models"])
            record["steps"] = tuple(Step(**item) for item in record.get("steps", ()))
            record["left_out"] = tuple(str(name) for name in record.get("left_out", ()))
            record["stacks"] = tuple(int(size) for size in record.get("stacks", ()))
            if any(not 1 <= size <= MOST_AT_ONCE for size in record["stacks"]):
                raise ValueError(record["stacks"])
            return Provenance(**record)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise InputError(
                "The record of how the picture was made is damaged.", detail=str(error)
            ) from error


def _cut(params: Mapping[str, Any], texts: Collection[str], before: str = "") -> dict[str, Any]:
    return {name: value for name, value in params.items() if before + name not in texts}


def sha256_file(path: Path) -> str:
    """Hex digest of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
