"""How well pictures fit their sentences, as CLIP sees it.

Hessel, Holtzman, Forbes, Le Bras and Choi, EMNLP 2021, arXiv:2104.08718.
"""

from __future__ import annotations

from torch import Tensor
from torch.nn import functional as F

_SCALE = 100.0


def clip_scores(pictures: Tensor, sentences: Tensor) -> Tensor:
    """Of features (N, d) of pictures and of the sentence of each: (N,), from 0 to 100, which is best.

    The paper's weight is 2.5; 100, as torchmetrics has it, is what text-to-image papers report.
    """
    return _SCALE * F.cosine_similarity(pictures.float(), sentences.float(), dim=1).clamp(min=0)
