"""StyleGAN's pickles, made here in miniature: tensors and facts come out, the source in them stays text."""

from __future__ import annotations

import itertools
import json
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from ganstudio.checkpoints.contents import Network
from ganstudio.checkpoints.detect import identify
from ganstudio.checkpoints.load import build_filled
from ganstudio.checkpoints.tensors import WeightFile, read_weights
from ganstudio.errors import CheckpointError
from tests.support.small_files import (
    TRIPWIRE,
    persistent,
    stylegan_pickle,
    stylegan_records,
    tensorflow_pickle,
)

ROOT = Path(__file__).parents[3]


def networks(folder: Path, data: bytes) -> dict[str, Network]:
    (folder / "network.pkl").write_bytes(data)
    return dict(read_weights(folder / "network.pkl").networks)


def refusal(folder: Path, data: bytes) -> str:
    with pytest.raises(CheckpointError) as caught:
        networks(folder, data)
    return caught.value.message


@pytest.mark.parametrize("protocol", [2, 3, 4, 5])
def test_networks_have_the_names_of_their_state_dicts(tmp_path: Path, protocol: int) -> None:
    data = stylegan_pickle(protocol=protocol)
    assert TRIPWIRE.encode() in data
    found = networks(tmp_path, data)
    assert list(found) == ["G_ema", "G", "D"]
    average = found["G_ema"].tensors
    assert list(average) == ["synthesis.b4.const", "mapping.w_avg", "mapping.fc0.weight"]
    assert average["mapping.fc0.weight"].tolist() == [[2, 2, 2], [2, 2, 2]]
    assert average["synthesis.b4.const"].shape == (2, 4, 4)
    assert found["G"].tensors["mapping.w_avg"].tolist() == [1, 1]
    # The transposed buffer is a layer that was frozen in another memory order.
    assert found["D"].tensors["frozen"].tolist() == [[1, 1], [1, 1]]


def test_facts_are_plain_values(tmp_path: Path) -> None:
    facts = networks(tmp_path, stylegan_pickle())["G_ema"].facts
    assert facts["class_name"] == "Generator"
    assert facts["init_kwargs"] == {"z_dim": 3, "mapping_kwargs": {"num_layers": 1}}
    assert facts["init_args"] == []
    assert facts["attributes"][""] == {"training": False, "z_dim": 3}
    assert facts["attributes"]["synthesis"]["block_resolutions"] == [4]
    assert facts["attributes"]["synthesis"]["size"] == [4, 4]
    assert facts["attributes"]["mapping.fc0"] == {"training": False, "bias": None, "weight_gain": 0.5}
    assert facts["classes"]["synthesis.b4"] == "SynthesisBlock"
    assert facts["training_set_kwargs"] == {"path": "somewhere", "resolution": 4}
    plain = {name: value for name, value in facts.items() if name != "training_set_kwargs"}
    assert "the source in the file" not in json.dumps(plain)


@pytest.mark.parametrize("protocol", [2, 3, 4, 5])
def test_tensorflow_networks_have_full_names(tmp_path: Path, protocol: int) -> None:
    data = tensorflow_pickle(protocol)
    assert TRIPWIRE.encode() in data
    found = networks(tmp_path, data)
    assert list(found) == ["Gs", "G", "D"]
    tensors = found["Gs"].tensors
    assert list(tensors) == [
        "lod",
        "dlatent_avg",
        "G_synthesis/4x4/Const/const",
        "G_synthesis/4x4/Conv/noise_strength",
        "G_mapping/Dense0/weight",
    ]
    assert all(tensor.dtype is torch.float32 for tensor in tensors.values())
    assert tensors["lod"].shape == () and tensors["G_synthesis/4x4/Conv/noise_strength"].item() == 2
    # The array lies in Fortran's order in the file.
    assert tensors["G_mapping/Dense0/weight"].tolist() == [[0, 1, 2], [3, 4, 5]]
    facts = found["Gs"].facts
    assert facts["static_kwargs"] == facts["init_kwargs"] == {"resolution": 4, "fmap_max": 2}
    assert (facts["build_func_name"], facts["version"], facts["name"]) == ("G_main", 4, "Gs")
    assert facts["components"]["synthesis"]["build_func_name"] == "G_synthesis_stylegan2"
    assert "the source in the file" not in json.dumps(dict(facts))


def changed(change: Callable[[dict[str, Any]], None]) -> bytes:
    records = stylegan_records()
    change(records["G_ema"])
    return stylegan_pickle(records)


def state(record: dict[str, Any], *path: str) -> dict[str, Any]:
    for part in path:
        record = record["state"]["_modules"][part]
    return record["state"]


def test_absent_and_passing_tensors_are_left_out(tmp_path: Path) -> None:
    def change(record: dict[str, Any]) -> None:
        layer = state(record, "mapping", "fc0")
        layer["_buffers"].update(up_filter=None, passing=torch.ones(1))
        layer["_non_persistent_buffers_set"].add("passing")
        layer["_modules"]["nothing"] = None

    assert len(networks(tmp_path, changed(change))["G_ema"].tensors) == 3


def test_one_network_by_itself_and_old_files_without_training_facts(tmp_path: Path) -> None:
    records = stylegan_records()
    assert list(networks(tmp_path, stylegan_pickle(records["G_ema"]))) == [""]
    few = {name: records[name] for name in ("D", "G", "G_ema")}
    assert list(networks(tmp_path, stylegan_pickle({**few, "augment_pipe": None}))) == ["G_ema", "G", "D"]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (
            lambda r: r.update(class_name="TriPlaneGenerator"),
            "the class TriPlaneGenerator, which is not known",
        ),
        (lambda r: state(r)["_modules"]["mapping"].update(class_name="ModulatedMapping"), "ModulatedMapping"),
        (lambda r: r.update(version=7), "damaged"),
        (lambda r: r.update(type="function"), "damaged"),
        (lambda r: r.update(class_name=5), "damaged"),
        (lambda r: r.update(state=[]), "damaged"),
        (lambda r: state(r).update(_modules=[1]), "damaged"),
        (lambda r: state(r)["_modules"].update(extra=5), "damaged"),
        (lambda r: state(r, "mapping")["_buffers"].update(extra="text"), "damaged"),
        (lambda r: state(r, "mapping")["_buffers"].update({"a.b": torch.ones(1)}), "damaged"),
        (lambda r: state(r, "mapping")["_buffers"].update({5: torch.ones(1)}), "damaged"),
        (lambda r: state(r).update(_init_kwargs=None), "damaged"),
    ],
)
def test_what_the_official_code_never_writes_is_refused(
    tmp_path: Path, change: Callable[[dict[str, Any]], None], told: str
) -> None:
    message = refusal(tmp_path, changed(change))
    assert told in message
    assert message.count("\n") == 0


def test_a_module_in_itself_is_refused(tmp_path: Path) -> None:
    """The official writer cannot make one; a walk through it would never end."""
    opcodes = (
        b"\x80\x04ctorch_utils.persistence\n_reconstruct_persistent_obj\n(}\x94("
        b"\x8c\x04type\x8c\x05class\x8c\x07versionK\x06\x8c\x0aclass_name\x8c\x09Generator\x8c\x05state}\x94"
        b"utR\x940h\x01\x8c\x08_modules}\x8c\x01ah\x02ssh\x02."
    )
    assert "contains itself" in refusal(tmp_path, opcodes)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"version": 1}, "damaged"),
        ({"name": None}, "damaged"),
        ({"components": {"synthesis": 1}}, "damaged"),
        ({"variables": [("lod", "text")]}, "damaged"),
        ({"variables": [("lod",)]}, "damaged"),
        ({"variables": [(5, np.ones(1))]}, "damaged"),
        ({"static_kwargs": [1]}, "damaged"),
        ({"build_func_name": "x" * 1000}, "damaged"),
    ],
)
def test_tensorflow_networks_of_another_make_are_refused(
    tmp_path: Path, changes: dict[str, Any], told: str
) -> None:
    assert told in refusal(tmp_path, tensorflow_pickle(**changes))


def test_arrays_of_objects_among_the_variables_are_refused(tmp_path: Path) -> None:
    data = tensorflow_pickle(variables=[("lod", np.array([{}], dtype=object))])
    assert "numpy values of the type O8" in refusal(tmp_path, data)


def test_options_that_are_no_plain_values_are_told_by_their_type(tmp_path: Path) -> None:
    record = persistent("Generator", weight=torch.ones(1), table=np.zeros(1000), _init_kwargs={})
    facts = networks(tmp_path, stylegan_pickle(record))[""].facts
    assert facts["attributes"][""]["table"] == "<ndarray>"


STRANGE = (
    None, True, 0, -1, 10**9, 1 << 70, 10**400, -1.5, math.nan, math.inf, "", "x" * 5000, [], {}, [["x"]],
    {"a": 1}, (), (0.0, 0.0), [1.0] * 100_000, np.ones(2), torch.ones(2),
)  # fmt: skip


@pytest.mark.parametrize("part", ["G_ema", "D"])
def test_whatever_the_facts_say_a_network_or_a_sentence_comes_out(part: str) -> None:
    """Options are as hostile as the rest of a file: they may not crash, hang, or ask for memory."""
    path = ROOT / "tests/golden/cases/pickles/sg2ada_condres_torch215.tripwire.pkl"
    network = read_weights(path).networks[part]
    family = identify(WeightFile({part: network}, {}), path).family
    places = ("attributes", "init_kwargs", "build_func_name", *(each.name for each in family.unknowns))
    for place, value in itertools.product(places, STRANGE):
        facts = {name: fact for name, fact in network.facts.items() if name != "attributes"}
        strange = WeightFile({part: Network(network.tensors, {**facts, place: value})}, {})
        try:
            found = identify(strange, path)
            build_filled(found.family, found.config, found.network.tensors, path)
        except CheckpointError as error:
            assert str(path) in error.message or "is no answer to" in error.message
            assert len(str(error)) + len(error.detail) < 2000, place
