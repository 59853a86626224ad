"""Runs any recipe: steps, averages, saved states, samples and the log; time-boxed, exactly resumable."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Annotated, Any

import torch
from torch import Tensor, nn

from ganstudio.checkpoints.tensors import read_tensors
from ganstudio.engine.randomness import Randomness
from ganstudio.errors import CancelledError, CheckpointError, InputError
from ganstudio.events import Progress
from ganstudio.params import Help, Parameters, Range, Seed
from ganstudio.training import ema, pictures, run_state
from ganstudio.training.log import RunLog
from ganstudio.training.recipe import Recipe
from ganstudio.training.sampler import ShuffledBatches

Clock = Callable[[], float]


class RunOptions(Parameters):
    """How long and how a run goes on; nothing here changes what one step does."""

    max_minutes: Annotated[float, Range(0, 1e6, unit="min"), Help("Stop after this time; 0 = no limit")] = 0.0
    max_steps: Annotated[int, Range(0, 1e9), Help("Stop at this step; 0 = no limit")] = 0
    checkpoint_minutes: Annotated[float, Range(0, 1e5, unit="min"), Help("Time between saved states")] = 5.0
    sample_minutes: Annotated[float, Range(0, 1e5, unit="min"), Help("Time between contact sheets")] = 5.0
    log_steps: Annotated[int, Range(1, 1e6), Help("Steps between rows of the log")] = 50
    part_mebibytes: Annotated[
        float, Range(0, 1e5, unit="MiB"), Help("Largest file of a saved state; 0 = one file")
    ] = 0.0
    bf16: Annotated[bool, Help("Compute in bfloat16 where it is safe")] = True
    seed: Annotated[int, Seed(), Help("Order of the data and start of the weights")] = 0


class Trainer:
    """One run in one folder. The recipe's modules must already be on `device`."""

    def __init__(
        self,
        recipe: Recipe,
        folder: Path,
        options: RunOptions,
        *,
        device: str = "cpu",
        progress: Progress | None = None,
        clock: Clock = time.monotonic,
    ) -> None:
        self.recipe = recipe
        self.folder = folder
        self.options = options
        self.device = torch.device(device)
        self.step = 0
        self.seconds = 0.0
        self.averages = {name: ema.averaged_copy(recipe.modules[name]) for name in recipe.averaged}
        self._progress = progress or Progress()
        self._clock = clock
        recipe.random = Randomness(options.seed, device=device)
        self._sampler = ShuffledBatches(recipe.item_count, recipe.batch_size, options.seed)

    def run(self) -> None:
        """Resume if the folder holds a state, train until a limit, then save; CancelledError also saves."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise InputError(
                f"{self.folder} cannot be used as the run's folder: {error.strerror}."
            ) from error
        if run_state.exists(self.folder):
            self._restore(run_state.load(self.folder))
        log = RunLog(self.folder, resume_step=self.step)
        try:
            self._loop(log)
        except CancelledError:
            # Cancelled between two steps: the state is whole. After any other error the last saved one is.
            self.save()
            raise
        finally:
            log.close()
        self.save()

    def start_with(self, name: str, weights: Path) -> None:
        """Give a network, and its average, the weights of a finished model before the first step."""
        tensors = read_tensors(weights)
        try:
            for module in (self.recipe.modules[name], self.averages[name]):
                module.load_state_dict({key: tensor.float() for key, tensor in tensors.items()})
        except RuntimeError as error:
            raise InputError(
                f"{weights} does not fit the {name} of these parameters.",
                hint="Choose the preset and the classes with which it was trained.",
                detail=str(error),
            ) from error

    def save(self) -> None:
        """Write the state to continue from, and the model as it is now to `model/`, ready for use."""
        limit = int(self.options.part_mebibytes * 2**20) or None
        run_state.save(self.folder, self._state(), step=self.step, part_bytes=limit)
        self.recipe.export(self.folder / "model", self.averages, self.record())

    def sample(self) -> Path:
        """Write the contact sheet of this step."""
        path = self.folder / "samples" / f"{self.step:08d}.png"
        path.parent.mkdir(exist_ok=True)
        with torch.no_grad(), self._autocast():
            picture = self.recipe.sample(self.averages)
        pictures.write(picture, path)
        return path

    def record(self) -> dict[str, Any]:
        """How the weights came to be, for the model card."""
        return {
            "recipe": self.recipe.name,
            "params": self.recipe.params.model_dump(mode="json"),
            "steps": self.step,
            "images_seen": self.step * self.recipe.batch_size,
            "hours": round(self.seconds / 3600, 2),
            "device": self.device.type,
            "torch": torch.__version__,
        }

    def _loop(self, log: RunLog) -> None:
        start = last = saved = sampled = self._clock()
        sums: dict[str, Tensor] = {}
        counted, log_start = 0, start
        while not self._finished(last - start):
            self._progress.set(self._fraction(last - start), f"step {self.step}")
            for name, value in self._one_step().items():
                sums[name] = sums.get(name, torch.zeros((), device=value.device)) + value.float()
            counted += 1
            now = self._clock()
            self.seconds += now - last
            last = now
            if self.step % self.options.log_steps == 0:
                means = {name: float(value) / counted for name, value in sums.items()}
                means["images_per_second"] = counted * self.recipe.batch_size / max(now - log_start, 1e-9)
                log.report(self.step, means)
                sums, counted, log_start = {}, 0, now
            if now - sampled >= self.options.sample_minutes * 60:
                self.sample()
                sampled = now
            if now - saved >= self.options.checkpoint_minutes * 60:
                self.save()
                saved = now

    def _one_step(self) -> Mapping[str, Tensor]:
        batch = self.recipe.batch(next(self._sampler))
        with self._autocast():
            losses = self.recipe.step(batch, self.step)
        self.step += 1
        seen = self.step * self.recipe.batch_size
        decay = ema.decay_for(self.recipe.batch_size, self.recipe.ema_half_life, seen)
        for name, average in self.averages.items():
            ema.update(average, self.recipe.modules[name], decay)
        return losses

    def _finished(self, elapsed: float) -> bool:
        limits = self.options
        return bool(
            (limits.max_steps and self.step >= limits.max_steps)
            or (limits.max_minutes and elapsed >= limits.max_minutes * 60)
        )

    def _fraction(self, elapsed: float) -> float:
        by_steps = self.step / self.options.max_steps if self.options.max_steps else 0.0
        by_time = elapsed / (self.options.max_minutes * 60) if self.options.max_minutes else 0.0
        return max(by_steps, by_time)

    def _autocast(self) -> AbstractContextManager[Any]:
        if not self.options.bf16:
            return nullcontext()
        return torch.autocast(self.device.type, dtype=torch.bfloat16)

    def _state(self) -> dict[str, Any]:
        recipe = self.recipe
        return {
            "recipe": recipe.name,
            "step": self.step,
            "seconds": self.seconds,
            "modules": {name: module.state_dict() for name, module in recipe.modules.items()},
            "averages": {name: module.state_dict() for name, module in self.averages.items()},
            "optimisers": {name: item.state_dict() for name, item in recipe.optimisers.items()},
            "sampler": self._sampler.state_dict(),
            "random": recipe.random.state_dict(),
            # Dropout draws from torch's own generators.
            "rng": torch.get_rng_state(),
            "cuda_rng": torch.cuda.get_rng_state_all() if torch.cuda.is_available() else [],
        }

    def _restore(self, state: dict[str, Any]) -> None:
        if state["recipe"] != self.recipe.name:
            raise CheckpointError(
                f"The run in {self.folder} was made by the recipe {state['recipe']}, not {self.recipe.name}."
            )
        try:
            _load(self.recipe.modules, state["modules"])
            _load(self.averages, state["averages"])
            for name, optimiser in self.recipe.optimisers.items():
                optimiser.load_state_dict(state["optimisers"][name])
            self._sampler.load_state_dict(state["sampler"])
            self.recipe.random.load_state_dict(state["random"])
        except (KeyError, ValueError, RuntimeError) as error:
            raise CheckpointError(
                f"The run in {self.folder} does not fit these parameters or data.",
                hint="Choose another folder to start a new run.",
                detail=str(error),
            ) from error
        torch.set_rng_state(state["rng"])
        if state["cuda_rng"] and torch.cuda.is_available():
            torch.cuda.set_rng_state_all(state["cuda_rng"])
        self.step = state["step"]
        self.seconds = state["seconds"]


def _load(modules: Mapping[str, nn.Module], states: Mapping[str, Any]) -> None:
    for name, module in modules.items():
        module.load_state_dict(states[name])
