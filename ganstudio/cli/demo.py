"""`ganstudio demo`: paints, renders and exports without a window."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ganstudio.cli import console, options

if TYPE_CHECKING:
    from ganstudio.document.document import Document
    from ganstudio.document.image import Bytes
    from ganstudio.document.layers import GeneratedLayer, LabelLayer
    from ganstudio.events import Progress
    from ganstudio.host.studio import Studio

OPERATION = "semantic_painting.render"
STYLES = ("summer-day", "autumn-sunset", "winter-night")

_GUTTER, _CAPTION = 12, 28
_BACKGROUND, _TEXT = (24, 25, 28), (205, 208, 214)


def mount(app: typer.Typer) -> None:
    app.command("demo")(demo)


def demo(
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help="The exported picture.")],
    ora: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Also save the project, which Krita and GIMP open.")
    ] = None,
    size: Annotated[int, typer.Option(min=64, max=2048, help="Side of the canvas in pixels.")] = 384,
    seed: Annotated[int, typer.Option(min=0, help="Another number, another landscape.")] = 0,
    device: options.Device = None,
) -> None:
    """Paint a label map with the editor's brushes, render it in three styles and export them side by side."""
    from ganstudio.document.files import write_image
    from ganstudio.document.image import ImageData
    from ganstudio.document.project import save_project
    from ganstudio.operations.run import check_output

    studio = options.studio(device=device)
    check_output(studio.registry.operation(OPERATION), output)
    with console.progress_bar("Painting") as progress:
        document, labels = paint(size, seed)
        renderings = [add_rendering(document, labels, style) for style in STYLES]
        for layer, part in zip(renderings, progress.steps(range(3), "Rendering"), strict=True):
            render(studio, document, labels, layer, progress.sub(part / 3, (part + 1) / 3))
        pictures = {"label map": labels.labels().colourised()}
        pictures |= {layer.name: layer.image().rgb() for layer in renderings}
        write_image(output, ImageData(sheet(pictures)))
        if ora is not None:
            save_project(document, ora)
    console.show(
        f"{output}: a label map and its rendering in {len(STYLES)} styles, on {studio.compute.description}"
    )
    if ora is not None:
        console.show(f"{ora}: the project, whose layers can be painted on")


def paint(size: int, seed: int) -> tuple[Document, LabelLayer]:
    """A document with one painted label layer."""
    from ganstudio.cli.demo_scene import paint_landscape
    from ganstudio.document.document import Document
    from ganstudio.document.layers import LabelLayer

    document = Document(size, size)
    labels = LabelLayer.blank(size, size)
    document.add_layer(labels)
    paint_landscape(document, labels, seed)
    return document, labels


def add_rendering(document: Document, labels: LabelLayer, style: str) -> GeneratedLayer:
    """A layer that is generated from the label layer in a style."""
    from ganstudio.document.layers import GeneratedLayer

    layer = GeneratedLayer.blank(
        document.width, document.height, OPERATION, {"label_map": labels.id}, name=style.replace("-", ", ")
    )
    layer.params = {"style": style}
    document.add_layer(layer)
    return layer


def render(
    studio: Studio, document: Document, labels: LabelLayer, layer: GeneratedLayer, progress: Progress
) -> None:
    """Draw a generated layer, as the window does it."""
    from ganstudio.document.image import ImageData

    result = studio.run(
        layer.operation, label_map=labels.labels(), seed=layer.seed, progress=progress, **layer.params
    )
    if isinstance(result.data, ImageData):
        document.set_generated(layer.id, result.data, result.models[0].sha256 if result.models else "")


def sheet(pictures: dict[str, Bytes]) -> Bytes:
    """Pictures (H, W, 3) of one size in a row, each with its name below."""
    import numpy as np
    from PIL import Image, ImageDraw, ImageFont

    height, width = next(iter(pictures.values())).shape[:2]
    canvas = Image.new(
        "RGB",
        (len(pictures) * (width + _GUTTER) + _GUTTER, height + 2 * _GUTTER + _CAPTION),
        _BACKGROUND,
    )
    draw, font = ImageDraw.Draw(canvas), ImageFont.load_default(size=16)
    for index, (name, pixels) in enumerate(pictures.items()):
        x = _GUTTER + index * (width + _GUTTER)
        canvas.paste(Image.fromarray(pixels), (x, _GUTTER))
        place = x + width / 2, _GUTTER + height + (_GUTTER + _CAPTION) / 2
        draw.text(place, name, fill=_TEXT, font=font, anchor="mm")
    return np.asarray(canvas)
