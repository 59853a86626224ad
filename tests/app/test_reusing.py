"""A picture with a record gives its settings to what is open, or becomes a document again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from ganstudio.app.reusing import document_of, reuse_offer
from ganstudio.document.document import Document
from ganstudio.document.files import write_image
from ganstudio.document.image import ImageData, LabelData
from ganstudio.document.layers import GeneratedLayer
from ganstudio.errors import InputError
from ganstudio.operations.recording import Recording, sidecar_of
from ganstudio.operations.run import read_record, save_result


@pytest.fixture
def made(studio: object, tmp_path: Path) -> Callable[..., Path]:
    """Writes a rendering with a gain of 0.25 in some format."""

    def make(name: str = "made.png", **told: object) -> Path:
        labels = LabelData(np.full((8, 12), 3, np.uint8), "landscape")
        result = studio.core.run("toy.render", label_map=labels, gain=0.25)
        save_result(result, tmp_path / name, recording=Recording(**told))
        return tmp_path / name

    return make


@pytest.mark.parametrize("name", ["made.png", "made.jpg", "made.webp", "made.tif"])
def test_only_pictures_with_a_record_are_offered(made: Callable[..., Path], name: str) -> None:
    path = made(name)
    assert reuse_offer(path).what == "use_settings"
    write_image(path, ImageData(np.zeros((8, 8, 3), np.uint8)))
    assert reuse_offer(path) is None


def test_what_lies_beside_a_picture_counts_too(made: Callable[..., Path], tmp_path: Path) -> None:
    path = made("made.bmp", sidecar=True)
    assert reuse_offer(path) is not None
    assert reuse_offer(sidecar_of(path)) is not None
    (tmp_path / "other.json").write_text('{"some": "thing"}')
    assert reuse_offer(tmp_path / "other.json") is None


def test_the_rendering_that_is_open_takes_the_settings_and_gives_them_back(
    window: object, start: Callable[[], Document], qtbot: object, made: Callable[..., Path]
) -> None:
    document = start()
    layer = next(item for item in document.layers if isinstance(item, GeneratedLayer))
    before = dict(layer.params)
    window.reuse.use(made())
    qtbot.waitUntil(lambda: layer.params.get("gain") == 0.25)
    assert window.messages.message.text == "Uses the settings of made.png."
    document.history.undo()
    assert layer.params == before


def test_a_private_record_says_what_it_could_not_give(
    window: object, start: Callable[[], Document], qtbot: object, made: Callable[..., Path]
) -> None:
    document = start()
    path = made(mode="private", key=b"k")
    window.reuse.use(path)
    layer = next(item for item in document.layers if isinstance(item, GeneratedLayer))
    qtbot.waitUntil(lambda: layer.params.get("gain") == 0.25)
    with pytest.raises(InputError, match="its record is private"):
        document_of(read_record(path), path, window.studio.registry.operations)


def test_without_a_document_all_that_made_it_is_opened(
    window: object, qtbot: object, made: Callable[..., Path]
) -> None:
    window.reuse.use(made())
    qtbot.waitUntil(lambda: window.session.document is not None)
    document = window.session.document
    labels, drawn = document.layers
    assert (labels.labels().indices == 3).all()
    assert (drawn.operation, drawn.params["gain"], drawn.reads) == (
        "toy.render",
        0.25,
        {"label_map": labels.id},
    )
    qtbot.waitUntil(lambda: not drawn.stale)


def test_a_missing_plugin_is_one_sentence(made: Callable[..., Path]) -> None:
    path = made()
    with pytest.raises(InputError, match=r"made by toy\.render, whose plugin is not here"):
        document_of(read_record(path), path, {})
