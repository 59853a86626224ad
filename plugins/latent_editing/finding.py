"""Directions learned, read and forgotten: what the sections for them do off the UI thread."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import torch
from torch import Tensor

from ganstudio.api import (
    Direction,
    DirectionFile,
    InputError,
    LatentGenerator,
    linear_svm,
    own_direction_file,
    read_directions,
    write_directions,
)

FEWEST_TAGS = 5
"""Pictures of either kind without which nothing is learned."""
_SPREAD = 512
"""Latents from which the length of a step is measured."""
_REACH = 3.0


def learned_direction(
    name: str, generator: LatentGenerator, seeds: Sequence[int], tags: Sequence[bool], psi: float = 1.0
) -> Direction:
    """InterFaceGAN: at right angles to the plane between pictures with something and those without.

    InputError where there are too few of either kind.
    """
    if min(sum(tags), len(tags) - sum(tags)) < FEWEST_TAGS:
        raise InputError(
            f"At least {FEWEST_TAGS} pictures with it and {FEWEST_TAGS} without are needed.",
            hint="Tag some more.",
        )
    z = torch.cat([generator.latent(seed) for seed in seeds])
    points = generator.truncated(generator.styles(z, 0 if generator.classes else None), psi)[:, 0].cpu()
    normal, _ = linear_svm(points, torch.tensor(list(tags)))
    unit = (normal / normal.norm()).float()
    return _measured(name, unit, _styles(generator), group="Learned")


def read_for(path: Path, generator: LatentGenerator) -> tuple[Direction, ...]:
    """The directions of a file, if they fit the generator; InputError says why they do not.

    Published boundaries tell no length of a step: it is measured.
    """
    file = read_directions(path)
    if not file.directions:
        raise InputError(f"{path.name} holds no directions.")
    wanted = generator.w_dim
    for item in file.directions:
        if item.width != (generator.z_dim if item.space == "z" else wanted):
            raise InputError(
                f"The directions in {path.name} have {item.width} numbers, the model has {wanted}.",
                hint="They belong to another model.",
            )
    if path.suffix.lower() == ".safetensors":
        return file.directions
    styles = _styles(generator)
    return tuple(
        _measured(item.name, item.vector, styles, group="From files") if item.vector.dim() == 1 else item
        for item in file.directions
    )


def own_directions(model_sha256: str) -> tuple[Direction, ...]:
    """Those that the person has kept for a model; none where their file is damaged."""
    path = own_direction_file(model_sha256)
    try:
        return read_directions(path).directions if path.is_file() else ()
    except InputError:
        return ()


def forget_direction(name: str, model_sha256: str) -> None:
    """Take a direction out of the person's own."""
    rest = tuple(item for item in own_directions(model_sha256) if item.name != name)
    write_directions(own_direction_file(model_sha256), DirectionFile(rest, "Own directions", model_sha256))


def _styles(generator: LatentGenerator) -> Tensor:
    """(N, w_dim) on the CPU, always those of the same latents."""
    z = torch.randn(_SPREAD, generator.z_dim, generator=torch.Generator().manual_seed(0))
    return generator.styles(z.to(generator.device), 0 if generator.classes else None)[:, 0].cpu()


def _measured(name: str, vector: Tensor, styles: Tensor, *, group: str) -> Direction:
    """A step is one standard deviation of the model's own styles along the direction."""
    unit = vector / vector.norm().clamp(min=1e-12)
    spread = float((styles @ unit).std())
    return Direction(name, unit, "w", unit=max(spread, 1e-6), low=-_REACH, high=_REACH, group=group)
