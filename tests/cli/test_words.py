"""`ganstudio words`, and prompts on the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ganstudio import paths
from tests.support.text_models import small_text_model


@pytest.fixture(autouse=True)
def tiny() -> Path:
    return small_text_model(paths.user_models_dir(), "tiny", world="landscape:words")


def test_words_are_listed_by_meaning_and_searched(ganstudio: Any) -> None:
    ran = ganstudio("words", "tiny")
    assert ran.code == 0
    assert any(line.split()[:2] == ["en", "season"] and "winter" in line for line in ran.out.splitlines())
    found = json.loads(ganstudio("words", "tiny", "호수", "--json").out)
    assert [(group["meaning"], group["language"]) for group in found] == [("water", "ko")]
    assert "glasses" not in ran.out


def test_a_word_that_is_not_there_is_answered_with_near_ones(ganstudio: Any) -> None:
    ran = ganstudio("words", "tiny", "mountian")
    assert ran.out == ""
    assert "mountain" in ran.err


def test_a_model_of_no_words_is_refused(ganstudio: Any) -> None:
    ran = ganstudio("words", "landscape-spade")
    assert ran.code != 0
    assert "Nothing tells which words" in ran.err


def test_unknown_words_are_one_line_on_the_error_stream(ganstudio: Any, tmp_path: Path) -> None:
    out = tmp_path / "out.png"
    words = ("run", "text_to_image.generate", "--model", "tiny", "-o", out, "--prompt")
    ran = ganstudio(*words, "a snowwy lake")
    assert (ran.code, out.is_file()) == (0, True)
    assert ran.err.strip() == "warning: This model does not know “snowwy” (near: snowy, snow)."
    refused = ganstudio(*words, "dragons")
    assert refused.code != 0
    assert len(refused.err.strip().splitlines()) == 1
    again = tmp_path / "again.png"
    assert ganstudio("replay", out, "-o", again).code == 0
    assert again.read_bytes() == out.read_bytes()
