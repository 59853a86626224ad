"""The way there and back, as figures and as a picture."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import torch

from tests.plugins.domain_transfer.conftest import noise

Run = Callable[..., Any]


def test_figures_are_those_of_the_pictures(modules: Run) -> None:
    x = torch.full((3, 8, 8), 0.5)
    back = x.clone()
    back[:, 0, 0] = 0.3
    cycle = modules("cycle").Cycle(modules("domains").Way("any"), x, x, back)
    assert cycle.figures["largest"] == pytest.approx(20, abs=1e-3)
    assert cycle.figures["mean"] == pytest.approx(20 / 64, abs=1e-3)
    assert cycle.figures["psnr"] == pytest.approx(-10 * math.log10(0.04 / 64), abs=1e-3)
    assert modules("cycle").Cycle(cycle.way, x, x, x).figures["psnr"] == math.inf


def test_the_sheet_shows_four_panels_and_carries_the_figures(run: Run, tiny: str) -> None:
    sheet = run("cycle", image=noise(64, 48), model=tiny, to="bright")
    assert set(sheet.text) == {"cycle mean", "cycle largest", "cycle psnr"}
    assert float(sheet.text["cycle mean"]) > 1
    assert sheet.width > 4 * 320
    tall = run("cycle", image=noise(8, 200), model=tiny, to="bright")
    assert tall.height > 320


def test_the_error_map_is_lightest_where_the_error_reaches_the_scale(modules: Run) -> None:
    x = torch.zeros(3, 4, 4)
    back = x.clone()
    back[:, :2] = 0.1
    sheet = modules("sheet")
    cycle = modules("cycle").Cycle(modules("domains").Way("any"), x, x, back)
    light, dark = (np.asarray(sheet._heated(cycle, scale)).sum(2) for scale in (10, 40))
    assert light[0, 0] > 600 > dark[0, 0] > light[-1, 0] == 0
