from __future__ import annotations

import pytest
import torch
from torch import Tensor

from ganstudio.networks.spade import prepare_semantics
from ganstudio.networks.style_spade import (
    StyleEncoder,
    StyleEncoderConfig,
    StyleSpadeConfig,
    StyleSpadeGenerator,
)

CONFIG = StyleSpadeConfig(semantic_nc=3, style_nc=4, z_dim=2, noise_dim=2, channels=(12, 8, 6), hidden=8)


@pytest.fixture
def network() -> StyleSpadeGenerator:
    torch.manual_seed(0)
    return StyleSpadeGenerator(CONFIG).eval()


def labels(height: int, width: int, n: int = 1) -> Tensor:
    return prepare_semantics(torch.arange(n * height * width).view(n, 1, height, width) // 50 % 3, 3)


def difference(network: StyleSpadeGenerator, **inputs: Tensor) -> float:
    """How much an input changes the picture."""
    semantics = labels(16, 16)
    with torch.inference_mode():
        return float((network(semantics, **inputs) - network(semantics)).abs().max())


def test_any_multiple_of_the_stride_is_drawn_and_nothing_else(network: StyleSpadeGenerator) -> None:
    assert CONFIG.stride == 4
    with torch.inference_mode():
        assert network(labels(12, 20)).shape == (1, 3, 12, 20)
        with pytest.raises(ValueError, match="multiples of 4"):
            network(labels(12, 18))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("z", torch.ones(1, 2)),
        ("style", torch.eye(4)[:1]),
        ("noise", torch.randn(1, 2, 16, 16)),
        ("rows", torch.tensor([[-1.0, 0.0]])),
    ],
)
def test_every_input_matters(network: StyleSpadeGenerator, name: str, value: Tensor) -> None:
    assert difference(network, **{name: value}) > 1e-3


def test_the_picture_is_a_function_of_its_inputs(network: StyleSpadeGenerator) -> None:
    state = torch.get_rng_state()
    noise = torch.ones(1, 2, 16, 16)
    assert difference(network, noise=torch.zeros(1, 2, 16, 16)) == 0
    assert difference(network, noise=noise) == difference(network, noise=noise)
    assert torch.equal(torch.get_rng_state(), state)


def test_rows_place_a_crop_in_its_picture(network: StyleSpadeGenerator) -> None:
    """Away from its edges a crop is drawn as the whole is, if it is told where it lies."""
    whole = torch.zeros(1, 3, 128, 8)
    whole[:, 1] = 1
    with torch.inference_mode():
        full = network(whole)
        lower = network(whole[..., 64:, :], rows=torch.tensor([[0.0, 1.0]]))
    edge = CONFIG.halo
    torch.testing.assert_close(lower[..., edge:, :], full[..., 64 + edge :, :])


@pytest.mark.parametrize("upsample", ["nearest", "bilinear"])
@pytest.mark.parametrize("kernel_size", [1, 3])
def test_a_label_changes_the_picture_only_within_the_halo(upsample: str, kernel_size: int) -> None:
    config = StyleSpadeConfig(
        semantic_nc=3, channels=(8, 6, 4), hidden=4, upsample=upsample, kernel_size=kernel_size
    )
    network = StyleSpadeGenerator(config).eval()
    before = labels(16, 128)
    after = before.clone()
    after[..., 64:] = after[:, [1, 2, 0], :, 64:]
    with torch.inference_mode():
        changed = (network(before) != network(after)).any(dim=(0, 1, 2)).nonzero()
    assert 64 - config.halo <= int(changed.min()) < 64


def test_every_weight_learns(network: StyleSpadeGenerator) -> None:
    network.train()
    inputs = {"z": torch.randn(2, 2), "style": torch.eye(4)[:2], "noise": torch.randn(2, 2, 16, 16)}
    network(labels(16, 16, 2), **inputs).square().mean().backward()
    idle = [name for name, p in network.named_parameters() if p.grad is None or not p.grad.any()]
    assert idle == []


def test_a_generator_needs_style_classes_or_a_latent() -> None:
    with pytest.raises(ValueError, match="z_dim"):
        StyleSpadeConfig(semantic_nc=3, style_nc=0, z_dim=0)


@pytest.mark.parametrize(("z_dim", "style_nc"), [(3, 5), (3, 0), (0, 5)])
def test_encoder_pools_pictures_of_any_size(z_dim: int, style_nc: int) -> None:
    network = StyleEncoder(StyleEncoderConfig(z_dim=z_dim, style_nc=style_nc, width=4)).eval()
    mean, log_variance, style = network(torch.rand(2, 3, 40, 56))
    assert mean.shape == log_variance.shape == (2, z_dim)
    assert style.shape == (2, style_nc)
