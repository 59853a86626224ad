"""HyperStyle's hypernetwork: from a photo and its reconstruction, offsets for the weights of a StyleGAN2.

Alaluf, Tov, Mokady, Gal and Bermano, CVPR 2022, arXiv:2111.15666; yuval-alaluf/hyperstyle, whose tensor names
these are. There the blocks' shared head is listed once more below every block that uses it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from ganstudio.networks.stylegan2_layers import FullyConnectedLayer


@dataclass(frozen=True)
class HypernetConfig:
    """A ResNet-34 and a refinement block for each of the generator's `layers` that is refined.

    Layers count the generator's convolutions from the coarsest: 0 and 1 are the first and its ToRGB, then
    come two convolutions and a ToRGB for each size. Those of them in `shared` have one head in common; the
    authors share 0, 2, 3, 5, 6, 8, 9, 11 and 12. `separable` blocks make their kernels as outer products.
    """

    layers: tuple[int, ...]
    shared: tuple[int, ...]
    separable: bool = False
    in_channels: int = 6
    stem: int = 64
    widths: tuple[int, ...] = (64, 128, 256, 512)
    units: tuple[int, ...] = (3, 4, 6, 3)
    code: int = 512
    inner: int = 256
    shared_inner: int = 128


@dataclass(frozen=True)
class KernelShape:
    """Of one convolution of the generator."""

    outputs: int
    inputs: int
    size: int


class ResidualUnit(nn.Module):
    """ResNet's basic block: two convolutions beside a shortcut."""

    def __init__(self, inputs: int, outputs: int, stride: int) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(outputs)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(outputs)
        self.downsample: nn.Module = nn.Identity()
        if stride != 1 or inputs != outputs:
            self.downsample = nn.Sequential(
                nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs)
            )

    def forward(self, x: Tensor) -> Tensor:
        """(N, inputs, h, w) -> (N, outputs, h / stride, w / stride), rounded up."""
        inner = self.bn2(self.conv2(torch.relu(self.bn1(self.conv1(x)))))
        return torch.relu(inner + self.downsample(x))


def _convs(inputs: int, inner: int, outputs: int, strides: tuple[int, ...]) -> nn.Sequential:
    widths = [inputs, *[inner] * (len(strides) - 1), outputs]
    layers: list[nn.Module] = []
    for i, stride in enumerate(strides):
        layers += [nn.Conv2d(widths[i], widths[i + 1], 3, stride, 1), nn.LeakyReLU(0.01)]
    return nn.Sequential(*layers)


class RefinementBlock(nn.Module):
    """Offsets for a ToRGB, or for a convolution all entries of whose k x k kernels get the same."""

    def __init__(self, shape: KernelShape, config: HypernetConfig) -> None:
        super().__init__()
        self.shape = shape
        to_rgb = shape.size == 1
        self.convs = _convs(config.widths[-1], config.inner, config.code, (2,) * (4 if to_rgb else 3))
        last = nn.Conv2d(config.code, shape.inputs * shape.outputs, 1)
        self.output = nn.Sequential(last) if to_rgb else nn.Sequential(nn.AdaptiveAvgPool2d(1), last)

    def forward(self, features: Tensor) -> Tensor:
        """(N, width, 16, 16) -> (N, outputs, inputs, k, k)."""
        shape = self.shape
        offsets: Tensor = self.output(self.convs(features)).view(-1, shape.outputs, shape.inputs, 1, 1)
        return offsets.expand(-1, -1, -1, shape.size, shape.size)


class SeparableKernel(nn.Module):
    """For each entry of a k x k kernel, the outer product of a vector of outputs and one of inputs."""

    def __init__(self, shape: KernelShape, code: int) -> None:
        super().__init__()
        self.shape = shape
        self.make_kernel_in = nn.Linear(code, shape.size**2 * shape.inputs)
        self.make_kernel_out = nn.Linear(code, shape.size**2 * shape.outputs)
        self.kernel_linear_in = nn.Linear(shape.inputs, shape.inputs)
        self.kernel_linear_out = nn.Linear(shape.outputs, shape.outputs)

    def forward(self, features: Tensor) -> Tensor:
        """(N, code, 1, 1) -> (N, outputs, inputs, k, k)."""
        code, k = features.flatten(1), self.shape.size
        rows = self.make_kernel_out(code).view(-1, k, k, self.shape.outputs, 1)
        columns = self.make_kernel_in(code).view(-1, k, k, 1, self.shape.inputs)
        kernel = self.kernel_linear_in(rows @ columns).transpose(3, 4)
        return torch.permute(self.kernel_linear_out(kernel), (0, 4, 3, 1, 2))


class SeparableBlock(nn.Module):
    """Offsets for a convolution by way of separable kernels."""

    def __init__(self, shape: KernelShape, config: HypernetConfig) -> None:
        super().__init__()
        self.convs = _convs(config.widths[-1], config.inner, config.code, (2, 2, 2, 2))
        self.output = nn.Sequential(SeparableKernel(shape, config.code))

    def forward(self, features: Tensor) -> Tensor:
        """(N, width, 16, 16) -> (N, outputs, inputs, k, k)."""
        offsets: Tensor = self.output(self.convs(features))
        return offsets


class CodeBlock(nn.Module):
    """The code of one layer for the head that several share."""

    def __init__(self, config: HypernetConfig) -> None:
        super().__init__()
        self.convs = _convs(config.widths[-1], config.shared_inner, config.code, (1, 2, 2, 2, 2))
        self.linear = FullyConnectedLayer(config.code, config.code)

    def forward(self, features: Tensor) -> Tensor:
        """(N, width, 16, 16) -> (N, code)."""
        code: Tensor = self.linear(self.convs(features).flatten(1))
        return code


class SharedHead(nn.Module):
    """From a layer's code, the offsets of all its 3 x 3 kernels (Ha, Dai and Le 2017, arXiv:1609.09106)."""

    def __init__(self, code: int, channels: int) -> None:
        super().__init__()
        self.channels = channels
        self.w1 = nn.Parameter(torch.randn(code, channels * 9).mul_(0.025))
        self.b1 = nn.Parameter(torch.randn(channels * 9).mul_(0.025))
        self.w2 = nn.Parameter(torch.randn(code, channels * code).mul_(0.025))
        self.b2 = nn.Parameter(torch.randn(channels * code).mul_(0.025))

    def forward(self, code: Tensor) -> Tensor:
        """(N, code) -> (N, channels, channels, 3, 3)."""
        hidden = (code @ self.w2 + self.b2).view(len(code), self.channels, -1)
        # The authors read the result as outputs x inputs, though its rows are made for inputs.
        return (hidden @ self.w1 + self.b1).view(len(code), self.channels, self.channels, 3, 3)


class Hypernet(nn.Module):
    """Offsets for some of the weights of a generator with these kernels."""

    def __init__(self, config: HypernetConfig, kernels: Mapping[int, KernelShape]) -> None:
        super().__init__()
        self.config = config
        self.conv1 = nn.Conv2d(config.in_channels, config.stem, 7, 2, 3, bias=False)
        self.bn1 = nn.BatchNorm2d(config.stem)
        self.relu = nn.PReLU(config.stem)
        units: list[nn.Module] = []
        channels = config.stem
        for stage, (width, count) in enumerate(zip(config.widths, config.units, strict=True)):
            for i in range(count):
                units.append(ResidualUnit(channels, width, 2 if stage and not i else 1))
                channels = width
        self.body = nn.Sequential(*units)
        self.shared_weight_hypernet = SharedHead(config.code, config.code)
        self.refinement_blocks = nn.ModuleDict()
        for layer in config.layers:
            self.refinement_blocks[str(layer)] = self._block(layer, kernels[layer])

    def _block(self, layer: int, shape: KernelShape) -> nn.Module:
        if layer in self.config.shared:
            return CodeBlock(self.config)
        if self.config.separable and shape.size > 1:
            return SeparableBlock(shape, self.config)
        return RefinementBlock(shape, self.config)

    def forward(self, image: Tensor, reconstruction: Tensor) -> dict[int, Tensor]:
        """Both (N, 3, 256, 256) in [-1, 1] -> per refined layer, offsets (N, outputs, inputs, k, k).

        An offset of 0.1 makes the weight a tenth larger.
        """
        x = torch.cat([image, reconstruction], dim=1)
        features = self.body(self.relu(self.bn1(self.conv1(x))))
        offsets = {}
        for name, block in self.refinement_blocks.items():
            offset = block(features)
            offsets[int(name)] = (
                self.shared_weight_hypernet(offset) if isinstance(block, CodeBlock) else offset
            )
        return offsets
