from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from ganstudio.checkpoints import library
from ganstudio.checkpoints.contents import StateDict
from ganstudio.checkpoints.families import STANDARD
from ganstudio.checkpoints.importing import import_file
from ganstudio.checkpoints.load import load
from ganstudio.checkpoints.questions import asked, questions, tell
from ganstudio.checkpoints.registry import Registry, Told
from ganstudio.checkpoints.tensors import sha256_weights
from ganstudio.errors import CheckpointError, InputError
from ganstudio.networks.spade import SpadeConfig
from tests.support.models import PAINTER, network, official


@pytest.mark.parametrize("link", [False, True])
def test_an_answer_changes_the_model_and_stays(tmp_path: Path, link: bool) -> None:
    file = official(tmp_path / "trees.pth")
    import_file(file, tags=["a"], link=link)
    before = [question.name for question in questions("trees")]
    entry = tell("trees", {"num_upsampling_layers": "more", "no_instance": "yes"})
    assert [name for name in before if name not in entry.assumed] == ["num_upsampling_layers", "no_instance"]
    assert entry.tags == ("a",)
    config = load(library.find("trees")).config
    assert (config.upsampling, config.instance_edges) == ("more", False)
    tell("trees", {"contain_dontcare_label": True})
    config = load(library.find("trees")).config
    assert (config.upsampling, config.dont_care) == ("more", True)
    card = json.loads((entry.path.parent / "card.json").read_text())
    assert card["config"]["dont_care"] is True
    if not link:
        assert card["sha256"] == sha256_weights(library.find("trees"))
    assert library.verify("trees")[0].status == "unchanged"


def test_an_answer_that_is_none_changes_nothing(tmp_path: Path) -> None:
    import_file(official(tmp_path / "trees.pth"))
    before = load(library.find("trees")).config
    for values, sentence in (
        ({"num_upsampling_layers": "often"}, "'often' is no answer to: how often does it double"),
        ({"label_nc": "7"}, "it has 3 classes"),
        ({"colour": "red"}, "cannot be told `colour`"),
    ):
        with pytest.raises(CheckpointError, match=sentence):
            tell("trees", values)
    assert load(library.find("trees")).config == before


def test_starters_and_trained_models_leave_nothing_to_answer() -> None:
    assert questions("landscape-spade") == ()
    with pytest.raises(InputError, match="came with the program"):
        tell("landscape-spade", {"label_nc": 3})


def test_what_the_converted_file_does_not_show_is_not_guessed(tmp_path: Path) -> None:
    entry = import_file(official(tmp_path / "trees.pth"), told={"num_upsampling_layers": "more"}).entry
    card = entry.path.parent / "card.json"
    # As if the answer had come from a place that is not there any more.
    card.write_text(json.dumps({**json.loads(card.read_text()), "told": {}}))
    with pytest.raises(CheckpointError, match=r"Import trees\.pth again with --set label_nc=3"):
        tell("trees", {"label_nc": 3})


def test_answers_reach_models_whose_file_had_other_names(tmp_path: Path) -> None:
    spade = next(each for each in STANDARD if each.config is SpadeConfig)
    assert spade.infer is not None

    def ours(tensors: StateDict, config: SpadeConfig | None = None) -> StateDict:
        return {name.removeprefix("theirs/"): tensor for name, tensor in tensors.items()}

    def theirs(tensors: StateDict, config: SpadeConfig) -> StateDict:
        return {f"theirs/{name}": tensor for name, tensor in tensors.items()}

    def infer(tensors: StateDict, told: Told) -> SpadeConfig:
        assert tensors["theirs/fc.weight"].dim() == 4
        return spade.infer(ours(tensors), told)

    keys = tuple(f"theirs/{key.replace('|', '|theirs/')}" for key in spade.keys)
    family = replace(spade, keys=keys, infer=infer, convert=ours, export=theirs, options=None)
    torch.save(theirs(network(PAINTER).state_dict(), PAINTER), tmp_path / "trees.pth")
    registry = Registry([family])
    import_file(tmp_path / "trees.pth", told={"no_instance": "yes"}, registry=registry)
    tell("trees", {"num_upsampling_layers": "more"}, registry=registry)
    config = load(library.find("trees"), registry=registry).config
    assert (config.upsampling, config.instance_edges) == ("more", False)


def test_questions_are_those_of_the_family() -> None:
    family = next(each for each in STANDARD if each.config is SpadeConfig)
    (question,) = asked(family, {"crop_size": None, "other": 1})
    assert (question.name, question.kind, question.assumed) == ("crop_size", "int", None)
    assert asked(family, None) == asked(family, []) == ()
