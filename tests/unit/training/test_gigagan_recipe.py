"""The GigaGAN recipe on pictures and sentences small enough for a test."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor
from torch.nn import functional as F

from ganstudio.checkpoints.load import load
from ganstudio.clip import load_clip
from ganstudio.datasets.captions import CaptionDataset
from ganstudio.errors import InputError
from ganstudio.networks.gigagan_attention import TextConfig
from ganstudio.networks.gigagan_discriminator import GigaGanDiscriminator, GigaGanDiscriminatorConfig
from ganstudio.networks.gigagan_layers import Noise
from ganstudio.params import specs
from ganstudio.training.clip_guidance import clip_loss
from ganstudio.training.recipes import gigagan
from ganstudio.training.recipes.gigagan import GigaGanParams, GigaGanRecipe, pyramid
from ganstudio.training.text_features import HashedText
from ganstudio.training.trainer import RunOptions, Trainer
from tests.support.clip import small_clip

SIZE = 16


@pytest.fixture(autouse=True)
def narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    tiny = gigagan.Widths(128, 8, 8, 2, 1, 2, own=8, cross=8)
    monkeypatch.setitem(gigagan.PRESETS, "tiny", tiny)


@pytest.fixture
def dataset() -> CaptionDataset:
    """Red and blue pictures, each said to be so."""
    images = np.zeros((8, SIZE, SIZE, 3), dtype=np.uint8)
    images[::2, ..., 0] = images[1::2, ..., 2] = 255
    return CaptionDataset(images, ["a red picture", "a blue one"] * 4, mirror=False)


def recipe(dataset: CaptionDataset, **changes: Any) -> GigaGanRecipe:
    torch.manual_seed(0)
    values = {"preset": "tiny", "size": SIZE, "batch_size": 4, **changes}
    return GigaGanRecipe(GigaGanParams(**values), dataset, encoder=HashedText(16))


def weights(module: torch.nn.Module) -> Tensor:
    return torch.cat([value.detach().flatten() for value in module.parameters()]).clone()


def discriminator(text: bool = True) -> GigaGanDiscriminator:
    torch.manual_seed(0)
    config = GigaGanDiscriminatorConfig((6, 4, 4), text=TextConfig(8, 1, 5, 2, 4) if text else None)
    return GigaGanDiscriminator(config).eval()


def test_every_parameter_is_documented() -> None:
    assert all(spec.help for spec in specs(GigaGanParams))


def test_every_size_goes_in_and_comes_out() -> None:
    pictures = [torch.randn(2, 3, size, size) for size in (4, 8, 16)]
    tokens = torch.randn(2, 3, 5)
    network = discriminator()
    scores = network(pictures, tokens)
    assert [tuple(each.shape) for each in scores] == [(1, 2, 8, 8), (2, 2, 4, 4)]
    changed = network([pictures[0], pictures[1] + 1, pictures[2]], tokens)
    torch.testing.assert_close(changed[0], scores[0])
    torch.testing.assert_close(changed[1][0], scores[1][0])
    assert not torch.allclose(changed[1][1], scores[1][1])


def test_pictures_are_judged_by_their_own_text() -> None:
    network = discriminator()
    pictures = [torch.randn(2, 3, size, size) for size in (4, 8, 16)]
    tokens = torch.randn(2, 3, 5)
    scores, swapped = network(pictures, tokens), network(pictures, tokens.flip(0))
    alone = network([picture[:1] for picture in pictures], tokens[:1])
    for both, other, one in zip(scores, swapped, alone, strict=True):
        torch.testing.assert_close(both[:, :1], one, rtol=1e-4, atol=1e-5)
        assert not torch.allclose(both, other)


def test_several_texts_are_judged_as_each_alone() -> None:
    network = discriminator()
    pictures = [torch.randn(2, 3, size, size) for size in (4, 8, 16)]
    first, second = torch.randn(2, 3, 5), torch.randn(2, 3, 5)
    found = network.with_each(pictures, [first, second])
    for scores, tokens in zip(found, (first, second), strict=True):
        torch.testing.assert_close(scores, network(pictures, tokens))


def test_what_the_discriminator_lacks_is_told() -> None:
    pictures = [torch.randn(1, 3, size, size) for size in (4, 8, 16)]
    with pytest.raises(ValueError, match="text"):
        discriminator()(pictures)
    with pytest.raises(ValueError, match="2 pictures instead of 3"):
        discriminator(text=False)(pictures[1:])
    assert len(discriminator(text=False)(pictures)) == 2


def test_a_pyramid_keeps_the_mean_of_each_block() -> None:
    images = torch.rand(2, 3, 16, 16) * 2 - 1
    small, middle, large = pyramid(images, 3)
    torch.testing.assert_close(large, (images + 1) / 2)
    torch.testing.assert_close(small, F.avg_pool2d(large, 4))
    assert middle.shape[-1] == 8


def test_one_step_moves_both_networks(dataset: CaptionDataset) -> None:
    trained = recipe(dataset)
    before = {name: weights(module) for name, module in trained.modules.items()}
    losses = trained.step(trained.batch([0, 1, 2, 3]), 0)
    names = {"g", "d_real", "d_fake", "d_wrong", "score_real", "score_fake", "diversity", "r1"}
    assert set(losses) == names
    assert all(value.isfinite() for value in losses.values())
    for name, module in trained.modules.items():
        assert not torch.equal(before[name], weights(module)), name


def test_a_relativistic_and_penalised_game_moves_both_networks_too(dataset: CaptionDataset) -> None:
    penalties = {"gradient_penalty": 10.0, "r2": 1.0, "consistency": 10.0, "consistency_fake": 10.0}
    trained = recipe(dataset, objective="relativistic", **penalties)
    before = {name: weights(module) for name, module in trained.modules.items()}
    losses = trained.step(trained.batch([0, 1, 2, 3]), 0)
    assert {"gradient_penalty", "r2", "consistency"} <= set(losses)
    assert all(value.isfinite() for value in losses.values())
    for name, module in trained.modules.items():
        assert not torch.equal(before[name], weights(module)), name


@pytest.mark.parametrize("network", ["generator", "discriminator"])
def test_each_player_gets_its_own_gradient_only(dataset: CaptionDataset, network: str) -> None:
    trained = recipe(dataset)
    resting = trained.optimisers["drawing" if network == "generator" else "judging"]
    resting.param_groups[0]["lr"] = 0.0
    before = {name: weights(module) for name, module in trained.modules.items()}
    trained.step(trained.batch([0, 1, 2, 3]), 0)
    for name, module in trained.modules.items():
        assert torch.equal(before[name], weights(module)) == (name == network)


def test_r1_runs_on_schedule(dataset: CaptionDataset) -> None:
    trained = recipe(dataset, r1_interval=2, matching=0.0)
    updates: list[int] = []
    trained.optimisers["judging"].register_step_post_hook(lambda *_: updates.append(1))
    counts = []
    for step in range(4):
        updates.clear()
        trained.step(trained.batch([0, 1, 2, 3]), step)
        counts.append(len(updates))
    assert counts == [2, 1, 2, 1]


def test_wrong_sentences_are_of_other_pictures() -> None:
    images = np.zeros((3, SIZE, SIZE, 3), dtype=np.uint8)
    batch = recipe(CaptionDataset(images, ["first", "second", "third"])).batch([0, 1, 2])
    assert not (batch.tokens == batch.other).all(dim=2).all(dim=1).any()


def test_a_discriminator_alone_learns_to_tell_apart(dataset: CaptionDataset) -> None:
    trained = recipe(dataset, lr_g=0.003, lr_d=0.003, matching=0.0)
    trained.optimisers["drawing"].param_groups[0]["lr"] = 0.0
    rows = [trained.step(trained.batch([0, 1, 2, 3]), step) for step in range(15)]
    first, last = (float(row["d_real"] + row["d_fake"]) for row in (rows[0], rows[-1]))
    assert last < 0.8 * first


@pytest.mark.parametrize("wished", [True, False])
def test_noise_has_a_part_only_where_it_is_wished(dataset: CaptionDataset, wished: bool) -> None:
    trained = recipe(dataset, noise=wished)
    trained.step(trained.batch([0, 1, 2, 3]), 1)
    layers = [layer for layer in trained.generator.modules() if isinstance(layer, Noise)]
    assert any(bool(layer.weight.any()) for layer in layers) == wished


def test_clip_teaches_the_generator_what_belongs_to_a_sentence(
    dataset: CaptionDataset, tmp_path: Path
) -> None:
    clip = load_clip(small_clip(tmp_path))
    values: dict[str, Any] = {"preset": "tiny", "size": SIZE, "batch_size": 4}
    trained = GigaGanRecipe(GigaGanParams(**values, clip_loss=1.0), dataset, encoder=clip)
    assert trained.step(trained.batch([0, 1, 2, 3]), 1)["clip"].isfinite()
    images = torch.zeros(2, 3, 32, 32, requires_grad=True)
    texts = clip.encode_text(["a lake", "a forest"])
    before = clip_loss(clip, images, texts)
    before.backward()
    assert images.grad is not None
    after = clip_loss(clip, images.detach() - 0.1 * images.grad.sign(), texts)
    assert float(after) < float(before.detach())
    with pytest.raises(InputError, match="needs a CLIP model"):
        recipe(dataset, clip_loss=1.0)


def test_a_larger_one_begins_as_the_smaller_enlarged(dataset: CaptionDataset) -> None:
    small, large = recipe(dataset), recipe(dataset, size=2 * SIZE)
    for name, network in large.modules.items():
        kept = small.modules[name].state_dict()
        fitted = large.fitted(name, kept)
        left_out = network.load_state_dict(fitted, strict=False)
        assert not left_out.unexpected_keys
        assert left_out.missing_keys
        large.begun(name, network, left_out.missing_keys)
    z, tokens = torch.randn(2, 8), torch.randn(2, 3, 16)
    with torch.no_grad():
        little, big = (each.generator(z, tokens) for each in (small, large))
    torch.testing.assert_close(
        F.avg_pool2d(big, 2).mean(dim=(2, 3)), little.mean(dim=(2, 3)), rtol=0.1, atol=0.02
    )
    assert big.shape[-1] == 2 * SIZE


def test_half_precision_gives_finite_losses(dataset: CaptionDataset) -> None:
    trained = recipe(dataset)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        losses = trained.step(trained.batch([0, 1, 2, 3]), 0)
    assert all(value.isfinite() for value in losses.values())


def test_features_of_whole_sentences_are_one_token(dataset: CaptionDataset) -> None:
    trained = recipe(dataset.with_features([torch.ones(1, 7) for _ in range(8)]))
    assert trained.batch([0, 1]).tokens.shape == (2, 1, 7)


def test_a_run_leaves_a_model_that_loads(dataset: CaptionDataset, tmp_path: Path) -> None:
    trained = recipe(dataset)
    Trainer(trained, tmp_path, RunOptions(max_steps=2, precision="32")).run()
    model = load(tmp_path / "model" / "model.safetensors")
    assert (model.family, model.role) == ("gigagan", "generator")
    assert model.config == trained.generator.config
    assert model.card["text_features"] == "hashed-16"


def test_sizes_that_are_no_power_of_two_are_told(dataset: CaptionDataset) -> None:
    with pytest.raises(InputError, match="power of two"):
        recipe(dataset, size=48)


def test_the_sheet_is_the_same_each_time(dataset: CaptionDataset) -> None:
    trained = recipe(dataset)
    first, second = (trained.sample({"generator": trained.generator}) for _ in range(2))
    assert first.shape == (3, 4 * SIZE, 8 * SIZE)
    torch.testing.assert_close(first, second)
