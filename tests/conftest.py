"""What holds for every test: its own home, no screen, no network, one torch thread, no thread left."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

# The machine may be busy: an example that takes long is no failure.
hypothesis.settings.register_profile("quiet", deadline=None, database=None)
hypothesis.settings.load_profile("quiet")

# Before anything imports Qt or huggingface_hub, which read these once.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("HF_HUB_OFFLINE", "1")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--golden-root",
        type=Path,
        default=None,
        metavar="DIR",
        help="run every case.json below DIR, at any depth, instead of the cases in the repository",
    )


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A `GANSTUDIO_HOME` that no other test sees; settings from the surroundings do not count."""
    for name in [name for name in os.environ if name.startswith("GANSTUDIO_")]:
        monkeypatch.delenv(name)
    folder = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("GANSTUDIO_HOME", str(folder))
    return folder


@pytest.fixture(autouse=True)
def one_torch_thread() -> None:
    """Tests share few cores. A test that imports torch itself is covered from the next test on."""
    if "torch" in sys.modules and sys.modules["torch"].get_num_threads() != 1:
        sys.modules["torch"].set_num_threads(1)


@pytest.fixture(autouse=True)
def no_leaked_threads() -> Iterator[None]:
    """Fail a test that ends while a thread that it started still runs (daemons of libraries excepted)."""
    before = set(threading.enumerate())
    yield
    leaked = [thread for thread in threading.enumerate() if thread not in before and not thread.daemon]
    for thread in leaked:
        thread.join(timeout=1.0)
    alive = [thread.name for thread in leaked if thread.is_alive()]
    assert not alive, f"threads left running: {', '.join(alive)}"
