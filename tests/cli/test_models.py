from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import torch

from ganstudio import paths
from ganstudio.checkpoints import library
from ganstudio.checkpoints.importing import import_file
from ganstudio.checkpoints.load import load
from ganstudio.checkpoints.save import save
from ganstudio.networks.spade import DiscriminatorConfig
from tests.cli.conftest import Command, Ran
from tests.support.models import PAINTER, network, official


@pytest.fixture
def tiny() -> Path:
    """A SPADE generator in the person's library."""
    folder = paths.user_models_dir() / "tiny"
    folder.mkdir(parents=True)
    return save(network(PAINTER), PAINTER, folder / "model.safetensors", {"title": "Tiny painter"})


@pytest.fixture
def trees(tmp_path: Path) -> Path:
    """The authors' file of a model that was imported as `trees`."""
    file = official(tmp_path / "trees.pth")
    import_file(file, tags=["wood"])
    return file


def told(ran: Ran) -> Any:
    assert (ran.code, ran.err) == (0, "")
    return json.loads(ran.out)


def refused(ran: Ran, sentence: str, code: int = 2) -> None:
    assert (ran.code, ran.out, ran.err.count("\n")) == (code, "", 1)
    assert sentence in ran.err


@pytest.mark.usefixtures("tiny")
def test_models_are_listed(ganstudio: Command) -> None:
    assert "tiny: Tiny painter (spade generator, " in ganstudio("models", "list").out
    assert "tiny" in {entry["name"] for entry in told(ganstudio("models", "list", "--json"))}


@pytest.mark.usefixtures("tiny", "trees")
def test_lists_can_be_narrowed(ganstudio: Command) -> None:
    names = [entry["name"] for entry in told(ganstudio("models", "list", "--tag", "wood", "--json"))]
    assert names == ["trees"]
    assert {"tiny", "trees"} == {
        entry["name"] for entry in told(ganstudio("models", "list", "--family", "spade", "--json"))
    }
    assert ganstudio("models", "list", "--tag", "none").out == ""


def test_inspecting_by_name_and_by_file(ganstudio: Command, tiny: Path) -> None:
    by_name = told(ganstudio("models", "inspect", "tiny", "--json"))
    assert by_name == told(ganstudio("models", "inspect", tiny, "--json"))
    assert (by_name["family"], by_name["role"], by_name["config"]["semantic_nc"]) == ("spade", "generator", 3)
    assert "semantic_nc" in ganstudio("models", "inspect", "tiny").out


def test_inspecting_tells_what_was_assumed_and_how_to_answer(ganstudio: Command, trees: Path) -> None:
    for ref in (trees, "trees"):
        out = ganstudio("models", "inspect", ref).out
        assert "num_upsampling_layers: assumed normal. How often does it double the size" in out
        assert "Answer with --set num_upsampling_layers=normal|more|most" in out
    facts = told(ganstudio("models", "inspect", trees, "--set", "num_upsampling_layers=more", "--json"))
    assert facts["config"]["upsampling"] == "more"
    assert "num_upsampling_layers" not in {question["name"] for question in facts["assumed"]}
    refused(ganstudio("models", "inspect", trees, "--set", "label_nc"), "has no value")


def test_inspecting_tells_the_other_networks_in_a_file(ganstudio: Command, tmp_path: Path) -> None:
    disc = network(DiscriminatorConfig(in_channels=6, ndf=2))
    file = tmp_path / "run.pt"
    torch.save({"G_ema": network(PAINTER).state_dict(), "D": disc.state_dict()}, file)
    parts = told(ganstudio("models", "inspect", file, "--json"))["parts"]
    assert parts == [{"part": "D", "role": "discriminator", "title": "the SPADE discriminator"}]
    assert "D: the SPADE discriminator" in ganstudio("models", "inspect", file).out
    assert told(ganstudio("models", "inspect", file, "--part", "D", "--json"))["role"] == "discriminator"
    done = ganstudio("models", "import", file)
    assert "import it with --part D --name run/discriminator" in done.out
    again = ganstudio("models", "import", file, "--part", "D", "--name", "run/discriminator")
    assert "run.pt was imported as run/discriminator." in again.out


def test_what_is_no_model_is_one_sentence(ganstudio: Command, grey: Path) -> None:
    for ref in (grey, "tnyi"):
        refused(ganstudio("models", "inspect", ref), "")
    for words in (
        ["export", "tnyi", "-o", "x.pth"],
        ["rename", "tnyi", "x"],
        ["remove", "tnyi"],
        ["verify", "tnyi"],
    ):
        refused(ganstudio("models", *words), "no model named tnyi")


def test_importing_a_file(ganstudio: Command, tmp_path: Path) -> None:
    file = official(tmp_path / "trees.pth")
    (tmp_path / "names.txt").write_text("sky\n\n tree \n")
    words = ["--name", "woods", "--set", "num_upsampling_layers=more", "--tag", "a", "--tag", "b"]
    more = [
        "--licence",
        "MIT",
        "--source",
        "here",
        "--palette",
        "ade20k",
        "--classes",
        tmp_path / "names.txt",
    ]
    done = told(ganstudio("models", "import", file, *words, *more, "--title", "Woods", "--json"))
    assert (done["name"], done["duplicate_of"], done["model"]["tags"]) == ("woods", None, ["a", "b"])
    card = load(library.find("woods")).card
    assert (card["licence"], card["source"], card["palette"], card["classes"]) == (
        "MIT",
        "here",
        "ade20k",
        ["sky", "tree"],
    )
    assert card["title"] == done["model"]["title"] == "Woods"
    assert "trees.pth is in the library already, as woods." in ganstudio("models", "import", file).out
    assert "imported as trees." in ganstudio("models", "import", file, "--again", "--link").out
    assert library.entry_named("trees").link == file
    refused(ganstudio("models", "import", file, "--again", "--name", "woods"), "already a model named woods")
    refused(ganstudio("models", "import", tmp_path / "none.pth"), "does not exist")
    refused(
        ganstudio("models", "import", file, "--again", "--classes", tmp_path / "none.txt"), "cannot be read"
    )


def test_importing_what_the_catalogue_names(ganstudio: Command, tmp_path: Path) -> None:
    file = official(tmp_path / "trees.pth")
    told(ganstudio("models", "import", file, "--of", "spade-coco", "--source", "a friend", "--json"))
    card = load(library.find("trees")).card
    assert (card["palette"], card["source"]) == ("coco_stuff", "a friend")
    assert "CC-BY-NC-SA-4.0 (non-commercial use only)" in card["licence"]
    refused(ganstudio("models", "import", file, "--of", "spade-cocoa"), "There is spade-coco")


def test_importing_folders_reports_every_file(ganstudio: Command, tmp_path: Path) -> None:
    folder = tmp_path / "files"
    official(folder / "one" / "latest_net_G.pth")
    official(folder / "two" / "latest_net_G.pth", seed=1)
    (folder / "broken.pth").write_bytes(b"no")
    ran = ganstudio("models", "import", folder)
    assert (ran.code, ran.out.splitlines()[-1]) == (1, "2 imported, 0 there already, 1 not imported")
    assert "broken.pth was not imported: " in ran.out
    again = ganstudio("models", "import", folder / "one", folder / "two", "--json")
    assert [item["duplicate_of"] for item in told(again)] == ["one", "two"]
    refused(ganstudio("models", "import", folder, "--name", "x"), "--name names one model")
    (tmp_path / "empty").mkdir()
    refused(ganstudio("models", "import", tmp_path / "empty"), "has no weight files in it")


@pytest.mark.usefixtures("trees")
def test_answers_can_be_given_later(ganstudio: Command) -> None:
    out = ganstudio("models", "tell", "trees").out
    assert "Answer with ganstudio models tell trees --set num_upsampling_layers=normal|more|most" in out
    done = told(ganstudio("models", "tell", "trees", "--set", "num_upsampling_layers=more", "--json"))
    assert "num_upsampling_layers" not in {question["name"] for question in done["questions"]}
    assert load(library.find("trees")).config.upsampling == "more"
    refused(ganstudio("models", "tell", "trees", "--set", "num_upsampling_layers=x"), "is no answer to")


@pytest.mark.usefixtures("trees")
def test_keeping_the_library_in_order(ganstudio: Command) -> None:
    assert told(ganstudio("models", "rename", "trees", "woods", "--json"))["name"] == "woods"
    assert told(ganstudio("models", "tag", "woods", "x", "y", "--json"))["tags"] == ["wood", "x", "y"]
    assert ganstudio("models", "tag", "woods", "--remove", "wood").out.endswith("#x #y\n")
    assert [item["status"] for item in told(ganstudio("models", "verify", "woods", "--json"))] == [
        "unchanged"
    ]
    library.find("woods").write_bytes(b"no")
    ran = ganstudio("models", "verify")
    assert (ran.code, "woods: changed since it was imported" in ran.out) == (1, True)
    assert "landscape-spade: unchanged" in ran.out
    assert told(ganstudio("models", "remove", "woods", "--json")) == {"removed": ["woods"]}
    for words in (
        ["remove", "landscape-spade"],
        ["rename", "landscape-spade", "x"],
        ["tag", "landscape-spade", "x"],
    ):
        refused(ganstudio("models", *words), "landscape-spade came with the program and cannot be")


@pytest.mark.usefixtures("trees")
def test_defaults_are_chosen_for_operations_and_families(ganstudio: Command) -> None:
    assert told(ganstudio("models", "default", "semantic_painting.render", "trees", "--json")) == {
        "semantic_painting.render": "trees"
    }
    assert ganstudio("models", "default", "spade", "trees").out == "spade: trees\n"
    assert len(ganstudio("models", "default").out.splitlines()) == 2
    assert "own choice" in ganstudio("models", "default", "spade", "--clear").out
    refused(ganstudio("models", "default", "segmenter", "trees"), "segmenter needs segmenter")
    refused(
        ganstudio("models", "default", "semantic_painting.extract", "trees"), "is a model of the family spade"
    )
    refused(ganstudio("models", "default", "semantic_painting.rendre", "trees"), "semantic_painting.render")
    refused(ganstudio("models", "default", "spade", "tress"), "no model named tress")


def test_exporting(ganstudio: Command, trees: Path, tmp_path: Path) -> None:
    done = told(ganstudio("models", "export", "trees", "-o", tmp_path / "net_G.pth", "--json"))
    assert (done["files"], done["layout"]) == (
        [str(tmp_path / "net_G.pth"), str(tmp_path / "opt.txt")],
        "official",
    )
    refused(ganstudio("models", "export", "trees", "-o", tmp_path / "net_G.pth"), "is there already")
    ran = ganstudio("models", "export", trees, "-o", tmp_path / "x.safetensors", "--layout", "safetensors")
    assert "spade, safetensors layout" in ran.out
    assert load(tmp_path / "net_G.pth").config == load(tmp_path / "x.safetensors").config


def test_the_catalogue_is_shown(ganstudio: Command) -> None:
    everything = told(ganstudio("models", "catalogue", "--json"))
    assert {entry["family"] for entry in everything} >= {"spade", "cyclegan", "stylegan3"}
    zebras = ganstudio("models", "catalogue", "zebra").out
    assert "cyclegan-horse2zebra" in zebras and "spade" not in zebras
    one = ganstudio("models", "catalogue", "spade-coco").out
    assert "CC-BY-NC-SA-4.0 (non-commercial use only)" in one and "https://github.com/NVlabs/SPADE" in one
    (entry,) = told(ganstudio("models", "catalogue", "stylegan2-ada-ffhq", "--json"))
    assert (
        entry["licence"]["non_commercial"] and entry["how"] == "ganstudio models download stylegan2-ada-ffhq"
    )
    refused(ganstudio("models", "catalogue", "unicorns"), "no such checkpoint")
