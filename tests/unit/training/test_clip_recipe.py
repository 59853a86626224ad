"""The CLIP recipe on pictures that are their facts: a colour each."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from ganstudio.clip import load_clip
from ganstudio.datasets.captions import CaptionDataset
from ganstudio.events import Progress
from ganstudio.params import specs
from ganstudio.training.described import DescribedDataset, coded, fits
from ganstudio.training.evaluation.held_out import keep_apart
from ganstudio.training.options import RunOptions
from ganstudio.training.recipes import clip
from ganstudio.training.recipes.clip import ClipParams, ClipRecipe, contrastive
from ganstudio.training.retrieval import recalls
from ganstudio.training.text_features import text_encoder
from ganstudio.training.trainer import Trainer

FACTS = [{"season": season, "hour": hour} for season in ("summer", "winter") for hour in ("day", "night")] * 5


@pytest.fixture(autouse=True)
def narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    tiny = {
        "embed_dim": 8,
        "vision_cfg": {"layers": [1, 1, 1, 1], "width": 4, "head_width": 32},
        "text_cfg": {"width": 16, "heads": 2, "layers": 1},
    }
    monkeypatch.setattr(clip, "_TINY", tiny)


def described() -> DescribedDataset:
    """Winter is blue, summer green; night is dark."""
    images = np.zeros((len(FACTS), 64, 64, 3), dtype=np.uint8)
    for image, facts in zip(images, FACTS, strict=True):
        image[..., 2 if facts["season"] == "winter" else 1] = 250 if facts["hour"] == "day" else 90
    return DescribedDataset(images, [(facts["season"],) for facts in FACTS], FACTS)


def recipe(dataset: Any = None, **changes: Any) -> ClipRecipe:
    torch.manual_seed(0)
    params = ClipParams(**{"preset": "tiny", "batch_size": 8, **changes})
    return ClipRecipe(params, dataset or described())


def test_every_parameter_is_documented() -> None:
    assert all(spec.help for spec in specs(ClipParams))


def test_pairs_that_are_true_without_being_meant_do_not_count() -> None:
    vectors = torch.eye(3)
    alike = torch.tensor([[1.0, 0, 0], [1.0, 0, 0], [0, 0, 1.0]])
    strict, _ = contrastive(alike, alike, torch.tensor(50.0), torch.eye(3, dtype=torch.bool))
    true = torch.block_diag(torch.ones(2, 2), torch.ones(1, 1)).bool()
    fair, hits = contrastive(alike, alike, torch.tensor(50.0), true)
    assert float(strict) == pytest.approx(2 / 3 * math.log(2), abs=1e-4)
    assert float(fair) == pytest.approx(0, abs=1e-4)
    assert float(hits) == 1
    worst, _ = contrastive(vectors, vectors.roll(1, 0), torch.tensor(9.0), torch.eye(3, dtype=torch.bool))
    assert float(worst) > 9


def test_a_sentence_of_nobody_is_a_wrong_answer_that_no_picture_belongs_to() -> None:
    pictures = torch.eye(2)
    texts = torch.cat([torch.eye(2), torch.eye(2)[:1]])
    true = torch.eye(2, 3, dtype=torch.bool)
    tempted, _ = contrastive(pictures, texts, torch.tensor(50.0), true)
    assert float(tempted) == pytest.approx(math.log(2) / 4, abs=1e-4)
    true[0, 2] = True
    fair, _ = contrastive(pictures, texts, torch.tensor(50.0), true)
    assert float(fair) == pytest.approx(0, abs=1e-4)


def test_of_a_world_each_picture_is_shown_its_sentence_with_one_fact_changed() -> None:
    batch = recipe().batch(range(8))
    assert len(batch.ids) == 16
    own, changed = batch.states[:8], batch.states[8:]
    assert (own != changed).sum(dim=1).tolist() == [1] * 8
    assert fits(batch.facts, batch.states).diagonal(8).any().item() is False
    assert len(recipe(wrong_sentences=False).batch(range(8)).ids) == 8


def test_facts_are_read_off_pictures_and_sentences_alike() -> None:
    reader = clip.FactReader(4)
    vectors, facts = torch.eye(4), coded(FACTS[:4])
    optimiser = torch.optim.Adam(reader.parameters(), 0.2)
    first = reader(vectors, facts)
    for _ in range(20):
        optimiser.zero_grad()
        reader(vectors, facts).backward()
        optimiser.step()
    assert float(reader(vectors, facts).detach()) < 0.1 * float(first.detach())
    assert float(reader(vectors, torch.full_like(facts, -1)).detach()) == 0
    assert "facts" in recipe().step(recipe().batch(range(8)), 0)
    assert "facts" not in recipe(fact_loss=0).modules


def test_a_sentence_fits_every_picture_of_which_all_it_states_is_so() -> None:
    states = coded([{"hour": "day"}, {"season": "winter", "hour": "night"}, {"glasses": "none"}])
    found = fits(coded(FACTS[:4]), states)
    assert found.tolist() == [
        [True, False, False],
        [False, False, False],
        [True, False, False],
        [False, True, False],
    ]


def test_each_time_a_picture_is_seen_it_has_another_sentence_in_either_language() -> None:
    trained = recipe()
    texts = {trained.tokenizer.decode(ids.tolist()) for _ in range(6) for ids in trained.batch([0] * 8).ids}
    assert len(texts) > 20
    assert any("가" <= letter <= "힣" for text in texts for letter in text)
    only = recipe(languages="en")
    assert all(
        ord(letter) < 128 for ids in only.batch([0] * 8).ids for letter in only.tokenizer.decode(ids.tolist())
    )


def test_it_is_not_mirrored() -> None:
    dataset = described()
    recipe(keep_apart(dataset, 0.1))
    assert not dataset.mirror


def test_every_weight_moves_and_the_temperature_stays_in_bounds() -> None:
    trained = recipe()
    trained.network.train()
    with torch.no_grad():
        trained.network.logit_scale.fill_(9.0)
    before = {name: each.detach().clone() for name, each in trained.network.named_parameters()}
    for step in (50, 51, 52):  # open_clip's residuals begin at nought
        losses = trained.step(trained.batch(range(8)), step)
        assert all(value.isfinite() for value in losses.values())
    still = [name for name, each in trained.network.named_parameters() if torch.equal(each, before[name])]
    assert set(still) <= {"token_embedding.weight"}
    assert 99 < float(trained.network.logit_scale.detach().exp()) < 100.01


def test_it_learns_to_find_the_sentence_and_is_loaded_from_what_it_exports(tmp_path: Path) -> None:
    trained = recipe(lr=0.01, ema_kilo_images=0.05, languages="en")
    options = RunOptions(max_steps=100, log_steps=50, metric_minutes=0, sample_minutes=0)
    Trainer(trained, tmp_path, options).run()
    model = load_clip(tmp_path / "model")
    assert model.words is not None and "winter" in model.words
    pictures = model.encode_image(
        torch.from_numpy(described().images[:4].numpy()).permute(0, 3, 1, 2) / 127.5 - 1
    )
    likeness = pictures @ model.encode_text(["a summer landscape", "a winter landscape"]).T
    assert likeness.argmax(dim=1).tolist() == [0, 0, 1, 1]
    encoder = text_encoder("ViT-B-32", str(tmp_path / "model" / "model.safetensors"))
    assert encoder.tokens(["a lake"]).shape == (1, 48, 16)
    assert encoder.sha256 == model.sha256


def test_figures_and_sheet_are_of_what_was_held_out() -> None:
    trained = recipe(
        keep_apart(DescribedDataset(np.zeros((200, 64, 64, 3), np.uint8), [("x",)] * 200, FACTS * 10), 0.1)
    )
    averages = {"clip": trained.network}
    figures = trained.metrics(averages, Progress())
    assert set(figures) == {"recall_at_1", "recall_at_5", "changed_facts_noticed"}
    assert all(0 <= value <= 1 for value in figures.values())
    assert trained.sample(averages).shape == (3, 64 * 5 + 4 * 4, 64 * 8)


def test_captions_of_ones_own_pictures_serve_too() -> None:
    images = np.random.default_rng(0).integers(0, 255, (200, 64, 64, 3), dtype=np.uint8)
    own = CaptionDataset(images, ["a red house", "a blue car"] * 100, mirror=True)
    trained = recipe(keep_apart(own, 0.1))
    batch = trained.batch(range(8))
    assert fits(batch.facts, batch.states).float().mean() == 0.5
    assert trained.step(batch, 0)["contrastive"].isfinite()
    assert set(trained.metrics({"clip": trained.network}, Progress())) == {"recall_at_1", "recall_at_5"}
    assert trained.sample({"clip": trained.network}).isfinite().all()


def test_chance_counts_all_that_is_right() -> None:
    found = recalls(torch.eye(4), torch.eye(4), torch.eye(4, dtype=torch.bool))
    assert found["image_to_text_1"] == 1
    assert found["chance_1"] == pytest.approx(0.25)
    assert found["chance_5"] == pytest.approx(1)
