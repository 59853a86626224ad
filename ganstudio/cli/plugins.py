"""`ganstudio plugins`: what is installed, and help for those who write one."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ganstudio.cli import console, options
from ganstudio.errors import PluginError

app = typer.Typer(help="List, check and start plugins.", no_args_is_help=True)


@app.command("list")
def list_plugins(json: options.Json = False) -> None:
    """List all plugins and their operations, broken ones too."""
    from ganstudio.host.registry import Registry

    registry = Registry.standard()
    if json:
        console.show_json(
            {
                "plugins": [
                    {
                        "id": plugin.id,
                        "name": plugin.manifest.name,
                        "version": plugin.manifest.version,
                        "origin": plugin.origin,
                        "folder": str(plugin.folder),
                        "operations": [item.id for item in plugin.manifest.operations],
                    }
                    for plugin in registry.plugins
                ],
                "broken": [{"folder": str(item.folder), "error": item.error} for item in registry.broken],
            }
        )
        return
    for plugin in registry.plugins:
        manifest = plugin.manifest
        console.show(f"{plugin.id} {manifest.version} ({plugin.origin}): {manifest.summary}")
        for operation in manifest.operations:
            console.show(f"  {plugin.id}.{operation.id}: {operation.title}")
    for broken in registry.broken:
        console.show(f"broken: {broken.error}")


@app.command()
def check(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder with plugin.toml.")],
) -> None:
    """Find everything that is wrong with a plugin."""
    from ganstudio.host.authoring import check_plugin

    problems = check_plugin(folder)
    for problem in problems:
        console.show(problem)
    if problems:
        count = f"{len(problems)} problems" if len(problems) > 1 else "one problem"
        raise PluginError(f"The plugin in {folder} has {count}.")
    console.show(f"The plugin in {folder} is all right.")


@app.command()
def new(
    id: Annotated[str, typer.Argument(metavar="ID", help="Small letters, digits and underscores.")],
    folder: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Where to put it; your own plugin folder if left out."),
    ] = None,
) -> None:
    """Write an example plugin with an operation and its tests."""
    from ganstudio import paths
    from ganstudio.host.authoring import new_plugin

    made = new_plugin(id, folder or paths.user_plugins_dir())
    console.show(f"{made} is ready. Change ops.py, then run: ganstudio plugins check {made}")
    if folder is None:
        console.show(f"Try it: ganstudio run {id}.tint --image photo.png -o tinted.png")
