"""Faces on disk: complete, taken up where they stopped, refused where they do not fit."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from ganstudio.errors import InputError
from ganstudio.worlds.faces import Attributes, render
from ganstudio.worlds.faces.export import write_faces


def test_files_hold_what_is_known_and_nothing_is_drawn_twice(tmp_path: Path) -> None:
    assert write_faces(tmp_path, 2, 64, 20, workers=1) == 2
    rows = [json.loads(line) for line in (tmp_path / "metadata.jsonl").read_text().splitlines()]
    assert [row["seed"] for row in rows] == [20, 21]
    with Image.open(tmp_path / rows[1]["image"]) as image:
        assert np.array_equal(np.asarray(image), render(21, 64))
        assert np.array_equal(np.asarray(image), render(Attributes(**rows[1]["attributes"]), 64))
    texts = (tmp_path / "images" / "000001.txt").read_text().splitlines()
    assert texts == rows[1]["captions"] and len(texts) > 1
    (tmp_path / "images" / "000000.png").unlink()
    assert write_faces(tmp_path, 3, 64, 20, workers=1) == 2
    with pytest.raises(InputError, match="other settings"):
        write_faces(tmp_path, 3, 64, 21, workers=1)
