"""Run with `pytest`."""

from pathlib import Path

import numpy as np

from ganstudio.api import ImageData
from ganstudio.host.registry import Registry
from ganstudio.host.studio import Studio

PICTURE = ImageData.of(np.full((8, 6, 3), 200, np.uint8))


def studio() -> Studio:
    return Studio(registry=Registry.of_folder(Path(__file__).parents[1]))


def test_no_strength_changes_nothing() -> None:
    assert studio().run("example.tint", image=PICTURE, strength=0.0).data == PICTURE


def test_full_strength_leaves_the_colour() -> None:
    result = studio().run("example.tint", image=PICTURE, colour="blue", strength=1.0).data
    assert isinstance(result, ImageData)
    red, green, blue = result.rgb()[0, 0]
    assert blue > green > red
