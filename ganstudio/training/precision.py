"""In which numbers a run computes: float32, bfloat16, or float16 with scaled losses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Any, Literal

import torch
from torch import Tensor, nn

from ganstudio.engine.device import measured
from ganstudio.errors import InputError

Precision = Literal["auto", "32", "bf16", "fp16"]

_FIRST_SCALE = 2.0**16
_GROW_AFTER = 2000


def resolve(precision: Precision, device: torch.device) -> Precision:
    """What "auto" means here: bfloat16 where it is faster. InputError for float16 without CUDA."""
    if precision == "fp16" and device.type != "cuda":
        raise InputError("fp16 trains on CUDA devices only.", hint="Choose bf16 or 32.")
    if precision != "auto":
        return precision
    if device.type == "cuda":
        return "bf16" if torch.cuda.is_bf16_supported(False) else "32"
    return "bf16" if device.type == "cpu" and measured().faster == "bfloat16" else "32"


def autocast(precision: Precision, device: torch.device) -> AbstractContextManager[Any]:
    """Convolutions and products in the chosen numbers; parameters stay in float32."""
    if precision == "32":
        return nullcontext()
    return torch.autocast(device.type, dtype=torch.float16 if precision == "fp16" else torch.bfloat16)


class LossScale:
    """Keeps gradients of float16 from underflow, as torch's GradScaler does, for recipes with any number of
    backward passes per step: a factor on every loss that is taken out of the gradients again.

    Gradients that overflow are dropped, so that their optimiser leaves the weights alone, and the factor
    halves; after 2000 steps without overflow it doubles.
    """

    def __init__(self, value: float = 1.0) -> None:
        self.value = value
        self._overflowed = False
        self._good = 0

    @staticmethod
    def for_precision(precision: Precision) -> LossScale:
        return LossScale(_FIRST_SCALE if precision == "fp16" else 1.0)

    def unscale(self, parameters: Sequence[nn.Parameter]) -> None:
        """Take the factor out of the gradients, or drop all of them if one is not finite."""
        if self.value == 1.0:
            return
        grads: list[Tensor] = [parameter.grad for parameter in parameters if parameter.grad is not None]
        torch._foreach_div_(grads, self.value)
        if not all_finite(grads):
            self._overflowed = True
            for parameter in parameters:
                parameter.grad = None

    def finish_step(self) -> None:
        """Change the factor for the next step."""
        if self.value == 1.0:
            return
        self._good = 0 if self._overflowed else self._good + 1
        if self._overflowed:
            # Never 1, which means that nothing is scaled.
            self.value = max(self.value / 2, 2.0)
        elif self._good % _GROW_AFTER == 0:
            self.value *= 2
        self._overflowed = False

    def state_dict(self) -> dict[str, float]:
        return {"value": self.value, "good": self._good}

    def load_state_dict(self, state: Mapping[str, Any]) -> None:
        """Take up another run's factor, unless only one of the two is scaled."""
        if (self.value == 1.0) == (state["value"] == 1.0):
            self.value, self._good = float(state["value"]), int(state["good"])


def all_finite(tensors: Sequence[Tensor]) -> bool:
    """Whether no number is infinite or not a number; one word from the device for all of them."""
    if not tensors:
        return True
    norms = torch._foreach_norm(list(tensors))
    return bool(torch.stack([norm.float() for norm in norms]).isfinite().all())
