"""The quick convolution equals the plain one, and is taken only where it can be."""

from __future__ import annotations

import pytest
import torch
from torch.nn import functional as F

from ganstudio.networks import winograd


@pytest.mark.parametrize("strip", [1 << 9, 1 << 21])
@pytest.mark.parametrize(("inputs", "outputs"), [(5, 7), (7, 3)])
def test_equals_the_plain_convolution(
    inputs: int, outputs: int, strip: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(winograd, "_STRIP", strip)
    torch.manual_seed(0)
    x, bias = torch.randn(1, inputs, 20, 12), torch.randn(outputs)
    weight = torch.randn(outputs, inputs, 3, 3) / 3
    for order in (torch.contiguous_format, torch.channels_last):
        y = winograd.convolve(x.contiguous(memory_format=order), weight, bias)
        torch.testing.assert_close(y, F.conv2d(x, weight, bias, padding=1), atol=1e-4, rtol=0)
        assert y.is_contiguous(memory_format=torch.channels_last)


@pytest.mark.parametrize(
    ("size", "dtype", "kernel"),
    [
        ((2, 128, 32, 32), torch.float32, 3),
        ((1, 128, 34, 32), torch.float32, 3),
        ((1, 128, 16, 16), torch.float32, 3),
        ((1, 128, 32, 32), torch.bfloat16, 3),
        ((1, 128, 32, 32), torch.float32, 1),
    ],
)
def test_leaves_what_it_cannot_do_or_does_slower(
    size: tuple[int, ...], dtype: torch.dtype, kernel: int
) -> None:
    weight = torch.zeros(128, 128, kernel, kernel)
    assert winograd.pays(torch.zeros(1, 128, 32, 32), torch.zeros(128, 128, 3, 3))
    assert not winograd.pays(torch.zeros(size, dtype=dtype), weight)
