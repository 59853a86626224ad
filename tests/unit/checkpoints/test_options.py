from __future__ import annotations

import argparse
import pickle
from pathlib import Path

import pytest

from ganstudio.checkpoints.options import format_options, options_beside, read_options
from ganstudio.errors import CheckpointError

OPTIONS = {"ngf": 64, "aspect_ratio": 2.0, "use_vae": True, "norm_G": "spectralspadesyncbatch3x3", "z": None}
GOLDEN = Path(__file__).parents[2] / "golden" / "cases" / "spade" / "g_vae_edge_wide"


def test_text_and_pickle_of_the_authors_tell_the_same() -> None:
    text = read_options(GOLDEN / "opt.txt")
    pickled = read_options(GOLDEN / "opt.pkl")
    assert text["num_upsampling_layers"] == "normal"
    assert text["no_instance"] is False
    differing = {name for name in text if name not in ("gpu_ids",) and text[name] != pickled[name]}
    assert differing == set()


def test_defaults_in_brackets_are_no_part_of_the_value(tmp_path: Path) -> None:
    (tmp_path / "opt.txt").write_text("   ngf: 32   \t[default: 64]\n  name: a:b \nnoise\n")
    assert read_options(tmp_path / "opt.txt") == {"ngf": 32, "name": "a:b"}


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    (tmp_path / "opt.txt").write_text(format_options(OPTIONS))
    found, source = options_beside(tmp_path / "latest_net_G.pth")
    assert found == OPTIONS
    assert source == tmp_path / "opt.txt"


def test_nothing_beside_is_nothing_told(tmp_path: Path) -> None:
    assert options_beside(tmp_path / "latest_net_G.pth") == ({}, None)


def test_a_pickle_alone_is_read_and_a_wrong_one_refused(tmp_path: Path) -> None:
    path = tmp_path / "opt.pkl"
    path.write_bytes(pickle.dumps(argparse.Namespace(ngf=8), protocol=4))
    assert options_beside(tmp_path / "x.pth")[0] == {"ngf": 8}
    path.write_bytes(pickle.dumps([1]))
    with pytest.raises(CheckpointError, match="holds no options"):
        read_options(path)
    (tmp_path / "opt.txt").write_bytes(b"\xff\xfe\x00:")
    with pytest.raises(CheckpointError, match="list of options"):
        read_options(tmp_path / "opt.txt")
