"""All that window and command line do, as functions for notebooks and scripts: `import ganstudio.api as gs`.

>>> result = gs.run("semantic_painting.render", label_map="lake.png", style="winter-night", seed=3)
>>> gs.save(result, "night.png")

Pictures may be files, arrays or Pillow's. A result shows itself where it is the last line of a cell.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from ganstudio import settings
from ganstudio.checkpoints.library import ModelEntry, list_models
from ganstudio.document.files import read_image, read_label_map, write_image, write_label_map
from ganstudio.document.frames import FrameData
from ganstudio.document.image import ImageData, LabelData, MaskData
from ganstudio.errors import InputError
from ganstudio.events import Progress
from ganstudio.host.studio import Studio
from ganstudio.operations.batch import Outcome
from ganstudio.operations.contract import Data, InputKind
from ganstudio.operations.export import Colours, Export
from ganstudio.operations.places import place_of
from ganstudio.operations.presets import Preset, preset_of, preset_of_record
from ganstudio.operations.recipe import Recipe
from ganstudio.operations.recipe_file import is_recipe, read_recipe
from ganstudio.operations.replay import Difference, difference, film_difference
from ganstudio.operations.run import Result, read_record, save_result
from ganstudio.operations.sources import read_source
from ganstudio.operations.sweep import split_sweeps
from ganstudio.provenance import Provenance

Work = str | Path | Recipe
"""The id of an operation such as "semantic_painting.render", or a recipe or the file of one."""

_studio: Studio | None = None


def studio(**changes: Any) -> Studio:
    """What the functions here work with; `changes` are settings for this process, such as `device="cpu"`.

    Without changes it is the one that was used last, with its models still loaded.
    """
    global _studio
    if _studio is None or changes:
        before = _studio.settings if _studio is not None else settings.load()
        unknown = sorted(set(changes) - set(type(before).model_fields))
        if unknown:
            raise InputError(f"There is no setting “{unknown[0]}”.")
        _studio = Studio(type(before)(**{**before.model_dump(), **changes}))
    return _studio


def operations() -> dict[str, str]:
    """What `run` and `batch` can be asked for: ids with a sentence each."""
    known = studio().registry.operations
    return {id: info.manifest.summary or info.title for id, info in known.items()}


def models(family: str = "") -> list[ModelEntry]:
    """The models of the library; those of one family, such as "stylegan2", if it is named."""
    return [entry for entry in list_models() if not family or entry.family == family]


def open(path: Path | str, kind: InputKind = "image", *, palette: str | None = None) -> Data:
    """A picture, label map or mask from a file. `palette` is of a label map that does not tell it itself.

    Give `run` the path itself where the record shall name the file.
    """
    if kind == "image":
        return read_image(Path(path))
    return read_label_map(Path(path), palette) if kind == "label_map" else read_source(kind, Path(path)).data


def run(work: Work, /, *, progress: Progress | None = None, **values: Any) -> Result:
    """Run an operation or recipe once. `values` are its inputs and, of an operation, its parameters, and
    `preset`, the name or file of one, over which the others win.

    An input is a path, a value of `open` or of another result's `data`, an array (H, W[, C]) of uint8, or of
    floats in [0, 1], or a picture of Pillow. Raises InputError and its kin, in one sentence.
    """
    taken = {name: _taken(value) for name, value in values.items()}
    if isinstance(work, str) and not is_recipe(work):
        return studio().run(work, progress=progress, **taken)
    return studio().run_recipe(work, progress=progress, **taken)


def batch(
    work: Work,
    out: Path | str,
    /,
    *,
    suffix: str = ".png",
    names: str = "{stem}",
    recursive: bool = False,
    quality: int = 95,
    longest: int = 0,
    colours: Colours = "keep",
    ray: str | None = None,
    each: Callable[[Outcome], object] | None = None,
    preset: Preset | Path | str | None = None,
    **values: Any,
) -> list[Outcome]:
    """Run an operation or recipe on folders; returns what became of every file, of which `each` hears first.

    `out` is a folder or a URL. A parameter of several values, such as `seed=range(5)`, makes all of them.
    What is there already and was made from the same is not made again, so a batch that was stopped goes on
    when it is called again. `quality` is of JPEG and WebP, `longest` the most pixels of a side, and `colours`
    "srgb" converts to sRGB: see `operations.export`. `ray` is "auto" or the address of a cluster.
    """
    who, export = studio(), Export(quality, longest, colours)
    folder, place = place_of(out)
    if isinstance(work, str) and not is_recipe(work):
        operation = who.registry.operation(work)
        inputs = {spec.name: values.pop(spec.name) for spec in operation.inputs if spec.name in values}
        params, sweeps = split_sweeps(operation.params, who.with_preset(operation, preset, values))
        chain = who.chain(work, **params)
    elif preset is not None:
        raise InputError("The values of a recipe are fixed.", hint="Presets are for operations.")
    else:
        chain, inputs, sweeps = who.prepare(work), values, {}
    items = who.plan_batch(
        chain, folder, suffix=suffix, recursive=recursive, names=names, sweeps=sweeps, **inputs
    )
    if place is None:
        folder.mkdir(parents=True, exist_ok=True)
    if ray is None:
        made = who.run_items(chain, items, export=export, place=place)
    else:
        from ganstudio.host.cluster import run_on_ray

        made = run_on_ray(who, chain, items, ray, export=export, place=place)
    outcomes = []
    for outcome in made:
        outcomes.append(outcome)
        if each is not None:
            each(outcome)
    return outcomes


def save(made: Result | Data, path: Path | str, *, quality: int = 95) -> None:
    """Write a result with its record, as the settings want it, or a picture, label map or mask as it is."""
    path = Path(path)
    if isinstance(made, Result):
        save_result(made, path, recording=studio().recording, export=Export(quality))
    elif isinstance(made, LabelData):
        write_label_map(path, made)
    else:
        write_image(path, ImageData.of(made.alpha) if isinstance(made, MaskData) else made, quality=quality)


def inspect(path: Path | str) -> Provenance | Recipe:
    """How a file was made, from the record inside it or beside it; or what a recipe does."""
    return read_recipe(Path(path)) if is_recipe(path) else read_record(Path(path))


@dataclass(frozen=True)
class Replayed:
    """A picture made again. `difference` is None where size, depth or length differ.

    `tolerance` is the share of the whole range by which values may differ: 0 on the device of then.
    """

    result: Result
    difference: Difference | None
    tolerance: float
    warnings: tuple[str, ...]

    @property
    def equal(self) -> bool:
        """Whether all pixels are the same."""
        return self.difference is not None and self.difference.none

    @property
    def as_expected(self) -> bool:
        """Whether they differ by no more than the tolerance."""
        return self.difference is not None and self.difference.within(self.tolerance)

    def _repr_png_(self) -> bytes:
        return self.result._repr_png_()


def replay(path: Path | str, out: Path | str, *, progress: Progress | None = None) -> Replayed:
    """Make a picture or film again from its record, write it to `out`, and compare the two files."""
    first, second = Path(path), Path(out)
    if first.resolve() == second.resolve():
        raise InputError(f"{out} is the file itself.", hint="Name another one.")
    again = studio().replay(first, progress=progress)
    studio().save(again.result, second, progress=progress)
    if isinstance(again.result.data, FrameData):
        found = film_difference(first, second)
    else:
        found = difference(read_image(first), read_image(second))
    return Replayed(again.result, found, again.tolerance, again.warnings)


def train(
    recipe: str,
    out: Path | str,
    /,
    *,
    data: Path | str = "",
    world: str = "",
    kind: str = "",
    start_from: str = "",
    listener: Callable[[str, Any], None] | None = None,
    progress: Progress | None = None,
    **values: Any,
) -> Path:
    """Train a network, or go on with the run in the folder `out`; returns the folder of the model.

    It learns from `data`, a folder or ZIP file, or from a `world` such as "landscape". `values` are
    parameters of the recipe (see `ganstudio train RECIPE --help`) and options of the run, such as
    `max_minutes=30`. It computes in this process: the command line shares a run among GPUs. Raises
    InputError for data that the recipe cannot use.
    """
    from ganstudio.params import build
    from ganstudio.training import data_source, launch, run_folder
    from ganstudio.training.options import RunOptions

    entry, compute, folder = launch.recipe_named(recipe), studio().compute, Path(out)
    mine = {name: values.pop(name) for name in [*values] if name in RunOptions.model_fields}
    if mine.get("precision", "auto") == "auto":
        mine["precision"] = "bf16" if compute.dtype == "bfloat16" else "32"
    options, params = build(RunOptions, mine), build(entry.params_class(), {**entry.given, **values})
    assert isinstance(options, RunOptions)
    path = str(Path(data).resolve()) if data else ""
    source = data_source.DataSource(path, world, kind)
    progress = progress or Progress()
    found = data_source.load(source, entry, params, folder / "data", progress=progress.sub(0, 0.05))
    run_file = run_folder.RunFile(
        entry.name,
        params=params.model_dump(mode="json"),
        data=source.as_dict(),
        options=options.model_dump(mode="json"),
        start={"from": start_from} if start_from else {},
        versions=run_folder.versions(),
    )
    launch.prepare(
        entry,
        params,
        found,
        folder,
        options,
        extra=launch.brought(found),
        device=compute.device,
        start_from=start_from,
        progress=progress.sub(0.05, 1),
        run_file=run_file,
        listener=listener,
    ).run()
    return folder / "model"


def presets(operation: str = "") -> list[Preset]:
    """The person's presets and those of plugins; those of one operation, if it is named.

    Each has a `name`, a `summary`, its `operation`, `params` and `models`; files that cannot be read are
    left out, and `ganstudio presets list` tells of them.
    """
    return [kept.preset for kept in studio().presets.all(operation)[0]]


def preset(name: Path | str, operation: str = "") -> Preset:
    """A preset by its name or file, for `run(…, preset=…)`; InputError for none, or for several.

    >>> gs.run("domain_transfer.transfer", image="lake.jpg", preset=gs.preset("Deep winter"), strength=0.5)
    """
    return studio().preset(name, operation)


def keep_preset(
    name: str, made: Result | str, /, *, summary: str = "", replace: bool = False, **values: Any
) -> Preset:
    """Keep the values of a result, or `values` of an operation that is named by its id, as a preset.

    Raises InputError for values that do not fit, for a result of several steps, and for a name that is
    taken, unless it may be replaced; CheckpointError for a model that is not here.
    """
    who = studio()
    if isinstance(made, Result):
        operation = who.registry.operation(made.provenance.operation)
        kept = preset_of_record(operation, made.provenance, who.models, name=name, summary=summary)
    else:
        operation = who.registry.operation(made)
        kept = preset_of(operation, operation.build(values), who.models, name=name, summary=summary)
    who.presets.keep(kept, replace=replace)
    return kept


def grid(pictures: Sequence[Result | ImageData], columns: int = 4) -> ImageData:
    """Pictures side by side on one, each in a cell of the size of the largest."""
    images = [_image(picture) for picture in pictures]
    if not images:
        raise InputError("There are no pictures to show.")
    width, height = max(item.width for item in images), max(item.height for item in images)
    columns = min(columns, len(images))
    rows = math.ceil(len(images) / columns)
    sheet = np.zeros((height * rows, width * columns, 4), np.uint8)
    for index, image in enumerate(images):
        top, left = index // columns * height, index % columns * width
        sheet[top : top + image.height, left : left + image.width] = image.rgba()
    return ImageData(sheet)


def _image(made: Result | ImageData) -> ImageData:
    from ganstudio.operations.chain import as_image

    data = made.data if isinstance(made, Result) else made
    if isinstance(data, FrameData):
        return ImageData(data.draw(0))
    return as_image(data)


def _taken(value: Any) -> Any:
    """Arrays and Pillow's pictures as pictures of ours; all else as it is."""
    if isinstance(value, Image.Image):
        return ImageData.of(np.asarray(value.convert("RGBA" if "A" in value.getbands() else "RGB")))
    if isinstance(value, Result):
        return value.data
    return ImageData.of(value) if isinstance(value, np.ndarray) else value
