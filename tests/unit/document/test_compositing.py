"""Blending against W3C's formula, written out with divisions, pixel by pixel."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ganstudio.document.compositing import composite
from ganstudio.document.image import ImageData, LabelData
from ganstudio.document.layers import BLEND_MODES, BlendMode, LabelLayer, MaskLayer, RasterLayer
from ganstudio.document.tiles import Rect

channel = st.integers(0, 255)
pixel = st.tuples(channel, channel, channel, channel)
stack = st.lists(st.tuples(pixel, st.sampled_from([0.0, 0.4, 1.0]), st.sampled_from(BLEND_MODES)), max_size=4)


def layer(pixels: np.ndarray, opacity: float = 1.0, blend: BlendMode = "normal") -> RasterLayer:
    made = RasterLayer.of(ImageData(pixels))
    made.opacity, made.blend = opacity, blend
    return made


def w3c(layers: list[tuple[tuple[int, ...], float, BlendMode]]) -> np.ndarray:
    """Straight RGBA, 0-255, by Compositing and Blending Level 1, sections 5.6 and 10."""
    backdrop, alpha_b = np.zeros(3), 0.0
    for value, opacity, mode in layers:
        source, alpha_s = np.array(value[:3]) / 255, value[3] / 255 * opacity
        blended = {
            "normal": source,
            "multiply": backdrop * source,
            "screen": backdrop + source - backdrop * source,
        }[mode]
        alpha = alpha_s + alpha_b * (1 - alpha_s)
        mixed = (1 - alpha_b) * source + alpha_b * blended
        if alpha > 0:
            backdrop = (alpha_s * mixed + alpha_b * backdrop * (1 - alpha_s)) / alpha
        alpha_b = alpha
    return np.array([*backdrop, alpha_b]) * 255


@settings(max_examples=150, deadline=None)
@given(stack)
def test_layers_are_laid_down_as_w3c_says(
    layers: list[tuple[tuple[int, int, int, int], float, BlendMode]],
) -> None:
    made = [layer(np.array([[value]], np.uint8), opacity, mode) for value, opacity, mode in layers]
    found = composite(made, Rect(0, 0, 1, 1))[0, 0].astype(float)
    expected = w3c(layers)
    assert abs(found[3] - expected[3]) <= 0.51
    # A straight colour is only as exact as its alpha lets it be.
    if expected[3] >= 1:
        assert np.abs(found[:3] - expected[:3]).max() <= 0.51


def test_an_opaque_layer_is_shown_exactly_and_hides_what_is_below() -> None:
    rng = np.random.default_rng(0)
    below, above = (rng.integers(0, 256, (300, 280, 4), dtype=np.uint8) for _ in range(2))
    above[..., 3] = 255
    assert np.array_equal(composite([layer(below, 0.5), layer(above)], Rect(0, 0, 280, 300)), above)


@pytest.mark.parametrize("level", [0, 1, 3])
def test_zooming_out_shows_every_second_fourth_eighth_pixel(level: int) -> None:
    rng = np.random.default_rng(1)
    layers = [
        layer(rng.integers(0, 256, (700, 600, 4), dtype=np.uint8), 0.7, mode)
        for mode in ("normal", "multiply", "screen")
    ]
    rect, step = Rect(13, 7, 530, 611), 2**level
    full = composite(layers, rect)
    assert np.array_equal(composite(layers, rect, step), full[::step, ::step])


def test_label_maps_show_their_colours_and_nothing_where_there_is_no_class() -> None:
    labels = LabelLayer.of(LabelData(np.array([[255, 9]], np.uint8), "landscape"))
    assert composite([labels], Rect(0, 0, 2, 1)).tolist() == [[[0, 0, 0, 0], [0x2A, 0x6C, 0xC0, 255]]]


def test_hidden_layers_and_masks_do_not_show() -> None:
    hidden = layer(np.full((4, 4, 4), 255, np.uint8))
    hidden.visible = False
    mask = MaskLayer.blank(4, 4)
    mask.tiles.write(mask.tiles.rect, np.full((4, 4), 255, np.uint8))
    assert not composite([hidden, mask], Rect(0, 0, 4, 4)).any()
    assert composite([], Rect(2, 2, 0, 5)).shape == (5, 0, 4)
