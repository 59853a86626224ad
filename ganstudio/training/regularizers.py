"""What is added to adversarial losses so that training stays stable or keeps what must be kept.

`score` is a discriminator that gives each image one number, (N,) or (N, 1); random numbers are arguments.
"""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional as F

from ganstudio.training.objectives import Score


def score_gradients(score: Score, images: Tensor) -> Tensor:
    """The gradient of each image's score by its pixels, (N, pixels), ready to be differentiated again.

    A score map counts by its sum. The images, detached, pass no gradient on to what made them.
    """
    images = images.detach().requires_grad_()
    (gradients,) = torch.autograd.grad(score(images).sum(), images, create_graph=True)
    return gradients.flatten(1)


def between(real: Tensor, fake: Tensor, weight: Tensor) -> Tensor:
    """weight * real + (1 - weight) * fake for images (N, ...), weight (N, ...) uniform in 0..1 for each."""
    share = weight.reshape(-1, *[1] * (real.dim() - 1))
    return share * real + (1 - share) * fake


def around(real: Tensor, weight: Tensor, noise: Tensor) -> Tensor:
    """DRAGAN's points: real + weight * 0.5 * std(real) * noise, the deviation being the whole batch's.

    Kodali et al. 2017, arXiv:1705.07215, algorithm 1; weight (N, ...) for each image and noise of the shape
    of the images are uniform in 0..1.
    """
    return real + weight.reshape(-1, *[1] * (real.dim() - 1)) * (0.5 * real.std() * noise)


def gradient_penalty(score: Score, images: Tensor, *, target: float = 1.0, one_sided: bool = False) -> Tensor:
    """mean((|g| - target)^2) over the images, g being the gradient of an image's score.

    Gulrajani et al. 2017 (WGAN-GP), arXiv:1704.00028, at points `between` real and generated images; Kodali
    et al. 2017 (DRAGAN) at points `around` real ones. `one_sided` lets gradients be shorter: Petzka, Fischer
    and Lukovnikov 2018, arXiv:1709.08894.
    """
    excess = score_gradients(score, images).norm(dim=1) - target
    return (F.relu(excess) if one_sided else excess).square().mean()


def max_gradient_penalty(score: Score, images: Tensor) -> Tensor:
    """max |g|^2 over the images: Zhou et al. 2019 (Lipschitz GANs), arXiv:1902.05687."""
    return score_gradients(score, images).square().sum(dim=1).max()


def zero_centred_penalty(score: Score, images: Tensor) -> Tensor:
    """mean(|g|^2) / 2: R1 on real images, R2 on generated ones.

    Mescheder, Geiger and Nowozin 2018, arXiv:1801.04406, equations 9 and 10, without gamma.
    """
    return 0.5 * score_gradients(score, images).square().sum(dim=1).mean()


def consistency(scores: Tensor, scores_of_changed: Tensor) -> Tensor:
    """mean((D(x) - D(T(x)))^2) of the images' scores before and after a change that keeps what they show.

    Zhang, Zhang, Odena and Lee 2020 (CR-GAN), arXiv:1910.12027, equation 3; on generated images as well it is
    balanced: Zhao et al. 2020, arXiv:2002.04724. Scores (N, ...); maps count by their mean, as their places
    may move.
    """
    before, after = (
        values.flatten(1).mean(dim=1) if values.dim() > 1 else values
        for values in (scores, scores_of_changed)
    )
    return (before - after).square().mean()


def lecam(real: Tensor, fake: Tensor, *, average_real: float, average_fake: float) -> Tensor:
    """mean(relu(real - average_fake)^2) + mean(relu(average_real - fake)^2).

    Tseng et al. 2021, arXiv:2104.03310, for few images; scores (N,) and moving averages of their means. The
    rectifiers, which the paper lacks, are those of the authors' code and of PyTorch-StudioGAN.
    """
    return F.relu(real - average_fake).square().mean() + F.relu(average_real - fake).square().mean()


def union_of_masks(masks: Tensor) -> Tensor:
    """Masks of instances (N, instances, H, W) in [-1, 1], inside 1 -> one mask (N, 1, H, W) of all."""
    return (0.5 * (masks + 1)).sum(dim=1, keepdim=True).clamp(0, 1) * 2 - 1


def context_weight(source_masks: Tensor, target_masks: Tensor) -> Tensor:
    """1 outside of all instances before and after, 0 inside: (N, 1, H, W) in 0..1."""
    return 0.5 * (1 - union_of_masks(torch.cat([source_masks, target_masks], dim=1)))


def context_preserving(source: Tensor, target: Tensor, weight: Tensor) -> Tensor:
    """mean(weight * |source - target|): what is no instance shall stay.

    Mo, Cho and Shin 2019 (InstaGAN), arXiv:1812.10889; images (N, C, H, W).
    """
    return (weight * (source - target).abs()).mean()
