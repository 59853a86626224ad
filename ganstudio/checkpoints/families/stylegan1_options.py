"""What a StyleGAN's tensors do not show, under the names of the constructors of NVlabs/stylegan."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from torch import Tensor

from ganstudio.checkpoints.registry import Told, Unknown
from ganstudio.errors import CheckpointError

SIZE = Unknown("size", "how many pixels wide is its picture?", int)
LRMUL = Unknown("mapping_lrmul", "what is the learning rate multiplier of its mapping network?", float)
CUTOFF = Unknown("truncation_cutoff", "how many of its layers does truncation reach?", int)
FUSED = Unknown(
    "fused_scale",
    "does it convolve and up-sample in one step: auto is from 128 pixels on?",
    str,
    ("auto", "always", "never"),
)
BLUR = Unknown("blur_filter", "which taps has its blur, for example 1, 2, 1?", tuple)
GROUP = Unknown("mbstd_group_size", "over how many images does it take the standard deviation?", int)
# Nobody has published a network with another value than the default, so these are never asked for.
RARE_DISCRIMINATOR = (
    Unknown("nonlinearity", "which activation has it?", str, ("lrelu", "relu")),
    Unknown("use_wscale", "are its weights scaled while it runs?", bool),
)
RARE = (
    *RARE_DISCRIMINATOR,
    Unknown("normalize_latents", "does it normalise its latents?", bool),
    Unknown("use_pixel_norm", "does it normalise each pixel?", bool),
    Unknown("use_instance_norm", "does it normalise each map?", bool),
)


def told_or(told: Told, name: str, default: Any) -> Any:
    """What was told, or the default without calling it an assumption."""
    return default if told.values.get(name) is None else told.get(name)


def rare_options(told: Told) -> dict[str, Any]:
    """Fields of the generator's config."""
    return {
        **rare_discriminator_options(told),
        "normalize_latents": told_or(told, "normalize_latents", True),
        "pixel_norm": told_or(told, "use_pixel_norm", False),
        "instance_norm": told_or(told, "use_instance_norm", True),
    }


def rare_discriminator_options(told: Told) -> dict[str, Any]:
    return {
        "activation": told_or(told, "nonlinearity", "lrelu"),
        "equalized": told_or(told, "use_wscale", True),
    }


def normalised(taps: Sequence[float]) -> tuple[float, ...] | None:
    """A blur whose taps add up to one; none for a single tap or no tap."""
    return tuple(float(tap) / sum(taps) for tap in taps) if len(taps) > 1 else None


def told_lod(told: Told, biases: Sequence[Tensor], resolution: int) -> float:
    """How many doublings are still untrained, from what was told or from biases that have stayed 0.

    `biases` has one of each size from 8 pixels up. Both ports make all layers before training begins.
    """
    trained = [i for i, bias in enumerate(biases) if bool(bias.any())]
    shown = 8 << trained[-1] if trained else resolution
    size = told_or(told, SIZE.name, resolution) if shown == resolution else told.get(SIZE.name, shown)
    if size < 4 or size > resolution or size & (size - 1):
        raise CheckpointError(f"{told.source} cannot draw {size} pixels: 4, 8, 16 ... {resolution} it can.")
    return math.log2(resolution / size)


def read_options(facts: Mapping[str, Any], section: str) -> dict[str, Any]:
    """Options by their last names: those below `section` in a YAML file, and those that stand alone."""
    return {
        name.rpartition(".")[2]: value
        for name, value in facts.items()
        if "." not in name or name.startswith(f"{section}.")
    }
