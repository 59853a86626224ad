"""The same to a folder, with several values, and again from where it stopped."""

from pathlib import Path

import numpy as np

import ganstudio.api as gs

# A folder of drawings: any pictures do.
Path("drawings").mkdir(exist_ok=True)
for number in range(3):
    pixels = np.full((64, 64), 255, np.uint8)
    pixels[20 + number * 8 : 22 + number * 8] = 0
    gs.save(gs.ImageData.of(pixels), f"drawings/{number}.png")

# Two variations of each, named after what they are made of.
outcomes = gs.batch(
    "sketch_colorization.colorize",
    "pictures",
    sketch="drawings",
    seed=[1, 2],
    names="{stem}-{seed:02}",
    each=lambda outcome: print(outcome.output, outcome.status),
)
assert all(outcome.status == "done" for outcome in outcomes)

# What is there is not made again.
Path("pictures/1-02.png").unlink()
outcomes = gs.batch(
    "sketch_colorization.colorize", "pictures", sketch="drawings", seed=[1, 2], names="{stem}-{seed:02}"
)
assert [outcome.output for outcome in outcomes if outcome.status == "done"] == ["1-02.png"]

# Nothing of paths and texts in the files, if they are to be shown to others.
gs.studio(record="private")
gs.batch("sketch_colorization.colorize", "public", sketch="drawings")
assert gs.inspect("public/0.png").inputs["sketch"].path == ""
gs.studio(record="full")
