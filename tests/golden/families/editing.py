"""Directions in latent space, by the arrays that the case expects."""

from __future__ import annotations

import re
from pathlib import Path

from torch import Tensor

from ganstudio.editing.interfacegan import interpolate, project_boundary, train_boundary
from ganstudio.editing.sefa import factorize
from tests.golden.case import Case


def run(case: Case, folder: Path) -> dict[str, Tensor]:
    """Which paper it is, the expected arrays tell: the name of the case may be any."""
    names = case.expected().keys()
    method = next(method for sign, method in METHODS.items() if sign in names)
    return method(case, folder)


def interfacegan(case: Case, folder: Path) -> dict[str, Tensor]:
    arrays = case.arrays
    conditions = [arrays[name] for name in sorted(arrays) if re.fullmatch(r"cond\d+", name)]
    outputs = {
        f"projected_{count}": project_boundary(arrays["primal"], *conditions[:count])
        for count in range(1, len(conditions) + 1)
    }
    for space in ("z", "wplus"):
        start, end = told(case, f"interp_{space}", r"(-?\d+)(?: to |\.\.)(-?\d+)")
        steps = len(case.expected()[f"interp_{space}"])
        outputs[f"interp_{space}"] = interpolate(
            arrays[f"code_{space}"], arrays["primal"], float(start), float(end), steps
        )
    (ratio,) = told(case, "svm_boundary", r"ratio ([\d.]+\d)")
    outputs["svm_boundary"] = train_boundary(
        arrays["train_codes"], arrays["train_scores"], ratio=float(ratio)
    )
    return outputs


def sefa_unnormalized(case: Case, folder: Path) -> dict[str, Tensor]:
    """rosinality's closed-form factorisation."""
    weights = [tensor for name, tensor in case.state_dict().items() if not name.startswith("to_rgbs.")]
    factors = factorize(weights, normalized=False)
    return {"singular_values": factors.lengths, "directions": factors.directions}


def told(case: Case, array: str, pattern: str) -> tuple[str, ...]:
    """What the case gives in words only."""
    found = re.search(pattern, case.facts["arrays"][array]["meaning"])
    assert found, f"{array} does not tell {pattern}"
    return found.groups()


METHODS = {"svm_boundary": interfacegan, "singular_values": sefa_unnormalized}
