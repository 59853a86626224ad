"""Restarted syntheses equal full ones, and cost no more stages than changed."""

from __future__ import annotations

from dataclasses import replace

import pytest
import torch
from torch import Tensor

from ganstudio.networks.staged import Noise, StageCache, State, noise_by_stage, run_stages
from ganstudio.networks.stylegan2 import Architecture, StyleGan2Config, SynthesisNetwork
from ganstudio.networks.stylegan2_layers import MappingConfig

# b4.conv1 b4.torgb b8.conv0 b8.conv1 b8.torgb b16.conv0 b16.conv1 b16.torgb; the rows that they read:
ROWS = (0, 1, 1, 2, 3, 3, 4, 5)
CONFIG = StyleGan2Config(16, (6, 5, 4), MappingConfig(w_dim=8))


class Counting(SynthesisNetwork):
    ran = 0
    fails_at: int | None = None

    def run_stage(self, index: int, state: State, ws: Tensor, noise: list[Tensor | None]) -> State:
        if index == self.fails_at:
            raise InterruptedError
        self.ran += 1
        return super().run_stage(index, state, ws, noise)


@pytest.fixture
def network() -> Counting:
    torch.manual_seed(0)
    network = Counting(CONFIG).eval()
    for name, parameter in network.named_parameters():
        if name.endswith("noise_strength"):
            torch.nn.init.constant_(parameter, 0.3)
    return network


def fresh(network: Counting, ws: Tensor, noise: Noise = ()) -> Tensor:
    """Without a cache, and not counted."""
    with torch.no_grad():
        *_, last = run_stages(network, ws, noise)
    network.ran = 0
    return network.image(last)


def cached(cache: StageCache, network: Counting, ws: Tensor, noise: Noise = ()) -> Tensor:
    image = cache.synthesise(network, ws, noise)
    assert network.ran == cache.stages_run
    network.ran = 0
    return image


@pytest.mark.parametrize("row", range(6))
def test_a_row_restarts_at_the_first_stage_that_reads_it(network: Counting, row: int) -> None:
    cache, ws = StageCache(), torch.randn(2, 6, 8)
    cached(cache, network, ws)
    assert cache.stages_run == 8
    ws[1, row] += 1  # in place: the cache must not look at the caller's tensor
    image = cached(cache, network, ws)
    assert cache.stages_run == 8 - ROWS.index(row)
    assert torch.equal(image, fresh(network, ws))


def test_nothing_changed_runs_nothing(network: Counting) -> None:
    cache, ws, noise = StageCache(), torch.randn(1, 6, 8), network.noise("const")
    first = cached(cache, network, ws, noise)
    assert torch.equal(cached(cache, network, ws.clone(), noise), first)
    assert cache.stages_run == 0


def test_noise_restarts_at_its_layer(network: Counting) -> None:
    cache, ws = StageCache(), torch.randn(1, 6, 8)
    noise = network.noise("random", generator=torch.Generator().manual_seed(1))
    cached(cache, network, ws, noise)
    noise[2] = torch.randn(1, 1, 8, 8)
    image = cached(cache, network, ws, noise)
    assert cache.stages_run == 5
    assert torch.equal(image, fresh(network, ws, noise))
    noise[4] = None
    image = cached(cache, network, ws, noise)
    assert cache.stages_run == 2
    assert torch.equal(image, fresh(network, ws, noise))


def test_going_back_is_a_change_too(network: Counting) -> None:
    cache, ws = StageCache(), torch.randn(1, 6, 8)
    other = ws.clone()
    other[:, 4] = 0
    before = cached(cache, network, ws)
    cached(cache, network, other)
    assert torch.equal(cached(cache, network, ws), before)


def test_another_batch_network_or_a_clear_runs_all(network: Counting) -> None:
    cache, ws = StageCache(), torch.randn(2, 6, 8)
    for change in range(3):
        cached(cache, network, ws)
        if change == 0:
            ws = ws[:1]
        elif change == 1:
            network = Counting(CONFIG)
        else:
            cache.clear()
        assert torch.equal(cached(cache, network, ws), fresh(network, ws))
        assert cache.stages_run == 8


def test_goes_on_where_it_was_interrupted(network: Counting) -> None:
    cache, ws = StageCache(), torch.randn(1, 6, 8)
    cached(cache, network, ws)
    ws[:, 1] += 1
    network.fails_at = 5
    with pytest.raises(InterruptedError):
        cache.synthesise(network, ws)
    network.fails_at, network.ran = None, 0
    image = cached(cache, network, ws)
    assert cache.stages_run == 3
    assert torch.equal(image, fresh(network, ws))


def test_noise_is_counted(network: Counting) -> None:
    assert [len(maps) for maps in noise_by_stage(network, ())] == [1, 0, 1, 1, 0, 1, 1, 0]
    with pytest.raises(ValueError, match="3 noise maps for 5 layers"):
        noise_by_stage(network, [None] * 3)


def test_a_draft_stops_early_and_the_next_call_goes_on(network: Counting) -> None:
    cache, ws, noise = StageCache(), torch.randn(1, 6, 8), network.noise("const")
    draft = cache.synthesise(network, ws, noise, upto=8)
    assert draft.shape == (1, 3, 8, 8)
    assert cache.stages_run == 5
    with torch.no_grad():
        states = list(run_stages(network, ws, noise))
    assert torch.equal(draft, network.image(states[4]))
    assert torch.equal(cache.synthesise(network, ws, noise), network.image(states[-1]))
    assert cache.stages_run == 3


@pytest.mark.parametrize(("row", "layer"), [(1, 1), (1, 4), (5, 1)])
def test_a_draft_forgets_what_lay_behind_it(network: Counting, row: int, layer: int) -> None:
    cache, ws = StageCache(), torch.randn(1, 6, 8)
    noise = network.noise("random", generator=torch.Generator().manual_seed(1))
    cache.synthesise(network, ws, noise)
    ws[:, row] += 1
    cache.synthesise(network, ws, noise, upto=8)
    noise[layer] = None
    cache.synthesise(network, ws, noise, upto=8)
    assert torch.equal(cache.synthesise(network, ws, noise), fresh(network, ws, noise))


def test_a_draft_of_what_only_fine_layers_show_is_the_whole(network: Counting) -> None:
    cache, ws = StageCache(), torch.randn(1, 6, 8)
    cache.synthesise(network, ws)
    ws[:, 4] += 1
    assert torch.equal(cache.synthesise(network, ws, upto=8), fresh(network, ws))


@pytest.mark.parametrize("architecture", ["orig", "resnet"])
def test_without_colours_before_the_end_a_draft_is_the_whole(architecture: Architecture) -> None:
    network = SynthesisNetwork(replace(CONFIG, architecture=architecture)).eval()
    cache, ws = StageCache(), torch.randn(1, 6, 8)
    assert torch.equal(cache.synthesise(network, ws, upto=8), cache.synthesise(network, ws))
    assert cache.stages_run == 0
