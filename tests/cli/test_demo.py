from __future__ import annotations

from pathlib import Path

import numpy as np

from ganstudio.cli.demo import STYLES, paint, sheet
from ganstudio.document.files import read_image
from ganstudio.document.layers import GeneratedLayer, LabelLayer
from ganstudio.document.project import load_project
from tests.cli.conftest import Command


def test_the_demo_paints_renders_and_exports(ganstudio: Command, tmp_path: Path) -> None:
    out, ora = tmp_path / "demo.png", tmp_path / "demo.ora"
    ran = ganstudio("demo", "-o", out, "--ora", ora, "--size", 64)
    assert ran.code == 0, ran.err
    assert read_image(out).size == (4 * 64 + 5 * 12, 64 + 2 * 12 + 28)
    labels, *renderings = load_project(ora).layers
    assert isinstance(labels, LabelLayer)
    assert [layer.params["style"] for layer in renderings if isinstance(layer, GeneratedLayer)] == list(
        STYLES
    )
    pictures = []
    for layer in renderings:
        assert isinstance(layer, GeneratedLayer)
        assert (layer.stale, layer.reads) == (False, {"label_map": labels.id})
        pictures.append(layer.image().rgb().astype(int))
    # Another style is another picture, and each one shows something.
    assert np.abs(pictures[0] - pictures[2]).mean() > 1
    assert all(picture.std() > 5 for picture in pictures)


def test_the_painting_covers_the_canvas_with_many_classes_and_is_one_undo_away() -> None:
    document, labels = paint(128, seed=1)
    indices = labels.labels().indices
    assert 255 not in indices
    assert len(np.unique(indices)) >= 10
    steps = document.history.index
    document.history.undo()
    assert document.history.index == steps - 1
    assert not np.array_equal(labels.labels().indices, indices)


def test_seeds_decide_what_is_painted() -> None:
    one, same, other = (paint(64, seed)[1].labels() for seed in (1, 1, 2))
    assert one == same
    assert one != other


def test_the_sheet_shows_pictures_in_order() -> None:
    red, blue = np.zeros((2, 40, 30, 3), np.uint8)
    red[..., 0], blue[..., 2] = 255, 255
    row = sheet({"red": red, "blue": blue})[30]
    assert row[12 + 5].tolist() == [255, 0, 0]
    assert row[12 + 30 + 12 + 5].tolist() == [0, 0, 255]
