from __future__ import annotations

import json
from pathlib import Path

import pytest
import torch
from torch import nn

from ganstudio.checkpoints.detect import detect
from ganstudio.checkpoints.families import STANDARD
from ganstudio.checkpoints.options import format_options
from ganstudio.checkpoints.save import save
from ganstudio.errors import CheckpointError
from ganstudio.networks.segmenter import Segmenter, SegmenterConfig
from ganstudio.networks.spade import (
    ConvEncoder,
    DiscriminatorConfig,
    EncoderConfig,
    MultiscaleDiscriminator,
    SpadeConfig,
    SpadeGenerator,
)
from ganstudio.networks.style_spade import StyleSpadeConfig, StyleSpadeGenerator

SMALL = SpadeConfig(semantic_nc=3, ngf=1, hidden=4, latent_grid=None)


def saved(folder: Path, network: nn.Module, options: dict[str, object] | None = None) -> Path:
    torch.save(network.state_dict(), folder / "latest_net.pth")
    if options is not None:
        (folder / "opt.txt").write_text(format_options(options))
    return folder / "latest_net.pth"


@pytest.mark.parametrize(
    "config",
    [
        SMALL,
        SpadeConfig(semantic_nc=5, ngf=2, hidden=6, norm="instance", spectral=False, kernel_size=5),
        SpadeConfig(semantic_nc=36, ngf=2, hidden=4, upsampling="most", instance_edges=True),
        SpadeConfig(semantic_nc=3, ngf=1, hidden=4, use_vae=True, z_dim=8, latent_grid=(2, 2)),
        DiscriminatorConfig(in_channels=6, ndf=3, n_layers=3, num_d=3),
        DiscriminatorConfig(in_channels=6, ndf=2, spectral=False, norm="batch"),
        DiscriminatorConfig(in_channels=6, ndf=2, norm="none"),
        EncoderConfig(ngf=1),
        EncoderConfig(ngf=2, spectral=False, norm="none"),
    ],
    ids=lambda config: type(config).__name__,
)
def test_configs_are_read_off_the_tensors(tmp_path: Path, config: object) -> None:
    build = {
        SpadeConfig: SpadeGenerator,
        DiscriminatorConfig: MultiscaleDiscriminator,
        EncoderConfig: ConvEncoder,
    }
    path = saved(tmp_path, build[type(config)](config))
    assert detect(path).config == config


def test_exactly_one_family_takes_each_kind_of_network(tmp_path: Path) -> None:
    networks = [
        SpadeGenerator(SMALL),
        MultiscaleDiscriminator(DiscriminatorConfig(in_channels=6, ndf=2)),
        ConvEncoder(EncoderConfig(ngf=1)),
    ]
    for network in networks:
        assert len([family for family in STANDARD if not family.gaps(network.state_dict())]) == 1


def test_what_was_assumed_is_named_and_options_beside_answer_it(tmp_path: Path) -> None:
    network = SpadeGenerator(SMALL)
    found = detect(saved(tmp_path, network))
    assert set(found.unknown) == {
        "num_upsampling_layers",
        "crop_size",
        "contain_dontcare_label",
        "no_instance",
        "label_nc",
    }
    options = {
        "num_upsampling_layers": "more",
        "crop_size": 256,
        "aspect_ratio": 2.0,
        "label_nc": 1,
        "contain_dontcare_label": True,
        "no_instance": False,
    }
    found = detect(saved(tmp_path, network, options))
    assert found.unknown == ()
    assert found.options_file == tmp_path / "opt.txt"
    assert found.config.upsampling == "more"
    assert found.config.latent_grid == (2, 4)
    assert (found.config.label_nc, found.config.dont_care, found.config.instance_edges) == (1, True, True)
    assert detect(tmp_path / "latest_net.pth", {"crop_size": 512}).config.latent_grid == (4, 8)


def test_published_plane_counts_are_known(tmp_path: Path) -> None:
    found = detect(saved(tmp_path, SpadeGenerator(SpadeConfig(semantic_nc=184, ngf=1, hidden=2))))
    assert (found.config.label_nc, found.config.dont_care, found.config.instance_edges) == (182, True, True)


def test_contradictions_are_told(tmp_path: Path) -> None:
    wide = SpadeConfig(semantic_nc=3, ngf=1, hidden=4, use_vae=True, z_dim=8, latent_grid=(2, 4))
    path = saved(tmp_path, SpadeGenerator(wide))
    with pytest.raises(CheckpointError, match=r"how wide is its picture.*crop_size"):
        detect(path)
    with pytest.raises(CheckpointError, match="8 cells"):
        detect(path, {"crop_size": 128})
    assert detect(path, {"crop_size": 128, "aspect_ratio": 2.0}).config.latent_grid == (2, 4)
    with pytest.raises(CheckpointError, match="it has 3 classes"):
        detect(path, {"crop_size": 128, "aspect_ratio": 2.0, "label_nc": 20})
    with pytest.raises(CheckpointError, match="cannot be told `cropsize`"):
        detect(path, {"cropsize": 128})


def test_a_stranger_is_told_what_it_lacks(tmp_path: Path) -> None:
    state = SpadeGenerator(SMALL).state_dict()
    del state["conv_img.weight"]
    torch.save(state, tmp_path / "odd.pth")
    with pytest.raises(CheckpointError, match=r"the SPADE generator, but conv_img\.weight is missing"):
        detect(tmp_path / "odd.pth")


def test_tensors_that_do_not_fit_together_are_told(tmp_path: Path) -> None:
    state = SpadeGenerator(SMALL).state_dict()
    state["head_0.norm_0.mlp_shared.0.weight"] = torch.zeros(3)
    torch.save(state, tmp_path / "odd.pth")
    with pytest.raises(CheckpointError, match="do not fit together"):
        detect(tmp_path / "odd.pth")


def test_a_family_known_by_its_card_wants_it(tmp_path: Path) -> None:
    config = StyleSpadeConfig(semantic_nc=3, channels=(4, 4), hidden=4)
    path = saved(tmp_path, StyleSpadeGenerator(config))
    with pytest.raises(CheckpointError, match="model card is missing"):
        detect(path)
    card = {"schema": 1, "family": "style_spade", "role": "generator"}
    beside = tmp_path / "latest_net.card.json"
    beside.write_text(json.dumps({**card, "config": {"semantic_nc": 3, "channels": [4, 4], "hidden": 4}}))
    assert detect(path).config == config
    with pytest.raises(CheckpointError, match="nothing can be told"):
        detect(path, {"crop_size": 3})
    for change, part in (
        ({"schema": 99}, "newer"),
        ({"family": "magic"}, "magic"),
        ({"config": {"colour": 3}}, "does not fit"),
        ({"config": None}, "does not fit"),
    ):
        beside.write_text(json.dumps({**card, **change}))
        with pytest.raises(CheckpointError, match=part):
            detect(path)
    beside.write_text("{")
    with pytest.raises(CheckpointError, match="damaged"):
        detect(path)


def test_what_was_written_beside_later_counts_but_not_for_what_the_tensors_are(tmp_path: Path) -> None:
    config = SegmenterConfig(classes=3, width=4)
    path = save(Segmenter(config), config, tmp_path / "model.safetensors", {"title": "Old", "data": "here"})
    beside = json.loads((tmp_path / "card.json").read_text())
    later = {**beside, "title": "New", "licence": "MIT", "config": {"classes": 9, "width": 4}}
    for family, title in (("segmenter", "New"), ("spade", "Old")):
        (tmp_path / "card.json").write_text(json.dumps({**later, "family": family}))
        found = detect(path)
        assert (found.config, found.card["title"], found.card["data"]) == (config, title, "here")
    (tmp_path / "card.json").write_text("{")
    assert detect(path).card["title"] == "Old"
