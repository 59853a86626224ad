"""Losses on features, and the networks that the features come from."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import torch
from torch import Tensor, nn

from ganstudio.errors import CheckpointError
from ganstudio.training.feature_nets import (
    JOHNSON_LAYERS,
    PIX2PIXHD_LAYERS,
    SegmenterFeatures,
    VggFeatures,
    features_of,
    vgg_features,
)
from ganstudio.training.perceptual import (
    PerceptualLoss,
    feature_reconstruction,
    gram,
    style_reconstruction,
    total_variation,
)

# Convolutions per stage.
VGG16, VGG19 = (2, 2, 3, 3, 3), (2, 2, 4, 4, 4)
_MEAN, _STD = torch.tensor([0.485, 0.456, 0.406]), torch.tensor([0.229, 0.224, 0.225])


def layers(stages: tuple[int, ...], normed: bool) -> Iterator[nn.Module]:
    """As torchvision lays a VGG out, but narrow."""
    before = 3
    for stage, count in enumerate(stages):
        for _ in range(count):
            after = 2 + stage
            yield nn.Conv2d(before, after, 3, padding=1)
            if normed:
                yield nn.BatchNorm2d(after)
            yield nn.ReLU()
            before = after
        yield nn.MaxPool2d(2)


def network(stages: tuple[int, ...] = VGG19, normed: bool = False) -> nn.Sequential:
    torch.manual_seed(0)
    return nn.Sequential(*layers(stages, normed)).eval()


def pictures(n: int = 2) -> Tensor:
    return torch.rand(n, 3, 32, 32, generator=torch.Generator().manual_seed(1)) * 2 - 1


@pytest.mark.parametrize("prefix", ["features.", "", "module.features.", "vgg.features."])
@pytest.mark.parametrize(("stages", "name"), [(VGG16, "VGG-16"), (VGG19, "VGG-19")])
def test_any_vgg_is_read_as_it_is(stages: tuple[int, ...], name: str, prefix: str) -> None:
    original = network(stages)
    state = {f"{prefix}{key}": value for key, value in original.state_dict().items()}
    read = vgg_features({**state, "classifier.0.weight": torch.zeros(3, 3)}, ("relu1_1", "relu5_3"))
    assert read.name == name
    x = (pictures() + 1) / 2
    expected, wanted = (x - _MEAN.view(1, 3, 1, 1)) / _STD.view(1, 3, 1, 1), []
    for layer in original:
        expected = layer(expected)
        wanted.append(expected)
    found = read(pictures())
    last = {VGG16: 29, VGG19: 33}[stages]
    torch.testing.assert_close(found[0], wanted[1])
    torch.testing.assert_close(found[1], wanted[last])


def test_batch_norm_is_read_too() -> None:
    original = network(VGG16, normed=True)
    read = vgg_features(original.state_dict(), ("relu5_3",))
    assert read.name == "VGG-16 with batch norm"
    expected = original[:-1](((pictures() + 1) / 2 - _MEAN.view(1, 3, 1, 1)) / _STD.view(1, 3, 1, 1))
    torch.testing.assert_close(read(pictures())[0], expected)


def test_layers_of_both_papers_are_found_and_others_are_named() -> None:
    state = network(VGG16).state_dict()
    assert len(vgg_features(state, JOHNSON_LAYERS)(pictures())) == 4
    assert [f.shape[-1] for f in vgg_features(state, PIX2PIXHD_LAYERS)(pictures())] == [32, 16, 8, 4, 2]
    with pytest.raises(CheckpointError, match="relu3_4"):
        vgg_features(state, ("relu3_4",))


@pytest.mark.parametrize("missing", ["0.weight", "5.bias"])
def test_what_is_no_vgg_is_refused(missing: str) -> None:
    state = {key: value for key, value in network().state_dict().items() if key != missing}
    with pytest.raises(CheckpointError, match="VGG"):
        vgg_features(state)


def test_our_own_net_takes_the_place_of_a_vgg_and_is_named_so() -> None:
    own = features_of()
    assert isinstance(own, SegmenterFeatures)
    assert own.name == "landscape-segmenter"
    before = {key: value.clone() for key, value in own.state_dict().items()}
    found = own.train()(pictures())
    assert [f.shape[-1] for f in found] == [32, 16, 8, 4, 2]
    assert all(torch.equal(before[key], value) for key, value in own.state_dict().items())
    loss = PerceptualLoss(own)
    assert float(loss(pictures(), pictures())) == 0
    assert float(loss(pictures(), pictures().flip(-1))) > 0


def test_features_come_from_a_file(tmp_path: Path) -> None:
    torch.save({f"features.{k}": v for k, v in network().state_dict().items()}, tmp_path / "vgg19.pth")
    read = features_of(tmp_path / "vgg19.pth")
    assert isinstance(read, VggFeatures)
    assert read.name == "VGG-19"


def test_the_picture_learns_and_neither_target_nor_network_does() -> None:
    loss = PerceptualLoss(vgg_features(network().state_dict()))
    x, target = pictures().requires_grad_(), pictures().flip(0).requires_grad_()
    loss(x, target).backward()
    assert x.grad is not None
    assert x.grad.abs().sum() > 0
    assert target.grad is None
    assert all(parameter.grad is None for parameter in loss.parameters())


def test_gram_matrices_are_mean_products_of_channels() -> None:
    features = torch.zeros(1, 2, 2, 2)
    features[0, 0] = 3
    features[0, 1, 0, 0] = 2
    assert torch.equal(gram(features)[0], torch.tensor([[36.0, 6], [6, 4]]) / 8)


def test_style_does_not_ask_where_things_are_nor_how_large_the_picture_is() -> None:
    features = torch.rand(2, 3, 8, 8)
    styles = [gram(features)]
    assert float(style_reconstruction([features.flip(-1)], styles)) < 1e-9
    assert float(style_reconstruction([features.repeat(1, 1, 2, 2)], styles)) < 1e-9
    assert float(feature_reconstruction(features.flip(-1), features)) > 0.01
    torch.testing.assert_close(
        style_reconstruction([2 * features], [gram(features)]),
        (3 * gram(features)).square().sum((1, 2)).mean(),
    )


def test_total_variation_is_that_of_neighbours() -> None:
    steps = torch.arange(4.0).expand(1, 1, 4, 4)
    assert float(total_variation(steps)) == 1.0
    assert float(total_variation(torch.ones(1, 3, 4, 4))) == 0.0
