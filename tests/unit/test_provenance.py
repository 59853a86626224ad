from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from pathlib import Path

import pytest

from ganstudio.errors import InputError
from ganstudio.provenance import SCHEMA, InputRecord, ModelRecord, Provenance, Step, sha256_file

RECORD = Provenance(
    operation="semantic_painting.render",
    params={"style": "winter-night", "variety": 0.7, "note": "Grüße"},
    inputs={"label_map": InputRecord("label_map", "map.png", "ab", "iVBO", "landscape")},
    models=(ModelRecord("landscape-spade", "cd"),),
    plugin_version="0.1.0",
    device="cpu",
    precision="bfloat16",
)


def test_a_record_survives_json() -> None:
    assert Provenance.from_json(RECORD.to_json()) == RECORD


def test_a_chain_survives_json() -> None:
    step = Step("render", "semantic_painting.render", {"seed": 1}, {"label_map": "label_map"}, "0.1.0")
    chain = replace(RECORD, steps=(step, replace(step, id="render_2")))
    assert Provenance.from_json(chain.to_json()) == chain
    assert json.loads(chain.to_json())["schema"] == 2


def test_the_threads_of_the_cpu_survive_json() -> None:
    threaded = replace(RECORD, threads=3)
    assert Provenance.from_json(threaded.to_json()) == threaded
    assert json.loads(threaded.to_json())["schema"] == 3


def test_a_record_of_one_operation_is_what_the_first_version_wrote() -> None:
    """Pictures that were made before there were chains must be read for ever."""
    old = (
        '{"device": "cpu", "inputs": {"image": {"embedded": "", "kind": "image", "palette": "", '
        '"path": "a.png", "sha256": "ab"}}, "models": [{"name": "m", "sha256": "cd"}], "operation": "x.y", '
        '"params": {"strength": 0.5}, "plugin_version": "1", "precision": "float32", '
        '"program": "GAN Studio 0.1.0", "schema": 1}'
    )
    record = Provenance.from_json(old)
    assert (record.operation, record.inputs["image"].path, record.steps) == ("x.y", "a.png", ())
    assert record.to_json() == old


def test_equal_records_are_equal_texts() -> None:
    params = dict(reversed(RECORD.params.items()))
    other = Provenance.from_json(json.dumps({**json.loads(RECORD.to_json()), "params": params}))
    assert other.to_json() == RECORD.to_json()


@pytest.mark.parametrize(
    "text",
    ["", "null", "[]", "{}", '{"schema": 1}', '{"schema": "1"}', RECORD.to_json().replace("sha256", "md5")],
)
def test_a_damaged_record_is_one_sentence(text: str) -> None:
    with pytest.raises(InputError, match="is damaged"):
        Provenance.from_json(text)


def test_a_record_of_a_newer_program_says_so() -> None:
    with pytest.raises(InputError, match="newer GAN Studio"):
        Provenance.from_json(RECORD.to_json().replace('"schema": 1', f'"schema": {SCHEMA + 1}'))


def test_the_hash_of_a_file(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"abc" * 100_000)
    assert sha256_file(tmp_path / "file") == hashlib.sha256(b"abc" * 100_000).hexdigest()
