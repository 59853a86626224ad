from __future__ import annotations

import tomllib

from ganstudio.toml import to_toml


def test_tables_in_tables() -> None:
    values = {"a": 1, "t": {"x": [1, 2], "deep": {"y": True, "empty": {}}}, "u": {"z": -0.5}}
    expected = {"a": 1, "t": {"x": [1, 2], "deep": {"y": True}}, "u": {"z": -0.5}}
    assert tomllib.loads(to_toml(values)) == expected


def test_lists_of_tables_and_hard_texts() -> None:
    values = {
        "steps": [{"id": "one", "params": {"words": '"a"\n\x7f\\ü'}}, {"id": "two", "params": {"x": 1e-9}}],
        "last value": "comes before the tables",
    }
    assert tomllib.loads(to_toml(values)) == values
