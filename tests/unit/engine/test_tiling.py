from __future__ import annotations

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from ganstudio.engine.tiling import run_tiled
from ganstudio.errors import CancelledError
from ganstudio.events import CancelToken, Progress


def ramp(height: int, width: int) -> torch.Tensor:
    return torch.linspace(-1, 1, 3 * height * width).reshape(1, 3, height, width)


@settings(deadline=None, max_examples=30)
@given(
    height=st.integers(1, 70),
    width=st.integers(1, 70),
    tile=st.sampled_from([None, 16, 24, 32]),
    overlap=st.integers(0, 20),
    multiple=st.sampled_from([1, 4, 8]),
)
def test_what_is_local_is_the_same_in_tiles(
    height: int, width: int, tile: int | None, overlap: int, multiple: int
) -> None:
    image = ramp(height, width)
    result = run_tiled(lambda x: x * 2 + 1, image, tile=tile, overlap=overlap, multiple=multiple)
    assert torch.allclose(result, image * 2 + 1, atol=1e-5)


def test_the_network_sees_only_sizes_that_it_takes() -> None:
    seen: set[tuple[int, int]] = set()

    def network(x: torch.Tensor) -> torch.Tensor:
        seen.add((x.shape[-2], x.shape[-1]))
        return x

    assert run_tiled(network, ramp(50, 33), tile=40, overlap=8, multiple=16).shape == (1, 3, 50, 33)
    assert seen == {(32, 32)}


def test_a_network_that_enlarges_and_changes_channels() -> None:
    def network(x: torch.Tensor) -> torch.Tensor:
        return torch.nn.functional.interpolate(x[:, :1], scale_factor=2.0, mode="nearest")

    whole = run_tiled(network, ramp(20, 36))
    tiled = run_tiled(network, ramp(20, 36), tile=16, overlap=4)
    assert tiled.shape == (1, 1, 40, 72)
    assert torch.allclose(whole, tiled, atol=1e-5)


def test_neighbouring_tiles_fade_into_each_other() -> None:
    count = 0

    def another_level_each_time(x: torch.Tensor) -> torch.Tensor:
        nonlocal count
        count += 1
        return torch.full_like(x, float(count % 2))

    row = run_tiled(another_level_each_time, ramp(16, 48), tile=32, overlap=16)[0, 0, 0]
    assert (row[0], row[-1]) == (1.0, 0.0)
    assert row.diff().abs().max() < 0.1  # a seam would be a step of 1


def test_tiles_can_be_cancelled() -> None:
    token = CancelToken()

    def network(x: torch.Tensor) -> torch.Tensor:
        token.cancel()
        return x

    with pytest.raises(CancelledError):
        run_tiled(network, ramp(64, 64), tile=32, overlap=0, progress=Progress(token=token))
