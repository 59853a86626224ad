"""Generators that draw from sentences, small enough for a test, and the CLIP that reads to them."""

from __future__ import annotations

from pathlib import Path

import torch

from ganstudio.checkpoints.save import save
from ganstudio.clip import load_clip
from ganstudio.networks.gigagan import AttentionConfig, GigaGanGenerator, GigaGanGeneratorConfig
from ganstudio.networks.gigagan_attention import TextConfig
from ganstudio.worlds.captions import LANGUAGES, known_words
from tests.support.clip import small_clip

CLIP = "worlds-clip"


def small_text_model(library: Path, name: str, *, world: str = "landscape", levels: int = 4) -> Path:
    """A random GigaGAN that was trained, as its card says, on a world's captions, in a folder of models.

    Its CLIP is put beside it if it is not there.
    """
    if not (library / CLIP).is_dir():
        words = sorted({word for language in LANGUAGES for word in known_words(language)})
        small_clip(library / CLIP, words=words)
    clip = load_clip(library / CLIP / "model.safetensors")
    torch.manual_seed(len(name))
    config = GigaGanGeneratorConfig(
        widths=(16,) * levels,
        dim_latent=16,
        style_dim=8,
        style_depth=2,
        text=TextConfig(clip_dim=clip.token_dim, dim=8, heads=2, dim_head=4, depth=1),
        cross_attention=AttentionConfig((8,), heads=2, dim_head=4, ff_mult=1),
    )
    card = {
        "title": name.replace("-", " ").capitalize(),
        "text_features": f"open_clip/{CLIP}",
        "text_features_sha256": clip.sha256,
        "training": {"data": {"world": world}},
    }
    file = library / name / "model.safetensors"
    file.parent.mkdir(parents=True, exist_ok=True)
    return save(GigaGanGenerator(config).eval(), config, file, card)
