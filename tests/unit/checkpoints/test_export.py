from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import torch

from ganstudio.checkpoints import library
from ganstudio.checkpoints.contents import StateDict
from ganstudio.checkpoints.export import export_model, layouts
from ganstudio.checkpoints.families import STANDARD
from ganstudio.checkpoints.importing import import_file
from ganstudio.checkpoints.load import load
from ganstudio.checkpoints.options import read_options
from ganstudio.checkpoints.registry import Registry
from ganstudio.checkpoints.save import save
from ganstudio.checkpoints.tensors import read_tensors
from ganstudio.errors import InputError, SaveError
from ganstudio.networks.spade import DiscriminatorConfig, SpadeConfig
from tests.support.models import PAINTER, network, official


def test_what_came_from_its_authors_goes_back_as_it_was(tmp_path: Path) -> None:
    file = official(tmp_path / "theirs" / "latest_net_G.pth", options=True)
    import_file(file, name="trees")
    target = tmp_path / "latest_net_G.pth"
    done = export_model("trees", target)
    assert (done.files, done.family, done.layout) == ((target, tmp_path / "opt.txt"), "spade", "official")
    before, after = read_tensors(file), read_tensors(target)
    assert list(before) == list(after)
    assert all(torch.equal(before[name], after[name]) for name in before)
    assert read_options(tmp_path / "opt.txt") == read_options(file.with_name("opt.txt"))
    assert load(target).config == load(library.find("trees")).config
    assert {path.name for path in tmp_path.iterdir()} == {"theirs", "latest_net_G.pth", "opt.txt"}


def test_networks_of_one_model_share_their_options(tmp_path: Path) -> None:
    official(tmp_path / "g.pth")
    config = DiscriminatorConfig(in_channels=6, ndf=2)
    save(network(config), config, tmp_path / "d.safetensors", {})
    export_model(tmp_path / "g.pth", tmp_path / "net_G.pth")
    export_model(tmp_path / "d.safetensors", tmp_path / "net_D.pth")
    assert {"ngf", "ndf"} <= read_options(tmp_path / "opt.txt").keys()


def test_options_of_another_model_are_spared(tmp_path: Path) -> None:
    file = official(tmp_path / "theirs" / "g.pth")
    (tmp_path / "opt.txt").write_text("ngf: 64\n")
    with pytest.raises(InputError, match=r"opt\.txt holds the options of another model: its ngf differs"):
        export_model(file, tmp_path / "g.pth")
    assert not (tmp_path / "g.pth").exists()
    export_model(file, tmp_path / "g.pth", force=True)
    assert read_options(tmp_path / "opt.txt")["ngf"] == 1


def test_plain_safetensors_carry_their_card(tmp_path: Path) -> None:
    import_file(official(tmp_path / "trees.pth"), licence="CC0-1.0", tags=["a"])
    target = tmp_path / "out.safetensors"
    done = export_model("trees", target)
    assert (done.files, done.layout) == ((target, tmp_path / "out.card.json"), "safetensors")
    loaded = load(target)
    assert (loaded.card["licence"], loaded.config) == ("CC0-1.0", load(library.find("trees")).config)
    state = loaded.module.state_dict()
    assert all(torch.equal(state[name], value) for name, value in network(PAINTER).state_dict().items())
    assert import_file(target, name="again", again=True).entry.licence == "CC0-1.0"


def test_nothing_is_replaced_without_force(tmp_path: Path) -> None:
    file = official(tmp_path / "g.pth")
    for name in ("out.pth", "out.safetensors", "other.card.json"):
        (tmp_path / name).write_text("mine")
    for name in ("out.pth", "out.safetensors", "other.safetensors"):
        with pytest.raises(InputError, match=r"is there already\. Add --force"):
            export_model(file, tmp_path / name)
    assert (tmp_path / "out.pth").read_text() == "mine"
    export_model(file, tmp_path / "out.pth", force=True)
    export_model(file, tmp_path / "out.safetensors", force=True)
    assert load(tmp_path / "out.pth").family == load(tmp_path / "out.safetensors").family == "spade"


def test_layouts_are_those_of_the_family(tmp_path: Path) -> None:
    assert layouts(PAINTER) == ("official", "safetensors")
    assert layouts(load(library.find("landscape-spade")).config) == ("safetensors",)
    with pytest.raises(
        InputError, match=r"The SPADE generator .* layout “rosinality”\. There is official, safe"
    ):
        export_model(official(tmp_path / "g.pth"), tmp_path / "x.pth", "rosinality")
    with pytest.raises(InputError, match=r"x\.pth has another suffix than \.safetensors"):
        export_model("landscape-spade", tmp_path / "x.pth")
    assert export_model("landscape-spade", tmp_path / "x.safetensors").family == "style_spade"


def test_where_it_cannot_be_written(tmp_path: Path) -> None:
    file = official(tmp_path / "g.pth")
    with pytest.raises(InputError, match="is a folder"):
        export_model(file, tmp_path)
    with pytest.raises(SaveError, match="there is no folder"):
        export_model(file, tmp_path / "none" / "x.pth")


def test_an_export_that_does_not_come_back_is_not_given_out(tmp_path: Path) -> None:
    def scaled(state: StateDict, config: SpadeConfig) -> StateDict:
        return {name: tensor * 2 for name, tensor in state.items()}

    families = [replace(each, export=scaled) if each.config is SpadeConfig else each for each in STANDARD]
    with pytest.raises(SaveError, match="did not come back as it was written"):
        export_model(official(tmp_path / "g.pth"), tmp_path / "x.pth", registry=Registry(families))
    assert {path.name for path in tmp_path.iterdir()} == {"g.pth"}


def test_what_the_file_does_not_tell_is_said(tmp_path: Path) -> None:
    import_file(official(tmp_path / "trees.pth"), told={"num_upsampling_layers": "more"})
    families = [
        replace(each, options=None, export=_same) if each.config is SpadeConfig else each for each in STANDARD
    ]
    done = export_model("trees", tmp_path / "x.pth", registry=Registry(families))
    assert done.notes == ("The file alone does not tell all of its configuration; keep the card.",)
    assert export_model("trees", tmp_path / "y.pth").notes == ()


def test_answers_that_the_layout_does_not_ask_for_do_not_matter(tmp_path: Path) -> None:
    entry = import_file(official(tmp_path / "trees.pth")).entry
    card = entry.path.parent / "card.json"
    card.write_text(card.read_text().replace('"told": {', '"told": {"of_another_layout": 1'))
    assert load(entry.path).card["told"] == {"of_another_layout": 1}
    assert export_model("trees", tmp_path / "x.pth").layout == "official"


def _same(state: StateDict, config: SpadeConfig) -> StateDict:
    return state
