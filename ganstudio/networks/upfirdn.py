"""Resampling with FIR filters, as the StyleGAN family does it: up-sample, pad, filter, down-sample.

Karras et al., "Analyzing and Improving the Image Quality of StyleGAN", CVPR 2020, arXiv:1912.04958. The
conventions are those of NVlabs/stylegan2-ada-pytorch. Plain convolutions with one group per channel do the
work; on the CPU they are several times faster in channels_last.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor
from torch.nn import functional as F

Padding = tuple[int, int, int, int]
_SEPARABLE = 8


def fir_filter(taps: Sequence[float]) -> Tensor:
    """The filter of sum 1 with these taps: (k, k) for a few of them, (k,) for one along each axis if many."""
    # In plain numbers: on the meta device, arithmetic first imports seconds of torch.
    row = [tap / sum(taps) for tap in taps]
    if len(taps) >= _SEPARABLE:
        return torch.tensor(row, dtype=torch.float32)
    return torch.tensor([[a * b for b in row] for a in row], dtype=torch.float32)


def upfirdn2d(
    x: Tensor,
    f: Tensor | None,
    up: int = 1,
    down: int = 1,
    padding: int | Padding = 0,
    gain: float = 1.0,
    flip: bool = False,
) -> Tensor:
    """Put `up - 1` zeros behind every pixel, pad, convolve with `f`, keep every `down`-th pixel.

    x: (N, C, H, W). f: (kh, kw), or (k,) for the same filter along rows and columns, or None for none.
    padding: left, right, top, bottom, in up-sampled pixels; negative numbers crop. gain multiplies the
    result. flip correlates (f as it is laid over the pixels) where the default convolves.
    Returns (N, C, h, w) with w = (W * up + left + right - kw) // down + 1 and likewise h.
    """
    left, right, top, bottom = (padding,) * 4 if isinstance(padding, int) else padding
    if f is None:
        f = torch.ones(1, 1, dtype=x.dtype, device=x.device)
    f = f.to(x.dtype)
    if flip:
        f = f.flip(*range(f.dim()))
    if f.dim() == 1:
        f = f * gain**0.5
        x = _filter(x, f[None, :], (1, up), (1, down), (left, right, 0, 0))
        return _filter(x, f[:, None], (up, 1), (down, 1), (0, 0, top, bottom))
    return _filter(x, f * gain, (up, up), (down, down), (left, right, top, bottom))


def _filter(x: Tensor, f: Tensor, up: tuple[int, int], down: tuple[int, int], padding: Padding) -> Tensor:
    channels = x.shape[1]
    kernel = f.expand(channels, 1, *f.shape)
    if up == (1, 1):
        if any(padding):
            x = F.pad(x, padding)
        return F.conv2d(x, kernel.flip(2, 3), stride=down, groups=channels)
    # A transposed convolution skips the zeros between the pixels. It lays the filter on every pixel, as if
    # there were a rim of k - 1 zeros, but leaves out the zeros behind the last one.
    x = F.conv_transpose2d(x, kernel, stride=up, groups=channels)
    (kh, kw), (left, right, top, bottom) = f.shape, padding
    x = F.pad(x, (left - kw + 1, right - kw + up[1], top - kh + 1, bottom - kh + up[0]))
    return x if down == (1, 1) else x[..., :: down[0], :: down[1]]


def upsample2d(x: Tensor, f: Tensor, up: int = 2) -> Tensor:
    """(N, C, H, W) -> (N, C, up * H, up * W); the filter sits evenly around the new pixels."""
    first, last = (f.shape[-1] + up - 1) // 2, (f.shape[-1] - up) // 2
    return upfirdn2d(x, f, up=up, padding=(first, last, first, last), gain=up * up)


def downsample2d(x: Tensor, f: Tensor, down: int = 2) -> Tensor:
    """(N, C, H, W) -> (N, C, H / down, W / down)."""
    first, last = (f.shape[-1] - down + 1) // 2, (f.shape[-1] - down) // 2
    return upfirdn2d(x, f, down=down, padding=(first, last, first, last))
