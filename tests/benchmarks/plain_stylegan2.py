"""StyleGAN2's synthesis as the paper writes it down, nothing done for speed: what ours is measured against.

Karras et al., "Analyzing and Improving the Image Quality of StyleGAN", CVPR 2020, arXiv:1912.04958: every
sample has weights of its own (section 2.2, equations 1 and 3), which a grouped convolution applies; whatever
changes the size puts zeros between the pixels, pads and filters; all in float32 and with the channels first.
"""

from __future__ import annotations

import math

import torch
from torch import Tensor
from torch.nn import functional as F

from ganstudio.networks.stylegan2 import StyleGan2Config, SynthesisBlock, SynthesisNetwork, paper_channels
from ganstudio.networks.stylegan2_layers import SynthesisLayer, ToRgbLayer


@torch.no_grad()
def synthesise(network: SynthesisNetwork, ws: Tensor) -> Tensor:
    """ws (N, num_ws, w_dim) -> images, with the network's own noise and weights; "skip" and "lrelu" only."""
    stages = iter(network.stages)
    x, image = None, None
    for resolution in (4 << i for i in range(len(network.config.channels))):
        block = network.get_submodule(f"b{resolution}")
        assert isinstance(block, SynthesisBlock)
        if x is None:
            x = block.const.expand(len(ws), -1, -1, -1)
        for name in block.layers():
            w = ws[:, next(stages).first_w]
            if name == "torgb":
                colours = _colours(block.torgb, x, w)
                image = colours if image is None else _doubled(image, block.resample_filter) + colours
            else:
                x = _layer(getattr(block, name), x, w)
    assert image is not None
    return image


def _layer(layer: SynthesisLayer, x: Tensor, w: Tensor) -> Tensor:
    weight = _modulated(layer.weight, layer.affine(w))
    weight = weight * (weight.square().sum(dim=(2, 3, 4), keepdim=True) + 1e-8).rsqrt()
    x = _grouped(x, weight, layer.up)
    if layer.up == 2:
        x = _filtered(x, layer.resample_filter, up=1, before=1, after=1, gain=4)
    x = x + layer.noise_const * layer.noise_strength
    x = x + layer.bias[:, None, None]
    return F.leaky_relu(x, 0.2) * math.sqrt(2)


def _colours(layer: ToRgbLayer, x: Tensor, w: Tensor) -> Tensor:
    weight = _modulated(layer.weight, layer.affine(w) * layer.weight_gain)
    return _grouped(x, weight, up=1) + layer.bias[:, None, None]


def _modulated(weight: Tensor, styles: Tensor) -> Tensor:
    """(O, I, k, k), (N, I) -> (N, O, I, k, k)."""
    return weight[None] * styles[:, None, :, None, None]


def _grouped(x: Tensor, weight: Tensor, up: int) -> Tensor:
    """(N, I, H, W) with (N, O, I, k, k) -> (N, O, H, W), or, doubled and not yet filtered, 2 H + 1."""
    count, outputs, inputs, size, _ = weight.shape
    x = x.reshape(1, count * inputs, *x.shape[2:])
    if up == 2:
        weight = weight.transpose(1, 2).reshape(count * inputs, outputs, size, size)
        x = F.conv_transpose2d(x, weight, stride=2, groups=count)
    else:
        weight = weight.reshape(count * outputs, inputs, size, size)
        x = F.conv2d(x, weight, padding=size // 2, groups=count)
    return x.reshape(count, outputs, *x.shape[2:])


def _doubled(image: Tensor, f: Tensor) -> Tensor:
    return _filtered(image, f, up=2, before=2, after=1, gain=4)


def _filtered(x: Tensor, f: Tensor, *, up: int, before: int, after: int, gain: float) -> Tensor:
    """Zeros between the pixels and around them, then the filter on each channel."""
    count, channels, height, width = x.shape
    x = x.reshape(count, channels, height, 1, width, 1)
    x = F.pad(x, (0, up - 1, 0, 0, 0, up - 1)).reshape(count, channels, height * up, width * up)
    x = F.pad(x, (before, after, before, after))
    kernel = (f * gain).flip(0, 1).expand(channels, 1, *f.shape)
    return F.conv2d(x, kernel, groups=channels)


def average_difference(a: Tensor, b: Tensor) -> float:
    """Mean absolute difference in grey levels, of 255 for the whole range of `b`."""
    return float((a - b).abs().mean() / (b.amax() - b.amin())) * 255


def random_network(resolution: int, device: torch.device) -> SynthesisNetwork:
    """Config F's widths, random weights, and noise that counts."""
    torch.manual_seed(resolution)
    network = SynthesisNetwork(StyleGan2Config(resolution, paper_channels(resolution)))
    for name, parameter in network.named_parameters():
        if name.endswith("noise_strength"):
            torch.nn.init.constant_(parameter, 0.1)
    return network.requires_grad_(False).eval().to(device)
