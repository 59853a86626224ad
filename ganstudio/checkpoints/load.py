"""From a weight file to a network that is ready to run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

import torch
from torch import nn
from torch.overrides import TorchFunctionMode

from ganstudio.checkpoints.card import Card
from ganstudio.checkpoints.contents import StateDict
from ganstudio.checkpoints.detect import identify
from ganstudio.checkpoints.families import STANDARD
from ganstudio.checkpoints.registry import Family, Registry
from ganstudio.checkpoints.tensors import read_weights, sha256_weights
from ganstudio.errors import CheckpointError


@dataclass(frozen=True)
class LoadedModel:
    """A network in eval mode and float32, and what is known about it; `layout` is that of its file."""

    module: nn.Module
    family: str
    role: str
    config: Any
    card: Card
    sha256: str
    path: Path
    unknown: tuple[str, ...] = ()
    layout: str = ""

    @property
    def bytes(self) -> int:
        """Memory of parameters and buffers."""
        tensors = chain(self.module.parameters(), self.module.buffers())
        return sum(tensor.numel() * tensor.element_size() for tensor in tensors)


def load(
    path: Path,
    *,
    map_location: str | torch.device = "cpu",
    overrides: Mapping[str, Any] | None = None,
    part: str | None = None,
    registry: Registry = STANDARD,
) -> LoadedModel:
    """Detect, build and fill a network; every tensor must find its place.

    `overrides` answers what the tensors do not show, `part` chooses among several networks (see `detect`).
    Raises CheckpointError; draws no random numbers and runs nothing from the file.
    """
    weights = read_weights(path)
    found = identify(weights, path, overrides, part=part, registry=registry)
    module = build_filled(found.family, found.config, found.network.tensors, path)
    return LoadedModel(
        module=module.to(map_location),
        family=found.family.id,
        role=found.role,
        config=found.config,
        card=found.card,
        sha256=sha256_weights(path),
        path=path,
        unknown=found.unknown,
        layout=found.family.layout,
    )


def build_filled(family: Family, config: Any, tensors: StateDict, path: Path) -> nn.Module:
    """The family's network in eval mode, holding these tensors as float32."""
    try:
        # Without memory: a config that does not fit costs nothing.
        with torch.device("meta"), _NothingDrawn():
            module = family.build(config)
        if family.convert is not None:
            tensors = family.convert(tensors, config)
        wide = {k: t.float() if t.is_floating_point() else t for k, t in tensors.items()}
        module.load_state_dict(wide, strict=True, assign=True)
        hollow = next((name for name, buffer in module.named_buffers() if buffer.is_meta), None)
        assert hollow is None, f"{hollow} is no tensor of the file: make it with device='cpu'"
    except (RuntimeError, ValueError, TypeError, LookupError, ArithmeticError, MemoryError) as error:
        raise CheckpointError(
            f"{path} looks like {family.title}, but {_mismatch(error)}.", detail=str(error)
        ) from error
    return module.eval()


class _NothingDrawn(TorchFunctionMode):
    """No start values: on the meta device, drawing normal ones first imports two seconds of torch."""

    def __torch_function__(
        self, func: Any, types: Any, args: tuple[Any, ...] = (), kwargs: dict[str, Any] | None = None
    ) -> Any:
        kwargs = kwargs or {}
        if func is torch.Tensor.normal_ or getattr(func, "__module__", "") == nn.init.__name__:
            return args[0] if args else kwargs["tensor"]
        return (torch.empty if func is torch.randn else func)(*args, **kwargs)


def _mismatch(error: Exception) -> str:
    """The first complaint of load_state_dict as half a sentence."""
    lines = [line.strip() for line in str(error).splitlines()]
    return lines[1].rstrip(".") if len(lines) > 1 else str(error)
