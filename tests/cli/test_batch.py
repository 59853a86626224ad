from __future__ import annotations

import json
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from ganstudio.document.files import read_image, write_image
from tests.cli.conftest import Command
from tests.support.operations import picture
from tests.support.plugins import make_plugin


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    for level, name in enumerate("abc"):
        write_image(folder / f"{name}.png", picture((level * 10, 0, 0)))
    return folder


@pytest.mark.usefixtures("tinter")
def test_a_folder_is_done_and_then_skipped(ganstudio: Command, pictures: Path, tmp_path: Path) -> None:
    words = ["batch", "tinter.tint", "--image", pictures, "--strength", "0", "-o", tmp_path / "new" / "out"]
    ran = ganstudio(*words)
    assert ran.code == 0, ran.err
    assert ran.out == f"{tmp_path / 'new' / 'out'}: 3 done\n"
    assert ran.err.splitlines()[1].startswith("[2/3] b.png done, ")
    assert read_image(tmp_path / "new" / "out" / "c.png").rgb()[0, 0].tolist() == [20, 0, 0]
    assert ganstudio(*words).out.endswith(": 0 done, 3 there already\n")


@pytest.mark.usefixtures("tinter")
def test_a_bad_file_is_reported_and_the_rest_goes_on(
    ganstudio: Command, pictures: Path, tmp_path: Path
) -> None:
    (pictures / "a.png").write_bytes(b"")
    out, report = tmp_path / "out", tmp_path / "report.csv"
    ran = ganstudio("batch", "tinter.tint", "--image", pictures, "-o", out, "--report", report)
    assert ran.code == 1
    assert "[1/3] a.png failed: a.png is not an image that can be read: it is empty." in ran.err
    assert ran.out.endswith(": 2 done, 1 failed\n")
    assert sorted(path.name for path in out.iterdir()) == ["b.png", "c.png"]
    assert "a.png,failed" in report.read_text(encoding="utf-8")


@pytest.mark.usefixtures("tinter")
def test_json_and_formats(ganstudio: Command, pictures: Path, tmp_path: Path) -> None:
    ran = ganstudio(
        "batch", "tinter.tint", "--image", pictures, "-o", tmp_path / "out", "--format", "webp", "--json"
    )
    told = json.loads(ran.out)
    assert (told["total"], told["done"], told["left"]) == (3, 3, 0)
    assert [item["output"] for item in told["outcomes"]] == ["a.webp", "b.webp", "c.webp"]


@pytest.mark.usefixtures("tinter")
@pytest.mark.parametrize("name", ["nothing", "empty"])
def test_unusable_inputs(ganstudio: Command, tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    ran = ganstudio("batch", "tinter.tint", "--image", tmp_path / name, "-o", tmp_path / "out")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.count("\n") == 1
    assert not (tmp_path / "out").exists()


@pytest.mark.usefixtures("tinter")
def test_rows_of_a_table_are_listed_made_and_told(ganstudio: Command, pictures: Path, tmp_path: Path) -> None:
    table, out = tmp_path / "rows.csv", tmp_path / "out"
    table.write_text("image,strength,output\nin/a.png,0,x\nin/b.png,0,y\nin/d.png,,\n", encoding="utf-8")
    words = ["batch", "tinter.tint", "--rows", table, "-o", out]
    listed = ganstudio(*words, "--dry-run")
    assert listed.code == 1
    assert listed.out.splitlines()[1:] == [
        f"{out / 'y.png'} from row 2, {pictures / 'b.png'}, strength 0.0",
        f"{out / '0003.png'}: Row 3: There is no file in/d.png.",
    ]
    ran = ganstudio(*words, "--json")
    told = json.loads(ran.out)
    assert (ran.code, told["done"], told["failed"]) == (1, 2, 1)
    assert read_image(out / "y.png").rgb()[0, 0].tolist() == [10, 0, 0]
    assert ganstudio(*words).out.endswith(": 0 done, 2 there already, 1 failed\n")


@pytest.mark.usefixtures("tinter")
def test_a_zip_is_done_with_each_of_several_strengths(
    ganstudio: Command, pictures: Path, tmp_path: Path
) -> None:
    archive = shutil.make_archive(str(tmp_path / "photos"), "zip", tmp_path, "in")
    out = tmp_path / "out"
    ran = ganstudio("batch", "tinter.tint", archive, "--strength", "0,0.5", "-o", out)
    assert ran.code == 0, ran.err
    assert len(list((out / "in").iterdir())) == 6
    assert read_image(out / "in" / "c_strength0.png").rgb()[0, 0].tolist() == [20, 0, 0]


INTERRUPTED = """
import signal
from ganstudio.api import Context, ImageData, OperationParams

class P(OperationParams): ...

def tint(params: P, ctx: Context, *, image: ImageData) -> ImageData:
    if image.pixels[0, 0, 0] == 10:  # the second of them
        signal.raise_signal(signal.SIGINT)
    return image
"""


@pytest.fixture
def interruptible() -> Iterator[None]:
    """Ctrl+C as a terminal has it; a process that was started in the background ignores it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("interruptible")
def test_an_interrupt_keeps_what_is_done(ganstudio: Command, pictures: Path, tmp_path: Path) -> None:
    make_plugin("tinter", ops=INTERRUPTED)
    out, report = tmp_path / "out", tmp_path / "report.jsonl"
    words = ["batch", "tinter.tint", "--image", pictures, "-o", out, "--report", report]
    ran = ganstudio(*words, "--batch-size", "1")
    assert ran.code == 130
    assert ran.out.endswith(": 1 done, 2 left\n")
    assert "Traceback" not in ran.err
    assert [path.name for path in out.iterdir()] == ["a.png"]
    assert report.read_text(encoding="utf-8").count("done") == 1


@pytest.mark.usefixtures("tinter")
def test_results_are_made_smaller_and_srgb_and_say_so(
    ganstudio: Command, pictures: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    words = ["batch", "tinter.tint", pictures, "-o", out, "--format", "jpg"]
    smaller = [*words, "--quality", "70", "--longest", "2", "--colours", "srgb", "--batch-size", "2"]
    assert ganstudio(*smaller).code == 0
    made = read_image(out / "a.jpg")
    assert max(made.size) == 2
    assert made.icc is not None
    assert "written with  colours srgb, longest 2, quality 70" in ganstudio("inspect", out / "a.jpg").out
    again = ganstudio("replay", out / "a.jpg", "-o", tmp_path / "again.jpg")
    assert "the same pixels" in again.out
    assert ganstudio(*smaller).out.endswith(": 0 done, 3 there already\n")
    assert ganstudio(*words).out.endswith(": 3 done\n")
    refused = ganstudio(*words, "--batch-size", "65")
    assert refused.code == 2
    assert "Traceback" not in refused.err
