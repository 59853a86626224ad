"""Recorded stages give what the network gives; the recorder of these tests needs no GPU."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import torch

from ganstudio.networks.cuda_graphs import GraphedSynthesis, graphed
from ganstudio.networks.staged import StageCache, StagedSynthesis, State
from ganstudio.networks.stylegan2 import StyleGan2Config, SynthesisNetwork
from ganstudio.networks.stylegan2_layers import MappingConfig


def record(run: Callable[[], State]) -> tuple[State, Callable[[], None]]:
    """Writes into the same tensors each time, as a graph does."""
    state = run()

    def renew() -> None:
        for held, new in zip(state, run(), strict=True):
            if held is not None and new is not None:
                held.copy_(new)

    return state, renew


@pytest.fixture
def network() -> SynthesisNetwork:
    torch.manual_seed(0)
    network = SynthesisNetwork(StyleGan2Config(16, (6, 5, 4), MappingConfig(w_dim=8))).eval()
    for name, parameter in network.named_parameters():
        if name.endswith("noise_strength"):
            torch.nn.init.constant_(parameter, 0.3)
    return network


def test_elsewhere_than_on_cuda_the_network_stays(network: SynthesisNetwork) -> None:
    with torch.no_grad():
        assert graphed(network, torch.randn(1, 6, 8)) is network


@torch.no_grad()
def test_equals_the_network_stage_by_stage(network: SynthesisNetwork) -> None:
    ws, noise = torch.randn(1, 6, 8), network.noise("const")
    recorded, cache = GraphedSynthesis(network, ws, record), StageCache()
    first = cache.synthesise(recorded, ws, noise)
    kept = first.clone()
    for row, runs in ((4, 2), (1, 7), (3, 4)):
        ws[:, row] += 1
        image = cache.synthesise(recorded, ws, noise)
        assert cache.stages_run == runs
        assert torch.equal(image, network(ws, noise=noise))
    noise[3] = None
    assert torch.equal(cache.synthesise(recorded, ws, noise), network(ws, noise=noise))
    assert torch.equal(first, kept)


@torch.no_grad()
def test_another_batch_is_not_recorded(network: SynthesisNetwork) -> None:
    ws = torch.randn(2, 6, 8)
    recorded: StagedSynthesis = GraphedSynthesis(network, ws[:1], record)
    assert torch.equal(StageCache().synthesise(recorded, ws), network(ws, "none"))
