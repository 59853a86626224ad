"""Moving averages of weights."""

from __future__ import annotations

import pytest
import torch
from torch import nn

from ganstudio.training import ema


def test_parameters_and_running_statistics_move_and_other_buffers_are_copied() -> None:
    net = nn.Sequential(nn.Linear(2, 2), nn.BatchNorm1d(2))
    net.register_buffer("weight_u", torch.zeros(2))
    average = ema.averaged_copy(net)
    with torch.no_grad():
        for value in (*net.parameters(), net[1].running_mean, net.weight_u):
            value.fill_(1.0)
        for value in (*average.parameters(), average[1].running_mean):
            value.fill_(0.0)
    ema.update(average, net, decay=0.75)
    assert torch.allclose(average[0].weight, torch.tensor(0.25))
    assert torch.allclose(average[1].running_mean, torch.tensor(0.25))
    assert torch.allclose(average.weight_u, torch.tensor(1.0))
    assert not any(parameter.requires_grad for parameter in average.parameters())


def test_half_life_is_what_it_says_once_enough_was_seen() -> None:
    assert ema.decay_for(1000, 1000.0, 10**9) == pytest.approx(0.5)
    assert ema.decay_for(16, 5000.0, 16) < 0.01
