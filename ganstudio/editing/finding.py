"""Directions that nobody has named: found in the weights or the styles of any generator, in seconds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

import torch
from torch import Tensor

from ganstudio.editing.directions import Direction
from ganstudio.editing.ganspace import principal_components
from ganstudio.editing.generator import LatentGenerator
from ganstudio.editing.interfacegan import project_boundary
from ganstudio.editing.latent_text import ALL, Rows, rows_slice
from ganstudio.editing.named_directions import drawn_styles
from ganstudio.editing.sefa import factorize
from ganstudio.editing.style_space import style_weights
from ganstudio.errors import InputError
from ganstudio.events import Progress

Method = Literal["sefa", "ganspace"]
_LATENTS, _SPREAD = 10_000, 512
"""For principal components, of which the paper takes a million, and for the length of a step."""


def find_directions(
    generator: LatentGenerator,
    method: Method,
    count: int,
    *,
    rows: Rows = ALL,
    progress: Progress | None = None,
) -> tuple[Direction, ...]:
    """The first of SeFa's or GANSpace's, strongest first; a step is a deviation of the model's own styles.

    `rows` are those that the directions move, and whose weights SeFa looks at. InputError for weights that
    cannot be factorised.
    """
    rows_slice(rows, generator.num_ws)
    if not 1 <= count <= generator.w_dim:
        raise InputError(f"This generator has 1 to {generator.w_dim} directions to find, not {count}.")
    wanted = _SPREAD if method == "sefa" else _LATENTS
    batches = drawn_styles(generator, wanted, 0)
    styles = torch.cat([ws[:, 0].float().cpu() for ws in (progress or Progress()).steps(batches, "looking")])
    if method == "sefa":
        name, vectors = "SeFa", _factors(generator, rows)[:count]
    else:
        name, vectors = "PCA", principal_components(styles, count).directions.float()
    return tuple(
        _measured(Direction(f"{name} {number}", vector, rows=rows, group=name), styles)
        for number, vector in enumerate(vectors, start=1)
    )


def independent(direction: Direction, others: Sequence[Direction]) -> Direction:
    """What is left of a direction when it must not move what others move; InputError if nothing is.

    As soon as one of them is not the same on all rows, all are seen as steps of all rows together.
    """
    known = (direction, *others)
    if len({(item.width, item.space) for item in known}) > 1:
        raise InputError("Only directions of one width and one space can be made independent.")
    names = ", ".join(item.name for item in others)
    tall = next((len(item.vector) for item in known if item.vector.dim() == 2), 0)
    chosen, *rest = (_flat(item, tall) for item in known)
    try:
        (left,) = project_boundary(chosen, *rest)
    except ValueError:
        raise InputError(f"“{direction.name}” has nothing of its own beside {names}.") from None
    length = direction.unit * float(chosen.norm())
    name = f"{direction.name} without {names.replace(',', ' and')}"
    if not tall:
        return replace(direction, name=name, vector=left, unit=length)
    return replace(direction, name=name, vector=left.view(tall, -1), unit=length, rows=ALL)


def _flat(direction: Direction, rows: int) -> Tensor:
    """(1, d), or (1, rows * d) with what the direction does on each of so many rows."""
    vector = direction.vector
    if not rows:
        return vector[None]
    whole = torch.zeros(rows, direction.width)
    chosen = rows_slice(direction.rows, rows)
    whole[chosen] = vector[chosen] if vector.dim() == 2 else vector
    return whole.flatten()[None]


def _factors(generator: LatentGenerator, rows: Rows) -> Tensor:
    first = rows_slice(rows, generator.num_ws)
    chosen = list(range(generator.num_ws))[first]
    try:
        weights = style_weights(generator.synthesis, chosen)
    except (AttributeError, KeyError) as error:
        raise InputError(
            "The weights of this generator cannot be factorised.",
            hint="Take ganspace, which works with every generator.",
            detail=repr(error),
        ) from None
    return factorize([weight.detach().float().cpu() for weight in weights]).directions.float()


def _measured(direction: Direction, styles: Tensor) -> Direction:
    spread = float((styles @ direction.vector).std())
    return replace(direction, unit=max(spread, 1e-6))
