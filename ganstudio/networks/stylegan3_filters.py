"""StyleGAN3's signal processing: sampling rates and cut-offs of its layers, and low-pass filters.

Karras et al., "Alias-Free Generative Adversarial Networks", NeurIPS 2021, arXiv:2106.12423: section 3.2
for the rates, appendix C for filters and sample positions.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import torch
from torch import Tensor


class Bands(Protocol):
    """What the layers' geometry follows from; frequencies are in cycles per image."""

    @property
    def resolution(self) -> int: ...
    @property
    def num_layers(self) -> int: ...
    @property
    def num_critical(self) -> int: ...
    @property
    def first_cutoff(self) -> float: ...
    @property
    def first_stopband(self) -> float: ...
    @property
    def last_stopband_rel(self) -> float: ...
    @property
    def margin_size(self) -> int: ...
    @property
    def conv_kernel(self) -> int: ...
    @property
    def filter_size(self) -> int: ...
    @property
    def lrelu_upsampling(self) -> int: ...
    @property
    def use_radial_filters(self) -> bool: ...


@dataclass(frozen=True)
class Band:
    """The maps a layer leaves: pixels, and samples in an image, of a side; cut-off, half transition width."""

    size: int
    rate: int
    cutoff: float
    half_width: float


@dataclass(frozen=True)
class Resampling:
    """A layer between two bands: its activation runs at `rate`, `up` times its input's."""

    before: Band
    after: Band
    rate: int
    kernel: int
    up: int
    down: int
    up_taps: int
    down_taps: int
    radial: bool

    @property
    def padding(self) -> tuple[int, int, int, int]:
        """Left, right, top and bottom of the up-sampled maps, so that the filters leave the size wanted.

        Samples lie in the middle of their pixels before and after; hence the shift by half of `up`.
        """
        total = (self.after.size - 1) * self.down + 1 - (self.before.size + self.kernel - 1) * self.up
        total += self.up_taps + self.down_taps - 2
        first = (total + self.up) // 2
        return first, total - first, first, total - first

    def up_filter(self) -> Tensor | None:
        band = self.before
        return low_pass(self.up_taps, band.cutoff, 2 * band.half_width, self.rate)

    def down_filter(self) -> Tensor | None:
        band = self.after
        return low_pass(self.down_taps, band.cutoff, 2 * band.half_width, self.rate, radial=self.radial)


def cutoffs(config: Bands) -> list[float]:
    """The cut-off frequency that each layer leaves, in geometric progression up to the critical ones."""
    return [float(f) for f in _progression(config, config.first_cutoff, config.resolution / 2)]


def _progression(config: Bands, first: float, last: float) -> np.ndarray:
    steps = np.arange(config.num_layers + 1) / (config.num_layers - config.num_critical)
    return np.asarray(first * (last / first) ** np.minimum(steps, 1))


def bands(config: Bands) -> list[Band]:
    """What each layer leaves, the one to colours included. The first is what the input layer leaves, too."""
    cutoff = np.asarray(cutoffs(config))
    last = config.resolution / 2 * config.last_stopband_rel
    stopband = _progression(config, config.first_stopband, last)
    rate = np.exp2(np.ceil(np.log2(np.minimum(stopband * 2, config.resolution))))
    half_width = np.maximum(stopband, rate / 2) - cutoff
    size = rate + 2 * config.margin_size
    size[-2:] = config.resolution
    rows = zip(size, rate, cutoff, half_width, strict=True)
    return [Band(int(s), int(r), float(c), float(h)) for s, r, c, h in rows]


def resamplings(config: Bands) -> list[Resampling]:
    """All layers behind the input."""
    left = bands(config)
    return [_resampling(config, left[max(i - 1, 0)], left[i], i) for i in range(len(left))]


def _resampling(config: Bands, before: Band, after: Band, index: int) -> Resampling:
    colours = index == config.num_layers
    rate = max(before.rate, after.rate) * (1 if colours else config.lrelu_upsampling)
    up, down = rate // before.rate, rate // after.rate
    return Resampling(
        before=before,
        after=after,
        rate=rate,
        kernel=1 if colours else config.conv_kernel,
        up=up,
        down=down,
        up_taps=config.filter_size * up if up > 1 and not colours else 1,
        down_taps=config.filter_size * down if down > 1 and not colours else 1,
        radial=config.use_radial_filters and index < config.num_layers - config.num_critical,
    )


def low_pass(taps: int, cutoff: float, width: float, rate: float, *, radial: bool = False) -> Tensor | None:
    """A Kaiser-windowed filter of sum 1: (taps,) for each axis, or (taps, taps) radially symmetric.

    width is that of the transition band, rate the sampling rate; both count like cutoff. None for one tap.
    """
    if taps == 1:
        return None
    window = np.kaiser(taps, _kaiser_beta(2.285 * (taps - 1) * math.pi * width / (rate / 2) + 7.95))
    position = (np.arange(taps) - (taps - 1) / 2) / rate
    if radial:
        radius = np.hypot(position[:, None], position)
        f = _jinc(radius, cutoff) * np.outer(window, window)
    else:
        f = np.sinc(2 * cutoff * position) * window
    return torch.from_numpy((f / f.sum()).astype(np.float32))


def _jinc(radius: np.ndarray, cutoff: float) -> np.ndarray:
    """The ideal low-pass filter of a disc of frequencies, J1(2 pi c r) / (pi r)."""
    r = np.maximum(radius, 1e-12) * math.pi
    # This also runs while networks are built on the meta device.
    bessel = torch.special.bessel_j1(torch.from_numpy(2 * cutoff * r)).numpy()
    return np.asarray(bessel / r)


def _kaiser_beta(attenuation: float) -> float:
    """The window's shape for an attenuation in decibels (Kaiser's empirical formula)."""
    if attenuation > 50:
        return 0.1102 * (attenuation - 8.7)
    above = max(attenuation - 21, 0.0)
    return 0.5842 * math.pow(above, 0.4) + 0.07886 * above
