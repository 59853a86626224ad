"""Folders of runs as a training process leaves them, written in a moment: for the train window."""

from __future__ import annotations

import json
import math
import os
import socket
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from ganstudio.training.journal import Journal
from ganstudio.training.log import RunLog
from ganstudio.training.run_folder import RunFile, RunStatus, birth_of


def write_run(
    folder: Path,
    *,
    state: Any = "running",
    recipe: str = "pix2pix",
    points: int = 60,
    samples: int = 5,
    alive: bool = True,
    warning: tuple[str, str] | None = None,
    message: str = "",
    data: str = "photos",
    sheets: Sequence[Image.Image] = (),
    lift: float = 0.0,
) -> Path:
    """A run with losses, two measurements, contact sheets and events; its process is this one if `alive`."""
    folder.mkdir(parents=True, exist_ok=True)
    params = {"preset": "tiny", "size": 64, "batch_size": 4}
    RunFile(recipe, params=params, data={"path": data, "kind": "paired"}).write(folder)
    log = RunLog(folder, tensorboard=False)
    journal = Journal(folder, RunStatus(recipe=recipe))
    journal.tell("started", recipe=recipe)
    noise = np.random.default_rng(len(folder.name))
    for place in range(1, points + 1):
        far = place / points
        losses = {
            "g_adversarial": 0.9 + lift + 0.5 * far + noise.normal(0, 0.08),
            "d_real": 0.65 - 0.2 * far + noise.normal(0, 0.05),
            "d_fake": 0.6 - 0.25 * far + noise.normal(0, 0.05),
            "g_l1": 0.45 * math.exp(-2.5 * far) + 0.12 + lift / 3 + noise.normal(0, 0.01),
            "images_per_second": 21.0,
            "loading": 0.012,
        }
        log.report(place * 50, losses)
        if place % 12 == 0:
            figures = {"kid": 0.3 * math.exp(-2 * far) + lift / 8, "psnr": 14 + 6 * far}
            log.report(place * 50, figures)
            journal.beat(step=place * 50)
            journal.tell("metric", values=figures)
    for place in range(samples):
        path = folder / "samples" / f"{(place + 1) * points * 50 // samples:08d}.png"
        path.parent.mkdir(exist_ok=True)
        picture = sheets[place] if place < len(sheets) else _sheet(place)
        picture.save(path)
        journal.beat(step=int(path.stem))
        journal.tell("sample", file=f"samples/{path.name}")
    if warning is not None:
        journal.tell("warning", kind="test", message=warning[0], advice=warning[1])
    status = {
        "state": state, "recipe": recipe, "step": points * 50, "images_per_second": 21.4,
        "seconds": 563.0, "seconds_left": 240.0 if alive else None, "loading": 0.012, "device": "cpu",
        "memory": {"used": 3_400_000_000, "total": 33_000_000_000}, "message": message,
        "pid": os.getpid() if alive else 2**22 + 1, "born": birth_of(os.getpid()) if alive else "gone",
        "host": socket.gethostname(), "updated": time.time(),
    }  # fmt: skip
    (folder / "status.json").write_text(json.dumps(status), encoding="utf-8")
    return folder


def _sheet(place: int) -> Image.Image:
    """A gradient that is another one for each place."""
    ramp = np.linspace(0, 255, 96, dtype=np.uint8)
    colours = np.stack(
        [np.tile(ramp, (64, 1)), np.full((64, 96), 40 * place % 256), np.full((64, 96), 120)], -1
    )
    return Image.fromarray(colours.astype(np.uint8))
