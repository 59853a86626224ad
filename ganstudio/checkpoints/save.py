"""Writing models: safetensors with a card, in one file or in parts, and the paper authors' own layout."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import save as to_safetensors
from torch import Tensor, nn

from ganstudio import __version__, paths
from ganstudio.checkpoints.card import METADATA_KEY, SCHEMA, Card, card_path
from ganstudio.checkpoints.contents import StateDict
from ganstudio.checkpoints.detect import config_to_card
from ganstudio.checkpoints.families import STANDARD
from ganstudio.checkpoints.options import format_options, read_options
from ganstudio.checkpoints.registry import Registry
from ganstudio.checkpoints.tensors import INDEX_SUFFIX
from ganstudio.errors import SaveError
from ganstudio.networks.blocks import SpectralWeight

_HALF_MAX = torch.finfo(torch.float16).max


def save(
    module: nn.Module,
    config: Any,
    path: Path,
    card: Mapping[str, Any],
    *,
    fp16: bool = False,
    part_bytes: int | None = None,
    registry: Registry = STANDARD,
) -> Path:
    """Write `module` as safetensors and its card beside it; returns the file to load it from.

    path: `<folder>/<stem>.safetensors`. fp16 halves the size of matrices and convolutions; vectors stay
    float32. part_bytes: if the file would be larger, write `<stem>-00001-of-00003.safetensors` ... of at most
    that size (one tensor is never cut) and an index beside them. Every file is replaced atomically.
    Raises SaveError.
    """
    family = registry.of_config(config)
    full = {
        "schema": SCHEMA,
        "program": f"GAN Studio {__version__}",
        **card,
        "family": family.id,
        "role": family.role,
        "config": config_to_card(config),
    }
    tensors = _portable(module.state_dict(), fp16)
    parts = list(_parts(tensors, part_bytes))
    written = _write_one(path, parts[0], full) if len(parts) == 1 else _write_parts(path, parts, full)
    _write_text(card_path(path), json.dumps(full, indent=2, ensure_ascii=False) + "\n")
    _remove_others(path, written)
    return written


def export_official(
    module: nn.Module, config: Any, path: Path, *, layout: str | None = None, registry: Registry = STANDARD
) -> None:
    """Write a file that the paper authors' code loads, and their `opt.txt` beside it where they have one.

    `layout` chooses where several programs have the network under other names. Raises SaveError for a
    network that no author's code has.
    """
    family = registry.of_config(config, layout)
    if family.options is None and family.export is None:
        raise SaveError(
            f"{family.title} has no other program's layout.", hint="Its safetensors file is open to all."
        )
    state = module.state_dict()
    for name, child in module.named_modules():
        if isinstance(child, SpectralWeight):
            # torch's own spectral norm takes a file without this mark for one of the old layout.
            state._metadata[name]["spectral_norm"] = {"weight.version": 1}  # type: ignore[attr-defined]
    with paths.atomic_write(path) as file:
        torch.save(state if family.export is None else family.export(state, config), file)
    if family.options is None:
        return
    # Generator, discriminator and encoder share one file of options.
    options = path.with_name("opt.txt")
    known = read_options(options) if options.exists() else {}
    _write_text(options, format_options({**known, **family.options(config)}))


def _portable(state: StateDict, fp16: bool) -> StateDict:
    """On the CPU, each with memory of its own: layers may share a kernel, safetensors may not."""
    portable: StateDict = {}
    seen: set[int] = set()
    for name, tensor in state.items():
        tensor = _halved(tensor, fp16).cpu().contiguous()
        memory = tensor.untyped_storage().data_ptr()
        portable[name] = tensor.clone() if memory in seen else tensor
        seen.add(memory)
    return portable


def _halved(tensor: Tensor, fp16: bool) -> Tensor:
    tensor = tensor.detach()
    if not fp16 or tensor.dim() < 2 or not tensor.is_floating_point() or tensor.abs().max() > _HALF_MAX:
        return tensor
    return tensor.half()


def _parts(tensors: StateDict, limit: int | None) -> Iterator[StateDict]:
    """Consecutive tensors whose bytes, with room for names, shapes and card, stay below the limit."""
    part: StateDict = {}
    size = 0
    for name, tensor in tensors.items():
        cost = tensor.numel() * tensor.element_size() + len(name) + 128
        if limit is not None and part and size + cost > limit - 65_536:
            yield part
            part, size = {}, 0
        part[name] = tensor
        size += cost
    yield part


def _write_one(path: Path, tensors: StateDict, card: Card) -> Path:
    metadata = {"format": "pt", METADATA_KEY: json.dumps(card, ensure_ascii=False)}
    with paths.atomic_write(path) as file:
        file.write(to_safetensors(tensors, metadata))
    return path


def _write_parts(path: Path, parts: list[StateDict], card: Card) -> Path:
    weight_map = {}
    for number, part in enumerate(parts, start=1):
        name = f"{path.stem}-{number:05d}-of-{len(parts):05d}.safetensors"
        _write_one(path.with_name(name), part, card)
        weight_map.update(dict.fromkeys(part, name))
    index = path.with_name(path.stem + INDEX_SUFFIX)
    size = sum(t.numel() * t.element_size() for part in parts for t in part.values())
    _write_text(index, json.dumps({"metadata": {"total_size": size}, "weight_map": weight_map}, indent=1))
    return index


def _remove_others(path: Path, written: Path) -> None:
    """An earlier save of the same model in the other form would be found first."""
    if written == path:
        path.with_name(path.stem + INDEX_SUFFIX).unlink(missing_ok=True)
    else:
        path.unlink(missing_ok=True)


def _write_text(path: Path, text: str) -> None:
    with paths.atomic_write(path) as file:
        file.write(text.encode())
