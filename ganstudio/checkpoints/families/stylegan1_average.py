"""The average style vector, for files that do not hold it."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional as F

from ganstudio.checkpoints.contents import StateDict
from ganstudio.networks.stylegan1 import MappingNetwork, StyleGAN1Config

NAME = "truncation.avg_latent"
_PREFIX = "g_mapping."
_SAMPLES = 4096


@torch.no_grad()
def with_average(tensors: StateDict, config: StyleGAN1Config) -> StateDict:
    """The generator's state dict with an average; like the ports' scripts, from random latents.

    They are the same latents each time: a checkpoint opened twice truncates alike.
    """
    if NAME in tensors:
        return tensors
    with torch.device("meta"):
        network = MappingNetwork(config)
    weights = {name.removeprefix(_PREFIX): t for name, t in tensors.items() if name.startswith(_PREFIX)}
    network.load_state_dict({name: tensor.float() for name, tensor in weights.items()}, assign=True)
    return {**tensors, NAME: network(_latents(tensors, config)).mean(0)}


def _latents(tensors: StateDict, config: StyleGAN1Config) -> Tensor:
    generator = torch.Generator().manual_seed(0)
    z = torch.randn(_SAMPLES, config.z_dim, generator=generator)
    if not config.c_dim:
        return z
    classes = torch.randint(config.c_dim, (_SAMPLES,), generator=generator)
    return torch.cat((z, F.embedding(classes, tensors["class_embedding.weight"].float())), dim=1)
