"""A data set on disk: complete, resumable, refused where it does not fit."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from ganstudio.document.palettes import load_palette
from ganstudio.errors import CancelledError, InputError
from ganstudio.events import CancelToken, Progress
from ganstudio.worlds.export import random_style, write_dataset
from ganstudio.worlds.landscape import STYLES, render


def records(out: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in (out / "metadata.jsonl").read_text().splitlines()]


def test_files_hold_what_was_rendered(tmp_path: Path) -> None:
    assert write_dataset(tmp_path, 3, 64, 50, workers=1) == 3
    rows = records(tmp_path)
    assert [r["seed"] for r in rows] == [50, 51, 52]
    for row in rows:
        scene = render(int(str(row["seed"])), 64, str(row["season"]), str(row["hour"]))
        with (
            Image.open(tmp_path / str(row["image"])) as image,
            Image.open(tmp_path / str(row["labels"])) as labels,
        ):
            assert np.array_equal(np.asarray(image), scene.image)
            assert labels.mode == "P"
            assert np.array_equal(np.asarray(labels), scene.labels)
            palette = labels.getpalette()
            assert (
                palette is not None
                and palette[:36] == load_palette("landscape").lut[:12, :3].ravel().tolist()
            )
        caption = (tmp_path / str(row["image"])).with_suffix(".txt").read_text().strip()
        assert caption == row["caption"] == scene.caption


def test_all_styles_share_the_label_map(tmp_path: Path) -> None:
    write_dataset(tmp_path, 1, 64, 3, "all", workers=1)
    rows = records(tmp_path)
    assert [(r["season"], r["hour"]) for r in rows] == list(STYLES)
    assert len({(tmp_path / str(r["labels"])).read_bytes() for r in rows}) == 1


def test_random_styles_vary_with_the_seed() -> None:
    assert len({random_style(seed) for seed in range(200)}) == len(STYLES)


def test_a_cancelled_run_goes_on_where_it_stopped(tmp_path: Path) -> None:
    token = CancelToken()
    with pytest.raises(CancelledError):
        write_dataset(
            tmp_path,
            4,
            64,
            0,
            workers=1,
            progress=Progress(lambda f, _: token.cancel() if f else None, token),
        )
    kept = (tmp_path / "images" / "000000.png").stat().st_mtime_ns
    drawn = len(records(tmp_path))
    assert 0 < drawn < 4
    with (tmp_path / "metadata.jsonl").open("a") as stream:
        stream.write('{"number": 3, "ima')  # a line cut off by a power failure
    assert write_dataset(tmp_path, 4, 64, 0, workers=1) == 4 - drawn
    assert [r["number"] for r in records(tmp_path)] == [0, 1, 2, 3]
    assert (tmp_path / "images" / "000000.png").stat().st_mtime_ns == kept


def test_a_missing_file_is_drawn_again(tmp_path: Path) -> None:
    write_dataset(tmp_path, 2, 64, 0, workers=1)
    (tmp_path / "labels" / "000001.png").unlink()
    assert write_dataset(tmp_path, 2, 64, 0, workers=1) == 1
    assert (tmp_path / "labels" / "000001.png").is_file()


def test_a_folder_with_another_data_set_is_refused(tmp_path: Path) -> None:
    write_dataset(tmp_path, 1, 64, 0, workers=1)
    with pytest.raises(InputError, match="other settings"):
        write_dataset(tmp_path, 1, 96, 0, workers=1)
    with Image.open(tmp_path / "images" / "000000.png") as image:
        assert image.size == (64, 64)
