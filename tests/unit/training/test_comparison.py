from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import torch

from ganstudio.errors import InputError
from ganstudio.training.comparison import Outcome, is_done, of_outcomes, outcome, shared_data, variations
from ganstudio.training.comparison_text import r_precision
from ganstudio.training.journal import Journal
from ganstudio.training.run_folder import RunFile, RunStatus


def test_each_value_is_a_run_that_differs_in_nothing_else() -> None:
    base = RunFile("gan_cls", params={"preset": "tiny"}, options={"max_steps": "3"})
    name, (gan, both) = variations(base, "variant=gan, gan_int_cls")
    assert (name, gan.value, both.value) == ("variant", "gan", "gan_int_cls")
    assert gan.folder != both.folder
    assert gan.run_file.params == {"preset": "tiny", "variant": "gan"}
    assert gan.run_file.options == both.run_file.options == base.options


def test_numbers_and_options_can_be_varied() -> None:
    _, rates = variations(RunFile("dcgan"), "lr=1e-3,0.0001")
    assert [each.run_file.params["lr"] for each in rates] == [0.001, 0.0001]
    assert [each.folder for each in rates] == ["lr-0.001", "lr-0.0001"]
    _, seeds = variations(RunFile("dcgan"), "seed=1,2")
    assert [each.run_file.options for each in seeds] == [{"seed": 1}, {"seed": 2}]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("variant", "says not what to vary"),
        ("variannt=gan,gan_cls", "has no parameter “variannt”.*Did you mean variant"),
        ("variant=gan", "at least two values"),
        ("beta1=0.5,.5", "at least two values that differ"),
        ("beta1=0.5,7", "must lie between 0 and 0.999, not 7"),
        ("variant=gan,dcgan", "variant: input should be 'gan'"),
        ("preset=tiny,small", "has one value as well"),
    ],
)
def test_what_cannot_be_compared_is_said_at_once(words: str, says: str) -> None:
    with pytest.raises(InputError) as caught:
        variations(RunFile("gan_cls", params={"preset": "tiny"}), words)
    assert re.search(says, f"{caught.value.message} {caught.value.hint}")


def test_a_run_is_done_when_it_came_to_the_asked_end(tmp_path: Path) -> None:
    RunFile("dcgan", options={"max_steps": 5}).write(tmp_path)
    journal = Journal(tmp_path, RunStatus(recipe="dcgan"))
    journal.beat(now=True, state="stopped")
    assert not is_done(tmp_path, {"max_steps": "5"})
    journal.beat(now=True, state="finished")
    assert is_done(tmp_path, {"max_steps": "5"})
    assert not is_done(tmp_path, {"max_steps": "6"})


def test_the_table_tells_the_last_figures_and_marks_the_best(tmp_path: Path) -> None:
    _, chosen = variations(RunFile("dcgan"), "seed=1,2")
    outcomes = []
    for place, each in enumerate(chosen):
        shared_data(tmp_path, tmp_path / each.folder)
        journal = Journal(tmp_path / each.folder, RunStatus(step=4, seconds=90))
        journal.tell("metric", values={"fid_style": 9.0})
        journal.tell("metric", values={"fid_style": 3.0 - place, "precision": 0.5})
        journal.beat(now=True)
        outcomes.append(outcome(tmp_path, each, {"diversity": 0.1 * place}))
    found = of_outcomes("dcgan", "seed", outcomes, ("A note.",))
    found.write(tmp_path)
    lines = found.table().lines()
    assert lines[0].split() == ["seed", "steps", "minutes", "FID-style", "precision", "diversity"]
    assert lines[1].split() == ["1", "4", "1.5", "3", "0.5", "0"]
    assert lines[2].split() == ["2", "4", "1.5", "2", "*", "0.5", "0.1", "*"]
    assert json.loads((tmp_path / "comparison.json").read_text())["runs"][1]["figures"]["fid_style"] == 2
    page = (tmp_path / "comparison.md").read_text()
    assert "| 2 | 4 | 1.5 | 2 * | 0.5 | 0.1 * |" in page
    assert "A note." in page


def test_a_missing_figure_is_a_dash() -> None:
    rows = of_outcomes("x", "y", [Outcome("a", "a", 1, 1, {"psnr": 20.0}), Outcome("b", "b", 1, 1, {})], ())
    assert rows.table().rows[1][-1] == "–"


def test_a_picture_that_is_nearest_to_its_own_sentence_counts() -> None:
    texts = torch.eye(4)
    sentences = ["a", "b", "c", "d"]
    pictures = torch.eye(4)[[0, 1, 3, 2]]
    assert r_precision(pictures, texts, sentences, among=4) == 0.5
    assert r_precision(pictures, texts, ["a"] * 4) == 1
