"""Networks that look at pictures for a person: what they see in common says how alike two sets are.

A distance is called by the name of the features that it is of. Only those of the Inception network make it
the published FID.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path

import torch
from torch import Tensor
from torch.nn import functional as F

from ganstudio import paths
from ganstudio.checkpoints import library
from ganstudio.checkpoints.tensors import read_weights
from ganstudio.clip import Clip, load_clip
from ganstudio.errors import InputError
from ganstudio.networks.inception import Inception, InceptionConfig
from ganstudio.training.feature_nets import FeatureNet, features_of, vgg_features

INCEPTION_FILES = ("pt_inception-2015-12-05-6726825d.pth", "weights-inception-2015-12-05-6726825d.pth")
"""What pytorch-fid and torch-fidelity call the weights of 2015; looked for among the person's models."""
KNOWN = (
    "the FID Inception network (of pytorch-fid or torch-fidelity), a VGG of torchvision, an open_clip model"
)
_SIDE = 128
_BATCH = 32
_VGG_LAYER = ("relu4_3",)


class Observer:
    """Pictures (N, 3, H, W) in [-1, 1] of any size -> features (N, d), float32, on the CPU."""

    name: str
    """Told with every figure."""
    inception = False

    def __call__(self, images: Tensor) -> Tensor:
        parts = [self.look(part).float().cpu() for part in images.float().clamp(-1, 1).split(_BATCH)]
        return torch.cat(parts)

    def look(self, images: Tensor) -> Tensor:
        """One batch on any device."""
        raise NotImplementedError

    def to(self, device: torch.device | str) -> Observer:
        """Itself, on a device."""
        raise NotImplementedError


class NetObserver(Observer):
    """The deepest features of a VGG or of our own segmenter, averaged over places, at 128 pixels."""

    def __init__(self, network: FeatureNet) -> None:
        self.network = network
        self.name = network.name

    def look(self, images: Tensor) -> Tensor:
        deepest: Tensor = self.network(resized(images, _SIDE))[-1]
        return deepest.mean(dim=(2, 3))

    def to(self, device: torch.device | str) -> Observer:
        self.network.to(device)
        return self


class InceptionObserver(Observer):
    """The pooled features by which the FID is defined; `probabilities` are what the inception score takes."""

    inception = True
    name = "Inception, as the FID has it"

    def __init__(self, network: Inception) -> None:
        self.network = network

    def look(self, images: Tensor) -> Tensor:
        found: Tensor = self.network(images)
        return found

    def probabilities(self, features: Tensor) -> Tensor:
        """(N, classes) of features (N, 2048); without the bias of the last layer, as in TensorFlow's code."""
        weight = self.network.fc.weight.float().cpu()
        return (features @ weight.T).softmax(dim=1)

    def to(self, device: torch.device | str) -> Observer:
        self.network.to(device)
        return self


class ClipObserver(Observer):
    """What a CLIP model makes of a picture, or of a sentence: unit vectors of one space."""

    def __init__(self, clip: Clip) -> None:
        self.clip = clip
        self.name = f"CLIP {clip.name.removeprefix('open_clip/')}"

    def look(self, images: Tensor) -> Tensor:
        return self.clip.encode_image(images)

    def read(self, sentences: Sequence[str]) -> Tensor:
        """(N, d), on the CPU."""
        return self.clip.encode_text(sentences)

    def to(self, device: torch.device | str) -> Observer:
        self.clip.to(device)
        return self


def observer_of(file: str = "", clip_model: str = "") -> Observer:
    """The network in this file, the CLIP model of this name, or, without one, the Inception network if the
    person has it, else our own.

    `clip_model` is open_clip's name of a model whose weights are given, by default ViT-B-32. InputError for a
    file that is not there or holds none of the networks in `KNOWN`.
    """
    if not file:
        found = next(
            (path for name in INCEPTION_FILES if (path := paths.user_models_dir() / name).is_file()), None
        )
        return _own() if found is None else _read(found, clip_model)
    path = Path(file).expanduser()
    if path.is_dir():
        return ClipObserver(load_clip(path, clip_model))
    return _read(path if path.exists() else _in_library(file), clip_model)


def _in_library(name: str) -> Path:
    try:
        return library.find(name)
    except InputError:
        raise InputError(f"There is no file {Path(name).expanduser()}.") from None


@cache
def _own() -> Observer:
    return NetObserver(features_of())


@lru_cache(maxsize=1)
def _read(path: Path, clip_model: str) -> Observer:
    tensors = read_weights(path).tensors
    if "Mixed_7c.branch_pool.conv.weight" in tensors:
        return InceptionObserver(_inception(tensors, path))
    if "text_projection" in tensors and any(name.startswith("visual.") for name in tensors):
        return ClipObserver(load_clip(path, clip_model or "ViT-B-32"))
    if any(tensor.shape[1:] == (3, 3, 3) for tensor in tensors.values()):
        return NetObserver(vgg_features(tensors, _VGG_LAYER))
    raise InputError(
        f"{path} holds no network that is known for comparing pictures.", hint=f"Known are {KNOWN}."
    )


def _inception(tensors: Mapping[str, Tensor], path: Path) -> Inception:
    network = Inception(InceptionConfig(classes=len(tensors["fc.weight"])))
    wanted = network.state_dict()
    try:
        network.load_state_dict({name: tensors[name] for name in wanted if name in tensors})
    except RuntimeError as error:
        raise InputError(
            f"The Inception network in {path} is incomplete, or not the one of the FID.", detail=str(error)
        ) from error
    return network.eval().requires_grad_(False)


def resized(images: Tensor, side: int) -> Tensor:
    """Square pictures of this side; smoothed first where they become smaller."""
    if images.shape[-2:] == (side, side):
        return images
    return F.interpolate(images, size=(side, side), mode="bilinear", antialias=True, align_corners=False)
