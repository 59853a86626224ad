"""Projects: nothing is lost in them, other programs open them, and broken ones are refused in a sentence."""

from __future__ import annotations

import io
import json
import os
import zipfile
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import pyora
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from ganstudio.document.document import Document
from ganstudio.document.image import ImageData
from ganstudio.document.layers import (
    BLEND_MODES,
    Box,
    BoxesLayer,
    GeneratedLayer,
    LabelLayer,
    Layer,
    MaskLayer,
    PixelLayer,
    RasterLayer,
)
from ganstudio.document.painting import BrushSettings, Stroke
from ganstudio.document.project import load_project, save_project
from ganstudio.document.records import to_record
from ganstudio.document.tiles import Rect
from ganstudio.errors import CancelledError, InputError, SaveError
from ganstudio.events import CancelToken, Progress


def rich(width: int, height: int, seed: int = 0) -> Document:
    """A document with every kind of layer."""
    rng = np.random.default_rng(seed)
    document = Document(width, height)
    labels = LabelLayer.blank(width, height, name="Label map")
    layers: list[Layer] = [
        RasterLayer.of(ImageData(rng.integers(0, 256, (height, width, 4), dtype=np.uint8))),
        labels,
        MaskLayer.blank(width, height),
        BoxesLayer(name="Things", boxes=(Box("tree", 1, 2.5, 30, 40),)),
        GeneratedLayer.blank(width, height, "semantic_painting.render", {"label_map": labels.id}),
        RasterLayer.blank(width, height, "Leer & <leer> 빈"),
    ]
    document.adopt(tuple(layers), labels.id)
    for layer, value in ((labels, 9), (layers[2], 200)):
        stroke = Stroke(document, layer.id, BrushSettings(25), value)
        stroke.begin(*rng.uniform(0, (width, height)))
        stroke.to(*rng.uniform(0, (width, height)))
        stroke.end()
    for layer in layers:
        blend = BLEND_MODES[int(rng.integers(3))]
        document.set_layer(layer.id, opacity=round(float(rng.random()), 3), blend=blend)
        document.set_layer(layer.id, visible=bool(rng.integers(2)), locked=bool(rng.integers(2)))
    document.set_layer(layers[4].id, params={"style": "winter-night", "n": [1, 2]}, seed=7)
    document.set_generated(layers[4].id, ImageData(np.full((height, width, 3), 77, np.uint8)), "abc")
    document.selection.ellipse(Rect(3, 3, width // 2 + 1, height // 2 + 1))
    document.metadata = {"note": "é"}
    return document


def content(document: Document) -> Any:
    layers = [
        (to_record(layer), layer.tiles.array().tobytes() if isinstance(layer, PixelLayer) else None)
        for layer in document.layers
    ]
    selection = document.selection.alpha(document.rect).tobytes()
    return document.rect, document.active_id, document.metadata, document.icc, selection, layers


@settings(max_examples=12, deadline=None)
@given(width=st.integers(1, 400), height=st.integers(1, 300), seed=st.integers(0, 999))
def test_a_project_comes_back_as_it_was_saved(
    tmp_path_factory: pytest.TempPathFactory, width: int, height: int, seed: int
) -> None:
    path = tmp_path_factory.mktemp("project") / "a.ora"
    document = rich(width, height, seed)
    save_project(document, path)
    assert not document.modified
    back = load_project(path)
    assert content(back) == content(document)
    assert (back.path, back.modified) == (path, False)
    assert np.array_equal(back.composite(back.rect), document.composite(document.rect))


def test_icc_and_the_visible_selection_of_all_come_back(tmp_path: Path) -> None:
    document = Document.from_image(ImageData(np.ones((3, 3, 3), np.uint8), icc=b"profile"))
    document.selection.all()
    save_project(document, tmp_path / "a.ora")
    back = load_project(tmp_path / "a.ora")
    assert back.icc == b"profile"
    assert not back.selection.is_everything
    assert (back.selection.alpha(back.rect) == 255).all()


def test_other_programs_read_the_same_picture(tmp_path: Path) -> None:
    document = rich(300, 270)
    save_project(document, tmp_path / "a.ora")
    project = pyora.Project.load(str(tmp_path / "a.ora"))
    assert project.dimensions == (300, 270)
    seen = [layer for layer in document.layers if layer.kind not in ("mask", "boxes")]
    theirs = list(project.iter_layers)
    assert [layer.name for layer in theirs] == [layer.name for layer in seen]
    ops = {"normal": "svg:src-over", "multiply": "svg:multiply", "screen": "svg:screen"}
    for their, our in zip(theirs, seen, strict=True):
        assert their.composite_op == ops[our.blend]
        assert their.opacity == pytest.approx(our.opacity)
        assert their.visible == our.visible
    picture = np.asarray(theirs[0].get_image_data(raw=False))
    assert np.array_equal(picture, document.layers[0].tiles.array())  # type: ignore[attr-defined]
    merged = np.asarray(project.get_image_data(use_original=True))
    assert np.array_equal(merged, document.composite(document.rect))


def test_the_archive_is_laid_out_as_openraster_wants(tmp_path: Path) -> None:
    save_project(rich(600, 300), tmp_path / "a.ora")
    with zipfile.ZipFile(tmp_path / "a.ora") as archive:
        first = archive.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
        assert archive.read("mimetype") == b"image/openraster"
        with Image.open(archive.open("Thumbnails/thumbnail.png")) as thumbnail:
            assert thumbnail.size == (256, 128)
        with Image.open(archive.open("data/layer1.index.png")) as indices:
            assert set(np.unique(np.asarray(indices))) == {9, 255}


def archive(path: Path, members: dict[str, bytes | str]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in members.items():
            made.writestr(name, data)
    return path


def picture(colour: tuple[int, ...], size: tuple[int, int] = (2, 2)) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGBA" if len(colour) == 4 else "RGB", size, colour).save(buffer, "PNG")
    return buffer.getvalue()


FOREIGN = """<?xml version='1.0' encoding='UTF-8'?>
<image version="0.0.3" w="4" h="3" xres="72" yres="72">
  <stack>
    <layer name="top" src="data/a.png" x="1" y="-1" opacity="0.5" composite-op="svg:screen"/>
    <stack name="group" opacity="0.5" visibility="hidden">
      <layer name="inner" src="data/b.png" opacity="0.5" composite-op="svg:color-dodge"/>
      <text>nothing that we know</text>
    </stack>
    <layer src="data/b.png" edit-locked="true"/>
  </stack>
</image>"""


def foreign(**replaced: bytes | str) -> dict[str, bytes | str]:
    members: dict[str, bytes | str] = {
        "mimetype": "image/openraster",
        "stack.xml": FOREIGN,
        "data/a.png": picture((10, 20, 30, 40)),
        "data/b.png": picture((50, 60, 70), (9, 9)),
    }
    members |= {name.replace("__", "/").replace("_", "."): data for name, data in replaced.items()}
    return members


def test_projects_of_other_programs_open(tmp_path: Path) -> None:
    document = load_project(archive(tmp_path / "a.ora", foreign()))
    assert document.rect == Rect(0, 0, 4, 3)
    looks = [(layer.name, layer.opacity, layer.visible, layer.blend) for layer in document.layers]
    assert looks == [
        ("Layer", 1.0, True, "normal"),
        ("inner", 0.25, False, "normal"),
        ("top", 0.5, True, "screen"),
    ]
    assert [layer.locked for layer in document.layers] == [True, False, False]
    top = document.layers[2]
    assert isinstance(top, RasterLayer)
    assert np.argwhere(top.image().pixels[..., 3]).tolist() == [[0, 1], [0, 2]]
    assert (document.layers[0].tiles.array() == (50, 60, 70, 255)).all()  # type: ignore[attr-defined]


BOMB = """<!DOCTYPE image [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>
<image w="4" h="3"><stack><layer name="&b;" src="data/a.png"/></stack></image>"""


def ours(**changes: Any) -> str:
    layer = {"kind": "raster", "name": "a", "id": "1", "visible": True, "opacity": 1, "locked": False}
    layer |= {"blend": "normal", "src": "data/a.png", "x": 0, "y": 0, **changes.pop("layer", {})}
    extras = {"schema": 1, "active": None, "metadata": {}, "icc": None, "layers": [layer], **changes}
    return json.dumps(extras)


@pytest.mark.parametrize(
    ("members", "reason"),
    [
        ({}, "something is missing in it"),
        ({"mimetype": "application/zip"}, "it is no OpenRaster file"),
        ({"stack_xml": b"<image w='4' h='3'><stack>"}, "it is damaged"),
        ({"stack_xml": b"<svg/>"}, "it is damaged"),
        ({"stack_xml": FOREIGN.replace('w="4"', "")}, "something is missing in it"),
        (
            {"stack_xml": FOREIGN.replace('w="4"', 'w="100000"').replace('h="3"', 'h="100000"')},
            "it announces",
        ),
        ({"stack_xml": FOREIGN.replace('w="4"', 'w="0"')}, "it announces 0 × 3 pixels"),
        ({"stack_xml": FOREIGN.replace("data/a.png", "data/none.png")}, "something is missing in it"),
        ({"stack_xml": BOMB}, "its index declares entities"),
        ({"stack_xml": BOMB.encode("utf-16")}, "its index declares entities"),
        ({"data__a_png": b"no picture"}, "it is damaged"),
        ({"data__a_png": picture((1, 2, 3, 4), (99, 99))[:120]}, "it is damaged"),
        ({"ganstudio_json": "{"}, "it is damaged"),
        ({"ganstudio_json": "[]"}, "it is damaged"),
        ({"ganstudio_json": ours(schema=99)}, "it was made by a newer GAN Studio"),
        ({"ganstudio_json": ours(layer={"kind": "hologram"})}, "it is damaged"),
        ({"ganstudio_json": ours(layer={"blend": "burn"})}, "it is damaged"),
        ({"ganstudio_json": ours(layer={"opacity": "much"})}, "it is damaged"),
        ({"ganstudio_json": ours(layer={"kind": "label", "palette": "mars"})}, "There is no palette “mars”"),
        (
            {
                "ganstudio_json": ours(
                    layer={
                        "kind": "generated",
                        "operation": "a.b",
                        "params": {},
                        "reads": {"image": "1"},
                        "seed": 1,
                        "model_hash": "",
                        "stale": True,
                    }
                )
            },
            "cannot be made from itself",
        ),
    ],
    ids=str,
)
def test_broken_projects_are_refused(tmp_path: Path, members: dict[str, Any], reason: str) -> None:
    made = archive(tmp_path / "a.ora", foreign(**members) if members else {"mimetype": "image/openraster"})
    with pytest.raises(InputError) as caught:
        load_project(made)
    assert str(caught.value).startswith("a.ora is not a project that can be read: ")
    assert reason in str(caught.value)


def test_a_bomb_of_pixels_is_not_unpacked(tmp_path: Path) -> None:
    bomb = bytearray(picture((1, 2, 3)))
    bomb[16:24] = (100_000).to_bytes(4, "big") * 2
    bomb[29:33] = zlib.crc32(bytes(bomb[12:29])).to_bytes(4, "big")
    with pytest.raises(InputError, match="announces 100000 × 100000 pixels"):
        load_project(archive(tmp_path / "a.ora", foreign(data__a_png=bytes(bomb))))


def test_truncated_empty_and_missing_projects_are_refused(tmp_path: Path) -> None:
    whole = archive(tmp_path / "a.ora", foreign()).read_bytes()
    for length in (0, 10, len(whole) // 2, len(whole) - 5):
        (tmp_path / "b.ora").write_bytes(whole[:length])
        with pytest.raises(InputError, match="it is damaged, or no OpenRaster file"):
            load_project(tmp_path / "b.ora")
    with pytest.raises(InputError, match="does not exist"):
        load_project(tmp_path / "nowhere.ora")
    with pytest.raises(InputError, match="is a folder"):
        load_project(tmp_path)


@settings(max_examples=60, deadline=None)
@given(place=st.integers(0, 2000), byte=st.integers(0, 255))
def test_any_flipped_byte_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, place: int, byte: int
) -> None:
    folder = tmp_path_factory.mktemp("flip")
    data = bytearray(archive(folder / "a.ora", foreign(ganstudio_json=ours())).read_bytes())
    data[place % len(data)] = byte
    (folder / "b.ora").write_bytes(data)
    try:
        assert load_project(folder / "b.ora").width == 4
    except InputError as error:
        assert str(error).startswith("b.ora")


def test_saving_tells_how_far_it_is_and_can_be_cancelled(tmp_path: Path) -> None:
    path = tmp_path / "a.ora"
    save_project(rich(40, 40), path)
    before = path.read_bytes()
    token, fractions = CancelToken(), []

    def report(fraction: float, _: str) -> None:
        fractions.append(fraction)
        if fraction > 0.5:
            token.cancel()

    document = rich(600, 600)
    with pytest.raises(CancelledError):
        save_project(document, path, Progress(report, token))
    assert fractions == sorted(fractions)
    assert len(fractions) > 5
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]
    assert document.modified


def test_a_full_disk_leaves_the_old_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.ora"
    save_project(rich(40, 40), path)
    before = path.read_bytes()

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(SaveError, match="no space left on device"):
        save_project(rich(50, 50), path)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]
