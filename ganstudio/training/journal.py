"""What a run tells other processes: `events.jsonl`, line by line, and `status.json`, every few seconds."""

from __future__ import annotations

import json
import os
import socket
import time
from contextlib import suppress
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from ganstudio.training.run_folder import EVENTS, STATUS, RunStatus, birth_of

_HEARTBEAT_SECONDS = 1.0


class Journal:
    """The writing end. Nothing here stops a run: what a full disk refuses is written later."""

    def __init__(self, folder: Path, status: RunStatus) -> None:
        self._folder = folder
        self._unwritten = b""
        self._beaten = 0.0
        pid = os.getpid()
        self.status = replace(status, pid=pid, born=birth_of(pid), host=socket.gethostname())
        events = folder / EVENTS
        if events.is_file() and events.read_bytes()[-1:] != b"\n":
            self._unwritten = b"\n"  # Behind half a line of a run that was killed.

    def tell(self, event: str, **facts: Any) -> None:
        """Add a line: the time, the event, the step and the facts."""
        line = {"time": round(time.time(), 3), "event": event, "step": self.status.step, **facts}
        self._unwritten += json.dumps(line, ensure_ascii=False).encode() + b"\n"
        with suppress(OSError), (self._folder / EVENTS).open("ab", buffering=0) as file:
            written = file.write(self._unwritten)
            self._unwritten = self._unwritten[written:]

    def beat(self, *, now: bool = False, **changes: Any) -> None:
        """Take up changes of the status, and write it if the last time is a second ago or it is urgent."""
        self.status = replace(self.status, **changes)
        clock = time.monotonic()
        if not now and clock - self._beaten < _HEARTBEAT_SECONDS:
            return
        self._beaten = clock
        self.status = replace(self.status, updated=round(time.time(), 3))
        partial = self._folder / f".{STATUS}.part"
        # Replaced at once, but not forced to the disk each second: it is of no use after a crash.
        with suppress(OSError):
            partial.write_text(json.dumps(asdict(self.status), ensure_ascii=False), encoding="utf-8")
            partial.replace(self._folder / STATUS)
