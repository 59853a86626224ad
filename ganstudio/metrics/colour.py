"""How far two colours are apart for an eye: CIELAB's distance of 1976."""

from __future__ import annotations

import torch
from torch import Tensor

# IEC 61966-2-1: linear sRGB to XYZ, here relative to its white (D65).
_TO_XYZ = (
    (0.4124564, 0.3575761, 0.1804375),
    (0.2126729, 0.7151522, 0.0721750),
    (0.0193339, 0.1191920, 0.9503041),
)
_WHITE = (0.95047, 1.0, 1.08883)
_KNEE = (6 / 29) ** 3


def to_cielab(images: Tensor) -> Tensor:
    """sRGB (N, 3, H, W) in [-1, 1] -> L* in [0, 100], a* and b*, (N, 3, H, W). CIE 15:2004, section 8.2.1."""
    encoded = ((images + 1) / 2).clamp(0, 1)
    linear = torch.where(encoded <= 0.04045, encoded / 12.92, ((encoded + 0.055) / 1.055) ** 2.4)
    table = images.new_tensor(_TO_XYZ) / images.new_tensor(_WHITE)[:, None]
    x, y, z = _root(torch.einsum("ij,njhw->nihw", table, linear)).unbind(1)
    return torch.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)], dim=1)


def colour_error(first: Tensor, second: Tensor) -> Tensor:
    """ΔE of each pixel, (N, H, W), of sRGB pictures (N, 3, H, W) in [-1, 1]; about 2 is just noticed."""
    distance: Tensor = (to_cielab(first) - to_cielab(second)).norm(dim=1)
    return distance


def _root(values: Tensor) -> Tensor:
    """The cube root, straight near 0."""
    return torch.where(
        values > _KNEE, values.clamp(min=_KNEE) ** (1 / 3), values * (29 / 6) ** 2 / 3 + 4 / 29
    )
