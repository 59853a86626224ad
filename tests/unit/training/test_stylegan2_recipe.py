"""The StyleGAN2 recipe on pictures small enough for a test."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor

from ganstudio.checkpoints.load import load
from ganstudio.datasets.images import ImageBatch, ImageDataset
from ganstudio.errors import InputError
from ganstudio.params import specs
from ganstudio.training.diversity import diversity
from ganstudio.training.path_length import path_length_penalty, path_lengths
from ganstudio.training.recipes import stylegan2
from ganstudio.training.recipes.stylegan2 import StyleGan2Params, StyleGan2Recipe
from ganstudio.training.trainer import RunOptions, Trainer

SIZE = 16


@pytest.fixture(autouse=True)
def narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    tiny = {"base": 128, "most": 16, "w_dim": 8, "layers": 2}
    monkeypatch.setitem(stylegan2.PRESETS, "tiny", tiny)


@pytest.fixture
def dataset() -> ImageDataset:
    rng = np.random.default_rng(0)
    return ImageDataset(rng.integers(0, 255, (8, SIZE, SIZE, 3), dtype=np.uint8))


def recipe(dataset: ImageDataset, **changes: Any) -> StyleGan2Recipe:
    torch.manual_seed(0)
    values = {"preset": "tiny", "size": SIZE, "batch_size": 4, **changes}
    return StyleGan2Recipe(StyleGan2Params(**values), dataset)


def weights(module: torch.nn.Module) -> Tensor:
    return torch.cat([value.detach().flatten() for value in module.parameters()]).clone()


def train(trained: StyleGan2Recipe, steps: range) -> list[dict[str, float]]:
    rows = []
    for step in steps:
        losses = trained.step(trained.batch([0, 1, 2, 3]), step)
        rows.append({name: float(value) for name, value in losses.items()})
    return rows


def test_every_parameter_is_documented() -> None:
    assert all(spec.help for spec in specs(StyleGan2Params))


@pytest.mark.parametrize("preset", ["tiny", "small"])
def test_small_networks_are_small(preset: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    networks = stylegan2.networks(StyleGan2Params(preset=preset, size=128), 0)  # type: ignore[arg-type]
    assert sum(p.numel() for network in networks for p in network.parameters()) < 3e6


def test_one_step_moves_both_networks(dataset: ImageDataset) -> None:
    trained = recipe(dataset)
    before = {name: weights(module) for name, module in trained.modules.items()}
    (losses,) = train(trained, range(1))
    assert {"g", "d_real", "d_fake", "score_real", "score_fake", "diversity"} < set(losses)
    assert all(math.isfinite(value) for value in losses.values())
    for name, module in trained.modules.items():
        assert not torch.equal(before[name], weights(module)), name


def test_a_relativistic_and_penalised_game_moves_both_networks_too(dataset: ImageDataset) -> None:
    trained = recipe(dataset, objective="relativistic", gradient_penalty=10.0, r2=1.0, consistency=10.0)
    before = {name: weights(module) for name, module in trained.modules.items()}
    losses = trained.step(trained.batch([0, 1, 2, 3]), 0)
    assert {"gradient_penalty", "r2", "consistency"} <= set(losses)
    assert all(value.isfinite() for value in losses.values())
    for name, module in trained.modules.items():
        assert not torch.equal(before[name], weights(module)), name


def test_each_player_gets_its_own_gradient_only(dataset: ImageDataset) -> None:
    for resting, rate in (("generator", "lr_g"), ("discriminator", "lr_d")):
        trained = recipe(dataset, **{rate: 0.0})
        before = weights(trained.modules[resting])
        train(trained, range(1))
        assert torch.equal(before, weights(trained.modules[resting]))


def test_regularisers_run_on_schedule(dataset: ImageDataset) -> None:
    trained = recipe(dataset, r1_interval=3, path_interval=2)
    updates: list[str] = []
    for name, optimiser in trained.optimisers.items():
        optimiser.register_step_post_hook(lambda *_, name=name: updates.append(name))  # type: ignore[misc]
    counts = []
    for step in range(6):
        updates.clear()
        train(trained, range(step, step + 1))
        counts.append((updates.count("drawing"), updates.count("judging")))
    assert counts == [(2, 2), (1, 1), (2, 1), (1, 2), (2, 1), (1, 1)]


def test_without_regularisers_the_optimisers_are_the_plain_ones(dataset: ImageDataset) -> None:
    plain = recipe(dataset, r1_gamma=0.0, path_weight=0.0)
    lazy = recipe(dataset, r1_interval=16, path_interval=4)
    for trained, shares in ((plain, (1.0, 1.0)), (lazy, (4 / 5, 16 / 17))):
        for name, share in zip(("drawing", "judging"), shares, strict=True):
            group = trained.optimisers[name].param_groups[0]
            assert group["lr"] == pytest.approx(0.0025 * share)
            assert group["betas"] == (0.0, pytest.approx(0.99**share))
    assert {"r1", "path_length_penalty"}.isdisjoint(train(plain, range(1))[0])


def test_r1_follows_the_rule_of_thumb(dataset: ImageDataset) -> None:
    assert recipe(dataset).r1_gamma == pytest.approx(0.0002 * SIZE**2 / 4)
    assert recipe(dataset, r1_gamma=7.0).r1_gamma == 7.0


def test_path_lengths_are_those_of_a_linear_generator() -> None:
    """For images = A w the slope of <images, y> is A^T y, the same in each row that is used."""
    random = torch.Generator().manual_seed(0)
    a = torch.randn(3 * 4 * 4, 5, generator=random, dtype=torch.float64)
    ws = torch.randn(2, 2, 5, generator=random, dtype=torch.float64, requires_grad=True)
    images = (ws.sum(dim=1) @ a.T).view(2, 3, 4, 4)
    noise = torch.randn(2, 3, 4, 4, generator=random, dtype=torch.float64)
    lengths = path_lengths(images, ws, noise)
    expected = (noise.flatten(1) / 4 @ a).norm(dim=1)
    torch.testing.assert_close(lengths, expected)
    penalty = path_length_penalty(lengths, torch.tensor(2.0, dtype=torch.float64))
    torch.testing.assert_close(penalty, (expected - 2).square().mean())


def test_averages_move_by_their_shares(dataset: ImageDataset) -> None:
    trained = recipe(dataset, path_decay=0.25)
    trained._remember(torch.tensor(4.0), torch.full((8,), 2.0))
    trained._remember(torch.tensor(4.0), torch.full((8,), 2.0))
    assert float(trained._path_average) == pytest.approx(4 * (1 - 0.75**2))
    assert trained._w_avg.tolist() == pytest.approx([2 * (1 - 0.998**2)] * 8, rel=1e-4)


def test_the_average_style_reaches_the_generator_and_survives_a_state(dataset: ImageDataset) -> None:
    trained = recipe(dataset)
    train(trained, range(2))
    other = recipe(dataset)
    other.load_state_dict(trained.state_dict())
    torch.testing.assert_close(other._w_avg, trained._w_avg)
    assert trained.generator.mapping.w_avg is not None
    assert float(trained.generator.mapping.w_avg.abs().max()) > 0


def test_styles_are_mixed_within_rows(dataset: ImageDataset) -> None:
    always, never = recipe(dataset, style_mixing=1.0), recipe(dataset, style_mixing=0.0)
    mixed, plain = always._styles(4, None), never._styles(4, None)
    assert not torch.equal(mixed[:, 0], mixed[:, -1])
    assert torch.equal(plain, plain[:, :1].expand_as(plain))


def test_a_discriminator_alone_learns_to_tell_apart(dataset: ImageDataset) -> None:
    trained = recipe(dataset, lr_g=0.0, lr_d=0.01)
    rows = train(trained, range(12))
    assert rows[-1]["d_real"] + rows[-1]["d_fake"] < 0.7 * (rows[0]["d_real"] + rows[0]["d_fake"])


def test_the_discriminator_sees_changed_pictures_only(
    dataset: ImageDataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All of them: those of either player, and those on which R1 is taken."""
    seen: list[int] = []

    def grey(images: Tensor, p: Tensor, random: object) -> Tensor:
        seen.append(len(images))
        return images.mean(dim=1, keepdim=True).expand(-1, 3, -1, -1)

    monkeypatch.setattr(stylegan2, "ada", grey)
    trained = recipe(dataset)
    judged: list[Tensor] = []
    trained.discriminator.register_forward_pre_hook(lambda _, args: judged.append(args[0]))
    train(trained, range(1))
    assert seen == [4] * 4
    assert all(torch.equal(images[:, 0], images[:, 2]) for images in judged)


def test_augmentation_follows_overfitting(dataset: ImageDataset) -> None:
    trained = recipe(dataset, ada_kilo_images=0.1, lr_d=0.0)
    with torch.no_grad():
        trained.discriminator.b4.out.bias.fill_(100.0)
    rows = train(trained, range(4))
    assert [row["ada_p"] for row in rows] == pytest.approx([0, 0, 0, 4 * 4 / 100])
    assert rows[-1]["ada_r"] == 1
    other = recipe(dataset)
    other.load_state_dict(trained.state_dict())
    assert float(other.ada.p) == pytest.approx(0.16)


@pytest.mark.parametrize("augment", ["diffaugment", "none"])
def test_other_augmentations_train_too(dataset: ImageDataset, augment: str) -> None:
    (losses,) = train(recipe(dataset, augment=augment), range(1))
    assert all(math.isfinite(value) for value in losses.values())
    assert "ada_p" not in losses


def test_classes_are_learned_where_there_are_some() -> None:
    rng = np.random.default_rng(0)
    images = rng.integers(0, 255, (8, SIZE, SIZE, 3), dtype=np.uint8)
    labelled = ImageDataset(images, np.arange(8) % 3, ("a", "b", "c"))
    trained = recipe(labelled)
    assert trained.generator.config.c_dim == trained.discriminator.config.c_dim == 3
    before = weights(trained.generator.mapping.embed)
    train(trained, range(1))
    assert not torch.equal(before, weights(trained.generator.mapping.embed))
    assert recipe(labelled, conditional=False).generator.config.c_dim == 0


def test_half_precision_trains_and_regularises_in_full(dataset: ImageDataset) -> None:
    trained = recipe(dataset)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        (losses,) = train(trained, range(1))
    assert all(math.isfinite(value) for value in losses.values())


@pytest.mark.parametrize("classes", [0, 2])
def test_a_run_leaves_a_model_that_loads(classes: int, tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    images = rng.integers(0, 255, (8, SIZE, SIZE, 3), dtype=np.uint8)
    data = ImageDataset(images, np.arange(8) % classes, ("a", "b")) if classes else ImageDataset(images)
    trained = recipe(data)
    Trainer(trained, tmp_path, RunOptions(max_steps=2, precision="32")).run()
    model = load(tmp_path / "model" / "model.safetensors")
    assert (model.family, model.role, model.config.c_dim) == ("stylegan2", "generator", classes)
    assert model.config == trained.generator.config
    assert model.card["training"]["steps"] == 2


def test_a_resumed_run_goes_on_to_the_bit(dataset: ImageDataset, tmp_path: Path) -> None:
    runs = []
    for name, stops in (("whole", (5,)), ("resumed", (3, 5))):
        for stop in stops:
            trained = recipe(dataset, path_interval=2, ada_kilo_images=0.1)
            Trainer(trained, tmp_path / name, RunOptions(max_steps=stop, precision="32")).run()
        runs.append((weights(trained.generator), trained._w_avg, trained._path_average, trained.ada.p))
    assert all(torch.equal(one, two) for one, two in zip(*runs, strict=True))


def test_parts_of_a_batch_remember_what_the_whole_does(dataset: ImageDataset, tmp_path: Path) -> None:
    runs = []
    for parts in (1, 2):
        trained = recipe(dataset)
        # Groups of a batch are no groups of its parts.
        trained.discriminator.b4.config = replace(trained.discriminator.config, group_size=1)
        options = RunOptions(max_steps=3, precision="32", accumulate=parts)
        Trainer(trained, tmp_path / str(parts), options).run()
        runs.append((weights(trained.generator), trained._w_avg, trained._path_average))
    for one, two in zip(*runs, strict=True):
        torch.testing.assert_close(one, two, rtol=1e-4, atol=1e-5)


def test_wrong_sizes_are_told(dataset: ImageDataset) -> None:
    with pytest.raises(InputError, match="power of two"):
        recipe(dataset, size=48)
    with pytest.raises(InputError, match="groups of 4"):
        recipe(dataset, batch_size=8).batch([0, 1, 2, 3, 4, 5])


def test_diversity_is_the_distance_of_flat_pictures() -> None:
    images = torch.stack([torch.full((3, 16, 16), value) for value in (0.0, 0.0, 0.6)])
    assert float(diversity(images)) == pytest.approx(0.4)
    assert float(diversity(images[:1])) == 0.0


def test_the_sheet_is_the_same_each_time(dataset: ImageDataset) -> None:
    trained = recipe(dataset)
    first, second = (trained.sample({"generator": trained.generator}) for _ in range(2))
    assert first.shape == (3, 2 * SIZE, 8 * SIZE)
    torch.testing.assert_close(first, second)
    assert isinstance(trained.batch([0, 1]), ImageBatch)
