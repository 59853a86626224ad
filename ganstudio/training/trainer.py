"""Runs any recipe in a folder: steps, saved states, samples, measurements and the log; time-boxed, exactly
resumable, and open to other processes, which read the folder and ask for things."""

from __future__ import annotations

import errno
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from ganstudio.engine.device import Compute
from ganstudio.engine.fallback import is_out_of_memory
from ganstudio.errors import (
    CancelledError,
    CheckpointError,
    GanStudioError,
    InputError,
    OutOfMemoryError,
    SaveError,
)
from ganstudio.events import Progress
from ganstudio.training import pictures, run_folder, run_state, warnings
from ganstudio.training.control import Command, Inbox
from ganstudio.training.finishing import check_name, into_library
from ganstudio.training.journal import Journal
from ganstudio.training.log import RunLog
from ganstudio.training.options import RunOptions
from ganstudio.training.processes import ALONE, Processes
from ganstudio.training.recipe import Recipe
from ganstudio.training.run_folder import RunFile, RunStatus, State
from ganstudio.training.stepping import Stepper

__all__ = ["RunOptions", "Trainer"]

Clock = Callable[[], float]
Listener = Callable[[str, Mapping[str, Any]], None]
"""Takes the name of an event and its facts, as `events.jsonl` has them."""

_PAUSE_SECONDS, _ROOM_SECONDS = 0.2, 5.0
_ROWS_FOR_WARNINGS = 200
_FIRST_SAMPLE_SECONDS = 30.0
"""A first sheet soon tells whether the run does what was meant."""
_LOG_SECONDS = 20.0
"""Slow steps are told more often than `log_steps` says."""


class Trainer:
    """One run in one folder. The recipe's modules must already be on `device`.

    Of several processes each has a trainer, and only the first one writes, measures and listens.
    """

    def __init__(
        self,
        recipe: Recipe,
        folder: Path,
        options: RunOptions,
        *,
        device: str = "cpu",
        progress: Progress | None = None,
        processes: Processes = ALONE,
        run_file: RunFile | None = None,
        notes: Sequence[str] = (),
        listener: Listener | None = None,
        clock: Clock = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.recipe = recipe
        self.folder = folder
        self.options = options
        self.device = torch.device(device)
        self.processes = processes
        self.seconds = 0.0
        self.stepper = Stepper(recipe, options, self.device, processes)
        self.averages = self.stepper.averages
        self._run_file = run_file
        self._notes = notes
        self._progress = progress or Progress()
        self._listener = listener
        self._clock = clock
        self._sleep = sleep
        self._asked: list[Command] = []
        self._sums: dict[str, Tensor] = {}
        self._counted = 0
        self._warned: set[str] = set()
        self._elapsed = 0.0
        self._sampled = -1
        self._measured = -1
        self._journal: Journal | None = None
        self._log: RunLog | None = None

    @property
    def step(self) -> int:
        return self.stepper.step

    def run(self) -> None:
        """Resume if the folder holds a state, train until a limit or until asked to stop, then save.

        CancelledError also saves. Any other error leaves the last saved state, and its sentence in
        `events.jsonl`.
        """
        try:
            self._open()
            reason = self._train()
        except CancelledError:
            self._end("stopped")
            raise
        except BaseException as error:
            failure = _as_sentence(error)
            self._end("failed", str(failure) or type(error).__name__)
            if failure is error:
                raise
            raise failure from error
        finally:
            self.stepper.close()
            if self._log is not None:
                self._log.close()
        self._end(reason)

    def save(self, best: Mapping[str, float] | None = None) -> None:
        """Write the state to continue from, and the model as it is now to `model/`, ready for use.

        A full disk is waited for. Raises GanStudioError, with nothing written, if a weight is not finite.
        """
        # The next row of the log tells of steps on both sides of this one.
        unlogged = self.processes.gather((self._sums, self._counted))
        state = {**self.stepper.state_dict(), "seconds": self.seconds, "unlogged": unlogged}
        if not self.processes.leads:
            return
        self._check_weights()
        known = run_state.steps(self.folder)
        if not known or known[-1] != self.step:
            limit = int(self.options.part_mebibytes * 2**20) or None
            save = run_state.save
            self._write(
                lambda: save(
                    self.folder, state, step=self.step, part_bytes=limit, keep=self.options.keep, best=best
                )
            )
        elif best:
            self._write(lambda: run_state.mark_best(self.folder, best, keep=self.options.keep))
        self._write(lambda: self.recipe.export(self.folder / "model", self.averages, self.record()))
        if best:
            self._write(lambda: self.recipe.export(self.folder / "best", self.averages, self.record(best)))
        self._tell("checkpoint", **({"best": dict(best)} if best else {}))

    def sample(self) -> Path:
        """Write the contact sheet of this step."""
        self._sampled = self.step
        path = self.folder / "samples" / f"{self.step:08d}.png"
        if self.processes.leads:
            with self.stepper.aside(), self.stepper.autocast():
                picture = self.recipe.sample(self.averages)
            path.parent.mkdir(parents=True, exist_ok=True)
            self._write(lambda: pictures.write(picture, path))
            self._tell("sample", file=path.relative_to(self.folder).as_posix())
        return path

    def record(self, metrics: Mapping[str, float] | None = None) -> dict[str, Any]:
        """How the weights came to be, for the model card."""
        data = self._run_file.data if self._run_file else {}
        told = {key: data[key] for key in ("world", "kind") if data.get(key)}
        return {
            "recipe": self.recipe.name,
            "params": self.recipe.params.model_dump(mode="json"),
            "data": {**told, "items": self.recipe.item_count},
            "steps": self.step,
            "images_seen": self.step * self.recipe.batch_size,
            "hours": round(self.seconds / 3600, 2),
            "device": self.device.type,
            "processes": self.processes.world,
            "precision": self.stepper.precision,
            "seed": self.options.seed,
            "torch": torch.__version__,
            **({"metrics": dict(metrics), "features": self.recipe.observed_by} if metrics else {}),
        }

    def _open(self) -> None:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise InputError(
                f"{self.folder} cannot be used as the run's folder: {error.strerror}."
            ) from error
        resumed = self.processes.agree(run_state.exists(self.folder))
        if self.options.into_library:
            check_name(self.options.into_library)
        if self.processes.leads:
            self._write_run_file(resumed)
        if resumed:
            self._restore(run_state.load(self.folder))
        else:
            self.stepper.begin()
        if not self.processes.leads:
            return
        self._log = RunLog(self.folder, resume_step=self.step)
        self._inbox = Inbox(self.folder)
        status = RunStatus(
            recipe=self.recipe.name,
            step=self.step,
            seconds=self.seconds,
            device=self.device.type,
            processes=self.processes.world,
        )
        self._journal = Journal(self.folder, status)
        self._beat("running", now=True)
        self._tell("resumed" if resumed else "started", recipe=self.recipe.name)
        for note in () if resumed else self._notes:
            self._tell("note", message=note)
        idle = warnings.idle(self.stepper.learning_rates())
        self._warn(() if idle is None else (idle,))

    def _train(self) -> State:
        """Until the end; returns why it ended. Every process goes through the same turns."""
        now = self._clock()
        self._last = self._logged = now
        self._times = dict.fromkeys(("save", "sample", "metrics"), now)
        self._times["sample"] -= max(self.options.sample_minutes * 60 - _FIRST_SAMPLE_SECONDS, 0)
        while True:
            due = self.processes.agree(self._due())
            if "cancel" in due:
                # Between two steps the state is whole. After any other error the last saved one is.
                self.save()
                raise CancelledError
            if "log" in due:
                self._report(self._last)
            if "sample" in due:
                self.sample()
            if "metrics" in due:
                self._measure()
            if "save" in due:
                self.save()
            if "pause" in due:
                self._pause()
                continue
            if "stop" in due or "end" in due:
                break
            self._advance()
        if "end" in due and self._measures and self._measured != self.step:
            self._measure()
        if self._sampled != self.step:
            self.sample()
        self.save()
        if self.options.into_library and self.processes.leads:
            name = into_library(self.folder / "model", self.options.into_library)
            self._tell("library", name=name)
        return "stopped" if "stop" in due else "finished"

    @property
    def _measures(self) -> bool:
        return self.options.metric_minutes > 0 and hasattr(self.recipe, "metrics")

    def _due(self) -> tuple[str, ...]:
        """What is to be done before the next step; asked of the first process only."""
        if not self.processes.leads:
            return ()
        if self._progress.cancelled:
            return ("cancel",)
        self._asked += self._inbox.take()
        asked, self._asked = self._asked, []
        due: set[str] = {command for command in asked if command != "resume"}
        options, now = self.options, self._last
        intervals = {"sample": options.sample_minutes, "save": options.checkpoint_minutes}
        if self._measures:
            intervals["metrics"] = options.metric_minutes
        for name, minutes in intervals.items():
            if name in due or (self._elapsed > 0 and now - self._times[name] >= minutes * 60):
                due.add(name)
                self._times[name] = now
        if self._counted and now - self._logged >= _LOG_SECONDS:
            due.add("log")
        if self._finished():
            due.add("end")
        return tuple(sorted(due))

    def _advance(self) -> None:
        with suppress(CancelledError):  # Seen at the next turn, by all processes.
            self._progress.set(self._fraction(), f"step {self.step}")
        for name, value in self.stepper.one_step().items():
            known = self._sums.get(name)
            self._sums[name] = value.float() if known is None else known + value.float()
        self._counted += 1
        now = self._clock()
        self.seconds += now - self._last
        self._elapsed += now - self._last
        self._last = now
        if self.step % self.options.log_steps == 0:
            self._report(now)
        self._beat("running")

    def _report(self, now: float) -> None:
        tensors = [value / self._counted for value in self._sums.values()]
        self.processes.mean(tensors)
        means = dict(zip(self._sums, torch.stack(tensors).tolist(), strict=True)) if tensors else {}
        means["images_per_second"] = self._counted * self.recipe.batch_size / max(now - self._logged, 1e-9)
        means["loading"] = self.stepper.loading_share()
        self._sums, self._counted, self._logged = {}, 0, now
        bad = warnings.not_finite(means)
        # Scaled gradients of float16 may overflow; their step is left out.
        if bad is not None and self.stepper.precision != "fp16":
            raise self._diverged(f"{bad} is no finite number any more")
        if self._log is None:
            return
        means |= self._held_out_scores()
        self._log.report(self.step, means)
        rate, loading = means["images_per_second"], means["loading"]
        self._beat(
            "running",
            images_per_second=round(rate, 3),
            loading=round(loading, 4),
            memory=Compute(str(self.device)).memory(),
        )
        self._tell("step", values={name: float(f"{value:.6g}") for name, value in means.items()})
        self._warn(warnings.check(self._log.rows(_ROWS_FOR_WARNINGS)))

    def _held_out_scores(self) -> dict[str, float]:
        """The discriminator's score of pictures that it has never seen; what is no number is left out."""
        recipe = self.recipe
        shared = any(
            isinstance(m, nn.SyncBatchNorm) for net in recipe.modules.values() for m in net.modules()
        )
        if shared or not hasattr(recipe, "held_out_scores"):
            # Such norms wait for all processes, and only this one is here.
            return {}
        with self.stepper.aside(), self.stepper.autocast():
            scores = {name: float(value) for name, value in recipe.held_out_scores().items()}
        return {} if warnings.not_finite(scores) else scores

    def _measure(self) -> None:
        self._measured = self.step
        figures: dict[str, float] = {}
        if self.processes.leads:
            fraction = self._fraction()
            # When cancelled all processes must learn of it at the same turn: the next one.
            with self.stepper.aside(), suppress(CancelledError):
                figures = dict(self.recipe.metrics(self.averages, self._progress.sub(fraction, fraction)))
        if figures and self._log is not None:
            self._log.report(self.step, figures)
            self._tell("metric", values=figures)
            self._warn(warnings.check(self._log.rows(_ROWS_FOR_WARNINGS)))
        if self.processes.agree(self._is_best(figures)):
            self.save(best=figures)

    def _is_best(self, figures: Mapping[str, float]) -> bool:
        own = tuple(getattr(self.recipe, "best", ()))
        names = (self.options.best_metric,) if self.options.best_metric else own
        name = next((name for name in names if name in figures), "")
        if not name:
            return False
        before = run_state.best_figures(self.folder).get(name)
        better = self.options.best if self.options.best_metric else self.recipe.best_is
        sign = 1 if better == "higher" else -1
        return before is None or sign * figures[name] > sign * before

    def _pause(self) -> None:
        """Save, and wait until asked to go on or to stop."""
        self.save()
        self._beat("paused", now=True)
        self._tell("paused")
        while True:
            said = self.processes.agree(self._heard())
            if "cancel" in said or "stop" in said or "resume" in said:
                break
            if "sample" in said:
                self.sample()
        if "resume" in said:
            self._tell("resumed")
        elif "stop" in said:
            self._asked.append("stop")
        self._last = self._logged = self._clock()
        self._beat("running", now=True)

    def _heard(self) -> tuple[str, ...]:
        if not self.processes.leads:
            return ()
        if self._progress.cancelled:
            return ("cancel",)
        asked = self._inbox.take()
        if not asked:
            self._sleep(_PAUSE_SECONDS)
            self._beat("paused")
        return asked

    def _write(self, write: Callable[[], object]) -> None:
        """Write a file; when the disk is full, say so and try again until there is room, or asked to stop."""
        told = False
        while True:
            try:
                write()
                break
            except SaveError as error:
                if not _is_full(error):
                    raise
                if not told:
                    self._tell("paused", message=str(error))
                told = True
                self._beat("waiting", now=True, message=f"{error} The run goes on when there is room.")
                self._asked += self._inbox.take() if self._journal else ()
                if self._progress.cancelled or "stop" in self._asked:
                    raise
                self._sleep(_ROOM_SECONDS)
        if told:
            self._tell("resumed")
            self._beat("running", now=True, message="")
            # The time of waiting is not the run's.
            self._last = self._logged = self._clock()

    def _write_run_file(self, resumed: bool) -> None:
        if self._run_file is None:
            return
        if resumed and (self.folder / run_folder.RUN_FILE).is_file():
            before = run_folder.read_run_file(self.folder)
            run_folder.check_same(self._filled(before), self._run_file, self.folder)
        self._run_file.write(self.folder)

    def _filled(self, before: RunFile) -> RunFile:
        """A run that was begun when a parameter was not there yet has its default."""
        try:
            params = type(self.recipe.params)(**before.params).model_dump(mode="json")
        except ValueError:
            return before
        return replace(before, params={**params, **before.params})

    def _restore(self, state: Mapping[str, Any]) -> None:
        if state.get("recipe") != self.recipe.name:
            raise CheckpointError(
                f"The run in {self.folder} was made by the recipe {state.get('recipe')}, "
                f"not {self.recipe.name}."
            )
        try:
            self.stepper.load_state_dict(state)
        except (KeyError, ValueError, RuntimeError) as error:
            raise CheckpointError(
                f"The run in {self.folder} does not fit these parameters or data.",
                hint="Choose another folder to start a new run.",
                detail=str(error),
            ) from error
        self.seconds = state["seconds"]
        if self.processes.rank < len(state["unlogged"]):
            sums, self._counted = state["unlogged"][self.processes.rank]
            self._sums = {name: value.to(self.device) for name, value in sums.items()}

    def _check_weights(self) -> None:
        values = {name: float(value) for name, value in self._sums.items()}
        bad = warnings.not_finite(values)
        if bad is not None and self.stepper.precision != "fp16":
            raise self._diverged(f"{bad} is no finite number any more")
        if not self.stepper.healthy():
            raise self._diverged("the weights are no finite numbers any more")

    def _diverged(self, what: str) -> GanStudioError:
        known = run_state.steps(self.folder)
        kept = f" The state of step {known[-1]} is kept." if known else ""
        return GanStudioError(
            f"The run stopped at step {self.step}, because {what}.{kept}",
            hint="Try a lower learning rate, R1 or a gradient penalty, or --precision 32.",
        )

    def _finished(self) -> bool:
        limits = self.options
        return bool(
            (limits.max_steps and self.step >= limits.max_steps)
            or (limits.max_minutes and self._elapsed >= limits.max_minutes * 60)
        )

    def _fraction(self) -> float:
        by_steps = self.step / self.options.max_steps if self.options.max_steps else 0.0
        by_time = self._elapsed / (self.options.max_minutes * 60) if self.options.max_minutes else 0.0
        return max(by_steps, by_time)

    def _seconds_left(self) -> float | None:
        left = []
        if self.options.max_minutes:
            left.append(self.options.max_minutes * 60 - self._elapsed)
        if self.options.max_steps and self.step:
            left.append((self.options.max_steps - self.step) * self.seconds / self.step)
        return round(max(min(left), 0.0), 1) if left else None

    def _warn(self, found: tuple[warnings.Warning, ...]) -> None:
        """Tell each once, and again only if it had gone."""
        for warning in found:
            if warning.kind not in self._warned:
                self._tell("warning", kind=warning.kind, message=warning.message, advice=warning.advice)
        self._warned = {warning.kind for warning in found}

    def _tell(self, event: str, **facts: Any) -> None:
        if self._journal is not None:
            self._journal.beat(step=self.step)
            self._journal.tell(event, **facts)
            if self._listener is not None:
                self._listener(event, {"step": self.step, **facts})

    def _beat(self, state: State, *, now: bool = False, **changes: Any) -> None:
        if self._journal is None:
            return
        self._journal.beat(
            now=now,
            state=state,
            step=self.step,
            seconds=round(self.seconds, 1),
            seconds_left=self._seconds_left(),
            **changes,
        )

    def _end(self, state: State, message: str = "") -> None:
        if state == "failed":
            self._tell("failed", message=message)
        else:
            self._tell("finished", reason=state)
        self._beat(state, now=True, message=message)


def _is_full(error: BaseException) -> bool:
    cause = error.__cause__
    full = (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC))
    return isinstance(cause, OSError) and cause.errno in full


def _as_sentence(error: BaseException) -> BaseException:
    """Memory that ran out is told as what to do about it; any other error stays as it is."""
    if not is_out_of_memory(error):
        return error
    return OutOfMemoryError(
        "A batch of this run does not fit into the memory.",
        hint="Try a smaller batch size or preset, or --accumulate 2 or more; the last saved state is kept.",
        detail=str(error),
    )
