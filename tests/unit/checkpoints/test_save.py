"""Round trips: build, save, detect, reload, equal; no weights needed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import nn

from ganstudio import paths
from ganstudio.checkpoints.detect import detect
from ganstudio.checkpoints.families import STANDARD
from ganstudio.checkpoints.load import load
from ganstudio.checkpoints.save import export_official, save
from ganstudio.errors import SaveError
from ganstudio.networks.classifier import ClassifierConfig
from ganstudio.networks.gigagan_upsampler import UpsamplerConfig
from ganstudio.networks.latent_encoder import LatentEncoderConfig
from ganstudio.networks.segmenter import SegmenterConfig
from ganstudio.networks.spade import DiscriminatorConfig, EncoderConfig, SpadeConfig, SpadeGenerator
from ganstudio.networks.style_spade import StyleEncoderConfig, StyleSpadeConfig
from ganstudio.networks.stylegan2_layers import MappingConfig
from ganstudio.networks.stylegan2_text import TextStyleGan2Config

CONFIGS: list[Any] = [
    SpadeConfig(semantic_nc=4, ngf=2, hidden=4, upsampling="more", dont_care=True, latent_grid=(2, 3)),
    SpadeConfig(semantic_nc=3, ngf=2, hidden=4, spectral=False, norm="instance", upsampling="most"),
    SpadeConfig(semantic_nc=3, ngf=1, hidden=4, use_vae=True, z_dim=4, latent_grid=(1, 2)),
    DiscriminatorConfig(in_channels=6, ndf=2),
    EncoderConfig(ngf=1),
    StyleSpadeConfig(semantic_nc=3, style_nc=2, z_dim=3, channels=(8, 6, 4), hidden=4),
    StyleEncoderConfig(z_dim=3, style_nc=2, width=4),
    SegmenterConfig(classes=5, width=4),
    ClassifierConfig(groups=(3, 2), width=4),
    LatentEncoderConfig(num_ws=4, w_dim=8, side=16, width=4),
    TextStyleGan2Config(16, (8, 8, 4), MappingConfig(z_dim=5, c_dim=6, w_dim=7, layers=2)),
    UpsamplerConfig(factor=4, width=4, levels=2),
]


def built(config: Any) -> nn.Module:
    torch.manual_seed(1)
    return STANDARD.of_config(config).build(config).to(memory_format=torch.channels_last).eval()


def assert_equal(one: nn.Module, two: nn.Module, **tolerance: float) -> None:
    left, right = one.state_dict(), two.state_dict()
    assert left.keys() == right.keys()
    for name, tensor in left.items():
        torch.testing.assert_close(right[name], tensor, **(tolerance or {"atol": 0, "rtol": 0}))


@pytest.mark.parametrize("config", sorted({family.config.__name__ for family in STANDARD}))
def test_every_family_has_a_round_trip(config: str) -> None:
    """Here, or in the family's own file."""
    own = (path.read_text(encoding="utf-8") for path in (Path(__file__).parent / "families").glob("*.py"))
    tested = [text for text in own if "assert_round_trip" in text]
    assert config in {type(each).__name__ for each in CONFIGS} or any(config in text for text in tested)


@pytest.mark.parametrize("config", CONFIGS, ids=lambda config: type(config).__name__)
def test_what_is_saved_comes_back(tmp_path: Path, config: Any) -> None:
    network = built(config)
    path = save(network, config, tmp_path / "model.safetensors", {"title": "Test", "metrics": {"mIoU": 0.5}})
    loaded = load(path)
    assert_equal(network, loaded.module)
    assert type(loaded.module) is type(network)
    assert not loaded.module.training
    assert loaded.config == config == detect(path).config
    assert (loaded.family, loaded.role) == (loaded.card["family"], loaded.card["role"])
    assert loaded.card["metrics"] == {"mIoU": 0.5}
    assert json.loads((tmp_path / "card.json").read_text()) == loaded.card
    assert loaded.bytes == sum(t.numel() * t.element_size() for t in network.state_dict().values())


def test_the_header_alone_is_enough(tmp_path: Path) -> None:
    config = CONFIGS[5]
    path = save(built(config), config, tmp_path / "model.safetensors", {"title": "Test"})
    (tmp_path / "card.json").unlink()
    assert load(path).config == config


def test_half_precision_halves_matrices_and_keeps_vectors(tmp_path: Path) -> None:
    config = SegmenterConfig(classes=5, width=16)
    network = built(config)
    with torch.no_grad():
        network.scores.weight.mul_(1e6)  # beyond what half precision holds
    full = save(network, config, tmp_path / "model.safetensors", {})
    half = save(network, config, tmp_path / "half.safetensors", {}, fp16=True)
    assert half.stat().st_size < 0.6 * full.stat().st_size
    loaded = load(half).module
    assert_equal(network, loaded, rtol=1e-3, atol=1e-6)
    assert torch.equal(loaded.scores.weight, network.scores.weight)
    assert torch.equal(loaded.stem[1].running_var, network.stem[1].running_var)
    assert loaded.stem[0].weight.dtype is torch.float32


def test_parts_stay_below_the_limit_and_come_back(tmp_path: Path) -> None:
    config = SegmenterConfig(classes=5)
    network = built(config)
    limit = 600_000
    path = tmp_path / "model.safetensors"
    single = save(network, config, path, {"title": "Test"})
    index = save(network, config, path, {"title": "Test"}, part_bytes=limit)
    parts = sorted(tmp_path.glob("model-*.safetensors"))
    names = [f"model-{i:05d}-of-{len(parts):05d}.safetensors" for i in range(1, len(parts) + 1)]
    assert [part.name for part in parts] == names
    assert len(parts) > 2
    assert max(part.stat().st_size for part in parts) <= limit
    assert index.name == "model.safetensors.index.json"
    assert not single.exists()  # or it would be found first
    loaded = load(index)
    assert_equal(network, loaded.module)
    assert loaded.card["title"] == "Test"
    assert save(network, config, path, {}) == path
    assert not index.exists()


def test_a_failed_save_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config = SegmenterConfig(classes=5, width=4)
    path = save(built(config), config, tmp_path / "model.safetensors", {"title": "Old"})
    before = path.read_bytes()

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(paths.os, "fsync", full)
    with pytest.raises(SaveError, match="no space left"):
        save(built(config), config, path, {"title": "New"})
    assert path.read_bytes() == before
    assert [item.name for item in sorted(tmp_path.iterdir())] == ["card.json", "model.safetensors"]


@pytest.mark.parametrize("config", CONFIGS[:5], ids=lambda config: type(config).__name__)
def test_the_authors_layout_comes_back(tmp_path: Path, config: Any) -> None:
    network = built(config)
    path = tmp_path / "latest_net.pth"
    export_official(network, config, path)
    loaded = load(path)
    assert loaded.config == config
    assert loaded.unknown == ("crop_size",) * (config == CONFIGS[1])
    assert_equal(network, loaded.module)


def test_networks_exported_into_one_folder_share_their_options(tmp_path: Path) -> None:
    for config, name in ((CONFIGS[0], "latest_net_G.pth"), (CONFIGS[3], "latest_net_D.pth")):
        export_official(built(config), config, tmp_path / name)
    assert load(tmp_path / "latest_net_G.pth").config == CONFIGS[0]


def test_torch_loads_the_exported_spectral_norm(tmp_path: Path) -> None:
    """Its hook refuses a state dict without the version mark, which the authors' code would meet."""
    config = SpadeConfig(semantic_nc=3, ngf=1, hidden=4)
    network = SpadeGenerator(config).eval()
    export_official(network, config, tmp_path / "latest_net_G.pth")
    theirs = SpadeGenerator(SpadeConfig(semantic_nc=3, ngf=1, hidden=4, spectral=False))
    for name, module in list(theirs.named_modules()):
        if name.rpartition(".")[2] in ("conv_0", "conv_1", "conv_s"):
            torch.nn.utils.spectral_norm(module)
    theirs.load_state_dict(torch.load(tmp_path / "latest_net_G.pth", weights_only=True))
    labels = torch.rand(1, 3, 32, 32)
    with torch.inference_mode():
        torch.testing.assert_close(theirs.eval()(labels), network(labels))


def test_our_own_networks_have_no_other_layout(tmp_path: Path) -> None:
    config = CONFIGS[5]
    with pytest.raises(SaveError, match="no other program"):
        export_official(built(config), config, tmp_path / "x.pth")


def test_what_layers_share_is_saved_for_each(tmp_path: Path) -> None:
    config = SegmenterConfig(classes=5, width=4)
    network = built(config)
    network.stem[1].running_var = network.stem[1].running_mean
    assert_equal(network, load(save(network, config, tmp_path / "model.safetensors", {})).module)
