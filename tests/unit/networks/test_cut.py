from __future__ import annotations

import torch

from ganstudio.networks.cut import CutConfig, CutGenerator, PatchSampler, PatchSamplerConfig


def test_features_end_behind_the_last_layer_asked_for() -> None:
    network = CutGenerator(CutConfig(ngf=2, blocks=6)).eval()
    image = torch.rand(1, 3, 32, 32)
    with torch.inference_mode():
        features = network.features(image, (0, 4, 8, 12, 16))
        torch.testing.assert_close(network.features(image, (len(network.model) - 1,))[0], network(image))
    # The padded image, the convolutions before each blur, and the outputs of the first and fifth block.
    assert [tuple(feature.shape[1:]) for feature in features] == [
        (3, 38, 38),
        (4, 32, 32),
        (8, 16, 16),
        (8, 8, 8),
        (8, 8, 8),
    ]


def test_samples_are_vectors_of_length_one_at_the_places_asked_for() -> None:
    sampler = PatchSampler(PatchSamplerConfig((2, 3), out_channels=4))
    features = [torch.rand(2, 2, 4, 5), torch.rand(2, 3, 2, 2)]
    everywhere = sampler(features)
    assert [tuple(vectors.shape) for vectors in everywhere] == [(2 * 20, 4), (2 * 4, 4)]
    torch.testing.assert_close(everywhere[0].norm(dim=1), torch.ones(40))
    some = sampler(features, [torch.tensor([7, 0]), torch.tensor([3])])
    torch.testing.assert_close(some[0], everywhere[0][[7, 0, 27, 20]])
    torch.testing.assert_close(some[1], everywhere[1][[3, 7]])
