"""What a recipe gives to the trainer, and what the trainer lends to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import copy
from pathlib import Path
from typing import Any, Literal, Protocol, Self

from torch import Tensor, nn
from torch.optim import Optimizer

from ganstudio.engine.randomness import Randomness
from ganstudio.events import Progress
from ganstudio.params import Parameters

Sync = Callable[[Iterable[nn.Parameter]], None]


class Recipe(Protocol):
    """One paper's training step on the networks and optimisers that it owns.

    Everything random comes from `random`, which the trainer puts in place and saves, so that a run can be
    resumed exactly and shared by several processes. `averaged` names the modules of which the trainer keeps a
    moving average. `accepts` are the kinds of data set that it can train on, as `datasets` names them.

    A run may be shared by several processes, or a batch be worked through in several parts. Then `step` sees
    some rows of the global batch, and so do `batch` and `random`; `batch_size` stays the size of the global
    batch. To do the arithmetic of one process, `step` calls `sync` with parameters after their backward
    pass and before their optimiser's step: it replaces their gradients by the mean over all parts. Every loss
    must therefore be a mean over rows. Batch norm sees the rows of one part only, unless it is a
    `SyncBatchNorm`. `batch` may depend on nothing that `step` changes: it runs ahead in another thread.
    """

    name: str
    params: Parameters
    accepts: tuple[str, ...]
    modules: dict[str, nn.Module]
    optimisers: dict[str, Optimizer]
    averaged: tuple[str, ...]
    batch_size: int
    ema_half_life: float
    item_count: int
    random: Randomness
    sync: Sync
    loss_scale: float
    """Losses are multiplied by this before the backward pass, against underflow in float16; else it is 1."""
    best: tuple[str, ...]
    """The metric that says which state is the best; of several the first that is measured. `best_is` tells
    which values of it are better."""
    best_is: Literal["lower", "higher"]
    features: str
    """The file of the network by whose features metrics compare pictures; empty for the usual one."""
    observed_by: str
    """The name of that network, for the model's card."""
    files: Mapping[str, str]
    """The stem under which `export` writes each averaged module; a new run can begin with such files."""
    grows: bool
    """Whether its networks may begin with those for smaller pictures."""

    kin: tuple[str, ...]
    """Other recipes whose networks its own may begin with."""

    def fitted(self, name: str, tensors: Mapping[str, Tensor]) -> Mapping[str, Tensor]:
        """Of one that grows: tensors of the module `name` for smaller pictures, in the shapes of its own."""

    def begun(self, name: str, network: nn.Module, new: Sequence[str]) -> None:
        """The module `name`, or its average, was filled from elsewhere, but for its `new` tensors."""

    def batch(self, indices: Any) -> Any:
        """The items at these places, augmented, on the CPU."""

    def step(self, batch: Any, step: int) -> Mapping[str, Tensor]:
        """Update every network once; returns the losses (scalars, detached).

        Names that the warnings understand: `d_real` and `d_fake` (the discriminator's losses), `score_real`,
        `score_fake` and `score_held_out` (its mean raw scores of pictures seen in training, generated, and
        never trained on), and `diversity` (mean distance between features of generated pictures).
        """

    def sample(self, averages: Mapping[str, nn.Module]) -> Tensor:
        """A contact sheet (3, H, W) in [-1, 1], of the same items each time."""

    def export(self, folder: Path, averages: Mapping[str, nn.Module], record: Mapping[str, Any]) -> None:
        """Write the trained model as the library stores models; `record` tells how it was trained."""

    def metrics(self, averages: Mapping[str, nn.Module], progress: Progress) -> Mapping[str, float]:
        """Figures of how good the averaged networks are; empty if there are none."""

    def held_out_scores(self) -> Mapping[str, Tensor]:
        """`score_held_out`, if a part of the data was held out and there is a discriminator."""

    def state_dict(self) -> Mapping[str, Any]:
        """What `step` remembers besides modules and optimisers (an image pool, a running mean)."""

    def load_state_dict(self, state: Mapping[str, Any]) -> None:
        """Take up what `state_dict` gave."""


def alone(parameters: Iterable[nn.Parameter]) -> None:
    """`sync` of a recipe that has the whole batch: its gradients are what they should be."""


class RecipeBase:
    """The parts of a recipe that most leave as they are."""

    accepts: tuple[str, ...] = ()
    averaged: tuple[str, ...] = ()
    files: Mapping[str, str] = {}
    sync: Sync = staticmethod(alone)
    loss_scale: float = 1.0
    best: tuple[str, ...] = ()
    best_is: Literal["lower", "higher"] = "lower"
    features: str = ""
    observed_by: str = ""
    grows: bool = False
    kin: tuple[str, ...] = ()

    def fitted(self, name: str, tensors: Mapping[str, Tensor]) -> Mapping[str, Tensor]:
        """They have their shapes already."""
        return tensors

    def begun(self, name: str, network: nn.Module, new: Sequence[str]) -> None:
        """What is new stays as it was made."""

    def backward(
        self, loss: Tensor, inputs: Sequence[nn.Parameter] | None = None, *, retain_graph: bool = False
    ) -> None:
        """Add gradients of the loss to these parameters, or to all it depends on; scaled where needed."""
        (loss * self.loss_scale if self.loss_scale != 1 else loss).backward(
            inputs=inputs, retain_graph=retain_graph
        )

    def metrics(self, averages: Mapping[str, nn.Module], progress: Progress) -> Mapping[str, float]:
        return {}

    def held_out_scores(self) -> Mapping[str, Tensor]:
        held_out = getattr(getattr(self, "dataset", None), "held_out", None)
        if held_out is None:
            return {}
        from ganstudio.training.evaluation.during import held_out_score

        return held_out_score(self, held_out)

    def score_of(self, batch: Any) -> Tensor | None:
        """The discriminator's mean raw score of the real pictures of a batch, as `step` sees them; None if
        it gives no such score."""
        return None

    def on(self, dataset: Any) -> Self:
        """The same recipe, networks and random numbers included, with batches from elsewhere."""
        other: Any = copy(self)
        other.dataset = dataset
        return other  # type: ignore[no-any-return]

    def state_dict(self) -> Mapping[str, Any]:
        return {}

    def load_state_dict(self, state: Mapping[str, Any]) -> None:
        """Nothing is remembered besides modules and optimisers."""
