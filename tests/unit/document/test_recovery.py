"""Recovery: what a dead program left is offered, what a living one keeps is not."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from ganstudio.document.document import Document
from ganstudio.document.image import ImageData
from ganstudio.document.recovery import Autosave
from ganstudio.errors import SaveError

CRASH = """
import os, sys
from pathlib import Path
import numpy as np
from ganstudio.document.document import Document
from ganstudio.document.image import ImageData
from ganstudio.document.recovery import Autosave

document = Document.from_image(ImageData(np.full((30, 40, 3), 123, np.uint8)))
document.path = Path("/somewhere/lake.ora")
autosave = Autosave(Path(sys.argv[1]))
autosave.write(document)
print("written", flush=True)
sys.stdin.readline()
os._exit(9)
"""


def picture(value: int) -> Document:
    return Document.from_image(ImageData(np.full((30, 40, 3), value, np.uint8)))


def test_what_a_crashed_program_left_is_offered_and_recovered(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", CRASH, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as program:
        assert program.stdout is not None
        assert program.stdout.readline() == b"written\n"
        autosave = Autosave(tmp_path)
        assert autosave.recoverable() == []
        program.communicate(b"die\n")
    (left,) = autosave.recoverable()
    assert left.original == Path("/somewhere/lake.ora")
    assert left.thumbnail is not None
    assert left.thumbnail.startswith(b"\x89PNG")
    document = autosave.recover(left)
    assert (document.flatten().pixels == 123).all()
    assert document.path == Path("/somewhere/lake.ora")
    assert document.modified
    assert autosave.recoverable() == []  # it is ours now, and alive
    autosave.close()
    (again,) = Autosave(tmp_path).recoverable()  # but not lost if we end without saving it
    assert again.original == left.original


def test_a_discarded_copy_is_gone(tmp_path: Path) -> None:
    autosave = Autosave(tmp_path)
    kept, saved = picture(1), picture(2)
    for document in (kept, saved):
        autosave.write(document)
    autosave.discard(saved)
    autosave.close()
    other = Autosave(tmp_path)
    (left,) = other.recoverable()
    assert left.original is None
    other.forget(left)
    assert other.recoverable() == []


def test_an_orderly_end_leaves_no_folder(tmp_path: Path) -> None:
    autosave = Autosave(tmp_path)
    document = picture(1)
    autosave.write(document)
    autosave.write(document)
    autosave.discard(document)
    autosave.close()
    assert list(tmp_path.iterdir()) == []


def test_damaged_copies_are_not_offered(tmp_path: Path) -> None:
    (tmp_path / "session").mkdir()
    (tmp_path / "session" / "a.ora").write_bytes(b"half a file")
    assert Autosave(tmp_path).recoverable() == []
    assert Autosave(tmp_path / "nowhere").recoverable() == []


def test_an_impossible_folder_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(SaveError, match="No copy could be kept"):
        Autosave(tmp_path / "file").write(picture(1))
