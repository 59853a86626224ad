"""Making a picture or a film again from the record that it carries."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from ganstudio.document.film_files import read_frames
from ganstudio.document.image import ImageData
from ganstudio.engine.device import Compute
from ganstudio.engine.together import Repeated
from ganstudio.errors import InputError
from ganstudio.events import Progress
from ganstudio.operations.chain import prepare
from ganstudio.operations.contract import ModelSource, Operation
from ganstudio.operations.export import Export
from ganstudio.operations.recipe import recipe_of_record
from ganstudio.operations.run import Result, read_record
from ganstudio.operations.sources import restore
from ganstudio.provenance import Provenance


@dataclass(frozen=True)
class Replay:
    """The picture again, and what may make it differ from the first."""

    result: Result
    warnings: tuple[str, ...] = ()
    tolerance: float = 0.0
    """By what share of the whole range values may differ: 0 where the same device computed as then."""


@dataclass(frozen=True)
class Difference:
    """How far two pictures are apart: the largest difference of a value, of how many, and their share."""

    largest: int
    of: int
    share: float

    @property
    def none(self) -> bool:
        return self.largest == 0

    def within(self, tolerance: float) -> bool:
        """Whether no value differs by more than this share of the whole range."""
        return self.largest <= tolerance * self.of


def replay(
    picture: Path,
    find: Callable[[str], Operation],
    *,
    compute: Callable[[Provenance], Compute],
    models: ModelSource,
    progress: Progress | None = None,
) -> Replay:
    """Run again what made `picture`; `compute` chooses the device for a record.

    InputError when the picture carries no record, a private one that lacks too much, or an input or model is
    missing or has changed.
    """
    record = read_record(picture)
    _check_complete(picture, record)
    chain = prepare(recipe_of_record(record), find)
    inputs = {name: restore(name, item, picture.parent) for name, item in record.inputs.items()}
    for model in record.models:
        if models.sha256(model.name) != model.sha256:
            raise InputError(
                f"The model {model.name} has changed since {picture.name} was made.",
                hint="Without the old weights it cannot be made again.",
            )
    where = compute(record)
    with where.on_its_threads():
        again = Repeated(record.stacks) if record.stacks else None
        result = chain.run(inputs, compute=where, models=models, progress=progress, gather=again)
    now = result.provenance
    result = replace(result, export=Export.of_record(record.export))
    return Replay(result, tuple(_differences(record, now)), tolerance(record, now))


def tolerance(then: Provenance, now: Provenance) -> float:
    """What may differ where sums are added up otherwise, as a share of the whole range.

    Nothing by the same kind of device, precision and number of threads. Else 2 of 255 in float32, whose
    last digits then differ, and 16 of 255 where bfloat16, of 8 digits, takes part.
    """
    kind = then.device.partition(":")[0], then.precision, then.threads
    if kind == (now.device.partition(":")[0], now.precision, now.threads):
        return 0.0
    return (2 if then.precision == now.precision == "float32" else 16) / 255


def _check_complete(picture: Path, record: Provenance) -> None:
    """InputError says all that a private record lacks."""
    inputs = [name for name, item in record.inputs.items() if not item.embedded] if record.private else []
    missing = [f"input “{name}”" for name in inputs] + [f"value of “{name}”" for name in record.left_out]
    if missing:
        raise InputError(
            f"{picture.name} cannot be made again: its record is private and leaves out the "
            f"{' and the '.join(missing)}.",
            hint=f"With them, ganstudio run {record.operation} makes it.",
        )


def difference(first: ImageData, second: ImageData) -> Difference | None:
    """None between pictures that have no common size or depth."""
    one, other = first.pixels, second.pixels
    if one.shape != other.shape or one.dtype != other.dtype:
        return None
    apart = np.maximum(one, other) - np.minimum(one, other)
    return Difference(int(apart.max()), int(np.iinfo(one.dtype).max), float((apart > 0).mean()))


def film_difference(first: Path, second: Path) -> Difference | None:
    """The same of two films, read frame by frame; None also between those of another length."""
    largest, shares = 0, list[float]()
    for one, other in itertools.zip_longest(read_frames(first), read_frames(second)):
        found = None if one is None or other is None else difference(ImageData(one), ImageData(other))
        if found is None:
            return None
        largest = max(largest, found.largest)
        shares.append(found.share)
    return Difference(largest, 255, sum(shares) / len(shares))


def _differences(then: Provenance, now: Provenance) -> Iterator[str]:
    if then.device != now.device:
        yield f"It was made on {then.device} and now on {now.device}: pixels may differ slightly."
    if then.precision != now.precision:
        yield f"It was made in {then.precision} and now in {now.precision}: pixels may differ slightly."
    if then.device == now.device and then.threads and then.threads != now.threads:
        yield f"It was made by {then.threads} threads and now by {now.threads}: pixels may differ slightly."
    if {model.sha256 for model in then.models} != {model.sha256 for model in now.models}:
        yield f"It was made with {_models(then)} and now with {_models(now)}."
    before, after = _versions(then), _versions(now)
    for plugin, version in before.items():
        if after.get(plugin) != version:
            which = f"plugin {plugin}" if len(before) > 1 else "plugin"
            yield f"It was made by version {version} of the {which} and now by {after.get(plugin)}."


def _models(record: Provenance) -> str:
    names = " and ".join(model.name for model in record.models)
    return f"the model {names}" if names else "no model"


def _versions(record: Provenance) -> dict[str, str]:
    """Of every plugin that took part."""
    steps = [(step.operation, step.plugin_version) for step in record.steps]
    return {
        operation.partition(".")[0]: version
        for operation, version in steps or [(record.operation, record.plugin_version)]
    }
