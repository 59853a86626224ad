"""Where things lie: what the program ships and what belongs to the person.

`GANSTUDIO_HOME` moves everything personal into one folder (portable installs, tests).
"""

from __future__ import annotations

import os
import platform
import tempfile
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import IO

import platformdirs

from ganstudio.errors import SaveError

_APP = "ganstudio"
_LONG_NAME = 200


@cache
def bundled_root() -> Path:
    """The folder that holds `plugins/` and `resources/`: inside the wheel, or the checkout."""
    package = Path(__file__).resolve().parent
    packed = package / "_bundled"
    return packed if packed.is_dir() else package.parent


def resources_dir() -> Path:
    return bundled_root() / "resources"


def bundled_plugins_dir() -> Path:
    return bundled_root() / "plugins"


def _home() -> Path | None:
    home = os.environ.get("GANSTUDIO_HOME")
    return Path(home).expanduser() if home else None


def data_dir() -> Path:
    """The person's models, plugins and recovery files."""
    home = _home()
    return home / "data" if home else Path(platformdirs.user_data_dir(_APP, appauthor=False))


def config_dir() -> Path:
    home = _home()
    return home / "config" if home else Path(platformdirs.user_config_dir(_APP, appauthor=False))


def cache_dir() -> Path:
    """What can be made again: thumbnails, measurements."""
    home = _home()
    return home / "cache" if home else Path(platformdirs.user_cache_dir(_APP, appauthor=False))


def user_plugins_dir() -> Path:
    return data_dir() / "plugins"


def user_models_dir() -> Path:
    return data_dir() / "models"


def recovery_dir() -> Path:
    """Autosaved projects of windows that did not close normally."""
    return data_dir() / "recovery"


def starter_models_dir() -> Path:
    return resources_dir() / "models"


def is_left_over(partial: Path, seconds: float = 120) -> bool:
    """Whether nobody is writing such a file any more: its process on this machine has ended, or it is old."""
    machine, _, process = partial.name.rsplit(".", 2)[-2].partition("-")[0].partition("_")
    if machine == _machine() and process.isdecimal() and os.name == "posix":
        try:
            os.kill(int(process), 0)
        except ProcessLookupError:
            return True
        except OSError:
            return False
        return False
    try:
        return time.time() - partial.stat().st_mtime > seconds
    except OSError:
        return False


def partial_name(name: str) -> str:
    """What half-written files are called by: the name, unless it is so long that more would be too much."""
    raw = os.fsencode(name)
    return name if len(raw) <= _LONG_NAME else f"{name[:40]}~{zlib.crc32(raw):08x}"


def _writer() -> str:
    return f"{_machine()}_{os.getpid()}"


@cache
def _machine() -> str:
    """A short name of this machine, for files on disks that several share."""
    return f"{zlib.crc32(platform.node().encode()):08x}"


@contextmanager
def atomic_write(path: Path) -> Iterator[IO[bytes]]:
    """Write to a sibling file and move it over `path` only when all of it is on disk.

    Raises SaveError (disk full, no permission, no such folder); `path` is then what it was before.
    """
    partial: Path | None = None
    try:
        with tempfile.NamedTemporaryFile(
            dir=path.parent, prefix=f".{partial_name(path.name)}.{_writer()}-", suffix=".part", delete=False
        ) as file:
            partial = Path(file.name)
            yield file
            file.flush()
            os.fsync(file.fileno())
        # A temporary file is private to its owner; a saved document is what the umask makes of it.
        umask = os.umask(0)
        os.umask(umask)
        partial.chmod(0o666 & ~umask)
        partial.replace(path)
        partial = None
    except OSError as error:
        reason = error.strerror or str(error)
        raise SaveError(f"{path} could not be saved: {reason[:1].lower()}{reason[1:]}.") from error
    finally:
        if partial is not None:
            partial.unlink(missing_ok=True)
