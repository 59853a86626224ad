"""Running one operation: inputs checked, memory watched, failures told in one sentence, all recorded."""

from __future__ import annotations

import json
import traceback
from collections.abc import Callable, Iterable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from ganstudio import paths
from ganstudio.document.files import WRITABLE, write_image
from ganstudio.document.film_files import check_film, read_texts, write_film
from ganstudio.document.frames import FrameData
from ganstudio.document.image import Bytes, ImageData, LabelData, MaskData
from ganstudio.engine.device import Compute
from ganstudio.engine.fallback import Attempt, is_out_of_memory, with_fallback
from ganstudio.engine.together import Gather
from ganstudio.errors import GanStudioError, InputError, OutOfMemoryError, PluginError, SaveError
from ganstudio.events import Progress
from ganstudio.operations.contract import (
    Context,
    Data,
    InputKind,
    ModelSource,
    Operation,
    OperationParams,
    Output,
    OutputKind,
    Quality,
)
from ganstudio.operations.export import AS_IT_IS, Export
from ganstudio.operations.recording import (
    FULL,
    Recording,
    read_sidecar,
    remove_sidecar,
    sidecar_of,
    typed_texts,
    write_sidecar,
    write_signed,
)
from ganstudio.operations.sources import Source, label_map_png
from ganstudio.operations.suggest import did_you_mean
from ganstudio.provenance import KEY, ModelRecord, Provenance, Step

_CLASSES: dict[InputKind, type] = {"image": ImageData, "label_map": LabelData, "mask": MaskData}
_OUTPUTS: dict[OutputKind, type] = _CLASSES | {"frames": FrameData}
# EXIF must fit into one 64 KiB segment, beside what the picture carries anyway.
_JPEG_RECORD_LIMIT = 48_000


@dataclass(frozen=True)
class Result:
    """What an operation made, and from what.

    Where several made it, `steps` has them all, `operation` and `params` are the last one's, `sources` and
    `models` those of all.
    """

    data: Output
    operation: Operation
    params: OperationParams
    sources: Mapping[str, Source]
    models: tuple[ModelRecord, ...]
    compute: Compute
    steps: tuple[Step, ...] = ()
    typed: Callable[[], Iterable[str]] | None = field(default=None, compare=False)
    """Names the texts of `steps` that a private record leaves out."""
    notes: tuple[str, ...] = ()
    """Sentences about what was done otherwise than it was asked for."""
    export: Export = AS_IT_IS
    """How it is written, unless that is said when it is."""
    stacks: tuple[int, ...] = ()
    """How many pictures shared each pass of a network, where several were made at once."""

    def _repr_png_(self) -> bytes:
        """How a notebook shows it; of a film the first frame."""
        shown = ImageData(self.data.draw(0)) if isinstance(self.data, FrameData) else self.data
        return shown._repr_png_()

    def recorded(self, recording: Recording, suffix: str = "") -> Provenance | None:
        """The record that is to travel in a file of that suffix; None where nothing is to be told."""
        if recording.mode == "none":
            return None
        record = replace(self.provenance, export=self.export.recorded(suffix))
        if recording.mode == "full":
            return record
        typed = self.typed() if self.typed is not None else typed_texts(self.params)
        return record.without(frozenset(typed), recording.sealing)

    @cached_property
    def provenance(self) -> Provenance:
        """The record for the file; made on demand, since a preview needs none."""
        return Provenance(
            operation=self.operation.id,
            params=self.params.model_dump(mode="json"),
            inputs={name: source.record for name, source in self.sources.items()},
            models=self.models,
            plugin_version=self.operation.plugin_version,
            device=self.compute.device,
            precision=self.compute.dtype,
            steps=self.steps,
            threads=self.compute.threads,
            stacks=_shortened(self.stacks),
        )


def run(
    operation: Operation,
    params: OperationParams,
    inputs: Mapping[str, Source | Data | None],
    *,
    compute: Compute,
    models: ModelSource,
    progress: Progress | None = None,
    quality: Quality = "full",
    memo: dict[Any, Any] | None = None,
    gather: Gather | None = None,
) -> Result:
    """Run an operation once; `gather` may run its networks together with those of other runs.

    InputError when an input is missing, unknown or of another kind; PluginError, with the traceback as its
    detail, when the operation raises anything but our own errors; OutOfMemoryError when all retreats fail.
    """
    sources = _checked(operation, inputs)
    progress = progress or Progress()
    values = {name: source.data for name, source in sources.items()}

    def attempt(way: Attempt) -> Result:
        kept = {} if memo is None else memo
        ctx = Context(way.compute, models, progress, quality, kept, way.tile, gather=gather)
        data = operation(params, ctx, **values)
        used = tuple(ModelRecord(name, sha256) for name, sha256 in ctx.used_models.items())
        notes, stacks = tuple(ctx.notes), tuple(ctx.stacks)
        return Result(data, operation, params, sources, used, way.compute, notes=notes, stacks=stacks)

    progress.check()
    try:
        result = with_fallback(attempt, compute, free=models.free, progress=progress)
    except GanStudioError:
        raise
    # A plugin may raise anything; the program and its other plugins go on.
    except Exception as error:
        raise _failed(operation, error) from error
    progress.check()
    if not isinstance(result.data, _OUTPUTS[operation.output]):
        raise PluginError(
            f"The operation {operation.id} returned {type(result.data).__name__}, not {operation.output}."
        )
    if isinstance(result.data, FrameData):
        return replace(result, data=_guarded(operation, result.data, result.compute))
    return result


def save_result(
    result: Result,
    path: Path,
    *,
    recording: Recording = FULL,
    export: Export | None = None,
    progress: Progress | None = None,
) -> None:
    """Write the result in the format of the suffix, with the record of how it was made.

    `export` is how, by default as the result says. BMP has no place for a record. In JPEG, whose space is
    small, embedded inputs are left out where needed. The frames of a film are drawn only now, of which
    `progress` is told; then it raises what `run` raises for an operation that fails.
    """
    if export is not None:
        result = replace(result, export=export)
    record = result.recorded(recording, path.suffix)
    text = {KEY: record_text(record, path)} if record is not None else {}
    # A picture that was itself made by the program brings an older record along, and texts may be prompts.
    kept = {} if recording.mode == "private" else _texts(result.data)

    def write(target: Path) -> None:
        data = result.export.applied(result.data)
        _write(data, target, kept | text, result.export.quality, progress)

    if record is not None and recording.sidecar:
        # It must not lie beside another picture, should this one be the last that is written.
        remove_sidecar(path)
    write_signed(path, write, recording.signature, text)
    if record is not None and recording.sidecar:
        write_sidecar(path, record)


def _texts(data: Output) -> dict[str, str]:
    """What a picture or film carries, but for its record."""
    text = data.text if isinstance(data, ImageData | FrameData) else {}
    return {key: value for key, value in text.items() if key != KEY}


def _write(data: Output, path: Path, text: dict[str, str], quality: int, progress: Progress | None) -> None:
    if isinstance(data, LabelData):
        _check_label_map(path)
        with paths.atomic_write(path) as file:
            file.write(label_map_png(data, text))
    elif isinstance(data, FrameData):
        write_film(path, data, text=text, quality=quality, progress=progress)
    else:
        image = ImageData.of(data.alpha) if isinstance(data, MaskData) else data
        write_image(path, image, quality=quality, text=text)


def check_suffix(output: OutputKind, path: Path) -> None:
    """SaveError when what is made cannot be written in the format of the suffix."""
    if output == "label_map":
        _check_label_map(path)
    elif output == "frames":
        check_film(path)
    elif path.suffix.lower() not in WRITABLE:
        raise SaveError(
            f"{path.name} has no suffix of a picture that can be written.",
            hint=f"There are {', '.join(WRITABLE)}.",
        )


def check_output(operation: Operation, path: Path) -> None:
    """Refuse at once what `save_result` would refuse when the work is done; SaveError says why."""
    check_suffix(operation.output, path)
    if path.is_dir() and operation.output != "frames":
        raise SaveError(f"{path} is a folder.")
    if not path.parent.is_dir():
        raise SaveError(f"{path} could not be saved: there is no folder {path.parent}.")


def read_record(path: Path) -> Provenance:
    """The record inside a picture or a film, or in the file beside it, which may also be named itself.

    InputError when there is none or it cannot be understood.
    """
    if path.suffix.lower() == ".json":
        return read_sidecar(path)
    text = read_texts(path).get(KEY)
    if text is not None:
        return Provenance.from_json(text)
    if sidecar_of(path).is_file():
        return read_sidecar(sidecar_of(path))
    raise InputError(f"{path.name} carries no record of how it was made.")


def _shortened(stacks: tuple[int, ...]) -> tuple[int, ...]:
    """Without repetitions at the end: the last number counts for all that follow. Empty where all are 1."""
    kept = list(stacks)
    while len(kept) > 1 and kept[-1] == kept[-2]:
        kept.pop()
    return () if kept == [1] else tuple(kept)


def _checked(operation: Operation, inputs: Mapping[str, Source | Data | None]) -> dict[str, Source]:
    known = {spec.name: spec for spec in operation.inputs}
    for name in inputs:
        if name not in known:
            raise InputError(f"{operation.id} takes no input “{name}”.", hint=did_you_mean(name, known))
    sources: dict[str, Source] = {}
    for name, spec in known.items():
        given = inputs.get(name)
        if given is None:
            if spec.required:
                raise InputError(f"{operation.id} needs the input “{name}”.")
            continue
        source = given if isinstance(given, Source) else Source(given)
        if not isinstance(source.data, _CLASSES[spec.kind]):
            raise InputError(f"The input “{name}” of {operation.id} must be of kind {spec.kind}.")
        sources[name] = source
    return sources


def _guarded(operation: Operation, film: FrameData, compute: Compute) -> FrameData:
    """The film, whose frames fail as a run of the operation fails, and are made by the threads it had."""
    width, height = film.size

    def draw(index: int) -> Bytes:
        try:
            with compute.on_its_threads() if compute.threads else nullcontext():
                frame = film.draw(index)
        except GanStudioError:
            raise
        except Exception as error:
            if is_out_of_memory(error):
                raise OutOfMemoryError("There is not enough memory for a frame of this film.") from error
            raise _failed(operation, error) from error
        if frame.shape != (height, width, 3) or frame.dtype != np.uint8:
            raise PluginError(
                f"The operation {operation.id} drew a frame of {frame.shape} {frame.dtype}, "
                f"not {height} × {width} × 3 uint8."
            )
        return frame

    return replace(film, draw=draw)


def _failed(operation: Operation, error: Exception) -> PluginError:
    plugin, _, name = operation.id.partition(".")
    return PluginError(
        f"The plugin {plugin} failed in “{name}”: {first_line(error)}.",
        detail="".join(traceback.format_exception(error)),
    )


def first_line(error: BaseException) -> str:
    """An exception in one line: its kind, and the first line of what it says, without a full stop."""
    lines = str(error).strip().splitlines()
    name = type(error).__name__
    return f"{name}: {lines[0].rstrip('.')}" if lines else name


def _check_label_map(path: Path) -> None:
    if path.suffix.lower() != ".png":
        raise SaveError(f"{path.name} cannot hold a label map.", hint="Label maps are saved as .png.")


def record_text(provenance: Provenance, path: Path) -> str:
    """What a file of that name is given: all of it, but in JPEG no more than fits."""
    text = provenance.to_json()
    jpeg = path.suffix.lower() in (".jpg", ".jpeg")
    if jpeg and len(json.dumps({KEY: text})) > _JPEG_RECORD_LIMIT:
        inputs = {name: replace(record, embedded="") for name, record in provenance.inputs.items()}
        return replace(provenance, inputs=inputs).to_json()
    return text
