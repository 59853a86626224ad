"""How long and how a run goes on."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import model_validator

from ganstudio.params import Advanced, Help, Label, Parameters, Range, Seed
from ganstudio.training.precision import Precision

Minutes = Range(0, 1e5, unit="min")


class RunOptions(Parameters):
    """Nothing here changes what one step does, but for rounding, the seed, and the items held out."""

    max_minutes: Annotated[
        float, Label("Time limit"), Range(0, 1e6, unit="min"), Help("Stop after this time; 0 = no limit")
    ] = 0.0
    max_steps: Annotated[int, Label("Step limit"), Range(0, 1e9), Help("Stop at this step; 0 = no limit")] = 0
    checkpoint_minutes: Annotated[float, Label("Save every"), Minutes, Help("Time between saved states")] = (
        5.0
    )
    sample_minutes: Annotated[float, Label("Sample every"), Minutes, Help("Time between contact sheets")] = (
        5.0
    )
    metric_minutes: Annotated[
        float,
        Label("Measure every"),
        Minutes,
        Help("Time between measurements, where a recipe measures; 0 = never"),
    ] = 30.0
    log_steps: Annotated[
        int, Label("Steps between log rows"), Range(1, 1e6), Help("Steps between rows of the log")
    ] = 50
    keep: Annotated[
        int, Label("Saved states to keep"), Range(1, 1000), Help("Saved states to keep, besides the best")
    ] = 2
    best_metric: Annotated[
        str, Help("The metric that says which state is the best; empty = the recipe's own")
    ] = ""
    best: Annotated[Literal["lower", "higher"], Help("Which values of it are better"), Advanced()] = "lower"
    held_out: Annotated[
        float,
        Label("Held-out share"),
        Range(0, 0.5),
        Help("Share of the data that is kept from training, for measuring; fixed when a run begins"),
    ] = 0.05
    features: Annotated[
        str,
        Label("Comparing network"),
        Help(
            "File of the network by whose features metrics compare pictures (FID Inception, CLIP or VGG); "
            "empty = the Inception network if it lies with your models, else our own"
        ),
    ] = ""
    part_mebibytes: Annotated[
        float,
        Label("Largest file"),
        Range(0, 1e5, unit="MiB"),
        Help("Largest file of a saved state; 0 = one file"),
    ] = 0.0
    precision: Annotated[Precision, Help("Numbers to compute in; auto = bf16 where it is faster")] = "auto"
    accumulate: Annotated[
        int, Range(1, 1024), Help("Work a batch through in so many parts, to save memory")
    ] = 1
    channels_last: Annotated[bool, Help("Keep colours together in memory"), Advanced()] = False
    compile: Annotated[bool, Help("Compile the networks first; takes a minute or more"), Advanced()] = False
    seed: Annotated[int, Seed(), Help("Order of the data and start of the weights")] = 0
    into_library: Annotated[
        str, Label("Name in the library"), Help("Name in the library that the model gets at the end")
    ] = ""

    @model_validator(mode="before")
    @classmethod
    def _short_form(cls, values: Any) -> Any:
        """`bf16=True` or `False` chooses one of two precisions."""
        if isinstance(values, dict) and "bf16" in values:
            wanted = str(values["bf16"]).lower() in ("true", "1", "yes")
            rest = {name: value for name, value in values.items() if name != "bf16"}
            return {"precision": "bf16" if wanted else "32", **rest}
        return values
