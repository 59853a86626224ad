"""The trainer, on a recipe small enough to be checked to the bit."""

from __future__ import annotations

import csv
import errno
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import pytest
import torch
from torch import Tensor, nn

from ganstudio import paths
from ganstudio.errors import (
    CancelledError,
    CheckpointError,
    GanStudioError,
    InputError,
    OutOfMemoryError,
    SaveError,
)
from ganstudio.events import CancelToken, Progress
from ganstudio.training import control, run_state
from ganstudio.training.run_folder import RunFile, read_events, read_status
from ganstudio.training.trainer import RunOptions, Trainer
from tests.support.toy_recipes import DuelRecipe, LineRecipe, weights


def options(**changes: Any) -> RunOptions:
    return RunOptions(**{"max_steps": 6, "log_steps": 2, "precision": "32", **changes})


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


def test_slow_steps_are_told_one_by_one_and_a_sheet_comes_soon(tmp_path: Path) -> None:
    ticks = iter(range(0, 100_000, 40))
    Trainer(LineRecipe(), tmp_path, options(log_steps=50), clock=lambda: float(next(ticks))).run()
    with (tmp_path / "log.csv").open() as file:
        assert [row["step"] for row in csv.DictReader(file)] == ["1", "2", "3", "4", "5", "6"]
    sheets = sorted(path.stem for path in (tmp_path / "samples").iterdir())
    assert sheets[0] == "00000001"
    assert sheets[-1] == "00000006"


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


def happened(folder: Path) -> list[str]:
    return [event["event"] for event in read_events(folder)[0]]


class Asking(LineRecipe):
    """Does something at the beginning of some steps, as another process would in the middle of a run."""

    def __init__(self, at: Mapping[int, Callable[[], object]]) -> None:
        super().__init__()
        self.at = at

    def step(self, batch: Tensor, step: int) -> Mapping[str, Tensor]:
        if step in self.at:
            self.at[step]()
        return super().step(batch, step)


def test_asked_to_stop_it_keeps_what_it_has(tmp_path: Path) -> None:
    recipe = Asking({2: lambda: control.ask(tmp_path, "stop")})
    Trainer(recipe, tmp_path, options()).run()
    assert run_state.steps(tmp_path) == (3,)
    assert read_events(tmp_path)[0][-1]["reason"] == "stopped"
    status = read_status(tmp_path)
    assert status is not None
    assert (status.state, status.step, status.alive) == ("stopped", 3, False)


def test_asked_to_save_and_to_show_it_goes_on(tmp_path: Path) -> None:
    asking = {
        1: lambda: control.ask(tmp_path, "save"),
        3: lambda: control.ask(tmp_path, "sample"),
    }
    Trainer(Asking(asking), tmp_path, options()).run()
    sheets = sorted(path.name for path in (tmp_path / "samples").iterdir())
    assert sheets == ["00000004.png", "00000006.png"]
    assert run_state.steps(tmp_path) == (2, 6)


def test_a_pause_changes_nothing_but_the_time(tmp_path: Path) -> None:
    slept: list[float] = []
    states: list[str] = []

    def sleep(seconds: float) -> None:
        status = read_status(tmp_path / "paused")
        states.append(status.state if status else "")
        slept.append(seconds)
        if len(slept) == 3:
            control.ask(tmp_path / "paused", "resume")

    asking = Asking({2: lambda: control.ask(tmp_path / "paused", "pause")})
    paused = Trainer(asking, tmp_path / "paused", options(), sleep=sleep)
    paused.run()
    whole = Trainer(LineRecipe(), tmp_path / "whole", options())
    whole.run()
    assert torch.equal(weights(paused), weights(whole))
    assert len(slept) == 3
    assert set(states) == {"paused"}
    told = happened(tmp_path / "paused")
    assert told[told.index("paused") + 1] == "resumed"


def test_a_paused_run_can_be_stopped(tmp_path: Path) -> None:
    asking = Asking({2: lambda: control.ask(tmp_path, "pause")})
    Trainer(asking, tmp_path, options(), sleep=lambda _: control.ask(tmp_path, "stop")).run()
    assert run_state.steps(tmp_path)[-1] == 3
    assert read_events(tmp_path)[0][-1]["reason"] == "stopped"


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, bool]]:
    """A disk that can be full: then nothing is written atomically."""
    state = {"full": False}
    write = paths.atomic_write

    @contextmanager
    def limited(path: Path) -> Iterator[IO[bytes]]:
        if state["full"]:
            raise SaveError(f"{path} could not be saved: no space left on device.") from OSError(
                errno.ENOSPC, "No space left on device"
            )
        with write(path) as file:
            yield file

    monkeypatch.setattr(paths, "atomic_write", limited)
    return state


def test_a_full_disk_is_waited_for(tmp_path: Path, disk: dict[str, bool]) -> None:
    messages: list[str] = []

    def sleep(seconds: float) -> None:
        status = read_status(tmp_path / "full")
        assert status is not None
        assert status.state == "waiting"
        messages.append(status.message)
        disk["full"] = len(messages) < 3

    asking = Asking({3: lambda: (disk.update(full=True), control.ask(tmp_path / "full", "save"))})
    full = Trainer(asking, tmp_path / "full", options(), sleep=sleep)
    full.run()
    whole = Trainer(LineRecipe(), tmp_path / "whole", options())
    whole.run()
    assert torch.equal(weights(full), weights(whole))
    assert len(messages) == 3
    assert "no space left" in messages[0]
    told = happened(tmp_path / "full")
    assert told[told.index("paused") + 1] == "resumed"
    with (tmp_path / "full" / "log.csv").open() as file:
        assert [row["step"] for row in csv.DictReader(file)] == ["2", "4", "6"]


def test_on_a_full_disk_one_can_give_up(tmp_path: Path, disk: dict[str, bool]) -> None:
    asking = Asking({1: lambda: control.ask(tmp_path, "save"), 3: lambda: disk.update(full=True)})
    trainer = Trainer(asking, tmp_path, options(), sleep=lambda _: control.ask(tmp_path, "stop"))
    with pytest.raises(SaveError, match="no space left"):
        trainer.run()
    assert run_state.load(tmp_path)["step"] == 2


def test_what_is_no_number_any_more_stops_the_run_and_the_last_state_is_kept(tmp_path: Path) -> None:
    class Diverging(Asking):
        def step(self, batch: Tensor, step: int) -> Mapping[str, Tensor]:
            losses = super().step(batch, step)
            return {"loss": losses["loss"] / (0 if step == 4 else 1)}

    asking = {1: lambda: control.ask(tmp_path, "save")}
    with pytest.raises(GanStudioError, match=r"loss is no finite number.*state of step 2 is kept") as caught:
        Trainer(Diverging(asking), tmp_path, options()).run()
    assert "learning rate" in caught.value.hint
    assert run_state.load(tmp_path)["step"] == 2
    last = read_events(tmp_path)[0][-1]
    assert (last["event"], last["message"]) == ("failed", str(caught.value))


def test_weights_that_overflowed_are_never_saved(tmp_path: Path) -> None:
    recipe = Asking({})
    recipe.at = {1: lambda: recipe.net[0].weight.data.fill_(float("inf"))}
    with pytest.raises(GanStudioError):
        Trainer(recipe, tmp_path, options(max_steps=2, log_steps=100)).run()
    assert not run_state.exists(tmp_path)


def test_too_little_memory_is_told_with_what_to_try(tmp_path: Path) -> None:
    def fail() -> None:
        raise RuntimeError("DefaultCPUAllocator: not enough memory: you tried to allocate 8 TB.")

    with pytest.raises(OutOfMemoryError, match="smaller batch size"):
        Trainer(Asking({1: fail}), tmp_path, options()).run()
    assert happened(tmp_path)[-1] == "failed"


def test_the_best_state_stays_among_the_last(tmp_path: Path) -> None:
    class Measured(LineRecipe):
        scores = iter([5.0, 3.0, 4.0, 6.0, 7.0, 8.0, 9.0])

        def metrics(self, averages: Mapping[str, nn.Module], progress: Progress) -> Mapping[str, float]:
            self.random.rand(3)  # what is drawn here must not change the run
            torch.rand(3)
            return {"fid": next(self.scores)}

    ticks = iter(range(0, 100_000, 60))
    more = {"best_metric": "fid", "metric_minutes": 1, "checkpoint_minutes": 1, "keep": 2}
    measured = Trainer(Measured(), tmp_path / "run", options(**more), clock=lambda: float(next(ticks)))
    measured.run()
    assert run_state.steps(tmp_path / "run") == (2, 5, 6)
    assert run_state.load(tmp_path / "run", best=True)["step"] == 2
    assert int((tmp_path / "run" / "best" / "steps").read_text()) == 2
    assert run_state.best_figures(tmp_path / "run") == {"fid": 3.0}
    whole = Trainer(LineRecipe(), tmp_path / "whole", options())
    whole.run()
    assert torch.equal(weights(measured), weights(whole))


def test_warnings_come_once(tmp_path: Path) -> None:
    recipe = LineRecipe()
    recipe.optimisers["net"].param_groups[0]["lr"] = 0.0
    Trainer(recipe, tmp_path, options(log_steps=1)).run()
    told = [event for event in read_events(tmp_path)[0] if event["event"] == "warning"]
    assert len(told) == 1
    assert told[0]["kind"] == "idle"


def test_a_batch_may_be_loaded_ahead_without_changing_the_run(tmp_path: Path) -> None:
    import time

    class Slow(DuelRecipe):
        def batch(self, indices: Any) -> Tensor:
            time.sleep(0.01)
            return super().batch(indices)

    ahead = Trainer(Slow(), tmp_path / "ahead", options(max_steps=20))
    ahead.run()
    Trainer(DuelRecipe(), tmp_path / "two", options(max_steps=9)).run()
    two = Trainer(Slow(), tmp_path / "two", options(max_steps=20))
    two.run()
    assert torch.equal(weights(ahead), weights(two))
    with (tmp_path / "ahead" / "log.csv").open() as file:
        assert float(next(csv.DictReader(file))["loading"]) > 0.1


def test_what_a_recipe_remembers_is_resumed(tmp_path: Path) -> None:
    class Remembering(LineRecipe):
        seen = 0

        def step(self, batch: Tensor, step: int) -> Mapping[str, Tensor]:
            self.seen += 1
            return super().step(batch, step)

        def state_dict(self) -> Mapping[str, Any]:
            return {"seen": self.seen}

        def load_state_dict(self, state: Mapping[str, Any]) -> None:
            self.seen = state["seen"]

    Trainer(Remembering(), tmp_path, options(max_steps=4)).run()
    second = Remembering()
    Trainer(second, tmp_path, options()).run()
    assert second.seen == 6


def test_the_run_file_is_written_and_other_parameters_are_refused(tmp_path: Path) -> None:
    first = RunFile("line", params={"lr": 0.1, "sizes": (1, 2)})
    Trainer(LineRecipe(), tmp_path, options(max_steps=2), run_file=first).run()
    Trainer(LineRecipe(), tmp_path, options(max_steps=3), run_file=first).run()
    other = RunFile("line", params={"lr": 0.2, "sizes": (1, 2)})
    with pytest.raises(InputError, match=r"started with lr = 0\.1\."):
        Trainer(LineRecipe(), tmp_path, options(), run_file=other).run()
    assert run_state.load(tmp_path)["step"] == 3


@pytest.mark.parametrize("changes", [{"channels_last": True}, {"precision": "bf16"}])
def test_layout_and_precision_train_too(tmp_path: Path, changes: dict[str, Any]) -> None:
    trainer = Trainer(LineRecipe(), tmp_path, options(**changes))
    trainer.run()
    assert trainer.step == 6


def test_float16_needs_cuda(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="CUDA"):
        Trainer(LineRecipe(), tmp_path, options(precision="fp16"))
