"""What the preview says of a folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from ganstudio.datasets.inspect import contact_sheet, inspect
from ganstudio.errors import CancelledError
from ganstudio.events import CancelToken, Progress

from .conftest import Write


def test_sizes_and_modes_are_counted(tmp_path: Path, write: Write) -> None:
    for number in range(3):
        write(f"{number}.png", size=(30, 20))
    write("grey.png", mode="L", size=(8, 8))
    write("cmyk.jpg", mode="CMYK", size=(30, 20))
    write("palette.gif", mode="P", size=(30, 20))
    preview = inspect(tmp_path, size=16)
    assert preview.usable
    assert preview.sizes == {(30, 20): 5, (8, 8): 1}
    told = {finding.message: finding.level for finding in preview.findings}
    assert told["grey.png is grey; they become RGB."] == "note"
    assert told["cmyk.jpg is CMYK; they become RGB."] == "note"
    assert any("2 sizes; most (5) are 30 × 20" in message for message in told)
    assert told["grey.png is smaller than 16 px and will be enlarged."] == "warning"


def test_one_damaged_file_among_many_is_named(tmp_path: Path, write: Write) -> None:
    for number in range(300):
        write(f"{number:03d}.png", (number % 255, 0, 0), size=(4, 4))
    (tmp_path / "123.png").write_bytes(b"\x89PNG broken")
    preview = inspect(tmp_path)
    assert preview.usable
    [finding] = preview.findings
    assert finding.file == tmp_path / "123.png"
    assert len(preview.thumbnails) == 24


def test_damage_inside_the_pixels_shows_when_thorough(tmp_path: Path, write: Write) -> None:
    for number in range(200):
        write(f"{number:03d}.png", (number, 0, 0), size=(4, 4))
    path = write("101.png", size=(64, 64))
    path.write_bytes(path.read_bytes()[:2000])
    assert not [f for f in inspect(tmp_path).findings if f.level == "warning"]
    assert "101.png ends too early" in inspect(tmp_path, thorough=True).findings[-1].message


def test_many_damaged_files_are_summed_up(tmp_path: Path, write: Write) -> None:
    for number in range(30):
        write(f"{number:02d}.png").write_bytes(b"x")
    preview = inspect(tmp_path)
    assert not preview.usable
    assert preview.count == 0
    assert preview.findings[0].level == "error"
    assert preview.findings[-1].message == "… and 10 more like these."


def test_an_empty_folder_is_an_error_in_the_preview(tmp_path: Path) -> None:
    preview = inspect(tmp_path)
    assert (preview.usable, preview.count) == (False, 0)
    assert "holds nothing" in preview.findings[0].message
    assert contact_sheet(preview).size == (1, 96)


def test_a_preview_can_be_cancelled(tmp_path: Path, write: Write) -> None:
    write("a.png")
    token = CancelToken()
    token.cancel()
    with pytest.raises(CancelledError):
        inspect(tmp_path, progress=Progress(None, token))
