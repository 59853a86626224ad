"""The model families that the program knows by itself, in their order of precedence."""

from __future__ import annotations

from ganstudio.checkpoints.families import segmenter, spade, style_spade
from ganstudio.checkpoints.registry import Registry

STANDARD = Registry((*spade.FAMILIES, *style_spade.FAMILIES, *segmenter.FAMILIES))
