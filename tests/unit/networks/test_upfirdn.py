"""Resampling against the definition, written out with zeros and loops over taps."""

from __future__ import annotations

from itertools import product

import pytest
import torch
from torch import Tensor

from ganstudio.networks.upfirdn import downsample2d, fir_filter, upfirdn2d, upsample2d


def by_definition(x: Tensor, f: Tensor, up: int, down: int, padding: tuple[int, int, int, int]) -> Tensor:
    n, c, height, width = x.shape
    left, right, top, bottom = padding
    wide = x.new_zeros(n, c, height * up + 40, width * up + 40)
    wide[..., 20 : 20 + height * up : up, 20 : 20 + width * up : up] = x
    wide = wide[..., 20 - top : 20 + height * up + bottom, 20 - left : 20 + width * up + right]
    kh, kw = f.shape
    h, w = wide.shape[2] - kh + 1, wide.shape[3] - kw + 1
    y = x.new_zeros(n, c, h, w)
    for i, j in product(range(kh), range(kw)):
        y += f[kh - 1 - i, kw - 1 - j] * wide[..., i : i + h, j : j + w]
    return y[..., ::down, ::down]


@pytest.mark.parametrize("up", [1, 2, 3])
@pytest.mark.parametrize("down", [1, 2])
@pytest.mark.parametrize("padding", [(0, 0, 0, 0), (3, 2, 1, 4), (-1, 2, -2, -1)])
@pytest.mark.parametrize("flip", [False, True])
def test_definition(up: int, down: int, padding: tuple[int, int, int, int], flip: bool) -> None:
    torch.manual_seed(0)
    x, f = torch.randn(2, 3, 9, 8), torch.randn(4, 3)
    expected = by_definition(x, f.flip(0, 1) if flip else f, up, down, padding)
    actual = upfirdn2d(x, f, up, down, padding, gain=2.0, flip=flip)
    torch.testing.assert_close(actual, 2 * expected, atol=1e-5, rtol=0)


@pytest.mark.parametrize(("up", "down"), [(1, 1), (2, 1), (4, 1), (1, 2), (2, 2)])
def test_separable_filter_is_its_outer_product(up: int, down: int) -> None:
    torch.manual_seed(0)
    x, f = torch.randn(1, 2, 10, 12), torch.randn(6)
    whole = upfirdn2d(x, torch.outer(f, f), up, down, (5, 3, 4, 2), gain=4.0)
    torch.testing.assert_close(upfirdn2d(x, f, up, down, (5, 3, 4, 2), gain=4.0), whole, atol=1e-4, rtol=0)


def test_no_filter_only_resamples() -> None:
    x = torch.arange(4.0).view(1, 1, 2, 2)
    assert upfirdn2d(x, None, up=2)[0, 0].tolist() == [[0, 0, 1, 0], [0] * 4, [2, 0, 3, 0], [0] * 4]
    assert torch.equal(upfirdn2d(x, None, up=2, down=2), x)


@pytest.mark.parametrize("taps", [(1,), (1, 1), (1, 2, 1), (1, 3, 3, 1), (1, 5, 10, 10, 5, 1)])
def test_sizes_double_and_halve(taps: tuple[int, ...]) -> None:
    f = fir_filter(taps)
    x = torch.randn(1, 1, 6, 10)
    assert upsample2d(x, f).shape == (1, 1, 12, 20)
    assert downsample2d(x, f).shape == (1, 1, 3, 5)


def test_flat_stays_flat_inside() -> None:
    f = fir_filter((1, 3, 3, 1))
    x = torch.full((1, 1, 8, 8), 2.0)
    torch.testing.assert_close(upsample2d(x, f)[..., 2:-2, 2:-2], torch.full((1, 1, 12, 12), 2.0))
    torch.testing.assert_close(downsample2d(x, f)[..., 1:-1, 1:-1], torch.full((1, 1, 2, 2), 2.0))


def test_filters_of_many_taps_are_kept_separable() -> None:
    assert fir_filter((1, 3, 3, 1)).shape == (4, 4)
    assert fir_filter(range(1, 9)).shape == (8,)
    assert fir_filter(range(1, 9)).sum() == pytest.approx(1)


def test_memory_format_is_kept() -> None:
    x = torch.randn(1, 4, 8, 8).contiguous(memory_format=torch.channels_last)
    f = fir_filter((1, 3, 3, 1))
    for y in (upsample2d(x, f), downsample2d(x, f)):
        assert y.is_contiguous(memory_format=torch.channels_last)
