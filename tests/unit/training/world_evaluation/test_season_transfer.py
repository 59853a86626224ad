"""Figures of a change of season, on lands that are made up."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from ganstudio.checkpoints.load import LoadedModel
from ganstudio.checkpoints.save import save
from ganstudio.errors import CheckpointError
from ganstudio.networks.cyclegan import ResnetConfig, ResnetGenerator
from ganstudio.training.world_data import Sides
from ganstudio.training.world_evaluation import season_transfer
from ganstudio.training.world_evaluation.season_transfer import (
    Report,
    Translator,
    sides_of_model,
    translators,
)
from ganstudio.worlds.landscape import HOURS, SEASONS, Scene

TINY = ResnetConfig(ngf=2, blocks=1)
SUMMER_WINTER = {"domains": {"source": "summer", "target": "winter"}}


class Reader(nn.Module):
    """Class 1 where red is bright; winter where blue is bright, else summer; always by day."""

    def forward(self, images: Tensor) -> Tensor:
        return torch.stack([-images[:, 0], images[:, 0]], dim=1)

    def classify(self, images: Tensor) -> Tensor:
        winter = images[:, 2].mean((1, 2)) > 0
        seasons = torch.where(winter, SEASONS.index("winter"), SEASONS.index("summer"))
        return torch.stack([seasons, torch.full_like(seasons, HOURS.index("day"))], dim=1)


class Turns(nn.Module):
    """Turns blue to its opposite, which is just what winter does here."""

    def forward(self, images: Tensor) -> Tensor:
        return images * torch.tensor([1.0, 1.0, -1.0]).view(1, 3, 1, 1)


def land(number: int) -> tuple[Scene, Scene]:
    labels = np.zeros((8, 8), np.uint8)
    labels[:, number:] = 1
    scenes = []
    for season, blue in (("summer", 0), ("winter", 255)):
        image = np.stack([labels * 255, labels * 255, np.full_like(labels, blue)], axis=-1)
        scenes.append(Scene(image, labels, season, "day", number, {}, "", []))
    return scenes[0], scenes[1]


@pytest.fixture
def measured(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Figures of ways that stand for a model's."""
    monkeypatch.setattr(season_transfer, "segmenter_named", lambda _: Reader())
    monkeypatch.setattr(season_transfer, "classifier_named", lambda *_: Reader())
    monkeypatch.setattr(season_transfer, "held_out_lands", lambda n, *_: (land(i + 1) for i in range(n)))
    monkeypatch.setattr(season_transfer, "CLASSES", ("ground", "sky"))

    def measure(module: nn.Module, pairs: nn.Module | None = None) -> Report:
        def ways(model: LoadedModel) -> list[Translator]:
            if model is bound:
                return [Translator(there, pairs or module, None, 4)]
            return [Translator(there, module, Turns(), 4), Translator(back, Turns(), module, 4)]

        there, back = Sides(("summer", "winter")), Sides(("winter", "summer"))
        monkeypatch.setattr(season_transfer, "translators", ways)
        bound = loaded(nn.Identity(), training={"recipe": "pix2pix", "steps": 1200})
        return season_transfer.evaluate_model(
            loaded(nn.Identity()), count=4, size=8, segmenter="a", pairs=[bound] if pairs else []
        )

    return measure


def loaded(module: nn.Module, path: Path = Path("model.safetensors"), **card: Any) -> LoadedModel:
    return LoadedModel(module, "cyclegan", "generator", TINY, card, "", path)


def test_the_true_change_has_no_error_and_is_taken_for_winter(measured: Any) -> None:
    there = measured(Turns()).directions["summer to winter"]
    assert there["model"] == {
        "fooled": 1, "l1": 0, "gradient_l1": 0, "cycle_l1": 0, "miou": 1, "miou_share": 1,
    }  # fmt: skip
    assert (there["nothing"]["fooled"], there["true"]["fooled"]) == (0, 1)
    assert there["nothing"]["l1"] == pytest.approx(2 / 3)


def test_a_picture_that_loses_its_labels_is_found_out(measured: Any) -> None:
    class AllWhite(nn.Module):
        def forward(self, images: Tensor) -> Tensor:
            return torch.ones_like(images)

    found = measured(AllWhite(), pairs=Turns())
    there = found.directions["summer to winter"]
    assert there["model"]["fooled"] == 1
    assert there["model"]["miou_share"] < 0.5
    assert (there["pairs"]["l1"], there["pairs"]["miou_share"]) == (0, 1)
    assert "pairs" not in found.directions["winter to summer"]
    text = "\n".join(found.lines())
    assert "trained on pairs" in text
    assert "pix2pix, 1,200 steps" in text
    assert Report(**found.as_dict()) == found


def test_both_directions_lie_in_one_model(tmp_path: Path) -> None:
    torch.manual_seed(0)
    for stem in ("model", "backward"):
        save(ResnetGenerator(TINY), TINY, tmp_path / f"{stem}.safetensors", SUMMER_WINTER)
    first = loaded(ResnetGenerator(TINY), tmp_path / "model.safetensors", **SUMMER_WINTER)
    there, back = translators(first)
    assert (there.name, back.name) == ("summer to winter", "winter to summer")
    assert back.back is there.there is first.module
    (tmp_path / "backward.safetensors").unlink()
    assert [way.back for way in translators(first)] == [None]


@pytest.mark.parametrize(
    ("card", "sides"),
    [
        (SUMMER_WINTER, Sides(("summer", "winter"))),
        ({"training": {"data": {"world": "landscape:day-night-any"}}}, Sides(("day", "night"), any=True)),
        (
            {"training": {"data": {"world": "landscape:day-night"}, "params": {"direction": "BtoA"}}},
            Sides(("night", "day")),
        ),
        ({"domains": {"source": "horse", "target": "zebra"}}, None),
        ({"training": {"data": {"world": "landscape:sketch"}}}, None),
    ],
)
def test_the_card_says_from_what_to_what(card: dict[str, Any], sides: Sides | None) -> None:
    model = loaded(nn.Identity(), **card)
    assert sides_of_model(model) == sides
    if sides is None:
        with pytest.raises(CheckpointError, match="no season or hour"):
            translators(model)
