"""Which figures a model has, and where they are written."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from torch import nn

from ganstudio.checkpoints.load import LoadedModel
from ganstudio.errors import InputError
from ganstudio.training.world_evaluation import evaluation_of
from ganstudio.training.world_evaluation.figures import page_section, write_figures
from ganstudio.training.world_evaluation.reading import SegmenterReport
from ganstudio.training.world_evaluation.tables import Table
from ganstudio.worlds.faces import TRAITS
from ganstudio.worlds.landscape import HOURS, SEASONS

STYLE_GROUPS = [[*SEASONS], [*HOURS]]
REPORT = SegmenterReport(20, 64, 0.5, {"sky": 0.75, "water": 0.25})


def model(family: str, role: str = "generator", **card: Any) -> LoadedModel:
    return LoadedModel(nn.Identity(), family, role, None, card, "", Path("model.safetensors"))


@pytest.mark.parametrize(
    ("given", "title"),
    [
        (model("style_spade"), "label map to landscape"),
        (model("style_spade", "encoder"), None),
        (model("pix2pix", hints="colours"), "line drawing to landscape"),
        (model("cyclegan", domains={"source": "day", "target": "night"}), "change of season or hour"),
        (model("cyclegan", domains={"source": "horse", "target": "zebra"}), None),
        (model("pix2pix"), None),
        (model("segmenter", "segmenter", palette="landscape"), "landscape to label map"),
        (model("segmenter", "segmenter", palette="ade20k"), None),
        (
            model("classifier", "classifier", class_groups=STYLE_GROUPS),
            "landscape to season and hour",
        ),
        (model("classifier", "classifier", class_groups=[["cat", "dog"]]), None),
        (
            model("classifier", "classifier", class_groups=[[f"not {name}", name] for name in TRAITS]),
            "face to traits",
        ),
        (model("stylegan2", training={"data": {"world": "faces"}}), "new pictures of a world"),
        (model("stylegan2", training={"data": {"path": "/photos"}}), None),
    ],
)
def test_a_card_tells_what_a_model_can_be_asked(given: LoadedModel, title: str | None) -> None:
    found = evaluation_of(given)
    assert (found and found.title) == title


def test_pairs_are_compared_with_where_there_is_something_to_compare() -> None:
    given = model("style_spade")
    evaluation = evaluation_of(given)
    assert evaluation is not None
    with pytest.raises(InputError, match="no model trained on pairs"):
        evaluation.run(given, count=1, size=64, pairs=[given])


def test_card_and_page_tell_the_same(tmp_path: Path) -> None:
    (tmp_path / "card.json").write_text('{"schema": 1, "title": "Mine", "sha256": "ab"}')
    page = tmp_path / "README.md"
    page.write_text("# Mine\n\n<!-- figures -->\nold\n<!-- end of figures -->\n\nLicence: mine.\n")
    write_figures(tmp_path / "model.safetensors", REPORT, "ganstudio evaluate mine")
    card = json.loads((tmp_path / "card.json").read_text())
    assert (card["title"], card["sha256"]) == ("Mine", "ab")
    assert SegmenterReport(**card["metrics"]) == REPORT
    section = page_section(REPORT, card["metrics_command"])
    assert page.read_text() == f"# Mine\n\n{section}\n\nLicence: mine.\n"
    assert "| water | 0.250 |" in section


def test_a_page_without_a_place_for_figures_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "card.json").write_text('{"schema": 1}')
    (tmp_path / "README.md").write_text("# Mine\n")
    write_figures(tmp_path / "model.safetensors", REPORT, "")
    assert (tmp_path / "README.md").read_text() == "# Mine\n"


def test_columns_stand_under_each_other() -> None:
    table = Table(("", "here", "there"), (("rain", "1", "22"), ("wind", "333", "4")))
    assert table.lines() == ["      here  there", "rain  1     22", "wind  333   4"]
