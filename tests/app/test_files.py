"""Opening, saving, recovering, exporting."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from ganstudio.app import documents, files
from ganstudio.app.dialogs.export import ExportChoice
from ganstudio.app.dialogs.new_document import NewDocument
from ganstudio.app.library import copy_into
from ganstudio.document.document import Document
from ganstudio.document.files import read_image, read_label_map, write_image, write_label_map
from ganstudio.document.image import ImageData, LabelData
from ganstudio.document.layers import LabelLayer, RasterLayer
from ganstudio.document.project import load_project
from ganstudio.document.recovery import Autosave
from ganstudio.errors import InputError
from ganstudio.provenance import KEY


def picture(path: Path, width: int = 20, height: int = 10, grey: int = 90) -> Path:
    write_image(path, ImageData(np.full((height, width, 3), grey, np.uint8)))
    return path


def test_pictures_label_maps_and_projects_open(window: object, qtbot: object, tmp_path: Path) -> None:
    write_label_map(tmp_path / "map.png", LabelData(np.full((6, 8), 3, np.uint8), "landscape"))
    expected = ((picture(tmp_path / "a.png"), RasterLayer), (tmp_path / "map.png", LabelLayer))
    for path, kind in expected:
        window.open_paths([path])
        qtbot.waitUntil(lambda path=path: _newest(window) == path)
        assert isinstance(window.session.document.layers[0], kind)
        assert path.stem in window.windowTitle()
    assert window.start_page.continue_.count() == 2


def _newest(window: object) -> Path | None:
    return next((entry.path for entry in window.files.recent.entries), None)


def test_saving_is_a_project_that_opens_again(
    window: object,
    start: Callable[[], Document],
    qtbot: object,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    document = start()
    window.session.add_raster_layer()
    monkeypatch.setattr(files.file_dialogs, "ask_save", lambda *args: tmp_path / "lake.ora")
    window.files.save()
    qtbot.waitUntil(lambda: not document.modified)
    assert [layer.kind for layer in load_project(tmp_path / "lake.ora").layers] == [
        "label",
        "raster",
        "generated",
    ]
    assert window.files.recent.entries[0].path == tmp_path / "lake.ora"
    qtbot.waitUntil(lambda: not window.actions_table.action("file.save").isEnabled())


def test_edits_made_while_saving_stay_unsaved(
    window: object, start: Callable[[], Document], qtbot: object, tmp_path: Path
) -> None:
    document = start()
    window.session.add_raster_layer()
    window.files._write(document, tmp_path / "lake.ora", None)
    window.session.add_raster_layer()
    qtbot.waitUntil(lambda: document.path is not None)
    assert document.modified


def test_exported_pictures_say_how_they_were_made_unless_told_not_to(
    window: object, start: Callable[[], Document], qtbot: object, tmp_path: Path
) -> None:
    start()
    for record in ("full", "private", "none"):
        window.messages.dismiss()
        path = tmp_path / f"{record}.png"
        window.exports.write(path, ExportChoice(".png", 95, record, "picture"))
        qtbot.waitUntil(lambda: window.messages.message is not None)
        assert window.messages.message.level == "done"
        text = read_image(path).text
        assert (KEY in text) is (record != "none")
        if KEY in text:
            assert json.loads(text[KEY]).get("private", False) is (record == "private")
            assert json.loads(text[KEY])["operation"] == "toy.render"
            assert json.loads(text[KEY])["params"]["gain"] == 1.0


def test_a_label_map_is_exported_index_by_index(
    window: object,
    start: Callable[[], Document],
    qtbot: object,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    document = start()
    monkeypatch.setattr(files.file_dialogs, "ask_save", lambda *args: tmp_path / "labels.png")
    window.exports.labels()
    qtbot.waitUntil(lambda: window.messages.message is not None)
    assert read_label_map(tmp_path / "labels.png") == document.layers[0].labels()


def test_a_larger_picture_is_fitted_into_the_document(
    window: object, start: Callable[[], Document], qtbot: object, tmp_path: Path
) -> None:
    document = start()
    window.files.add_pictures([picture(tmp_path / "wide.png", 640, 120)])
    qtbot.waitUntil(lambda: any(layer.name == "wide" for layer in document.layers))
    layer = next(layer for layer in document.layers if layer.name == "wide")
    alpha = layer.image().pixels[..., 3]
    assert alpha.shape == (48, 64)
    assert (alpha.max(axis=1) == 255).sum() == 12
    assert document.modified


def test_an_autosaved_copy_is_offered_and_opens(
    window: object, qtbot: object, start: Callable[[], Document]
) -> None:
    crashed = Autosave()
    lost = documents.blank(NewDocument(30, 20, "white", "landscape"))
    crashed.write(lost)
    crashed._lock.close()  # as the system does when a process dies
    window.show_files()
    tile = window.start_page.continue_.itemAt(0).widget()
    assert tile.badge == "Recovered"
    tile.click()
    qtbot.waitUntil(lambda: window.session.document is not None)
    assert (window.session.document.width, window.session.document.height) == (30, 20)
    assert window.session.document.modified


def test_work_is_copied_while_it_goes_on_and_forgotten_when_saved(
    window: object, start: Callable[[], Document], qtbot: object, tmp_path: Path
) -> None:
    document = start()
    window.autosave.write()
    assert not list(_copies())
    window.session.add_raster_layer()
    window.autosave.write()
    qtbot.waitUntil(lambda: bool(list(_copies())))
    window.files._write(document, tmp_path / "lake.ora", None)
    qtbot.waitUntil(lambda: not list(_copies()))


def _copies() -> list[Path]:
    from ganstudio import paths

    return list(paths.recovery_dir().rglob("*.ora"))


def test_models_are_copied_whole_and_not_over_others(tmp_path: Path) -> None:
    source = tmp_path / "net.pth"
    source.write_bytes(b"12")
    target = tmp_path / "models" / "net.pth"
    copy_into(source, target)
    assert target.read_bytes() == b"12"
    with pytest.raises(InputError):
        copy_into(source, target)
