"""StyleGAN's own pickles, and an old torch file, through detect, load and forward.

Every `*.tripwire.pkl` below the golden root is a file of the official structure whose embedded source raises
when it is executed; beside it lie the outputs of the network that was pickled.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from ganstudio.checkpoints.detect import detect
from ganstudio.checkpoints.load import load
from ganstudio.checkpoints.tensors import read_weights
from tests.golden.case import find_cases

HERE = Path(__file__).parent
LEGACY = "rosinality_size32_legacy.pt"
# Relative to the largest number of each output, float32 against float32 of other kernels.
TOLERANCE = 2e-5


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    root: Path = metafunc.config.getoption("--golden-root") or HERE / "cases"
    for name, pattern in (("pickled", "*.tripwire.pkl"), ("legacy", LEGACY)):
        if name in metafunc.fixturenames:
            files = sorted(root.rglob(pattern))
            metafunc.parametrize(name, files, ids=[str(path.relative_to(root)) for path in files])


def expected(path: Path) -> dict[str, Tensor]:
    with np.load(path) as file:
        return {name: torch.from_numpy(file[name]) for name in file.files}


def assert_near(found: Tensor, wanted: Tensor, name: str) -> None:
    error = (found - wanted).abs().max() / wanted.abs().max()
    assert found.shape == wanted.shape and error <= TOLERANCE, f"{name}: {error:.2e}"


def generated(network: nn.Module, arrays: dict[str, Tensor], told: dict[str, Any]) -> dict[str, Tensor]:
    """What the file beside the pickle holds, by its names."""
    c = arrays["c"] if arrays["c"].numel() else None
    ws = network.mapping(arrays["z"], c)
    truncated = network.mapping(arrays["z"], c, 0.7, told.get("cut"))
    images = {"w": ws[:, 0], "img": network.synthesis(ws), "img_trunc": network.synthesis(truncated)}
    if "z2" in arrays:
        other, crossover = network.mapping(arrays["z2"], c), told["cross"]
        mixed = torch.cat((ws[:, :crossover], other[:, crossover:]), dim=1)
        from_ws = network.synthesis(arrays["ws_trunc"])
        images |= {"w_z2": other[:, 0], "ws_trunc": truncated, "img_trunc_from_ws": from_ws}
        images["img_mix"] = network.synthesis(mixed)
    return images


def test_an_official_pickle_draws_what_its_network_drew(pickled: Path) -> None:
    stem = pickled.name.removesuffix(".tripwire.pkl")
    told = json.loads((pickled.parent / f"{stem}.json").read_text(encoding="utf-8"))
    arrays = expected(pickled.parent / f"{stem}.expected.npz")
    networks = read_weights(pickled).networks
    assert next(iter(networks)) in ("G_ema", "Gs") and {"G", "D"} < networks.keys()
    for part, kwargs in told.get("init_kwargs", {}).items():
        if part in networks:
            assert networks[part].facts["init_kwargs"] == kwargs
    assert "training_set_kwargs" not in told or (
        networks["G_ema"].facts["training_set_kwargs"] == told["training_set_kwargs"]
    )
    # All that is not in the tensors stands in the pickle, so nothing is assumed.
    assert detect(pickled).unknown == detect(pickled, part="D").unknown == ()
    with torch.inference_mode():
        found = generated(load(pickled).module, arrays, told)
        labels = arrays["d_c"] if arrays["d_c"].numel() else None
        found["d_logits"] = load(pickled, part="D").module(arrays["d_img"], labels)
    assert found.keys() == arrays.keys() - {"z", "z2", "c", "d_img", "d_c"}
    for name, output in found.items():
        assert_near(output, arrays[name], name)


def test_an_old_torch_file_draws_what_its_golden_case_expects(legacy: Path, pytestconfig: Any) -> None:
    networks = read_weights(legacy).networks
    assert list(networks) == ["g_ema", "d"] and networks["g_ema"].facts["latent_avg"].shape == (64,)
    with torch.inference_mode():
        network, critic = load(legacy).module, load(legacy, part="d").module
        image = network.synthesis(network.mapping(torch.zeros(1, 64)))
        assert image.shape == (1, 3, 32, 32) and image.isfinite().all()
        root = pytestconfig.getoption("--golden-root") or HERE / "cases"
        for case in find_cases(root):
            if case.family == "stylegan2_rosinality" and case.folder.name == "size32":
                ws = network.mapping(case.arrays["z"])
                assert_near(network.synthesis(ws), case.arrays["img_const"], "img_const")
                assert_near(critic(case.arrays["d_img"]), case.arrays["d_logits"], "d_logits")
