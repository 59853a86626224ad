from __future__ import annotations

from importlib import import_module

import torch
from torch import nn

from ganstudio import Studio


def test_each_picture_of_a_stack_gets_the_noise_it_gets_alone() -> None:
    Studio().registry.operation("sketch_colorization.colorize")
    painter = import_module("ganstudio.ext.sketch_colorization.painter")
    network = nn.Sequential(nn.Conv2d(3, 8, 3, padding=1), nn.Dropout(0.5), nn.Conv2d(8, 3, 1)).eval()
    pictures = torch.rand(3, 3, 8, 8, generator=torch.Generator().manual_seed(1))
    noisy = painter._Noisy(network, "cpu", seed=4, variety=1.0)
    with torch.inference_mode():
        together = noisy(pictures)
        alone = torch.cat([noisy(picture[None]) for picture in pictures])
        other = painter._Noisy(network, "cpu", seed=5, variety=1.0)(pictures)
        plain = painter._Noisy(network, "cpu", seed=4, variety=0.0)(pictures)
    assert torch.allclose(together, alone, atol=1e-6)
    assert not torch.allclose(together, other, atol=1e-3)
    assert not torch.allclose(together, plain, atol=1e-3)
    dropout = network[1]
    assert isinstance(dropout, nn.Dropout)
    assert (dropout.p, dropout.training, len(dropout._forward_hooks)) == (0.5, False, 0), "left as it was"
