"""pSp and e4e as one model."""

from __future__ import annotations

import pytest
import torch

from ganstudio.networks.ir_se import IrSeConfig
from ganstudio.networks.psp import Psp, PspConfig
from ganstudio.networks.psp_encoders import EncoderKind
from ganstudio.networks.stylegan2 import StyleGan2Config
from ganstudio.networks.stylegan2_layers import MappingConfig

DECODER = StyleGan2Config(16, (4, 3, 2), MappingConfig(z_dim=5, w_dim=5, layers=1), w_avg=False)
BODY = IrSeConfig(stem=2, widths=(2, 3, 4, 5), units=(1, 1, 1, 1), reduction=2)
IMAGE = torch.rand(2, 3, 256, 256, generator=torch.Generator().manual_seed(0)) * 2 - 1


@pytest.mark.parametrize("kind", ["gradual", "progressive", "w", "w_plus"])
@torch.inference_mode()
def test_every_encoder_gives_the_styles_that_the_decoder_takes(kind: EncoderKind) -> None:
    network = Psp(PspConfig(DECODER, kind, BODY)).eval()
    ws = network(IMAGE)
    assert ws.shape == (2, 6, 5)
    assert network.decode(ws).shape == (2, 3, 16, 16)


@torch.inference_mode()
def test_styles_start_from_the_average_or_from_nothing() -> None:
    around = Psp(PspConfig(DECODER, "gradual", BODY)).eval()
    torch.nn.init.normal_(around.latent_avg)
    bare = Psp(PspConfig(DECODER, "gradual", BODY, from_average=False)).eval()
    state = around.state_dict()
    average = state.pop("latent_avg")
    bare.load_state_dict(state)
    torch.testing.assert_close(around(IMAGE), bare(IMAGE) + average)
