"""The list of recent files survives restarts, missing files and a broken list."""

from __future__ import annotations

from pathlib import Path

import pytest

from ganstudio.document.recent import RecentFile, RecentFiles


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    paths = [tmp_path / f"{number}.png" for number in range(30)]
    for path in paths:
        path.write_bytes(b"x")
    return paths


def test_the_newest_comes_first_and_once(files: list[Path]) -> None:
    recent = RecentFiles()
    for path in (files[0], files[1], files[0]):
        recent.add(path, str(path).encode())
    expected = [RecentFile(path, str(path).encode()) for path in (files[0], files[1])]
    assert recent.entries == expected
    assert RecentFiles().entries == expected


def test_files_that_are_gone_are_not_shown_but_not_forgotten(files: list[Path]) -> None:
    recent = RecentFiles()
    recent.add(files[0])
    files[0].unlink()
    assert recent.entries == []
    files[0].write_bytes(b"back")
    assert recent.entries == [RecentFile(files[0], None)]


def test_the_list_and_its_thumbnails_stay_short(files: list[Path], tmp_path: Path) -> None:
    recent = RecentFiles(thumbnails=tmp_path / "thumbnails")
    for path in files:
        recent.add(path, b"png")
    assert [entry.path for entry in recent.entries] == files[:5:-1]
    assert len(list((tmp_path / "thumbnails").iterdir())) == 24
    recent.remove(files[-1])
    assert recent.entries[0].path == files[-2]
    recent.clear()
    assert recent.entries == []
    assert list((tmp_path / "thumbnails").iterdir()) == []


@pytest.mark.parametrize("content", [b"", b"{}", b"[3, null]", b"\xff\xfe"])
def test_a_broken_list_counts_as_empty(tmp_path: Path, files: list[Path], content: bytes) -> None:
    (tmp_path / "recent.json").write_bytes(content)
    recent = RecentFiles(tmp_path / "recent.json")
    assert recent.entries == []
    recent.add(files[0])
    assert [entry.path for entry in recent.entries] == [files[0]]


def test_failing_to_remember_is_no_failure(tmp_path: Path, files: list[Path]) -> None:
    (tmp_path / "blocked").write_bytes(b"a file where a folder should be")
    recent = RecentFiles(tmp_path / "blocked" / "recent.json", tmp_path / "blocked" / "thumbnails")
    recent.add(files[0], b"png")
    assert recent.entries == []
