"""Figures of models of the landscape world, on scenes that no training run has seen.

The world knows what no set of photos tells: the label map of every picture, and the same land at any season
and hour. `evaluation_of` finds what a model can be asked.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from ganstudio.checkpoints.load import LoadedModel

SEGMENTER = "landscape-segmenter"


class Report(Protocol):
    """Figures of one model: for its card and for a person."""

    def as_dict(self) -> dict[str, Any]:
        """Plain values by name, as the card keeps them under `metrics`."""

    def lines(self) -> list[str]:
        """The same in words, one figure a line."""


@dataclass(frozen=True)
class WorldEvaluation:
    """What is asked of one kind of model; `function` is imported only when it is used.

    The function is `(LoadedModel, *, count, size, segmenter, progress) -> Report`.
    """

    title: str
    suits: Callable[[LoadedModel], bool]
    module: str
    function: str = "evaluate_model"

    def run(
        self,
        model: LoadedModel,
        *,
        count: int,
        size: int,
        segmenter: str = SEGMENTER,
        progress: Any = None,
    ) -> Report:
        """Figures on `count` held-out scenes of `size` pixels; the same numbers for the same arguments.

        `segmenter` names the model that reads label maps off pictures. CheckpointError if it is none.
        """
        function = getattr(import_module(self.module), self.function)
        report: Report = function(model, count=count, size=size, segmenter=segmenter, progress=progress)
        return report


def _paints(model: LoadedModel) -> bool:
    return (model.family, model.role) == ("style_spade", "generator")


_HERE = "ganstudio.training.world_evaluation"
WORLD_EVALUATIONS: tuple[WorldEvaluation, ...] = (
    WorldEvaluation("label map to landscape", _paints, f"{_HERE}.painting"),
)


def evaluation_of(model: LoadedModel) -> WorldEvaluation | None:
    """What this model can be asked about the world; None if it is no model of it."""
    return next((entry for entry in WORLD_EVALUATIONS if entry.suits(model)), None)
