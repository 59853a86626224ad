"""Folders, zips and tars as one."""

from __future__ import annotations

import io
import tarfile
import zipfile
from pathlib import Path

import pytest
from PIL import Image

from ganstudio.datasets.opening import open_dataset
from ganstudio.datasets.tree import open_tree
from ganstudio.errors import InputError

from .conftest import Write


def png() -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (8, 8), (10, 20, 30)).save(buffer, "PNG")
    return buffer.getvalue()


def test_hidden_files_and_rubbish_are_left_out(tmp_path: Path, write: Write) -> None:
    for name in ("a.png", ".b.png", "sub/c.PNG", "__MACOSX/d.png", ".git/e.png"):
        write(name)
    (tmp_path / "Thumbs.db").write_bytes(b"x")
    assert list(open_tree(tmp_path).files) == ["a.png", "sub/c.PNG"]


def test_links_that_go_in_circles_end(tmp_path: Path, write: Write) -> None:
    write("a/b.png")
    (tmp_path / "a" / "again").symlink_to(tmp_path)
    (tmp_path / "dangling.png").symlink_to(tmp_path / "nowhere")
    assert list(open_tree(tmp_path).files) == ["a/b.png"]


def test_a_zip_is_read_in_place_and_its_only_folder_is_the_root(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "set.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("set/cats/a.png", "set/dogs/b.png", "set/dogs/c.png"):
            archive.writestr(name, png())
    tree = open_tree(tmp_path / "set.zip")
    assert tree.folders == ("cats", "dogs")
    assert Image.open(tree.files["cats/a.png"].open()).getpixel((0, 0)) == (10, 20, 30)
    data = open_dataset(tmp_path / "set.zip", size=8)
    assert data.batch([0, 1, 2], 8).labels.tolist() == [0, 1, 1]


def test_members_that_leave_the_archive_are_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "bad.zip", "w") as archive:
        for name in ("good.png", "../evil.png", "/etc/evil.png", "a/../../evil.png", "C:\\evil.png"):
            archive.writestr(name, png())
    tree = open_tree(tmp_path / "bad.zip")
    assert list(tree.files) == ["good.png"]
    assert len(tree.refused) == 4
    data = open_dataset(tmp_path / "bad.zip", size=8)
    assert len(data) == 1
    assert "would lie outside" in data.findings[0].message


def test_a_tar_gives_the_bytes_of_its_members(tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "set.tar", "w") as archive:
        for name in ("a.png", "../b.png"):
            info = tarfile.TarInfo(name)
            info.size = len(png())
            archive.addfile(info, io.BytesIO(png()))
    tree = open_tree(tmp_path / "set.tar")
    assert list(tree.files) == ["a.png"]
    assert tree.refused == ("../b.png",)
    assert tree.files["a.png"].open().read() == png()


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 broken", b"nothing of the kind"])
def test_what_is_no_archive_is_one_sentence(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "set.zip").write_bytes(content)
    with pytest.raises(InputError, match=r"set\.zip is (neither|damaged)"):
        open_tree(tmp_path / "set.zip")


def test_a_damaged_member_is_left_out(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "set.zip", "w") as archive:
        archive.writestr("a.png", png())
        archive.writestr("b.png", png())
    data = bytearray((tmp_path / "set.zip").read_bytes())
    data[60] ^= 255  # inside the first picture, so that its checksum is wrong
    (tmp_path / "set.zip").write_bytes(data)
    made = open_dataset(tmp_path / "set.zip", size=8)
    assert len(made) == 1
    assert "a.png" in made.findings[0].message
