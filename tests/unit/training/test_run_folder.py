"""What a run is made of, and how it stands, as files."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from ganstudio.errors import InputError
from ganstudio.training.journal import Journal
from ganstudio.training.run_folder import (
    EVENTS,
    STATUS,
    RunFile,
    RunStatus,
    check_same,
    find_runs,
    read_events,
    read_run_file,
    read_status,
    versions,
)

RUN = RunFile(
    "spade",
    params={"lr": 1e-4, "betas": (0.0, 0.9), "preset": "tiny", "none": None},
    data={"path": 'C:\\Bilder "neu"\n\x7f', "options": {"a b": "ü"}},
    options={"max_steps": 3, "compile": False},
    versions=versions(),
)


def test_a_run_file_says_all_again(tmp_path: Path) -> None:
    RUN.write(tmp_path)
    found = read_run_file(tmp_path)
    assert found == read_run_file(tmp_path / "run.toml")
    assert found.params == {"lr": 1e-4, "betas": [0.0, 0.9], "preset": "tiny"}
    assert (found.data, found.options, found.recipe) == (RUN.data, RUN.options, "spade")
    check_same(found, RUN, tmp_path)


def test_what_is_no_run_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no run in"):
        read_run_file(tmp_path)
    for text in ("recipe = 3", "recipe", "[params]\n", "recipe = 'a'\nparams = 2"):
        (tmp_path / "run.toml").write_text(text)
        with pytest.raises(InputError, match="describes no run"):
            read_run_file(tmp_path)


def test_what_changed_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="preset = tiny"):
        check_same(RUN, replace(RUN, params={**RUN.params, "preset": "paper"}), tmp_path)
    with pytest.raises(InputError, match="recipe spade, not pix2pix"):
        check_same(RUN, replace(RUN, recipe="pix2pix"), tmp_path)


def test_a_living_run_is_told_from_a_dead_one(tmp_path: Path) -> None:
    Journal(tmp_path, RunStatus(recipe="spade")).beat(now=True, state="running", step=4)
    status = read_status(tmp_path)
    assert status is not None
    assert (status.step, status.recipe, status.pid, status.alive) == (4, "spade", os.getpid(), True)
    # The number was given to another process.
    assert not replace(status, born="1").alive
    assert not replace(status, pid=2**22 + 1).alive
    assert not replace(status, state="finished").alive
    elsewhere = replace(status, host="elsewhere", pid=2**22 + 1)
    assert elsewhere.alive
    assert not replace(elsewhere, updated=status.updated - 1000).alive


def test_no_status_or_a_broken_one_is_none(tmp_path: Path) -> None:
    assert read_status(tmp_path) is None
    (tmp_path / STATUS).write_text("{")
    assert read_status(tmp_path) is None
    (tmp_path / STATUS).write_text(json.dumps({**asdict(RunStatus(step=2)), "new": 1}))
    assert read_status(tmp_path) == RunStatus(step=2)


def test_events_are_read_as_they_come(tmp_path: Path) -> None:
    journal = Journal(tmp_path, RunStatus(step=7))
    journal.tell("started", recipe="spade")
    first, place = read_events(tmp_path)
    assert [(e["event"], e["step"], e["recipe"]) for e in first] == [("started", 7, "spade")]
    assert read_events(tmp_path, place) == ([], place)
    with (tmp_path / EVENTS).open("a") as file:
        file.write('{"event": "che')  # killed here
    assert read_events(tmp_path, place)[0] == []
    Journal(tmp_path, RunStatus()).tell("resumed")
    assert [event["event"] for event in read_events(tmp_path, place)[0]] == ["resumed"]


def test_events_that_cannot_be_written_are_written_later(tmp_path: Path) -> None:
    journal = Journal(tmp_path, RunStatus())
    (tmp_path / EVENTS).mkdir()
    journal.tell("started")
    (tmp_path / EVENTS).rmdir()
    journal.tell("step")
    assert [event["event"] for event in read_events(tmp_path)[0]] == ["started", "step"]


def test_runs_are_found_the_latest_first(tmp_path: Path) -> None:
    for name, when in (("a", 100), ("b", 200)):
        (tmp_path / name).mkdir()
        RUN.write(tmp_path / name)
        os.utime(tmp_path / name / "run.toml", (when, when))
    assert [path.name for path in find_runs(tmp_path)] == ["b", "a"]
    assert find_runs(tmp_path / "a") == (tmp_path / "a",)
