"""Enlarging as a person does it: in a script, in a batch, on the command line's flags."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from ganstudio import Studio
from ganstudio.api import CheckpointError, ImageData, InputError
from ganstudio.checkpoints.save import save
from ganstudio.cli.main import main
from ganstudio.document.files import read_image, write_image
from ganstudio.networks.gigagan_upsampler import GigaGanUpsampler, UpsamplerConfig
from ganstudio.settings import Settings

CPU = Settings(device="cpu", precision="fp32")


@pytest.fixture
def model(tmp_path: Path) -> str:
    """A small network that doubles and draws something."""
    config = UpsamplerConfig(width=4)
    torch.manual_seed(0)
    network = GigaGanUpsampler(config).requires_grad_(False)
    for parameter in network.parameters():
        parameter.add_(0.05 * torch.randn_like(parameter))
    path = tmp_path / "small" / "model.safetensors"
    path.parent.mkdir()
    save(network, config, path, {"title": "Small"})
    return str(path)


def picture(width: int = 9, height: int = 7, channels: int = 4) -> ImageData:
    pixels = np.random.default_rng(0).integers(0, 256, (height, width, channels), np.uint8)
    return ImageData(pixels, icc=b"profile")


def test_a_picture_becomes_twice_or_four_times_as_large(model: str) -> None:
    studio = Studio(CPU)
    for operation, more, factor in (
        ("enlarge.enlarge", {}, 2),
        ("enlarge.enlarge", {"factor": "4"}, 4),
        ("enlarge.enlarge_more", {}, 4),
    ):
        made = studio.run(operation, image=picture(), model=model, **more).data
        assert made.size == (9 * factor, 7 * factor)
        assert made.icc == b"profile"


def test_without_drawn_detail_no_model_is_needed() -> None:
    studio = Studio(CPU)
    made = studio.run("enlarge.enlarge", image=picture(), strength=0, model="nowhere").data
    assert made.size == (18, 14)
    with pytest.raises(CheckpointError, match="nowhere"):
        studio.run("enlarge.enlarge", image=picture(), model="nowhere")


def test_a_factor_that_is_none_is_refused(model: str) -> None:
    with pytest.raises(InputError, match="factor"):
        Studio(CPU).run("enlarge.enlarge", image=picture(), model=model, factor=3)


def test_the_command_line_writes_a_larger_file(model: str, tmp_path: Path) -> None:
    small, large = tmp_path / "small.png", tmp_path / "large.png"
    write_image(small, ImageData(picture().pixels))
    words = ["run", "enlarge.enlarge", "--image", small, "--model", model, "--factor", "4", "-o", large]
    assert main([str(word) for word in words], lambda files: 1) == 0
    assert read_image(large).size == (36, 28)
