"""Opening a model must not import torch's compiler and symbolic algebra: that takes seconds."""

from __future__ import annotations

import subprocess
import sys

SCRIPT = """
import sys, torch
from ganstudio.checkpoints.families import STANDARD
from ganstudio.checkpoints.load import _NothingDrawn
for family in STANDARD:
    size = {"resolution": 32, "channels": (8, 8, 8, 8)}
    if family.id == "stylegan3":
        size["channels"] = (8,) * 14 + (3,)
    try:
        config = family.config(**size) if family.id in ("stylegan2", "stylegan3") else family.config()
    except TypeError:
        continue
    with torch.device("meta"), _NothingDrawn():
        family.build(config)
assert sum(1 for _ in STANDARD) > 40
print(*(name for name in ("sympy", "torch._dynamo") if name in sys.modules))
"""


def test_no_network_needs_them_to_be_built() -> None:
    ran = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == ""
