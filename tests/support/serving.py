"""A web server on this machine that serves files, with the habits that real ones have."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Served:
    """What the server gives, and what it was asked for.

    `files` are by path. `cut` is after how many bytes it breaks off, `version` the ETag, `ranges` whether it
    continues where it is asked to. While `hold` is clear it keeps people waiting after the first bytes.
    """

    url: str = ""
    files: dict[str, bytes] = field(default_factory=dict)
    cut: int | None = None
    version: str = '"1"'
    ranges: bool = True
    status: int = 200
    hold: threading.Event = field(default_factory=threading.Event)
    asked: list[dict[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.hold.set()


@contextmanager
def serving() -> Iterator[Served]:
    """A server that runs until the block ends, and whose threads have ended then."""
    served = Served()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            _answer(self, served)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = False
    served.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield served
    finally:
        served.hold.set()
        server.shutdown()
        server.server_close()
        thread.join()


def _answer(handler: BaseHTTPRequestHandler, served: Served) -> None:
    served.asked.append(dict(handler.headers))
    content = served.files.get(handler.path)
    if content is None or served.status != 200:
        handler.send_error(served.status if content is not None else 404)
        return
    start = _start(handler, served)
    if start > len(content):
        handler.send_error(416)
        return
    handler.send_response(206 if start else 200)
    handler.send_header("Content-Length", str(len(content) - start))
    if served.version:
        handler.send_header("ETag", served.version)
    handler.end_headers()
    end = len(content) if served.cut is None else served.cut
    try:
        handler.wfile.write(content[start : min(end, start + 50_000)])
        handler.wfile.flush()
        served.hold.wait(30)
        handler.wfile.write(content[start + 50_000 : end])
    except OSError:
        pass  # who asked has gone
    handler.close_connection = True


def _start(handler: BaseHTTPRequestHandler, served: Served) -> int:
    wanted = handler.headers.get("Range", "")
    if not wanted or not served.ranges or handler.headers.get("If-Range", served.version) != served.version:
        return 0
    return int(wanted.removeprefix("bytes=").removesuffix("-"))
