from __future__ import annotations

from pathlib import Path

import pytest

from ganstudio.checkpoints.load import load
from ganstudio.checkpoints.save import save
from ganstudio.errors import InputError
from ganstudio.networks.gigagan_upsampler import GigaGanUpsampler, UpsamplerConfig
from ganstudio.training.world_evaluation import evaluation_of


def test_an_up_sampler_that_has_learned_nothing_is_as_good_as_bicubic(tmp_path: Path) -> None:
    config = UpsamplerConfig(width=4)
    save(GigaGanUpsampler(config), config, tmp_path / "model.safetensors", {"title": "New"})
    model = load(tmp_path / "model.safetensors")
    evaluation = evaluation_of(model)
    assert evaluation is not None
    report = evaluation.run(model, count=4, size=64)
    figures = report.as_dict()
    assert figures["enlarged"]["model"] == figures["enlarged"]["bicubic"]
    assert figures["enlarged"]["bicubic_of_spoilt"]["psnr"] < figures["enlarged"]["bicubic"]["psnr"]
    assert evaluation.report_of(figures).lines() == report.lines()
    with pytest.raises(InputError, match="multiple of 8"):
        evaluation.run(model, count=4, size=100)
