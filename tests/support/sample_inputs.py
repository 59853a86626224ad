"""Makes the inputs on which any image model can be tried: a photo, its label map and its line drawing.

python tests/support/sample_inputs.py
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image, ImageFilter, ImageOps

from ganstudio.worlds.landscape import render_styles

FOLDER = Path(__file__).resolve().parents[2] / "resources" / "samples"
SEED, SIZE = 6, 256


def main() -> None:
    scene = render_styles(SEED, SIZE, [("summer", "day")])[0]
    photo = Image.fromarray(scene.image)
    photo.save(FOLDER / "photo.webp", quality=92, method=6)
    Image.fromarray(scene.labels).save(FOLDER / "labels.png", optimize=True)
    line_drawing(photo).save(FOLDER / "drawing.png", optimize=True)


def line_drawing(photo: Image.Image) -> Image.Image:
    """Dark lines on white where the picture's brightness changes."""
    grey = photo.convert("L").filter(ImageFilter.GaussianBlur(1.2))
    pixels = np.asarray(grey, dtype=np.float32)
    rows, columns = np.gradient(pixels)
    strength = np.hypot(rows, columns)
    lines = np.clip(strength / np.quantile(strength, 0.96) - 0.3, 0, 0.7) / 0.7
    return ImageOps.invert(Image.fromarray((lines * 255).astype(np.uint8)))


if __name__ == "__main__":
    main()
