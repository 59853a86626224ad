"""What a CLIP model is asked about both worlds."""

from __future__ import annotations

from pathlib import Path

import torch

from ganstudio.checkpoints.families import STANDARD
from ganstudio.checkpoints.families.open_clip import OpenClipConfig
from ganstudio.checkpoints.load import load
from ganstudio.checkpoints.save import save
from ganstudio.clip.loading import STARTER, starter_config
from ganstudio.training.world_evaluation import evaluation_of
from ganstudio.training.world_evaluation.figures import page_section

SMALL = {
    "embed_dim": 8,
    "vision_cfg": {"image_size": 32, "layers": [1, 1, 1, 1], "width": 2, "head_width": 16},
    "text_cfg": {"context_length": 48, "vocab_size": 2000, "width": 16, "heads": 2, "layers": 1},
}


def test_recalls_and_facts_are_told_in_both_languages(tmp_path: Path) -> None:
    config = OpenClipConfig(**SMALL, vocabulary=STARTER, vocabulary_sha256=starter_config().vocabulary_sha256)
    torch.manual_seed(0)
    network = STANDARD.of_config(config).build(config)
    model = load(save(network, config, tmp_path / "model.safetensors", {"words": ["lake"]}))
    evaluation = evaluation_of(model)
    assert evaluation is not None
    report = evaluation.run(model, count=4, size=64)
    figures = report.as_dict()
    assert figures["scenes"] == 4
    assert set(figures["recalls"]) == {"en", "ko"}
    assert {"season", "glasses"} <= set(figures["attributes"]["ko"])
    assert 0 < figures["guessing"] < 0.6
    page = page_section(report, "ganstudio evaluate worlds-clip")
    assert "| season |" in page and "English" in page
    assert evaluation.report_of(figures).as_dict() == figures
