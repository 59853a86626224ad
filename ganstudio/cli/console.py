"""What commands say: results on stdout, everything else on stderr."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from ganstudio.events import CancelToken, Progress


def say(text: str) -> None:
    """A line for people, on stderr."""
    print(text, file=sys.stderr, flush=True)


def warn(text: str) -> None:
    say(f"warning: {text}")


def show(text: str) -> None:
    """A line of the result, on stdout."""
    print(text)


def show_json(value: Any) -> None:
    show(json.dumps(value, indent=2, ensure_ascii=False))


@contextmanager
def progress_bar(title: str, token: CancelToken | None = None) -> Iterator[Progress]:
    """Progress that is drawn on stderr where that is a terminal, and vanishes at the end."""
    if not sys.stderr.isatty():
        yield Progress(token=token)
        return
    from rich.console import Console
    from rich.progress import Progress as Bar

    with Bar(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(title, total=1.0)

        def report(fraction: float, message: str) -> None:
            bar.update(task, completed=fraction, description=message[:1].upper() + message[1:] or title)

        yield Progress(report, token)
