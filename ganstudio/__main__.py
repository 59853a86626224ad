"""`ganstudio`: the window without arguments, the command line with them."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

from ganstudio.cli.main import main as command_line


def main(argv: Sequence[str] | None = None) -> int:
    """Returns the exit code."""
    return command_line(sys.argv[1:] if argv is None else argv, _open_window)


def program() -> NoReturn:
    """The command `ganstudio`."""
    # Before torch is there, which reads it once. On Linux large tensors then come in pages of 2 MB: to be
    # given new memory costs a pass over large maps a third of what it did.
    os.environ.setdefault("THP_MEM_ALLOC_ENABLE", "1")
    leave(main())


def leave(code: int) -> NoReturn:
    """End this process. Everything must be written, and every thread of ours be done.

    Threads inside torch (of gloo, of autograd, those that ours leave behind) may still be giving back
    tensors, for which they need the interpreter; if it is being taken down just then, they abort the process
    after its work is done (PyTorch's issue 117762). So where torch is loaded it is not taken down.
    """
    if "torch" not in sys.modules:
        sys.exit(code)
    for stream in (sys.stdout, sys.stderr):
        # A reader may be gone; under pythonw there is no stream at all.
        with suppress(AttributeError, OSError, ValueError):
            stream.flush()
    os._exit(code)


def _open_window(files: Sequence[Path]) -> int:
    from ganstudio.app.main import run

    return run(files)


if __name__ == "__main__":
    program()
