"""What a generator of pictures from sentences is asked about its world."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from ganstudio.checkpoints.load import LoadedModel, load
from ganstudio.checkpoints.save import save
from ganstudio.errors import CheckpointError
from ganstudio.networks.gigagan import AttentionConfig, GigaGanGenerator, GigaGanGeneratorConfig
from ganstudio.networks.gigagan_attention import TextConfig
from ganstudio.training.world_evaluation import evaluation_of, sentences
from ganstudio.training.world_evaluation.figures import page_section
from ganstudio.training.world_evaluation.generator_worlds import world_named
from ganstudio.training.world_evaluation.sentence_questions import QUESTIONS
from ganstudio.worlds.captions import VALUES
from tests.support.clip import small_clip

TRAINED = {"training": {"data": {"world": "faces:words"}}}


def generator(folder: Path, text_features: str) -> LoadedModel:
    attention = AttentionConfig((4,), 2, 4, 2)
    config = GigaGanGeneratorConfig(
        (8, 8, 4),
        dim_latent=8,
        style_dim=8,
        text=TextConfig(8, 1, 16, 2, 4),
        self_attention=attention,
        cross_attention=attention,
    )
    torch.manual_seed(0)
    card = {"text_features": text_features, **TRAINED}
    return load(save(GigaGanGenerator(config), config, folder / "model.safetensors", card))


@pytest.mark.parametrize("world", sorted(QUESTIONS))
def test_every_question_is_of_a_fact_and_of_something_that_is_read(world: str) -> None:
    known = world_named(world).attributes
    for question in QUESTIONS[world]:
        values = {*question.has, *question.lacks}
        assert values <= set(VALUES[world][question.fact]), question.name
        assert not set(question.has) & set(question.lacks), question.name
        assert question.attribute in known, question.name


def test_right_is_what_is_there_and_seen_and_what_is_not_and_is_not() -> None:
    seen = torch.tensor([True, True, True, False])
    assert sentences._right(seen, [True, True, False, False]) == 0.75
    assert sentences._right(seen, [True, True, True, False]) == 1
    assert sentences._right(seen[:2], [True, True]) == 1


def test_sentences_say_it_and_the_contrary_as_often() -> None:
    question = next(each for each in QUESTIONS["faces"] if each.name == "hat")
    facts = [{"hat": "cap", "mood": "smiling"}, {"hat": "none", "age": "old"}]
    said = sentences._said(question, facts, "en")
    assert [says for _, says in said] == [True] * 12 + [False] * 12
    assert sentences._said(question, facts[:1], "ko")[-1][1] is False
    assert len({text for text, _ in said}) > 6


def test_each_picture_looks_for_its_sentence_among_ten() -> None:
    vectors = torch.nn.functional.normalize(torch.randn(30, 8), dim=1)
    assert sentences._found(vectors, vectors) == 1
    assert sentences._found(vectors, -vectors) == 0


def test_figures_of_a_generator_of_faces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sentences, "_ASKED", 1)
    monkeypatch.setattr(sentences, "_PAIRS", 2)
    monkeypatch.setitem(sentences.QUESTIONS, "faces", QUESTIONS["faces"][:2])
    small_clip(tmp_path / "clip")
    model = generator(tmp_path, f"open_clip/{tmp_path / 'clip'}")
    evaluation = evaluation_of(model)
    assert evaluation is not None
    report = evaluation.run(model, count=24, size=64)
    figures = report.as_dict()
    assert (figures["scenes"], figures["size"]) == (24, 16)
    assert set(figures["clip_scores"]) == {"real", "real_shuffled", "drawn", "drawn_shuffled"}
    assert set(figures["attributes"]["smile"]) == {"en", "ko", "renders"}
    assert figures["attributes_mean"]["renders"] > 0.6
    assert figures["evenness"] >= 1
    page = page_section(report, "ganstudio evaluate faces-text")
    assert "| smile |" in page and "renders" in page
    assert evaluation.report_of(figures).as_dict() == figures


def test_a_text_model_that_sees_no_pictures_is_told(tmp_path: Path) -> None:
    model = generator(tmp_path, "hashed-16")
    evaluation = evaluation_of(model)
    assert evaluation is not None
    with pytest.raises(CheckpointError, match="sees no pictures"):
        evaluation.run(model, count=16, size=64)
