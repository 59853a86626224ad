"""The arithmetic of a run: data in order, one step of the recipe at a time, and averages of the weights."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import torch
from torch import Tensor, nn

from ganstudio.engine.randomness import Randomness
from ganstudio.errors import InputError
from ganstudio.training import ema, precision
from ganstudio.training.loader import Loader
from ganstudio.training.microbatches import Microbatches
from ganstudio.training.options import RunOptions
from ganstudio.training.processes import ALONE, Processes
from ganstudio.training.recipe import Recipe
from ganstudio.training.sampler import ShuffledBatches, rows_of
from ganstudio.training.streams import Streams, stream_of_step


class Stepper:
    """Steps a recipe whose modules are on `device`, alone or as one of several processes.

    With `accumulate` each process works its rows through in that many parts, as if it were several.
    """

    def __init__(
        self, recipe: Recipe, options: RunOptions, device: torch.device, processes: Processes = ALONE
    ) -> None:
        self.recipe = recipe
        self.device = device
        self.processes = processes
        self.step = 0
        self.precision = precision.resolve(options.precision, device)
        self._split = options.accumulate
        self._parts = processes.world * options.accumulate
        if recipe.batch_size % self._parts:
            raise InputError(
                f"A batch of {recipe.batch_size} cannot be shared evenly by {self._parts} parts.",
                hint=f"Choose a batch size that is a multiple of {self._parts}.",
            )
        self._sampler = ShuffledBatches(recipe.item_count, recipe.batch_size, options.seed)
        self._randoms = [Randomness(options.seed, rank, self._parts, device) for rank in self._ranks()]
        self._streams = Streams(self._randoms[0])
        self._scale = precision.LossScale.for_precision(self.precision)
        self._lay_out(options)
        self._loader: Loader[list[Any]] = Loader(self._load)
        self._microbatches: Microbatches | None = None
        if options.accumulate > 1:
            self._microbatches = Microbatches(
                recipe, self._streams, self._randoms, self._average, self.autocast
            )
        recipe.random = self._streams
        recipe.sync = self._microbatches.sync if self._microbatches else self._sync
        recipe.loss_scale = self._scale.value

    def one_step(self) -> Mapping[str, Tensor]:
        """The losses of this process's rows."""
        batches = self._loader.take(self.step)
        if self._microbatches is not None:
            losses: Mapping[str, Tensor] = self._microbatches.step(batches, self.step)
        else:
            with self.autocast():
                losses = self.recipe.step(batches[0], self.step)
        self._scale.finish_step()
        self.recipe.loss_scale = self._scale.value
        self.step += 1
        seen = self.step * self.recipe.batch_size
        decay = ema.decay_for(self.recipe.batch_size, self.recipe.ema_half_life, seen)
        for name, average in self.averages.items():
            ema.update(average, self.recipe.modules[name], decay)
        return losses

    def autocast(self) -> AbstractContextManager[Any]:
        return precision.autocast(self.precision, self.device)

    def loading_share(self) -> float:
        return self._loader.share()

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Within, nothing that is drawn changes what the run draws: for samples and metrics."""
        devices = [self.device] if self.device.type == "cuda" else []
        with (
            torch.random.fork_rng(devices),
            self._streams.use(Randomness(0, device=self.device)),
            torch.no_grad(),
        ):
            yield

    def healthy(self) -> bool:
        """Whether every weight is a finite number."""
        weights = [p.detach() for module in self.recipe.modules.values() for p in module.parameters()]
        return precision.all_finite(weights)

    def learning_rates(self) -> dict[str, float]:
        """The largest of each optimiser."""
        optimisers = self.recipe.optimisers.items()
        return {name: max(float(group["lr"]) for group in item.param_groups) for name, item in optimisers}

    def close(self) -> None:
        """End all threads."""
        self._loader.close()
        if self._microbatches is not None:
            self._microbatches.close()

    def begin(self) -> None:
        """Give all processes the same weights, and each its own dropout, before the first step."""
        modules = [*self.recipe.modules.values(), *self.averages.values()]
        self.processes.share(t.data for m in modules for t in (*m.parameters(), *m.buffers()))
        if self.processes.rank:
            torch.manual_seed(self._sampler.seed + self.processes.rank)

    def state_dict(self) -> dict[str, Any]:
        """All that `load_state_dict` needs to go on to the bit; every process must call it."""
        recipe = self.recipe
        own = {
            # Dropout draws from torch's own generators.
            "rng": torch.get_rng_state(),
            "cuda_rng": torch.cuda.get_rng_state(self.device) if self.device.type == "cuda" else None,
            "recipe": dict(recipe.state_dict()) if hasattr(recipe, "state_dict") else {},
        }
        return {
            "recipe": recipe.name,
            "step": self.step,
            "modules": {name: module.state_dict() for name, module in recipe.modules.items()},
            "averages": {name: module.state_dict() for name, module in self.averages.items()},
            "optimisers": {name: item.state_dict() for name, item in recipe.optimisers.items()},
            "sampler": self._sampler.state_dict(),
            "random": self._randoms[0].state_dict(),
            "scale": self._scale.state_dict(),
            "processes": self.processes.gather(own),
        }

    def load_state_dict(self, state: Mapping[str, Any]) -> None:
        """KeyError, ValueError or RuntimeError if it is the state of something else."""
        _load(self.recipe.modules, state["modules"])
        _load(self.averages, state["averages"])
        for name, optimiser in self.recipe.optimisers.items():
            optimiser.load_state_dict(state["optimisers"][name])
        self._sampler.load_state_dict(state["sampler"])
        for random in self._randoms:
            random.load_state_dict(state["random"])
        self._scale.load_state_dict(state["scale"])
        self.recipe.loss_scale = self._scale.value
        self.step = state["step"]
        self.begin()
        saved = state["processes"]
        if self.processes.rank < len(saved):
            self._load_own(saved[self.processes.rank])

    def _load_own(self, own: Mapping[str, Any]) -> None:
        if own["recipe"]:
            self.recipe.load_state_dict(own["recipe"])
        torch.set_rng_state(own["rng"])
        if own["cuda_rng"] is not None and self.device.type == "cuda":
            torch.cuda.set_rng_state(own["cuda_rng"], self.device)

    def _lay_out(self, options: RunOptions) -> None:
        modules = self.recipe.modules
        if options.channels_last:
            for module in modules.values():
                module.to(memory_format=torch.channels_last)
        self.averages = {name: ema.averaged_copy(modules[name]) for name in self.recipe.averaged}
        if self.processes.world > 1 and self.device.type == "cuda":
            for module in modules.values():
                nn.SyncBatchNorm.convert_sync_batchnorm(module)
        if options.compile:
            for module in modules.values():
                module.compile()

    def _ranks(self) -> range:
        first = self.processes.rank * self._split
        return range(first, first + self._split)

    def _load(self, step: int) -> list[Any]:
        indices = self._sampler.at(step)
        batches = []
        for rank in self._ranks():
            stream = stream_of_step(self._sampler.seed, step, rank, self._parts, self.device)
            with self._streams.use(stream):
                batches.append(self.recipe.batch(rows_of(indices, rank, self._parts)))
        return batches

    def _sync(self, parameters: Iterable[nn.Parameter]) -> None:
        self._average(list(parameters))

    def _average(self, parameters: list[nn.Parameter]) -> None:
        self.processes.average(parameters)
        self._scale.unscale(parameters)
        # Autocast keeps converted weights until its block ends, and would not see the update that follows.
        torch.clear_autocast_cache()


def _load(modules: Mapping[str, nn.Module], states: Mapping[str, Any]) -> None:
    for name, module in modules.items():
        module.load_state_dict(states[name])
