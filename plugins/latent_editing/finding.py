"""Directions found, learned, read and kept: what the sections for them do off the UI thread."""

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
    Progress,
    factorize,
    linear_svm,
    own_direction_file,
    principal_components,
    project_boundary,
    read_directions,
    style_weights,
    write_directions,
)

FEWEST_TAGS = 5
"""Pictures of either kind without which nothing is learned."""
_SPREAD, _COMPONENTS = 512, 4096
"""Latents from which the length of a step is measured, and principal components are taken."""
_REACH = 3.0


def sefa_directions(generator: LatentGenerator, count: int) -> tuple[Direction, ...]:
    """What the weights stretch most; the first are the strongest. InputError for another than StyleGAN2."""
    try:
        weights = style_weights(generator.synthesis)
    except (AttributeError, KeyError) as error:
        raise InputError(
            "The weights of this generator cannot be factorised.",
            hint="Principal components work with every generator.",
            detail=repr(error),
        ) from None
    found = factorize([weight.detach().float().cpu() for weight in weights]).directions[:count].float()
    return _named("SeFa", found, _styles(generator, _SPREAD))


def component_directions(
    generator: LatentGenerator, count: int, progress: Progress | None = None
) -> tuple[Direction, ...]:
    """GANSpace: along what the styles of many latents differ most."""
    styles = _styles(generator, _COMPONENTS, progress or Progress())
    found = principal_components(styles, count)
    return _named("PCA", found.directions.float(), styles)


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
    return _measured(name, unit, _styles(generator, _SPREAD), group="Learned")


def independent(direction: Direction, others: Sequence[Direction]) -> Direction:
    """The same without what it shares with others; InputError when nothing is left."""
    widths = {item.width for item in (direction, *others)}
    if any(item.vector.dim() != 1 for item in (direction, *others)) or len(widths) > 1:
        raise InputError("Only directions that are the same for all layers can be made independent.")
    try:
        rest = project_boundary(
            direction.vector[None].float(), *(item.vector[None].float() for item in others)
        )
    except ValueError:
        raise InputError(
            f"“{direction.name}” has nothing of its own beside {', '.join(item.name for item in others)}."
        ) from None
    length = direction.unit * float(direction.vector.norm())
    name = f"{direction.name} without {', '.join(item.name for item in others)}"
    return Direction(
        name, rest[0], direction.space, direction.rows, length, direction.low, direction.high, direction.group
    )


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
    styles = _styles(generator, _SPREAD)
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


def _styles(generator: LatentGenerator, count: int, progress: Progress | None = None) -> Tensor:
    """(count, w_dim) on the CPU, always those of the same latents."""
    random = torch.Generator().manual_seed(0)
    parts = []
    for start in range(0, count, _SPREAD):
        if progress is not None:
            progress.set(start / count)
        z = torch.randn(min(_SPREAD, count - start), generator.z_dim, generator=random)
        parts.append(generator.styles(z.to(generator.device), 0 if generator.classes else None)[:, 0].cpu())
    return torch.cat(parts)


def _named(name: str, vectors: Tensor, styles: Tensor) -> tuple[Direction, ...]:
    return tuple(_measured(f"{name} {i + 1}", vector, styles, group=name) for i, vector in enumerate(vectors))


def _measured(name: str, vector: Tensor, styles: Tensor, *, group: str) -> Direction:
    """A step is one standard deviation of the model's own styles along the direction."""
    unit = vector / vector.norm().clamp(min=1e-12)
    spread = float((styles @ unit).std())
    return Direction(name, unit, "w", unit=max(spread, 1e-6), low=-_REACH, high=_REACH, group=group)
