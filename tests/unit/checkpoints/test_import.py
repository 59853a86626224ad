from __future__ import annotations

import json
import os
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch
from PIL import Image
from torch import Tensor, nn

from ganstudio import paths
from ganstudio.checkpoints import importing, library
from ganstudio.checkpoints.families import STANDARD
from ganstudio.checkpoints.importing import Offer, import_file, weight_files_in
from ganstudio.checkpoints.load import load
from ganstudio.checkpoints.registry import Registry
from ganstudio.checkpoints.save import export_official, save
from ganstudio.checkpoints.tensors import sha256_weights
from ganstudio.errors import CancelledError, CheckpointError, InputError, SaveError
from ganstudio.events import CancelToken, Progress
from ganstudio.networks.spade import DiscriminatorConfig, SpadeConfig
from ganstudio.networks.style_spade import StyleSpadeConfig
from tests.support.models import PAINTER, network, official


def with_sample(sample: Any) -> Registry:
    """The SPADE generator with another sample picture."""
    return Registry(
        [replace(each, sample=sample) if each.config is SpadeConfig else each for each in STANDARD]
    )


def folders() -> set[str]:
    return {path.name for path in paths.user_models_dir().iterdir()}


def both(path: Path) -> Path:
    """A training record with two networks, the averaged one last."""
    disc = DiscriminatorConfig(in_channels=6, ndf=2)
    state = {"D": network(disc).state_dict(), "G_ema": network(PAINTER).state_dict(), "step": 3}
    torch.save(state, path)
    return path


def test_a_file_becomes_a_model_with_card_and_digest(tmp_path: Path) -> None:
    file = official(tmp_path / "trees.pth")
    done = import_file(file, licence="CC0-1.0", source="https://example.org", tags=("a", "b", "a"))
    assert (done.ref, done.duplicate_of, done.entry.name) == ("trees", "", "trees")
    assert (done.entry.tags, done.entry.licence, done.entry.source) == (
        ("a", "b"),
        "CC0-1.0",
        "https://example.org",
    )
    weights = library.find("trees")
    assert weights == paths.user_models_dir() / "trees" / "model.safetensors"
    state = load(weights).module.state_dict()
    assert all(torch.equal(state[name], tensor) for name, tensor in network(PAINTER).state_dict().items())
    card = json.loads((weights.parent / "card.json").read_text())
    assert card["original"] == {
        "file": "trees.pth",
        "sha256": sha256_weights(file),
        "size": file.stat().st_size,
        "format": "torch",
        "part": "",
    }
    assert card["sha256"] == sha256_weights(weights) == done.entry.sha256
    assert (card["family"], card["config"]["semantic_nc"]) == ("spade", 3)
    assert folders() == {"trees"}
    assert weights.parent.stat().st_mode & 0o077, "a model must not be private to a temporary file's owner"


def test_what_was_assumed_is_asked(tmp_path: Path) -> None:
    done = import_file(official(tmp_path / "trees.pth"))
    asked = {question.name: question for question in done.questions}
    assert asked["num_upsampling_layers"].assumed == "normal"
    assert asked["num_upsampling_layers"].choices == ("normal", "more", "most")
    assert set(done.entry.assumed) == set(asked)
    told = import_file(
        tmp_path / "trees.pth", name="told", told={"num_upsampling_layers": "more"}, again=True
    )
    assert "num_upsampling_layers" not in told.entry.assumed
    assert load(library.find("told")).config.upsampling == "more"


def test_options_beside_the_file_are_kept_as_told(tmp_path: Path) -> None:
    done = import_file(official(tmp_path / "trees.pth", options=True))
    assert "label_nc" not in done.entry.assumed
    assert json.loads((done.entry.path.parent / "card.json").read_text())["told"]["label_nc"] == 3


def test_a_file_that_is_there_is_noticed(tmp_path: Path) -> None:
    first = official(tmp_path / "trees.pth")
    import_file(first, name="mine")
    copy = tmp_path / "copy.pth"
    copy.write_bytes(first.read_bytes())
    again = import_file(copy)
    assert (again.duplicate_of, again.ref, again.entry.name) == ("mine", "mine", "mine")
    assert import_file(library.find("mine")).duplicate_of == "mine"
    assert folders() == {"mine"}
    assert import_file(copy, again=True).ref == "copy"


def test_starters_and_loose_files_are_noticed_too(tmp_path: Path) -> None:
    starter = library.find("landscape-spade/encoder")
    copy = tmp_path / "mine.safetensors"
    copy.write_bytes(starter.read_bytes())
    assert import_file(copy).duplicate_of == "landscape-spade/encoder"
    paths.user_models_dir().mkdir(parents=True)
    official(paths.user_models_dir() / "loose.pth")
    assert import_file(official(tmp_path / "other.pth")).duplicate_of == "loose"


def test_names_are_free_or_refused(tmp_path: Path) -> None:
    file = official(tmp_path / "trees.pth")
    import_file(file, name="trees")
    assert import_file(file, again=True).ref == "trees-2"
    with pytest.raises(InputError, match="already a model named trees"):
        import_file(file, name="trees", again=True)
    for bad in ("../x", ".hidden", "", "a:b", "con", "a" * 200):
        with pytest.raises(InputError, match=r"cannot be a model's name|no model named"):
            import_file(file, name=bad, again=True)


def test_several_networks_in_a_file(tmp_path: Path) -> None:
    file = both(tmp_path / "run.pt")
    done = import_file(file)
    assert (done.entry.role, load(done.entry.path).family) == ("generator", "spade")
    assert done.parts == (Offer("D", "discriminator", "the SPADE discriminator", "run/discriminator"),)
    part = import_file(file, part="D")
    assert (part.ref, part.parts, part.entry.parts) == ("run/discriminator", (), ("discriminator",))
    assert load(library.find("run/discriminator")).role == "discriminator"
    assert import_file(file, part="D").duplicate_of == "run/discriminator"
    assert import_file(file, part="D", name="run/critic", again=True).entry.parts == (
        "critic",
        "discriminator",
    )
    with pytest.raises(InputError, match="has a part critic already"):
        import_file(file, part="D", name="run/critic", again=True)
    with pytest.raises(InputError, match="There is no model named other"):
        import_file(file, part="D", name="other/critic", again=True)
    with pytest.raises(CheckpointError, match="has no part E"):
        import_file(file, part="E")


def test_a_link_leaves_the_file_where_it_is(tmp_path: Path) -> None:
    file = both(tmp_path / "run.pt")
    done = import_file(file, link=True, told={"num_upsampling_layers": "more"})
    assert done.entry.link == file
    assert (done.entry.family, done.entry.size) == ("spade", file.stat().st_size)
    assert sum(path.stat().st_size for path in done.entry.path.parent.iterdir()) < 10_000
    loaded = load(library.find("run"))
    assert (loaded.role, loaded.config.upsampling) == ("generator", "more")
    assert loaded.sha256 == sha256_weights(file) == done.entry.sha256
    part = import_file(file, part="D", link=True)
    assert load(library.find(part.ref)).role == "discriminator"


def test_a_link_whose_file_changed_or_vanished_says_so(tmp_path: Path) -> None:
    file = official(tmp_path / "trees.pth")
    import_file(file, link=True)
    os.utime(file, ns=(1, 1))
    assert "has changed since it was imported" in library.entry_named("trees").problem
    load(library.find("trees"))
    file.unlink()
    assert "is not there any more" in library.entry_named("trees").problem
    with pytest.raises(
        CheckpointError, match=r"trees is a link to .*trees\.pth, which is not there any more"
    ):
        load(library.find("trees"))


def test_our_own_files_keep_their_card_and_half_precision(tmp_path: Path) -> None:
    config = StyleSpadeConfig(semantic_nc=3, style_nc=2, z_dim=3, channels=(8, 6, 4), hidden=4)
    card = {"title": "Lakes", "licence": "CC0-1.0", "palette": "landscape", "tags": ["old"]}
    file = save(network(config), config, tmp_path / "lakes.safetensors", card, fp16=True)
    done = import_file(file, tags=["new"])
    assert (done.entry.title, done.entry.licence, done.entry.tags) == ("Lakes", "CC0-1.0", ("new",))
    assert load(done.entry.path).card["palette"] == "landscape"
    assert load(done.entry.path).config == config
    assert done.entry.size < 1.1 * file.stat().st_size
    with pytest.raises(CheckpointError, match="nothing can be told"):
        import_file(file, told={"label_nc": 3}, again=True)


def test_details_go_into_the_card(tmp_path: Path) -> None:
    details = {"title": "Trees", "palette": "ade20k", "classes": ["a", "b"], "captions": [], "summary": ""}
    card = load(import_file(official(tmp_path / "x.pth"), details=details).entry.path).card
    assert {name: card.get(name) for name in details} == {**details, "captions": None, "summary": None}


def test_the_thumbnail_is_what_the_model_does(tmp_path: Path) -> None:
    def sample(module: nn.Module, config: Any, seed: int) -> Tensor:
        assert not module.training and torch.is_inference_mode_enabled()
        return torch.cat([torch.ones(1, 400, 200), -torch.ones(2, 400, 200)])

    done = import_file(official(tmp_path / "red.pth"), registry=with_sample(sample))
    assert done.notes == ()
    assert done.entry.thumbnail == done.entry.path.parent / "thumbnail.webp"
    with Image.open(done.entry.thumbnail) as picture:
        assert picture.size == (128, 256)
        red, green, blue = picture.convert("RGB").getpixel((60, 100))
    assert red > 230 and green < 30 and blue < 30


def test_a_model_without_a_picture_is_still_a_model(tmp_path: Path) -> None:
    def broken(module: nn.Module, config: Any, seed: int) -> Tensor:
        raise RuntimeError("no such luck\nat all")

    none = import_file(official(tmp_path / "a.pth"), registry=with_sample(None))
    assert (none.entry.thumbnail, len(none.notes)) == (None, 1)
    failed = import_file(official(tmp_path / "b.pth", seed=1), registry=with_sample(broken))
    assert failed.notes == ("It has no sample picture: no such luck.",)
    assert load(failed.entry.path).card["notes"] == list(failed.notes)


@pytest.mark.parametrize("content", [b"", b"<html>", b"PK\x03\x04 but no more", b"\x80\x02."])
def test_what_is_no_model_leaves_nothing_behind(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "x.pth"
    file.write_bytes(content)
    with pytest.raises(CheckpointError, match=r"x\.pth"):
        import_file(file)
    assert library.list_models() == tuple(e for e in library.list_models() if e.origin == "starter")
    assert not paths.user_models_dir().exists()


def test_an_unknown_network_is_told_its_nearest_family(tmp_path: Path) -> None:
    state = network(PAINTER).state_dict()
    del state["conv_img.weight"]
    torch.save(state, tmp_path / "x.pth")
    with pytest.raises(
        CheckpointError, match=r"nearest to the SPADE generator, but conv_img\.weight is miss"
    ):
        import_file(tmp_path / "x.pth")


@pytest.mark.parametrize("after", [1, 3, 4, 5])
def test_a_cancelled_import_leaves_nothing_behind(tmp_path: Path, after: int) -> None:
    token, reports = CancelToken(), []

    def report(fraction: float, message: str) -> None:
        reports.append(fraction)
        if len(reports) == after:
            token.cancel()

    file = official(tmp_path / "trees.pth")
    with pytest.raises(CancelledError):
        import_file(file, progress=Progress(report, token))
    assert not paths.user_models_dir().exists() or folders() == set()
    import_file(file)
    assert folders() == {"trees"}


def test_progress_rises_to_its_end(tmp_path: Path) -> None:
    seen: list[float] = []
    import_file(official(tmp_path / "x.pth"), progress=Progress(lambda fraction, _: seen.append(fraction)))
    assert seen == sorted(seen) and seen[0] == 0.0 and seen[-1] == 1.0


def test_a_killed_import_is_not_seen_and_swept_away_later(tmp_path: Path) -> None:
    old, young = (paths.user_models_dir() / f".importing-{name}" for name in ("old", "young"))
    for folder in (old, young):
        folder.mkdir(parents=True)
        (folder / "model.safetensors").write_bytes(b"half")
    os.utime(old, (time.time() - 100_000,) * 2)
    assert not [entry for entry in library.list_models() if entry.origin == "user"]
    import_file(official(tmp_path / "trees.pth"))
    assert folders() == {"trees", ".importing-young"}


def test_a_full_disk_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(importing, "write_weights", full)
    with pytest.raises(SaveError, match=r"trees could not be put into .*: no space left on device"):
        import_file(official(tmp_path / "trees.pth"))
    assert folders() == set()


def test_weight_files_of_a_folder(tmp_path: Path) -> None:
    for name in ("a.pth", "b/c.safetensors", "b/opt.pkl", "b/notes.txt", ".git/d.pth", "e.pkl"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.touch()
    (tmp_path / "f.safetensors.index.json").touch()
    for number in (1, 2):
        (tmp_path / f"f-0000{number}-of-00002.safetensors").touch()
    export_official(network(PAINTER), PAINTER, tmp_path / "b" / "g.pth")
    found = [str(path.relative_to(tmp_path)) for path in weight_files_in(tmp_path)]
    assert found == ["a.pth", "b/c.safetensors", "b/g.pth", "e.pkl", "f.safetensors.index.json"]
