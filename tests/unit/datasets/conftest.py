"""Small pictures on disk."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """`write("a/b.png", colour=…, size=…, mode=…)` makes a picture below the test's folder."""

    def make(
        name: str,
        colour: object = None,
        size: tuple[int, int] = (20, 16),
        mode: str = "RGB",
        **save: object,
    ) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if colour is None:
            # Another picture for each name, so that mistaken places are noticed.
            seed = sum(name.encode())
            pixels = np.random.default_rng(seed).integers(0, 256, (size[1], size[0], 3), np.uint8)
            picture = Image.fromarray(pixels).convert(mode)
        else:
            picture = Image.new(mode, size, colour)  # type: ignore[arg-type]
        picture.save(path, **save)  # type: ignore[arg-type]
        return path

    return make
