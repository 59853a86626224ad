from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import torch
from torch import Tensor, nn

from ganstudio.checkpoints.detect import detect
from ganstudio.checkpoints.families import STANDARD
from ganstudio.checkpoints.load import load
from ganstudio.errors import CheckpointError
from ganstudio.networks.stargan import (
    StarGanConfig,
    StarGanDiscriminator,
    StarGanDiscriminatorConfig,
    StarGanGenerator,
)
from tests.support.round_trip import assert_round_trip

PHOTO = torch.linspace(-1, 1, 3 * 8 * 12).reshape(1, 3, 8, 12)
NAMES = ("dark", "fair", "old")


def generator_file(folder: Path, options: str = "", **changes: Any) -> Path:
    path = folder / "200000-G.ckpt"
    config = StarGanConfig(**{"c_dim": 3, "conv_dim": 2, "repeat_num": 1, **changes})
    torch.save(StarGanGenerator(config).state_dict(), path)
    if options:
        (folder / "opt.txt").write_text(options)
    return path


@pytest.mark.parametrize(
    ("config", "told"),
    [
        (
            StarGanConfig(3, conv_dim=2, repeat_num=1, domains=NAMES),
            {"selected_attrs": "dark, fair,old", "c2_dim": 0},
        ),
        (
            StarGanConfig(7, conv_dim=3, repeat_num=3, c2_dim=2, domains=(*NAMES, "sad", "glad")),
            {"selected_attrs": "dark, fair, old, sad, glad", "c2_dim": 2},
        ),
    ],
    ids=["one data set", "two data sets"],
)
def test_generators_come_back(tmp_path: Path, config: StarGanConfig, told: dict[str, Any]) -> None:
    def run(network: nn.Module) -> tuple[Tensor, Tensor]:
        labels = torch.linspace(0, 1, config.c_dim)[None]
        return network(PHOTO, labels), network(PHOTO, labels, running_statistics=True)

    assert_round_trip(tmp_path, config, run, told=told)


@pytest.mark.parametrize(
    "config", [StarGanDiscriminatorConfig(5, 2, 3, 64), StarGanDiscriminatorConfig(1, 3, 4, 32)]
)
def test_discriminators_come_back(tmp_path: Path, config: StarGanDiscriminatorConfig) -> None:
    size = config.image_size
    picture = torch.linspace(-1, 1, 3 * size * size).reshape(1, 3, size, size)
    scores, logits = StarGanDiscriminator(config)(picture)
    assert scores.shape == (1, 1, size >> config.repeat_num, size >> config.repeat_num)
    assert logits.shape == (1, config.c_dim)
    assert_round_trip(tmp_path, config, lambda network: network(picture))


def test_nameless_domains_are_numbered_and_that_is_an_assumption(tmp_path: Path) -> None:
    found = detect(generator_file(tmp_path))
    assert found.config.domains == ("domain 1", "domain 2", "domain 3")
    assert set(found.unknown) == {"c2_dim", "selected_attrs"}


def test_the_authors_arguments_name_them(tmp_path: Path) -> None:
    options = "dataset: CelebA\nc2_dim: 8\nselected_attrs: ['dark', 'fair', 'old']\n"
    found = detect(generator_file(tmp_path, options))
    assert (found.config.domains, found.config.c2_dim, found.unknown) == (NAMES, 0, ())


def test_with_both_data_sets_the_second_is_counted(tmp_path: Path) -> None:
    options = "dataset: Both\nc2_dim: 8\nselected_attrs: ['dark', 'fair', 'old']\n"
    config = detect(generator_file(tmp_path, options, c_dim=13)).config
    assert (config.c2_dim, config.domain_count) == (8, 11)


@pytest.mark.parametrize("told", [{"c2_dim": 3}, {"selected_attrs": "dark, fair"}])
def test_what_cannot_be_is_refused(tmp_path: Path, told: dict[str, Any]) -> None:
    with pytest.raises(CheckpointError, match="do not fit together"):
        detect(generator_file(tmp_path), told)


@pytest.mark.parametrize("lost", ["num_batches_tracked", "running_|num_batches"])
def test_files_without_statistics_draw_the_same(tmp_path: Path, lost: str) -> None:
    path = generator_file(tmp_path)
    state = torch.load(path, weights_only=True)
    expected = load(path).module(PHOTO, torch.eye(3)[:1])
    torch.save({k: v for k, v in state.items() if not any(part in k for part in lost.split("|"))}, path)
    assert torch.equal(load(path).module(PHOTO, torch.eye(3)[:1]), expected)


@pytest.mark.parametrize(("c_dim", "shown"), [(2, 2), (9, 5)])
def test_the_sample_shows_the_photo_and_up_to_five_domains(c_dim: int, shown: int) -> None:
    config = StarGanConfig(c_dim, conv_dim=2, repeat_num=1)
    network = StarGanGenerator(config).eval()
    before = {name: tensor.clone() for name, tensor in network.state_dict().items()}
    family = STANDARD.of_config(config)
    assert family.sample is not None
    with torch.inference_mode():
        picture = family.sample(network, config, 0)
    assert picture.shape == (3, 96, 96 * (1 + shown))
    assert picture.isfinite().all()
    assert all(torch.equal(tensor, before[name]) for name, tensor in network.state_dict().items())
