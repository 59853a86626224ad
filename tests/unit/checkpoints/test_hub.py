from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from huggingface_hub import errors

from ganstudio.checkpoints import hub
from ganstudio.checkpoints.catalogue import HubFile
from ganstudio.checkpoints.transfer import Flow
from ganstudio.errors import CancelledError, DownloadError

FILE = HubFile("owner/repo", "folder/model.pth", "main")
SHA256 = "ab" * 32


class FakeHub:
    """What is used of `huggingface_hub`, without a network."""

    def __init__(self, error: Exception | None = None, *, offline: bool = False, etag: str = SHA256) -> None:
        self.constants = SimpleNamespace(HF_HUB_OFFLINE=offline)
        self.utils = SimpleNamespace(build_hf_headers=lambda: {"authorization": "Bearer t"})
        self._error, self._etag = error, etag

    def hf_hub_url(self, repo: str, file: str, *, revision: str | None) -> str:
        return f"https://hub.test/{repo}/{revision}/{file}"

    def get_hf_file_metadata(self, url: str, *, timeout: float) -> Any:
        if self._error:
            raise self._error
        return SimpleNamespace(etag=self._etag, size=7)

    def try_to_load_from_cache(self, repo: str, file: str, *, revision: str | None) -> Any:
        return f"/cache/{repo}/{file}" if revision == "main" else object()

    def hf_hub_download(self, repo: str, file: str, *, revision: str | None, tqdm_class: Any) -> str:
        with tqdm_class(total=10, unit="B", desc="x", name="bar", disable=False) as bar:
            bar.update(4)
            bar.update(6)
        return f"/cache/{file}"


def use(monkeypatch: pytest.MonkeyPatch, fake: FakeHub) -> None:
    monkeypatch.setattr(hub, "_hub", lambda: fake)


@pytest.mark.parametrize(
    ("address", "file"),
    [
        ("hf://owner/repo/model.pth", HubFile("owner/repo", "model.pth")),
        ("hf://owner/repo/a/b.pth", HubFile("owner/repo", "a/b.pth")),
        ("https://huggingface.co/o/r/blob/main/a%3Db.pth", HubFile("o/r", "a=b.pth", "main")),
        ("https://huggingface.co/o/r/resolve/v1/x/y.pth", HubFile("o/r", "x/y.pth", "v1")),
        ("https://huggingface.co/o/r", None),
        ("https://example.org/o/r/blob/main/a.pth", None),
        ("hf://owner/repo", None),
        ("model.pth", None),
    ],
)
def test_addresses_of_the_hub(address: str, file: HubFile | None) -> None:
    assert hub.hub_file(address) == file


def test_a_file_is_located_with_digest_and_token(monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, FakeHub())
    found = hub.locate(FILE)
    assert (found.url, found.sha256, found.size) == (
        "https://hub.test/owner/repo/main/folder/model.pth",
        SHA256,
        7,
    )
    assert found.headers == {"authorization": "Bearer t"}
    use(monkeypatch, FakeHub(etag="0123456789012345678901234567890123456789"))
    assert hub.locate(FILE).sha256 == ""


def test_the_cache_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, FakeHub(offline=True))
    assert hub.cached(FILE) == Path("/cache/owner/repo/folder/model.pth")
    assert hub.cached(HubFile("owner/repo", "x")) is None


class Response:
    """The little that the Hub's errors want of a response."""

    headers: dict[str, str] = {}
    request = None
    status_code = 404


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (errors.GatedRepoError("x", response=Response()), "accepted its terms.*huggingface.co/owner/repo"),  # type: ignore[arg-type]
        (errors.RemoteEntryNotFoundError("x", response=Response()), r"no folder/model\.pth in owner/repo"),  # type: ignore[arg-type]
        (errors.RepositoryNotFoundError("x", response=Response()), r"no folder/model\.pth in owner/repo"),  # type: ignore[arg-type]
        (
            errors.LocalEntryNotFoundError("x"),
            r"^The Hugging Face Hub cannot be reached\. Is there a network",
        ),
        (ConnectionError("x"), r"^The Hugging Face Hub cannot be reached\. Is there a network"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_goes_wrong_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, error: Exception, sentence: str
) -> None:
    use(monkeypatch, FakeHub(error))
    with pytest.raises(DownloadError, match=sentence):
        hub.locate(FILE)


def test_offline_is_said_before_anything_is_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, FakeHub(AssertionError("asked the network"), offline=True))
    with pytest.raises(DownloadError, match="because HF_HUB_OFFLINE is set"):
        hub.locate(FILE)


def test_the_tests_themselves_are_offline() -> None:
    with pytest.raises(DownloadError, match="HF_HUB_OFFLINE"):
        hub.locate(FILE)


def test_support_goes_into_the_cache_and_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, FakeHub())
    flow = Flow()
    assert hub.into_cache(FILE, flow) == Path("/cache/folder/model.pth")
    assert (flow.done, flow.total, flow.fraction) == (10, 10, 1.0)
    flow.stopped.set()
    with pytest.raises(CancelledError):
        hub.into_cache(FILE, flow)
