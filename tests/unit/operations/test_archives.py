"""ZIP files as inputs: read like folders, and refused where they were made to do harm."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from ganstudio.document.files import read_image, write_image
from ganstudio.document.image import ImageData
from ganstudio.engine.device import Compute
from ganstudio.errors import InputError
from ganstudio.operations.archives import members
from ganstudio.operations.batch import Batch
from ganstudio.operations.chain import single
from ganstudio.operations.contract import Context, OperationParams, operation
from ganstudio.operations.planning import plan
from ganstudio.operations.run import read_record
from ganstudio.operations.sources import restore
from tests.support.operations import FakeModels, picture


class NoParams(OperationParams):
    pass


def same(params: NoParams, ctx: Context, *, image: ImageData) -> ImageData:
    return image


CHAIN = single(operation("fake.same", "Same", same, plugin_version="1"), NoParams())


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    """Two pictures, one of them deeper, one that is broken, and what a Mac adds."""
    write_image(tmp_path / "a.png", picture((7, 8, 9)))
    archive = tmp_path / "photos.zip"
    with zipfile.ZipFile(archive, "w") as file:
        file.write(tmp_path / "a.png", "deep/er/a.png")
        file.write(tmp_path / "a.png", "a.png")
        file.writestr("b.png", b"no picture")
        file.writestr("__MACOSX/a.png", b"")
        file.writestr("read.me", b"")
    return archive


def test_a_zip_is_a_folder_whose_pictures_are_made_recorded_and_found_again(
    photos: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    items = plan(CHAIN, {"image": photos}, out)
    outcomes = list(Batch(CHAIN, Compute(), FakeModels()).run(items))
    assert [(outcome.output, outcome.status) for outcome in outcomes] == [
        ("a.png", "done"), ("b.png", "failed"), ("deep/er/a.png", "done"),
    ]  # fmt: skip
    assert "b.png is not an image that can be read" in outcomes[1].message
    assert read_image(out / "deep" / "er" / "a.png").rgb()[0, 0].tolist() == [7, 8, 9]
    record = read_record(out / "a.png").inputs["image"]
    assert record.path == (photos / "a.png").as_posix()
    assert restore("image", record, out).record == record
    again = list(Batch(CHAIN, Compute(), FakeModels()).run(items))
    assert [outcome.status for outcome in again] == ["skipped", "failed", "skipped"]


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("../a.png", "would lead out of a folder"),
        ("/etc/a.png", "would lead out of a folder"),
        ("C:/a.png", "would lead out of a folder"),
        ("x/../../a.png", "would lead out of a folder"),
    ],
)
def test_members_that_lead_outside_are_refused(tmp_path: Path, name: str, sentence: str) -> None:
    with zipfile.ZipFile(tmp_path / "bad.zip", "w") as file:
        file.writestr(name, b"1")
    with pytest.raises(InputError) as caught:
        members(tmp_path / "bad.zip")
    assert str(caught.value).startswith("bad.zip is refused: ")
    assert sentence in str(caught.value)


def test_a_bomb_a_link_and_what_is_no_zip_are_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("a.bmp", bytes(65 << 20))
    with pytest.raises(InputError, match=r"“a.bmp” in it would unpack to 0.1 GB"):
        members(tmp_path / "bomb.zip")
    link = zipfile.ZipInfo("a.png")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(tmp_path / "link.zip", "w") as file:
        file.writestr(link, "/etc/passwd")
    with pytest.raises(InputError, match="is a link"):
        members(tmp_path / "link.zip")
    (tmp_path / "none.zip").write_bytes(b"PK\x03\x04 but no more")
    with pytest.raises(InputError, match=r"none\.zip is not a ZIP file that can be read"):
        members(tmp_path / "none.zip")


def test_a_damaged_member_spoils_itself_alone(photos: Path, tmp_path: Path) -> None:
    data = photos.read_bytes()
    start = data.index(b"\x89PNG")
    photos.write_bytes(data[: start + 20] + b"XX" + data[start + 22 :])
    out = tmp_path / "out"
    out.mkdir()
    outcomes = list(Batch(CHAIN, Compute(), FakeModels()).run(plan(CHAIN, {"image": photos}, out)))
    assert [outcome.status for outcome in outcomes] == ["done", "failed", "failed"]
    assert outcomes[2].message == "a.png in photos.zip is damaged."
