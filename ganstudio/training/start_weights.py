"""Random start values of the weights, as DCGAN draws them and pix2pix and CycleGAN took them over."""

from __future__ import annotations

import math
from itertools import pairwise

import torch
from torch import nn
from torch.nn.modules.batchnorm import _BatchNorm

from ganstudio.networks.cyclegan import ResnetBlock

_CONVOLUTIONS = (nn.Conv2d, nn.ConvTranspose2d, nn.Linear)


@torch.no_grad()
def normal_weights(network: nn.Module, deviation: float = 0.02) -> None:
    """Weights from N(0, deviation^2), scales of batch norms from N(1, deviation^2), nothing shifted.

    Radford, Metz and Chintala 2016, arXiv:1511.06434, section 4; the scales as in PyTorch's example. Draws
    from torch's global generator.
    """
    for module in network.modules():
        if isinstance(module, _CONVOLUTIONS):
            module.weight.normal_(0.0, deviation)
        elif isinstance(module, _BatchNorm) and module.affine:
            module.weight.normal_(1.0, deviation)
        else:
            continue
        if module.bias is not None:
            module.bias.zero_()


@torch.no_grad()
def weights_without_norm(network: nn.Module) -> None:
    """Weights that keep the spread of what passes through, for networks of ReLUs that nothing normalises.

    He et al. 2015, arXiv:1502.01852, section 2.2: N(0, 2 / fan-in). What is added to a shortcut begins at 0:
    Zhang et al. 2019 (Fixup), arXiv:1901.09321, section 3.
    """
    for module in network.modules():
        if isinstance(module, _CONVOLUTIONS):
            fan_in = module.weight[0].numel()
            if isinstance(module, nn.ConvTranspose2d):
                fan_in = module.weight[:, 0].numel() // math.prod(module.stride)
            module.weight.normal_(0.0, math.sqrt(2 / fan_in))
            if module.bias is not None:
                module.bias.zero_()
    for module in network.modules():
        if isinstance(module, ResnetBlock):
            last = [layer for layer in module.conv_block if isinstance(layer, nn.Conv2d)][-1]
            last.weight.zero_()


def rest_idle_biases(network: nn.Module) -> None:
    """Train no bias that an instance norm takes out again.

    Its gradient is rounding noise, which Adam would turn into steps as large as any other: they change
    nothing but the file, and differ from machine to machine.
    """
    for module in network.modules():
        for layer, following in pairwise(module.children()):
            biased = isinstance(layer, _CONVOLUTIONS) and layer.bias is not None
            if biased and isinstance(following, nn.InstanceNorm2d):
                layer.bias.requires_grad_(False)


def trainable(network: nn.Module) -> list[nn.Parameter]:
    """The parameters that an optimiser shall move."""
    return [parameter for parameter in network.parameters() if parameter.requires_grad]
