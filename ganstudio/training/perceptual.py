"""The perceptual loss of Johnson et al. 2016 (arXiv:1603.08155) on VGG-19, weighted as in pix2pixHD.

The weights come from a checkpoint that the person has (torchvision's `vgg19` state dict).
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F

# After relu1_1, relu2_1, relu3_1, relu4_1 and relu5_1 (Wang et al. 2018, arXiv:1711.11585, section 3.2).
_ENDS = (2, 7, 12, 21, 30)
_WEIGHTS = (1 / 32, 1 / 16, 1 / 8, 1 / 4, 1.0)
_MEAN = (0.485, 0.456, 0.406)
_STD = (0.229, 0.224, 0.225)


class PerceptualLoss(nn.Module):
    """Weighted L1 between VGG features of two batches (N, 3, H, W) in [-1, 1]; the second is the target."""

    mean: Tensor
    std: Tensor

    def __init__(self, features: nn.Sequential) -> None:
        """features: the convolutional part of torchvision's VGG-19."""
        super().__init__()
        starts = (0, *_ENDS[:-1])
        self.slices = nn.ModuleList(features[a:b] for a, b in zip(starts, _ENDS, strict=True))
        self.requires_grad_(False).eval()
        self.register_buffer("mean", torch.tensor(_MEAN).view(1, 3, 1, 1), persistent=False)
        self.register_buffer("std", torch.tensor(_STD).view(1, 3, 1, 1), persistent=False)

    def forward(self, x: Tensor, target: Tensor) -> Tensor:
        pairs = zip(_WEIGHTS, self.features(x), self.features(target.detach()), strict=True)
        return torch.stack([weight * F.l1_loss(a, b.detach()) for weight, a, b in pairs]).sum()

    def features(self, x: Tensor) -> list[Tensor]:
        """The five feature maps, from fine to coarse."""
        x = ((x + 1) / 2 - self.mean) / self.std
        found = []
        for part in self.slices:
            x = part(x)
            found.append(x)
        return found


def vgg19_features(state: dict[str, Tensor]) -> nn.Sequential:
    """Build VGG-19's convolutional part from a state dict; KeyError names a tensor that is missing."""
    from torchvision.models import vgg19

    features: nn.Sequential = vgg19(weights=None).features
    features.load_state_dict({name: state[f"features.{name}"] for name in features.state_dict()})
    for module in features:
        if isinstance(module, nn.ReLU):
            module.inplace = False
    return features
