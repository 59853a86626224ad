"""Losses on features instead of pixels: Johnson, Alahi and Fei-Fei 2016, arXiv:1603.08155.

The features come from a VGG that the person has or from our own net (`feature_nets`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from ganstudio.training.feature_nets import PIX2PIXHD_LAYERS, FeatureNet, VggFeatures, vgg_features

# Wang et al. 2018 (pix2pixHD), arXiv:1711.11585: coarse features count more.
_WEIGHTS = (1 / 32, 1 / 16, 1 / 8, 1 / 4, 1.0)


class PerceptualLoss(nn.Module):
    """Weighted L1 between the features of two batches, as pix2pixHD has it; the second is the target."""

    def __init__(self, features: FeatureNet, weights: Sequence[float] = _WEIGHTS) -> None:
        """features: of as many layers as there are weights."""
        super().__init__()
        self.features = features
        self.weights = tuple(weights)

    def forward(self, x: Tensor, target: Tensor) -> Tensor:
        """x and target (N, 3, H, W) in [-1, 1] -> a scalar."""
        with torch.no_grad():
            wanted = self.features(target)
        pairs = zip(self.weights, self.features(x), wanted, strict=True)
        return torch.stack([weight * F.l1_loss(a, b) for weight, a, b in pairs]).sum()


def feature_reconstruction(found: Tensor, wanted: Tensor) -> Tensor:
    """Mean squared difference of features (N, C, H, W), equation 2; the second is the target."""
    return F.mse_loss(found.float(), wanted.detach().float())


def gram(features: Tensor) -> Tensor:
    """How much channels appear together, equation 3: (N, C, H, W) -> (N, C, C), in float32."""
    with torch.autocast(features.device.type, enabled=False):
        flat = features.float().flatten(2)
        return flat @ flat.mT / (flat.shape[1] * flat.shape[2])


def style_reconstruction(found: Sequence[Tensor], wanted: Sequence[Tensor]) -> Tensor:
    """Squared Frobenius distance of Gram matrices, equation 4, summed over layers, mean over pictures.

    found: feature maps (N, C, H, W). wanted: the Gram matrices of the style, (N or 1, C, C), which may come
    from a picture of any other size.
    """
    pairs = zip(found, wanted, strict=True)
    distances = [(gram(features) - style.detach()).square().sum((1, 2)).mean() for features, style in pairs]
    return torch.stack(distances).sum()


def total_variation(images: Tensor) -> Tensor:
    """Mean squared difference of neighbours, for smooth pictures (section 3.2)."""
    down, right = images.diff(dim=-2), images.diff(dim=-1)
    return down.square().mean() + right.square().mean()


def vgg19_features(state: Mapping[str, Tensor]) -> VggFeatures:
    """A VGG at pix2pixHD's layers; CheckpointError if the tensors are no VGG."""
    return vgg_features(state, PIX2PIXHD_LAYERS)
