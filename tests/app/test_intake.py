"""What is dropped is known, and its fate told, before it is read."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from ganstudio.app.intake import Offer, kind_of, offers
from ganstudio.document.files import write_image, write_label_map
from ganstudio.document.image import ImageData, LabelData


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    write_image(tmp_path / "photo.png", ImageData(np.zeros((4, 4, 3), np.uint8)))
    write_label_map(tmp_path / "map.png", LabelData(np.zeros((4, 4), np.uint8), "landscape"))
    (tmp_path / "broken.png").write_bytes(b"\x89PNG no")
    for name in ("lake.ora", "net.pth", "net.safetensors", "run.toml", "plugin.toml", "words.txt"):
        (tmp_path / name).write_text("")
    (tmp_path / "pictures").mkdir()
    (tmp_path / "starter").mkdir()
    (tmp_path / "starter" / "model.safetensors").write_text("")
    (tmp_path / "tint").mkdir()
    (tmp_path / "tint" / "plugin.toml").write_text("")
    return {path.name: path for path in tmp_path.iterdir()}


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("photo.png", "image"), ("map.png", "label_map"), ("broken.png", "image"), ("lake.ora", "project"),
        ("net.pth", "model"), ("net.safetensors", "model"), ("starter", "model"), ("run.toml", "recipe"),
        ("plugin.toml", "plugin"), ("tint", "plugin"), ("pictures", "folder"), ("words.txt", "unknown"),
    ],
)  # fmt: skip
def test_kinds(files: dict[str, Path], name: str, kind: str) -> None:
    assert kind_of(files[name]) == kind


@pytest.mark.parametrize(
    ("names", "has_document", "expected"),
    [
        (["photo.png"], False, ["open"]),
        (["photo.png"], True, ["add_layers", "use_labels", "open"]),
        (["map.png"], True, ["use_labels", "add_layers", "open"]),
        (["map.png"], False, ["open_labels", "open"]),
        (["photo.png", "map.png"], True, ["add_layers", "open"]),
        (["lake.ora"], True, ["open"]),
        (["net.pth"], True, ["load_model", "add_model"]),
        (["net.pth"], False, ["add_model"]),
        (["tint"], True, ["add_plugin"]),
        (["pictures"], False, ["browse", "batch"]),
        (["run.toml"], True, ["run_recipe"]),
        (["words.txt"], True, ["refuse"]),
        ([], True, ["refuse"]),
    ],
)
def test_offers(files: dict[str, Path], names: list[str], has_document: bool, expected: list[str]) -> None:
    made = offers([files[name] for name in names], has_document=has_document)
    assert [offer.what for offer in made] == expected
    assert all(offer.text and offer.icon for offer in made)


def test_a_picture_alone_can_begin_what_the_start_page_offers(files: dict[str, Path]) -> None:
    season = Offer("start", "Change the season", "generated", "transfer.transfer")

    def made(*names: str) -> list[str]:
        return [
            offer.what for offer in offers([files[n] for n in names], has_document=False, starts=[season])
        ]

    assert made("photo.png") == ["open", "start"]
    assert made("map.png") == ["open_labels", "open"]
    assert made("photo.png", "broken.png") == ["open"]
