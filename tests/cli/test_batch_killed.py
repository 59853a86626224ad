"""`ganstudio batch` over files of all sorts, some broken, killed in the middle and run again."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from ganstudio.document.files import read_image
from ganstudio.operations.run import read_record
from tests.cli.conftest import Command
from tests.support.many_pictures import fill, killed, states
from tests.support.plugins import make_plugin

SLOW = """
import time
from pathlib import Path
from ganstudio.api import Context, ImageData, OperationParams

class Params(OperationParams):
    log: str = ""

def tint(params: Params, ctx: Context, *, image: ImageData) -> ImageData:
    time.sleep(0.02)
    with Path(params.log).open("a") as file:
        file.write(f"{image.pixels.sum()}\\n")
    return image
"""
COUNT, BAD, EARLY = 60, 10, 20


@pytest.mark.skipif(os.name != "posix", reason="kills by a signal")
def test_a_killed_batch_goes_on_and_makes_nothing_twice(ganstudio: Command, tmp_path: Path) -> None:
    make_plugin("slow", ops=SLOW)
    folder, out = tmp_path / "in", tmp_path / "out"
    good, bad = fill(folder, COUNT, BAD)
    words = ["batch", "slow.tint", folder, "-o", out, "--log", tmp_path / "log"]
    before = killed(words, out, EARLY)
    assert EARLY <= len(before) < COUNT - BAD
    ran = ganstudio(*words, "--json", "--report", tmp_path / "report.html")
    assert ran.code == 1
    told = json.loads(ran.out)
    assert (told["skipped"], told["done"], told["failed"]) == (len(before), len(good) - len(before), BAD)
    after = states(out)
    assert {Path(name).stem for name in after} == good
    assert before.items() <= after.items(), "what was whole is not written again"
    assert not list(out.glob(".*")), "nothing is left half-written"
    for name in after:
        read_image(out / name)
        read_record(out / name)
    messages = {Path(each["output"]).stem: each["message"] for each in told["outcomes"] if each["message"]}
    assert messages.keys() == bad
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    for stem, message in messages.items():
        assert stem in message, "it names the file"
        assert message.endswith(".")
        assert "\n" not in message
        assert stem in page
    # What was computed when the process was killed may be computed again, and no more.
    assert len((tmp_path / "log").read_text().splitlines()) <= len(good) + 16
