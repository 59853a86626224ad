"""The layers that StyleGAN2's generator and discriminator are made of.

Karras et al., "Analyzing and Improving the Image Quality of StyleGAN", CVPR 2020, arXiv:1912.04958. Tensor
names and the equalised learning rate (weights are stored with variance 1 and scaled when used) are those of
NVlabs/stylegan2-ada-pytorch.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from ganstudio.networks import winograd
from ganstudio.networks.upfirdn import fir_filter, upfirdn2d

Taps = tuple[float, ...]
STANDARD_TAPS: Taps = (1.0, 3.0, 3.0, 1.0)
_ROOT_2 = math.sqrt(2)


@dataclass(frozen=True)
class Activation:
    """May write into its input. `gain` keeps the variance; `scales`: f(g x) = g f(x) for every g > 0."""

    function: Callable[[Tensor], Tensor]
    gain: float = 1.0
    scales: bool = False

    def split(self, gain: float) -> tuple[float, float]:
        """Factors for before and after the function: before, they can be a part of something small."""
        total = self.gain * gain
        return (total, 1.0) if self.scales else (1.0, total)

    def finish(self, x: Tensor, after: float, limit: float | None) -> Tensor:
        """The function, the factor after it, and clipping to [-limit, limit]."""
        x = self.function(x)
        x = x if after == 1 else x * after
        if limit is None:
            return x
        return x.clamp(-limit, limit) if torch.is_grad_enabled() else x.clamp_(-limit, limit)


ACTIVATIONS = {
    "linear": Activation(lambda x: x, scales=True),
    "relu": Activation(lambda x: F.relu(x, inplace=True), _ROOT_2, scales=True),
    "lrelu": Activation(lambda x: F.leaky_relu(x, 0.2, inplace=True), _ROOT_2, scales=True),
    "tanh": Activation(torch.tanh),
    "sigmoid": Activation(torch.sigmoid),
    "elu": Activation(F.elu),
    "selu": Activation(F.selu),
    "softplus": Activation(F.softplus),
    "swish": Activation(F.silu, _ROOT_2),
}


def normalise_second_moment(x: Tensor) -> Tensor:
    """(N, C) with mean square 1 in every row."""
    return x * (x.square().mean(dim=1, keepdim=True) + 1e-8).rsqrt()


class FullyConnectedLayer(nn.Module):
    """A linear layer whose learning rate is multiplied by `lr_multiplier`."""

    def __init__(
        self,
        in_features: int,
        out_features: int,
        activation: str = "linear",
        lr_multiplier: float = 1.0,
        bias_init: float = 0.0,
    ) -> None:
        super().__init__()
        self.activation = ACTIVATIONS[activation]
        self.weight_gain = lr_multiplier / math.sqrt(in_features)
        self.bias_gain = lr_multiplier
        self.weight = nn.Parameter(torch.randn(out_features, in_features).mul_(1 / lr_multiplier))
        self.bias = nn.Parameter(torch.full((out_features,), bias_init))

    def forward(self, x: Tensor) -> Tensor:
        """(N, in_features) -> (N, out_features)."""
        bias = self.bias * self.bias_gain if self.bias_gain != 1 else self.bias
        x = F.linear(x, self.weight * self.weight_gain, bias)
        return self.activation.finish(x, self.activation.gain, None)


class Conv2dLayer(nn.Module):
    """A convolution that may double the size of its input or halve it."""

    resample_filter: Tensor

    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        kernel_size: int,
        *,
        bias: bool = True,
        activation: str = "linear",
        up: int = 1,
        down: int = 1,
        taps: Taps = STANDARD_TAPS,
        clamp: float | None = None,
    ) -> None:
        super().__init__()
        self.activation = ACTIVATIONS[activation]
        self.up, self.down, self.clamp = up, down, clamp
        self.weight_gain = 1 / math.sqrt(in_channels * kernel_size**2)
        self.weight = nn.Parameter(torch.randn(out_channels, in_channels, kernel_size, kernel_size))
        self.bias = nn.Parameter(torch.zeros(out_channels)) if bias else None
        self.register_buffer("resample_filter", fir_filter(taps))

    def forward(self, x: Tensor, gain: float = 1.0) -> Tensor:
        """(N, in_channels, H, W) -> (N, out_channels, H * up / down, W * up / down), times `gain`."""
        before, after = self.activation.split(gain)
        weight = self.weight * (self.weight_gain * before)
        x = resampled_conv2d(x, weight, self.resample_filter, self.up, self.down)
        if self.bias is not None:
            x = x.add_((self.bias * before)[:, None, None])
        return self.activation.finish(x, after, None if self.clamp is None else self.clamp * gain)


def resampled_conv2d(x: Tensor, weight: Tensor, f: Tensor, up: int = 1, down: int = 1) -> Tensor:
    """Convolve (N, I, H, W) with (O, I, k, k), k odd, at the same size, up=2 at twice, down=2 at half of it.

    Where it doubles, it convolves the zero-filled image and then filters; where it halves, it filters first.
    """
    size, reach = weight.shape[-1], weight.shape[-1] // 2
    taps = f.shape[-1]
    if up == down == 1:
        return F.conv2d(x, weight, padding=reach)
    if up == 1:
        first, last = reach + (taps - down + 1) // 2, reach + (taps - down) // 2
        own = down if size == 1 else 1
        x = upfirdn2d(x, f, down=own, padding=(first, last, first, last))
        return F.conv2d(x, weight, stride=down // own)
    first, last = reach + (taps + up - 1) // 2, reach + (taps - up) // 2
    if size == 1:
        return upfirdn2d(F.conv2d(x, weight), f, up=up, padding=(first, last, first, last), gain=up * up)
    x = F.conv_transpose2d(x, weight.transpose(0, 1), stride=up)
    first, last = first - (size - 1), last - (size - up)
    return upfirdn2d(x, f, padding=(first, last, first, last), gain=up * up)


def resampled_conv2d_of_one(x: Tensor, weight: Tensor, bias: Tensor, f: Tensor, up: int = 1) -> Tensor:
    """`resampled_conv2d` plus `bias` (O,), with fewer passes over the maps."""
    reach, taps = weight.shape[-1] // 2, f.shape[-1]
    if up == 1 and winograd.pays(x, weight):
        return winograd.convolve(x, weight, bias)
    if up == 1:
        return F.conv2d(x, weight, bias, padding=reach)
    if f.dim() != 2 or taps % 2 or weight.shape[-1] != 3:
        return resampled_conv2d(x, weight, f, up).add_(bias[:, None, None])
    x = F.conv_transpose2d(x, weight.transpose(0, 1), stride=2)
    kernel = (f * 4).flip(0, 1).to(x.dtype).expand(len(bias), 1, taps, taps)
    return F.conv2d(x, kernel, bias, padding=taps // 2 - 1, groups=len(bias))


class SynthesisLayer(nn.Module):
    """A modulated convolution, noise, bias and activation.

    Every channel of the input is multiplied by its style, and every channel of the output divided by the
    norm of the weights so changed. That equals convolving each sample with weights of its own, without a
    grouped convolution.
    """

    resample_filter: Tensor
    noise_const: Tensor

    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        w_dim: int,
        resolution: int,
        *,
        kernel_size: int = 3,
        up: int = 1,
        use_noise: bool = True,
        activation: str = "lrelu",
        taps: Taps = STANDARD_TAPS,
        clamp: float | None = None,
    ) -> None:
        super().__init__()
        self.activation = ACTIVATIONS[activation]
        self.resolution, self.up, self.use_noise, self.clamp = resolution, up, use_noise, clamp
        self.affine = FullyConnectedLayer(w_dim, in_channels, bias_init=1.0)
        self.weight = nn.Parameter(torch.randn(out_channels, in_channels, kernel_size, kernel_size))
        self.bias = nn.Parameter(torch.zeros(out_channels))
        if use_noise:
            self.noise_strength = nn.Parameter(torch.zeros(()))
            self.register_buffer("noise_const", torch.randn(resolution, resolution))
        self.register_buffer("resample_filter", fir_filter(taps))

    def forward(self, x: Tensor, w: Tensor, noise: Tensor | None = None, gain: float = 1.0) -> Tensor:
        """x (N, in, H, W), w (N, w_dim), noise (N or 1, 1, h, w) -> (N, out, h, w), h = H * up.

        The noise is multiplied by the layer's learned strength; without noise it has no part.
        """
        if len(x) == 1 and not torch.is_grad_enabled():
            return self._of_one(x, w, noise, gain)
        before, after = self.activation.split(gain)
        styles = self.affine(w)
        x = resampled_conv2d(x * styles[:, :, None, None], self.weight, self.resample_filter, self.up)
        energy = F.linear(styles.square(), self.weight.square().sum(dim=(2, 3)))
        scale = (energy + 1e-8).rsqrt() * before
        # One pass over the maps instead of two. The casts keep half precision half.
        bias = (self.bias * before)[:, None, None].to(x.dtype)
        x = torch.addcmul(bias, x, scale[:, :, None, None].to(x.dtype))
        if noise is not None and self.use_noise:
            x = x.add_(noise * (self.noise_strength * before))
        return self.activation.finish(x, after, None if self.clamp is None else self.clamp * gain)

    def _of_one(self, x: Tensor, w: Tensor, noise: Tensor | None, gain: float) -> Tensor:
        """The same for a batch of one that nobody learns from: weights of its own, maps touched least.

        What the style does to the weights is computed in their precision, all that follows in that of `x`.
        """
        before, after = self.activation.split(gain)
        with torch.autocast(x.device.type, enabled=False):
            weight = self.weight * self.affine(w)[0][:, None, None]
            energy = torch.linalg.vector_norm(weight, dim=(1, 2, 3), keepdim=True).square()
            weight = weight.mul_((energy + 1e-8).rsqrt() * before).to(x.dtype)
            bias = (self.bias * before).to(x.dtype)
            x = resampled_conv2d_of_one(x, weight, bias, self.resample_filter, self.up)
            if noise is not None and self.use_noise:
                x = x.add_((noise * (self.noise_strength * before)).to(x.dtype))
            return self.activation.finish(x, after, None if self.clamp is None else self.clamp * gain)


class ToRgbLayer(nn.Module):
    """Feature maps to colours: a modulated 1 x 1 convolution without normalisation."""

    def __init__(
        self, in_channels: int, out_channels: int, w_dim: int, *, clamp: float | None = None
    ) -> None:
        super().__init__()
        self.clamp = clamp
        self.weight_gain = 1 / math.sqrt(in_channels)
        self.affine = FullyConnectedLayer(w_dim, in_channels, bias_init=1.0)
        self.weight = nn.Parameter(torch.randn(out_channels, in_channels, 1, 1))
        self.bias = nn.Parameter(torch.zeros(out_channels))

    def forward(self, x: Tensor, w: Tensor) -> Tensor:
        """x (N, in_channels, H, W), w (N, w_dim) -> (N, out_channels, H, W)."""
        if len(x) == 1 and not torch.is_grad_enabled():
            return self._of_one(x, w)
        styles = self.affine(w) * self.weight_gain
        # So few outputs: changing the weights is cheaper than changing the maps.
        weights = self.weight[None, :, :, 0, 0] * styles[:, None, :]
        x = torch.einsum("nchw,noc->nohw", x, weights) + self.bias[:, None, None]
        return ACTIVATIONS["linear"].finish(x, 1.0, self.clamp)

    def _of_one(self, x: Tensor, w: Tensor) -> Tensor:
        """The same for a batch of one that nobody learns from; colours in the precision of the weights."""
        with torch.autocast(x.device.type, enabled=False):
            weight = self.weight * (self.affine(w)[0] * self.weight_gain)[:, None, None]
            x = F.conv2d(x, weight.to(x.dtype), self.bias.to(x.dtype)).to(self.weight.dtype)
            return ACTIVATIONS["linear"].finish(x, 1.0, self.clamp)


@dataclass(frozen=True)
class MappingConfig:
    """The network from latent vectors z and labels c to style vectors w.

    z_dim 0 means no latent, c_dim 0 no labels. None for a width means w_dim. The authors normalise latent and
    embedded label one by one; the first StyleGAN2 in TensorFlow normalises both together.
    """

    z_dim: int = 512
    c_dim: int = 0
    w_dim: int = 512
    layers: int = 8
    embed_features: int | None = None
    layer_features: int | None = None
    activation: str = "lrelu"
    lr_multiplier: float = 0.01
    joint_normalisation: bool = False


class MappingNetwork(nn.Module):
    """Layers fc0, fc1, ... and an embedding of the label; `num_ws` rows of w, or one without."""

    w_avg: Tensor | None

    def __init__(self, config: MappingConfig, num_ws: int | None = None, *, w_avg: bool = False) -> None:
        super().__init__()
        self.config, self.num_ws = config, num_ws
        embedded = (config.embed_features or config.w_dim) if config.c_dim else 0
        inner = [config.layer_features or config.w_dim] * (config.layers - 1)
        widths = [config.z_dim + embedded, *inner, config.w_dim]
        if config.c_dim:
            self.embed = FullyConnectedLayer(config.c_dim, embedded)
        for i in range(config.layers):
            layer = FullyConnectedLayer(widths[i], widths[i + 1], config.activation, config.lr_multiplier)
            self.add_module(f"fc{i}", layer)
        self.register_buffer("w_avg", torch.zeros(config.w_dim) if w_avg else None)

    def forward(
        self,
        z: Tensor | None = None,
        c: Tensor | None = None,
        truncation_psi: float = 1.0,
        truncation_cutoff: int | None = None,
    ) -> Tensor:
        """z (N, z_dim) standard normal, c (N, c_dim) labels -> ws (N, num_ws, w_dim), or (N, w_dim).

        truncation_psi draws w towards the average (0 is the average, 1 leaves it), in the first
        `truncation_cutoff` rows or in all. ValueError for a missing input or a missing average.
        """
        x = self._input(z, c)
        for i in range(self.config.layers):
            x = self.get_submodule(f"fc{i}")(x)
        ws = x if self.num_ws is None else x[:, None].repeat(1, self.num_ws, 1)
        return ws if truncation_psi == 1 else self.truncate(ws, truncation_psi, truncation_cutoff)

    def _input(self, z: Tensor | None, c: Tensor | None) -> Tensor:
        parts = []
        if self.config.z_dim:
            if z is None:
                raise ValueError("latent vectors z are missing")
            parts.append(z)
        if self.config.c_dim:
            if c is None:
                raise ValueError("this network was trained with labels; c is missing")
            parts.append(self.embed(c.to(self.embed.weight.dtype)))
        if self.config.joint_normalisation:
            return normalise_second_moment(torch.cat(parts, dim=1))
        return torch.cat([normalise_second_moment(part) for part in parts], dim=1)

    def truncate(self, ws: Tensor, psi: float, cutoff: int | None = None) -> Tensor:
        """ws (N, num_ws, w_dim), also of other sources than this network, drawn towards the average."""
        if self.w_avg is None:
            raise ValueError("this network knows no average style to truncate towards")
        truncated = self.w_avg.lerp(ws, psi)
        return truncated if cutoff is None else torch.cat([truncated[:, :cutoff], ws[:, cutoff:]], dim=1)
