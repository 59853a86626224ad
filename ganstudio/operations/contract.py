"""What an operation is: a function of inputs, a frozen parameter value and a context.

    def render(params: Params, ctx: Context, *, label_map: LabelData) -> ImageData: ...

Its first parameter's annotation is the parameter class; its keyword-only parameters are its inputs, named
as in the plugin's manifest.
"""

from __future__ import annotations

import inspect
import typing
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, Protocol

from ganstudio.document.frames import FrameData
from ganstudio.document.image import ImageData, LabelData, MaskData
from ganstudio.engine.device import Compute
from ganstudio.engine.together import Gather
from ganstudio.errors import PluginError
from ganstudio.events import Progress
from ganstudio.operations.defaults import chosen_models
from ganstudio.params import Parameters, build, specs, under_current_names

if TYPE_CHECKING:
    from torch import Tensor

InputKind = Literal["image", "label_map", "mask"]
OutputKind = Literal["image", "label_map", "mask", "frames"]
Quality = Literal["draft", "full"]
Data = ImageData | LabelData | MaskData
"""What operations read."""
Output = Data | FrameData
"""What they make: a film is drawn when it is saved, and nothing reads one."""

RESERVED = frozenset(
    {"debug", "device", "dry_run", "folder", "force", "format", "help", "json", "label_palette", "memo"}
    | {"batch_size", "colours", "key", "longest", "preset", "ray", "record", "sidecar", "sign", "workers"}
    | {"names", "output", "precision", "progress", "provenance", "quality", "recursive", "report", "rows"}
    | {"set", "suffix", "sweep", "sweeps"}
)
"""Names that no parameter or input may have: the command line and `Studio.run` use them themselves."""

_KINDS: dict[type, InputKind] = {ImageData: "image", LabelData: "label_map", MaskData: "mask"}
_OUTPUTS: dict[type, OutputKind] = {**_KINDS, FrameData: "frames"}


class OperationParams(Parameters):
    """Base of the parameter classes of operations."""


class ModelSource(Protocol):
    """Hands out loaded models by name or path; the engine's cache behind it decides what stays loaded."""

    def __call__(self, ref: str, families: tuple[str, ...], compute: Compute) -> Any:
        """The `checkpoints.LoadedModel`, on the device of `compute` and in eval mode."""

    def sha256(self, ref: str) -> str:
        """Hex digest of the model's weight file, found without loading it."""

    def free(self) -> None:
        """Let go of all models that are kept."""


@dataclass
class Context:
    """What the surroundings give to an operation while it runs.

    `model(ref, *families)` returns a `checkpoints.LoadedModel` on `compute.device`, in eval mode. `quality`
    is "draft" while a stroke goes on: an operation may then compute at a lower resolution. `memo` is the
    operation's own, kept between runs of one preview, for what need not be computed twice. `tile` is set when
    memory was short: the largest side that a network should be given at once (see `run_tiled`). `notes` are
    told to the person with the result. `gather` is there while several pictures are made at once, and
    `stacks` then tells how many shared each pass of `forward`.
    """

    compute: Compute
    models: ModelSource
    progress: Progress = field(default_factory=Progress)
    quality: Quality = "full"
    memo: dict[Any, Any] = field(default_factory=dict)
    tile: int | None = None
    used_models: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    gather: Gather | None = None
    stacks: list[int] = field(default_factory=list)

    def forward(self, network: Callable[..., Tensor], *given: Tensor) -> Tensor:
        """What a network makes of tensors (1, …): (1, …), as if it were called.

        A batch runs it once on the tensors of several pictures, where their shapes are the same. So it must
        treat each picture of a stack alone (no batch's own statistics, no noise that is drawn inside), and
        be called for what each picture needs anew. `network` is a module, or another callable that is equal
        to that of the next picture.
        """
        if self.gather is None:
            return network(*given)
        made, size = self.gather(network, given)
        self.stacks.append(size)
        return made

    def note(self, sentence: str) -> None:
        """Tell the person of something that was done otherwise than it was asked for, once."""
        if sentence not in self.notes:
            self.notes.append(sentence)

    def model(self, ref: str, *families: str) -> Any:
        loaded = self.models(ref, families, self.compute)
        self.used_models[ref] = loaded.sha256
        return loaded


@dataclass(frozen=True)
class InputSpec:
    """An input as the manifest and the function's signature declare it."""

    name: str
    kind: InputKind
    required: bool = True

    @property
    def flag(self) -> str:
        return "--" + self.name.replace("_", "-")


@dataclass(frozen=True)
class Operation:
    """A function with everything that its signature says about it."""

    id: str
    title: str
    function: Callable[..., Output]
    params: type[OperationParams]
    inputs: tuple[InputSpec, ...]
    output: OutputKind = "image"
    plugin_version: str = ""

    def __call__(self, params: OperationParams, ctx: Context, **inputs: Data | None) -> Output:
        return self.function(params, ctx, **inputs)

    def build(self, values: dict[str, Any]) -> OperationParams:
        """A parameter value from plain (typed, JSON or text) values; InputError says what is wrong.

        Models that are not named are those that the person chose for the operation or the family.
        """
        values = under_current_names(self.params, values)
        unnamed = [spec for spec in specs(self.params) if spec.name not in values]
        params = build(self.params, {**chosen_models(self.id, unnamed), **values})
        assert isinstance(params, OperationParams)
        return params


def operation(id: str, title: str, function: Callable[..., Output], *, plugin_version: str = "") -> Operation:
    """Read the contract off a function's signature; PluginError says what it lacks."""
    try:
        hints = typing.get_type_hints(function)
    except (NameError, TypeError) as error:
        raise PluginError(f"The annotations of operation {id} cannot be resolved: {error}.") from error
    names = list(inspect.signature(function).parameters.values())
    params = hints.get(names[0].name) if names else None
    if not (isinstance(params, type) and issubclass(params, OperationParams)):
        raise PluginError(f"The first parameter of operation {id} must be a subclass of OperationParams.")
    try:
        specs(params)
    except TypeError as error:
        raise PluginError(f"The parameters of operation {id} cannot be shown: {error}.") from error
    inputs = tuple(_input(id, item, hints) for item in names if item.kind is inspect.Parameter.KEYWORD_ONLY)
    taken = RESERVED.intersection([*params.model_fields, *(item.name for item in inputs)])
    if taken:
        raise PluginError(f"Operation {id} may not call a parameter or input “{min(taken)}”.")
    output = _OUTPUTS.get(hints.get("return", type(None)))
    if output is None:
        raise PluginError(f"Operation {id} must return ImageData, LabelData, MaskData or FrameData.")
    return Operation(id, title, function, params, inputs, output, plugin_version)


def _input(id: str, item: inspect.Parameter, hints: dict[str, Any]) -> InputSpec:
    candidates = typing.get_args(hints[item.name]) or (hints[item.name],)
    for candidate in candidates:
        if candidate in _KINDS:
            return InputSpec(item.name, _KINDS[candidate], item.default is inspect.Parameter.empty)
    raise PluginError(f"Input {item.name} of operation {id} must be ImageData, LabelData or MaskData.")
