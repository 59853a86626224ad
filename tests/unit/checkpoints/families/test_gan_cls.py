"""GAN-CLS: its variants come back from their tensors."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from torch import Tensor, nn

from ganstudio.checkpoints.detect import detect
from ganstudio.checkpoints.families import STANDARD
from ganstudio.checkpoints.load import load
from ganstudio.networks.gan_cls import (
    GanClsDiscriminator,
    GanClsDiscriminatorConfig,
    GanClsGenerator,
    GanClsGeneratorConfig,
)
from tests.support.round_trip import assert_round_trip

TINY = {"embed_dim": 6, "projected_dim": 5}
NO_TEXT = {"embed_dim": 0, "projected_dim": 0}


def numbers(*shape: int) -> Tensor:
    return torch.rand(*shape, generator=torch.Generator().manual_seed(1)) * 2 - 1


def draw(network: nn.Module) -> Tensor:
    config = network.config
    return network(numbers(2, config.noise_dim), numbers(2, 6) if config.embed_dim else None)


def judge(network: nn.Module) -> tuple[Tensor, Tensor]:
    return network(numbers(2, 3, 64, 64), numbers(2, 6) if network.config.embed_dim else None)


@torch.inference_mode()
@pytest.mark.parametrize("text", [TINY, NO_TEXT], ids=["text", "no text"])
def test_generators_round_trip(text: dict[str, int], tmp_path: Path) -> None:
    assert_round_trip(tmp_path, GanClsGeneratorConfig(**text, noise_dim=7, ngf=2), draw)


@torch.inference_mode()
@pytest.mark.parametrize(
    ("config", "kind"),
    [
        (GanClsDiscriminatorConfig(**TINY, ndf=2), "gan"),
        (GanClsDiscriminatorConfig(**TINY, ndf=2, wasserstein=True), "wgan"),
        (GanClsDiscriminatorConfig(**NO_TEXT, ndf=2), "vanilla_gan"),
        (GanClsDiscriminatorConfig(**NO_TEXT, ndf=2, wasserstein=True), "vanilla_wgan"),
        (GanClsDiscriminatorConfig(**TINY, ndf=2, wasserstein=True, batch_norm=False), None),
    ],
    ids=["gan", "wgan", "vanilla_gan", "vanilla_wgan", "improved"],
)
def test_discriminators_round_trip(
    config: GanClsDiscriminatorConfig, kind: str | None, tmp_path: Path
) -> None:
    assert_round_trip(tmp_path, config, judge, told={"type": kind} if kind else None)


def test_what_kind_of_discriminator_it_is_has_to_be_assumed(tmp_path: Path) -> None:
    network = GanClsDiscriminator(GanClsDiscriminatorConfig(**TINY, ndf=2))
    torch.save(network.state_dict(), tmp_path / "disc_190.pth")
    (tmp_path / "opt.txt").write_text("type: something else\n")
    assert detect(tmp_path / "disc_190.pth").unknown == ("type",)


def test_it_loads_with_the_prefix_of_parallel_training(tmp_path: Path) -> None:
    network = GanClsGenerator(GanClsGeneratorConfig(**TINY, noise_dim=7, ngf=2)).eval()
    state = {f"module.{name}": tensor for name, tensor in network.state_dict().items()}
    torch.save(state, tmp_path / "gen_190.pth")
    assert torch.equal(draw(load(tmp_path / "gen_190.pth").module), draw(network))


@pytest.mark.parametrize("text", [TINY, NO_TEXT], ids=["text", "no text"])
def test_the_sample_depends_on_its_seed_and_leaves_the_network(text: dict[str, int]) -> None:
    config = GanClsGeneratorConfig(**text, ngf=2)
    network = GanClsGenerator(config).eval()
    before = {name: tensor.clone() for name, tensor in network.state_dict().items()}
    sample = STANDARD.of_config(config).sample
    assert sample is not None
    first = sample(network, config, 1)
    assert first.shape == (3, 128, 256)
    assert not torch.equal(first, sample(network, config, 2))
    assert all(torch.equal(tensor, before[name]) for name, tensor in network.state_dict().items())


def test_missing_texts_are_named() -> None:
    with pytest.raises(ValueError, match="generator needs the embedding"):
        GanClsGenerator(GanClsGeneratorConfig(**TINY, ngf=2))(numbers(1, 100))
    with pytest.raises(ValueError, match="discriminator needs the embedding"):
        GanClsDiscriminator(GanClsDiscriminatorConfig(**TINY, ndf=2))(numbers(1, 3, 64, 64))
