from __future__ import annotations

import numpy as np

from ganstudio.app.canvas import pictures
from ganstudio.app.canvas.pictures import Picture
from ganstudio.document.document import Document
from ganstudio.document.image import ImageData
from ganstudio.document.layers import GeneratedLayer, RasterLayer
from ganstudio.document.tiles import Rect
from tests.support.canvas import label_document, rendered_document


def with_style_image() -> tuple[Document, RasterLayer]:
    """A rendering that reads a hidden picture beside its label map."""
    document = rendered_document()
    style = RasterLayer.of(ImageData(np.full((64, 64, 3), 9, np.uint8)), "Style")
    style.visible = False
    document.adopt((style, *document.layers))
    reads = {"style_image": style.id, "label_map": document.layers[1].id}
    document.set_layer(document.layers[2].id, reads=reads)
    return document, style


def test_before_a_painted_rendering_is_its_label_map_alone() -> None:
    document, _ = with_style_image()
    assert pictures.before(document) == Picture(document, (document.layers[1].id,))


def test_before_a_filter_is_the_picture_that_it_reads_even_if_hidden() -> None:
    document = Document(8, 8)
    photo = RasterLayer.of(ImageData(np.full((8, 8, 3), 50, np.uint8)), "Photo")
    photo.visible = False
    filtered = GeneratedLayer.blank(8, 8, "some.filter", {"image": photo.id})
    document.adopt((photo, filtered))
    before = pictures.before(document)
    assert before is not None
    assert before.read(Rect(0, 0, 1, 1), 0)[0, 0].tolist() == [50, 50, 50, 255]
    assert not photo.visible
    assert not pictures.paints_a_rendering(document)


def test_without_generated_layers_there_is_no_before() -> None:
    assert pictures.before(label_document()) is None


def test_the_generated_layer_in_view_is_the_active_one_or_reads_it() -> None:
    document = rendered_document()
    first = document.layers[1]
    document.duplicate_layer(first.id)
    document.active_id = first.id
    assert pictures.generated_in_view(document) is first
    document.active_id = document.layers[0].id
    assert pictures.generated_in_view(document) is document.layers[2]
    document.set_layer(document.layers[2].id, visible=False)
    assert pictures.generated_in_view(document) is first


def test_a_layer_that_is_gone_shows_nowhere() -> None:
    document = rendered_document()
    assert not Picture(document).shows("gone")
    assert Picture(document).shows(document.layers[0].id)
