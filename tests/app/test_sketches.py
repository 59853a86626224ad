"""Drawings: how they begin, what belongs to them, and how they are told from photos."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ganstudio import paths
from ganstudio.app import documents, sketches, theme
from ganstudio.app.drawn import is_drawing
from ganstudio.app.panels.hints import HintControls, main_colours
from ganstudio.app.session import EditorSession
from ganstudio.document.compositing import composite
from ganstudio.document.document import Document
from ganstudio.document.files import write_image
from ganstudio.document.image import ImageData
from ganstudio.document.layers import GeneratedLayer, RasterLayer
from ganstudio.document.project import load_project, save_project
from ganstudio.host.discovery import PluginInfo
from ganstudio.host.manifest import StartManifest
from ganstudio.host.registry import OperationInfo
from ganstudio.worlds.landscape import render
from tests.app.test_ink_tool import HINTS, RESULT, SKETCH
from tests.support.sketches import SIDE, coloured_drawing, colouring_operation


def test_ink_without_its_paper_looks_the_same_on_white() -> None:
    drawn = np.random.default_rng(0).integers(0, 256, (9, 7, 3)).astype(np.uint8)
    drawn[0] = 255
    ink = sketches.ink_of(ImageData(drawn))
    layers = (sketches.paper_layer(7, 9), RasterLayer.of(ink))
    seen = composite(layers, layers[0].tiles.rect)
    assert np.abs(seen[..., :3].astype(int) - drawn).max() <= 1
    assert not ink.pixels[0].any()


def test_a_start_tile_brings_its_drawing_and_its_hints(tmp_path: Path) -> None:
    drawing = np.full((40, 50, 3), 255, np.uint8)
    drawing[20] = 0
    dabs = np.zeros((40, 50, 4), np.uint8)
    dabs[5:9, 5:9] = 10, 200, 30, 255
    write_image(tmp_path / "lines.png", ImageData(drawing))
    write_image(tmp_path / "dabs.png", ImageData(dabs))
    toy = colouring_operation()
    operation = OperationInfo(PluginInfo(toy.plugin.manifest, tmp_path, "user"), toy.manifest)
    tile = StartManifest(title="Draw", operation="colour", template="lines.png", layers={"hints": "dabs.png"})
    document = documents.from_start(tile, operation)
    paper, sketch, hints, result = document.layers
    assert paper.locked
    assert document.active is sketch
    assert isinstance(result, GeneratedLayer)
    assert result.reads == {"sketch": sketch.id, "hints": hints.id}
    assert sketch.image().pixels[20, 7].tolist() == [0, 0, 0, 255]
    assert not sketch.image().pixels[19].any()
    assert np.array_equal(hints.image().pixels, dabs)


def test_a_picture_gets_its_colours_and_a_layer_for_hints_in_one_step() -> None:
    document = Document.from_image(ImageData(np.full((20, 20, 3), 250, np.uint8)))
    picture = document.layers[0]
    sketches.add_colouring(document, colouring_operation(), picture, "sketch")
    assert [layer.kind for layer in document.layers] == ["raster", "raster", "generated"]
    found = sketches.colouring_of(document)
    assert found is not None
    assert (found.sketch, found.hints) == document.layers[:2]
    document.history.undo()
    assert document.layers == (picture,)


def test_a_reopened_project_is_a_coloured_drawing_again(tmp_path: Path) -> None:
    save_project(coloured_drawing(), tmp_path / "drawing.ora")
    opened = load_project(tmp_path / "drawing.ora")
    found = sketches.colouring_of(opened)
    assert found is not None
    assert (found.sketch, found.hints, found.result) == opened.layers[1:]
    assert opened.layers[0].locked


def line_drawing(side: int = 320) -> Image.Image:
    picture = Image.new("L", (side, side), 255)
    pen = ImageDraw.Draw(picture)
    for i in range(6):
        pen.arc((20 + 25 * i, 40 + 20 * i, 200 + 15 * i, 260), 0, 300, fill=20, width=3)
    return picture


def pencil_photo() -> Image.Image:
    """Grey strokes on warm paper that is darker on one side."""
    light = np.linspace(150, 225, 320)[None, :] + np.random.default_rng(1).normal(0, 3, (320, 320))
    strokes = np.asarray(line_drawing().filter(ImageFilter.GaussianBlur(1)), np.float32) / 255
    grey = light * (0.45 + 0.55 * strokes)
    return Image.fromarray(np.clip(np.dstack([grey, grey * 0.97, grey * 0.88]), 0, 255).astype(np.uint8))


@pytest.mark.parametrize(
    ("name", "drawn"), [("lines.png", True), ("pencil.jpg", True), ("night.png", False), ("day.jpg", False),
                        ("white.png", False), ("broken.png", False), ("sample.webp", False)],
)  # fmt: skip
def test_drawings_are_told_from_other_pictures(tmp_path: Path, name: str, drawn: bool) -> None:
    path = tmp_path / name
    match path.stem:
        case "lines":
            line_drawing().save(path)
        case "pencil":
            pencil_photo().save(path, quality=85)
        case "night" | "day":
            scene = render(3, 128)
            Image.fromarray(scene.image if path.stem == "day" else scene.image // 6).save(path)
        case "white":
            Image.new("L", (50, 50), 255).save(path)
        case "sample":
            path = paths.resources_dir() / "samples" / "photo.webp"
        case _:
            path.write_bytes(b"\x89PNG no")
    assert is_drawing(path) is drawn


# The controls


@pytest.fixture
def controls(qtbot: QtBot) -> HintControls:
    session = EditorSession()
    session.set_document(coloured_drawing())
    session.set_tool("ink")
    made = HintControls(session)
    session.setParent(made)
    qtbot.addWidget(made)
    made.show()
    return made


def test_colour_goes_to_the_hints_and_draw_back_to_the_sketch(controls: HintControls) -> None:
    session, document = controls._session, controls._session.document
    assert controls.draw.isChecked()
    controls.colour.click()
    assert document.active is document.layers[HINTS]
    assert session.tool == "brush"
    assert controls.colour.isChecked()
    assert session.colour == controls._swatches[0][1]  # not the grey that nobody chose
    session.set_active_layer(document.layers[RESULT].id)
    controls.draw.click()
    assert document.active is document.layers[SKETCH]
    assert session.tool == "ink"


def test_a_swatch_is_what_one_dabs_with_and_stays_among_the_last(controls: HintControls) -> None:
    session = controls._session
    button, colour = controls._swatches[4]
    button.click()
    assert session.paint_value(session.document.layers[HINTS]) == colour.getRgb()
    session.set_stroking(True)
    session.set_stroking(False)
    assert session.recent_colours == [colour]
    assert [item.isChecked() for item, _ in controls._swatches].count(True) == 1


def test_swatches_keep_their_colours_in_another_theme(controls: HintControls, qapp: QApplication) -> None:
    button, colour = controls._swatches[4]
    try:
        theme.apply(qapp, "light")
        assert button.icon().pixmap(20).toImage().pixelColor(10, 10) == colour
    finally:
        theme.apply(qapp, "dark")


def test_all_hints_go_in_one_step(controls: HintControls) -> None:
    document = controls._session.document
    assert not controls.clear.isEnabled()
    dab = np.full((9, 9, 4), 255, np.uint8)
    document.paint(document.layers[HINTS].id, document.rect._replace(w=9, h=9), dab)
    assert controls.clear.isEnabled()
    controls.clear.click()
    assert not document.layers[HINTS].tiles.array().any()
    assert not controls.clear.isEnabled()
    document.history.undo()
    assert document.layers[HINTS].tiles.array().any()


def test_deleted_hints_come_back_with_the_first_dab(controls: HintControls) -> None:
    document = controls._session.document
    document.remove_layer(document.layers[HINTS].id)
    controls.colour.click()
    found = sketches.colouring_of(document)
    assert found is not None
    assert found.hints is document.active
    assert document.index_of(found.hints.id) < document.index_of(found.result.id)


def test_a_palette_picture_gives_its_colours(controls: HintControls) -> None:
    document = controls._session.document
    halves = np.zeros((SIDE, SIDE, 3), np.uint8)
    halves[:40], halves[40:] = (200, 30, 40), (20, 60, 220)
    picture = RasterLayer.of(ImageData(halves), "Reference")
    document.add_layer(picture, 0)
    result = document.layers[-1]
    document.set_layer(result.id, reads={**result.reads, "palette": picture.id})
    controls.refresh()
    assert main_colours(picture) == ["#c81e28", "#143cdc"]
    assert [colour.name() for _, colour in controls._swatches] == ["#c81e28", "#143cdc"]
