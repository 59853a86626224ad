"""Two thousand pictures of all sorts, one in a hundred broken, in a batch that is killed twice.

    python -m tests.benchmarks.batch_2000 [PICTURES]

A real model changes their season. What is asserted: every good picture is there and can be read, with its
record; each broken one has its sentence in the report; nothing is half-written; nothing that was whole when
the process was killed was written again.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from ganstudio.document.files import read_image
from ganstudio.operations.run import read_record
from tests.support.many_pictures import fill, killed, states

OPERATION = "domain_transfer.transfer"
VALUES = ("--model", "landscape-summer-winter", "--set", "detail=96")


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 2_000
    bad = count // 100
    with tempfile.TemporaryDirectory() as name:
        room = Path(name)
        photos, out = room / "photos", room / "out"
        os.environ["GANSTUDIO_HOME"] = str(room / "home")
        good_stems, bad_stems = fill(photos, count, bad)
        words = ["batch", OPERATION, photos, "-o", out, *VALUES]
        started = time.monotonic()
        whole: dict[str, tuple[int, int]] = {}
        for until in (count // 4, count // 2):
            now = killed(words, out, until, patience=3600)
            assert whole.items() <= now.items(), "a killed run wrote again what was whole"
            whole = now
            hidden = [path.name for path in out.glob(".*")]
            print(f"killed when {len(whole)} were there; half-written then: {hidden or 'none'}", flush=True)
        reports = [arg for form in ("html",) for arg in ("--report", room / f"report.{form}")]
        command = [sys.executable, "-m", "ganstudio", *map(str, [*words, "--json", *reports])]
        ran = subprocess.run(command, capture_output=True, text=True, check=False)
        told = json.loads(ran.stdout)
        after = states(out)
        assert ran.returncode == 1, ran.stderr
        assert (told["skipped"], told["failed"]) == (len(whole), bad), ran.stderr
        assert {Path(each).stem for each in after} == good_stems
        assert whole.items() <= after.items(), "what was whole was written again"
        assert not list(out.glob(".*")), "something is half-written"
        for each in after:
            read_image(out / each)
            assert read_record(out / each).operation == OPERATION
        said = {Path(each["output"]).stem: each["message"] for each in told["outcomes"] if each["message"]}
        assert said.keys() == bad_stems
        page = (room / "report.html").read_text(encoding="utf-8")
        assert all(stem in page for stem in bad_stems)
        print(
            f"{len(after)} of {count} are there, {len(whole)} of them from the killed runs, none made twice"
        )
        print(f"exit code {ran.returncode}, {len(said)} sentences, {time.monotonic() - started:.0f} s in all")
        for message in sorted({re.sub(r"\d{4}\.", "NNNN.", message) for message in said.values()}):
            print(f"  {message}")


if __name__ == "__main__":
    main()
