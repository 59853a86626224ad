"""The encoders of pSp and e4e: an image to the styles of a StyleGAN2.

pSp: Richardson et al., "Encoding in Style", CVPR 2021, arXiv:2008.00951, eladrich/pixel2style2pixel.
e4e: Tov et al., "Designing an Encoder for StyleGAN Image Manipulation", SIGGRAPH 2021, arXiv:2102.02766,
omertov/encoder4editing. Tensor names are those of the authors.
"""

from __future__ import annotations

from typing import Literal

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from ganstudio.networks.ir_se import IrSe, IrSeConfig
from ganstudio.networks.stylegan2_layers import FullyConnectedLayer

EncoderKind = Literal["gradual", "progressive", "w", "w_plus"]
# The first style that is read from the middle features, and the first from the fine ones.
_MIDDLE, _FINE = 3, 7


class StyleHead(nn.Module):
    """Halve the features `halvings` times, to one pixel: the style ("map2style", fig. 2 of pSp)."""

    def __init__(self, inputs: int, outputs: int, halvings: int) -> None:
        super().__init__()
        layers: list[nn.Module] = []
        for i in range(halvings):
            layers += [nn.Conv2d(outputs if i else inputs, outputs, 3, 2, 1), nn.LeakyReLU(0.01)]
        self.convs = nn.Sequential(*layers)
        self.linear = FullyConnectedLayer(outputs, outputs)

    def forward(self, x: Tensor) -> Tensor:
        """(N, inputs, h, w) -> (N, outputs); ValueError if the halvings leave more than a pixel."""
        x = self.convs(x)
        if x.shape[-2:] != (1, 1):
            raise ValueError("The image is too large for this encoder, which takes 256 x 256 pixels.")
        style: Tensor = self.linear(x.flatten(1))
        return style


class FeaturePyramidEncoder(IrSe):
    """A style for each layer, from coarse, middle and fine features.

    pSp takes the styles as they are. e4e (`progressive`) takes the first for all layers, and the others as
    their offsets from it.
    """

    def __init__(self, config: IrSeConfig, n_styles: int, w_dim: int, *, progressive: bool) -> None:
        super().__init__(config)
        self.progressive = progressive
        *_, fine, middle, coarse = config.widths
        heads = [4 + (i >= _MIDDLE) + (i >= _FINE) for i in range(n_styles)]
        self.styles = nn.ModuleList(StyleHead(coarse, w_dim, halvings) for halvings in heads)
        self.latlayer1 = nn.Conv2d(middle, coarse, 1)
        self.latlayer2 = nn.Conv2d(fine, coarse, 1)

    def forward(self, image: Tensor) -> Tensor:
        """image (N, in_channels, 256, 256) in [-1, 1], or (…, 192, 256) for cars -> (N, n_styles, w_dim)."""
        *_, fine, middle, coarse = self.stages(image)
        middle = _enlarged(coarse, self.latlayer1(middle))
        fine = _enlarged(middle, self.latlayer2(fine))
        levels = [coarse, middle, fine]
        codes = [head(levels[(i >= _MIDDLE) + (i >= _FINE)]) for i, head in enumerate(self.styles)]
        if self.progressive:
            codes = [codes[0], *(codes[0] + offset for offset in codes[1:])]
        return torch.stack(codes, dim=1)


class SingleStyleEncoder(IrSe):
    """One style for all layers, from the mean of the last features: in pSp's ablation and in HyperStyle."""

    def __init__(self, config: IrSeConfig, w_dim: int) -> None:
        super().__init__(config)
        self.linear = FullyConnectedLayer(config.widths[-1], w_dim)

    def forward(self, image: Tensor) -> Tensor:
        """image (N, in_channels, H, W) in [-1, 1] -> (N, w_dim)."""
        style: Tensor = self.linear(self.stages(image)[-1].mean(dim=(2, 3)))
        return style


class FlatStylesEncoder(IrSe):
    """A style for each layer, all from the last features (pSp's ablation)."""

    def __init__(self, config: IrSeConfig, n_styles: int, w_dim: int) -> None:
        super().__init__(config)
        width = config.widths[-1]
        self.n_styles = n_styles
        self.output_layer_2 = nn.Sequential(
            nn.BatchNorm2d(width), nn.AdaptiveAvgPool2d(7), nn.Flatten(), nn.Linear(width * 49, w_dim)
        )
        self.linear = FullyConnectedLayer(w_dim, w_dim * n_styles)

    def forward(self, image: Tensor) -> Tensor:
        """image (N, in_channels, H, W) in [-1, 1] -> (N, n_styles, w_dim)."""
        styles = self.linear(self.output_layer_2(self.stages(image)[-1]))
        return torch.unflatten(styles, 1, (self.n_styles, -1))


def build_encoder(kind: EncoderKind, config: IrSeConfig, n_styles: int, w_dim: int) -> nn.Module:
    """The encoder of this kind; "w" gives (N, w_dim), the others (N, n_styles, w_dim)."""
    if kind == "w":
        return SingleStyleEncoder(config, w_dim)
    if kind == "w_plus":
        return FlatStylesEncoder(config, n_styles, w_dim)
    return FeaturePyramidEncoder(config, n_styles, w_dim, progressive=kind == "progressive")


def _enlarged(x: Tensor, lateral: Tensor) -> Tensor:
    """`lateral` plus x at its size; the corner pixels of both lie on each other."""
    return F.interpolate(x, size=lateral.shape[-2:], mode="bilinear", align_corners=True) + lateral
