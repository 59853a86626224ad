"""Agreement of thin lines: precision, recall and F1 with a tolerance of some pixels.

After the boundary benchmark of Martin, Fowlkes and Malik (PAMI 2004), without its one-to-one assignment: a
pixel counts as found if any pixel of the other drawing lies within the tolerance.
"""

from __future__ import annotations

from dataclasses import dataclass

from torch import Tensor
from torch.nn import functional as F


@dataclass
class LineMatch:
    """Counts over many pictures; `tolerance` in pixels, along rows and columns."""

    tolerance: int
    found: int = 0
    drawn: int = 0
    reached: int = 0
    wanted: int = 0

    def add(self, lines: Tensor, target: Tensor) -> None:
        """lines, target: (N, H, W) bool."""
        self.found += int((lines & self._near(target)).sum())
        self.drawn += int(lines.sum())
        self.reached += int((target & self._near(lines)).sum())
        self.wanted += int(target.sum())

    @property
    def precision(self) -> float:
        """The share of the lines that are near a wanted one; 0 without lines."""
        return self.found / max(self.drawn, 1)

    @property
    def recall(self) -> float:
        """The share of the wanted lines that are near one; 0 without any wanted."""
        return self.reached / max(self.wanted, 1)

    @property
    def f1(self) -> float:
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0

    def _near(self, lines: Tensor) -> Tensor:
        side = 2 * self.tolerance + 1
        return F.max_pool2d(lines[:, None].float(), side, 1, self.tolerance)[:, 0] > 0
