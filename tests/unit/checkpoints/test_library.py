from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from ganstudio import paths, settings
from ganstudio.checkpoints import library
from ganstudio.checkpoints.importing import import_file
from ganstudio.checkpoints.library import find, list_models
from ganstudio.checkpoints.save import save
from ganstudio.errors import CancelledError, InputError, SaveError
from ganstudio.events import CancelToken, Progress
from tests.support.models import PAINTER, network, official


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


@pytest.fixture
def trees(tmp_path: Path) -> Path:
    """An imported model; the folder that it has in the library."""
    return import_file(official(tmp_path / "trees.pth")).entry.path.parent


def names() -> set[str]:
    return {entry.name for entry in list_models() if entry.origin == "user"}


def test_names_paths_and_parts_are_found(starters: Path, tmp_path: Path) -> None:
    one = make(
        starters, "landscape", {"model.safetensors": 9, "encoder.safetensors": 5, "directions.safetensors": 3}
    )
    shards = {name: f"model-0000{i}-of-00002.safetensors" for i, name in enumerate("ab", start=1)}
    two = make(starters, "sharded", dict(zip(shards.values(), (5, 4), strict=True)))
    (two / "model.safetensors.index.json").write_text(json.dumps({"weight_map": shards}))
    loose = tmp_path / "somewhere.pth"
    loose.write_bytes(b"x")
    assert find("landscape") == one / "model.safetensors"
    assert find("landscape/encoder") == one / "encoder.safetensors"
    assert find("sharded") == two / "model.safetensors.index.json"
    assert find(str(one)) == one / "model.safetensors"
    assert find(str(loose)) == loose
    assert [(entry.size, entry.parts) for entry in list_models()] == [(9, ("encoder",)), (9, ())]
    (two / "model-00002-of-00002.safetensors").unlink()
    assert list_models()[1].problem == "model-00002-of-00002.safetensors is missing"


def test_the_persons_models_come_first_and_loose_files_count(starters: Path) -> None:
    make(starters, "landscape", {"model.safetensors": 1}, {"title": "Starter"})
    mine = make(paths.user_models_dir(), "landscape", {"model.safetensors": 2}, {"title": "Mine"})
    (paths.user_models_dir() / "downloaded.pth").write_bytes(bytes(7))
    assert find("landscape") == mine / "model.safetensors"
    assert find("downloaded") == paths.user_models_dir() / "downloaded.pth"
    found = {entry.name: entry for entry in list_models()}
    assert (found["landscape"].title, found["landscape"].origin) == ("Mine", "user")
    loose = found["downloaded"]
    assert (loose.title, loose.family, loose.size, loose.parts) == ("downloaded", "", 7, ())


def test_cards_are_shown_and_a_broken_one_spoils_only_its_own_line(starters: Path) -> None:
    card = {
        "title": "Landscape",
        "summary": "Paints.",
        "family": "style_spade",
        "role": "generator",
        "licence": "CC0-1.0",
        "source": "here",
    }
    more = {"tags": ["a", "b"], "assumed": {"crop_size": None}, "sha256": "0f"}
    folder = make(starters, "good", {"model.safetensors": 1, "thumbnail.webp": 1}, card | more)
    make(starters, "bad", {"model.safetensors": 1}, "{")
    make(starters, "no model", {"readme.txt": 1})
    make(starters, ".importing-x", {"model.safetensors": 1})
    found = {entry.name: entry for entry in list_models()}
    assert found.keys() == {"good", "bad"}
    good = found["good"]
    assert {name: getattr(good, name) for name in card} == card
    assert (good.tags, good.assumed, good.sha256) == (("a", "b"), ("crop_size",), "0f")
    assert good.thumbnail == folder / "thumbnail.webp"
    assert good.problem == ""
    assert "damaged" in found["bad"].problem


def test_the_card_in_the_header_is_enough(trees: Path) -> None:
    (trees / "card.json").unlink()
    assert library.entry_named("trees").family == "spade"
    (trees / "model.safetensors").write_bytes(b"\xff" * 40)
    assert library.entry_named("trees").family == ""


def test_an_unknown_name_is_told_its_neighbours(starters: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="library is empty"):
        find("landscape")
    make(starters, "landscape-spade", {"model.safetensors": 1})
    make(starters, "faces", {"model.safetensors": 1})
    with pytest.raises(InputError, match=r"no model named landscape-spad,.*There is landscape-spade\.$"):
        find("landscape-spad")
    with pytest.raises(InputError, match="without a model"):
        find(str(tmp_path))


def test_a_model_gets_another_name(trees: Path) -> None:
    library.set_default("spade", "trees")
    assert library.rename("trees", " woods ").name == "woods"
    assert (names(), trees.exists()) == ({"woods"}, False)
    assert library.default_models() == {"spade": "woods"}
    assert library.rename("woods", "woods").name == "woods"
    make(paths.user_models_dir(), "taken", {"model.safetensors": 1})
    with pytest.raises(InputError, match="already a model named taken"):
        library.rename("woods", "taken")
    with pytest.raises(InputError, match="cannot be a model's name"):
        library.rename("woods", "a/b")


def test_loose_files_are_renamed_tagged_and_removed_with_their_card(tmp_path: Path) -> None:
    home = paths.user_models_dir()
    official(home / "old.pth")
    assert library.set_tags("old", ["x", " y ", "x", ""]).tags == ("x", "y")
    assert library.rename("old", "new").tags == ("x", "y")
    assert {path.name for path in home.iterdir()} == {"new.pth", "new.card.json"}
    assert library.verify("new")[0].status == "unrecorded"
    library.remove("new")
    assert list(home.iterdir()) == []


def test_removing_takes_the_whole_model_and_its_defaults(trees: Path) -> None:
    library.set_default("spade", "trees")
    library.remove("trees")
    assert list(paths.user_models_dir().iterdir()) == []
    assert settings.load().default_models == {}


def test_removing_a_part_leaves_the_model(trees: Path) -> None:
    save(network(PAINTER), PAINTER, trees / "other.safetensors", {})
    assert library.entry_named("trees").parts == ("other",)
    library.remove("trees/other")
    assert (names(), library.entry_named("trees").parts) == ({"trees"}, ())
    assert not (trees / "other.card.json").exists()
    for part in ("other", "model", "../x"):
        with pytest.raises(InputError, match="trees has no part"):
            library.remove(f"trees/{part}")


def test_removing_a_link_leaves_the_file(tmp_path: Path) -> None:
    file = official(tmp_path / "trees.pth")
    import_file(file, link=True)
    library.remove("trees")
    assert (names(), file.is_file()) == (set(), True)


def test_starters_stay_as_they_are() -> None:
    for change in (
        library.remove,
        lambda name: library.rename(name, "mine"),
        lambda name: library.set_tags(name, []),
    ):
        with pytest.raises(InputError, match=r"^landscape-spade came with the program and cannot be \w+\.$"):
            change("landscape-spade")
    assert find("landscape-spade").is_file()


def test_a_folder_that_cannot_be_changed_is_one_sentence(
    trees: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: Path, target: Path) -> Path:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "rename", refuse)
    for change in (library.remove, lambda name: library.rename(name, "woods")):
        with pytest.raises(SaveError, match=r"^trees could not be changed: permission denied\.$"):
            change("trees")


def test_tags_do_not_touch_the_weights(trees: Path) -> None:
    before = (trees / "model.safetensors").read_bytes()
    assert library.set_tags("trees", ["wood", "wood"]).tags == ("wood",)
    assert (trees / "model.safetensors").read_bytes() == before
    assert library.verify("trees")[0].status == "unchanged"


def test_verifying_sees_every_change(trees: Path) -> None:
    save(network(PAINTER), PAINTER, trees / "other.safetensors", {})
    weights = trees / "model.safetensors"
    content = bytearray(weights.read_bytes())
    content[-1] ^= 1
    weights.write_bytes(content)
    model, other = library.verify("trees")
    assert (model.status, model.ok, other.name, other.status) == (
        "changed",
        False,
        "trees/other",
        "unrecorded",
    )
    assert model.sha256 != model.expected
    weights.write_bytes(b"")
    (trees / "card.json").unlink()
    assert library.verify("trees")[0].status == "unreadable"
    assert library.verify("trees/other")[0].ok


def test_verifying_follows_links(tmp_path: Path) -> None:
    file = official(tmp_path / "trees.pth")
    import_file(file, link=True)
    assert library.verify("trees")[0].status == "unchanged"
    file.write_bytes(file.read_bytes() + b"x")
    assert library.verify("trees")[0].status == "changed"
    file.unlink()
    assert library.verify("trees")[0].status == "missing"
    (paths.user_models_dir() / "trees" / "model.link.json").write_text("{")
    assert library.verify("trees")[0].status == "unreadable"


def test_verifying_can_be_cancelled(trees: Path) -> None:
    token = CancelToken()
    token.cancel()
    with pytest.raises(CancelledError):
        library.verify("trees", Progress(token=token))


def test_defaults_are_models_that_are_there(trees: Path) -> None:
    assert library.default_model("semantic_painting.render", "spade") is None
    library.set_default("spade", "trees")
    library.set_default("semantic_painting.render", "landscape-spade")
    found = library.default_model("semantic_painting.render", "spade")
    assert found is not None and found.name == "landscape-spade"
    library.set_default("semantic_painting.render", None)
    assert library.default_models() == {"spade": "trees"}
    with pytest.raises(InputError, match="no model named tress"):
        library.set_default("spade", "tress")
    settings.save(default_models={"spade": "gone"})
    assert library.default_model("spade") is None


def test_the_library_needs_no_torch() -> None:
    code = (
        "import sys, ganstudio.checkpoints.library as m, ganstudio.checkpoints.download; m.list_models();"
        "m.default_model('spade'); sys.exit('torch' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
