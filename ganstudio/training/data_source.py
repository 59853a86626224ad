"""Where the data of a run comes from, as plain values that `run.toml` keeps, and reading it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any

from ganstudio import paths
from ganstudio.errors import InputError
from ganstudio.events import Progress
from ganstudio.params import Parameters
from ganstudio.training.launch import RecipeEntry

_MODULES = {"labelled_images": "images"}
"""Where a kind is read, if not in the module of its name."""
_WORLD_SIZE = 256


@dataclass(frozen=True)
class DataSource:
    """A folder (or zip file) at `path`, or a `world`; exactly one of the two.

    kind: as `datasets` names it, empty to take the one that the recipe wants. size: the side at which
    pictures are kept, 0 to leave it to the recipe. scenes: of a world. palette: of label maps. options: what
    the kind's `scan` can be told besides.
    """

    path: str = ""
    world: str = ""
    kind: str = ""
    size: int = 0
    scenes: int = 2500
    palette: str = "landscape"
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
    if kind == "label_maps" and (path / "images").is_dir() and (path / "labels").is_dir():
        return _label_maps(path, _kept_size(source, params, kind), progress)
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
    from ganstudio.training.world_data import landscape_dataset

    if source.world != "landscape":
        raise InputError(f"There is no world “{source.world}”.", hint="There is landscape.")
    entry.check(source.kind or "label_maps")
    size = _kept_size(source, params, "label_maps")
    return landscape_dataset(folder, source.scenes, size=size, progress=progress)


def _label_maps(path: Path, size: int, progress: Progress) -> Any:
    from ganstudio.datasets.label_maps import load_folder
    from ganstudio.training.world_data import STYLE_GROUPS

    # A folder that a world was exported to names its styles; other people's folders have none.
    groups = STYLE_GROUPS if (path / "metadata.jsonl").is_file() else None
    return load_folder(path, size, style_groups=groups, progress=progress)


def _read(path: Path, kind: str, source: DataSource, params: Parameters, progress: Progress) -> Any:
    from ganstudio.datasets.tree import open_tree

    module = _module(kind)
    extra = {"kind": kind} if kind in _MODULES else {}
    try:
        listing = module.scan(open_tree(path, progress.sub(0, 0.1)), **extra, **source.options)
    except TypeError as error:
        raise InputError(
            f"Data of the kind {kind.replace('_', ' ')} has no such option.", detail=str(error)
        ) from error
    problem = next((finding for finding in listing.findings if finding.level == "error"), None)
    if problem is not None:
        where = f"{problem.file}: " if problem.file else ""
        raise InputError(f"{path} cannot be trained on: {where}{problem.message}")
    cache = paths.cache_dir() / "datasets"
    size = _kept_size(source, params, kind)
    return module.prepare(listing, size, cache, progress=progress.sub(0.1, 1))


def _recognised(path: Path, entry: RecipeEntry, progress: Progress) -> str:
    """The kind that a recipe wants; of several, the one that the folder looks most like."""
    if len(entry.accepts) == 1:
        return entry.accepts[0]
    from ganstudio.datasets.tree import open_tree

    tree = open_tree(path, progress.sub(0, 0.05))
    found = [(module.recognise(tree), kind) for kind in entry.accepts if (module := _module(kind))]
    sure = {guess[0]: guess[1] for guess, _ in found}
    return max(entry.accepts, key=lambda kind: sure.get(kind, 0.0))


def _module(kind: str) -> Any:
    try:
        return import_module(f"ganstudio.datasets.{_MODULES.get(kind, kind)}")
    except ModuleNotFoundError as error:
        raise InputError(f"There is no kind of data “{kind}”.") from error
