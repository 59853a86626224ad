"""Grids, sheets and films of sentences."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from ganstudio.errors import InputError

Run = Callable[..., Any]
LAKE, FOREST = "a lake at night", "a snowy forest"


def facts(result: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(result.data.text["GAN Studio text"])
    return found


def test_a_grid_tells_where_each_seed_is_and_has_its_picture_there(run: Run) -> None:
    grid = run("variations", prompt=LAKE, seed=7, count=5, side=32, sort=True)
    cells = facts(grid)["cells"]
    assert sorted(cell["seed"] for cell in cells) == [7, 8, 9, 10, 11]
    scores = [cell["score"] for cell in cells]
    assert scores == sorted(scores, reverse=True)
    for cell in cells:
        left, top, width, height = cell["place"]
        shown = grid.data.pixels[top : top + height, left : left + width].astype(int)
        single = run(prompt=LAKE, seed=cell["seed"]).data.pixels
        assert np.abs(shown - single).max() <= 1
    plain = run("variations", prompt=LAKE, seed=7, count=5, side=32, labels=False)
    assert plain.data.height < grid.data.height


def test_a_sheet_has_a_row_for_each_prompt_and_a_column_for_each_seed(run: Run, tmp_path: Path) -> None:
    sheet = run("sheet", prompts=f"{LAKE};\n{FOREST}", seeds="3,5", side=32, scores=True)
    assert [len(row) for row in facts(sheet)["scores"]] == [2, 2]
    file = tmp_path / "prompts.txt"
    file.write_text(f"\ufeff{LAKE}\n\n{FOREST}\n", encoding="utf-8")
    again = run("sheet", prompts=f"@{file}", seeds="3,5", side=32, scores=True)
    assert np.array_equal(sheet.data.pixels, again.data.pixels)
    single = run(prompt=FOREST, seed=5).data.pixels.astype(int)
    corner = sheet.data.pixels[-16 - 32 - single.shape[0] :, -16 - 32 : -16]
    found = [np.abs(corner[y : y + 32] - single).max() for y in range(len(corner) - 31)]
    assert min(found) <= 1


def test_a_film_goes_from_one_sentence_and_seed_to_the_next(run: Run) -> None:
    text = f"{LAKE} @0s; {FOREST} @1s | seed=4"
    film = run("interpolate", keyframes=text, fps=4, loop=False, seed=3, noise="none").data
    assert (film.count, film.size) == (5, (32, 32))
    ends = [run(prompt=LAKE, seed=3, noise="none"), run(prompt=FOREST, seed=4, noise="none")]
    for frame, end in ((0, ends[0]), (4, ends[1])):
        assert np.abs(film.draw(frame).astype(int) - end.data.pixels).max() <= 1
    assert np.abs(film.draw(2).astype(int) - film.draw(0)).max() > 1


@pytest.mark.parametrize(
    ("name", "values", "says"),
    [
        ("sheet", {"prompts": " ; \n"}, "no prompts for the sheet"),
        ("sheet", {"prompts": "@nowhere.txt"}, "nowhere.txt cannot be read"),
        ("sheet", {"prompts": LAKE, "seeds": "x"}, "Seeds"),
        ("sheet", {"prompts": LAKE, "seeds": "1-2000"}, "2000 pictures; at most 1000"),
        ("sheet", {"prompts": f"{LAKE}; dragons"}, "knows no word of the prompt"),
        ("interpolate", {"keyframes": LAKE}, "only one keyframe"),
        ("interpolate", {"keyframes": f"{LAKE}; @2s"}, "has no sentence"),
        ("interpolate", {"keyframes": f"{LAKE}; {FOREST} | smile=2"}, "“smile=2” is no seed"),
        ("variations", {"prompt": ""}, "The prompt is empty"),
    ],
)
def test_bad_values_are_told_in_a_sentence(run: Run, name: str, values: dict[str, Any], says: str) -> None:
    with pytest.raises(InputError, match=says):
        run(name, **values)
