"""Build a variant of a family, save it as its authors do, detect, rebuild: the same config and output."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from ganstudio.checkpoints.detect import detect
from ganstudio.checkpoints.families import STANDARD
from ganstudio.checkpoints.load import load
from ganstudio.checkpoints.save import export_official, save

Run = Callable[[nn.Module], Any]


def assert_round_trip(
    folder: Path,
    config: Any,
    run: Run,
    *,
    told: Mapping[str, Any] | None = None,
    layout: str | None = None,
    atol: float = 0.0,
    own_atol: float = 0.0,
) -> None:
    """`run` draws its own input from a seed and returns tensors.

    `told` answers what the tensors do not show; with it, the config must come back as it was, and so must the
    output, both from the authors' layout and from ours. A converted layout may differ by `atol`, and ours by
    `own_atol`, because the place of tensors in memory can change the order of a long network's sums.
    """
    family = STANDARD.of_config(config, layout)
    torch.manual_seed(1)
    network = family.build(config)
    _disturb(network)
    network.eval()
    expected = run(network)

    official = folder / "official.pth"
    export_official(network, config, official, layout=layout)
    (folder / "opt.txt").unlink(missing_ok=True)
    found = detect(official, told)
    assert (found.family.id, found.role, found.family.layout) == (family.id, family.role, family.layout)
    assert found.config == config
    assert_outputs(run(load(official, overrides=told).module), expected, atol)

    (folder / "own").mkdir()
    own = save(network, config, folder / "own" / "model.safetensors", {})
    loaded = load(own)
    assert loaded.config == config
    torch.testing.assert_close(loaded.module.state_dict(), network.state_dict(), atol=0.0, rtol=0.0)
    assert_outputs(run(loaded.module), expected, own_atol)


def assert_outputs(actual: Any, expected: Any, atol: float) -> None:
    """Up to rounding: where in memory equal weights lie decides the order of some sums."""
    torch.testing.assert_close(actual, expected, atol=max(atol, 2e-6), rtol=1e-5)


@torch.no_grad()
def _disturb(network: nn.Module) -> None:
    """Nothing stays zero or one: a tensor that is lost or swapped must show in the output."""
    for tensor in [*network.parameters(), *network.buffers()]:
        if isinstance(tensor, Tensor) and tensor.is_floating_point() and tensor.numel():
            constant = bool((tensor == tensor.flatten()[0]).all())
            if constant:
                tensor.add_(torch.rand(tensor.shape) * 0.1 + 0.01)
