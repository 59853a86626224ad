"""The Inception network of 2015 by whose features the FID, the KID and the inception score are defined.

Szegedy, Vanhoucke, Ioffe, Shlens and Wojna 2016, arXiv:1512.00567, in the layout of tensor names that
torchvision, pytorch-fid and torch-fidelity share. It differs from torchvision's network as the published
weights do: average pooling leaves the padding out, and the last block pools maxima (mseitzer/pytorch-fid,
inception.py). Pictures are scaled as there too; TensorFlow's resizing gives FIDs that differ slightly.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import torch
from torch import Tensor, nn
from torch.nn import functional as F

SIDE = 299
Pool = Literal["average", "maximum", "stride"]
Conv = tuple[str, int, tuple[int, int]]
"""Name, channels out, kernel (rows, columns); a name that ends in ! halves the size."""
Branch = tuple[Conv, ...]
FEATURES = 2048


@dataclass(frozen=True)
class InceptionConfig:
    """The published one has 1008 outputs, of which a thousand are classes of ImageNet."""

    classes: int = 1008


class Inception(nn.Module):
    """Pictures to the 2048 features before the last layer; `fc` is that layer."""

    def __init__(self, config: InceptionConfig) -> None:
        super().__init__()
        self.config = config
        self.Conv2d_1a_3x3 = _Convolution(3, 32, (3, 3), stride=2, padded=False)
        self.Conv2d_2a_3x3 = _Convolution(32, 32, (3, 3), padded=False)
        self.Conv2d_2b_3x3 = _Convolution(32, 64, (3, 3))
        self.Conv2d_3b_1x1 = _Convolution(64, 80, (1, 1))
        self.Conv2d_4a_3x3 = _Convolution(80, 192, (3, 3), padded=False)
        channels = 192
        for name, (pool, branches) in _BLOCKS.items():
            block = _Block(channels, pool, branches)
            self.add_module(name, block)
            channels = block.channels
        self.fc = nn.Linear(FEATURES, config.classes)

    def forward(self, images: Tensor) -> Tensor:
        """images (N, 3, H, W) in [-1, 1], of any size -> (N, 2048)."""
        x = F.interpolate(images, size=(SIDE, SIDE), mode="bilinear", align_corners=False)
        x = self.Conv2d_2b_3x3(self.Conv2d_2a_3x3(self.Conv2d_1a_3x3(x)))
        x = self.Conv2d_4a_3x3(self.Conv2d_3b_1x1(F.max_pool2d(x, 3, 2)))
        x = F.max_pool2d(x, 3, 2)
        for name in _BLOCKS:
            x = self.get_submodule(name)(x)
        return x.mean(dim=(2, 3))


class _Convolution(nn.Module):
    def __init__(
        self, inputs: int, outputs: int, kernel: tuple[int, int], *, stride: int = 1, padded: bool = True
    ) -> None:
        super().__init__()
        padding = (kernel[0] // 2, kernel[1] // 2) if padded else (0, 0)
        self.conv = nn.Conv2d(inputs, outputs, kernel, stride, padding, bias=False)
        self.bn = nn.BatchNorm2d(outputs, eps=0.001)

    def forward(self, x: Tensor) -> Tensor:
        return F.relu(self.bn(self.conv(x)))


class _Block(nn.Module):
    """Branches side by side, and one that pools; a branch's last two steps may stand side by side too."""

    def __init__(self, inputs: int, pool: Pool, branches: Sequence[Branch]) -> None:
        super().__init__()
        self.pool = pool
        self.branches = [[name.rstrip("!") for name, _, _ in branch] for branch in branches]
        self.channels = 0
        for branch in branches:
            width = inputs
            for name, outputs, kernel in branch:
                halves = name.endswith("!")
                made = _Convolution(width, outputs, kernel, stride=1 + halves, padded=not halves)
                self.add_module(name.rstrip("!"), made)
                if not name.endswith("a"):
                    width = outputs
            self.channels += width if not _forks(branch[-1][0]) else 2 * width
        if pool == "stride":
            self.channels += inputs

    def forward(self, x: Tensor) -> Tensor:
        found = [self._along(names, x) for names in self.branches]
        if self.pool == "stride":
            found.append(F.max_pool2d(x, 3, 2))
        return torch.cat(found, 1)

    def _along(self, names: Sequence[str], x: Tensor) -> Tensor:
        if names == ["branch_pool"]:
            x = (
                F.max_pool2d(x, 3, 1, 1)
                if self.pool == "maximum"
                else F.avg_pool2d(x, 3, 1, 1, count_include_pad=False)
            )
        forked = names[-2:] if _forks(names[-1]) else []
        for name in names[: len(names) - len(forked)]:
            x = self.get_submodule(name)(x)
        return torch.cat([self.get_submodule(name)(x) for name in forked], 1) if forked else x


def _forks(name: str) -> bool:
    return name.endswith("b")


def _a(pooled: int) -> tuple[Pool, tuple[Branch, ...]]:
    return "average", (
        (("branch1x1", 64, (1, 1)),),
        (("branch5x5_1", 48, (1, 1)), ("branch5x5_2", 64, (5, 5))),
        (
            ("branch3x3dbl_1", 64, (1, 1)),
            ("branch3x3dbl_2", 96, (3, 3)),
            ("branch3x3dbl_3", 96, (3, 3)),
        ),
        (("branch_pool", pooled, (1, 1)),),
    )


def _c(width: int) -> tuple[Pool, tuple[Branch, ...]]:
    flat, tall = (1, 7), (7, 1)
    return "average", (
        (("branch1x1", 192, (1, 1)),),
        (("branch7x7_1", width, (1, 1)), ("branch7x7_2", width, flat), ("branch7x7_3", 192, tall)),
        (
            ("branch7x7dbl_1", width, (1, 1)),
            ("branch7x7dbl_2", width, tall),
            ("branch7x7dbl_3", width, flat),
            ("branch7x7dbl_4", width, tall),
            ("branch7x7dbl_5", 192, flat),
        ),
        (("branch_pool", 192, (1, 1)),),
    )


def _e(pool: Pool) -> tuple[Pool, tuple[Branch, ...]]:
    flat, tall = (1, 3), (3, 1)
    return pool, (
        (("branch1x1", 320, (1, 1)),),
        (("branch3x3_1", 384, (1, 1)), ("branch3x3_2a", 384, flat), ("branch3x3_2b", 384, tall)),
        (
            ("branch3x3dbl_1", 448, (1, 1)),
            ("branch3x3dbl_2", 384, (3, 3)),
            ("branch3x3dbl_3a", 384, flat),
            ("branch3x3dbl_3b", 384, tall),
        ),
        (("branch_pool", 192, (1, 1)),),
    )


_BLOCKS: dict[str, tuple[Pool, tuple[Branch, ...]]] = {
    "Mixed_5b": _a(32),
    "Mixed_5c": _a(64),
    "Mixed_5d": _a(64),
    "Mixed_6a": (
        "stride",
        (
            (("branch3x3!", 384, (3, 3)),),
            (
                ("branch3x3dbl_1", 64, (1, 1)),
                ("branch3x3dbl_2", 96, (3, 3)),
                ("branch3x3dbl_3!", 96, (3, 3)),
            ),
        ),
    ),
    "Mixed_6b": _c(128),
    "Mixed_6c": _c(160),
    "Mixed_6d": _c(160),
    "Mixed_6e": _c(192),
    "Mixed_7a": (
        "stride",
        (
            (("branch3x3_1", 192, (1, 1)), ("branch3x3_2!", 320, (3, 3))),
            (
                ("branch7x7x3_1", 192, (1, 1)),
                ("branch7x7x3_2", 192, (1, 7)),
                ("branch7x7x3_3", 192, (7, 1)),
                ("branch7x7x3_4!", 192, (3, 3)),
            ),
        ),
    ),
    "Mixed_7b": _e("average"),
    "Mixed_7c": _e("maximum"),
}
