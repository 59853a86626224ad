"""`ganstudio`: the window without arguments, the command line with them."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from ganstudio.cli.main import main as command_line


def main(argv: Sequence[str] | None = None) -> int:
    """Returns the exit code."""
    return command_line(sys.argv[1:] if argv is None else argv, _open_window)


def _open_window(files: Sequence[Path]) -> int:
    from ganstudio.app.main import run

    return run(files)


if __name__ == "__main__":
    sys.exit(main())
