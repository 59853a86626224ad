from __future__ import annotations

from pathlib import Path

import pytest

from ganstudio import paths
from ganstudio.checkpoints.origins import suggested_name


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("coco_pretrained/latest_net_G.pth", "coco_pretrained"),
        ("coco_pretrained/latest_net_D.pth", "coco_pretrained-D"),
        ("maps/200_net_G_A.pth", "maps-G_A"),
        ("run-7/network-snapshot-025000.pkl", "run-7"),
        ("run-7/model.safetensors", "run-7"),
        ("run-7/model.safetensors.index.json", "run-7"),
        ("run-7/checkpoint_final.pt", "run-7"),
        ("files/ffhq.pkl", "ffhq"),
        ("files/stylegan3-t-ffhq-1024x1024.pkl", "stylegan3-t-ffhq-1024x1024"),
        ("files/model=G_ema-best:weights.pth", "model=G_ema-best-weights"),
        ("files/.....pth", "model"),
    ],
)
def test_models_are_called_after_what_tells_them_apart(tmp_path: Path, path: str, name: str) -> None:
    assert suggested_name(tmp_path / path) == name


def test_a_name_that_is_taken_gets_a_number(tmp_path: Path) -> None:
    for taken in ("ffhq", "ffhq-2"):
        (paths.user_models_dir() / taken).mkdir(parents=True)
    (paths.user_models_dir() / "cats.pth").touch()
    assert suggested_name(tmp_path / "ffhq.pkl") == "ffhq-3"
    assert suggested_name(tmp_path / "cats.pkl") == "cats-2"
