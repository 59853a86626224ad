from __future__ import annotations

import json
from pathlib import Path

import pytest

from ganstudio.document.files import read_image, write_image
from tests.cli.conftest import Command
from tests.support.operations import picture

pytestmark = pytest.mark.usefixtures("tinter")


def test_without_an_operation_all_are_listed(ganstudio: Command) -> None:
    for words in (["run"], ["run", "--help"]):
        ran = ganstudio(*words)
        assert ran.code == 0
        assert "semantic_painting.render" in ran.out
        assert "tinter.tint" in ran.out


def test_an_operation_is_run(ganstudio: Command, grey: Path) -> None:
    out = grey.with_name("out.png")
    ran = ganstudio("run", "tinter.tint", "--image", grey, "--colour", "red", "--strength", "1", "-o", out)
    assert ran.code == 0, ran.err
    assert ran.out.startswith(f"{out}: 4 × 4, ")
    assert "CPU, fp32" in ran.out
    assert read_image(out).rgb()[0, 0].tolist() == [90, 23, 11]


def test_json_tells_everything(ganstudio: Command, grey: Path) -> None:
    out = grey.with_name("out.png")
    ran = ganstudio("run", "tinter.tint", "--image", grey, "--set", "strength=0.25", "-o", out, "--json")
    told = json.loads(ran.out)
    assert (told["output"], told["width"], told["height"]) == (str(out), 4, 4)
    assert told["record"]["params"] == {"colour": "blue", "strength": 0.25}


def test_help_tells_ranges_choices_and_defaults(ganstudio: Command) -> None:
    text = ganstudio("run", "tinter.tint", "--help").out
    assert "--image" in text
    assert "The colour to turn to. One of red, green, blue. If left out: blue." in text
    assert "0 to 1. If left out: 0.5." in text


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--colour", "gren"], "--colour has no choice “gren”. Did you mean green?"),
        (["--colur", "red"], "There is no option --colur. Did you mean --colour"),
        (["--strength", "2"], "Strength must lie between 0 and 1, not 2."),
        (["--strength", "much"], "--strength needs a number, not “much”."),
        (["--set", "strenght=1"], "There is no parameter “strenght”. Did you mean strength?"),
        (["--set", "strength"], "--set strength has no value. Write --set name=value."),
        (["--device", "cuda:9"], "There is no device “cuda:9” here."),
    ],
)
def test_a_mistake_is_one_sentence(ganstudio: Command, grey: Path, words: list[str], sentence: str) -> None:
    ran = ganstudio("run", "tinter.tint", "--image", grey, "-o", grey.with_name("out.png"), *words)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"error: {sentence}")
    assert not grey.with_name("out.png").exists()


def test_a_mistyped_operation(ganstudio: Command) -> None:
    ran = ganstudio("run", "tinter.tnit", "-o", "out.png")
    assert (ran.code, ran.err) == (
        2,
        "error: There is no operation “tinter.tnit”. Did you mean tinter.tint?\n",
    )


def test_an_unreadable_input_is_named(ganstudio: Command, tmp_path: Path) -> None:
    (tmp_path / "text.png").write_text("no picture")
    ran = ganstudio("run", "tinter.tint", "--image", tmp_path / "text.png", "-o", tmp_path / "out.png")
    assert ran.code == 2
    assert ran.err.startswith("error: text.png is not an image that can be read")


def test_an_input_is_replaced_only_by_force(ganstudio: Command, grey: Path) -> None:
    words = ["run", "tinter.tint", "--image", grey, "-o", grey]
    before = grey.read_bytes()
    ran = ganstudio(*words)
    assert ran.code == 2
    assert "is an input and would be replaced" in ran.err
    assert grey.read_bytes() == before
    assert ganstudio(*words, "--force").code == 0
    assert grey.read_bytes() != before


def test_an_earlier_output_is_replaced(ganstudio: Command, grey: Path) -> None:
    out = grey.with_name("out.png")
    write_image(out, picture((1, 2, 3)))
    assert ganstudio("run", "tinter.tint", "--image", grey, "-o", out).code == 0
    assert read_image(out).rgb()[0, 0].tolist() != [1, 2, 3]


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("out.xyz", "out.xyz has no suffix of a picture that can be written."),
        ("nowhere/out.png", "could not be saved: there is no folder"),
        (".", "has no suffix"),
    ],
)
def test_an_impossible_output_is_refused_before_the_work(
    ganstudio: Command, grey: Path, monkeypatch: pytest.MonkeyPatch, name: str, sentence: str
) -> None:
    monkeypatch.setattr("ganstudio.host.studio.run", lambda *a, **k: pytest.fail("the work was done"))
    ran = ganstudio("run", "tinter.tint", "--image", grey, "-o", grey.parent / name)
    assert ran.code == 4
    assert sentence in ran.err
