"""The trainer, on a recipe small enough to be checked to the bit."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import Tensor, nn

from ganstudio.errors import CancelledError, CheckpointError
from ganstudio.events import CancelToken, Progress
from ganstudio.params import Parameters
from ganstudio.training import run_state
from ganstudio.training.recipe import RecipeBase
from ganstudio.training.trainer import RunOptions, Trainer


class LineRecipe(RecipeBase):
    """Fits y = 2x; dropout makes it depend on the random state."""

    name = "line"
    averaged = ("net",)
    batch_size = 4
    item_count = 10
    ema_half_life = 100.0
    params = Parameters()

    def __init__(self) -> None:
        torch.manual_seed(0)
        self.net = nn.Sequential(nn.Linear(1, 8), nn.Dropout(), nn.Linear(8, 1))
        self.modules: dict[str, nn.Module] = {"net": self.net}
        self.optimisers = {"net": torch.optim.Adam(self.net.parameters(), lr=0.01)}

    def batch(self, indices: Any) -> Tensor:
        return torch.as_tensor(indices).float()[:, None] / 10

    def step(self, batch: Tensor, step: int) -> Mapping[str, Tensor]:
        loss = (self.net(batch) - 2 * batch).square().mean()
        self.backward(loss)
        self.sync(self.net.parameters())
        self.optimisers["net"].step()
        self.optimisers["net"].zero_grad()
        return {"loss": loss.detach()}

    def sample(self, averages: Mapping[str, nn.Module]) -> Tensor:
        return torch.zeros(3, 4, 4)

    def export(self, folder: Path, averages: Mapping[str, nn.Module], record: Mapping[str, Any]) -> None:
        folder.mkdir(exist_ok=True)
        (folder / "steps").write_text(str(record["steps"]))


def weights(trainer: Trainer) -> Tensor:
    return torch.cat([value.flatten() for value in trainer.recipe.modules["net"].state_dict().values()])


def options(**changes: Any) -> RunOptions:
    return RunOptions(**{"max_steps": 6, "log_steps": 2, "bf16": False, **changes})


def test_a_run_in_two_halves_equals_a_run_in_one(tmp_path: Path) -> None:
    whole = Trainer(LineRecipe(), tmp_path / "whole", options())
    whole.run()
    Trainer(LineRecipe(), tmp_path / "halves", options(max_steps=3)).run()
    torch.manual_seed(12345)
    second = Trainer(LineRecipe(), tmp_path / "halves", options())
    second.run()
    assert second.step == 6
    assert torch.equal(weights(whole), weights(second))
    assert all(
        torch.equal(a, b)
        for a, b in zip(whole.averages["net"].parameters(), second.averages["net"].parameters(), strict=True)
    )


def test_the_log_has_one_row_per_report_and_none_twice_after_a_crash(tmp_path: Path) -> None:
    Trainer(LineRecipe(), tmp_path, options(max_steps=2)).run()
    with (tmp_path / "log.csv").open("a") as file:
        file.write("4,0.5,100\n6,0.")
    Trainer(LineRecipe(), tmp_path, options()).run()
    with (tmp_path / "log.csv").open() as file:
        rows = list(csv.DictReader(file))
    assert [row["step"] for row in rows] == ["2", "4", "6"]
    assert all(float(row["loss"]) > 0 for row in rows)


def test_the_time_box_ends_the_run_and_saves(tmp_path: Path) -> None:
    ticks = iter(range(0, 10_000, 20))
    trainer = Trainer(
        LineRecipe(), tmp_path, options(max_steps=0, max_minutes=1), clock=lambda: float(next(ticks))
    )
    trainer.run()
    assert 0 < trainer.step < 10
    assert run_state.load(tmp_path)["step"] == trainer.step
    assert int((tmp_path / "model" / "steps").read_text()) == trainer.step


def test_states_and_samples_are_written_on_the_way(tmp_path: Path) -> None:
    ticks = iter(range(0, 100_000, 40))
    trainer = Trainer(
        LineRecipe(),
        tmp_path,
        options(checkpoint_minutes=1, sample_minutes=1),
        clock=lambda: float(next(ticks)),
    )
    seen: list[int] = []
    save = trainer.save
    trainer.save = lambda: (seen.append(trainer.step), save())[1]  # type: ignore[method-assign]
    trainer.run()
    assert len(seen) > 1
    assert list((tmp_path / "samples").glob("*.png"))


def test_cancel_keeps_what_was_learned(tmp_path: Path) -> None:
    token = CancelToken()
    steps: list[str] = []

    def report(_: float, message: str) -> None:
        steps.append(message)
        if len(steps) == 4:
            token.cancel()

    trainer = Trainer(LineRecipe(), tmp_path, options(), progress=Progress(report, token))
    with pytest.raises(CancelledError):
        trainer.run()
    assert run_state.load(tmp_path)["step"] == 4


def test_another_recipe_is_refused(tmp_path: Path) -> None:
    Trainer(LineRecipe(), tmp_path, options(max_steps=1)).run()
    other = LineRecipe()
    other.name = "curve"
    with pytest.raises(CheckpointError, match="line, not curve"):
        Trainer(other, tmp_path, options()).run()
