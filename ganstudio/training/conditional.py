"""Losses by which images are held to their classes, attributes or texts."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional as F

from ganstudio.training.objectives import mean_feature_matching


def classification(logits: Tensor, labels: Tensor) -> Tensor:
    """Mean softmax cross entropy of logits (N, classes) with classes (N,).

    Odena, Olah and Shlens 2017 (ACGAN), arXiv:1610.09585; Choi et al. 2018 (StarGAN) with one domain each.
    """
    return F.cross_entropy(logits, labels)


def attributes(logits: Tensor, present: Tensor) -> Tensor:
    """Binary cross entropies of logits (N, attributes) with 0 or 1, summed over attributes, mean over images.

    Choi et al. 2018 (StarGAN), arXiv:1711.09020, on CelebA.
    """
    return F.binary_cross_entropy_with_logits(logits, present, reduction="sum") / len(logits)


def contrastive(embeddings: Tensor, proxies: Tensor, labels: Tensor, *, temperature: float = 1.0) -> Tensor:
    """The conditional contrastive (2C) loss: pull each image to its class and to others of the class.

    -log of the share of proxy and same class among proxy and all other images, by exp(cosine / temperature).
    Kang and Park 2020 (ContraGAN), arXiv:2006.12681. embeddings (N, D), proxies (N, D) of the
    images' classes, labels (N,).
    """
    alike = _cosines(embeddings) / temperature
    own = F.cosine_similarity(embeddings, proxies, dim=1)[:, None] / temperature
    itself = torch.eye(len(labels), dtype=torch.bool, device=labels.device)
    other_class = labels[:, None] != labels[None, :]
    everything = torch.cat([own, alike.masked_fill(itself, -torch.inf)], dim=1)
    same = torch.cat([own, alike.masked_fill(itself | other_class, -torch.inf)], dim=1)
    return (everything.logsumexp(dim=1) - same.logsumexp(dim=1)).mean()


def data_to_data(
    embeddings: Tensor, proxies: Tensor, labels: Tensor, *, temperature: float = 0.5, margin: float = 0.98
) -> Tensor:
    """The data-to-data cross entropy (D2D-CE): pull to the class, push off images of other classes.

    With the cosines p to the proxy and s_k to the other images: a = relu((margin - p) / temperature) and
    b_k = relu((s_k + margin - 1) / temperature), the mean of a + log(exp(-a) + sum over images of other
    classes of exp(b_k - m)). Kang, Shim, Cho and Park 2021 (ReACGAN), arXiv:2111.01118. The shift m, the
    largest (s_k + margin - 1) / temperature of the image, is no part of the paper: the authors' code
    subtracts it in this one term, without a gradient. Shapes as in `contrastive`; at least two images.
    """
    itself = torch.eye(len(labels), dtype=torch.bool, device=labels.device)
    alike = (_cosines(embeddings) + margin - 1) / temperature
    shift = alike.masked_fill(itself, -torch.inf).max(dim=1, keepdim=True).values.detach()
    pushes = torch.exp(F.relu(alike) - shift) * (labels[:, None] != labels[None, :])
    pull = F.relu((margin - F.cosine_similarity(embeddings, proxies, dim=1)) / temperature)
    return (pull + torch.log(torch.exp(-pull) + pushes.sum(dim=1))).mean()


def _cosines(vectors: Tensor) -> Tensor:
    return F.cosine_similarity(vectors[:, None], vectors[None, :], dim=2)


def multi_hinge(scores: Tensor, labels: Tensor) -> Tensor:
    """mean(relu(1 + largest wrong score - score of the label)) for scores (N, outcomes) and labels (N,).

    Crammer and Singer 2001; Kavalerov, Czaja and Chellappa 2021, arXiv:1912.04216, whose last outcome is
    "generated".
    """
    right = scores.gather(1, labels[:, None])
    wrong = scores.scatter(1, labels[:, None], -torch.inf).max(dim=1, keepdim=True).values
    return F.relu(1 + wrong - right).mean()


def cross_entropy_with(probabilities: Tensor, label: float) -> Tensor:
    """mean(-t log p - (1 - t) log(1 - p)) of probabilities (N,) with one label t for all, in 0..1."""
    return F.binary_cross_entropy(probabilities, torch.full_like(probabilities, label))


def matching_aware(
    right: Tensor, fake: Tensor, wrong: Tensor | None = None, *, real_label: float = 0.9
) -> Tensor:
    """The discriminator's loss of GAN-CLS: real images, generated ones, and real ones with a wrong text.

    Cross entropies with `real_label`, 0 and 0 of probabilities (N,); without `wrong`, GAN without CLS.
    Reed et al. 2016, arXiv:1605.05396, algorithm 1, each term with weight 1 as aelnouby has it, where the
    paper halves the last two; the label is smoothed on one side.
    """
    loss = cross_entropy_with(right, real_label) + cross_entropy_with(fake, 0.0)
    return loss if wrong is None else loss + cross_entropy_with(wrong, 0.0)


def text_to_image(
    fake: Tensor,
    features: tuple[Tensor, Tensor],
    images: tuple[Tensor, Tensor],
    *,
    feature_weight: float = 100.0,
    pixel_weight: float = 50.0,
) -> Tensor:
    """The generator's loss in aelnouby/Text-to-Image-Synthesis.

    Cross entropy of the probabilities (N,) with 1, weighted mean squared difference of the mean features, and
    weighted L1 of the images; `features` and `images` are (generated, real).
    """
    adversarial = cross_entropy_with(fake, 1.0)
    matching = mean_feature_matching(*features, squared=True)
    return adversarial + feature_weight * matching + pixel_weight * F.l1_loss(*images)
