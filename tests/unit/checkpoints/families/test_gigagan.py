"""GigaGAN: its variants come back from their tensors, averaged ones too."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import torch
from torch import Tensor, nn

from ganstudio.checkpoints.detect import detect
from ganstudio.checkpoints.families import STANDARD
from ganstudio.checkpoints.load import load
from ganstudio.networks.gigagan import AttentionConfig, GigaGanGenerator, GigaGanGeneratorConfig
from ganstudio.networks.gigagan_attention import TextConfig
from tests.support.round_trip import assert_round_trip

TEXT = TextConfig(dim=6, depth=1, clip_dim=10, heads=2, dim_head=4)
OWN = AttentionConfig((8, 16), heads=2, dim_head=4)
TINY: dict[str, Any] = {"widths": (8, 8, 4), "dim_latent": 8, "style_dim": 6, "style_depth": 2}
WORDS = {**TINY, "text": TEXT, "cross_attention": AttentionConfig((16,), heads=3, dim_head=2, ff_mult=2)}
VARIANTS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "no text": (TINY, {}),
    "text": ({**WORDS, "self_attention": OWN}, {"cross_attn_heads": 3}),
    "CLIP as wide as the encoder": ({**TINY, "text": TextConfig(6, 1, 6, 2, 4)}, {}),
    "attention by distance": ({**TINY, "self_attention": AttentionConfig((4,), 1, 4, 2, False)}, {}),
    "skip-layer excitation": ({**TINY, "skip_excite": 1}, {}),
    "pixel shuffle": ({**TINY, "pixel_shuffle": True, "channels": 1}, {}),
    "one kernel": ({**TINY, "kernels": 1}, {}),
    "other scale": ({**TINY, "style_lr_mul": 0.5}, {"lr_mul": 0.5}),
    "styles are given": ({**TINY, "style_depth": 0}, {}),
}


def numbers(*shape: int) -> Tensor:
    return torch.randn(*shape, generator=torch.Generator().manual_seed(1))


def draw(network: nn.Module) -> list[Tensor]:
    config = network.config
    tokens = network.text_encoder(numbers(2, 3, config.text.clip_dim)) if config.text else None
    styles = z = numbers(2, config.style_dim)
    if config.style_depth:
        styles = network.style_network(z, tokens.summary if tokens else None)
    return network.synthesise(styles, tokens, network.draw_noises(2, torch.Generator().manual_seed(3)))


@torch.inference_mode()
@pytest.mark.parametrize("layout", ["", "ema"])
@pytest.mark.parametrize("name", VARIANTS)
def test_variants_round_trip(name: str, layout: str, tmp_path: Path) -> None:
    settings, told = VARIANTS[name]
    assert_round_trip(tmp_path, GigaGanGeneratorConfig(**settings), draw, told=told, layout=layout)


@torch.inference_mode()
def test_the_average_in_a_training_record_is_used_and_frozen_clip_left_out(tmp_path: Path) -> None:
    config = GigaGanGeneratorConfig(**WORDS)
    latest, average = GigaGanGenerator(config).eval(), GigaGanGenerator(config).eval()
    clip = {"text_encoder.clip.clip.positional_embedding": torch.zeros(7, 10)}
    record = {
        "G": {**latest.state_dict(), **clip},
        "D": {"layers.0.weight": torch.zeros(2)},
        "steps": 100,
        "version": "0.3.0",
        "G_ema": {
            "initted": torch.tensor(True),
            "step": torch.tensor(3),
            **{f"online_model.{name}": tensor for name, tensor in latest.state_dict().items()},
            **{f"ema_model.{name}": tensor for name, tensor in {**average.state_dict(), **clip}.items()},
        },
    }
    torch.save(record, tmp_path / "model-1.ckpt")
    told = {"cross_attn_heads": 3}
    for part, network in ((None, average), ("G_ema", average), ("G", latest)):
        loaded = load(tmp_path / "model-1.ckpt", overrides=told, part=part).module
        torch.testing.assert_close(draw(loaded), draw(network))


def test_heads_of_cross_attention_are_assumed_to_be_as_wide_as_the_others(tmp_path: Path) -> None:
    own = AttentionConfig((16,), heads=4, dim_head=2)
    config = GigaGanGeneratorConfig(**{**WORDS, "self_attention": own})
    torch.save({"G": GigaGanGenerator(config).state_dict()}, tmp_path / "model.ckpt")
    found = detect(tmp_path / "model.ckpt")
    assert found.config == config
    assert set(found.unknown) == {"cross_attn_heads", "lr_mul"}


@torch.inference_mode()
@pytest.mark.parametrize("name", ["no text", "text", "styles are given"])
def test_the_sample_depends_on_its_seed(name: str) -> None:
    config = GigaGanGeneratorConfig(**VARIANTS[name][0])
    network = GigaGanGenerator(config).eval()
    sample = STANDARD.of_config(config).sample
    assert sample is not None
    first = sample(network, config, 1)
    assert first.shape == (3, 32, 64)
    assert torch.equal(first, sample(network, config, 1))
    assert not torch.equal(first, sample(network, config, 2))
