"""Figures of models of the worlds, on scenes that no training run has seen.

A world knows what no set of photos tells: the label map of every picture, the same land at any season and
hour, what a face has. `evaluation_of` finds what a model can be asked.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any, Protocol

from ganstudio.errors import InputError

if TYPE_CHECKING:
    from ganstudio.checkpoints.load import LoadedModel
    from ganstudio.training.world_evaluation.tables import Table

SEGMENTER = "landscape-segmenter"


class Report(Protocol):
    """Figures of one model: for its card and for a person."""

    def as_dict(self) -> dict[str, Any]:
        """Plain values by name, as the card keeps them under `metrics`."""

    def tables(self) -> list[Table]:
        """The same in words, for the page beside the model."""

    def lines(self) -> list[str]:
        """The same in words, for a terminal."""


@dataclass(frozen=True)
class WorldEvaluation:
    """What is asked of one kind of model; `module` is imported only when it is used.

    The function is `(LoadedModel, *, count, size, segmenter, progress) -> Report`; `compares`: it takes
    `pairs` as well, models that were trained on pairs.
    """

    title: str
    suits: Callable[[LoadedModel], bool]
    module: str
    function: str = "evaluate_model"
    report: str = "Report"
    compares: bool = False

    def run(
        self,
        model: LoadedModel,
        *,
        count: int,
        size: int,
        segmenter: str = SEGMENTER,
        pairs: Sequence[LoadedModel] = (),
        progress: Any = None,
    ) -> Report:
        """Figures on `count` held-out scenes of `size` pixels; the same numbers for the same arguments.

        `segmenter` names the model that reads label maps off pictures. CheckpointError if it is none,
        InputError for `pairs` where nothing is compared with them.
        """
        if pairs and not self.compares:
            raise InputError(f"There is no model trained on pairs to compare with {self.title}.")
        more = {"pairs": pairs} if pairs else {}
        function = getattr(import_module(self.module), self.function)
        report: Report = function(
            model, count=count, size=size, segmenter=segmenter, progress=progress, **more
        )
        return report

    def report_of(self, figures: Mapping[str, Any]) -> Report:
        """The report whose `as_dict` gave these; TypeError if none did."""
        made: Report = getattr(import_module(self.module), self.report)(**figures)
        return made


def _paints(model: LoadedModel) -> bool:
    return (model.family, model.role) == ("style_spade", "generator")


def _colours_lines(model: LoadedModel) -> bool:
    """Whether it takes hints, which this program's line art alone has, or was trained on the world's."""
    if model.role != "generator" or model.family not in ("pix2pix", "cyclegan"):
        return False
    data = (model.card.get("training") or {}).get("data") or {}
    return model.card.get("hints") == "colours" or data.get("world") == "landscape:sketch"


def _transfers(model: LoadedModel) -> bool:
    if model.role != "generator" or model.family == "style_spade":
        return False
    from ganstudio.training.world_evaluation.season_transfer import sides_of_model

    return sides_of_model(model) is not None


def _reads_label_maps(model: LoadedModel) -> bool:
    return model.family == "segmenter" and model.card.get("palette") == "landscape"


def _tells_styles(model: LoadedModel) -> bool:
    from ganstudio.worlds.landscape import HOURS, SEASONS

    return model.card.get("class_groups") == [list(SEASONS), list(HOURS)]


def _tells_traits(model: LoadedModel) -> bool:
    if model.family != "classifier":
        return False
    from ganstudio.training.world_evaluation.faces_reading import GROUPS

    return model.card.get("class_groups") == GROUPS


def _draws_pictures(model: LoadedModel) -> bool:
    if model.role != "generator" or not model.family.startswith("stylegan"):
        return False
    from ganstudio.training.world_evaluation.generator import suits

    return suits(model)


def _draws_sentences(model: LoadedModel) -> bool:
    from ganstudio.editing.families import TEXT_FAMILIES

    if model.role != "generator" or model.family not in TEXT_FAMILIES:
        return False
    from ganstudio.training.world_evaluation.sentences import suits

    return suits(model)


def _reads_sentences(model: LoadedModel) -> bool:
    return model.family == "open_clip" and bool(model.card.get("words"))


def _enlarges(model: LoadedModel) -> bool:
    return model.family == "gigagan_upsampler"


_HERE = "ganstudio.training.world_evaluation"
WORLD_EVALUATIONS: tuple[WorldEvaluation, ...] = (
    WorldEvaluation("label map to landscape", _paints, f"{_HERE}.painting"),
    WorldEvaluation("line drawing to landscape", _colours_lines, f"{_HERE}.line_art"),
    WorldEvaluation("change of season or hour", _transfers, f"{_HERE}.season_transfer", compares=True),
    WorldEvaluation(
        "landscape to label map",
        _reads_label_maps,
        f"{_HERE}.reading",
        "evaluate_segmenter",
        "SegmenterReport",
    ),
    WorldEvaluation(
        "landscape to season and hour",
        _tells_styles,
        f"{_HERE}.reading",
        "evaluate_classifier",
        "ClassifierReport",
    ),
    WorldEvaluation(
        "face to traits",
        _tells_traits,
        f"{_HERE}.faces_reading",
        "evaluate_classifier",
        "TraitsReport",
    ),
    WorldEvaluation(
        "sentences and pictures of both worlds",
        _reads_sentences,
        f"{_HERE}.retrieval",
        "evaluate_clip",
        "RetrievalReport",
    ),
    WorldEvaluation("sentence to picture of a world", _draws_sentences, f"{_HERE}.sentences"),
    WorldEvaluation("new pictures of a world", _draws_pictures, f"{_HERE}.generator"),
    WorldEvaluation("small picture to large picture", _enlarges, f"{_HERE}.enlarging"),
)


def evaluation_of(model: LoadedModel) -> WorldEvaluation | None:
    """What this model can be asked about the world; None if it is no model of it."""
    return next((entry for entry in WORLD_EVALUATIONS if entry.suits(model)), None)
