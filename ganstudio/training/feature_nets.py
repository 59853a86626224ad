"""Networks whose inner features say what pictures have in common: a VGG that the person has, or our own.

VGG: Simonyan and Zisserman 2015, arXiv:1409.1556, in the layout of torchvision. Where there is none, the
segmenter that was trained on drawn landscapes takes its place; its features know less of the real world.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import torch
from torch import Tensor, nn

from ganstudio import paths
from ganstudio.checkpoints.load import load
from ganstudio.checkpoints.tensors import read_weights
from ganstudio.errors import CheckpointError
from ganstudio.networks.segmenter import Segmenter

OWN = "landscape-segmenter"
# Wang et al. 2018 (pix2pixHD), arXiv:1711.11585, section 3.2, and their code.
PIX2PIXHD_LAYERS = ("relu1_1", "relu2_1", "relu3_1", "relu4_1", "relu5_1")
# Johnson, Alahi and Fei-Fei 2016, arXiv:1603.08155, section 4.1: VGG-16, for style; content is the second.
JOHNSON_LAYERS = ("relu1_2", "relu2_2", "relu3_3", "relu4_3")
_MEAN, _STD = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)


class FeatureNet(nn.Module):
    """A frozen network: pictures (N, 3, H, W) in [-1, 1] -> feature maps, from fine to coarse."""

    name: str
    """Told to the person, because figures and losses depend on it."""

    def forward(self, images: Tensor) -> list[Tensor]:
        raise NotImplementedError


class VggFeatures(FeatureNet):
    """The convolutions of a VGG, as far as the last of `layers`; relu3_1 follows the third stage's first."""

    mean: Tensor
    std: Tensor

    def __init__(self, name: str, layers: Mapping[str, nn.Module], wanted: Sequence[str]) -> None:
        """layers: all of the network's, in order, by the names in their paper."""
        super().__init__()
        missing = [layer for layer in wanted if layer not in layers]
        if missing:
            raise CheckpointError(f"{name} has no layer {missing[0]}.")
        self.name = name
        self.wanted = tuple(wanted)
        last = max(list(layers).index(layer) for layer in wanted)
        self.layers = nn.ModuleDict(dict(list(layers.items())[: last + 1]))
        self.requires_grad_(False).eval()
        self.register_buffer("mean", torch.tensor(_MEAN).view(1, 3, 1, 1), persistent=False)
        self.register_buffer("std", torch.tensor(_STD).view(1, 3, 1, 1), persistent=False)

    def forward(self, images: Tensor) -> list[Tensor]:
        x = ((images + 1) / 2 - self.mean) / self.std
        found = []
        for name, layer in self.layers.items():
            x = layer(x)
            if name in self.wanted:
                found.append(x)
        return found


class SegmenterFeatures(FeatureNet):
    """What our segmenter makes of a picture on its way down, at 5 resolutions; sides are multiples of 16."""

    def __init__(self, network: Segmenter, name: str = OWN) -> None:
        super().__init__()
        self.name = name
        self.network = network
        self.requires_grad_(False).eval()

    def train(self, mode: bool = True) -> SegmenterFeatures:
        """It stays in eval mode: its batch norms must not follow what is being trained."""
        super().train(False)
        return self

    def forward(self, images: Tensor) -> list[Tensor]:
        found = [self.network.stem(images)]
        for down in self.network.down:
            found.append(down(found[-1]))
        return found


def features_of(vgg: Path | None = None, wanted: Sequence[str] = PIX2PIXHD_LAYERS) -> FeatureNet:
    """The VGG in this file, or our own net if there is none; its `name` says which. CheckpointError."""
    if vgg is not None:
        return vgg_features(read_weights(vgg).tensors, wanted)
    network = load(paths.resources_dir() / "models" / OWN / "model.safetensors").module
    assert isinstance(network, Segmenter)
    return SegmenterFeatures(network)


def own_perceptual_loss() -> nn.Module:
    """(pictures, targets), both (N, 3, H, W) in [-1, 1] -> a scalar, by the features of our own net."""
    from ganstudio.training.perceptual import PerceptualLoss

    return PerceptualLoss(features_of(None))


def vgg_features(state: Mapping[str, Tensor], wanted: Sequence[str] = PIX2PIXHD_LAYERS) -> VggFeatures:
    """Any VGG of torchvision, with or without batch norm, whole or its `features` alone, from its tensors.

    Raises CheckpointError if it is none.
    """
    prefix = next((name.removesuffix("0.weight") for name in state if _begins(name, state)), None)
    if prefix is None:
        raise CheckpointError(
            "This file holds no VGG.", hint="Take the weights of torchvision's vgg16 or vgg19."
        )
    pattern = re.compile(re.escape(prefix) + r"(\d+)\.weight")
    numbers = sorted(
        int(match[1]) for name in state if (match := pattern.fullmatch(name)) and state[name].dim() == 4
    )
    try:
        return _built(state, prefix, numbers, wanted)
    except (KeyError, RuntimeError) as error:
        raise CheckpointError("The VGG in this file is incomplete or damaged.", detail=str(error)) from error


def _begins(name: str, state: Mapping[str, Tensor]) -> bool:
    """Whether this is the first convolution: 3 x 3, on colours, the next one two or three layers later."""
    stem = name.removesuffix("0.weight")
    following = (f"{stem}{number}.weight" for number in (2, 3))
    first = name == f"{stem}0.weight" and (not stem or stem.endswith("."))
    return first and state[name].shape[1:] == (3, 3, 3) and any(key in state for key in following)


def _built(
    state: Mapping[str, Tensor], prefix: str, numbers: list[int], wanted: Sequence[str]
) -> VggFeatures:
    """The gaps between the convolutions' numbers show where the picture is halved."""
    layers: dict[str, nn.Module] = {}
    stage, place = 1, 0
    for number, following in zip(numbers, [*numbers[1:], numbers[-1]], strict=True):
        place += 1
        normed = f"{prefix}{number + 1}.running_mean" in state
        layers[f"conv{stage}_{place}"] = _filled(
            _conv(state[f"{prefix}{number}.weight"]), state, prefix, number
        )
        if normed:
            channels = len(state[f"{prefix}{number}.weight"])
            layers[f"norm{stage}_{place}"] = _filled(nn.BatchNorm2d(channels), state, prefix, number + 1)
        layers[f"relu{stage}_{place}"] = nn.ReLU()
        if following - number > 2 + normed:
            layers[f"pool{stage}"] = nn.MaxPool2d(2)
            stage, place = stage + 1, 0
    kind = f"VGG-{len(numbers) + 3}"
    return VggFeatures(kind + (" with batch norm" if "norm1_1" in layers else ""), layers, wanted)


def _conv(weight: Tensor) -> nn.Conv2d:
    out_channels, in_channels, *size = weight.shape
    return nn.Conv2d(in_channels, out_channels, (size[0], size[1]), padding=size[0] // 2)


def _filled(layer: nn.Module, state: Mapping[str, Tensor], prefix: str, number: int) -> nn.Module:
    own = layer.state_dict()
    optional = {"num_batches_tracked"}
    names = [name for name in own if name not in optional or f"{prefix}{number}.{name}" in state]
    layer.load_state_dict({**own, **{name: state[f"{prefix}{number}.{name}"] for name in names}})
    return layer
