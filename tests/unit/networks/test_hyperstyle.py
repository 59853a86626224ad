"""HyperStyle: a generator whose weights follow a photo."""

from __future__ import annotations

from dataclasses import replace

import torch

from ganstudio.networks.hyperstyle import HyperStyle, HyperStyleConfig
from ganstudio.networks.hyperstyle_hypernet import HypernetConfig
from ganstudio.networks.stylegan2 import StyleGan2Config
from ganstudio.networks.stylegan2_layers import MappingConfig

CONFIG = HyperStyleConfig(
    decoder=StyleGan2Config(16, (4, 4, 2), MappingConfig(z_dim=5, w_dim=5, layers=1), w_avg=False),
    hypernet=HypernetConfig(
        layers=(0, 1, 3, 6), shared=(0, 3), stem=2, widths=(2, 3, 4, 5), units=(1, 1, 1, 1), code=4, inner=3
    ),
)
IMAGE = torch.rand(2, 3, 256, 256, generator=torch.Generator().manual_seed(0)) * 2 - 1
WS = torch.randn(2, 6, 5, generator=torch.Generator().manual_seed(1))


def made(config: HyperStyleConfig = CONFIG) -> HyperStyle:
    torch.manual_seed(0)
    return HyperStyle(config).eval()


@torch.inference_mode()
def test_offsets_change_weights_in_proportion_and_each_photo_has_its_own() -> None:
    network = made()
    offsets = {1: torch.randn(2, 3, 4, 1, 1), 3: torch.randn(2, 4, 4, 3, 3)}
    pictures = network.decode(WS, offsets)
    before = network.decode(WS)
    for i in range(2):
        changed = made()
        changed.decoder.synthesis.b4.torgb.weight *= 1 + offsets[1][i]
        changed.decoder.synthesis.b8.conv1.weight *= 1 + offsets[3][i]
        torch.testing.assert_close(pictures[i], changed.decode(WS)[i], atol=1e-5, rtol=1e-5)
    torch.testing.assert_close(network.decode(WS), before, atol=0, rtol=0)


@torch.inference_mode()
def test_each_step_looks_at_the_last_picture_and_adds_up() -> None:
    network = made()
    (first, none), (second, once), (third, twice) = network.refine(IMAGE, WS, iterations=2)
    assert none == {}
    torch.testing.assert_close(first, network.decode(WS))
    torch.testing.assert_close(second, network.decode(WS, once))
    more = network(IMAGE, network.as_input(second))
    assert twice.keys() == once.keys() == {0, 1, 3, 6}
    torch.testing.assert_close(twice[6], once[6] + more[6])
    torch.testing.assert_close(third, network.decode(WS, twice))


@torch.inference_mode()
def test_the_bars_around_cars_are_cut_before_the_network_looks() -> None:
    network = made(replace(CONFIG, wide=True))
    picture = torch.zeros(1, 3, 512, 512)
    picture[:, :, 64:448] = 1
    seen = network.as_input(picture)
    assert seen.shape == (1, 3, 192, 256)
    assert (seen == 1).all()
    assert made().as_input(picture).shape == (1, 3, 256, 256)


@torch.inference_mode()
def test_codes_lie_around_the_average() -> None:
    network = made()
    network.latent_avg += torch.arange(6.0)[:, None]
    codes = network.codes(torch.ones(2, 5))
    assert codes.shape == (2, 6, 5)
    assert codes[1, :, 0].tolist() == [1, 2, 3, 4, 5, 6]
