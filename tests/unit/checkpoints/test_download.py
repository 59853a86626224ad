from __future__ import annotations

import hashlib
import io
import socket
import tarfile
import threading
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from ganstudio import paths
from ganstudio.checkpoints import download as module
from ganstudio.checkpoints import hub, transfer
from ganstudio.checkpoints.catalogue import CatalogueEntry, HubFile, Licence
from ganstudio.checkpoints.download import discard, download
from ganstudio.checkpoints.hub import HubAddress
from ganstudio.errors import CancelledError, DownloadError, InputError, SaveError
from ganstudio.events import CancelToken, Progress
from tests.support.serving import Served, serving

CONTENT = bytes(range(256)) * 2000
DIGEST = hashlib.sha256(CONTENT).hexdigest()
ENTRY = CatalogueEntry("x", "X", "spade", Licence("MIT"), "A", "https://example.org/page")


@pytest.fixture
def server() -> Iterator[Served]:
    with serving() as served:
        served.files["/files/model.pth"] = CONTENT
        yield served


@pytest.fixture
def address(server: Served) -> str:
    return f"{server.url}/files/model.pth"


def kept() -> list[str]:
    """What lies in the cache, by name."""
    return sorted(path.name for path in (paths.cache_dir() / "downloads").rglob("*") if path.is_file())


def test_a_file_arrives_and_is_not_fetched_twice(server: Served, address: str) -> None:
    seen: list[tuple[float, str]] = []
    file = download(address, progress=Progress(lambda *report: seen.append(report)))
    assert (file.name, file.read_bytes()) == ("model.pth", CONTENT)
    assert seen[0] == (0.0, "connecting") and seen[-1] == (1.0, "1 of 1 MB")
    assert download(address, sha256=DIGEST.upper()) == file
    assert len(server.asked) == 1
    discard(file)
    assert kept() == []
    assert list((paths.cache_dir() / "downloads").iterdir()) == []


def test_files_of_one_name_do_not_meet(server: Served, address: str) -> None:
    server.files["/others/model.pth"] = b"other"
    one, two = download(address), download(f"{server.url}/others/model.pth")
    assert (one.read_bytes(), two.read_bytes()) == (CONTENT, b"other")


def test_what_was_cut_off_goes_on(server: Served, address: str) -> None:
    server.cut = 200_000
    with pytest.raises(DownloadError, match=r"broke off before the end\. .*goes on from there"):
        download(address)
    assert kept() == [".model.pth.part", ".model.pth.part.json"]
    server.cut = None
    assert download(address).read_bytes() == CONTENT
    first, second = server.asked
    assert "Range" not in first
    assert (second["Range"], second["If-Range"]) == ("bytes=196608-", '"1"')
    assert kept() == ["model.pth"]


@pytest.mark.parametrize(("ranges", "version"), [(False, '"1"'), (True, '"2"'), (True, ""), (True, 'W/"1"')])
def test_another_version_begins_again(server: Served, address: str, ranges: bool, version: str) -> None:
    server.cut = 200_000
    server.version = version if version != '"2"' else '"1"'
    with pytest.raises(DownloadError):
        download(address)
    server.cut, server.ranges, server.version = None, ranges, version
    server.files["/files/model.pth"] = CONTENT[::-1]
    assert download(address).read_bytes() == CONTENT[::-1]


def test_with_a_digest_any_part_can_be_gone_on_with(server: Served, address: str) -> None:
    server.cut, server.version = 200_000, ""
    with pytest.raises(DownloadError):
        download(address, sha256=DIGEST)
    server.cut = None
    assert download(address, sha256=DIGEST).read_bytes() == CONTENT
    assert server.asked[1]["Range"] == "bytes=196608-"


def test_a_part_that_is_longer_than_the_file_is_dropped(server: Served, address: str) -> None:
    server.cut = 200_000
    with pytest.raises(DownloadError):
        download(address)
    server.cut = None
    server.files["/files/model.pth"] = b"short"
    assert download(address).read_bytes() == b"short"


def test_another_digest_is_not_kept(address: str) -> None:
    with pytest.raises(
        DownloadError, match=r"^model\.pth did not arrive as it was published: its SHA-256 is not 0000"
    ):
        download(address, sha256="0" * 64)
    assert kept() == []
    with pytest.raises(InputError, match="is no SHA-256"):
        download(address, sha256="abc")


@pytest.mark.parametrize(
    "page", [b"<!DOCTYPE html><p>Sign in", b"\n <html lang=en>", b"<?xml version='1.0'?>"]
)
def test_a_web_page_is_no_weight_file(server: Served, address: str, page: bytes) -> None:
    server.files["/files/model.pth"] = page
    with pytest.raises(
        DownloadError, match=r"model\.pth is a web page, not a weight file\. Open it in a browser"
    ):
        download(address)
    assert "model.pth" not in kept()


def test_a_git_pointer_is_no_weight_file(server: Served, address: str) -> None:
    server.files["/files/model.pth"] = b"version https://git-lfs.github.com/spec/v1\noid sha256:00\n"
    with pytest.raises(DownloadError, match="Git LFS pointer"):
        download(address)


@pytest.mark.parametrize(
    ("status", "sentence"),
    [
        (401, "wants a login"),
        (403, "does not give it out"),
        (404, "does not have it"),
        (500, "could not give"),
        (418, "refused"),
    ],
)
def test_a_refusal_is_one_sentence(server: Served, address: str, status: int, sentence: str) -> None:
    server.status = status
    with pytest.raises(
        DownloadError, match=rf"^{address} could not be fetched: .*{sentence}.* \(HTTP {status}\)\.$"
    ):
        download(address)


def test_without_a_network_there_is_one_sentence() -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        port = nobody.getsockname()[1]
        with pytest.raises(DownloadError, match=r"^127\.0\.0\.1 cannot be reached\. Is there a network\?"):
            download(f"http://127.0.0.1:{port}/model.pth")


def test_a_silent_server_is_one_sentence(
    server: Served, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transfer, "_READ_SECONDS", 0.05)
    server.hold.clear()
    with pytest.raises(DownloadError, match=r"^127\.0\.0\.1 did not answer any more\."):
        download(address)


@pytest.mark.parametrize("how", ["token", "progress"])
def test_cancelling_does_not_wait_for_the_server(server: Served, address: str, how: str) -> None:
    server.hold.clear()
    token, arrived = CancelToken(), threading.Event()

    def report(fraction: float, message: str) -> None:
        if "MB" in message:  # the first bytes are here, and no more will come
            arrived.set()
            token.cancel()

    progress = Progress(report, token if how == "progress" else None)
    with pytest.raises(CancelledError):
        download(address, progress=progress, cancel=token if how == "token" else None)
    assert arrived.is_set() and not server.hold.is_set()
    assert "model.pth" not in kept()
    server.hold.set()
    assert download(address).read_bytes() == CONTENT


def test_a_disk_without_room_is_noticed_before(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = type("Usage", (), {"free": 1000})
    monkeypatch.setattr(transfer.shutil, "disk_usage", lambda path: usage)
    with pytest.raises(SaveError, match=r"not enough room .*: 1 MB are wanted, 0 MB are free"):
        download(address)


@pytest.mark.parametrize("address", ["model.pth", "ftp://a/b.pth", "file:///etc/passwd", "https://", ""])
def test_what_is_no_address(address: str) -> None:
    with pytest.raises(InputError, match="is no address"):
        download(address)


def test_an_entry_without_an_address_names_the_page() -> None:
    with pytest.raises(
        InputError, match=r"^X cannot be fetched by the program\. Open .*https://example.org/page"
    ):
        download(ENTRY)


def test_an_entry_brings_its_digest(address: str) -> None:
    assert download(replace(ENTRY, url=address, sha256=DIGEST)).read_bytes() == CONTENT
    with pytest.raises(DownloadError, match="did not arrive as it was published"):
        download(replace(ENTRY, url=address, sha256="1" * 64))


def zipped(name: str) -> bytes:
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w") as archive:
        archive.writestr("readme.txt", "hello")
        archive.writestr(name, CONTENT)
    return memory.getvalue()


def taped(name: str) -> bytes:
    memory = io.BytesIO()
    with tarfile.open(fileobj=memory, mode="w") as archive:
        info = tarfile.TarInfo(name)
        info.size = len(CONTENT)
        archive.addfile(info, io.BytesIO(CONTENT))
    return memory.getvalue()


@pytest.mark.parametrize("archive", [zipped("saved/candy.pth"), taped("./all/saved/candy.pth")])
def test_one_file_is_taken_out_of_an_archive(server: Served, archive: bytes) -> None:
    server.files["/all.bin"] = archive
    one = replace(ENTRY, url=f"{server.url}/all.bin", member="saved/candy.pth")
    file = download(one)
    assert (file.name, file.read_bytes()) == ("candy.pth", CONTENT)
    assert download(one) == file
    with pytest.raises(DownloadError, match=r"all\.bin does not hold the file saved/mosaic\.pth"):
        download(replace(one, member="saved/mosaic.pth"))
    discard(file)
    assert kept() == []


def test_no_archive_is_one_sentence(server: Served, address: str) -> None:
    with pytest.raises(DownloadError, match=r"model\.pth does not hold the file a\.pth"):
        download(replace(ENTRY, url=address, member="a.pth"))


def test_discarding_spares_files_elsewhere(tmp_path: Path) -> None:
    file = tmp_path / "mine.pth"
    file.touch()
    discard(file)
    assert file.exists()


def test_files_of_the_hub_come_from_its_cache_or_its_address(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache: dict[HubFile, Path] = {}
    monkeypatch.setattr(hub, "cached", cache.get)
    monkeypatch.setattr(
        hub, "locate", lambda file: HubAddress(address, DIGEST, len(CONTENT), {"X-Token": "1"})
    )
    monkeypatch.setattr(hub, "into_cache", lambda file, flow: tmp_path / file.file)
    assert download("hf://o/r/model.pth").read_bytes() == CONTENT
    one = replace(ENTRY, hub=HubFile("o/r", "clip.safetensors"), kind="support")
    assert download(one) == tmp_path / "clip.safetensors"
    cache[HubFile("o/r", "clip.safetensors")] = tmp_path / "there"
    assert download(one) == tmp_path / "there"


def test_only_one_thread_at_a_time_and_none_left(address: str) -> None:
    before = threading.active_count()
    download(address)
    assert threading.active_count() <= before + 1  # the server may still close its connection
    assert not [thread for thread in threading.enumerate() if thread.name == "download"]
    assert module.download is download
