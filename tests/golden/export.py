"""What we export is what the authors' code expects: the names and numbers of the file that we opened."""

from __future__ import annotations

import shutil
from pathlib import Path

import torch

from ganstudio.checkpoints.contents import StateDict
from ganstudio.checkpoints.detect import detect
from ganstudio.checkpoints.load import load
from ganstudio.checkpoints.options import OPTION_FILES
from ganstudio.checkpoints.save import export_official
from ganstudio.checkpoints.tensors import read_weights

SUFFIXES = (".pth", ".pt", ".ckpt", ".model")
# Entries of old files that the authors' own loaders drop, counters that no network computes with, and what
# torch's loader of old spectral norms computes or leaves out.
STALE = ("running_mean", "running_var", "num_batches_tracked", "weight_v")


def assert_exports(folder: Path) -> int:
    """Export each weight file below `folder` in its own layout and open it again; how many there were."""
    files = [path for path in sorted(folder.rglob("*")) if path.suffix in SUFFIXES]
    return sum(_assert_export(path, folder / f"export{i}") for i, path in enumerate(files))


def _assert_export(path: Path, folder: Path) -> bool:
    found = detect(path)
    if found.family.export is None and found.family.options is None:
        return False
    folder.mkdir()
    for options in path.parent.iterdir():
        if options.name in OPTION_FILES:
            shutil.copy(options, folder)
    model = load(path)
    copy = folder / path.name
    export_official(model.module, model.config, copy, layout=found.family.layout)
    assert_same(_tensors(copy), _tensors(path))
    again = load(copy)
    assert (again.family, again.role, again.config) == (model.family, model.role, model.config)
    for name, tensor in model.module.state_dict().items():
        torch.testing.assert_close(again.module.state_dict()[name], tensor, atol=1e-6, rtol=1e-5)
    return True


def _tensors(path: Path) -> StateDict:
    """Of the network to use first."""
    return read_weights(path).tensors


def assert_same(exported: StateDict, original: StateDict) -> None:
    names = {name for name in original if not name.endswith(STALE) and f"{name}_orig" not in original}
    assert {name for name in exported if not name.endswith(STALE)} == names
    for name in names:
        torch.testing.assert_close(
            exported[name], original[name].to(exported[name].dtype), atol=1e-6, rtol=1e-5, msg=name
        )
