"""`ganstudio batch --ray`: a cluster of several worker processes on this machine, one of which is killed."""

from __future__ import annotations

import importlib.util
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ganstudio.document.files import read_image, write_image
from tests.cli.conftest import Command
from tests.support.operations import picture
from tests.support.plugins import edit_manifest, make_plugin

HERE = importlib.util.find_spec("ray") is not None
COUNT = 60
PATIENCE = 240
SLOW = """
import os, time
from pathlib import Path
from ganstudio.api import Context, ImageData, InputError, OperationParams

class Params(OperationParams):
    log: str = ""

def work(params: Params, ctx: Context, *, image: ImageData) -> ImageData:
    time.sleep(0.1)
    number = int(image.pixels[0, 0, 0])
    if number == 7:
        raise InputError("Sevens cannot be done.")
    with Path(params.log).open("a") as file:
        file.write(f"{os.getpid()} {number}\\n")
    return ImageData(255 - image.pixels)
"""


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    """Numbered pictures, and a plugin whose operation takes a while and writes down who did what."""
    plugin = make_plugin("slow", ops=SLOW)
    edit_manifest(plugin, 'id = "tint"', 'id = "work"')
    edit_manifest(plugin, 'entry = "ops:tint"', 'entry = "ops:work"')
    folder = tmp_path / "photos"
    folder.mkdir()
    for number in range(COUNT):
        write_image(folder / f"{number:02}.png", picture((number, 1, 2)))
    return folder


def doers(log: Path) -> dict[int, list[str]]:
    """Processes with the pictures that they computed."""
    found: dict[int, list[str]] = {}
    for line in log.read_text().splitlines() if log.exists() else ():
        pid, _, number = line.partition(" ")
        found.setdefault(int(pid), []).append(number)
    return found


@pytest.mark.slow
@pytest.mark.skipif(not HERE, reason="needs ganstudio[ray]")
def test_a_killed_worker_loses_nothing_and_doubles_nothing(
    ganstudio: Command, photos: Path, tmp_path: Path
) -> None:
    log, out = tmp_path / "log.txt", tmp_path / "out"
    words = ["batch", "slow.work", photos, "-o", out, "--log", log]
    command = [
        sys.executable,
        "-m",
        "ganstudio",
        *map(str, words),
        "--ray",
        "auto",
        "--workers",
        "2",
        "--json",
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        until = time.monotonic() + PATIENCE
        while not (len(doers(log)) == 2 and sum(map(len, doers(log).values())) >= COUNT // 4):
            assert running.poll() is None, running.communicate()
            assert time.monotonic() < until
            time.sleep(0.05)
        killed = max(doers(log), key=lambda pid: len(doers(log)[pid]))
        os.kill(killed, signal.SIGKILL)
        told, said = running.communicate(timeout=PATIENCE)
    assert running.returncode == 1, said
    report = json.loads(told)
    names = [f"{number:02}.png" for number in range(COUNT)]
    assert sorted(outcome["output"] for outcome in report["outcomes"]) == names, "each is told of once"
    assert (report["total"], report["left"], report["failed"]) == (COUNT, 0, 1)
    assert [o["message"] for o in report["outcomes"] if o["message"]] == ["Sevens cannot be done."]
    assert len(doers(log)) == 3, "another process took over"
    kept = [name for name in names if name != "07.png"]
    assert sorted(path.name for path in out.glob("*.png")) == kept
    for name in kept:
        assert read_image(out / name).pixels[0, 0, 0] == 255 - int(Path(name).stem)
    # What many machines made, one machine takes for its own.
    again = json.loads(ganstudio(*words, "--json").out)
    assert (again["skipped"], again["failed"]) == (COUNT - 1, 1)


@pytest.mark.skipif(HERE, reason="the library is here")
def test_without_ray_one_sentence_says_what_to_install(
    ganstudio: Command, photos: Path, tmp_path: Path
) -> None:
    ran = ganstudio("batch", "slow.work", photos, "-o", tmp_path / "out", "--ray", "auto")
    assert ran.code != 0
    assert "pip install 'ganstudio[ray]'" in ran.err
