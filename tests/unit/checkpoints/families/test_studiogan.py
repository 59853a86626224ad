"""PyTorch-StudioGAN: every variant comes back from its tensors and from what they do not show."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import torch
from torch import Tensor, nn

from ganstudio.checkpoints.detect import detect
from ganstudio.checkpoints.families import STANDARD
from ganstudio.checkpoints.load import load
from ganstudio.checkpoints.save import export_official
from ganstudio.errors import CheckpointError
from ganstudio.networks.conditional import HeadConfig
from ganstudio.networks.studiogan import StudioGenerator, StudioGeneratorConfig
from ganstudio.networks.studiogan_discriminator import StudioDiscriminator, StudioDiscriminatorConfig
from tests.support.round_trip import assert_round_trip

BIG = {"conv_dim": 4, "shared_dim": 6, "z_dim": 12}
DEEP = {"conv_dim": 4, "shared_dim": 6, "depth": 2}
GENERATORS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "plain convolutions": ({"backbone": "deep_conv", "num_classes": 0}, {}),
    "ResNet with classes": ({"z_dim": 9, "conv_dim": 3}, {}),
    "ResNet without": ({"num_classes": 0, "conv_dim": 3, "spectral": True}, {}),
    "ResNet of 64 pixels with attention": (
        {"img_size": 64, "num_classes": 3, "conv_dim": 4, "attention": (1, 3), "activation": "ELU"},
        {"MODEL.g_act_fn": "ELU"},
    ),
    "ResNet with as many classes as latent numbers": (
        {"z_dim": 7, "num_classes": 7, "conv_dim": 2},
        {"MODEL.backbone": "resnet"},
    ),
    "BigGAN": ({**BIG, "backbone": "big_resnet", "spectral": True, "attention": (2,)}, {}),
    "BigGAN of 128 pixels": ({**BIG, "backbone": "big_resnet", "img_size": 128, "conv_dim": 2}, {}),
    "BigGAN without classes": (
        {"backbone": "big_resnet", "num_classes": 0, "z_dim": 12, "conv_dim": 4},
        {},
    ),
    "BigGAN with codes": (
        {**BIG, "backbone": "big_resnet", "info_injection": "cBN", "info_dim": 5},
        {},
    ),
    "mixed codes": ({"conv_dim": 3, "info_injection": "concat", "info_dim": 5, "num_classes": 0}, {}),
    "deep": ({**DEEP, "backbone": "big_resnet_deep_legacy", "attention": (2,)}, {}),
    "deep with learned shortcuts": (
        {**DEEP, "backbone": "big_resnet_deep_studiogan", "img_size": 64, "spectral": True},
        {},
    ),
}
CODES = {"code_logits": 4, "codes": 2}
NORMALIZED = {"MODEL.normalize_d_embed": True}
CONTRASTIVE = HeadConfig("2C", 5, embed_dim=6, normalize=True)
DISCRIMINATORS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "SNGAN": ({}, {}),
    "plain convolutions": (
        {"backbone": "deep_conv", "conv_dim": 64, "spectral": False, "heads": HeadConfig("AC", 5)},
        {},
    ),
    "projection, batch norm": ({"spectral": False, "heads": HeadConfig("PD", 5)}, {}),
    "contrastive": ({"heads": CONTRASTIVE, "attention": (1,)}, {}),
    "data to data": (
        {"heads": HeadConfig("D2DCE", 5, embed_dim=6, normalize=False), "img_size": 64},
        {"MODEL.d_cond_mtd": "D2DCE", "MODEL.normalize_d_embed": False},
    ),
    "multi-hinge": ({"heads": HeadConfig("MH", 10)}, {}),
    "multi-hinge that looks like several discriminators": (
        {"heads": HeadConfig("MH", 9)},
        {"MODEL.d_cond_mtd": "MH"},
    ),
    "several discriminators": ({"heads": HeadConfig("MD", 10, **CODES)}, {}),
    "twin classifiers": ({"heads": HeadConfig("AC", 5, "TAC", normalize=True)}, NORMALIZED),
    "twin embeddings": ({"heads": HeadConfig("2C", 5, "TAC", 6, normalize=True)}, {}),
    "classes twice": ({"heads": HeadConfig("PD", 5, "ADC")}, {"MODEL.aux_cls_type": "ADC"}),
    "deep": ({"backbone": "big_resnet_deep_legacy", "depth": 2, "img_size": 64, "attention": (2,)}, {}),
    "deep with learned shortcuts": (
        {"backbone": "big_resnet_deep_studiogan", "depth": 2, "activation": "GELU"},
        {"MODEL.d_act_fn": "GELU"},
    ),
}


def draw(network: nn.Module) -> Tensor:
    config = network.config
    z = torch.randn(2, config.z_dim + config.info_dim, generator=torch.Generator().manual_seed(1))
    return network(z, torch.tensor([0, 2]) if config.num_classes else None)


def judge(network: nn.Module) -> dict[str, Tensor]:
    size = network.config.img_size
    pictures = torch.rand(2, 3, size, size, generator=torch.Generator().manual_seed(1)) * 2 - 1
    verdict = network(pictures, torch.tensor([1, 4]))
    return {name: value for name, value in vars(verdict).items() if value is not None}


@torch.inference_mode()
@pytest.mark.parametrize("name", GENERATORS)
def test_generators_round_trip(name: str, tmp_path: Path) -> None:
    settings, told = GENERATORS[name]
    assert_round_trip(tmp_path, StudioGeneratorConfig(**settings), draw, told=told)


@torch.inference_mode()
@pytest.mark.parametrize("name", DISCRIMINATORS)
def test_discriminators_round_trip(name: str, tmp_path: Path) -> None:
    settings, told = DISCRIMINATORS[name]
    config = StudioDiscriminatorConfig(**{"conv_dim": 4, **settings})
    assert_round_trip(tmp_path, config, judge, told=told)


def export(config: Any, network: nn.Module, folder: Path) -> Path:
    path = folder / "model=D-best-weights-step=100.pth"
    export_official(network, config, path)
    return path


def test_the_options_beside_the_weights_answer_what_tensors_do_not_show(tmp_path: Path) -> None:
    heads = HeadConfig("D2DCE", 5, "ADC", embed_dim=6, normalize=True)
    config = StudioDiscriminatorConfig(conv_dim=4, activation="Leaky_ReLU", heads=heads)
    found = detect(export(config, StudioDiscriminator(config), tmp_path))
    assert found.config == config
    assert found.unknown == ()


def test_a_yaml_file_of_the_authors_is_read(tmp_path: Path) -> None:
    config = StudioDiscriminatorConfig(conv_dim=4, heads=HeadConfig("D2DCE", 5, embed_dim=6, normalize=True))
    path = export(config, StudioDiscriminator(config), tmp_path)
    (tmp_path / "opt.txt").unlink()
    (tmp_path / "config.yaml").write_text(
        "DATA:\n  num_classes: 5\nMODEL:\n  d_cond_mtd: D2DCE\n  aux_cls_type: N/A\n  d_act_fn: Auto\n"
        "  normalize_d_embed: true\n"
    )
    found = detect(path)
    assert found.config == config
    assert set(found.unknown) == {"MODEL.d_act_fn", "MODEL.aux_cls_type"}


def test_options_of_another_model_are_refused(tmp_path: Path) -> None:
    config = StudioDiscriminatorConfig(conv_dim=4, heads=CONTRASTIVE)
    path = export(config, StudioDiscriminator(config), tmp_path)
    (tmp_path / "opt.txt").unlink()
    with pytest.raises(CheckpointError, match="of another model"):
        detect(path, {"MODEL.d_cond_mtd": "MH"})


def test_it_loads_with_the_prefix_of_parallel_training(tmp_path: Path) -> None:
    config = StudioGeneratorConfig(conv_dim=3, num_classes=3)
    network = StudioGenerator(config).eval()
    state = {f"module.{name}": tensor for name, tensor in network.state_dict().items()}
    torch.save({"state_dict": state, "optimizer": {"state": {}, "param_groups": []}}, tmp_path / "g.pth")
    loaded = load(tmp_path / "g.pth").module
    torch.testing.assert_close(draw(loaded), draw(network), atol=0, rtol=0)


def test_widths_that_no_size_has_are_refused(tmp_path: Path) -> None:
    config = StudioGeneratorConfig(**{**DEEP, "backbone": "big_resnet_deep_legacy"})
    state = StudioGenerator(config).state_dict()
    state["blocks.0.0.conv2d4.weight"] = torch.zeros(17, 4, 1, 1)
    torch.save({"state_dict": state}, tmp_path / "g.pth")
    with pytest.raises(CheckpointError, match="do not fit together"):
        detect(tmp_path / "g.pth")


@torch.inference_mode()
@pytest.mark.parametrize("classes", [0, 3])
def test_the_sample_is_a_sheet_that_depends_on_its_seed(classes: int) -> None:
    config = StudioGeneratorConfig(num_classes=classes, conv_dim=3)
    network = StudioGenerator(config).eval()
    sample = STANDARD.of_config(config).sample
    assert sample is not None
    first = sample(network, config, 1)
    assert first.shape == (3, 64, 128)
    assert first.abs().max() <= 1
    assert torch.equal(first, sample(network, config, 1))
    assert not torch.equal(first, sample(network, config, 2))
