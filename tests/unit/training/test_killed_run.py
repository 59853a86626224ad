"""A run whose process is killed goes on from its last state, to the bit."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import torch

import tests
from ganstudio.training import run_state
from ganstudio.training.run_folder import read_events, read_status
from ganstudio.training.trainer import RunOptions, Trainer
from tests.support.toy_recipes import LineRecipe, weights


def test_killed_at_any_moment_it_goes_on_to_the_bit(tmp_path: Path) -> None:
    run = tmp_path / "run"
    command = [sys.executable, "-m", "tests.support.toy_recipes", "line", str(run)]
    limits = ["max_steps=100000000", "checkpoint_minutes=0", "log_steps=3"]
    process = subprocess.Popen([*command, *limits], cwd=Path(tests.__path__[0]).parent, env={**os.environ})
    while process.poll() is None and (not run_state.exists(run) or run_state.steps(run)[-1] < 8):
        time.sleep(0.01)
    status = read_status(run)
    assert status is not None
    assert status.alive
    assert status.pid == process.pid
    process.kill()  # SIGKILL: nothing is tidied up
    process.wait()
    assert not status.alive

    last = run_state.steps(run)[-1]
    options = RunOptions(max_steps=last + 5, log_steps=3, precision="32")
    resumed = Trainer(LineRecipe(), run, options)
    resumed.run()
    whole = Trainer(LineRecipe(), tmp_path / "whole", options)
    whole.run()
    assert torch.equal(weights(resumed), weights(whole))
    told = [event["event"] for event in read_events(run)[0]]
    assert told[0] == "started"
    assert told[-1] == "finished"
    assert "resumed" in told
    rows = [(folder / "log.csv").read_text().splitlines() for folder in (run, tmp_path / "whole")]
    losses, expected = ([row.split(",")[:2] for row in log] for log in rows)
    assert losses == expected
