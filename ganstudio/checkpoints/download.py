"""Fetching weight files: from an address, or from the Hugging Face Hub. Imports no torch.

What arrives lies in the cache until it is imported; a transfer that was cut off goes on where it stopped.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import tarfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO
from urllib.parse import unquote, urlsplit

from ganstudio import paths
from ganstudio.checkpoints import hub
from ganstudio.checkpoints.catalogue import CatalogueEntry, HubFile
from ganstudio.checkpoints.hub import HubAddress
from ganstudio.checkpoints.transfer import Flow, Transfer, watched
from ganstudio.errors import DownloadError, InputError, SaveError
from ganstudio.events import CancelToken, Progress

_SHA256 = re.compile(r"[0-9a-fA-F]{64}")


def download(
    wanted: CatalogueEntry | str,
    *,
    sha256: str | None = None,
    progress: Progress | None = None,
    cancel: CancelToken | None = None,
) -> Path:
    """Fetch a checkpoint of the catalogue, or an address, into the cache; returns the file.

    An address is `https://...`, `http://...` or `hf://owner/repository/file`. `sha256` is compared with what
    arrived. A file that is there already, whole, is not fetched again. Raises DownloadError (no network, not
    found, a web page instead of a file, another digest), InputError when there is no address to fetch from,
    SaveError, and CancelledError, within a moment of the wish; what has arrived is kept for the next time.
    """
    if sha256 is not None and not _SHA256.fullmatch(sha256):
        raise InputError(f"“{sha256}” is no SHA-256: that has 64 hexadecimal digits.")
    member = ""
    if isinstance(wanted, CatalogueEntry):
        if not wanted.direct:
            raise InputError(f"{wanted.title} cannot be fetched by the program.", hint=wanted.how)
        place: HubFile | str = wanted.hub or wanted.url
        sha256, member = sha256 or wanted.sha256 or None, wanted.member
    else:
        place = hub.hub_file(wanted) or wanted
    support = isinstance(wanted, CatalogueEntry) and wanted.kind == "support"

    def work(flow: Flow) -> Path:
        if not isinstance(place, HubFile):
            return _fetch(HubAddress(_checked(place), sha256 or ""), flow)
        found = hub.cached(place)
        if found is not None:
            return found
        if support:
            return hub.into_cache(place, flow)
        address = hub.locate(place)
        return _fetch(HubAddress(address.url, sha256 or address.sha256, address.size, address.headers), flow)

    fetched = watched(work, progress or Progress(), cancel)
    return _taken_out(fetched, member) if member else fetched


def discard(file: Path) -> None:
    """Remove what `download` fetched, once it is in the library; files elsewhere stay."""
    home = _home()
    if home in file.parents:
        shutil.rmtree(home / file.relative_to(home).parts[0], ignore_errors=True)


def _home() -> Path:
    return paths.cache_dir() / "downloads"


def _checked(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise InputError(
            f"“{url}” is no address.",
            hint="Addresses begin with https://, http:// or hf://owner/repository/.",
        )
    return url


def _fetch(address: HubAddress, flow: Flow) -> Path:
    import pooch

    pooch.get_logger().setLevel("WARNING")
    # One folder for each address: many files are called latest_net_G.pth.
    folder = _home() / hashlib.sha256(address.url.encode()).hexdigest()[:16]
    name = _file_name(address.url)
    digest = address.sha256.lower()
    flow.total = address.size
    transfer = Transfer(folder / f".{name}.part", flow, address.headers, certain=bool(digest))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        known = f"sha256:{digest}" if digest else None
        return Path(pooch.retrieve(address.url, known, fname=name, path=folder, downloader=transfer))
    except ValueError as error:
        raise DownloadError(
            f"{name} did not arrive as it was published: its SHA-256 is not {digest[:12]}….",
            hint="It was not kept. Try again; if it stays so, the file has been changed.",
            detail=str(error),
        ) from error
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise SaveError(f"{name} could not be stored in {folder}: {reason}.") from error


def _file_name(url: str) -> str:
    """The last step of the address, as a name that every file system takes."""
    name = PurePosixPath(unquote(urlsplit(url).path)).name
    return re.sub(r"[^\w.+=()-]+", "_", name).lstrip(".")[-120:] or "model"


def _taken_out(archive: Path, member: str) -> Path:
    """One file of an archive, beside it; its folders stay behind."""
    target = archive.parent / "member" / PurePosixPath(member).name
    if target.is_file():
        return target
    try:
        target.parent.mkdir(exist_ok=True)
        with _opened(archive, member) as file, paths.atomic_write(target) as out:
            shutil.copyfileobj(file, out)
    except (KeyError, zipfile.BadZipFile, tarfile.TarError, EOFError) as error:
        raise DownloadError(
            f"{archive.name} does not hold the file {member} as it was published.", detail=repr(error)
        ) from error
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise SaveError(f"{target.name} could not be stored: {reason}.") from error
    return target


@contextmanager
def _opened(archive: Path, member: str) -> Iterator[IO[bytes]]:
    """A member of a zip or tar file, whatever folder the archive puts it into; KeyError if there is none."""
    if zipfile.is_zipfile(archive):
        with zipfile.ZipFile(archive) as zipped, zipped.open(_full_name(zipped.namelist(), member)) as file:
            yield file
        return
    with tarfile.open(archive) as tape:
        taken = tape.extractfile(_full_name(tape.getnames(), member))
        if taken is None:
            raise KeyError(member)
        with taken:
            yield taken


def _full_name(names: list[str], member: str) -> str:
    found = next((name for name in names if f"/{name}".endswith(f"/{member}")), None)
    if found is None:
        raise KeyError(member)
    return found
