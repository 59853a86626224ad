"""The generators of the authors' LostGAN release (WillSuen/LostGANs), both versions: `G_coco.pth`."""

from __future__ import annotations

from typing import Literal

import torch
from torch import Tensor

from ganstudio.checkpoints.contents import StateDict
from ganstudio.checkpoints.pictures import side_by_side
from ganstudio.checkpoints.registry import Family, Told
from ganstudio.networks.lostgan import OBJECT_Z_DIM, LostGanConfig, LostGanGenerator

# A made-up layout, in COCO-Stuff's numbers, from back to front: class, left, top, width, height, colour.
_LAYOUT = (
    (157, 0.0, 0.0, 1.0, 0.5, (-0.1, 0.4, 0.8)),  # sky
    (135, 0.1, 0.25, 0.9, 0.3, (0.0, -0.1, -0.1)),  # mountain
    (124, 0.0, 0.5, 1.0, 0.5, (-0.5, 0.3, -0.5)),  # grass
    (169, 0.05, 0.1, 0.3, 0.6, (-0.7, -0.1, -0.7)),  # tree
    (19, 0.5, 0.45, 0.35, 0.4, (0.3, -0.2, -0.6)),  # horse
)
_TRUNCATION = 2.0


def _infer(tensors: StateDict, told: Told) -> LostGanConfig:
    num_classes, embedding = tensors["label_embedding.weight"].shape
    version: Literal[1, 2] = 2 if "alpha1" in tensors else 1
    size: Literal[64, 128, 256] = 128
    if "res6.conv1.weight_orig" in tensors:
        size = 256
    elif "res1.conv1.weight_orig" not in tensors:
        size = 64
    return LostGanConfig(
        num_classes=num_classes,
        ch=tensors["final.0.weight"].shape[0],
        z_dim=tensors["fc.weight_orig"].shape[1],
        embedding=embedding,
        output_dim=tensors["final.2.weight_orig"].shape[0],
        version=version,
        image_size=size,
    )


def _under_module(state: StateDict, config: LostGanConfig) -> StateDict:
    """The authors' test cuts `module.` off every name without looking."""
    return {f"module.{name}": tensor for name, tensor in state.items()}


def _sample(network: LostGanGenerator, config: LostGanConfig, seed: int) -> Tensor:
    """The layout beside the picture. With other classes than COCO-Stuff's it means something else."""
    generator = torch.Generator().manual_seed(seed)
    count = len(_LAYOUT)
    latents = torch.empty(1, count, OBJECT_Z_DIM), torch.empty(1, config.z_dim)
    z, z_image = (
        torch.nn.init.trunc_normal_(latent, a=-_TRUNCATION, b=_TRUNCATION, generator=generator)
        for latent in latents
    )
    boxes = torch.tensor([[row[1:5] for row in _LAYOUT]])
    labels = torch.tensor([[row[0] % config.num_classes for row in _LAYOUT]])
    picture = network(z, boxes, labels, z_image)
    return side_by_side(_drawn_layout(config.image_size), picture)


def _drawn_layout(size: int) -> Tensor:
    picture = torch.full((1, 3, size, size), -1.0)
    for _, left, top, width, height, colour in _LAYOUT:
        columns = slice(round(left * size), round((left + width) * size))
        rows = slice(round(top * size), round((top + height) * size))
        picture[..., rows, columns] = torch.tensor(colour).view(3, 1, 1)
    return picture


FAMILIES = (
    Family(
        id="lostgan",
        role="generator",
        title="the LostGAN generator",
        config=LostGanConfig,
        keys=(
            "label_embedding.weight",
            "fc.weight_orig",
            "res2.b1.weight_proj.weight_orig",
            "res5.b2.batch_norm2d.running_mean",
            "final.2.weight_orig",
            "mask_regress.conv3.3.weight_orig",
        ),
        build=LostGanGenerator,
        infer=_infer,
        export=_under_module,
        sample=_sample,
        paper="Sun and Wu, ICCV 2019, arXiv:1908.07500",
    ),
)
