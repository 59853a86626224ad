"""A batch on many machines by Ray Data (https://docs.ray.io), which the extra `ganstudio[ray]` installs.

Each device of the cluster is one actor that keeps its models loaded. The files of a killed actor are given to
another, which skips those that were written: files get their names when they are whole, so none is lost, half
or double. The machines see the inputs under the same paths (a shared folder); outputs go there, or anywhere
fsspec reaches.
"""

from __future__ import annotations

import logging
import math
import os
import pickle
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, redirect_stdout, suppress
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from ganstudio.errors import GanStudioError, InputError, SaveError
from ganstudio.host.studio import Studio
from ganstudio.operations.batch import Batch, Existing, Outcome
from ganstudio.operations.chain import Chain
from ganstudio.operations.export import AS_IT_IS, Export
from ganstudio.operations.places import Place, run_at
from ganstudio.operations.planning import Item
from ganstudio.operations.recipe import ModelNeed, Recipe
from ganstudio.operations.recording import Recording
from ganstudio.settings import Settings

_MOST_AT_ONCE = 32
_THREADS = 4
"""Cores of one actor where there is no GPU: more make a network of ours little faster."""


@dataclass(frozen=True)
class Job:
    """What every actor is told; it can be pickled."""

    recipe: Recipe
    settings: Mapping[str, Any]
    recording: Recording
    folder: Path
    export: Export = AS_IT_IS
    palette: str | None = None
    place: Place | None = None
    existing: Existing = "update"
    at_once: int = 0


@dataclass(frozen=True)
class Share:
    """How the cluster is divided: so many actors, each with cores or a GPU."""

    actors: int
    cores: float
    gpus: int

    @property
    def threads(self) -> int:
        return max(1, int(self.cores))


class Worker:
    """One actor: has the models and makes what it is given."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._batch: Batch | None = None

    def __call__(self, rows: dict[str, Any]) -> dict[str, Any]:
        """Columns of pickled items become one of pickled outcomes, or of an error that ends the batch."""
        items = [pickle.loads(item) for item in rows["item"]]
        try:
            told: list[Outcome | GanStudioError] = list(self._run(items))
        except GanStudioError as error:
            told = [error]
        return {"told": [pickle.dumps(value) for value in told]}

    def _run(self, items: Sequence[Item]) -> Iterator[Outcome]:
        batch = self._batch = self._batch or self._ready()
        if self._job.place is None:
            return batch.run(items)
        return run_at(self._job.place, items, batch.run)

    def _ready(self) -> Batch:
        """On the machine of the actor, whose plugins and models must be those of who started the batch."""
        job = self._job
        try:
            os.chdir(job.folder)
        except OSError:
            raise InputError(
                f"A machine of the cluster has no folder {job.folder}.",
                hint="All of them need the same folders, say by a network drive.",
            ) from None
        studio = Studio(Settings(**job.settings))
        chain = studio.prepare(job.recipe)
        for warning in chain.warnings:
            raise InputError(f"A machine of the cluster is another: {warning}")
        return Batch(
            chain,
            studio.compute,
            studio.models,
            recording=job.recording,
            palette=job.palette,
            export=job.export,
            existing=job.existing,
            at_once=job.at_once,
        )


def run_on_ray(
    studio: Studio,
    chain: Chain,
    items: Sequence[Item],
    address: str = "auto",
    *,
    workers: int = 0,
    export: Export = AS_IT_IS,
    label_palette: str | None = None,
    place: Place | None = None,
    existing: Existing = "update",
    at_once: int = 0,
) -> Iterator[Outcome]:
    """Make planned items on a cluster and tell of each in the order in which they come.

    `address` is that of a running cluster, or "auto": the one that runs here, else one of this machine's own
    cores. `workers` is the number of actors, by default one for each GPU, or for each four cores. `at_once`
    pictures of one size are computed together, 0 is what suits the device.

    SaveError when Ray is not installed, InputError when the cluster cannot be reached or differs in plugins
    or models, and whatever ends a batch (see `Batch.run`).
    """
    if not items:
        return
    need()
    if place is not None:
        place.check()
    with _connected(address) as ray:
        share = _share(ray, studio.settings.device, workers)
        changes = {"threads": share.threads, "device": "cuda" if share.gpus else "cpu"}
        job = Job(
            _recipe(chain, studio),
            studio.settings.model_copy(update=changes).model_dump(),
            _sealed(studio.recording),
            Path.cwd(),
            export,
            label_palette,
            place,
            existing,
            at_once,
        )
        for row in _pipeline(ray, job, items, share).iter_rows():
            told = pickle.loads(row["told"])
            if isinstance(told, GanStudioError):
                raise told
            yield told


def need() -> None:
    """SaveError says how to come by Ray, where it is not installed."""
    if find_spec("ray") is None:
        raise SaveError(
            "A batch on many machines needs the package ray, which is not installed.",
            hint="Install it with: pip install 'ganstudio[ray]'.",
        )


def _pipeline(ray: Any, job: Job, items: Sequence[Item], share: Share) -> Any:
    """Blocks small enough that every actor has several and a killed one gives little back."""
    size = max(1, min(_MOST_AT_ONCE, len(items) // (share.actors * 4)))
    rows = [{"item": pickle.dumps(item)} for item in items]
    blocks = ray.data.from_items(rows, override_num_blocks=math.ceil(len(items) / size))
    return blocks.map_batches(
        Worker,
        fn_constructor_args=(job,),
        batch_size=size,
        compute=ray.data.ActorPoolStrategy(size=share.actors),
        num_cpus=None if share.gpus else share.cores,
        num_gpus=share.gpus or None,
    )


@contextmanager
def _connected(address: str) -> Iterator[Any]:
    """Ray, connected; let go of at the end unless the caller was connected before.

    What Ray prints about its processes goes where errors go: the results of commands are read by programs.
    """
    import ray
    import ray.data

    before = ray.is_initialized()
    with redirect_stdout(sys.stderr):
        if not before:
            _connect(ray, address)
        ray.data.DataContext.get_current().enable_progress_bars = False
        logging.getLogger("ray.data").setLevel(logging.ERROR)
        try:
            yield ray
        finally:
            if not before:
                ray.shutdown()


def _connect(ray: Any, address: str) -> None:
    given = {name: value for name, value in os.environ.items() if name.startswith("GANSTUDIO_")}
    quiet: dict[str, Any] = {"log_to_driver": False, "logging_level": logging.ERROR}
    quiet["runtime_env"] = {"env_vars": given}
    try:
        with suppress(ConnectionError):
            ray.init(address=address, **quiet)
            return
        if address == "auto":
            ray.init(include_dashboard=False, **quiet)
            return
    # A cluster that does not start in time, another version of Ray or of Python: Ray has no class for them.
    except Exception as error:
        raise InputError(f"The Ray cluster at {address} cannot be used.", detail=str(error)) from error
    raise InputError(f"No Ray cluster can be reached at {address}.")


def _share(ray: Any, device: str, workers: int) -> Share:
    """One actor for each GPU; without any, or where the CPU is wanted, for each four cores."""
    there = ray.cluster_resources()
    gpus, cores = int(there.get("GPU", 0)), there.get("CPU", 1.0)
    if gpus and device != "cpu":
        return Share(min(workers or gpus, gpus), 1, 1)
    smallest = min(node["Resources"].get("CPU", math.inf) for node in ray.nodes() if node["Alive"])
    each = min(_THREADS, smallest)
    return Share(workers, cores / workers, 0) if workers else Share(max(1, int(cores // each)), each, 0)


def _recipe(chain: Chain, studio: Studio) -> Recipe:
    """The chain in a form that can be pickled, with the digests of the weights that it shall have."""
    needs = tuple(ModelNeed(name, studio.models.sha256(name)) for name in dict.fromkeys(chain.named_models()))
    steps = tuple(link.step for link in chain.links)
    return Recipe(chain.title, chain.inputs, steps, constants=chain.constants, models=needs)


def _sealed(recording: Recording) -> Recording:
    """With the key of this machine, since the records of all must be alike."""
    return replace(recording, key=recording.sealing) if recording.mode == "private" else recording
