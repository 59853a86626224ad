from __future__ import annotations

import errno
import sys
import weakref
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from ganstudio.document import gif
from ganstudio.document.film_files import check_film, read_frames, read_texts, write_film
from ganstudio.document.frames import FrameData
from ganstudio.document.image import Bytes
from ganstudio.errors import CancelledError, SaveError
from ganstudio.events import CancelToken, Progress
from tests.support.films import film, frame

NAMES = ["a.gif", "a.webp", "frames"]


@pytest.mark.parametrize(("name", "near"), [("a.gif", 4), ("a.webp", 4), ("frames", 0)])
def test_every_format_keeps_frames_and_texts(tmp_path: Path, name: str, near: float) -> None:
    write_film(tmp_path / name, film(6, words="“so” 말"))
    found = list(read_frames(tmp_path / name))
    assert len(found) == 6
    for index, pixels in enumerate(found):
        assert np.abs(pixels.astype(int) - frame(index)).mean() <= near
    assert read_texts(tmp_path / name)["words"] == "“so” 말"
    assert [path.name for path in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize("name", ["a.gif", "a.webp"])
def test_it_plays_without_end_at_its_pace(tmp_path: Path, name: str) -> None:
    write_film(tmp_path / name, film(30, fps=30))
    with Image.open(tmp_path / name) as image:
        durations = []
        for index in range(30):
            image.seek(index)
            image.load()
            durations.append(image.info["duration"])
        assert image.info["loop"] == 0
    assert sum(durations) == 1000
    assert max(durations) - min(durations) <= 10


def test_still_parts_of_a_gif_do_not_flicker(tmp_path: Path) -> None:
    write_film(tmp_path / "a.gif", film(12))
    still = {pixels[:, 16:].tobytes() for pixels in read_frames(tmp_path / "a.gif")}
    assert len(still) == 1


@pytest.mark.parametrize("name", NAMES)
def test_memory_does_not_grow_with_length(tmp_path: Path, name: str) -> None:
    alive: weakref.WeakSet[Any] = weakref.WeakSet()
    most = 0

    class Watched(np.ndarray[Any, Any]):
        __hash__ = object.__hash__

    def draw(index: int) -> Bytes:
        nonlocal most
        pixels = frame(index).view(Watched)
        alive.add(pixels)
        most = max(most, len(alive))
        return pixels

    write_film(tmp_path / name, FrameData((32, 24), 10, 60, draw))
    assert 1 <= most <= 4


@pytest.mark.parametrize("name", NAMES)
def test_a_disk_that_fills_leaves_nothing_and_is_one_sentence(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_film(tmp_path / "old.gif", film(2))

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("ganstudio.paths.os.fsync", full)
    (tmp_path / "frames").mkdir()
    with pytest.raises(SaveError) as caught:
        write_film(tmp_path / name, film(4))
    assert str(caught.value).startswith(f"{tmp_path / name}")
    assert str(caught.value).endswith(" could not be saved: no space left on device.")
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["frames", "old.gif"]


@pytest.mark.parametrize("name", NAMES)
def test_a_film_that_is_stopped_leaves_nothing(tmp_path: Path, name: str) -> None:
    token, told = CancelToken(), list[str]()

    def listen(fraction: float, message: str) -> None:
        told.append(message)
        if fraction >= 0.5:
            token.cancel()

    with pytest.raises(CancelledError):
        write_film(tmp_path / name, film(6), progress=Progress(listen, token))
    assert told == ["frame 1 of 6", "frame 2 of 6", "frame 3 of 6"]
    assert list(tmp_path.iterdir()) == []


def test_the_frames_of_a_folder_are_numbered_and_each_knows_its_place(tmp_path: Path) -> None:
    (tmp_path / "frames").mkdir()
    write_film(tmp_path / "frames", film(3, made="here"))
    assert sorted(path.name for path in (tmp_path / "frames").iterdir()) == [
        "0001.png",
        "0002.png",
        "0003.png",
    ]
    assert read_texts(tmp_path / "frames" / "0002.png") == {"made": "here", "frame": "2 of 3"}


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        (
            "a.png",
            "a.png has no suffix of a film that can be written. There are .gif, .webp, .mp4, and",
        ),
        ("full", "has something in it already"),
        ("file", "is a file; the frames of a film need a folder"),
        ("folder.gif", "is a folder"),
    ],
)
def test_where_no_film_can_be_is_one_sentence(tmp_path: Path, name: str, sentence: str) -> None:
    (tmp_path / "full" / "deep").mkdir(parents=True)
    (tmp_path / "folder.gif").mkdir()
    (tmp_path / "file").write_text("words")
    with pytest.raises(SaveError) as caught:
        check_film(tmp_path / name)
    assert sentence in str(caught.value)


def test_what_a_format_cannot_hold_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(SaveError, match=r"holds at most 16383 × 16383 pixels"):
        write_film(tmp_path / "a.webp", film(2, size=(16400, 2)))
    with pytest.raises(SaveError, match="at most 50 frames a second, not 60"):
        write_film(tmp_path / "a.gif", film(2, fps=gif.MOST_FPS + 10))
    assert list(tmp_path.iterdir()) == []


def test_mp4_without_its_package_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "av", None)
    with pytest.raises(SaveError, match=r"package av, .* pip install 'ganstudio\[video\]'"):
        check_film(tmp_path / "a.mp4")


def test_mp4_keeps_frames_and_texts_and_makes_odd_sides_even(tmp_path: Path) -> None:
    pytest.importorskip("av")
    path = tmp_path / "a.mp4"
    write_film(path, film(6, size=(33, 25), words="“so” 말"))
    found = list(read_frames(path))
    assert [pixels.shape for pixels in found] == [(26, 34, 3)] * 6
    for index, pixels in enumerate(found):
        assert np.abs(pixels[:25, :33].astype(int) - frame(index, (33, 25))).mean() < 6
    assert read_texts(path) == {"words": "“so” 말"}
    with pytest.raises(SaveError, match="could not be saved"):
        write_film(tmp_path / "nowhere" / "a.mp4", film(2))
