from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from ganstudio import paths
from ganstudio.checkpoints.library import find, list_models
from ganstudio.errors import InputError


def make(folder: Path, name: str, files: dict[str, int], card: dict[str, object] | str = "") -> Path:
    model = folder / name
    model.mkdir(parents=True)
    for file, size in files.items():
        (model / file).write_bytes(bytes(size))
    if card:
        text = card if isinstance(card, str) else json.dumps({"schema": 1, **card})
        (model / "card.json").write_text(text)
    return model


@pytest.fixture
def starters(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(paths, "starter_models_dir", lambda: tmp_path / "starters")
    return tmp_path / "starters"


def test_names_paths_and_parts_are_found(starters: Path, tmp_path: Path) -> None:
    one = make(starters, "landscape", {"model.safetensors": 9, "encoder.safetensors": 5})
    two = make(
        starters,
        "sharded",
        {
            "model-00001-of-00002.safetensors": 5,
            "model-00002-of-00002.safetensors": 4,
        },
    )
    shards = {name: f"model-0000{i}-of-00002.safetensors" for i, name in enumerate("ab", start=1)}
    (two / "model.safetensors.index.json").write_text(json.dumps({"weight_map": shards}))
    loose = tmp_path / "somewhere.pth"
    loose.write_bytes(b"x")
    assert find("landscape") == one / "model.safetensors"
    assert find("landscape/encoder") == one / "encoder.safetensors"
    assert find("sharded") == two / "model.safetensors.index.json"
    assert find(str(one)) == one / "model.safetensors"
    assert find(str(loose)) == loose
    assert [entry.size for entry in list_models()] == [9, 9]


def test_the_persons_models_come_first_and_loose_files_count(starters: Path) -> None:
    make(starters, "landscape", {"model.safetensors": 1}, {"title": "Starter"})
    mine = make(paths.user_models_dir(), "landscape", {"model.safetensors": 2}, {"title": "Mine"})
    (paths.user_models_dir() / "downloaded.pth").write_bytes(bytes(7))
    assert find("landscape") == mine / "model.safetensors"
    assert find("downloaded") == paths.user_models_dir() / "downloaded.pth"
    found = {entry.name: entry for entry in list_models()}
    assert (found["landscape"].title, found["landscape"].origin) == ("Mine", "user")
    assert (found["downloaded"].title, found["downloaded"].family, found["downloaded"].size) == (
        "downloaded",
        "",
        7,
    )


def test_cards_are_shown_and_a_broken_one_spoils_only_its_own_line(starters: Path) -> None:
    card = {"title": "Landscape", "summary": "Paints.", "family": "style_spade", "role": "generator"}
    make(starters, "good", {"model.safetensors": 1}, card)
    make(starters, "bad", {"model.safetensors": 1}, "{")
    make(starters, "no model", {"readme.txt": 1})
    found = {entry.name: entry for entry in list_models()}
    assert found.keys() == {"good", "bad"}
    good = found["good"]
    assert {name: getattr(good, name) for name in card} == card
    assert good.problem == ""
    assert "damaged" in found["bad"].problem


def test_an_unknown_name_is_told_its_neighbours(starters: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="library is empty"):
        find("landscape")
    make(starters, "landscape-spade", {"model.safetensors": 1})
    make(starters, "faces", {"model.safetensors": 1})
    with pytest.raises(InputError, match=r"no model named landscape-spad,.*There is landscape-spade\.$"):
        find("landscape-spad")
    with pytest.raises(InputError, match="without a model"):
        find(str(tmp_path))


def test_the_library_needs_no_torch() -> None:
    code = "import sys, ganstudio.checkpoints.library as m; m.list_models(); sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
