"""The `ganstudio` command: its groups, and the one place where errors become sentences and exit codes."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Sequence
from typing import Annotated

import typer

from ganstudio import __version__
from ganstudio.cli import (
    batch,
    data,
    demo,
    directions,
    doctor,
    evaluate,
    models,
    plugins,
    presets,
    replay,
    run,
    train,
    window,
    words,
    worlds,
)
from ganstudio.cli.window import Opener
from ganstudio.errors import GanStudioError

UNEXPECTED, INTERRUPTED = 70, 130

app = typer.Typer(
    help="A desktop image editor in which GANs are the tools.",
    epilog="Without a command the window opens.",
    add_completion=False,
    invoke_without_command=True,
    pretty_exceptions_enable=False,
)
for module in (run, batch, replay, train, evaluate, demo, doctor, words, window):
    module.mount(app)
for name, group in (
    ("models", models),
    ("data", data),
    ("directions", directions),
    ("plugins", plugins),
    ("presets", presets),
    ("worlds", worlds),
):
    app.add_typer(group.app, name=name)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"GAN Studio {__version__}")
        raise typer.Exit


@app.callback()
def ganstudio(
    ctx: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version.")
    ] = False,
    debug: Annotated[
        bool, typer.Option("--debug", help="Show the details of errors; may stand anywhere.")
    ] = False,
) -> None:
    if ctx.invoked_subcommand is None:
        raise typer.Exit(window.open_window(ctx.obj, ()))


def main(argv: Sequence[str], opener: Opener) -> int:
    """Run one command and return its exit code. `opener` opens the window with files."""
    words, debug = _without_debug(argv)
    try:
        code = app(words, prog_name="ganstudio", standalone_mode=False, obj=opener)
        sys.stdout.flush()
        return code if isinstance(code, int) else 0
    except GanStudioError as error:
        return _report(error, str(error), error.exit_code, debug)
    except typer.TyperException as error:
        if not error.format_message():
            # Several commands without saying which: their help has been shown.
            return error.exit_code
        return _report(error, _usage(error), error.exit_code, debug)
    except (KeyboardInterrupt, typer.Abort):
        return INTERRUPTED
    except BrokenPipeError:
        # The reader has gone; without this Python complains when it flushes stdout at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except SystemExit as error:
        return error.code if isinstance(error.code, int) else 1
    except Exception as error:
        # A traceback helps nobody who did not ask for it.
        what = f"{type(error).__name__}: {error}".strip().splitlines()[0]
        sentence = f"Something unexpected happened ({what}). Run again with --debug for the details."
        return _report(error, sentence, UNEXPECTED, debug)


def _without_debug(argv: Sequence[str]) -> tuple[list[str], bool]:
    """`--debug` is taken out wherever it stands, except behind `--`."""
    end = argv.index("--") if "--" in argv else len(argv)
    words = [word for word in argv[:end] if word != "--debug"]
    return [*words, *argv[end:]], len(words) < end


def _report(error: BaseException, sentence: str, code: int, debug: bool) -> int:
    if debug:
        traceback.print_exception(error)
        if isinstance(error, GanStudioError) and error.detail:
            print(error.detail, file=sys.stderr)
    print(f"error: {sentence}", file=sys.stderr)
    return code


def _usage(error: typer.TyperException) -> str:
    """A sentence about a command line that cannot be understood."""
    option, near = getattr(error, "option_name", None), getattr(error, "possibilities", None)
    if near is not None and option:
        hint = f" Did you mean {' or '.join(near)}?" if near else ""
        return f"There is no option {option}.{hint}"
    sentence = error.format_message()
    return sentence if sentence.endswith((".", "?", "!")) else f"{sentence}."
