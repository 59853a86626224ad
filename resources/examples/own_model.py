"""Train a network on a folder of pictures, and draw with it. For more than a look, train for hours."""

from pathlib import Path

import numpy as np

import ganstudio.api as gs

# Pictures to learn from: here, discs of one colour.
Path("discs").mkdir(exist_ok=True)
random = np.random.default_rng(0)
y, x = np.mgrid[:64, :64]
for number in range(32):
    inside = (x - random.integers(16, 48)) ** 2 + (y - random.integers(16, 48)) ** 2 < 144
    pixels = np.where(inside[..., None], random.integers(0, 255, 3), 240).astype(np.uint8)
    gs.save(gs.ImageData(pixels), f"discs/{number:02}.png")

# Steps and sizes of a toy; `max_minutes` ends a run that means it.
gs.train("dcgan", "run", data="discs", max_steps=2, batch_size=4, ngf=4, ndf=4, metric_minutes=0)

model = gs.load_model("run/model")
print(model.family, sum(tensor.numel() for tensor in model.module.parameters()), "numbers")
