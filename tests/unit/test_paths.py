from __future__ import annotations

import errno
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from ganstudio import paths
from ganstudio.errors import SaveError
from ganstudio.paths import atomic_write


def test_one_variable_moves_everything_personal(home: Path) -> None:
    personal = (paths.data_dir(), paths.config_dir(), paths.cache_dir(), paths.recovery_dir())
    assert all(path.is_relative_to(home) for path in personal)
    assert len(set(personal)) == 4
    assert paths.user_plugins_dir().parent == paths.user_models_dir().parent == paths.data_dir()


def test_without_it_the_system_decides(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GANSTUDIO_HOME")
    assert "ganstudio" in paths.data_dir().name
    assert paths.data_dir().is_absolute()


def test_what_is_shipped_is_there() -> None:
    assert (paths.bundled_plugins_dir() / "semantic_painting" / "plugin.toml").is_file()
    assert (paths.resources_dir() / "palettes" / "landscape.json").is_file()


def test_a_file_is_written_whole(tmp_path: Path) -> None:
    with atomic_write(tmp_path / "file") as file:
        file.write(b"new")
        assert not (tmp_path / "file").exists()
    assert (tmp_path / "file").read_bytes() == b"new"
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


@pytest.mark.parametrize("error", [OSError(errno.ENOSPC, "No space left on device"), RuntimeError("bug")])
def test_a_failure_leaves_what_was_there(tmp_path: Path, error: Exception) -> None:
    (tmp_path / "file").write_bytes(b"old")
    expected = SaveError if isinstance(error, OSError) else RuntimeError
    with pytest.raises(expected), atomic_write(tmp_path / "file") as file:
        file.write(b"half of the n")
        raise error
    assert (tmp_path / "file").read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_the_sentence_tells_the_file_and_the_reason(tmp_path: Path) -> None:
    with pytest.raises(SaveError) as caught, atomic_write(tmp_path / "none" / "file"):
        pass
    assert str(caught.value) == f"{tmp_path / 'none' / 'file'} could not be saved: no such file or directory."


@pytest.mark.skipif(os.name == "nt", reason="there are no such permissions there")
def test_a_saved_file_has_the_permissions_of_any_new_file(tmp_path: Path) -> None:
    (tmp_path / "plain").touch()
    with atomic_write(tmp_path / "file") as file:
        file.write(b"x")
    assert stat.S_IMODE((tmp_path / "file").stat().st_mode) == stat.S_IMODE(
        (tmp_path / "plain").stat().st_mode
    )


def test_the_longest_name_that_a_disk_holds_can_be_written(tmp_path: Path) -> None:
    path = tmp_path / ("x" * 251 + ".png")
    with atomic_write(path) as file:
        file.write(b"all")
    assert path.read_bytes() == b"all"


def test_what_a_dead_process_was_writing_is_left_over(tmp_path: Path) -> None:
    with paths.atomic_write(tmp_path / "a.png"):
        (mine,) = tmp_path.iterdir()
        assert not paths.is_left_over(mine, seconds=-1)
        died = subprocess.Popen([sys.executable, "-c", ""])
        died.wait()
        orphan = mine.with_name(mine.name.replace(f"_{os.getpid()}-", f"_{died.pid}-"))
        orphan.touch()
        assert paths.is_left_over(orphan)
        elsewhere = tmp_path / ".b.png.0_1-x.part"
        elsewhere.touch()
        assert not paths.is_left_over(elsewhere)
        assert paths.is_left_over(elsewhere, seconds=-1)
