from __future__ import annotations

import pytest
import torch

from ganstudio.networks.spade import (
    ConvEncoder,
    DiscriminatorConfig,
    EncoderConfig,
    MultiscaleDiscriminator,
    SpadeConfig,
    SpadeGenerator,
    instance_edges,
    latent_grid,
    prepare_semantics,
)

# Numbers are the golden cases' business (tests/golden); here is what they do not reach.


def test_planes_are_classes_then_dont_care_then_edges() -> None:
    labels = torch.tensor([[0, 1], [255, 2]], dtype=torch.uint8).view(1, 1, 2, 2)
    instances = torch.tensor([[5, 5], [5, 9]]).view(1, 1, 2, 2)
    planes = prepare_semantics(labels, 2, dont_care=True, instances=instances)
    assert planes[0, 0].tolist() == [[1, 0], [0, 0]]
    assert planes[0, 1].tolist() == [[0, 1], [0, 0]]
    assert planes[0, 2].tolist() == [[0, 0], [1, 1]]  # 255, and the number behind the last class
    assert planes[0, 3].tolist() == [[0, 1], [1, 1]]


def test_a_pixel_of_no_class_is_empty_without_a_dont_care_plane() -> None:
    labels = torch.full((1, 1, 2, 2), 255, dtype=torch.uint8)
    assert prepare_semantics(labels, 3).sum() == 0


def test_an_edge_marks_both_sides() -> None:
    instances = torch.zeros(1, 1, 3, 5, dtype=torch.int32)
    instances[..., 3:] = 7
    assert instance_edges(instances)[0, 0].tolist() == [[False, False, True, True, False]] * 3


@pytest.mark.parametrize(
    ("crop_size", "aspect_ratio", "upsampling", "grid"),
    [
        (256, 1.0, "normal", (8, 8)),
        (512, 2.0, "normal", (8, 16)),
        (512, 2.0, "more", (4, 8)),
        (256, 1.0, "most", (2, 2)),
    ],
)
def test_latent_grid(crop_size: int, aspect_ratio: float, upsampling: str, grid: tuple[int, int]) -> None:
    assert latent_grid(crop_size, aspect_ratio, upsampling) == grid


@pytest.mark.parametrize("upsampling", ["normal", "more", "most"])
def test_without_a_grid_the_picture_is_as_large_as_the_label_map(upsampling: str) -> None:
    config = SpadeConfig(semantic_nc=3, ngf=2, hidden=4, upsampling=upsampling, norm="instance")
    size = (config.stride, 2 * config.stride)
    with torch.inference_mode():
        picture = SpadeGenerator(config).eval()(torch.zeros(1, 3, *size))
    assert picture.shape == (1, 3, *size)
    assert picture.abs().max() <= 1


def test_a_generator_with_latent_follows_it_and_needs_a_grid() -> None:
    with pytest.raises(ValueError, match="latent_grid"):
        SpadeConfig(semantic_nc=3, use_vae=True)
    config = SpadeConfig(semantic_nc=3, ngf=1, hidden=4, use_vae=True, z_dim=8, latent_grid=(2, 2))
    network = SpadeGenerator(config).eval()
    labels = torch.zeros(1, 3, 16, 16)
    with torch.inference_mode():
        one, two = (network(labels, torch.full((1, 8), value)) for value in (0.0, 1.0))
        drawn = network(labels)
    assert drawn.shape == one.shape == (1, 3, 64, 64)
    assert not torch.equal(one, two)


def test_every_weight_of_the_generator_learns() -> None:
    network = SpadeGenerator(SpadeConfig(semantic_nc=3, ngf=4, hidden=4))
    labels = prepare_semantics(torch.randint(0, 3, (2, 1, 64, 64)), 3)
    network(labels).square().mean().backward()
    idle = [name for name, p in network.named_parameters() if p.grad is None or not p.grad.isfinite().all()]
    assert idle == []


@pytest.mark.parametrize("norm", ["instance", "batch", "none"])
def test_discriminator_gives_all_blocks_of_all_scales(norm: str) -> None:
    config = DiscriminatorConfig(in_channels=5, ndf=4, n_layers=3, num_d=2, norm=norm)
    outputs = MultiscaleDiscriminator(config)(torch.randn(2, 5, 64, 64))
    assert [[block.shape[1] for block in scale] for scale in outputs] == [[4, 8, 16, 1]] * 2
    assert outputs[0][-1].shape[-1] > outputs[1][-1].shape[-1]


def test_encoder_takes_any_size() -> None:
    network = ConvEncoder(EncoderConfig(ngf=1)).eval()
    mean, log_variance = network(torch.zeros(1, 3, 40, 60))
    assert mean.shape == log_variance.shape == (1, 256)
