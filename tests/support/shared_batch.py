"""Whether a recipe does the same arithmetic when its batch is shared."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch

from ganstudio.training.trainer import RunOptions, Trainer


def assert_shared_like_alone(
    make: Callable[[], Any], folder: Path, *, steps: int = 4, shares: int = 2, tolerance: float = 1e-5
) -> None:
    """A run whose batch is worked through in parts, each as a process would, ends with the same weights."""
    ends = []
    for parts in (1, shares):
        recipe = make()
        options = RunOptions(max_steps=steps, precision="32", accumulate=parts)
        Trainer(recipe, folder / str(parts), options).run()
        ends.append({f"{n}.{k}": v for n, m in recipe.modules.items() for k, v in m.state_dict().items()})
    alone, shared = ends
    for name, value in alone.items():
        torch.testing.assert_close(shared[name], value, rtol=0, atol=tolerance, msg=name)
