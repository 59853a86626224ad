"""Regularisers of a discriminator as parameters that recipes share: declared once, weighed and added up here.

Gradients of gradients are taken in float32. Random numbers come from the run's own source.
"""

from __future__ import annotations

from typing import Annotated, Protocol

import torch
from torch import Tensor, nn
from torch.nn.modules.batchnorm import _BatchNorm
from torch.nn.utils import parametrizations

from ganstudio.engine.randomness import Randomness
from ganstudio.params import Advanced, Group, Help, Label, Range
from ganstudio.training.augment.diffaugment import translation
from ganstudio.training.objectives import Score
from ganstudio.training.regularizers import between, consistency, gradient_penalty, zero_centred_penalty

_GROUP = Group("Regularisation")
R1 = Annotated[float, Range(0, 1000), Help("Weight of R1 (arXiv:1801.04406: 10); 0 = off"), _GROUP]
R2 = Annotated[
    float, Range(0, 1000), Help("Weight of R2 (arXiv:1801.04406: 10); 0 = off"), _GROUP, Advanced()
]
GradientPenalty = Annotated[
    float,
    Range(0, 1000),
    Help("Weight of the gradient penalty that Wasserstein needs (arXiv:1704.00028: 10); 0 = off"),
    _GROUP,
]
Consistency = Annotated[
    float,
    Range(0, 1000),
    Help("Weight of judging a real picture the same when it is moved (arXiv:1910.12027: 10); 0 = off"),
    _GROUP,
]
FakeConsistency = Annotated[
    float,
    Label("Consistency, generated"),
    Range(0, 1000),
    Help("The same for generated pictures (balanced, arXiv:2002.04724: 10); 0 = off"),
    _GROUP,
    Advanced(),
]
SpectralNorm = Annotated[
    bool, Help("Spectral norm in the discriminator instead of batch norm (arXiv:1802.05957)"), _GROUP
]


class Penalised(Protocol):
    """The parameters that are read here."""

    @property
    def r2(self) -> float: ...

    @property
    def gradient_penalty(self) -> float: ...

    @property
    def consistency(self) -> float: ...

    @property
    def consistency_fake(self) -> float: ...


def gradient_penalties(
    params: Penalised, score: Score, real: Tensor, fake: Tensor, random: Randomness, *, r1: float = 0.0
) -> dict[str, Tensor]:
    """The weighed penalties that are on, by name; `score` judges pictures (N, ...), real or generated."""
    found: dict[str, Tensor] = {}
    if not (r1 or params.r2 or params.gradient_penalty):
        return found
    with torch.autocast(real.device.type, enabled=False):
        real, fake = real.float(), fake.detach().float()
        if r1:
            found["r1"] = r1 * zero_centred_penalty(score, real)
        if params.r2:
            found["r2"] = params.r2 * zero_centred_penalty(score, fake)
        if params.gradient_penalty:
            points = between(real, fake, random.rand(len(real)).to(real))
            found["gradient_penalty"] = params.gradient_penalty * gradient_penalty(score, points)
    return found


def consistencies(
    params: Penalised,
    score: Score,
    real: tuple[Tensor, Tensor | None],
    fake: tuple[Tensor, Tensor | None],
    random: Randomness,
) -> dict[str, Tensor]:
    """The weighed terms that are on, by name; `real` and `fake` are what was judged, and its scores if known.

    What was judged (N, C, H, W) is mirrored by chance and moved by up to an eighth of its side.
    """
    found = {}
    for name, weight, (judged, scores) in (
        ("consistency", params.consistency, real),
        ("consistency_fake", params.consistency_fake, fake),
    ):
        if weight:
            judged = judged.detach()
            before = score(judged) if scores is None else scores
            found[name] = weight * consistency(before, score(_moved(judged, random)))
    return found


def _moved(images: Tensor, random: Randomness) -> Tensor:
    turned = (random.rand(len(images)) < 0.5).to(images.device).view(-1, 1, 1, 1)
    return translation(torch.where(turned, images.flip(3), images), random)


def with_spectral_norm(network: nn.Module) -> nn.Module:
    """The network itself, its convolutions and linear layers normalised and its batch norms taken out.

    Miyato et al. 2018, arXiv:1802.05957, whose discriminators have no batch norm; instance norms stay, as in
    SPADE.
    """
    for module in list(network.modules()):
        for name, child in list(module.named_children()):
            if isinstance(child, _BatchNorm):
                setattr(module, name, nn.Identity())
            elif isinstance(child, nn.Conv2d | nn.Linear):
                parametrizations.spectral_norm(child)
    return network
