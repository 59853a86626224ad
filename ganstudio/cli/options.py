"""Options that several commands share."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from ganstudio.host.registry import Registry
    from ganstudio.host.studio import Studio


class PrecisionChoice(StrEnum):
    auto = "auto"
    fp32 = "fp32"
    bf16 = "bf16"


Device = Annotated[
    str | None, typer.Option(metavar="DEVICE", help="auto, cpu, cuda, cuda:N or mps.", show_default=False)
]
Precision = Annotated[
    PrecisionChoice | None, typer.Option(help="Precision of the networks.", show_default=False)
]
Json = Annotated[bool, typer.Option("--json", help="Tell the result as JSON.")]
Provenance = Annotated[
    bool | None,
    typer.Option(
        "--provenance/--no-provenance",
        help="Write into the file how it was made, as the settings say if left out.",
        show_default=False,
    ),
]
LabelPalette = Annotated[
    str | None,
    typer.Option(
        metavar="PALETTE",
        help="Palette of label maps that do not tell it: landscape, ade20k, coco_stuff or cityscapes.",
        show_default=False,
    ),
]


def studio(
    registry: Registry | None = None,
    *,
    device: str | None = None,
    precision: PrecisionChoice | None = None,
    provenance: bool | None = None,
) -> Studio:
    """A studio with the stored settings, but for what was given on the command line."""
    from ganstudio import settings
    from ganstudio.host.studio import Studio

    changes: dict[str, Any] = {
        "device": device,
        "precision": precision.value if precision else None,
        "write_provenance": provenance,
    }
    given = {name: value for name, value in changes.items() if value is not None}
    return Studio(settings.load().model_copy(update=given), registry)
