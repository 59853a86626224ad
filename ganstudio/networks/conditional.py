"""Class conditioning as PyTorch-StudioGAN has it (POSTECH-CVLab): norms, attention and discriminator heads.

Conditional batch norm: Dumoulin et al. 2017, arXiv:1610.07629. Self-attention: Zhang et al. 2019 (SAGAN),
arXiv:1805.08318. Heads: AC, Odena et al. 2017, arXiv:1610.09585; PD, Miyato and Koyama 2018,
arXiv:1802.05637; 2C, Kang and Park 2020 (ContraGAN), arXiv:2006.12681; D2DCE, Kang et al. 2021 (ReACGAN),
arXiv:2111.01118; MH, Kavalerov et al. 2021, arXiv:1912.04216; MD, Liu et al. 2019 (FUNIT), arXiv:1905.01723.
Twin and discriminative classifiers: TAC, Gong et al. 2019, arXiv:1907.02690; ADC, Hou et al. 2022,
arXiv:2107.10060. Codes: Chen et al. 2016 (InfoGAN), arXiv:1606.03657.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from ganstudio.networks.blocks import conv2d, embedding, linear

Conditioning = Literal["W/O", "AC", "PD", "2C", "D2DCE", "MH", "MD"]
Auxiliary = Literal["W/O", "TAC", "ADC"]
EPS = 1e-4  # of every batch norm there; torch's default is a tenth of it


class ConditionalBatchNorm2d(nn.Module):
    """Normalise, then scale by 1 + a linear function of the condition and shift by another one."""

    def __init__(self, condition_dim: int, channels: int, *, spectral: bool) -> None:
        super().__init__()
        self.bn = nn.BatchNorm2d(channels, eps=EPS, affine=False)
        self.gain = linear(condition_dim, channels, bias=False, spectral=spectral)
        self.bias = linear(condition_dim, channels, bias=False, spectral=spectral)

    def forward(self, x: Tensor, condition: Tensor) -> Tensor:
        """x (N, channels, h, w), condition (N, condition_dim); returns the shape of x."""
        gain = 1 + self.gain(condition)[..., None, None]
        return torch.addcmul(self.bias(condition)[..., None, None], self.bn(x), gain)


class SelfAttention(nn.Module):
    """Every place looks at all places of the map at half its resolution; starts as the identity."""

    def __init__(self, channels: int, *, spectral: bool) -> None:
        super().__init__()
        inner = channels // 8
        self.conv1x1_theta = conv2d(channels, inner, 1, bias=False, spectral=spectral)
        self.conv1x1_phi = conv2d(channels, inner, 1, bias=False, spectral=spectral)
        self.conv1x1_g = conv2d(channels, channels // 2, 1, bias=False, spectral=spectral)
        self.conv1x1_attn = conv2d(channels // 2, channels, 1, bias=False, spectral=spectral)
        self.sigma = nn.Parameter(torch.zeros(1))

    def forward(self, x: Tensor) -> Tensor:
        """(N, channels, h, w) -> the same shape."""
        queries = self.conv1x1_theta(x).flatten(2)
        keys = F.max_pool2d(self.conv1x1_phi(x), 2).flatten(2)
        values = F.max_pool2d(self.conv1x1_g(x), 2).flatten(2)
        attention = torch.softmax(torch.bmm(queries.transpose(1, 2), keys), dim=-1)
        seen = torch.bmm(values, attention.transpose(1, 2)).unflatten(2, x.shape[-2:])
        return torch.addcmul(x, self.sigma, self.conv1x1_attn(seen))


@dataclass(frozen=True)
class HeadConfig:
    """What a discriminator says besides real or fake.

    `normalize` puts embeddings and proxies (2C, D2DCE) or the features (AC) on the unit sphere. `embed_dim`
    belongs to 2C and D2DCE. ADC knows each class twice, real and generated. `code_logits` and `codes` count
    the outputs for InfoGAN's discrete and continuous codes.
    """

    conditioning: Conditioning = "W/O"
    num_classes: int = 0
    auxiliary: Auxiliary = "W/O"
    embed_dim: int = 0
    normalize: bool = False
    code_logits: int = 0
    codes: int = 0


@dataclass(frozen=True)
class Verdict:
    """What a discriminator returns; what its heads do not know is None.

    `features` are (N, channels), `score` (N,), for MH (N, 1 + classes). `embedding` and `proxy`, both
    (N, embed_dim), are those of the image and of its class; `twin_*` come from TAC's second classifier,
    `code_*` from InfoGAN's.
    """

    features: Tensor
    score: Tensor
    class_logits: Tensor | None = None
    embedding: Tensor | None = None
    proxy: Tensor | None = None
    twin_logits: Tensor | None = None
    twin_embedding: Tensor | None = None
    twin_proxy: Tensor | None = None
    code_logits: Tensor | None = None
    code_mean: Tensor | None = None
    code_variance: Tensor | None = None


class ConditionalHeads(nn.Module):
    """The last layers of a discriminator, to inherit from: their tensors lie at the root of its state."""

    embedding: nn.Module
    linear2: nn.Module
    linear_mi: nn.Module
    embedding_mi: nn.Module

    def _add_heads(self, channels: int, heads: HeadConfig, *, spectral: bool) -> None:
        self.heads = heads
        scores = {"MH": 1 + heads.num_classes, "MD": heads.num_classes}.get(heads.conditioning, 1)
        classes = heads.num_classes * (2 if heads.auxiliary == "ADC" else 1)
        self.linear1 = linear(channels, scores, spectral=spectral)
        if heads.conditioning == "PD":
            self.embedding = embedding(classes, channels, spectral=spectral)
        for suffix in ("2", "_mi") if heads.auxiliary == "TAC" else ("2",):
            if heads.conditioning == "AC":
                classifier = linear(channels, classes, bias=False, spectral=spectral)
                self.add_module(f"linear{suffix}", classifier)
            elif heads.conditioning in ("2C", "D2DCE"):
                self.add_module(f"linear{suffix}", linear(channels, heads.embed_dim, spectral=spectral))
                table = embedding(classes, heads.embed_dim, spectral=spectral)
                self.add_module(f"embedding{suffix.removeprefix('2')}", table)
        if heads.code_logits:
            self.info_discrete_linear = linear(channels, heads.code_logits, bias=False, spectral=spectral)
        if heads.codes:
            self.info_conti_mu_linear = linear(channels, heads.codes, bias=False, spectral=spectral)
            self.info_conti_var_linear = linear(channels, heads.codes, bias=False, spectral=spectral)

    def judge(self, x: Tensor, label: Tensor | None, *, generated: bool = False) -> Verdict:
        """The last feature map (N, channels, h, w), already activated, and classes (N,) -> the verdict.

        `generated` matters for ADC alone, where the classes of generated images are others.
        """
        heads = self.heads
        features = x.sum(dim=(2, 3))
        scores: Tensor = self.linear1(features)
        codes = self._codes(features / (x.shape[2] * x.shape[3]))
        if heads.conditioning == "MH":
            return Verdict(features, scores, **codes)
        if heads.conditioning == "W/O":
            return Verdict(features, scores.squeeze(1), **codes)
        if heads.conditioning == "AC":
            if heads.normalize:
                features = F.normalize(features, dim=1)
            logits = self.linear2(features)
            twin = self.linear_mi(features) if heads.auxiliary == "TAC" else None
            return Verdict(features, scores.squeeze(1), class_logits=logits, twin_logits=twin, **codes)
        if label is None:
            raise ValueError(f"a discriminator conditioned by {heads.conditioning} needs the images' classes")
        if heads.conditioning == "MD":
            return Verdict(features, scores.gather(1, label[:, None]).squeeze(1), **codes)
        if heads.auxiliary == "ADC":
            label = 2 * label + int(generated)
        if heads.conditioning == "PD":
            agreement = (self.embedding(label) * features).sum(dim=1)
            return Verdict(features, scores.squeeze(1) + agreement, **codes)
        pairs = {"embedding": self.linear2(features), "proxy": self.embedding(label)}
        if heads.auxiliary == "TAC":
            pairs |= {"twin_embedding": self.linear_mi(features), "twin_proxy": self.embedding_mi(label)}
        if heads.normalize:
            pairs = {name: F.normalize(vectors, dim=1) for name, vectors in pairs.items()}
        return Verdict(features, scores.squeeze(1), **pairs, **codes)

    def _codes(self, means: Tensor) -> dict[str, Tensor]:
        found = {}
        if self.heads.code_logits:
            found["code_logits"] = self.info_discrete_linear(means)
        if self.heads.codes:
            found["code_mean"] = self.info_conti_mu_linear(means)
            found["code_variance"] = self.info_conti_var_linear(means).exp()
        return found
