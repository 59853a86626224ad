"""Generators that draw from sentences, and what is between, away from and beside a sentence."""

from __future__ import annotations

from itertools import pairwise
from types import SimpleNamespace
from typing import Any

import pytest
import torch
from torch import Tensor

from ganstudio.editing.text_generator import Said, TextGenerator
from ganstudio.editing.text_styles import rows_of
from ganstudio.errors import InputError
from ganstudio.networks.gan_cls import GanClsGeneratorConfig
from ganstudio.networks.gigagan import AttentionConfig, GigaGanGeneratorConfig
from ganstudio.networks.gigagan_attention import TextConfig
from ganstudio.networks.stylegan2_layers import MappingConfig
from ganstudio.networks.stylegan2_text import TextStyleGan2Config
from tests.support.models import network

ATTENTION = AttentionConfig((4, 8), heads=2, dim_head=4, ff_mult=1)
GIGAGAN = GigaGanGeneratorConfig(
    widths=(12, 12, 8),
    dim_latent=12,
    style_dim=8,
    style_depth=2,
    style_lr_mul=1.0,
    text=TextConfig(dim=8, depth=1, clip_dim=6, heads=2, dim_head=4),
    self_attention=ATTENTION,
    cross_attention=ATTENTION,
    skip_excite=1,
)
TOLD = TextStyleGan2Config(16, (8, 8, 4), MappingConfig(z_dim=5, c_dim=6, w_dim=7, layers=2))
GAN_CLS = GanClsGeneratorConfig(embed_dim=6, projected_dim=4, noise_dim=5, ngf=2)


def loaded(config: Any, family: str) -> Any:
    module = network(config)
    with torch.no_grad():
        for value in module.parameters():
            if not value.any():  # the strengths of noise, which begin at 0
                value.fill_(0.3)
    return SimpleNamespace(module=module, family=family, role="generator", card={}, sha256="")


@pytest.fixture
def giga() -> TextGenerator:
    return TextGenerator.of(loaded(GIGAGAN, "gigagan"))


@pytest.fixture
def cls() -> TextGenerator:
    return TextGenerator.of(loaded(GAN_CLS, "gan_cls"))


@pytest.fixture
def told() -> TextGenerator:
    return TextGenerator.of(loaded(TOLD, "stylegan2_text"))


def words(seed: int, count: int) -> Tensor:
    """Encodings of a sentence of so many words, padded to 7."""
    made = torch.randn(1, 7, 6, generator=torch.Generator().manual_seed(seed))
    made[:, count:] = 0
    return made


def sentence(seed: int) -> Tensor:
    made = torch.randn(1, 6, generator=torch.Generator().manual_seed(seed))
    return made / made.norm()


A, B = words(1, 4), words(2, 6)


def close(one: Tensor, other: Tensor) -> bool:
    return torch.allclose(one, other, atol=1e-5)


def test_a_sentence_is_drawn_as_the_network_draws_it(giga: TextGenerator, cls: TextGenerator) -> None:
    z, noises = giga.latent(3), giga.noise("fixed", 3)
    with torch.no_grad():
        wanted = (giga.module(z, A, noises) * 2 - 1).clamp(-1, 1)
        flat = cls.module(cls.latent(3), sentence(1))
    assert close(giga.draw(z, Said(A), noises=noises), wanted)
    assert close(cls.draw(cls.latent(3), Said(sentence(1))), flat)
    assert not close(giga.draw(z, Said(A), noises=giga.noise("none", 3)), wanted)
    assert (giga.resolution, giga.levels, giga.text_width) == (16, (4, 8, 16), 6)
    assert (cls.resolution, cls.levels, cls.text_width) == (64, (), 6)


@pytest.mark.parametrize("kind", ["giga", "cls", "told"])
def test_between_two_sentences_the_ends_are_the_sentences_and_the_way_has_no_jump(
    kind: str, request: pytest.FixtureRequest
) -> None:
    generator: TextGenerator = request.getfixturevalue(kind)
    one, other = (A, B) if generator.by_word else (sentence(1), sentence(2))
    z = generator.latent(5)
    ends = [generator.draw(z, Said(text)) for text in (one, other)]
    way = [generator.draw(z, Said(one, other, step / 20)) for step in range(21)]
    assert close(way[0], ends[0])
    assert close(way[-1], ends[1])
    steps = [float((after - before).abs().mean()) for before, after in pairwise(way)]
    assert max(steps) < 0.4 * float((ends[1] - ends[0]).abs().mean())
    assert min(steps) > 0


def test_a_negative_pushes_away_and_keeps_the_length(giga: TextGenerator, cls: TextGenerator) -> None:
    one, other = sentence(1), sentence(2)
    pushed = cls._features(Said(one, away=other))
    assert float(pushed.norm()) == pytest.approx(1, abs=1e-5)
    assert float(pushed @ other.T) < float(one @ other.T)
    z = giga.latent(5)
    plain = giga.draw(z, Said(A))
    assert close(giga.draw(z, Said(A, away=B, strength=0)), plain)
    assert not close(giga.draw(z, Said(A, away=B)), plain)
    # Away from itself leads nowhere.
    assert close(giga.draw(z, Said(A, away=A)), plain)


def test_levels_follow_sentences_of_their_own(giga: TextGenerator) -> None:
    z = giga.latent(5)
    plain = giga.draw(z, Said(A))
    assert close(giga.draw(z, Said(A), by_level=dict.fromkeys(range(3), Said(B))), giga.draw(z, Said(B)))
    fine = giga.draw(z, Said(A), by_level={2: Said(B)})
    assert not close(fine, plain)
    coarse = giga.draw(z, Said(A), by_level={0: Said(B)})
    small = torch.nn.functional.avg_pool2d
    # What the coarse level is told changes the layout more than what the fine one is told.
    assert (small(coarse - plain, 4)).abs().mean() > (small(fine - plain, 4)).abs().mean()


def test_levels_of_a_generator_without_any_are_refused(cls: TextGenerator) -> None:
    with pytest.raises(InputError, match="as a whole"):
        cls.draw(cls.latent(1), Said(sentence(1)), by_level={0: Said(sentence(2))})


@pytest.mark.parametrize("kind", ["giga", "cls", "told"])
def test_no_truncation_left_is_the_average_of_the_sentence(kind: str, request: pytest.FixtureRequest) -> None:
    generator: TextGenerator = request.getfixturevalue(kind)
    one, other = (A, B) if generator.by_word else (sentence(1), sentence(2))
    z = torch.cat([generator.latent(1), generator.latent(2)])
    first, second = generator.draw(z, Said(one), truncation=0.0)
    assert close(first, second)
    assert not close(first[None], generator.draw(z[:1], Said(other), truncation=0.0))
    first, second = generator.draw(z, Said(one), truncation=0.5)
    assert not close(first, second)


def test_what_draws_from_no_sentence_is_refused() -> None:
    with pytest.raises(InputError, match="draws no picture from a sentence"):
        TextGenerator.of(loaded(GAN_CLS, "spade"))
    textless = GanClsGeneratorConfig(embed_dim=0, noise_dim=5, ngf=2)
    with pytest.raises(InputError, match="trained without sentences"):
        TextGenerator.of(loaded(textless, "gan_cls"))


def test_levels_of_a_stylegan_can_be_told_different_sentences(told: TextGenerator) -> None:
    z, one, other = told.latent(1), Said(sentence(1)), Said(sentence(2))
    assert (told.resolution, told.levels, told.text_width) == (16, (4, 8, 16), 6)
    ends = [told.draw(z, said) for said in (one, other)]
    assert not close(*ends)
    assert close(told.draw(z, one, by_level={0: other, 1: other, 2: other}), ends[1])
    some = told.draw(z, one, by_level={2: other})
    assert not close(some, ends[0])
    assert not close(some, ends[1])
    rows = [rows_of(level, 6) for level in range(3)]
    assert [row for part in rows for row in range(part.start, part.stop)] == list(range(6))


def test_noise_and_truncation_of_a_stylegan_with_sentences(told: TextGenerator) -> None:
    said = Said(sentence(1))
    z = told.latent(1)
    assert close(told.draw(z, said), told.draw(z, said, noises=told.noise("none", 3)))
    assert not close(told.draw(z, said), told.draw(z, said, noises=told.noise("fixed", 3)))
    averages = [told.draw(told.latent(seed), said, truncation=0) for seed in (1, 2)]
    assert close(*averages)
    assert told.draw(torch.cat([z, z]), said).shape == (2, 3, 16, 16)


@pytest.mark.parametrize("kind", ["giga", "cls", "told"])
def test_half_precision_draws_nearly_the_same(kind: str, request: pytest.FixtureRequest) -> None:
    generator: TextGenerator = request.getfixturevalue(kind)
    said = Said(A if generator.by_word else sentence(1))
    z = generator.latent(1)
    with torch.inference_mode():
        whole = generator.draw(z, said, truncation=0.8)
        with torch.autocast("cpu", torch.bfloat16):
            half = generator.draw(z, said, truncation=0.8)
    assert float((whole - half).abs().mean()) < 0.05
