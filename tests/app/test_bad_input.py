"""Whatever is wrong with what the window is given: one sentence, nothing lost, and it goes on."""

from __future__ import annotations

import errno
import os
import struct
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from ganstudio import paths
from ganstudio.app.dialogs.export import ExportChoice
from ganstudio.app.errors import ErrorReporter
from ganstudio.app.intake import kind_of
from ganstudio.app.main_window import MainWindow
from ganstudio.app.studio import AppStudio
from ganstudio.document import opening
from ganstudio.document.document import Document
from ganstudio.document.files import write_image, write_label_map
from ganstudio.document.image import ImageData, LabelData
from ganstudio.document.layers import LabelLayer, RasterLayer
from ganstudio.document.project import load_project
from ganstudio.host.registry import Registry
from ganstudio.settings import Settings
from tests.support.plugins import edit_manifest, make_plugin


def picture(path: Path, side: int = 64) -> Path:
    write_image(path, ImageData(np.full((side, side, 3), 90, np.uint8)))
    return path


def header(path: Path, width: int, height: int) -> Path:
    """A PNG that announces a size and holds no more than that."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    size = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + size + chunk(b"IDAT", b"") + chunk(b"IEND", b""))
    return path


@contextmanager
def told(window: object, qtbot: object, *words: str) -> Iterator[None]:
    """What is done here ends in one message with these words, and no traceback in what is read first."""
    window.messages.dismiss()
    yield
    qtbot.waitUntil(lambda: window.messages.message is not None)
    message = window.messages.message
    assert all(word in f"{message.text} {message.hint}" for word in words), message
    assert message.text.endswith((".", "?"))
    assert "Traceback" not in message.text + message.hint
    assert "\n" not in message.text


def grey_of(document: Document) -> int:
    return int(document.layers[1].image().pixels[0, 0, 0])


def test_files_that_cannot_be_read_leave_the_document_as_it_is(
    window: object, start: Callable[[], Document], qtbot: object, tmp_path: Path
) -> None:
    document = start()
    whole = picture(tmp_path / "whole.png").read_bytes()
    write_image(tmp_path / "map.png", ImageData(np.full((4, 4, 1), 200, np.uint8)))
    bad = {
        "truncated.png": (whole[: len(whole) // 2], "ends too early"),
        "empty.png": (b"", "empty"),
        "words.png": (b"these are words", "something else"),
        "broken.ora": (b"PK\x03\x04 nothing more", "damaged"),
        "words.txt": (b"hello", "words.txt"),
    }
    for name, (content, words) in bad.items():
        (tmp_path / name).write_bytes(content)
        with told(window, qtbot, name, words):
            window.open_paths([tmp_path / name])
        with told(window, qtbot, name):
            window.files.add_pictures([tmp_path / name])
    (tmp_path / "folder.png").mkdir()
    with told(window, qtbot, "folder.png", "folder"):
        window.open_paths([tmp_path / "folder.png"])
    with told(window, qtbot, "missing.png", "does not exist"):
        window.open_paths([tmp_path / "missing.png"])
    with told(window, qtbot, "map.png", "200"):
        window.files.open_as_label_map(tmp_path / "map.png")
    assert window.session.document is document
    assert len(document.layers) == 2


def test_a_project_that_is_cut_off_is_refused_wherever_it_is_cut(
    window: object, start: Callable[[], Document], qtbot: object, tmp_path: Path
) -> None:
    document, path = start(), tmp_path / "lake.ora"
    window.files._write(document, path, None)
    qtbot.waitUntil(lambda: document.path == path)
    whole = path.read_bytes()
    for part in (0.3, 0.99):
        path.write_bytes(whole[: int(len(whole) * part)])
        with told(window, qtbot, "lake.ora"):
            window.open_paths([path])
    assert window.session.document is document


def test_one_pixel_is_a_picture_and_a_rendering(window: object, qtbot: object, tmp_path: Path) -> None:
    window.open_paths([picture(tmp_path / "dot.png", 1)])
    qtbot.waitUntil(lambda: window.session.document is not None)
    assert isinstance(window.session.document.layers[0], RasterLayer)
    write_label_map(tmp_path / "map.png", LabelData(np.full((1, 1), 3, np.uint8), "landscape"))
    window.open_paths([tmp_path / "map.png"])
    qtbot.waitUntil(lambda: isinstance(window.session.document.layers[0], LabelLayer))
    window.plugin.use_operation("toy.render")
    qtbot.waitUntil(lambda: grey_of(window.session.document) == 30)
    assert window.messages.message is None


def test_a_picture_that_memory_does_not_hold_is_refused_by_its_header(
    window: object, qtbot: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "_free_memory", lambda: 2_000_000_000)
    path = header(tmp_path / "huge.png", 20_000, 20_000)
    for open in (window.files.open_as_label_map, lambda path: window.open_paths([path])):
        with told(window, qtbot, "huge.png has 20000 × 20000 pixels", "4.8 GB", "2.0 GB are free"):
            open(path)
    with told(window, qtbot, "vast.png has 20001 × 20000 pixels", "at most 400 million"):
        window.open_paths([header(tmp_path / "vast.png", 20_001, 20_000)])


def test_a_folder_that_may_not_be_read(
    window: object, qtbot: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = tmp_path / "secret"
    secret.mkdir()
    stat = Path.stat

    def denied(path: Path, **options: bool) -> os.stat_result:
        if secret in path.parents:
            raise PermissionError(errno.EACCES, "Permission denied")
        return stat(path, **options)

    monkeypatch.setattr(Path, "stat", denied)
    monkeypatch.setattr(os, "access", lambda path, mode: path != secret)
    assert kind_of(secret) == "folder"
    with told(window, qtbot, "secret", "permission denied"):
        window.files.open_from(secret)
    with told(window, qtbot, "lake.png", "permission denied"):
        window.open_paths([secret / "lake.png"])


@contextmanager
def full_disk(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Nothing more fits on the disk."""

    def no_space(file: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", no_space)
        yield


def test_a_full_disk_keeps_what_was_saved_and_what_was_not(
    window: object,
    start: Callable[[], Document],
    qtbot: object,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    document, path = start(), tmp_path / "lake.ora"
    window.files._write(document, path, None)
    qtbot.waitUntil(lambda: document.path == path)
    saved = path.read_bytes()
    window.session.add_raster_layer()
    said: list[str] = []
    window.session.message.connect(said.append)
    with full_disk(monkeypatch):
        with told(window, qtbot, "lake.ora could not be saved: no space left on device"):
            window.files.save()
        with told(window, qtbot, "lake.png could not be saved: no space left on device"):
            window.exports.write(tmp_path / "lake.png", ExportChoice(".png", 95, True, "picture"))
        window.autosave.write()
        qtbot.waitUntil(lambda: any("No copy could be kept" in text for text in said))
    assert list(tmp_path.iterdir()) == [path]
    assert path.read_bytes() == saved
    assert document.modified
    window.files.save()
    qtbot.waitUntil(lambda: not document.modified)
    assert len(load_project(path).layers) == 3


def test_saving_where_there_is_no_folder(
    window: object, start: Callable[[], Document], qtbot: object, tmp_path: Path
) -> None:
    document = start()
    window.session.add_raster_layer()
    with told(window, qtbot, "lake.ora could not be saved"):
        window.files._write(document, tmp_path / "nowhere" / "lake.ora", None)
    assert document.modified


def test_a_plugin_with_a_broken_manifest_is_told_at_the_start_and_when_it_is_dropped(
    qtbot: object, tmp_path: Path
) -> None:
    folder = make_plugin("tinter")
    edit_manifest(folder, "summary", "sumary")
    studio = AppStudio(Settings(device="cpu", precision="fp32"), Registry.standard())
    window = MainWindow(studio, ErrorReporter())
    qtbot.addWidget(window)
    window.show()
    assert "sumary" in window.messages.message.text
    assert window.studio.registry.plugins
    with told(window, qtbot, str(folder), "sumary"):
        window.library.add_plugin([folder])
    assert [item.folder for item in studio.registry.broken] == [paths.user_plugins_dir() / "tinter"]
    window.close()


def test_a_plugin_that_raises_while_it_draws_leaves_the_last_picture(
    window: object, start: Callable[[], Document], qtbot: object
) -> None:
    def breaks(*args: object, **inputs: object) -> ImageData:
        raise ZeroDivisionError("no light")

    document = start()
    document.set_layer(document.layers[1].id, params={"seed": 20})
    qtbot.waitUntil(lambda: grey_of(document) == 20)
    loaded = window.studio.registry._loaded
    whole = loaded["toy.render"]
    loaded["toy.render"] = replace(whole, function=breaks)
    with told(window, qtbot, "The plugin toy failed in “render”: ZeroDivisionError: no light."):
        document.set_layer(document.layers[1].id, params={"seed": 40})
    assert grey_of(document) == 20
    loaded["toy.render"] = whole
    document.set_layer(document.layers[1].id, params={"seed": 60})
    qtbot.waitUntil(lambda: grey_of(document) == 60)
