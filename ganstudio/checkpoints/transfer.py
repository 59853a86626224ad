"""One file from one address: resumed where it was cut off, checked, and never waited for when cancelled."""

from __future__ import annotations

import json
import re
import shutil
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

from ganstudio import __version__
from ganstudio.errors import CancelledError, DownloadError, SaveError
from ganstudio.events import CancelToken, Progress

if TYPE_CHECKING:
    from requests import RequestException, Response

T = TypeVar("T")
_BLOCK = 1 << 14  # what is lost of a transfer that breaks off
_CONNECT_SECONDS, _READ_SECONDS = 10, 30
_POLL_SECONDS = 0.1
_PAGE = re.compile(rb"\s*(<!doctype html|<html|<head|<\?xml)", re.IGNORECASE)
_POINTER = b"version https://git-lfs"
GO_ON = "Is there a network? What has arrived is kept, and the same command goes on from there."


class Flow:
    """What the working thread tells: bytes here and bytes in all; and what it is told: to stop."""

    def __init__(self) -> None:
        self.done = 0
        self.total = 0
        self.stopped = threading.Event()

    def add(self, count: int) -> None:
        self.done += count
        self.check()

    def check(self) -> None:
        if self.stopped.is_set():
            raise CancelledError

    @property
    def fraction(self) -> float:
        return self.done / self.total if self.total else 0.0

    @property
    def message(self) -> str:
        if not self.done:
            return "connecting"
        of = f" of {self.total / 1e6:.0f}" if self.total else ""
        return f"{self.done / 1e6:.0f}{of} MB"


def watched(work: Callable[[Flow], T], progress: Progress, cancel: CancelToken | None = None) -> T:
    """Do what may block on a network on a thread of its own, so that a cancel never waits for an answer.

    Progress is reported from the calling thread. Raises what `work` raises, and CancelledError.
    """
    flow, future = Flow(), Future[T]()

    def run() -> None:
        try:
            future.set_result(work(flow))
        except BaseException as error:
            future.set_exception(error)

    thread = threading.Thread(target=run, name="download", daemon=True)
    thread.start()
    try:
        while not future.done():
            if cancel is not None and cancel.cancelled:
                raise CancelledError
            progress.set(flow.fraction, flow.message)
            thread.join(_POLL_SECONDS)
        result = future.result()
    finally:
        flow.stopped.set()
        # Between two blocks it stops at once; in a dead connection it ends by itself.
        thread.join(2 * _POLL_SECONDS)
    progress.set(1.0, flow.message)
    return result


@dataclass(frozen=True)
class Transfer:
    """A downloader for `pooch`: into a partial file that outlives failures, then to where pooch wants it.

    `partial` lies beside its record of which version of the file it is a part of.
    """

    partial: Path
    flow: Flow
    headers: Mapping[str, str]
    certain: bool = False
    """A digest will be compared: a part can be gone on with even if the server does not name versions."""

    def __call__(self, url: str, output_file: Any, pooch: Any) -> None:
        import requests

        try:
            self._fetch(url)
            shutil.move(self.partial, output_file)
        except requests.RequestException as error:
            raise _explained(url, error) from error
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise SaveError(f"{self.partial.name} could not be stored: {reason}.") from error
        self._record.unlink(missing_ok=True)

    @property
    def _record(self) -> Path:
        return self.partial.with_name(f"{self.partial.name}.json")

    def _fetch(self, url: str) -> None:
        import requests

        held = self.partial.stat().st_size if self.partial.exists() else 0
        version = self._version() if held else ""
        headers = {
            "User-Agent": f"ganstudio/{__version__}",
            "Accept-Encoding": "identity",
            **self.headers,
        }
        if held and (version or self.certain):
            headers |= {"Range": f"bytes={held}-", **({"If-Range": version} if version else {})}
        timeout = (_CONNECT_SECONDS, _READ_SECONDS)
        with requests.get(url, headers=headers, stream=True, timeout=timeout) as response:
            if response.status_code == 416:  # there is nothing behind what is here: it is of another version
                self.partial.unlink()
                return self._fetch(url)
            response.raise_for_status()
            self._receive(url, response, held if response.status_code == 206 else 0)
        return None

    def _receive(self, url: str, response: Response, held: int) -> None:
        length = response.headers.get("Content-Length", "")
        self.flow.done = held
        if length.isdigit():
            self.flow.total = held + int(length)
        free = shutil.disk_usage(self.partial.parent).free
        if self.flow.total - held > free:
            missing = f"{self.flow.total / 1e6:.0f} MB are wanted, {free / 1e6:.0f} MB are free"
            raise SaveError(f"There is not enough room in {self.partial.parent}: {missing}.")
        self._record.write_text(json.dumps({"version": _version_of(response.headers)}))
        with self.partial.open("ab" if held else "wb") as file:
            for block in response.iter_content(_BLOCK):
                self.flow.check()
                if self.flow.done == 0:
                    refuse_page(url, block)
                file.write(block)
                self.flow.add(len(block))
        if self.flow.total and self.flow.done != self.flow.total:
            raise DownloadError(f"{_host(url)} broke off before the end.", hint=GO_ON)

    def _version(self) -> str:
        try:
            return str(json.loads(self._record.read_text())["version"])
        except (OSError, ValueError, KeyError, TypeError):
            return ""


def refuse_page(url: str, head: bytes) -> None:
    """DownloadError if a file begins as a web page does, or stands for one in a Git repository."""
    if _PAGE.match(head):
        raise DownloadError(
            f"{url} is a web page, not a weight file.",
            hint="Open it in a browser, download the file there, and import it.",
        )
    if head.startswith(_POINTER):
        raise DownloadError(
            f"{url} is a Git LFS pointer, not the file itself.",
            hint="Use the address of its download button.",
        )


def _version_of(headers: Mapping[str, str]) -> str:
    """What If-Range takes: a strong ETag, else the date."""
    tag = headers.get("ETag", "")
    return tag if tag and not tag.startswith("W/") else headers.get("Last-Modified", "")


def _host(url: str) -> str:
    return urlsplit(url).hostname or url


def _explained(url: str, error: RequestException) -> DownloadError:
    """What a failed request means for a person."""
    import requests

    host = _host(url)
    if isinstance(error, requests.HTTPError) and error.response is not None:
        code = error.response.status_code
        meaning = {401: "wants a login for it", 403: "does not give it out", 404: "does not have it any more"}
        what = meaning.get(code, "could not give it out" if code >= 500 else "refused")
        return DownloadError(f"{url} could not be fetched: {host} {what} (HTTP {code}).", detail=str(error))
    if isinstance(error, requests.exceptions.SSLError):
        what = f"the certificate of {host} could not be checked"
        return DownloadError(f"{url} could not be fetched: {what}.", detail=str(error))
    if isinstance(error, requests.ReadTimeout) or "Read timed out" in str(error):
        return DownloadError(f"{host} did not answer any more.", hint=GO_ON, detail=str(error))
    if isinstance(error, requests.exceptions.ChunkedEncodingError):
        return DownloadError(f"{host} broke off before the end.", hint=GO_ON, detail=str(error))
    return DownloadError(f"{host} cannot be reached.", hint=GO_ON, detail=str(error))
