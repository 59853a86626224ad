from __future__ import annotations

import pytest
import torch

from ganstudio.networks.cyclegan import ResnetConfig, ResnetGenerator


@pytest.mark.parametrize("downsamplings", [1, 2, 4])
@pytest.mark.parametrize("padding", ["reflect", "zero"])
def test_pictures_keep_their_size(downsamplings: int, padding: str) -> None:
    config = ResnetConfig(1, 2, ngf=1, blocks=1, padding=padding, downsamplings=downsamplings)
    size = (2 * config.multiple, 3 * config.multiple)
    with torch.inference_mode():
        assert ResnetGenerator(config).eval()(torch.zeros(1, 1, *size)).shape == (1, 2, *size)


def test_gradients_reach_the_input() -> None:
    image = torch.rand(1, 3, 16, 16, requires_grad=True)
    ResnetGenerator(ResnetConfig(ngf=2, blocks=2, norm="none"))(image).sum().backward()
    assert image.grad is not None
    assert image.grad.abs().sum() > 0
