"""Whom an evaluation is about: a model of the library, a file, or what a run has made so far."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ganstudio.checkpoints.library import find
from ganstudio.checkpoints.load import LoadedModel, load
from ganstudio.errors import CheckpointError, InputError
from ganstudio.training.evaluation.drawing import (
    PAINTERS,
    TRANSLATORS,
    UNCONDITIONAL,
    WRITTEN,
    picture_size,
)
from ganstudio.training.evaluation.measures import Task
from ganstudio.training.run_folder import RUN_FILE, RunFile, read_run_file

_SIZE = 128
_TASKS: tuple[tuple[Task, tuple[type, ...]], ...] = (
    # Before those without sentences, of which some of these are kinds.
    ("captions", WRITTEN),
    ("images", UNCONDITIONAL),
    ("label_maps", PAINTERS),
    ("translation", TRANSLATORS),
)


@dataclass(frozen=True)
class Subject:
    """A generator, how it is asked for pictures, and the run that it is of, if any."""

    name: str
    model: LoadedModel
    run: RunFile | None = None
    folder: Path | None = None

    @property
    def network(self) -> Any:
        return self.model.module

    @property
    def task(self) -> Task:
        """CheckpointError for a network that this program does not measure."""
        found = next((task for task, classes in _TASKS if isinstance(self.network, classes)), None)
        if found is None:
            raise CheckpointError(
                f"{self.name} cannot be measured: it is a {self.model.role}, and draws no pictures.",
                hint="What a run measured of itself is in its log.csv.",
            )
        return found

    @property
    def params(self) -> dict[str, Any]:
        """Those of the training run, as far as they are known."""
        if self.run is not None:
            return self.run.params
        training = self.model.card.get("training")
        return dict(training.get("params") or {}) if isinstance(training, dict) else {}

    @property
    def size(self) -> int:
        """The side of its pictures: the network's own, else that of its training."""
        return picture_size(self.network) or int(self.params.get("size", 0)) or _SIZE

    @property
    def turned(self) -> bool:
        """Whether it goes from the second picture to the first."""
        return self.params.get("direction") == "BtoA" or self.model.path.name.startswith("backward.")


def subject_of(name: str) -> Subject:
    """The model of this name, in this file, or of the run in this folder; InputError or CheckpointError."""
    folder = Path(name)
    if not (folder / RUN_FILE).is_file():
        return Subject(name, load(find(name)))
    weights = folder / "model" / "model.safetensors"
    if not weights.is_file():
        raise InputError(f"The run in {folder} has not saved a model yet.")
    return Subject(name, load(weights), read_run_file(folder), folder)
