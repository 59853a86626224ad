from __future__ import annotations

from pathlib import Path

import pytest

from ganstudio.app.records import record_of
from ganstudio.app.studio import AppStudio
from ganstudio.document.document import Document
from ganstudio.document.files import write_image
from ganstudio.document.layers import GeneratedLayer, RasterLayer
from ganstudio.events import Progress
from ganstudio.host.studio import Studio
from ganstudio.operations.contract import InputSpec
from ganstudio.operations.recipe import Recipe, Step
from ganstudio.provenance import KEY
from ganstudio.settings import Settings
from tests.support.operations import picture
from tests.support.plugins import make_plugin

SETTINGS = Settings(device="cpu", precision="fp32")


@pytest.fixture
def core() -> Studio:
    make_plugin("tinter")
    return Studio(SETTINGS)


def test_the_record_of_a_layer_has_all_the_layers_below(core: Studio, tmp_path: Path) -> None:
    document = Document(4, 4)
    below = RasterLayer.of(picture((90, 90, 90)))
    document.add_layer(below)
    for colour in ("red", "green", "blue"):
        above = GeneratedLayer.blank(4, 4, "tinter.tint", {"image": below.id})
        above.params = {"colour": colour, "strength": 0.5}
        document.add_layer(above)
        below = above
    studio = AppStudio(SETTINGS)
    try:
        record = record_of(document, above, studio, Progress())
    finally:
        studio.shutdown()
    assert [step.params["colour"] for step in record.steps] == ["red", "green", "blue"]

    # The record alone makes the picture again: its painted layer rides along.
    write_image(tmp_path / "out.png", picture((0, 0, 0)), text={KEY: record.to_json()})
    steps = tuple(
        Step(colour, "tinter.tint", {"colour": colour, "strength": 0.5}, {"image": read})
        for colour, read in [("red", "photo"), ("green", "red"), ("blue", "green")]
    )
    expected = core.run_recipe(
        Recipe("Tints", (InputSpec("photo", "image"),), steps),
        photo=RasterLayer.of(picture((90, 90, 90))).image(),
    )
    assert core.replay(tmp_path / "out.png").result.data == expected.data
