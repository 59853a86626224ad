"""What panels of plugins can ask of the window."""

from __future__ import annotations

from collections.abc import Callable

from ganstudio import paths
from ganstudio.app.panels.remembered import remember, remembered
from ganstudio.document.document import Document
from ganstudio.document.layers import RasterLayer


def test_what_a_panel_remembers_outlives_the_program_and_a_broken_file() -> None:
    remember("toy", "history", ["하나", "two"])
    remember("toy", "other", 1)
    assert (remembered("toy", "history"), remembered("other", "history")) == (["하나", "two"], None)
    (paths.config_dir() / "panels" / "toy.json").write_text("{")
    assert remembered("toy", "history") is None


def test_a_panel_keeps_the_picture_as_a_layer_and_runs_commands(
    window: object, start: Callable[[], Document], qtbot: object
) -> None:
    from ganstudio.app.panels.panel_context import PanelContext, Surroundings

    document = start()
    qtbot.waitUntil(lambda: window.plugin.controls is not None and not window.live.busy)
    asked: list[str] = []
    around = Surroundings(window.studio, window.session, window.bridge, window.live, asked.append)
    context = PanelContext(window.plugin.controls, around, {}, lambda error: None, window)
    context.keep_as_layer("Kept")
    context.run_command("app.models")
    context.close()
    kept = document.active
    assert isinstance(kept, RasterLayer)
    assert (kept.name, asked) == ("Kept", ["app.models"])
    assert (kept.image().pixels == window.plugin.layer.image().pixels).all()
