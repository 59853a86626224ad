"""LostGAN: "Image Synthesis From Reconfigurable Layout and Style".

Sun and Wu, ICCV 2019, arXiv:1908.07500, and its second version "Learning Layout and Style Reconfigurable GANs
for Controllable Image Synthesis", TPAMI 2021, arXiv:2003.11571. Tensor names are those of the authors'
release (WillSuen/LostGANs), so that their `G_coco.pth` loads strictly. They publish generators only.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from ganstudio.networks.blocks import SpectralConv2d, SpectralLinear

OBJECT_Z_DIM = 128
# The authors fill up a layout's fixed number of objects with this box, outside the picture, of class 0.
PADDING_BOX = (-0.6, -0.6, 0.5, 0.5)

_MAP_SIZE = 64
_MASK_HIDDEN = 100
_MASK_CLASSES = 184  # of the second version's masks, whatever the data set
_PYRAMID = (1, 2, 3, 6)
_EPS = 1e-6
# Channels before and after each block, in multiples of `ch`, by version and image size.
_WIDTHS = {
    (1, 64): (16, 8, 4, 2, 1),
    (1, 128): (16, 16, 8, 4, 2, 1),
    (2, 128): (16, 16, 8, 4, 2, 1),
    (2, 256): (16, 16, 8, 8, 4, 2, 1),
}


@dataclass(frozen=True)
class LostGanConfig:
    """The generator of either version; `embedding` is the length of a class's vector.

    `z_dim` is the length of the picture's latent; an object's is always 128 numbers.
    """

    num_classes: int = 184
    ch: int = 64
    z_dim: int = 128
    embedding: int = 180
    output_dim: int = 3
    version: Literal[1, 2] = 1
    image_size: Literal[64, 128, 256] = 128

    def __post_init__(self) -> None:
        if (self.version, self.image_size) not in _WIDTHS:
            raise ValueError(f"LostGAN version {self.version} has no size of {self.image_size} pixels.")

    @property
    def style_dim(self) -> int:
        """Length of an object's style: its latent and its class's vector."""
        return OBJECT_Z_DIM + self.embedding

    @property
    def blocks(self) -> dict[str, tuple[int, int]]:
        """Names and (input, output) channels of the blocks; the first version at 64 pixels has no `res1`."""
        pairs = list(pairwise(width * self.ch for width in _WIDTHS[self.version, self.image_size]))
        first = 2 if self.image_size == 64 else 1
        return {f"res{number}": pair for number, pair in enumerate(pairs, start=first)}


class LayoutNorm(nn.Module):
    """Batch norm with the scale and shift of the objects whose masks cover a pixel (ISLA-Norm)."""

    def __init__(self, channels: int, style_dim: int) -> None:
        super().__init__()
        self.weight_proj = SpectralLinear(style_dim, channels)
        self.bias_proj = SpectralLinear(style_dim, channels)
        self.batch_norm2d = nn.BatchNorm2d(channels, affine=False)

    def forward(self, x: Tensor, styles: Tensor, masks: Tensor) -> Tensor:
        """x (N, channels, h, w), styles (N, k, style_dim), masks (N, k, H, W) -> the shape of x."""
        if masks.shape[-2:] != x.shape[-2:]:
            masks = F.interpolate(masks, size=x.shape[-2:], mode="bilinear")
        shares = masks / (masks.sum(dim=1, keepdim=True) + _EPS)
        scale = torch.einsum("nkhw,nkc->nchw", shares, self.weight_proj(styles))
        shift = torch.einsum("nkhw,nkc->nchw", shares, self.bias_proj(styles))
        return torch.addcmul(shift, self.batch_norm2d(x), 1 + scale)


class LostGanBlock(nn.Module):
    """Doubles the size; in the second version it also guesses a mask for every class from what it made."""

    def __init__(
        self, in_channels: int, out_channels: int, style_dim: int, conv_mask: nn.Module | None = None
    ) -> None:
        super().__init__()
        self.conv1 = SpectralConv2d(in_channels, out_channels, 3, padding=1)
        self.conv2 = SpectralConv2d(out_channels, out_channels, 3, padding=1)
        self.b1 = LayoutNorm(in_channels, style_dim)
        self.b2 = LayoutNorm(out_channels, style_dim)
        self.c_sc = SpectralConv2d(in_channels, out_channels, 1)
        self.conv_mask = conv_mask

    def forward(self, x: Tensor, styles: Tensor, masks: Tensor) -> tuple[Tensor, Tensor | None]:
        """x (N, in_channels, h, w) -> (N, out_channels, 2 h, 2 w), and masks (N, 184, 2 h, 2 w) as logits."""
        dx = self.conv1(_double(F.relu(self.b1(x, styles, masks))))
        dx = self.conv2(F.relu(self.b2(dx, styles, masks)))
        x = torch.add(dx, self.c_sc(_double(x)))
        return x, None if self.conv_mask is None else self.conv_mask(x)


class MaskRegressor(nn.Module):
    """An object's style to its shape, a mask of 16 x 16 pixels; `norm` is what follows each convolution."""

    def __init__(self, style_dim: int, channels: int, norm: type[nn.Module]) -> None:
        super().__init__()
        self.fc = SpectralLinear(style_dim, channels * 16)
        self.conv1 = nn.Sequential(*_mask_convolution(channels, norm))
        self.conv2 = nn.Sequential(*_mask_convolution(channels, norm))
        self.conv3 = nn.Sequential(
            *_mask_convolution(channels, norm), SpectralConv2d(channels, 1, 1), nn.Sigmoid()
        )

    def forward(self, styles: Tensor) -> Tensor:
        """styles (M, style_dim) -> masks (M, 1, 16, 16) in [0, 1]."""
        x = self.conv1(self.fc(styles).unflatten(1, (-1, 4, 4)))
        x = self.conv2(F.interpolate(x, size=8, mode="bilinear"))
        masks: Tensor = self.conv3(F.interpolate(x, size=16, mode="bilinear"))
        return masks


class PyramidPooling(nn.Module):
    """Averages over ever finer grids beside the features: PSPNet, Zhao et al. 2017, arXiv:1612.01105."""

    def __init__(self, in_channels: int, out_channels: int) -> None:
        super().__init__()
        self.stages = nn.ModuleList(
            nn.Sequential(
                nn.AdaptiveAvgPool2d(size),
                nn.Conv2d(in_channels, out_channels, 1, bias=False),
                nn.BatchNorm2d(out_channels),
                nn.ReLU(),
            )
            for size in _PYRAMID
        )
        joined = in_channels + len(_PYRAMID) * out_channels
        self.bottleneck = nn.Sequential(
            nn.Conv2d(joined, out_channels, 3, padding=1, bias=False),
            nn.BatchNorm2d(out_channels),
            nn.ReLU(),
            nn.Dropout2d(0.1),
        )

    def forward(self, x: Tensor) -> Tensor:
        """(N, in_channels, h, w) -> (N, out_channels, h, w)."""
        size = x.shape[-2:]
        pooled = [
            F.interpolate(stage(x), size=size, mode="bilinear", align_corners=True) for stage in self.stages
        ]
        result: Tensor = self.bottleneck(torch.cat((*pooled, x), dim=1))
        return result


class LostGanGenerator(nn.Module):
    """A layout, which is boxes with classes, to a picture."""

    def __init__(self, config: LostGanConfig) -> None:
        super().__init__()
        self.config = config
        self.label_embedding = nn.Embedding(config.num_classes, config.embedding)
        self.fc = SpectralLinear(config.z_dim, 16 * 16 * config.ch)
        last = len(config.blocks) - 1
        for number, (name, (before, after)) in enumerate(config.blocks.items()):
            guesses = config.version == 2 and number < last
            # One block, of the 128-pixel network alone, looks at the whole picture.
            whole = config.image_size == 128 and name == "res4"
            conv_mask = _mask_head(after, pyramid=whole) if guesses else None
            self.add_module(name, LostGanBlock(before, after, config.style_dim, conv_mask))
            if guesses:
                alpha = nn.Parameter(torch.zeros(1, _MASK_CLASSES, 1))
                self.register_parameter(f"alpha{number + 1}", alpha)
        self.final = nn.Sequential(
            nn.BatchNorm2d(config.ch),
            nn.ReLU(),
            SpectralConv2d(config.ch, config.output_dim, 3, padding=1),
            nn.Tanh(),
        )
        if config.version == 1:
            self.mask_regress = MaskRegressor(config.style_dim, 128, nn.BatchNorm2d)
        else:
            self.mask_regress = MaskRegressor(config.style_dim, 256, nn.InstanceNorm2d)

    def forward(
        self, z: Tensor, boxes: Tensor, labels: Tensor, z_image: Tensor, *, align_corners: bool = True
    ) -> Tensor:
        """Objects' z (N, k, 128), boxes (N, k, 4) and labels (N, k), and the picture's z_image (N, z_dim).

        A box is (left, top, width, height) in parts of the picture's sides, 0 to 1; a label is a class
        number. The authors truncate both latents at 2 and fill up to a fixed number of objects with
        `PADDING_BOX`, which other numbers of objects do not need. Returns (N, output_dim, image_size,
        image_size) in [-1, 1].

        The published files were trained with the `align_corners=True` that torch had before 1.3; the same
        code on later torch gives other pictures, which `align_corners=False` makes as well.
        """
        styles = torch.cat((z, self.label_embedding(labels)), dim=2)
        shapes = self.mask_regress(styles.flatten(0, 1)).unflatten(0, labels.shape)[:, :, 0]
        regressed = place_masks(shapes, boxes, _MAP_SIZE, align_corners=align_corners)
        inside = _box_masks(boxes, self.config.image_size // 2)
        masks = regressed
        x = self.fc(z_image).unflatten(1, (-1, 4, 4))
        for number, name in enumerate(self.config.blocks, start=1):
            x, guessed = self.get_submodule(name)(x, styles, masks)
            if guessed is not None:
                alpha = self.get_parameter(f"alpha{number}")
                masks = _refined(regressed, inside, guessed, alpha, labels)
        picture: Tensor = self.final(x)
        return picture


def place_masks(shapes: Tensor, boxes: Tensor, size: int, *, align_corners: bool = True) -> Tensor:
    """Shapes (N, k, m, m) put into their boxes (N, k, 4) on maps (N, k, size, size), 0 outside."""
    steps = torch.linspace(0, 1, size, dtype=boxes.dtype, device=boxes.device)
    left, top, width, height = boxes.flatten(0, 1)[:, :, None].unbind(1)
    columns = ((steps - left) / width)[:, None, :].expand(-1, size, -1)
    rows = ((steps - top) / height)[:, :, None].expand(-1, -1, size)
    grid = torch.stack((columns, rows), dim=3) * 2 - 1
    placed = F.grid_sample(shapes.flatten(0, 1)[:, None], grid, mode="bilinear", align_corners=align_corners)
    masks: Tensor = placed[:, 0].unflatten(0, boxes.shape[:2])
    return masks


def _box_masks(boxes: Tensor, size: int) -> Tensor:
    """Boxes (N, k, 4) as filled rectangles (N, k, size, size) of 0 and 1, borders included."""
    steps = torch.linspace(0, 1, size, dtype=boxes.dtype, device=boxes.device)
    left, top, width, height = boxes[..., None].unbind(2)
    columns, rows = (steps - left) / width, (steps - top) / height
    within = ((columns >= 0) & (columns <= 1))[:, :, None, :] & ((rows >= 0) & (rows <= 1))[:, :, :, None]
    return within.to(boxes.dtype)


def _refined(regressed: Tensor, inside: Tensor, guessed: Tensor, alpha: Tensor, labels: Tensor) -> Tensor:
    """Between the regressed masks and those guessed for the objects' classes, as far as alpha says."""
    size = guessed.shape[-2:]
    classes = labels[:, :, None, None].expand(-1, -1, *size)
    semantic = guessed.gather(1, classes).sigmoid() * F.interpolate(inside, size=size, mode="nearest")
    share = alpha.sigmoid()[0, labels][..., None]
    return F.interpolate(regressed, size=size, mode="bilinear") * (1 - share) + semantic * share


def _mask_head(channels: int, *, pyramid: bool) -> nn.Sequential:
    if pyramid:
        return nn.Sequential(
            PyramidPooling(channels, _MASK_HIDDEN), nn.Conv2d(_MASK_HIDDEN, _MASK_CLASSES, 1)
        )
    return nn.Sequential(
        nn.Conv2d(channels, _MASK_HIDDEN, 3, padding=1),
        nn.BatchNorm2d(_MASK_HIDDEN),
        nn.ReLU(),
        nn.Conv2d(_MASK_HIDDEN, _MASK_CLASSES, 1),
    )


def _mask_convolution(channels: int, norm: type[nn.Module]) -> tuple[nn.Module, ...]:
    return SpectralConv2d(channels, channels, 3, padding=1), norm(channels), nn.ReLU()


def _double(x: Tensor) -> Tensor:
    return F.interpolate(x, scale_factor=2.0, mode="nearest")
