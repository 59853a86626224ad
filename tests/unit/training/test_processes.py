"""Several processes do the arithmetic of one."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from torch import nn

import tests
from ganstudio.__main__ import leave
from ganstudio.datasets.label_maps import LabelMapDataset
from ganstudio.training import run_state
from ganstudio.training.processes import ALONE, described, helpers, joined
from ganstudio.training.recipes.spade import SpadeParams, SpadeRecipe
from ganstudio.training.trainer import RunOptions, Trainer
from tests.support.toy_recipes import DuelRecipe, weights

# Processes on a busy machine take their time to begin.
_LONG = 300
ROOT = Path(tests.__path__[0]).parent
TORCHRUN = {"RANK": "1", "WORLD_SIZE": "4", "LOCAL_RANK": "1", "MASTER_ADDR": "there", "MASTER_PORT": "9"}


def variables(rank: int, port: int) -> dict[str, str]:
    common = {"WORLD_SIZE": "2", "MASTER_ADDR": "127.0.0.1", "MASTER_PORT": str(port)}
    return {**common, "RANK": str(rank), "LOCAL_RANK": str(rank), "GLOO_SOCKET_IFNAME": "lo"}


def free_port() -> int:
    with socket.socket() as chosen:
        chosen.bind(("127.0.0.1", 0))
        return int(chosen.getsockname()[1])


def start(module: str, *words: object, **environ: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", module, *map(str, words)]
    return subprocess.Popen(command, cwd=ROOT, env={**os.environ, **environ})


def spade() -> SpadeRecipe:
    """With two things replaced: batch norm, which sees the rows of one process, by a norm that looks at each
    picture alone; and Adam, which divides a gradient by its size also where it is rounding and nothing else
    (of a bias before a norm), by plain descent.
    """
    rng = np.random.default_rng(0)
    labels = np.kron(rng.integers(0, 3, (8, 4, 4)), np.ones((8, 8))).astype(np.uint8)
    images = (labels[..., None] * np.array([80, 60, 100])).astype(np.uint8)
    styles = rng.integers(0, 2, (8, 1))
    torch.manual_seed(0)
    params = SpadeParams(preset="tiny", size=32, batch_size=4, z_dim=4)
    recipe = SpadeRecipe(params, LabelMapDataset(images, labels, styles, [("a", "b")]), classes=3)
    for module in list(recipe.modules.values()):
        for part in list(module.modules()):
            for name, child in part.named_children():
                if isinstance(child, nn.BatchNorm2d):
                    setattr(part, name, nn.InstanceNorm2d(child.num_features))
    for name, optimiser in recipe.optimisers.items():
        recipe.optimisers[name] = torch.optim.SGD(optimiser.param_groups[0]["params"], lr=0.002)
    return recipe


def train(recipe: DuelRecipe | SpadeRecipe, folder: Path, steps: int, **more: Any) -> Trainer:
    trainer = Trainer(recipe, folder, RunOptions(max_steps=steps, log_steps=1, precision="32"), **more)
    trainer.run()
    return trainer


def main() -> None:
    """One of the processes: a toy whose run is interrupted, and SPADE."""
    folder = Path(sys.argv[1])
    torch.set_num_threads(1)
    with joined(described(os.environ), "cpu") as processes:
        train(DuelRecipe(), folder / "duel", 3, processes=processes)
        found = [
            train(DuelRecipe(), folder / "duel", 6, processes=processes),
            train(spade(), folder / "spade", 3, processes=processes),
        ]
    if processes.leads:
        torch.save([weights(trainer) for trainer in found], folder / "weights.pt")
    leave(0)


def test_two_processes_train_as_one_does(tmp_path: Path) -> None:
    port = free_port()
    both = [start("tests.unit.training.test_processes", tmp_path, **variables(r, port)) for r in range(2)]
    duel = train(DuelRecipe(), tmp_path / "alone", 6)
    painter = train(spade(), tmp_path / "spade alone", 3)
    assert [process.wait(_LONG) for process in both] == [0, 0]
    for found, alone in zip(torch.load(tmp_path / "weights.pt"), (duel, painter), strict=True):
        torch.testing.assert_close(found, weights(alone), rtol=0, atol=1e-5)
    before, after = (dict(r.generator.named_parameters()) for r in (spade(), painter.recipe))
    assert max(float((before[name] - after[name]).detach().abs().max()) for name in before) > 1e-4
    assert len(run_state.load(tmp_path / "duel")["processes"]) == 2
    logs = [(tmp_path / name / "log.csv").read_text().splitlines() for name in ("spade", "spade alone")]
    shared, alone = ([float(value) for value in log[-1].split(",")[:-2]] for log in logs)
    assert shared == pytest.approx(alone, rel=1e-3)


@pytest.mark.slow
def test_the_others_end_when_the_first_process_dies(tmp_path: Path) -> None:
    port = free_port()
    words = ("line", tmp_path, "max_steps=100000000", "checkpoint_minutes=0")
    first, other = (start("tests.support.toy_recipes", *words, **variables(r, port)) for r in range(2))
    while not run_state.exists(tmp_path) and first.poll() is None:
        time.sleep(0.05)
    first.kill()
    first.wait()
    assert other.wait(_LONG) != 0


def test_torchrun_and_slurm_are_understood() -> None:
    assert described({}) == {}
    assert described({**TORCHRUN, "HOME": "/"}) == TORCHRUN
    slurm = {
        "SLURM_PROCID": "5",
        "SLURM_STEP_NUM_TASKS": "8",
        "SLURM_LOCALID": "1",
        "SLURM_STEP_NODELIST": "gpu[07-09,12],other",
        "SLURM_JOB_ID": "20123",
    }
    assert described(slurm) == {
        "RANK": "5",
        "WORLD_SIZE": "8",
        "LOCAL_RANK": "1",
        "MASTER_ADDR": "gpu07",
        "MASTER_PORT": "20123",
    }
    assert described({**slurm, "SLURM_STEP_NODELIST": "alone"})["MASTER_ADDR"] == "alone"
    assert described({**slurm, "SLURM_STEP_NUM_TASKS": "1"}) == {}


def test_helpers_are_this_command_again_and_are_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[subprocess.Popen[bytes]] = []
    popen = subprocess.Popen

    def watched(*args: Any, **more: Any) -> subprocess.Popen[bytes]:
        started.append(popen(*args, **more, stdout=subprocess.DEVNULL))
        assert more["env"]["RANK"] == str(len(started))
        return started[-1]

    monkeypatch.setattr(subprocess, "Popen", watched)
    with helpers(["--version"], 3) as mine:
        assert (mine["RANK"], mine["WORLD_SIZE"]) == ("0", "3")
    assert [process.returncode for process in started] == [0, 0]


def test_one_process_needs_no_exchange() -> None:
    with joined({}, "cpu") as processes:
        assert processes is ALONE
    parameter = nn.Parameter(torch.ones(2))
    parameter.grad = torch.full((2,), 3.0)
    ALONE.average([parameter])
    assert parameter.grad.tolist() == [3, 3]
    assert (ALONE.agree("x"), ALONE.gather("x")) == ("x", ["x"])


if __name__ == "__main__":
    main()
