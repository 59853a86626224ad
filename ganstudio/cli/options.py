"""Options that several commands share."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ganstudio.errors import InputError

if TYPE_CHECKING:
    from ganstudio.host.registry import Registry
    from ganstudio.host.studio import Studio
    from ganstudio.operations.signing import Signature


class RecordChoice(StrEnum):
    full = "full"
    private = "private"
    none = "none"


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
Record = Annotated[
    RecordChoice | None,
    typer.Option(
        help="What the file says of how it was made, as the settings say if left out; private leaves out "
        "paths, texts and inputs.",
        show_default=False,
    ),
]
Provenance = Annotated[
    bool | None,
    typer.Option(
        "--provenance/--no-provenance", help="The same as --record full or none.", show_default=False
    ),
]
Sidecar = Annotated[
    bool | None,
    typer.Option(
        "--sidecar/--no-sidecar", help="Put the record as FILE.json beside the file, too.", show_default=False
    ),
]
Sign = Annotated[
    Path | None,
    typer.Option(
        metavar="CERT.pem", help="Sign with Content Credentials (C2PA); wants --key.", show_default=False
    ),
]
Key = Annotated[
    Path | None,
    typer.Option(metavar="KEY.pem", help="The private key of the certificate.", show_default=False),
]
Preset = Annotated[
    str | None,
    typer.Option(
        metavar="NAME|FILE",
        help="Values of parameters, over which flags win; ganstudio presets list shows what there are.",
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
    record: RecordChoice | None = None,
    sidecar: bool | None = None,
    provenance: bool | None = None,
    sign: Path | None = None,
    key: Path | None = None,
) -> Studio:
    """A studio with the stored settings, but for what was given on the command line."""
    from ganstudio import settings
    from ganstudio.host.studio import Studio

    mode = record.value if record else None if provenance is None else "full" if provenance else "none"
    if mode == "none" and sidecar:
        raise InputError("Without a record there is nothing for a sidecar.", hint="Leave out --sidecar.")
    changes: dict[str, Any] = {
        "device": device,
        "precision": precision.value if precision else None,
        "record": mode,
        "sidecar": sidecar,
    }
    given = {name: value for name, value in changes.items() if value is not None}
    return Studio(settings.load().model_copy(update=given), registry, signature=_signature(sign, key))


def _signature(sign: Path | None, key: Path | None) -> Signature | None:
    from ganstudio.operations.signing import Signature

    if sign is None and key is None:
        return None
    if sign is None or key is None:
        raise InputError("To sign, --sign CERT.pem and --key KEY.pem are both needed.")
    return Signature(sign, key)
