"""CLIP: any open_clip model on the disk, our own starter among them, as one object for texts and pictures."""

from __future__ import annotations

from ganstudio.clip.loading import STARTER, load_clip
from ganstudio.clip.model import Clip, Tokens

__all__ = ["STARTER", "Clip", "Tokens", "load_clip"]
