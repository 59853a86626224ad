"""Directions as people use them: with a name, the length of a step, and the rows on which they work.

Our own file is safetensors: one tensor for each direction, and the rest as JSON in its metadata. Boundaries
that others have published, `.npy`, `.npz` and `.pt`, are read as well.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

import numpy as np
import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save as serialise
from torch import Tensor

from ganstudio import paths
from ganstudio.editing.latent_text import ALL, Edit, Rows, rows_slice
from ganstudio.errors import InputError

FILE = "directions.safetensors"
"""What lies under this name beside a model belongs to it."""
_KEY, _SCHEMA = "ganstudio_directions", 1
_LARGEST = 64 << 20
Space = Literal["w", "z"]


@dataclass(frozen=True, eq=False)
class Direction:
    """A step of 1 adds `unit` times the `vector`, (d,) or (num_ws, d), to the `rows` of the latent.

    `low` and `high` are how many steps a slider goes either way. `about` is one sentence.
    """

    name: str
    vector: Tensor
    space: Space = "w"
    rows: Rows = ALL
    unit: float = 1.0
    low: float = -3.0
    high: float = 3.0
    group: str = ""
    about: str = ""

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[^=@,\s][^=@,]*", self.name):
            raise InputError(f"A direction cannot be called “{self.name}”.", hint="Leave out = @ and commas.")
        if self.vector.dim() not in (1, 2) or not bool(self.vector.isfinite().all()):
            raise InputError(f"The direction “{self.name}” is no vector of finite numbers.")

    @property
    def width(self) -> int:
        return int(self.vector.shape[-1])


@dataclass(frozen=True)
class DirectionFile:
    """Directions of one generator; `model_sha256` is that of its weights, empty if nobody said."""

    directions: tuple[Direction, ...]
    title: str = ""
    model_sha256: str = ""
    how: Mapping[str, Any] = field(default_factory=dict)
    """How they were found, for those who read the file."""

    def named(self, name: str) -> Direction | None:
        """Capitals and spaces do not count."""
        wanted = _plain(name)
        return next((item for item in self.directions if _plain(item.name) == wanted), None)


def read_directions(path: Path, *, name: str = "") -> DirectionFile:
    """InputError, in one sentence, for what is no file of directions. `name` is that of nameless ones."""
    try:
        size = path.stat().st_size
    except OSError:
        raise InputError(f"There is no file {path}.") from None
    if size > _LARGEST:
        raise InputError(f"{path.name} is too large for directions: {size / 1e6:.0f} MB.")
    name = name or path.stem
    if path.suffix.lower() == ".safetensors":
        return _read_own(path)
    arrays = _arrays(path)
    found = [
        Direction(label if len(rows) == 1 else f"{label} {i}", row, rows=ALL)
        for label, array in arrays.items()
        for rows in [_rows(array, path)]
        for i, row in enumerate(rows)
        for label in [label or name]
    ]
    return DirectionFile(tuple(found), title=name)


def write_directions(path: Path, file: DirectionFile) -> None:
    """Atomically; SaveError."""
    facts = [
        {
            "name": item.name,
            "space": item.space,
            "rows": item.rows,
            "unit": item.unit,
            "low": item.low,
            "high": item.high,
            "group": item.group,
            "about": item.about,
        }
        for item in file.directions
    ]
    record = {
        "schema": _SCHEMA,
        "title": file.title,
        "model_sha256": file.model_sha256,
        "how": dict(file.how),
        "directions": facts,
    }
    tensors = {f"{i:04}": item.vector.float().cpu().contiguous() for i, item in enumerate(file.directions)}
    with paths.atomic_write(path) as out:
        out.write(serialise(tensors, {_KEY: json.dumps(record, ensure_ascii=False)}))


def beside(model: Path) -> Path:
    """Where the directions of a model lie that were shipped with its weight file."""
    return model.with_name(FILE)


def own_file(model_sha256: str) -> Path:
    """Where the person's own directions of a model lie."""
    return paths.data_dir() / "directions" / f"{model_sha256[:16]}.safetensors"


def directions_of(model: Path, sha256: str) -> tuple[Direction, ...]:
    """Those shipped with the model and the person's own, which come first where names are the same.

    A file that is damaged is passed over: the sliders that are left still work.
    """
    found: dict[str, Direction] = {}
    for path in (own_file(sha256), beside(model)):
        if path.is_file():
            try:
                file = read_directions(path)
            except InputError:
                continue
            for item in file.directions:
                found.setdefault(_plain(item.name), item)
    return tuple(found.values())


def keep(direction: Direction, model_sha256: str) -> None:
    """Add a direction to the person's own, in place of one of the same name."""
    path = own_file(model_sha256)
    before = read_directions(path).directions if path.is_file() else ()
    others = [item for item in before if _plain(item.name) != _plain(direction.name)]
    path.parent.mkdir(parents=True, exist_ok=True)
    write_directions(path, DirectionFile((*others, direction), "Own directions", model_sha256))


def is_in_z(edit: Edit, known: Sequence[Direction]) -> bool:
    """Whether an edit moves the latent before the mapping."""
    return any(item.space == "z" and _plain(item.name) == _plain(edit.name) for item in known)


def edited(ws: Tensor, edits: Sequence[Edit], known: Sequence[Direction], *, z: bool = False) -> Tensor:
    """ws (N, num_ws, d) after the edits in the space of styles, or latents z (N, 1, d) after those in z.

    InputError for a direction that is not known, or of another width.
    """
    names = {_plain(item.name): item for item in known}
    space: Space = "z" if z else "w"
    for edit in edits:
        direction = names.get(_plain(edit.name))
        if direction is None:
            raise InputError(f"There is no direction “{edit.name}”.", hint=_there_are(known))
        if direction.space == space:
            ws = _moved(ws, direction, edit)
    return ws


def _moved(ws: Tensor, direction: Direction, edit: Edit) -> Tensor:
    rows = rows_slice(edit.rows or direction.rows, ws.shape[1]) if direction.space == "w" else slice(None)
    fits = direction.width == ws.shape[2] and (
        direction.vector.dim() == 1 or len(direction.vector) == ws.shape[1]
    )
    if not fits:
        raise InputError(
            f"The direction “{direction.name}” has {direction.width} numbers, the model has {ws.shape[2]}.",
            hint="It belongs to another model.",
        )
    step = (direction.vector * (direction.unit * edit.steps)).to(ws)
    moved = ws.clone()
    moved[:, rows] += step if step.dim() == 1 else step[rows]
    return moved


def renamed(direction: Direction, name: str) -> Direction:
    return replace(direction, name=name)


def _there_are(known: Sequence[Direction]) -> str:
    names = ", ".join(item.name for item in known[:12])
    return (
        f"There are {names}." if names else "This model has none yet: `ganstudio directions find` finds some."
    )


def _plain(name: str) -> str:
    return "".join(name.lower().split()).replace("_", "").replace("-", "")


def _read_own(path: Path) -> DirectionFile:
    try:
        with safe_open(path, "pt") as file:
            record = json.loads((file.metadata() or {})[_KEY])
            vectors = [file.get_tensor(name) for name in sorted(file.keys())]
        if record["schema"] > _SCHEMA:
            raise InputError(f"{path.name} was written by a newer version of the program.")
        found = [
            Direction(
                str(item["name"]),
                vector,
                item["space"],
                (int(item["rows"][0]), None if item["rows"][1] is None else int(item["rows"][1])),
                float(item["unit"]),
                float(item["low"]),
                float(item["high"]),
                str(item["group"]),
                str(item["about"]),
            )
            for item, vector in zip(record["directions"], vectors, strict=True)
        ]
        return DirectionFile(tuple(found), str(record["title"]), str(record["model_sha256"]), record["how"])
    except (OSError, SafetensorError, KeyError, TypeError, ValueError) as error:
        raise InputError(f"{path.name} is no file of directions.", detail=str(error)) from None


def _arrays(path: Path) -> dict[str, Any]:
    """The arrays of a published file by name; nameless ones under ""."""
    try:
        if path.suffix.lower() in (".npy", ".npz"):
            # Arrays of objects would run code when read.
            loaded = np.load(path, allow_pickle=False)
            return {"": loaded} if isinstance(loaded, np.ndarray) else dict(loaded)
        loaded = torch.load(path, map_location="cpu", weights_only=True)
    except Exception as error:  # whatever a broken file makes the readers raise
        raise InputError(f"{path.name} holds no directions that can be read.", detail=str(error)) from None
    if isinstance(loaded, Tensor):
        return {"": loaded.numpy()}
    if isinstance(loaded, dict):
        # closed_form_factorization of rosinality/stylegan2-pytorch keeps eigenvectors as columns.
        if isinstance(eigenvectors := loaded.get("eigvec"), Tensor):
            return {"SeFa": eigenvectors.T.numpy()}
        return {str(key): value.numpy() for key, value in loaded.items() if isinstance(value, Tensor)}
    raise InputError(f"{path.name} holds no directions.")


def _rows(array: Any, path: Path) -> list[Tensor]:
    """(d,), (1, d) and (k, d) give vectors; (1, num_ws, d) one for all rows."""
    if array.dtype.kind not in "fiu" or array.size == 0:
        raise InputError(f"{path.name} holds no numbers.")
    values = torch.from_numpy(np.ascontiguousarray(array, np.float32))
    if values.dim() == 1:
        return [values]
    if values.dim() == 2:
        return list(values)
    if values.dim() == 3:
        return [each if len(each) > 1 else each[0] for each in values]
    raise InputError(f"{path.name} holds an array of {values.dim()} dimensions, which is no direction.")
