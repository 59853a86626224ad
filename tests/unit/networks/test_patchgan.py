from __future__ import annotations

import pytest
import torch

from ganstudio.networks.patchgan import (
    PatchDiscriminator,
    PatchDiscriminatorConfig,
    PixelDiscriminator,
    PixelDiscriminatorConfig,
)


@pytest.mark.parametrize(("n_layers", "patch"), [(1, 16), (2, 34), (3, 70)])
def test_a_score_sees_a_patch(n_layers: int, patch: int) -> None:
    config = PatchDiscriminatorConfig(1, ndf=2, n_layers=n_layers, norm="none")
    image = torch.rand(1, 1, 128, 128, requires_grad=True)
    scores = PatchDiscriminator(config)(image)
    middle = scores.shape[-1] // 2
    scores[0, 0, middle, middle].backward()
    assert image.grad is not None
    assert int((image.grad[0, 0].abs().sum(0) > 0).sum()) == patch


def test_pixels_are_scored_one_by_one() -> None:
    network = PixelDiscriminator(PixelDiscriminatorConfig(1, ndf=2, norm="none"))
    image = torch.rand(1, 1, 3, 4)
    torch.testing.assert_close(network(image.flip(3)), network(image).flip(3))
