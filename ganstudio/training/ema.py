"""Exponential moving average of a network's weights."""

from __future__ import annotations

import copy

import torch
from torch import nn


def averaged_copy(module: nn.Module) -> nn.Module:
    """A frozen copy in eval mode that `update` moves towards the trained network."""
    return copy.deepcopy(module).eval().requires_grad_(False)


@torch.no_grad()
def update(average: nn.Module, module: nn.Module, decay: float) -> None:
    """Move parameters and running statistics towards `module` by 1 - decay.

    Other buffers are copied: averaged singular vectors of a spectral norm would no longer be unit vectors.
    """
    trained = dict(module.named_parameters())
    names = [name for name, _ in average.named_parameters()]
    torch._foreach_lerp_(
        [parameter.data for parameter in average.parameters()],
        [trained[name].data for name in names],
        1.0 - decay,
    )
    buffers = dict(module.named_buffers())
    for name, buffer in average.named_buffers():
        if ".running_" in f".{name}" and buffer.is_floating_point():
            buffer.lerp_(buffers[name], 1.0 - decay)
        else:
            buffer.copy_(buffers[name])


def decay_for(images_per_step: int, half_life_images: float, images_seen: int) -> float:
    """Decay per step so that a weight's share halves every `half_life_images`.

    The half-life starts short and grows with what has been seen, as in StyleGAN2-ADA's training loop, so that
    the average is not held back by the random start.
    """
    half_life = min(half_life_images, 0.05 * images_seen)
    return float(0.5 ** (images_per_step / max(half_life, 1e-8)))
