"""`ganstudio train`: a world or a folder of images becomes a model."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ganstudio.cli import console, options
from ganstudio.cli.flags import FORWARDING, parameters_app, run_app
from ganstudio.errors import GanStudioError, InputError
from ganstudio.events import CancelToken, Progress

if TYPE_CHECKING:
    from ganstudio.training.launch import RecipeEntry
    from ganstudio.training.processes import Processes
    from ganstudio.training.run_folder import RunFile

_PRECISIONS = {"float32": "32", "bfloat16": "bf16"}
_FILES = ("features", "perceptual", "clip_weights", "generator")
"""Parameters that may name a file."""

Devices = Annotated[int, typer.Option(min=1, help="Processes that share the run on this machine.")]


def mount(app: typer.Typer) -> None:
    app.command("train", context_settings=FORWARDING, add_help_option=False)(train)


def train(ctx: typer.Context, recipe: Annotated[str, typer.Argument(metavar="RECIPE|RUN")] = "") -> None:
    """Train a model on a world or on your own folder; `ganstudio train` lists the recipes."""
    if recipe in ("", "--help", "-h"):
        _list_recipes()
        return
    words = ["train", recipe, *ctx.args]
    if recipe == "--run":
        if not ctx.args:
            raise InputError("--run needs the file of a run.", hint="It is called run.toml.")
        raise typer.Exit(_repeat(Path(ctx.args[0]), ctx.args[1:], words))
    from ganstudio.training.launch import OTHER_NAMES, RECIPES, recipe_named
    from ganstudio.training.run_folder import RUN_FILE

    named = recipe.replace("-", "_") in {**RECIPES, **OTHER_NAMES}
    if not named and (Path(recipe) / RUN_FILE).is_file():
        raise typer.Exit(_repeat(Path(recipe), ctx.args, words))
    entry = recipe_named(recipe)
    from ganstudio.params import specs
    from ganstudio.training.options import RunOptions

    known = (*specs(entry.params_class()), *specs(RunOptions))
    app = parameters_app(f"{entry.title}: train it", known, _handler(entry, words))
    raise typer.Exit(run_app(app, ctx.args, f"ganstudio train {recipe}"))


def _list_recipes() -> None:
    from ganstudio.training.launch import OTHER_NAMES, RECIPES

    console.show(
        "Usage: ganstudio train RECIPE --world landscape|--data FOLDER --out RUN [--PARAMETER VALUE]\n"
        "       ganstudio train RECIPE … --vary NAME=A,B,C --out FOLDER  (compare several values)\n"
        "       ganstudio train RUN                   (go on with a run)\n"
        "       ganstudio train --run FILE --out RUN  (repeat one)\n"
    )
    for name, entry in sorted({**RECIPES, **OTHER_NAMES}.items()):
        console.show(f"  {name.replace('_', '-'):16}{entry.title}")
    console.show("\nFlags of one of them: ganstudio train RECIPE --help")


def _handler(entry: RecipeEntry, words: Sequence[str]) -> Callable[..., None]:
    def handle(
        values: dict[str, Any],
        *,
        out: Annotated[Path, typer.Option("--out", "-o", metavar="RUN", help="Folder of the run.")],
        data: Annotated[
            Path | None, typer.Option(metavar="FOLDER", help="Folder or zip file to train on.")
        ] = None,
        world: Annotated[
            str | None, typer.Option(metavar="WORLD", help="landscape: drawn on the spot.")
        ] = None,
        kind: Annotated[str, typer.Option(metavar="KIND", help="What the folder holds, if in doubt.")] = "",
        data_option: Annotated[
            list[str] | None, typer.Option(metavar="NAME=VALUE", help="How to read the folder.")
        ] = None,
        scenes: Annotated[
            int | None, typer.Option(min=16, help="Scenes to draw of a world, four styles each.")
        ] = None,
        source_size: Annotated[
            int | None, typer.Option(min=32, help="Side at which pictures are kept.")
        ] = None,
        palette: Annotated[str | None, typer.Option(help="Classes of the label maps.")] = None,
        vgg: Annotated[
            Path | None, typer.Option(metavar="FILE", help="VGG-19 weights for the perceptual loss.")
        ] = None,
        start_from: Annotated[
            str,
            typer.Option("--from", metavar="NAME|FILE|RUN", help="Begin with the weights of a model or run."),
        ] = "",
        resume: Annotated[
            bool, typer.Option("--resume", help="Go on with the run, with all that it was started with.")
        ] = False,
        vary: Annotated[
            str,
            typer.Option(
                metavar="NAME=A,B,…", help="Train each value of a parameter below --out, and compare them."
            ),
        ] = "",
        devices: Devices = 1,
        device: options.Device = None,
    ) -> None:
        from ganstudio.training.options import RunOptions
        from ganstudio.training.run_folder import RunFile, read_run_file

        before = read_run_file(out) if resume and not vary else RunFile(entry.name)
        for name, value in entry.given.items():
            if values.setdefault(name, value) != value:
                raise InputError(
                    f"{words[1]} is {entry.name} with {name} = {value}, not {values[name]}.",
                    hint=f"Leave out {name}, or train {entry.name}.",
                )
        values |= {name: _from_anywhere(values[name]) for name in _FILES if name in values}
        mine = {name: values.pop(name) for name in [*values] if name in RunOptions.model_fields}
        source: dict[str, Any] = {
            "path": str(data.resolve() if data.exists() else data) if data else None,
            "world": world,
            "kind": kind or None,
            "scenes": scenes,
            "size": source_size,
            "palette": palette,
            "options": _assignments(data_option) or None,
        }
        begun = {"vgg": str(vgg.resolve()) if vgg else None, "from": start_from or None}
        run_file = RunFile(
            entry.name,
            params={**before.params, **values},
            data={**before.data, **_given(source)},
            options={**before.options, **mine},
            start={**before.start, **_given(begun)},
        )
        if before.recipe != entry.name:
            raise InputError(f"The run in {out} was made by the recipe {before.recipe}, not {entry.name}.")
        if vary:
            from ganstudio.cli.compare import compare

            kept: dict[str, Any] = {}

            def train_one(each: RunFile, folder: Path) -> None:
                _Run(each, folder, devices, device, words, kept).go()

            compare(run_file, vary, out, train_one)
            return
        _Run(run_file, out, devices, device, words).go()

    return handle


def _repeat(run: Path, args: Sequence[str], words: Sequence[str]) -> int:
    """Go on with the run in a folder, or repeat one elsewhere; only its options may be changed."""
    from ganstudio.params import specs
    from ganstudio.training.options import RunOptions
    from ganstudio.training.run_folder import read_run_file

    run_file = read_run_file(run)

    def handle(
        values: dict[str, Any],
        *,
        out: Annotated[
            Path | None, typer.Option("--out", "-o", metavar="RUN", help="Folder of the new run.")
        ] = None,
        resume: Annotated[bool, typer.Option("--resume", help="Go on, which is what happens anyway.")] = True,
        devices: Devices = 1,
        device: options.Device = None,
    ) -> None:
        folder = out or (run if run.is_dir() else run.parent)
        changed = replace(run_file, options={**run_file.options, **values})
        _Run(changed, folder, devices, device, words).go()

    app = parameters_app(f"Go on with {run}", specs(RunOptions), handle)
    return run_app(app, args, f"ganstudio train {run}")


@dataclass(frozen=True)
class _Run:
    """A run that is fully described; `words` started it, and start its further processes."""

    run_file: RunFile
    out: Path
    devices: int
    device: str | None
    words: Sequence[str]
    kept: dict[str, Any] = field(default_factory=dict)
    """Data that was read already, for runs that follow on each other."""

    def go(self) -> None:
        import torch

        from ganstudio.training.processes import described, helpers, joined

        compute = options.studio(device=self.device).compute
        if self.devices > 1 and compute.device.startswith("cuda"):
            there = torch.cuda.device_count()
            if there < self.devices:
                raise InputError(f"--devices {self.devices} is more than there are: {there}.")
        found = described(os.environ)
        if self.devices > 1 and compute.device == "cpu":
            torch.set_num_threads(max(torch.get_num_threads() // self.devices, 1))
        with _started(found, lambda: helpers(self.words, self.devices), self.devices) as variables:  # noqa: SIM117
            with joined(variables, compute.device) as processes:
                if processes.leads:
                    with _interruptible() as token, console.progress_bar(self.run_file.recipe, token) as bar:
                        self._train(compute, processes, bar)
                    return
                try:
                    self._train(compute, processes, Progress())
                except GanStudioError:
                    # The first process says what happened.
                    raise typer.Exit(1) from None

    def _train(self, compute: Any, processes: Processes, progress: Progress) -> None:
        from ganstudio.params import build
        from ganstudio.training import data_source, launch, run_folder
        from ganstudio.training.options import RunOptions

        entry = launch.recipe_named(self.run_file.recipe)
        params = build(entry.params_class(), self.run_file.params)
        run_options = build(RunOptions, self.run_file.options)
        assert isinstance(run_options, RunOptions)
        if run_options.precision == "auto":
            chosen = processes.agree(_PRECISIONS[compute.dtype])
            run_options = run_options.model_copy(update={"precision": chosen})
        source = data_source.DataSource.from_dict(self.run_file.data)
        with processes.first_alone():
            sides = [getattr(params, name, 0) for name in ("size", "source_size")]
            dataset = self.kept.get(str((source, sides)))
            if dataset is None:
                dataset = data_source.load(
                    source, entry, params, self.out / "data", progress=progress.sub(0, 0.05)
                )
                self.kept[str((source, sides))] = dataset
        start = self.run_file.start
        trainer = launch.prepare(
            entry,
            params,
            dataset,
            self.out,
            run_options,
            extra=launch.brought(dataset, palette=source.palette),
            device=f"cuda:{processes.local_rank}"
            if processes.world > 1 and compute.device != "cpu"
            else compute.device,
            vgg=Path(start["vgg"]) if start.get("vgg") else None,
            start_from=start.get("from", ""),
            progress=progress.sub(0.05, 1),
            processes=processes,
            run_file=run_folder.RunFile(
                entry.name,
                params=params.model_dump(mode="json"),
                data=source.as_dict(),
                options=run_options.model_dump(mode="json"),
                start=start,
                versions=run_folder.versions(),
            ),
            listener=_say,
        )
        trainer.run()
        if processes.leads:
            minutes = trainer.seconds / 60
            console.show(f"{self.out / 'model'}: step {trainer.step}, {minutes:.1f} minutes in all")


def _say(event: str, facts: Mapping[str, Any]) -> None:
    """What a person should know while the run goes on."""
    match event:
        case "note":
            console.say(facts["message"])
        case "warning":
            console.warn(f"{facts['message']} {facts['advice']}")
        case "paused" if "message" in facts:
            console.warn(f"{facts['message']} The run waits for room.")
        case "metric":
            figures = ", ".join(f"{name} {value:.4g}" for name, value in facts["values"].items())
            console.say(f"step {facts['step']}: {figures}")
        case "library":
            console.say(f"The model is in the library as “{facts['name']}”.")


@contextmanager
def _started(found: dict[str, str], start: Callable[[], Any], devices: int) -> Iterator[dict[str, str]]:
    """The variables of this process: as torchrun or SLURM gave them, or after starting its fellows."""
    if found or devices == 1:
        yield found
        return
    with start() as variables:
        yield variables


@contextmanager
def _interruptible() -> Iterator[CancelToken]:
    """Ctrl+C and a terminate signal end the run between two steps, saved."""
    token = CancelToken()
    names = (signal.SIGINT, signal.SIGTERM)
    before = {name: signal.signal(name, lambda *_: token.cancel()) for name in names}
    try:
        yield token
    finally:
        for name, handler in before.items():
            signal.signal(name, handler)


def _from_anywhere(file: str) -> str:
    """A run may be gone on with from another folder, where a relative name means nothing."""
    path = Path(file).expanduser()
    return str(path.resolve()) if file and path.exists() else file


def _given(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


def _assignments(words: Sequence[str] | None) -> dict[str, str]:
    found = {}
    for word in words or ():
        name, equals, value = word.partition("=")
        if not equals:
            raise InputError(f"--data-option {word} has no value.", hint="Write --data-option name=value.")
        found[name.replace("-", "_")] = value
    return found
