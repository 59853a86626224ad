"""Where the data of a run comes from, as plain values that `run.toml` keeps, and reading it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from ganstudio import paths
from ganstudio.errors import InputError
from ganstudio.events import Progress
from ganstudio.params import Parameters
from ganstudio.training.launch import RecipeEntry

if TYPE_CHECKING:
    from ganstudio.datasets.source import Kind

_WORLD_SIZE, _SMALLEST_WORLD = 256, 64


@dataclass(frozen=True)
class DataSource:
    """A folder (or zip file) at `path`, or a `world`; exactly one of the two.

    kind: as `datasets` names it, empty to take the one that the recipe wants. size: the side at which
    pictures are kept, 0 to leave it to the recipe. scenes: of a world. palette: of label maps, empty for what
    the folder or the world says. options: what the kind's `scan` can be told besides.
    """

    path: str = ""
    world: str = ""
    kind: str = ""
    size: int = 0
    scenes: int = 2500
    palette: str = ""
    options: dict[str, str] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)

    @staticmethod
    def from_dict(values: Mapping[str, Any]) -> DataSource:
        """InputError for names that this version does not know."""
        try:
            return DataSource(**values)
        except TypeError as error:
            raise InputError("The run's data is described in another way.", detail=str(error)) from error


def load(
    source: DataSource,
    entry: RecipeEntry,
    params: Parameters,
    folder: Path,
    *,
    progress: Progress | None = None,
) -> Any:
    """The data set for a recipe. What a world draws is kept in `folder`, decoded pictures in the cache.

    Raises InputError in one sentence for data that is not there or that the recipe cannot use.
    """
    progress = progress or Progress()
    if bool(source.path) == bool(source.world):
        raise InputError("Choose what to train on:", hint="--world landscape or --data FOLDER.")
    if source.world:
        return _world(source, entry, params, folder, progress)
    path = Path(source.path)
    if not path.exists():
        raise InputError(f"There is no folder or file {path}.")
    kind = source.kind or _recognised(path, entry, progress)
    entry.check(kind)
    return _read(path, kind, source, params, progress)


def _kept_size(source: DataSource, params: Parameters, kind: str) -> int:
    """The side at which pictures are kept: label maps are cut from larger ones."""
    size = int(getattr(params, "size", _WORLD_SIZE))
    wished = source.size or int(getattr(params, "source_size", 0))
    if kind != "label_maps":
        return wished or size
    kept = wished or max(_WORLD_SIZE, size)
    if kept % size:
        raise InputError(f"--source-size {kept} is no multiple of --size {size}.")
    return kept


def _world(
    source: DataSource, entry: RecipeEntry, params: Parameters, folder: Path, progress: Progress
) -> Any:
    from ganstudio.training.world_data import kinds_of, landscape_dataset, world_dataset

    kinds = kinds_of(source.world)
    kind = source.kind or next((kind for kind in kinds if kind in entry.accepts), kinds[0])
    entry.check(kind)
    # Worlds are not drawn smaller; what is kept larger is reduced.
    size = max(_kept_size(source, params, kind), _SMALLEST_WORLD)
    # Of a world or view without label maps they are refused, with what there is.
    if kind == "label_maps" and kind in kinds:
        return landscape_dataset(folder, source.scenes, size=size, progress=progress)
    return world_dataset(
        source.world, cast("Kind", kind), folder=folder, scenes=source.scenes, size=size, progress=progress
    )


def _read(path: Path, kind: str, source: DataSource, params: Parameters, progress: Progress) -> Any:
    from ganstudio.datasets.kinds import READERS, list_data
    from ganstudio.training.world_data import STYLE_GROUPS

    options: dict[str, Any] = dict(source.options)
    if kind == "label_maps":
        if source.palette:
            options.setdefault("palette", source.palette)
        if _names_styles(path):
            options["style_groups"] = STYLE_GROUPS
    listing = list_data(path, cast("Kind", kind), progress=progress.sub(0, 0.1), **options)
    cache = paths.cache_dir() / "datasets"
    size = _kept_size(source, params, kind)
    return READERS[listing.kind].prepare(listing, size, cache, progress=progress.sub(0.1, 1))


def _names_styles(path: Path) -> bool:
    """Whether a world was exported to this folder, with the season and hour of each picture."""
    try:
        with (path / "metadata.jsonl").open(encoding="utf-8") as file:
            return {"season", "hour"} <= set(json.loads(file.readline()))
    except (OSError, ValueError, TypeError):
        return False


def _recognised(path: Path, entry: RecipeEntry, progress: Progress) -> str:
    """The kind that a recipe wants; of several, the one that the folder looks most like."""
    if len(entry.accepts) == 1:
        return entry.accepts[0]
    from ganstudio.datasets.kinds import READERS
    from ganstudio.datasets.tree import open_tree

    tree = open_tree(path, progress.sub(0, 0.05))
    sure: dict[str, float] = dict(READERS[cast("Kind", kind)].recognise(tree) for kind in entry.accepts)
    return max(entry.accepts, key=lambda kind: sure.get(kind, 0.0))
