"""Loaded models for operations: found by name, kept in memory, on the device that computes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ganstudio.checkpoints import library
from ganstudio.checkpoints.weight_files import follow
from ganstudio.engine.device import Compute
from ganstudio.engine.model_cache import ModelCache
from ganstudio.errors import CheckpointError, InputError

if TYPE_CHECKING:
    from ganstudio.checkpoints.load import LoadedModel


@dataclass(frozen=True)
class _Key:
    """A weight file as it is now, on a device: another content is another model."""

    path: Path
    stamp: tuple[int, int]
    device: str
    channels_last: bool


class Library:
    """The `ModelSource` of the program: models of the library, and weight files anywhere."""

    def __init__(self, budget_bytes: int) -> None:
        self._cache: ModelCache[_Key, LoadedModel] = ModelCache(
            _load, budget_bytes, lambda model: model.bytes
        )
        self._digests: dict[tuple[Path, tuple[int, int]], str] = {}

    def __call__(self, ref: str, families: tuple[str, ...], compute: Compute) -> LoadedModel:
        """CheckpointError when there is no such model, or it is of another family."""
        path = _find(ref)
        model = self._cache.get(_Key(path, _stamp(path), compute.device, compute.channels_last))
        if families and model.family not in families:
            raise CheckpointError(
                f"{ref} is a model of the family {model.family}; this needs {_any_of(families)}."
            )
        return model

    def sha256(self, ref: str) -> str:
        from ganstudio.checkpoints.tensors import sha256_weights

        path = _find(ref)
        key = path, _stamp(path)
        if key not in self._digests:
            self._digests[key] = sha256_weights(path)
        return self._digests[key]

    def free(self) -> None:
        self._cache.free()


def _find(ref: str) -> Path:
    try:
        return library.find(ref)
    except CheckpointError:
        raise
    except InputError as error:
        raise CheckpointError(error.message, hint=error.hint) from None


def _stamp(path: Path) -> tuple[int, int]:
    try:
        status = follow(path).stat()
    except OSError as error:
        raise CheckpointError(f"{path} cannot be read: {(error.strerror or '').lower()}.") from error
    return status.st_mtime_ns, status.st_size


def _load(key: _Key) -> LoadedModel:
    import torch

    from ganstudio.checkpoints.load import load

    model = load(key.path, map_location=key.device)
    model.module.requires_grad_(False)
    if key.channels_last:
        model.module.to(memory_format=torch.channels_last)
    return model


def _any_of(families: Sequence[str]) -> str:
    *others, last = families
    return f"{', '.join(others)} or {last}" if others else last
