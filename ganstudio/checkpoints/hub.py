"""The Hugging Face Hub: what is in its cache on this machine, and where a file lies when it is not.

`huggingface_hub` knows addresses, tokens, digests and the cache. The bytes come by `transfer`, because
its own downloads begin again when they were cut off.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from ganstudio.checkpoints.catalogue import HubFile
from ganstudio.checkpoints.transfer import GO_ON, Flow
from ganstudio.errors import DownloadError

_SECONDS = 10.0
_UNREACHED = "The Hugging Face Hub cannot be reached."
_SHA256 = re.compile(r"[0-9a-f]{64}")
_PAGE = re.compile(r"/([^/]+/[^/]+)/(?:blob|resolve)/([^/]+)/(.+)")


@dataclass(frozen=True)
class HubAddress:
    """Where a file of the Hub is fetched from; `sha256` and `size` where the Hub tells them."""

    url: str
    sha256: str = ""
    size: int = 0
    headers: dict[str, str] = field(default_factory=dict)


def hub_file(address: str) -> HubFile | None:
    """The file of the Hub that an address means: `hf://owner/repo/file`, or that of its page there."""
    parts = urlsplit(address)
    if parts.scheme == "hf":
        repo, _, file = f"{parts.netloc}{parts.path}".partition("/")
        owner, (name, _, file) = repo, file.partition("/")
        return HubFile(f"{owner}/{name}", file) if owner and name and file else None
    page = _PAGE.fullmatch(parts.path) if parts.hostname == "huggingface.co" else None
    return HubFile(page[1], unquote(page[3]), page[2]) if page else None


def cached(file: HubFile) -> Path | None:
    """The file in the cache that all programs on this machine share."""
    found = _hub().try_to_load_from_cache(file.repo, file.file, revision=file.revision)
    return Path(found) if isinstance(found, str) else None


def locate(file: HubFile) -> HubAddress:
    """Ask the Hub for a file; DownloadError if it cannot be reached, or has no such file."""
    hub = _hub()
    with _explained(file):
        if hub.constants.HF_HUB_OFFLINE:
            raise DownloadError(
                f"{file.repo} cannot be fetched, because HF_HUB_OFFLINE is set.", hint="Unset it to download."
            )
        url = hub.hf_hub_url(file.repo, file.file, revision=file.revision)
        found = hub.get_hf_file_metadata(url, timeout=_SECONDS)
        # The Hub names large files by their SHA-256, and others by another digest.
        digest = found.etag if found.etag and _SHA256.fullmatch(found.etag) else ""
        return HubAddress(url, digest, found.size or 0, hub.utils.build_hf_headers())


def into_cache(file: HubFile, flow: Flow) -> Path:
    """Fetch a file into the cache, where the library that uses it looks for it."""
    hub = _hub()
    with _explained(file):
        return Path(hub.hf_hub_download(file.repo, file.file, revision=file.revision, tqdm_class=_bar(flow)))


def _hub() -> Any:
    # Read when it is imported.
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    import huggingface_hub
    import huggingface_hub.constants
    import huggingface_hub.utils

    return huggingface_hub


def _bar(flow: Flow) -> type:
    from tqdm import tqdm  # type: ignore[import-untyped]

    class Bar(tqdm):  # type: ignore[misc]
        """Counts, and draws nothing."""

        def __init__(self, *args: Any, total: float | None = None, **rest: Any) -> None:
            flow.total = int(total or 0)
            super().__init__(disable=True)

        def update(self, n: float | None = 1) -> bool | None:
            flow.add(int(n or 0))
            return None

    return Bar


@contextmanager
def _explained(file: HubFile) -> Iterator[None]:
    """What goes wrong with the Hub, in one sentence each."""
    from huggingface_hub import errors

    page = f"https://huggingface.co/{file.repo}"
    try:
        yield
    except errors.GatedRepoError as error:
        raise DownloadError(
            f"{file.repo} is given only to those who accepted its terms.",
            hint=f"Accept them at {page}, then set HF_TOKEN.",
            detail=str(error),
        ) from error
    except errors.LocalEntryNotFoundError as error:
        raise DownloadError(_UNREACHED, hint=GO_ON, detail=str(error)) from error
    except (errors.RepositoryNotFoundError, errors.RevisionNotFoundError, errors.EntryNotFoundError) as error:
        raise DownloadError(
            f"The Hub has no {file.file} in {file.repo}.", hint=page, detail=str(error)
        ) from error
    except DownloadError:
        raise
    except OSError as error:
        # Its HTTP library, whichever it is, says so when there is no network.
        raise DownloadError(_UNREACHED, hint=GO_ON, detail=str(error)) from error
