"""The encoders of pSp and e4e."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor, nn

from ganstudio.networks.ir_se import IrSeConfig
from ganstudio.networks.psp_encoders import EncoderKind, build_encoder

TINY = IrSeConfig(stem=2, widths=(2, 3, 4, 5), units=(1, 2, 1, 1), reduction=2)


def made(kind: EncoderKind, n_styles: int = 8) -> nn.Module:
    torch.manual_seed(0)
    return build_encoder(kind, TINY, n_styles, 6).eval()


def image(rows: int = 256) -> Tensor:
    return torch.rand(2, 3, rows, 256, generator=torch.Generator().manual_seed(1)) * 2 - 1


@pytest.mark.parametrize("kind", ["gradual", "progressive", "w_plus"])
@torch.inference_mode()
def test_there_is_a_style_for_every_layer(kind: EncoderKind) -> None:
    assert made(kind)(image()).shape == (2, 8, 6)


@torch.inference_mode()
def test_an_encoder_into_w_gives_one_style_for_all() -> None:
    assert made("w")(image()).shape == (2, 6)


@torch.inference_mode()
def test_what_psp_takes_as_styles_e4e_takes_as_offsets_from_the_first() -> None:
    gradual, progressive = made("gradual"), made("progressive")
    progressive.load_state_dict(gradual.state_dict())
    styles = gradual(image())
    expected = torch.cat([styles[:, :1], styles[:, :1] + styles[:, 1:]], dim=1)
    torch.testing.assert_close(progressive(image()), expected)


@torch.inference_mode()
def test_the_wide_pictures_of_cars_fit_and_larger_ones_do_not() -> None:
    network = made("gradual")
    assert network(image(192)).shape == (2, 8, 6)
    with pytest.raises(ValueError, match="256 x 256"):
        network(torch.zeros(1, 3, 512, 512))


@torch.inference_mode()
def test_each_level_reads_its_own_features() -> None:
    network = made("gradual")
    before = network(image())
    network.latlayer2.bias += 1  # the fine features alone
    changed = (network(image()) - before).abs().amax(dim=(0, 2)) > 1e-6
    assert changed.tolist() == [False] * 7 + [True]
    network.latlayer1.bias += 1
    changed = (network(image()) - before).abs().amax(dim=(0, 2)) > 1e-6
    assert changed.tolist() == [False] * 3 + [True] * 5
