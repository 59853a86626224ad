"""Path length regularisation: equal steps in the space of styles shall change the picture equally much.

Karras et al., CVPR 2020, arXiv:1912.04958, section 3.2 and appendix B.
"""

from __future__ import annotations

import math

import torch
from torch import Tensor


def path_lengths(images: Tensor, ws: Tensor, noise: Tensor) -> Tensor:
    """|J^T y| for each image, (N,), root mean square over the rows of its style vectors.

    images (N, C, H, W) made from ws (N, num_ws, w_dim); y is `noise`, standard normal of the images' shape,
    divided by sqrt(H W). Can be differentiated again.
    """
    y = noise / math.sqrt(images.shape[2] * images.shape[3])
    (slopes,) = torch.autograd.grad((images * y).sum(), ws, create_graph=True)
    return slopes.square().sum(dim=2).mean(dim=1).sqrt()


def path_length_penalty(lengths: Tensor, average: Tensor) -> Tensor:
    """mean((length - average)^2), the average being a constant.

    It is what a run has remembered before this batch. The authors' code counts one hundredth of the batch
    in; then the loss would no longer be a mean over images.
    """
    return (lengths - average.detach()).square().mean()
