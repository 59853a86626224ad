"""`ganstudio directions`: files of sliders on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ganstudio.editing.directions import read_directions
from tests.cli.conftest import Command
from tests.support.clip import small_clip
from tests.support.stylegan import small_generator


@pytest.fixture
def model(tmp_path: Path) -> Path:
    return small_generator(tmp_path / "model.safetensors")


def test_directions_are_found_shown_and_freed_of_each_other(
    ganstudio: Command, model: Path, tmp_path: Path
) -> None:
    out, free = tmp_path / "sefa.safetensors", tmp_path / "free.safetensors"
    ran = ganstudio("directions", "find", model, "--count", 3, "--rows", "0-2", "-o", out)
    assert ran.code == 0, ran.err
    shown = json.loads(ganstudio("directions", "show", out, "--json").out)
    assert [(each["name"], each["rows"], each["numbers"]) for each in shown] == [
        ("SeFa 1", "0-2", 8),
        ("SeFa 2", "0-2", 8),
        ("SeFa 3", "0-2", 8),
    ]
    words = ("directions", "orthogonalise", f"{out}#sefa 1", "--against", f"{out}#SeFa 2", "-o", free)
    assert ganstudio(*words).code == 0
    (made,) = read_directions(free).directions
    assert made.name == "SeFa 1 without SeFa 2"


def test_labels_of_seeds_become_a_slider(ganstudio: Command, model: Path, tmp_path: Path) -> None:
    table, out = tmp_path / "smile.csv", tmp_path / "smile.safetensors"
    table.write_text("seed,label\n" + "".join(f"{seed},{seed % 2}\n" for seed in range(30)))
    ran = ganstudio("directions", "learn", model, "--table", table, "--name", "Smile", "-o", out)
    assert ran.code == 0, ran.err
    (made,) = read_directions(out).directions
    assert (made.name, made.width) == ("Smile", 8)
    table.write_text("1,0\nsix,1\n")
    ran = ganstudio("directions", "learn", model, "--table", table, "-o", out)
    assert (ran.code, ran.err) == (
        2,
        "error: Line 2 of smile.csv is no seed and label. Lines are like 17,1.\n",
    )


def test_two_texts_become_a_slider_by_clip(ganstudio: Command, model: Path, tmp_path: Path) -> None:
    clip, out = small_clip(tmp_path / "clip"), tmp_path / "smile.safetensors"
    words = ("directions", "learn", model, "--clip", clip, "--count", 100, "--probes", 4, "-o", out)
    ran = ganstudio(*words, "--prompt", "glasses", "--neutral", "a hat")
    assert ran.code == 0, ran.err
    file = read_directions(out)
    assert [each.name for each in file.directions] == ["glasses"]
    assert file.how["texts"] == ["glasses", "a hat"]
    assert file.how["sliders"]["glasses"]["a step"]["glasses"] > 0
    ran = ganstudio(*words, "--prompt", "a face", "--neutral", "a face")
    assert (ran.code, ran.err) == (2, "error: CLIP finds both texts the same. Write two that differ.\n")
    ran = ganstudio(*words, "--prompt", "glasses")
    assert ran.code == 2
    assert "CLIP compares two texts." in ran.err


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["learn", "MODEL", "-o", "a.safetensors"], "Say what to learn from:"),
        (["learn", "MODEL", "--world", "moon", "-o", "a.safetensors"], "There is no world “moon”."),
        (["find", "MODEL", "--count", "9", "-o", "a.safetensors"], "has 1 to 8 directions to find, not 9."),
        (["find", "MODEL", "--rows", "0-9", "-o", "a.safetensors"], "has the rows 0 to 5"),
        (["find", "MODEL", "-o", "a.npy"], "a.npy should end in .safetensors."),
        (["show", "MODEL"], "has no directions yet."),
        (["find", "landscape-segmenter", "-o", "a.safetensors"], "draws no picture from a latent"),
    ],
)
def test_a_mistake_is_one_sentence(
    ganstudio: Command, model: Path, tmp_path: Path, words: list[str], sentence: str
) -> None:
    given = [str(model) if word == "MODEL" else word for word in words]
    given = [str(tmp_path / word) if word.startswith("a.") else word for word in given]
    ran = ganstudio("directions", *given)
    assert (ran.code, ran.err.count("\n")) == (2, 1)
    assert sentence in ran.err
    assert not list(tmp_path.glob("a.*"))
