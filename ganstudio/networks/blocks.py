"""Parts that several papers share.

Spectral normalisation: Miyato et al. 2018, "Spectral Normalization for GANs", arXiv:1802.05957.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F
from torch.nn.modules.batchnorm import _BatchNorm


class SpectralWeight(nn.Module):
    """A layer whose weight is divided by its largest singular value.

    Tensors are named as `torch.nn.utils.spectral_norm` names them (`weight_orig`, `weight_u`, `weight_v`),
    so official checkpoints load strictly. sigma = u·(W v) comes from the stored u and v; only training
    moves them, by one power iteration per call. Unlike torch's hook it keeps no computed weight on the
    module, so it can be deep-copied at any time.
    """

    weight_u: Tensor
    weight_v: Tensor
    # Which axis of the weight counts the outputs; the others make the columns of the matrix W.
    _rows = 0

    def __init__(self, weight: Tensor, bias: Tensor | None) -> None:
        super().__init__()
        self.weight_orig = weight
        self.bias = bias
        matrix = self._matrix(weight.detach())
        self.register_buffer("weight_u", torch.randn(matrix.shape[0]))
        self.register_buffer("weight_v", torch.empty(matrix.shape[1]))
        if not weight.is_meta:
            # Random vectors give any sigma, also one near 0: a network just made would explode in eval mode.
            for _ in range(5):
                self._power_iteration(matrix)

    def weight(self) -> Tensor:
        """The normalised weight, always computed in the parameters' own precision."""
        with torch.autocast(self.weight_orig.device.type, enabled=False):
            matrix = self._matrix(self.weight_orig)
            if self.training:
                self._power_iteration(matrix.detach())
            # Copies, because a later call would change u and v under the graph of this one.
            u, v = self.weight_u.clone(), self.weight_v.clone()
            return self.weight_orig / torch.dot(u, torch.mv(matrix, v))

    def _matrix(self, weight: Tensor) -> Tensor:
        return weight.transpose(0, self._rows).flatten(1)

    @torch.no_grad()
    def _power_iteration(self, matrix: Tensor) -> None:
        self.weight_v.copy_(F.normalize(torch.mv(matrix.t(), self.weight_u), dim=0, eps=1e-12))
        self.weight_u.copy_(F.normalize(torch.mv(matrix, self.weight_v), dim=0, eps=1e-12))

    def _load_from_state_dict(self, state_dict: dict[str, Any], prefix: str, *args: Any) -> None:
        # torch 0.4 stored weight_orig / sigma and no v: choose v along W^T u so that u·(W v) is that sigma.
        if prefix + "weight" in state_dict and prefix + "weight_v" not in state_dict:
            original = state_dict[prefix + "weight_orig"].float()
            stored = state_dict.pop(prefix + "weight").float()
            sigma = (original * stored).sum() / (stored * stored).sum()
            direction = self._matrix(original).t() @ state_dict[prefix + "weight_u"].float()
            state_dict[prefix + "weight_v"] = direction * sigma / direction.dot(direction)
        super()._load_from_state_dict(state_dict, prefix, *args)


class SpectralConv2d(SpectralWeight):
    """`nn.Conv2d` with a spectrally normalised weight."""

    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        kernel_size: int,
        *,
        stride: int = 1,
        padding: int = 0,
        bias: bool = True,
    ) -> None:
        plain = nn.Conv2d(in_channels, out_channels, kernel_size, stride, padding, bias=bias)
        super().__init__(plain.weight, plain.bias)
        self.stride, self.padding = stride, padding

    def forward(self, x: Tensor) -> Tensor:
        return F.conv2d(x, self.weight(), self.bias, self.stride, self.padding)


class SpectralConvTranspose2d(SpectralWeight):
    """`nn.ConvTranspose2d` with a spectrally normalised weight, whose outputs are on the second axis."""

    _rows = 1

    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        kernel_size: int,
        *,
        stride: int = 1,
        padding: int = 0,
        bias: bool = True,
    ) -> None:
        plain = nn.ConvTranspose2d(in_channels, out_channels, kernel_size, stride, padding, bias=bias)
        super().__init__(plain.weight, plain.bias)
        self.stride, self.padding = stride, padding

    def forward(self, x: Tensor) -> Tensor:
        return F.conv_transpose2d(x, self.weight(), self.bias, self.stride, self.padding)


class SpectralLinear(SpectralWeight):
    """`nn.Linear` with a spectrally normalised weight."""

    def __init__(self, in_features: int, out_features: int, *, bias: bool = True) -> None:
        plain = nn.Linear(in_features, out_features, bias=bias)
        super().__init__(plain.weight, plain.bias)

    def forward(self, x: Tensor) -> Tensor:
        return F.linear(x, self.weight(), self.bias)


class SpectralEmbedding(SpectralWeight):
    """`nn.Embedding` with a spectrally normalised table; takes integers of any shape."""

    def __init__(self, count: int, features: int) -> None:
        super().__init__(nn.Embedding(count, features).weight, None)

    def forward(self, x: Tensor) -> Tensor:
        return F.embedding(x, self.weight())


def conv2d(
    in_channels: int,
    out_channels: int,
    kernel_size: int,
    *,
    stride: int = 1,
    padding: int = 0,
    bias: bool = True,
    spectral: bool = False,
) -> nn.Module:
    """A plain or a spectrally normalised convolution."""
    if spectral:
        return SpectralConv2d(
            in_channels, out_channels, kernel_size, stride=stride, padding=padding, bias=bias
        )
    return nn.Conv2d(in_channels, out_channels, kernel_size, stride, padding, bias=bias)


def conv_transpose2d(
    in_channels: int,
    out_channels: int,
    kernel_size: int,
    *,
    stride: int = 1,
    padding: int = 0,
    bias: bool = True,
    spectral: bool = False,
) -> nn.Module:
    """A plain or a spectrally normalised transposed convolution."""
    if spectral:
        return SpectralConvTranspose2d(
            in_channels, out_channels, kernel_size, stride=stride, padding=padding, bias=bias
        )
    return nn.ConvTranspose2d(in_channels, out_channels, kernel_size, stride, padding, bias=bias)


def linear(in_features: int, out_features: int, *, bias: bool = True, spectral: bool = False) -> nn.Module:
    """A plain or a spectrally normalised linear layer."""
    if spectral:
        return SpectralLinear(in_features, out_features, bias=bias)
    return nn.Linear(in_features, out_features, bias=bias)


def embedding(count: int, features: int, *, spectral: bool = False) -> nn.Module:
    """A plain or a spectrally normalised table of vectors."""
    return SpectralEmbedding(count, features) if spectral else nn.Embedding(count, features)


@contextmanager
def batch_statistics(network: nn.Module) -> Iterator[None]:
    """Within, batch norms use the batch's own statistics, as in training, and leave what they have learned.

    Some authors draw their pictures so. Everything else in the network stays in the mode it is in.
    """
    norms = [module for module in network.modules() if isinstance(module, _BatchNorm)]
    before = [(norm.training, norm.track_running_stats) for norm in norms]
    try:
        for norm in norms:
            norm.training, norm.track_running_stats = True, False
        yield
    finally:
        for norm, (training, tracks) in zip(norms, before, strict=True):
            norm.training, norm.track_running_stats = training, tracks


@torch.no_grad()
def fold_spectral_norm(module: nn.Module) -> nn.Module:
    """Replace, in place, each `SpectralConv2d` below `module` by the plain convolution it is in eval mode."""
    for name, child in module.named_children():
        if isinstance(child, SpectralConv2d):
            setattr(module, name, _folded(child))
        else:
            fold_spectral_norm(child)
    return module


def _folded(conv: SpectralConv2d) -> nn.Conv2d:
    out_channels, in_channels, height, width = conv.weight_orig.shape
    plain = nn.Conv2d(
        in_channels,
        out_channels,
        (height, width),
        conv.stride,
        conv.padding,
        bias=conv.bias is not None,
        device=conv.weight_orig.device,
        dtype=conv.weight_orig.dtype,
    )
    training, conv.training = conv.training, False
    plain.weight.copy_(conv.weight())
    conv.training = training
    if plain.bias is not None and conv.bias is not None:
        plain.bias.copy_(conv.bias)
    return plain.train(training)
