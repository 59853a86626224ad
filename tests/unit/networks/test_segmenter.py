from __future__ import annotations

import torch
from torch.nn import functional as F

from ganstudio.networks.segmenter import Segmenter, SegmenterConfig


def test_it_is_small_and_keeps_the_size() -> None:
    network = Segmenter(SegmenterConfig(classes=12)).eval()
    assert sum(parameter.numel() for parameter in network.parameters()) <= 600_000
    with torch.inference_mode():
        assert network(torch.zeros(1, 3, 32, 48)).shape == (1, 12, 32, 48)


def test_it_learns_to_tell_colours_apart() -> None:
    torch.manual_seed(0)
    network = Segmenter(SegmenterConfig(classes=3, width=8))
    optimiser = torch.optim.Adam(network.parameters(), lr=1e-2)
    for _ in range(30):
        labels = torch.randint(0, 3, (4, 4, 4)).repeat_interleave(8, 1).repeat_interleave(8, 2)
        image = F.one_hot(labels, 3).permute(0, 3, 1, 2).float() * 2 - 1
        loss = F.cross_entropy(network(image), labels)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    assert (network.eval()(image).argmax(1) == labels).float().mean() > 0.8
